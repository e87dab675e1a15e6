// The day as a Gantt chart: carers by time, with the ways between, as it stands or as a plan would have it.
#include <algorithm>
#include <map>

#include "modules/dayplan/parameters.h"
#include "modules/dayplan/store.h"
#include "modules/dayplan/views.h"
#include "modules/registry/registry.h"

namespace yilin::dayplan {
namespace {

constexpr std::int64_t kShownMax = 4'000;

std::int64_t whole_minutes(routing::Time t) { return (t + 59) / 60; }

struct Shown {
  std::vector<Override> overrides;
  std::map<VisitId, ChangeId> change_of;
};

Result<Shown> as_planned(command::Reader& reader, const GanttQuery& in, Date day) {
  Shown out;
  if (!in.plan) return out;
  YILIN_TRY(const Plan plan, plan_in_scope(reader, in.plan));
  if (plan.region != in.region || plan.day != day) return fail_field("plan", "排班方案", "这个方案不是这一天或这个区划的。");
  for (const Change& c : changes_of(reader.db, reader.kernel.vault, plan.id, {ChangeState::proposed, ChangeState::accepted}, kShownMax)) {
    out.overrides.push_back({c.visit_id, c.to_start, c.to_worker_ids});
    out.change_of[c.visit_id] = c.id;
  }
  return out;
}

void add_route(const Day& day, const Shown& shown, const routing::RouteAnswer& route, GanttRow& row) {
  row.work_min = whole_minutes(route.work);
  row.travel_min = whole_minutes(route.travel);
  row.overtime_min = whole_minutes(route.overtime);
  for (const auto& step : route.steps) {
    const Stop* stop = step.kind == routing::StopKind::visit ? &day.stops[static_cast<std::size_t>(step.index)] : nullptr;
    const VisitId visit = stop != nullptr ? stop->visit : VisitId{};
    const bool proposed = visit && shown.change_of.contains(visit);
    if (step.travel > 0)
      row.blocks.push_back({BlockKind::travel, day.instant(step.arrival - step.travel), day.instant(step.arrival), visit, whole_minutes(step.travel), step.distance, proposed, false});
    if (step.kind == routing::StopKind::rest)
      row.blocks.push_back({BlockKind::rest, day.instant(step.begin), day.instant(step.departure), {}, 0, 0, false, false});
    if (stop != nullptr)
      row.blocks.push_back({visit ? BlockKind::visit : BlockKind::elsewhere, day.instant(step.begin), day.instant(step.departure), visit, 0, 0, proposed, false});
  }
}

GanttVisit visit_row(const command::Reader& reader, const DayVisit& v, const registry::Briefs& elders, const Shown& shown) {
  GanttVisit row;
  dispatch::describe(reader.kernel, v.visit, elders.find(v.visit.elder_id), row);
  row.lon_e6 = v.place.lon_e6;
  row.lat_e6 = v.place.lat_e6;
  row.wanted_from = v.promise.wanted_from;
  row.wanted_to = std::max(v.promise.wanted_from, v.promise.wanted_to);
  for (const Holder& h : v.holders) {
    row.worker_ids.push_back(h.worker);
    row.manual = row.manual || h.manual;
  }
  row.clash = v.clash;
  if (const auto change = shown.change_of.find(v.visit.id); change != shown.change_of.end()) row.change_id = change->second;
  return row;
}

}  // namespace

Named named(const Kernel& kernel, WorkerId worker) {
  Named out;
  out.worker_id = worker;
  if (const auto facts = providers::worker(kernel, worker)) {
    out.name = facts->name;
    out.organisation_name = providers::organisation_name(kernel, facts->organisation);
  }
  return out;
}

Result<Gantt> board(command::Reader& reader, const GanttQuery& in) {
  if (!reader.caller.in_scope(in.region)) return fail(yilin::errors::not_found);
  Gantt out;
  out.region = in.region;
  out.day = in.day ? in.day : reader.today();
  YILIN_TRY(const Shown shown, as_planned(reader, in, out.day));
  DayOptions options;
  options.overrides = shown.overrides;
  YILIN_TRY(const Day day, build_day(reader, in.region, out.day, options));
  YILIN_TRY(const routing::Answer answer, price(day));
  out.plan = latest(reader.db, reader.kernel.vault, in.region, out.day);
  out.cost_fen = fen(answer.score.cost);

  std::vector<GanttRow> rows(day.carers.size());
  for (std::size_t i = 0; i < day.carers.size(); ++i) {
    const providers::WorkerFacts& w = day.carers[i].facts;
    rows[i].worker_id = w.id;
    rows[i].name = w.name;
    rows[i].organisation_name = providers::organisation_name(reader.kernel, w.organisation);
    rows[i].off_duty = day.carers[i].off;
    rows[i].shift_from_min = w.shift_from_min;
    rows[i].shift_to_min = w.shift_to_min;
    rows[i].home_lon_e6 = w.lon_e6;
    rows[i].home_lat_e6 = w.lat_e6;
  }
  for (const auto& route : answer.routes) {
    GanttRow& row = rows[static_cast<std::size_t>(route.carer)];
    add_route(day, shown, route, row);
    out.travel_min += row.travel_min;
  }
  std::vector<ElderId> elders;
  for (const DayVisit& v : day.visits) elders.push_back(v.visit.elder_id);
  const registry::Briefs briefs(reader, std::move(elders));
  for (const DayVisit& v : day.visits) {
    out.visits.push_back(visit_row(reader, v, briefs, shown));
    if (!v.clash) continue;
    for (const Holder& h : v.holders)
      if (const auto at = day.carer_of.find(h.worker); at != day.carer_of.end())
        rows[static_cast<std::size_t>(at->second)].blocks.push_back({BlockKind::visit, v.visit.planned_start, v.visit.planned_end, v.visit.id, 0, 0, false, true});
  }
  for (GanttRow& row : rows) {
    if (row.off_duty && row.blocks.empty()) continue;
    std::stable_sort(row.blocks.begin(), row.blocks.end(), [](const Block& a, const Block& b) { return a.from < b.from; });
    out.rows.push_back(std::move(row));
  }
  return out;
}

}  // namespace yilin::dayplan
