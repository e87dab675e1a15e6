// The world at the elder's door, and what follows a visit.
#include <algorithm>

#include <fmt/format.h>

#include "base/geo.h"
#include "kernel/entity/json.h"
#include "sim/places.h"
#include "sim/world.h"

namespace yilin::sim {
namespace {
using orders::Face;

constexpr std::string_view kPraise[] = {"很满意，像自己闺女一样。", "来得准时，干活细致。", "说话和气，下次还请她。", "洗得干净，人也舒坦。", "饭菜热乎。", "", "", "", ""};
constexpr std::string_view kBlame[] = {"来晚了半个多小时。", "打扫得不仔细，角落没擦。", "时间没做够就走了。", "说话不耐烦。"};

Status recorded(command::Tx& tx, std::string_view verb, const orders::Assignment& a) {
  tx.changed({"order", a.order_id.value, a.region, a.organisation_id, a.worker_id, a.elder_id});
  tx.record({verb, "assignment", a.id.value, a.region, a.elder_id, {}, entity::to_json(a)}, a.organisation_id, a.worker_id);
  return {};
}

std::string step_json(const orders::StepInput& in) { return entity::to_json(in, entity::Viewer::all()); }

}  // namespace

std::vector<orders::ProofInput> World::proofs(const Customer& customer, bool at_check_out, std::int64_t salt) {
  std::vector<orders::ProofInput> list;
  orders::ProofInput position;
  position.kind = catalogue::Proof::position;
  const bool elsewhere = rng_.chance(0.012);  // to be found by the flag
  const Point at = moved({customer.lon_e6, customer.lat_e6}, (elsewhere ? 900 : 25) * rng_.normal(), (elsewhere ? 900 : 25) * rng_.normal());
  position.lon_e6 = at.lon_e6;
  position.lat_e6 = at.lat_e6;
  position.accuracy_m = rng_.between(5, 40);
  list.push_back(position);
  const auto digest = [&](std::string_view of) { return fmt::format("{:016x}{:016x}{:032x}", static_cast<std::uint64_t>(salt), rng_.next(), of.size()); };
  orders::ProofInput photo;
  photo.kind = catalogue::Proof::photo;
  photo.digest = digest("photo");
  list.push_back(photo);
  if (!at_check_out && !customer.tag.empty()) {
    orders::ProofInput tag;
    tag.kind = catalogue::Proof::tag;
    tag.value = customer.tag;
    list.push_back(tag);
  }
  if (at_check_out && rng_.chance(0.97)) {
    orders::ProofInput signature;
    signature.kind = catalogue::Proof::signature;
    signature.digest = digest("signature");
    list.push_back(signature);
  }
  return list;
}

void World::fix_tags() {
  if (desk_ == nullptr) return;
  for (const Customer& c : customers_.all())
    if (!c.tag.empty()) desk_->post(official_, fmt::format("/api/elders/{}/door-tag", c.id.value), fmt::format(R"({{"tag":"{}"}})", c.tag));
  hands_.wait();
}

Instant World::earliest_arrival(WorkerId worker, const Customer& customer) const {
  constexpr std::int64_t kDetourPercent = 130, kPaceMetresAMinute = 250;
  const auto found = presence_.find(worker.value);
  if (found == presence_.end()) return {};
  const std::int64_t way = distance_m({found->second.lon_e6, found->second.lat_e6}, {customer.lon_e6, customer.lat_e6}) * kDetourPercent / 100;
  return found->second.until + paced(Millis{way * 60'000 / kPaceMetresAMinute});
}

void World::arrive(const Event& event) {
  const auto job = jobs_.find(event.assignment.value);
  const auto story = stories_.find(event.visit.value);
  const Customer* customer = customers_.find(event.elder);
  if (job == jobs_.end() || story == stories_.end() || customer == nullptr) return;
  const Instant now = kernel_.clock.now();
  if (const Instant there = earliest_arrival(job->second.worker, *customer); there > now) {  // still busy, or on the way
    Event later = event;
    later.at = there;
    foresee(std::move(later));
    return;
  }
  const CallerPtr caller = worker_caller(job->second.worker, job->second.organisation);
  orders::StepInput in;
  in.id = event.assignment;
  if (desk_ != nullptr && story->second.visit.workers_needed == 1 && rng_.chance(options_.chances.nobody_home)) {
    in.reason = orders::Reason::nobody_home;
    in.reason_text = "敲门十分钟无人应答";
    in.proofs = proofs(*customer, false, event.assignment.value);
    desk_->post(caller, fmt::format("/api/assignments/{}/no-show", event.assignment.value), step_json(in));
    return;
  }
  const Millis planned = story->second.visit.planned_end - story->second.visit.planned_start;
  // Played fast, the device says when the visit would have begun, so that its length is a real one.
  in.device_at = options_.tempo == 1 ? event.at : now - planned;
  if (in.device_at > now) in.device_at = now;
  job->second.checked_in_at = in.device_at;
  in.proofs = proofs(*customer, false, event.assignment.value);
  hands_.act(caller, [in](command::Tx& tx) -> Status {
    YILIN_TRY(const orders::Assignment a, orders::check_in(tx, in));
    return recorded(tx, "assignment.check_in", a);
  });
  double share = 0.92 + 0.2 * rng_.uniform();
  if (rng_.chance(0.012)) share = 0.25;  // to be found by the flag
  const Millis stays{static_cast<std::int64_t>(static_cast<double>(planned.value) * share)};
  Event leaving{now + paced(stays), 0, What::leave, event.elder, event.order_id, event.visit, event.assignment, {}, {}, {}};
  if (options_.tempo == 1) leaving.at = event.at + stays;
  leaving.device_at = job->second.checked_in_at + stays;
  presence_[job->second.worker.value] = {leaving.at, customer->lon_e6, customer->lat_e6};
  foresee(leaving);
}

void World::leave(const Event& event) {
  const auto job = jobs_.find(event.assignment.value);
  const Customer* customer = customers_.find(event.elder);
  if (job == jobs_.end() || customer == nullptr) return;
  orders::StepInput in;
  in.id = event.assignment;
  in.device_at = std::min(event.device_at, kernel_.clock.now());
  in.proofs = proofs(*customer, true, event.assignment.value + 1);
  hands_.act(worker_caller(job->second.worker, job->second.organisation), [in](command::Tx& tx) -> Status {
    YILIN_TRY(const orders::Assignment a, orders::check_out(tx, in));
    return recorded(tx, "assignment.check_out", a);
  });
}

void World::feedback(const Event& event) {
  forget(event.visit);
  const Customer* customer = customers_.find(event.elder);
  if (customer == nullptr) return;
  const bool rates = rng_.chance(0.7), confirms = rng_.chance(0.6);
  const double mood = rng_.uniform();
  const Face face = mood < 0.86 ? Face::good : mood < 0.965 ? Face::fair : Face::bad;
  const std::string words(face == Face::good ? kPraise[rng_.below(std::size(kPraise))] : kBlame[rng_.below(std::size(kBlame))]);
  if (rates)
    hands_.act(customer->caller, [id = event.visit, face, words](command::Tx& tx) -> Status {
      YILIN_TRY(const orders::Rating rating, orders::rate(tx, id, face, words));
      tx.record({"visit.rate", "visit", id.value, rating.region, rating.elder_id, {}, entity::to_json(rating)}, rating.organisation_id, rating.worker_id);
      return {};
    });
  if (confirms)
    hands_.act(customer->caller, [id = event.visit](command::Tx& tx) -> Status {
      YILIN_CHECK(orders::confirm(tx, id));
      YILIN_TRY(const orders::Visit row, orders::visit(tx.db, tx.vault(), id));
      tx.changed({"order", row.order_id.value, row.region, row.organisation_id, {}, row.elder_id});
      tx.record({"visit.confirm", "visit", id.value, row.region, row.elder_id, {}, entity::to_json(row)}, row.organisation_id);
      return {};
    });
  if (rates && desk_ != nullptr && (face == Face::bad || (face == Face::fair && rng_.chance(0.1))))
    foresee({kernel_.clock.now() + minutes(rng_.between(10, 600)), 0, What::complain, event.elder, event.order_id, event.visit, {}, {}, {}, {}});
}

void World::desk_work(const Event& event) {
  if (desk_ == nullptr) return;
  const Customer* customer = customers_.find(event.elder);
  if (event.what == What::review) {
    const bool approve = rng_.chance(0.92);
    desk_->post(official_, fmt::format("/api/orders/{}/review", event.order_id.value),
                approve ? R"({"approve":true,"reason":"符合条件"})" : R"({"approve":false,"reason":"缺少医嘱"})");
  } else if (event.what == What::complain && customer != nullptr) {
    const std::string text(kBlame[rng_.below(std::size(kBlame))]);
    desk_->post(operator_, "/api/complaints",
                fmt::format(R"({{"elder_id":"{}","order_id":"{}","text":"{}"}})", event.elder.value, event.order_id.value, text));
  } else if (event.what == What::plan && customer != nullptr) {
    const catalogue::ServiceItem* item = draw_item(items_, *customer, false, rng_);
    if (item == nullptr) return;
    const std::int64_t day = rng_.between(1, 7);
    desk_->post(operator_, "/api/order-plans",
                fmt::format(R"({{"elder_id":"{}","item_id":"{}","units":1,"weekdays":[{},{}],"start_min":{},"window_min":60}})", event.elder.value,
                            item->id.value, day, day % 7 + 1, rng_.between(8 * 4, 16 * 4) * 15));
  }
}

}  // namespace yilin::sim
