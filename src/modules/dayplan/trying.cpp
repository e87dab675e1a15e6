// What a move would cost and which rules it would break, and where a visit would fit best; nothing is stored.
#include <algorithm>

#include <fmt/format.h>

#include "modules/dayplan/eligibility.h"
#include "modules/dayplan/parameters.h"
#include "modules/dayplan/proposal.h"
#include "modules/dayplan/views.h"
#include "modules/registry/registry.h"

namespace yilin::dayplan {
namespace {

using routing::LivePlan;

constexpr Millis kSlotWidth = hours(1);
constexpr int kSlotsOfAnHour = 4, kHoursMax = 12;

RegionCode county(RegionCode region) { return region.at(RegionLevel::county); }

// Without the visit's own stops.
routing::Solution without(const routing::Solution& plan, const std::vector<int>& stops) {
  routing::Solution out = plan;
  for (routing::Route& r : out.routes)
    std::erase_if(r.stops, [&](const routing::Stop& s) { return s.kind == routing::StopKind::visit && std::find(stops.begin(), stops.end(), s.index) != stops.end(); });
  std::erase_if(out.routes, [](const routing::Route& r) { return r.stops.empty(); });
  return out;
}

void breach(Trial& out, std::string rule, std::string sentence, bool forbidden) {
  out.breaches.push_back({std::move(rule), std::move(sentence), forbidden});
}

// The rules that have a sentence of their own; those that dispatch and orders would refuse are forbidden.
void look_at_rules(command::Reader& reader, const TryQuery& in, const orders::Visit& visit, const orders::Promise& told, const Day& day, Trial& out) {
  const auto refused = dispatch::refused_by(reader.db, reader.kernel, visit.elder_id);
  const auto item = catalogue::item(reader.kernel, visit.item_id);
  if (std::ssize(in.worker_ids) > visit.workers_needed) breach(out, "team", fmt::format("这次服务只需 {} 人。", visit.workers_needed), true);
  else if (!in.worker_ids.empty() && std::ssize(in.worker_ids) < visit.workers_needed)
    breach(out, "team", fmt::format("这次服务需要 {} 人，还差 {} 人。", visit.workers_needed, visit.workers_needed - std::ssize(in.worker_ids)), false);
  OrganisationId organisation;
  for (const WorkerId id : in.worker_ids) {
    const auto facts = providers::worker(reader.kernel, id);
    if (!facts) {
      breach(out, "team", "没有这位服务人员。", true);
      continue;
    }
    if (organisation && facts->organisation != organisation) breach(out, "organisation", "同一次服务的人员须来自同一服务组织。", true);
    organisation = facts->organisation;
    if (std::find(refused.begin(), refused.end(), id) != refused.end()) breach(out, "refused", fmt::format("老人不愿由{}上门。", facts->name), true);
    if (item) {
      const auto judged = providers::candidate(reader.kernel, id, {item->code, catalogue::mask_of(item->skills), catalogue::mask_of(item->licences), visit.region, out.start, out.end, {}});
      if (judged && !judged->may_be_sent()) {
        using B = providers::Block;
        const auto has = [&](B b) { return (judged->blocks >> static_cast<int>(b) & 1) != 0; };
        const bool skill = has(B::skill) || has(B::licence_missing) || has(B::licence_expired);
        breach(out, skill ? "skill" : has(B::hours) || has(B::day_off) ? "hours" : "area", fmt::format("{}：{}。", facts->name, providers::explain(*judged)), true);
      }
    }
    for (const DayVisit& other : day.visits) {
      if (other.visit.id == visit.id || std::none_of(other.holders.begin(), other.holders.end(), [&](const Holder& h) { return h.worker == id; })) continue;
      if (other.visit.planned_start < out.end && out.start < other.visit.planned_end)
        breach(out, "overlap", fmt::format("{}在 {}–{} 已有服务。", facts->name, to_clock(other.visit.planned_start), to_clock(other.visit.planned_end)), true);
    }
  }
  const Instant last = std::max(told.wanted_from, told.wanted_to);
  if (out.start != visit.planned_start && (out.start < told.wanted_from || out.start > last))
    breach(out, "promise", fmt::format("与老人约定在 {}–{} 开始。", to_clock(told.wanted_from), to_clock(last)), true);
}

void look_at_state(command::Reader& reader, const orders::Visit& visit, const TryQuery& in, Trial& out) {
  if (visit.state != orders::VisitState::planned && visit.state != orders::VisitState::staffed) breach(out, "state", "服务已经开始或结束，不能改动。", true);
  for (const orders::Assignment& a : orders::assignments(reader.db, reader.kernel.vault, visit.id)) {
    if (a.state > orders::AssignmentState::checked_out) continue;
    const bool stays = std::find(in.worker_ids.begin(), in.worker_ids.end(), a.worker_id) != in.worker_ids.end();
    if (!stays && a.manual) breach(out, "manual", "现在的人员是人工指派的。", false);
    if (a.state == orders::AssignmentState::en_route) breach(out, "state", "人员已经出发。", false);
  }
}

}  // namespace

Result<Trial> try_move(command::Reader& reader, const TryQuery& in) {
  YILIN_TRY(const orders::Visit visit, orders::visit_in_scope(reader, in.visit_id));
  YILIN_TRY(const orders::Promise told, orders::promise(reader.db, visit.id));
  const Date date = civil_date(visit.planned_start);
  Trial out;
  out.visit_id = visit.id;
  for (const WorkerId w : in.worker_ids) out.workers.push_back(named(reader.kernel, w));
  out.start = in.start ? in.start : visit.planned_start;
  out.end = out.start + (visit.planned_end - visit.planned_start);
  if (civil_date(out.start) != date) return fail_field("start", "开始时间", "只能在当天之内移动；换日期请改期。");

  DayOptions as_is;
  YILIN_TRY(const Day before, build_day(reader, county(visit.region), date, as_is));
  YILIN_TRY(const routing::Answer was, price(before));
  DayOptions options;
  options.open = {visit.id};
  YILIN_TRY(Day day, build_day(reader, county(visit.region), date, options));
  day.problem.objective = before.problem.objective;  // the same prices on both sides
  const DayVisit* entry = day.find(visit.id);
  look_at_state(reader, visit, in, out);
  if (entry == nullptr || entry->stops.size() != 1 || in.worker_ids.empty()) {
    look_at_rules(reader, in, visit, told, day, out);
    if (in.worker_ids.empty()) {
      YILIN_TRY(const routing::Answer now, price(day));
      out.change_fen = fen(now.score.cost - was.score.cost);
      out.travel_fen = fen(now.parts.travel - was.parts.travel);
    }
    out.allowed = std::none_of(out.breaches.begin(), out.breaches.end(), [](const Breach& b) { return b.forbidden; });
    out.possible = out.breaches.empty();
    return out;
  }

  const int stop = entry->stops[0];
  routing::Visit& wanted = day.problem.visits[static_cast<std::size_t>(stop)];
  const auto carer = [&](std::size_t i) {
    const auto at = i < in.worker_ids.size() ? day.carer_of.find(in.worker_ids[i]) : day.carer_of.end();
    return at == day.carer_of.end() ? -1 : at->second;
  };
  if (wanted.second && in.worker_ids.size() == 1) wanted.second.reset();  // one of the two is being chosen
  std::vector<int> others;
  for (std::size_t c = 0; c < day.problem.carers.size(); ++c)
    if (static_cast<int>(c) != carer(0) && static_cast<int>(c) != carer(1)) others.push_back(static_cast<int>(c));
  std::vector<int> named_but_refused;
  for (const int r : wanted.refused)
    if (r == carer(0) || r == carer(1)) named_but_refused.push_back(r);
  wanted.refused = others;
  if (in.start) wanted.windows = {{day.time(in.start), day.time(in.start)}};
  if (carer(0) >= 0 && (!wanted.second || carer(1) >= 0)) {
    YILIN_TRY(LivePlan live, LivePlan::open(day.problem, without(day.standing, {stop})));
    YILIN_TRY(const auto offers, live.offers(stop, 1));
    if (!offers.empty()) {
      YILIN_CHECK(live.take(stop, offers[0]));
      const routing::Answer now = live.answer();
      out.start = day.instant(offers[0].begin);
      out.end = out.start + (visit.planned_end - visit.planned_start);
      out.change_fen = fen(now.score.cost - was.score.cost);
      out.travel_fen = fen(now.parts.travel - was.parts.travel);
      out.overtime_fen = fen(now.parts.overtime - was.parts.overtime);
      out.unfairness_fen = fen(now.parts.unfairness - was.parts.unfairness);
      out.continuity_fen = fen(now.parts.continuity - was.parts.continuity);
      out.travel_change_min = travel_minutes(now) - travel_minutes(was);
    }
    look_at_rules(reader, in, visit, told, day, out);
    if (offers.empty() && out.breaches.empty()) {
      for (const auto& u : live.answer().unserved)
        if (u.visit == stop) {
          breach(out, u.reason == routing::Reason::no_skill ? "skill" : "travel",
                 u.reason == routing::Reason::no_skill ? "不具备所需的技能或证照。" : "这样安排路上来不及，或超出当天的工时与休息。", false);
          out.relaxations = relaxation_sentences(day, u.relaxations);
        }
    } else if (offers.empty()) {
      for (const auto& u : live.answer().unserved)
        if (u.visit == stop) out.relaxations = relaxation_sentences(day, u.relaxations);
    }
  } else {
    look_at_rules(reader, in, visit, told, day, out);
    if (out.breaches.empty()) breach(out, "day", "这位服务人员当天不在班。", true);
  }
  out.allowed = std::none_of(out.breaches.begin(), out.breaches.end(), [](const Breach& b) { return b.forbidden; });
  out.possible = out.breaches.empty() && named_but_refused.empty();
  return out;
}

Result<Slots> slots(command::Reader& reader, const SlotQuery& in) {
  RegionCode region;
  Instant from = in.from, to = in.to;
  std::optional<orders::Visit> waiting;
  if (in.visit_id) {
    YILIN_TRY(waiting, orders::visit_in_scope(reader, in.visit_id));
    YILIN_TRY(const orders::Promise told, orders::promise(reader.db, in.visit_id));
    if (!from) from = std::min(told.wanted_from, waiting->planned_start);
    if (!to) to = std::max({told.wanted_to, waiting->planned_start, from});
    region = waiting->region;
  } else {
    if (!in.elder_id) return fail_field("elder_id", "老人", "请选择老人，或写明等待安排的服务。");
    if (!in.item_id) return fail_field("item_id", "服务项目", "请选择服务项目。");
    if (!from) return fail_field("from", "最早开始", "请选择时间。");
    YILIN_TRY(const registry::ElderBrief elder, registry::brief(reader, in.elder_id));
    region = elder.region;
    if (!to) to = from;
  }
  if (to < from) return fail_field("to", "最晚开始", "最晚开始不能早于最早开始。");
  to = std::min(to, from + hours(kHoursMax));
  const Date date = civil_date(from);
  if (civil_date(to) != date) to = start_of_day(date + 1) - Millis{1000};
  if (date < reader.today()) return fail(errors::day_gone);
  if (date > reader.today() + kDaysAheadMax) return fail_field("from", "最早开始", "最多提前 60 天。");
  if (from < reader.now) from = std::min(reader.now, std::max(to, reader.now));
  to = std::max(from, to);

  DayOptions options;
  if (in.visit_id) options.open = {in.visit_id};
  options.also_item = waiting ? waiting->item_id : in.item_id;
  options.also_region = region;
  YILIN_TRY(Day day, build_day(reader, county(region), date, options));
  Wish wish{in.elder_id, in.item_id, in.units, from, to, in.organisation_id};
  std::vector<int> own;
  if (waiting) {
    wish = {waiting->elder_id, waiting->item_id, 1, from, to, waiting->organisation_id};
    if (const DayVisit* v = day.find(waiting->id)) own = v->stops;
  }
  YILIN_TRY(routing::Visit visit, visit_of(reader, day, wish));
  if (waiting) visit.service = (waiting->planned_end - waiting->planned_start).value / 1000;
  Slots out;
  if (day.problem.carers.empty()) {
    out.reason = reason_sentence(routing::Reason::no_skill);
    return out;
  }
  YILIN_TRY(LivePlan live, LivePlan::open(day.problem, without(day.standing, own)));
  const routing::Window whole = visit.windows[0];
  int last = -1;
  for (routing::Time at = whole.begin; at <= whole.end; at += kSlotWidth.value / 1000) {
    visit.windows = {{at, std::min(whole.end, at + kSlotWidth.value / 1000 - 1)}};
    YILIN_TRY(last, live.add(visit));
    YILIN_TRY(const auto offers, live.offers(last, kSlotsOfAnHour));
    for (const routing::Offer& o : offers) {
      Slot slot;
      slot.start = day.instant(o.begin);
      slot.end = slot.start + seconds(visit.service);
      slot.workers.push_back(named(reader.kernel, day.carers[static_cast<std::size_t>(o.carer)].facts.id));
      if (o.second_carer >= 0) slot.workers.push_back(named(reader.kernel, day.carers[static_cast<std::size_t>(o.second_carer)].facts.id));
      slot.price_fen = fen(o.price);
      slot.usual = std::find(visit.usual.begin(), visit.usual.end(), o.carer) != visit.usual.end();
      out.items.push_back(std::move(slot));
    }
  }
  std::stable_sort(out.items.begin(), out.items.end(), [](const Slot& a, const Slot& b) { return a.price_fen != b.price_fen ? a.price_fen < b.price_fen : a.start < b.start; });
  if (out.items.size() > kSlotsMax) out.items.resize(kSlotsMax);
  if (out.items.empty() && last >= 0) {
    visit.windows = {whole};
    YILIN_TRY(last, live.add(visit));
    for (const auto& u : live.answer().unserved)
      if (u.visit == last) {
        out.reason = reason_sentence(u.reason);
        out.relaxations = relaxation_sentences(day, u.relaxations);
      }
  }
  return out;
}

}  // namespace yilin::dayplan
