#include "sim/world.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "modules/region/region.h"
#include "sim/places.h"

namespace yilin::sim {
namespace {
using orders::Face;
using orders::Reason;

constexpr Millis kDispatcherPatience = minutes(20);
constexpr Millis kTravelBetween = minutes(15);
constexpr Millis kThinksMax = minutes(8);
constexpr Millis kEmergencyWithin = minutes(5);

template <class Row>
Status record(command::Tx& tx, std::string_view verb, std::string_view kind, std::int64_t subject, const Row& row, WorkerId worker = {}) {
  tx.record({verb, kind, subject, row.region, row.elder_id, {}, entity::to_json(row)}, row.organisation_id, worker);
  return {};
}
Status record(command::Tx& tx, std::string_view verb, const orders::Assignment& a) {
  tx.changed({"order", a.order_id.value, a.region, a.organisation_id, a.worker_id, a.elder_id});
  return record(tx, verb, "assignment", a.id.value, a, a.worker_id);
}

}  // namespace

World::World(Kernel& kernel, Hands& hands, Desk* desk, WorldOptions options)
    : kernel_(kernel), hands_(hands), desk_(desk), options_(options), rng_(options.seed ^ 0x776f726c64),
      customers_(kernel, options.customers, options.seed), items_(catalogue::items(kernel)),
      operator_(staff_caller(options.operator_user, "热线坐席", access::Role::hotline_operator)),
      dispatcher_(staff_caller(options.dispatcher_user, "调度员", access::Role::dispatcher)),
      official_(staff_caller(options.official_user, "民政工作人员", access::Role::official)) {
  kernel.parts.get<Ears>().take();
  kernel.parts.get<Ears>().listen(true);
}

World::~World() {
  hands_.wait();
  kernel_.parts.get<Ears>().listen(false);
  kernel_.parts.get<Ears>().take();
}

CallerPtr World::staff_caller(UserId user, std::string name, access::Role role) const {
  auto caller = std::make_shared<access::Caller>();
  caller->kind = access::CallerKind::staff;
  caller->user = user;
  caller->name = std::move(name);
  caller->roles = {role};
  caller->scope = {region::city(kernel_).subtree()};
  caller->viewer = access::viewer_of(caller->roles);
  return caller;
}

CallerPtr World::worker_caller(WorkerId worker, OrganisationId organisation) {
  CallerPtr& known = workers_[worker.value];
  if (!known) {
    auto caller = std::make_shared<access::Caller>();
    caller->kind = access::CallerKind::worker;
    if (const auto facts = providers::worker(kernel_, worker)) caller->name = facts->name;
    caller->roles = {access::Role::carer};
    caller->worker = worker;
    caller->organisation = organisation;
    caller->viewer = access::viewer_of(caller->roles);
    known = std::move(caller);
  }
  return known;
}

void World::foresee(Event event) {
  event.order = ++foreseen_;
  events_.push(std::move(event));
}

void World::wish(Instant at, Millis lead_min, Millis lead_max) {
  Event event{at, 0, What::order, customers_.draw(rng_).id, {}, {}, {}, {}, {}, {}};
  event.from = at + paced({rng_.between(lead_min.value, lead_max.value)});
  const int minute = minute_of_day(event.from);
  if (options_.tempo == 1 && lead_max > hours(4) && (minute < 8 * 60 || minute > 17 * 60))  // nobody asks for the night long ahead
    event.from = start_of_day(civil_date(event.from) + (minute > 17 * 60 ? 1 : 0)) + minutes(rng_.between(8 * 4, 16 * 4) * 15);
  if (options_.tempo == 1) event.from.ms = event.from.ms / 300'000 * 300'000;
  event.to = event.from + minutes(30);
  foresee(std::move(event));
}

void World::make_plan(Instant at) { foresee({at, 0, What::plan, customers_.draw(rng_).id, {}, {}, {}, {}, {}, {}}); }

void World::step() {
  constexpr int kRounds = 6;  // what happened may lead to more at the same moment
  for (int round = 0; round < kRounds; ++round) {
    listen();
    if (next_due() > kernel_.clock.now()) return;
    while (next_due() <= kernel_.clock.now()) {
      const Event event = events_.top();
      events_.pop();
      do_event(event);
    }
    hands_.wait();
  }
}

Instant World::next_exact() {
  while (!exact_.empty() && exact_.top() <= kernel_.clock.now()) exact_.pop();
  return exact_.empty() ? Instant{INT64_MAX} : exact_.top();
}

void World::listen() {
  for (const Sound& sound : kernel_.parts.get<Ears>().take()) hear(sound);
}

void World::hear(const Sound& sound) {
  const Instant now = kernel_.clock.now();
  const VisitId id = sound.visit.id;
  if (customers_.find(sound.visit.elder_id) == nullptr) customers_.include(kernel_, {sound.visit.elder_id});
  switch (sound.kind) {
    case Sound::Kind::review:
      ++placed_;
      if (!id && desk_) foresee({now + paced(minutes(rng_.between(20, 180))), 0, What::review, sound.visit.elder_id, sound.visit.order_id, {}, {}, {}, {}, {}});
      return;
    case Sound::Kind::waits: {
      stories_[id.value].visit = sound.visit;
      foresee({now + paced(kDispatcherPatience), 0, What::help, sound.visit.elder_id, {}, id, {}, {}, {}, {}});
      if (rng_.chance(options_.chances.cancels))
        foresee({now + paced(minutes(rng_.between(30, 600))), 0, What::cancel, sound.visit.elder_id, sound.visit.order_id, id, {}, {}, {}, {}});
      return;
    }
    case Sound::Kind::offered: {
      stories_[id.value].visit = sound.visit;
      stories_[id.value].offers.push_back(sound.assignment.id);
      jobs_[sound.assignment.id.value] = {id, sound.assignment.worker_id, sound.assignment.organisation_id, {}};
      if (rng_.chance(options_.chances.ignores)) return;  // does not look at the telephone: the offer lapses
      // She looks at it in time, as a rule within a few minutes.
      const Millis window = std::min(sound.assignment.expires_at - sound.assignment.offered_at, kThinksMax);
      const Instant answer = sound.assignment.offered_at + paced({static_cast<std::int64_t>(static_cast<double>(window.value) * (0.2 + 0.6 * rng_.uniform()))});
      foresee({answer, 0, What::decide, sound.visit.elder_id, {}, id, sound.assignment.id, {}, {}, {}});
      exact_.push(answer);
      return;
    }
    case Sound::Kind::offer_ended: {
      const auto story = stories_.find(id.value);
      if (story == stories_.end()) return;
      story->second.visit = sound.visit;
      std::erase(story->second.offers, sound.assignment.id);
      std::erase(story->second.promises, sound.assignment.id);
      foresee({now + paced(kDispatcherPatience), 0, What::help, sound.visit.elder_id, {}, id, {}, {}, {}, {}});
      return;
    }
    case Sound::Kind::staffed: {
      const auto story = stories_.find(id.value);
      if (story == stories_.end()) return;
      story->second.visit = sound.visit;
      const Instant start = std::max(sound.visit.planned_start, now + paced(minutes(5)));
      for (const AssignmentId a : story->second.promises) {
        const Instant arrival = start + paced({static_cast<std::int64_t>(rng_.normal() * options_.chances.late_minutes * 60'000)});
        foresee({std::max(now, arrival - paced(minutes(rng_.between(12, 30)))), 0, What::depart, sound.visit.elder_id, {}, id, a, {}, {}, {}});
        foresee({std::max(now + Millis{1}, arrival), 0, What::arrive, sound.visit.elder_id, {}, id, a, {}, {}, {}});
        if (rng_.chance(options_.chances.falls_ill)) foresee({std::max(now, start - paced(hours(2))), 0, What::fall_ill, sound.visit.elder_id, {}, id, a, {}, {}, {}});
      }
      return;
    }
    case Sound::Kind::completed:
      foresee({now + paced(minutes(rng_.between(10, 240))), 0, What::feedback, sound.visit.elder_id, sound.visit.order_id, id, {}, {}, {}, {}});
      return;
    case Sound::Kind::ended: return forget(id);
  }
}

void World::forget(VisitId visit) {
  const auto story = stories_.find(visit.value);
  if (story == stories_.end()) return;
  for (const auto* list : {&story->second.offers, &story->second.promises})
    for (const AssignmentId a : *list) jobs_.erase(a.value);
  stories_.erase(story);
}

bool World::busy(WorkerId worker, Instant from, Instant to) const {
  const auto found = booked_.find(worker.value);
  if (found == booked_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const auto& span) {
    return from - kTravelBetween < span.second && span.first < to + kTravelBetween;
  });
}

void World::do_event(const Event& event) {
  switch (event.what) {
    case What::order: return place(event);
    case What::decide: return decide(event);
    case What::help: return help(event);
    case What::arrive: return arrive(event);
    case What::leave: return leave(event);
    case What::feedback: return feedback(event);
    case What::depart:
    case What::fall_ill: {
      const auto job = jobs_.find(event.assignment.value);
      if (job == jobs_.end()) return;
      const bool ill = event.what == What::fall_ill;
      hands_.act(worker_caller(job->second.worker, job->second.organisation), [id = event.assignment, ill](command::Tx& tx) -> Status {
        orders::StepInput in;
        in.id = id;
        if (ill) in.reason = Reason::carer_ill;
        YILIN_TRY(const orders::Assignment a, ill ? orders::reject(tx, in) : orders::depart(tx, in));
        return record(tx, ill ? "assignment.reject" : "assignment.depart", a);
      });
      if (ill) jobs_.erase(job);
      return;
    }
    case What::cancel: {
      const Customer* customer = customers_.find(event.elder);
      if (customer == nullptr || !stories_.contains(event.visit.value)) return;
      static constexpr Reason reasons[] = {Reason::not_needed, Reason::hospital, Reason::away, Reason::other_time};
      hands_.act(customer->caller, [id = event.order_id, reason = reasons[rng_.below(4)]](command::Tx& tx) -> Status {
        YILIN_CHECK(orders::cancel(tx, id, reason, "老人来电取消", orders::CancelledBy::elder));
        YILIN_TRY(const orders::Order order, orders::order(tx.db, tx.vault(), id));
        return record(tx, "order.cancel", "order", id.value, order);
      });
      return;
    }
    case What::review:
    case What::complain:
    case What::plan: return desk_work(event);
    case What::ring:
    case What::answer:
    case What::converse:
    case What::wrap: return call(event);
  }
}

orders::NewOrder World::order_of(const Event& event) {
  orders::NewOrder in;
  const Customer* customer = customers_.find(event.elder);
  const catalogue::ServiceItem* item = customer ? draw_item(items_, *customer, desk_ != nullptr, rng_) : nullptr;
  if (item == nullptr) return in;
  in.elder_id = customer->id;
  in.item_id = item->id;
  in.units = item->units_max > 1 && rng_.chance(0.4) ? 2 : 1;
  in.wanted_from = event.from;
  in.wanted_to = event.to;
  if (item->category == catalogue::Category::emergency) in.wanted_from = in.wanted_to = kernel_.clock.now() + kEmergencyWithin;
  return in;
}

void World::place(const Event& event) {
  const Customer* customer = customers_.find(event.elder);
  if (customer == nullptr) return;
  const bool by_phone = rng_.chance(0.55);
  // Many orders by telephone come in while the operator is called; others she writes down afterwards.
  if (by_phone && desk_ != nullptr && !customer->phone.empty() && rng_.chance(0.3)) {
    Event ringing = event;
    ringing.what = What::ring;
    return call(ringing);
  }
  orders::NewOrder in = order_of(event);
  if (!in.elder_id) return;
  in.channel = by_phone ? orders::Channel::hotline : orders::Channel::elder;
  if (by_phone && rng_.chance(0.25)) in.on_behalf = "女儿来电";
  hands_.act(by_phone ? operator_ : customer->caller, [in](command::Tx& tx) -> Status {
    YILIN_TRY(const orders::Order order, orders::place(tx, in));
    return record(tx, "order.place", "order", order.id.value, order);
  });
  // On a live day the telephone rings for whoever sits at the call desk.
  if (desk_ == nullptr && !customer->phone.empty() && rng_.chance(0.15))
    hands_.act(operator_, [phone = customer->phone](command::Tx& tx) -> Status {
      YILIN_CHECK(hotline::ring(tx, phone));
      return {};
    });
}

void World::decide(const Event& event) {
  const auto job = jobs_.find(event.assignment.value);
  const auto story = stories_.find(event.visit.value);
  if (job == jobs_.end() || story == stories_.end()) return;
  const orders::Visit& visit = story->second.visit;
  const bool taken = busy(job->second.worker, visit.planned_start, visit.planned_end);
  const bool no = taken || rng_.chance(options_.chances.refuses);
  if (!no) {
    std::erase(story->second.offers, event.assignment);
    story->second.promises.push_back(event.assignment);
    booked_[job->second.worker.value].emplace_back(visit.planned_start, visit.planned_end);
  }
  const Reason reason = taken ? Reason::carer_busy : rng_.chance(0.5) ? Reason::too_far : Reason::carer_busy;
  hands_.act(worker_caller(job->second.worker, job->second.organisation), [id = event.assignment, no, reason](command::Tx& tx) -> Status {
    orders::StepInput in;
    in.id = id;
    if (no) in.reason = reason;
    YILIN_TRY(const orders::Assignment a, no ? orders::reject(tx, in) : orders::accept(tx, in));
    return record(tx, no ? "assignment.reject" : "assignment.accept", a);
  });
  if (no) jobs_.erase(job);
}

// A dispatcher looks at what nobody has taken: she asks the free worker who lives nearest.
void World::help(const Event& event) {
  const auto story = stories_.find(event.visit.value);
  if (story == stories_.end()) return;
  const orders::Visit& visit = story->second.visit;
  if (visit.state != orders::VisitState::planned || !story->second.offers.empty() ||
      static_cast<std::int32_t>(story->second.promises.size()) >= visit.workers_needed)
    return;
  const Customer* customer = customers_.find(event.elder);
  const auto item = catalogue::item(kernel_, visit.item_id);
  if (customer == nullptr || !item || visit.planned_start + hours(6) < kernel_.clock.now()) return;
  const auto who = providers::candidates(kernel_, {item->code, catalogue::mask_of(item->skills), catalogue::mask_of(item->licences), visit.region,
                                                   visit.planned_start, visit.planned_end, {}});
  const providers::WorkerFacts* best = nullptr;
  double nearest = 0;
  for (const providers::Candidate& c : who.free) {
    if (busy(c.facts.id, visit.planned_start, visit.planned_end) ||
        std::any_of(story->second.promises.begin(), story->second.promises.end(), [&](AssignmentId a) { return jobs_[a.value].worker == c.facts.id; }))
      continue;
    const double away = std::hypot(static_cast<double>(c.facts.lon_e6 - customer->lon_e6), static_cast<double>(c.facts.lat_e6 - customer->lat_e6)) *
                        (0.7 + 0.6 * rng_.uniform());
    if (best == nullptr || away < nearest) {
      best = &c.facts;
      nearest = away;
    }
  }
  if (best == nullptr) {
    if (std::exchange(story->second.helped, true)) return;
    foresee({kernel_.clock.now() + paced(minutes(90)), 0, What::help, event.elder, {}, event.visit, {}, {}, {}, {}});
    return;
  }
  orders::NewOffer in{visit.id, best->id, best->organisation, kernel_.clock.now() + minutes(30), true, 0, "[]"};
  hands_.act(dispatcher_, [in](command::Tx& tx) -> Status {
    YILIN_TRY(const orders::Assignment a, orders::offer(tx, in));
    return record(tx, "assignment.offer", a);
  });
}

}  // namespace yilin::sim
