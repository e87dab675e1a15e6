// Each list is one query with the caller's scope inside; names come for the whole page at once.
#include "modules/orders/worklists.h"

#include "modules/accounts/accounts.h"
#include "modules/orders/care.h"
#include "modules/orders/reading.h"
#include "modules/orders/rows.h"
#include "modules/orders/rules.h"
#include "modules/providers/providers.h"

namespace yilin::orders {
namespace {

constexpr access::OwnerColumns kCallbackOwner{.region = "t.region"};

// `open` says which rows are not done with.
template <class Row>
Result<http::Page<Row>> rows_of(command::Reader& reader, sql::Literal table, const access::OwnerColumns& owner, const StateList& in,
                                sql::Literal open) {
  auto statement = entity::store::select<Row>(table, "t").add(" WHERE 1 = 1");
  statement.add(access::visible(owner, reader.caller, in.region));
  if (in.elder) statement.add(registry::of_elder("t.elder_id", reader.kernel, in.elder));
  if (in.open) statement.add(open);
  if (in.cursor) statement.add(" AND t.id < ?", in.cursor);
  statement.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1);
  return page_of(all<Row>(reader.db, reader.kernel.vault, table, statement), in.limit);
}

template <class Row, class IdType>
Result<Row> row_of(command::Reader& reader, sql::Literal table, const access::OwnerColumns& owner, IdType id) {
  auto found = first<Row>(reader.db, reader.kernel.vault, table,
                          entity::store::select<Row>(table, "t").add(" WHERE t.id = ?", id).add(access::visible(owner, reader.caller)));
  if (!found) return fail(yilin::errors::not_found);
  return std::move(*found);
}

std::string user_name(command::Reader& reader, UserId id) { return id ? accounts::user_name(reader.db, id) : std::string(); }

ComplaintView view_of(command::Reader& reader, const Names& names, Complaint row) {
  ComplaintView view;
  names.into(view, row.elder_id);
  if (row.order_id)
    if (const auto about = order(reader.db, reader.kernel.vault, row.order_id)) view.item_name = item_name(reader.kernel, about->item_id);
  view.organisation_name = providers::organisation_name(reader.kernel, row.organisation_id);
  view.by_name = user_name(reader, row.by_user);
  view.handled_by_name = user_name(reader, row.handled_by);
  view.complaint = std::move(row);
  return view;
}

CallbackView view_of(command::Reader& reader, const Names& names, Callback row) {
  CallbackView view;
  names.into(view, row.elder_id);
  if (const auto about = visit(reader.db, reader.kernel.vault, row.visit_id)) {
    view.item_name = item_name(reader.kernel, about->item_id);
    view.order_id = about->order_id;
    view.planned_start = about->planned_start;
    view.minutes = about->minutes;
  }
  for (const Assignment& a : assignments(reader.db, reader.kernel.vault, row.visit_id)) {
    if (a.state != AssignmentState::checked_out) continue;
    const auto worker = providers::worker(reader.kernel, a.worker_id);
    if (worker) view.worker_names += (view.worker_names.empty() ? "" : "、") + worker->name;
  }
  view.organisation_name = providers::organisation_name(reader.kernel, row.organisation_id);
  view.by_name = user_name(reader, row.by_user);
  view.callback = std::move(row);
  return view;
}

PlanView view_of(command::Reader& reader, const Names& names, OrderPlan row) {
  PlanView view;
  names.into(view, row.elder_id);
  view.item_name = item_name(reader.kernel, row.item_id);
  view.organisation_name = providers::organisation_name(reader.kernel, row.organisation_id);
  if (row.worker_id)
    if (const auto worker = providers::worker(reader.kernel, row.worker_id)) view.worker_name = worker->name;
  view.by_name = user_name(reader, row.by_user);
  view.plan = std::move(row);
  return view;
}

template <class View, class Row>
Result<http::Page<View>> views_of(command::Reader& reader, Result<http::Page<Row>> found) {
  YILIN_TRY(http::Page<Row> rows, std::move(found));
  const Names names = names_of(reader, rows.items);
  http::Page<View> page;
  page.next = rows.next;
  for (Row& row : rows.items) page.items.push_back(view_of(reader, names, std::move(row)));
  return page;
}

template <class View, class Row>
Result<View> shown(command::Reader& reader, Result<Row> found) {
  YILIN_TRY(Row row, std::move(found));
  const Names names = names_of(reader, std::vector<Row>{row});
  return view_of(reader, names, std::move(row));
}

}  // namespace

Result<http::Page<ComplaintView>> list_complaints(command::Reader& reader, const StateList& in) {
  return views_of<ComplaintView>(reader, rows_of<Complaint>(reader, "complaint", kOrderOwner, in, " AND t.state <> 3"));
}
Result<ComplaintView> show_complaint(command::Reader& reader, const ComplaintPath& in) {
  return shown<ComplaintView>(reader, row_of<Complaint>(reader, "complaint", kOrderOwner, in.id));
}

Result<http::Page<CallbackView>> list_callbacks(command::Reader& reader, const StateList& in) {
  return views_of<CallbackView>(reader, rows_of<Callback>(reader, "callback", kCallbackOwner, in, " AND t.state = 1"));
}
Result<CallbackView> show_callback(command::Reader& reader, const CallbackPath& in) {
  YILIN_TRY(CallbackView view, shown<CallbackView>(reader, row_of<Callback>(reader, "callback", kCallbackOwner, in.id)));
  for (const std::string_view question : callback_script()) view.questions.emplace_back(question);
  return view;
}

Result<http::Page<PlanView>> list_plans(command::Reader& reader, const StateList& in) {
  return views_of<PlanView>(reader, rows_of<OrderPlan>(reader, "order_plan", kOrderOwner, in, " AND t.state <> 3"));
}
Result<PlanView> show_plan(command::Reader& reader, const PlanPath& in) {
  return shown<PlanView>(reader, row_of<OrderPlan>(reader, "order_plan", kOrderOwner, in.id));
}

Result<http::Page<FlaggedVisit>> flagged_visits(command::Reader& reader, const FlaggedList& in) {
  auto statement = entity::store::select<Visit>("visit", "t").add(" WHERE t.flags <> 0");
  statement.add(access::visible(kVisitOwner, reader.caller, in.region));
  if (in.cursor) statement.add(" AND t.id < ?", in.cursor);
  statement.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1);
  auto rows = page_of(all<Visit>(reader.db, reader.kernel.vault, "visit", statement), in.limit);
  const Names names = names_of(reader, rows.items);
  http::Page<FlaggedVisit> page;
  page.next = rows.next;
  for (Visit& row : rows.items) {
    FlaggedVisit view;
    names.into(view, row.elder_id);
    view.flags = flags_in(row.flags);
    view.item_name = item_name(reader.kernel, row.item_id);
    view.organisation_name = providers::organisation_name(reader.kernel, row.organisation_id);
    view.visit = std::move(row);
    page.items.push_back(std::move(view));
  }
  return page;
}

}  // namespace yilin::orders
