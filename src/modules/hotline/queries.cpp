#include <algorithm>

#include "http/listing.h"
#include "modules/accounts/accounts.h"
#include "modules/catalogue/catalogue.h"
#include "modules/hotline/views.h"
#include "modules/orders/orders.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"

namespace yilin::hotline {
namespace {

constexpr int kOrdersShown = 3;
constexpr int kEarlierShown = 5;

std::string user_name(command::Reader& reader, UserId id) { return id ? accounts::user_name(reader.db, id) : std::string(); }
std::string region_name(command::Reader& reader, RegionCode code) { return region::divisions(reader.kernel)->full_name(code); }

std::vector<CallRow> rows_of(command::Reader& reader, const std::vector<Call>& calls) {
  std::vector<ElderId> ids;
  for (const Call& c : calls) ids.push_back(c.elder_id);
  const registry::Briefs elders(reader, ids);
  std::vector<CallRow> out;
  for (const Call& c : calls) {
    CallRow row;
    row.id = c.id;
    row.phone = c.phone;
    row.elder_id = c.elder_id;
    row.elder_name = elders.name(c.elder_id);
    row.operator_name = user_name(reader, c.operator_id);
    row.region = c.region;
    row.region_name = region_name(reader, c.region);
    row.state = c.state;
    row.rang_at = c.rang_at;
    row.answered_at = c.answered_at;
    row.ended_at = c.ended_at;
    row.emergency_at = c.emergency_at;
    row.wrap_code = c.wrap_code;
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<CallerMatch> matches_of(command::Reader& reader, const Phone& phone) {
  std::vector<CallerMatch> out;
  for (registry::PhoneMatch& m : registry::by_phone(reader, phone)) {
    CallerMatch match;
    match.elder = std::move(m.elder);
    if (m.contact) {
      match.is_contact = true;
      match.contact_name = m.contact->name;
      match.relation = m.contact->relation;
      match.may_order = m.contact->acts_on(reader.today());
    }
    out.push_back(std::move(match));
  }
  return out;
}

std::vector<CallOrder> last_orders(command::Reader& reader, ElderId elder) {
  std::vector<CallOrder> out;
  for (const orders::Order& order : orders::last_orders(reader, elder, kOrdersShown)) {
    const auto item = catalogue::item(reader.kernel, order.item_id);
    out.push_back({order.id, item ? item->name : std::string(), order.state, order.wanted_from, order.created_at});
  }
  return out;
}

std::vector<StepView> steps_of(command::Reader& reader, const Call& call) {
  std::vector<StepView> out;
  if (!call.emergency_at) return out;
  const Date day = civil_date(call.emergency_at);
  std::vector<UserId> by;
  {
    auto rows = reader.db.rows(
        "SELECT r.code, r.name, r.within_seconds, s.at, s.by_user FROM emergency_step_rule r"
        " LEFT JOIN emergency_step s ON s.call_id = ? AND s.step = r.code"
        " WHERE r.valid_from <= ? AND (r.valid_to IS NULL OR r.valid_to > ?) ORDER BY r.position",
        call.id, day, day);
    while (rows.next()) {
      StepView step;
      step.step = rows.str(0);
      step.name = rows.str(1);
      step.due = call.emergency_at + seconds(rows.integer(2));
      step.at = {rows.integer(3)};
      step.late = (step.at ? step.at : reader.now) > step.due;
      by.push_back(rows.id<UserId>(4));
      out.push_back(std::move(step));
    }
  }
  for (std::size_t i = 0; i < out.size(); ++i) out[i].by_name = user_name(reader, by[i]);
  return out;
}

}  // namespace

Result<http::Page<CallRow>> list_calls(command::Reader& reader, const CallQuery& in) {
  auto statement = entity::store::select<Call>("call", "t").add(" WHERE 1 = 1");
  statement.add(access::in_region("t.region", reader.caller, in.region));
  if (in.state) statement.add(" AND t.state = ?", *in.state);
  if (in.mine) statement.add(" AND t.operator_id = ?", reader.caller.user);
  if (in.elder) statement.add(registry::of_elder("t.elder_id", reader.kernel, in.elder));
  if (in.cursor) statement.add(" AND t.id < ?", in.cursor);
  statement.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1);
  auto found = http::rows_of<Call>(reader, "call", statement);
  http::Page<CallRow> page;
  page.next = http::cut(found, in.limit);
  page.items = rows_of(reader, found);
  return page;
}

Result<CallView> show_call(command::Reader& reader, const CallPath& in) {
  auto statement = entity::store::select<Call>("call", "t").add(" WHERE t.id = ?", in.id);
  auto found = http::rows_of<Call>(reader, "call", statement.add(access::in_region("t.region", reader.caller)));
  if (found.empty()) return fail(yilin::errors::not_found);
  CallView view;
  view.call = std::move(found[0]);
  const Call& call = view.call;
  view.operator_name = user_name(reader, call.operator_id);
  view.region_name = region_name(reader, call.region);
  view.matches = matches_of(reader, call.phone);
  if (call.elder_id) {
    view.elder_name = registry::Briefs(reader, {call.elder_id}).name(call.elder_id);
    view.orders = last_orders(reader, call.elder_id);
    view.open_complaints = orders::open_complaints(reader, call.elder_id);
  }
  view.steps = steps_of(reader, call);
  if (call.phone.empty()) return view;
  auto earlier = entity::store::select<Call>("call", "t").add(" WHERE t.phone_index = ? AND t.id < ?", call.phone_index, call.id);
  earlier.add(access::in_region("t.region", reader.caller)).add(" ORDER BY t.id DESC LIMIT ?", kEarlierShown);
  auto before = http::rows_of<Call>(reader, "call", earlier);
  std::erase_if(before, [&](const Call& c) { return c.phone != call.phone; });
  view.earlier = rows_of(reader, before);
  return view;
}

Result<http::Page<TaskView>> list_tasks(command::Reader& reader, const TaskQuery& in) {
  auto statement = entity::store::select<CallTask>("call_task", "t").add(" WHERE 1 = 1");
  statement.add(access::in_region("t.region", reader.caller, in.region));
  if (in.state) statement.add(" AND t.state = ?", *in.state);
  if (in.cursor) statement.add(" AND t.id < ?", in.cursor);
  statement.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1);
  auto found = http::rows_of<CallTask>(reader, "call_task", statement);
  http::Page<TaskView> page;
  page.next = http::cut(found, in.limit);
  std::vector<ElderId> ids;
  for (const CallTask& t : found) ids.push_back(t.elder_id);
  const registry::Briefs elders(reader, ids);
  for (CallTask& t : found) {
    TaskView view;
    view.elder_name = elders.name(t.elder_id);
    view.region_name = region_name(reader, t.region);
    view.late = t.state == TaskState::open && t.due < reader.now;
    view.task = std::move(t);
    page.items.push_back(std::move(view));
  }
  return page;
}

}  // namespace yilin::hotline
