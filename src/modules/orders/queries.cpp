// Reading orders: one query for a page, the caller's scope inside it.
#include <algorithm>

#include "modules/accounts/accounts.h"
#include "modules/orders/reading.h"
#include "modules/orders/rows.h"
#include "modules/orders/rules.h"
#include "modules/orders/views.h"
#include "modules/providers/providers.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"

namespace yilin::orders {
namespace {

bool sees_code(const access::Caller& caller) {
  return caller.kind == access::CallerKind::home || caller.roles.has(access::Role::hotline_operator);
}

VisitView view_of(command::Reader& reader, Visit row) {
  const auto& vault = reader.kernel.vault;
  VisitView view;
  view.flags = flags_in(row.flags);
  for (Assignment& a : assignments(reader.db, vault, row.id)) {
    AssignmentView shown;
    if (const auto worker = providers::worker(reader.kernel, a.worker_id)) shown.worker_name = worker->name;
    shown.organisation_name = providers::organisation_name(reader.kernel, a.organisation_id);
    shown.assignment = std::move(a);
    view.assignments.push_back(std::move(shown));
  }
  view.evidence = all<Evidence>(reader.db, vault, "evidence",
                                entity::store::select<Evidence>("evidence", "t").add(" WHERE t.visit_id = ? ORDER BY t.id", row.id));
  view.corrections = corrections(reader.db, vault, row.id);
  if (row.face != 0) {
    auto rating = first<Rating>(reader.db, vault, "rating", entity::store::select<Rating>("rating", "t").add(" WHERE t.visit_id = ?", row.id));
    if (rating) view.rating_words = rating->words;
  }
  if (sees_code(reader.caller) && row.state <= VisitState::in_service) view.service_code = service_code(reader.kernel, row.id);
  view.visit = std::move(row);
  return view;
}

}  // namespace

Result<OrderView> show_order(command::Reader& reader, const OrderPath& in) {
  const auto& vault = reader.kernel.vault;
  auto statement = entity::store::select<Order>("service_order", "t").add(" WHERE t.id = ?", in.id);
  if (reader.caller.kind == access::CallerKind::worker)
    statement.add(" AND EXISTS (SELECT 1 FROM assignment a WHERE a.order_id = t.id AND a.worker_id = ?)", reader.caller.worker);
  else statement.add(access::visible(kOrderOwner, reader.caller));
  auto found = first<Order>(reader.db, vault, "service_order", statement);
  if (!found) return fail(yilin::errors::not_found);
  OrderView view;
  const Names names = names_of(reader, std::vector<Order>{*found});
  names.into(view, found->elder_id);
  view.item_name = item_name(reader.kernel, found->item_id);
  view.organisation_name = providers::organisation_name(reader.kernel, found->organisation_id);
  view.placed_by_name = accounts::user_name(reader.db, found->placed_by);
  for (Visit& row : all<Visit>(reader.db, vault, "visit",
                               entity::store::select<Visit>("visit", "t").add(" WHERE t.order_id = ? ORDER BY t.id", found->id)))
    view.visits.push_back(view_of(reader, std::move(row)));
  view.order = std::move(*found);
  return view;
}

Result<http::Page<OrderRow>> list_orders(command::Reader& reader, const OrderList& in) {
  auto statement = entity::store::select<Order>("service_order", "t").add(" WHERE 1 = 1");
  statement.add(access::visible(kOrderOwner, reader.caller, in.region));
  if (!in.state.empty()) {
    statement.add(" AND t.state IN (");
    for (std::size_t i = 0; i < in.state.size(); ++i) {
      if (i > 0) statement.add(", ");
      statement.add("?", in.state[i]);
    }
    statement.add(")");
  }
  if (in.elder) statement.add(registry::of_elder("t.elder_id", reader.kernel, in.elder));
  if (in.organisation) statement.add(" AND t.organisation_id = ?", in.organisation);
  if (in.item) statement.add(" AND t.item_id = ?", in.item);
  if (in.from) statement.add(" AND t.created_at >= ?", start_of_day(in.from));
  if (in.to) statement.add(" AND t.created_at < ?", start_of_day(in.to + 1));
  if (in.plan) statement.add(" AND t.plan_id = ?", in.plan);
  if (in.disputed) statement.add(" AND EXISTS (SELECT 1 FROM visit v WHERE v.order_id = t.id AND v.state = ?)", VisitState::disputed);
  if (in.late) statement.add(" AND t.state IN (2, 3, 4) AND t.wanted_to < ?", reader.now);
  if (in.cursor) statement.add(" AND t.id < ?", in.cursor);
  statement.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1);
  auto rows = all<Order>(reader.db, reader.kernel.vault, "service_order", statement);
  http::Page<OrderRow> page;
  if (static_cast<std::int64_t>(rows.size()) > in.limit) {
    rows.pop_back();
    page.next = std::to_string(rows.back().id.value);
  }
  const Names names = names_of(reader, rows);
  for (const Order& order : rows) {
    OrderRow row{order.id, order.elder_id, {}, {}, item_name(reader.kernel, order.item_id),
                 providers::organisation_name(reader.kernel, order.organisation_id), order.region, order.wanted_from, order.wanted_to,
                 order.created_at, order.state, order.channel, order.price_fen, order.self_fen,
                 order.state <= OrderState::scheduled && order.wanted_to < reader.now};
    names.into(row, order.elder_id);
    page.items.push_back(std::move(row));
  }
  return page;
}

Result<CareDay> care_today(command::Reader& reader) {
  CareDay day;
  if (!reader.caller.worker) return day;
  const auto& vault = reader.kernel.vault;
  // What is still open, whenever it was planned; and what she finished today.
  auto rows = all<Assignment>(reader.db, vault, "assignment",
                              entity::store::select<Assignment>("assignment", "t")
                                  .add(" WHERE t.worker_id = ? AND (t.state IN (1, 2, 3, 4) OR (t.state = 5 AND t.checked_out_at >= ?)) "
                                       "ORDER BY t.id DESC LIMIT 200",
                                       reader.caller.worker, start_of_day(reader.today())));
  const Names names = names_of(reader, rows);
  for (const Assignment& a : rows) {
    auto found = visit(reader.db, vault, a.visit_id);
    auto parent = order(reader.db, vault, a.order_id);
    if (!found || !parent) continue;
    CareVisit care;
    care.assignment_id = a.id;
    care.visit_id = a.visit_id;
    care.state = a.state;
    care.visit_state = found->state;
    care.planned_start = found->planned_start;
    care.planned_end = found->planned_end;
    care.expires_at = a.state == AssignmentState::offered ? a.expires_at : Instant{};
    care.checked_in_at = a.checked_in_at;
    care.checked_out_at = a.checked_out_at;
    care.minutes = static_cast<std::int32_t>((found->planned_end - found->planned_start).value / 60'000);
    care.workers_needed = found->workers_needed;
    care.note = parent->note;
    if (const auto* elder = names.of(a.elder_id)) {
      care.elder_name = elder->name;
      care.address = elder->address;
      care.region_name = elder->region_name;
      care.elder_phone = elder->phone;
      care.lon_e6 = elder->lon_e6;
      care.lat_e6 = elder->lat_e6;
    }
    if (const auto item = catalogue::item(reader.kernel, found->item_id)) {
      care.item_name = item->name;
      care.standard = item->standard;
      care.proofs = item->proofs;
    }
    day.visits.push_back(std::move(care));
  }
  std::sort(day.visits.begin(), day.visits.end(), [](const CareVisit& a, const CareVisit& b) { return a.planned_start < b.planned_start; });
  return day;
}

}  // namespace yilin::orders
