#include <algorithm>

#include "modules/dayplan/store.h"
#include "modules/dayplan/tickets.h"
#include "modules/dayplan/views.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"
#include "modules/solving/solving.h"

namespace yilin::dayplan {
namespace {

template <class T>
std::vector<T> all(command::Reader& reader, sql::Literal table, const sql::Statement& statement) {
  std::vector<T> out;
  auto rows = reader.db.rows(statement);
  while (rows.next()) out.push_back(entity::store::read<T>(rows, reader.kernel.vault, table));
  return out;
}

template <class T>
void cut(http::Page<T>& page, std::vector<T>& rows, std::int64_t limit, std::int64_t (*id)(const T&)) {
  if (std::ssize(rows) > limit) {
    rows.pop_back();
    page.next = std::to_string(id(rows.back()));
  }
  page.items = std::move(rows);
}

PlanView view_of(command::Reader& reader, Plan plan) {
  PlanView view;
  view.region_name = region::divisions(reader.kernel)->full_name(plan.region);
  auto rows = reader.db.rows("SELECT state, COUNT(*) FROM day_plan_change WHERE plan_id = ? GROUP BY state", plan.id);
  while (rows.next()) {
    const auto state = static_cast<ChangeState>(rows.integer(0));
    if (state <= ChangeState::accepted) view.open += rows.integer(1);
    if (state == ChangeState::applied) view.applied = rows.integer(1);
    if (state == ChangeState::failed) view.failed = rows.integer(1);
  }
  if (plan.state <= PlanState::solving)
    if (const auto solver = solving::background(reader.kernel))
      if (const auto state = solver->state(tickets(reader.kernel).of(plan.id))) {
        view.percent = state->percent;
        view.ahead = static_cast<std::int32_t>(state->ahead);
      }
  view.plan = std::move(plan);
  return view;
}

// Visits and elders of rows that have visit_id and elder_id somewhere.
struct About {
  std::vector<orders::Visit> visits;
  registry::Briefs elders;
  const orders::Visit* visit(VisitId id) const {
    const auto at = std::lower_bound(visits.begin(), visits.end(), id, [](const orders::Visit& v, VisitId i) { return v.id < i; });
    return at != visits.end() && at->id == id ? &*at : nullptr;
  }
};
About about(command::Reader& reader, const std::vector<VisitId>& visits, std::vector<ElderId> elders) {
  return {orders::visits(reader.db, reader.kernel.vault, visits), registry::Briefs(reader, std::move(elders))};
}

template <class Row>
void fill(command::Reader& reader, const About& known, VisitId visit, ElderId elder, Row& row) {
  if (const auto* e = known.elders.find(elder)) {
    row.elder_name = e->name;
    row.region_name = e->region_name;
    if constexpr (requires { row.address; }) row.address = e->address;
  }
  const orders::Visit* v = known.visit(visit);
  if (v == nullptr) return;
  row.order_id = v->order_id;
  if (const auto item = catalogue::item(reader.kernel, v->item_id)) row.item_name = item->name;
  if constexpr (requires { row.planned_start; }) row.planned_start = v->planned_start;
}

}  // namespace

Result<http::Page<PlanView>> list_plans(command::Reader& reader, const PlanQuery& in) {
  auto statement = entity::store::select<Plan>("day_plan", "t").add(" WHERE 1 = 1").add(access::visible({.region = "t.region"}, reader.caller, in.region));
  if (in.day) statement.add(" AND t.day = ?", in.day);
  if (in.cursor) statement.add(" AND t.id < ?", in.cursor);
  std::vector<PlanView> rows;
  for (Plan& plan : all<Plan>(reader, "day_plan", statement.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1))) rows.push_back(view_of(reader, std::move(plan)));
  http::Page<PlanView> page;
  cut<PlanView>(page, rows, in.limit, [](const PlanView& v) { return v.plan.id.value; });
  return page;
}

Result<PlanView> show_plan(command::Reader& reader, const PlanPath& in) {
  YILIN_TRY(Plan plan, plan_in_scope(reader, in.id));
  return view_of(reader, std::move(plan));
}

Result<http::Page<ChangeRow>> list_changes(command::Reader& reader, const ChangeQuery& in) {
  YILIN_TRY(const Plan plan, plan_in_scope(reader, in.id));
  auto statement = entity::store::select<Change>("day_plan_change", "t").add(" WHERE t.plan_id = ?", plan.id);
  for (std::size_t i = 0; i < in.state.size(); ++i) statement.add(i == 0 ? sql::Statement(" AND t.state IN (?", in.state[i]) : sql::Statement(", ?", in.state[i]));
  if (!in.state.empty()) statement.add(")");
  if (in.cursor) statement.add(" AND t.id > ?", in.cursor);
  auto found = all<Change>(reader, "day_plan_change", statement.add(" ORDER BY t.id LIMIT ?", in.limit + 1));
  std::vector<VisitId> visits;
  std::vector<ElderId> elders;
  for (const Change& c : found) {
    visits.push_back(c.visit_id);
    elders.push_back(c.elder_id);
  }
  const About known = about(reader, visits, std::move(elders));
  std::vector<ChangeRow> rows;
  for (Change& c : found) {
    ChangeRow row;
    fill(reader, known, c.visit_id, c.elder_id, row);
    for (const WorkerId w : c.from_worker_ids) row.from_workers.push_back(named(reader.kernel, w));
    for (const WorkerId w : c.to_worker_ids) row.to_workers.push_back(named(reader.kernel, w));
    row.change = std::move(c);
    rows.push_back(std::move(row));
  }
  http::Page<ChangeRow> page;
  cut<ChangeRow>(page, rows, in.limit, [](const ChangeRow& r) { return r.change.id.value; });
  return page;
}

Result<http::Page<UnassignedRow>> list_unassigned(command::Reader& reader, const UnassignedQuery& in) {
  YILIN_TRY(const Plan plan, plan_in_scope(reader, in.id));
  auto statement = entity::store::select<Unassigned>("day_plan_unassigned", "t").add(" WHERE t.plan_id = ? AND t.id > ?", plan.id, in.cursor);
  auto found = all<Unassigned>(reader, "day_plan_unassigned", statement.add(" ORDER BY t.id LIMIT ?", in.limit + 1));
  std::vector<VisitId> visits;
  std::vector<ElderId> elders;
  for (const Unassigned& u : found) {
    visits.push_back(u.visit_id);
    elders.push_back(u.elder_id);
  }
  const About known = about(reader, visits, std::move(elders));
  std::vector<UnassignedRow> rows;
  for (Unassigned& u : found) {
    UnassignedRow row;
    fill(reader, known, u.visit_id, u.elder_id, row);
    if (const auto told = orders::promise(reader.db, u.visit_id)) {
      row.wanted_from = told->wanted_from;
      row.wanted_to = told->wanted_to;
    }
    row.unassigned = std::move(u);
    rows.push_back(std::move(row));
  }
  http::Page<UnassignedRow> page;
  cut<UnassignedRow>(page, rows, in.limit, [](const UnassignedRow& r) { return r.unassigned.id.value; });
  return page;
}

}  // namespace yilin::dayplan
