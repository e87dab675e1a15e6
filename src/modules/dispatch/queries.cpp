#include <algorithm>
#include <bit>
#include <charconv>

#include <fmt/format.h>

#include "modules/dispatch/lineup.h"
#include "modules/dispatch/views.h"
#include "modules/registry/registry.h"

namespace yilin::dispatch {
namespace {

constexpr std::size_t kBlockedShown = 100;

template <class Rows>
registry::Briefs elders_of(const command::Reader& reader, const Rows& rows) {
  std::vector<ElderId> ids;
  for (const auto& row : rows) ids.push_back(row.elder_id);
  return {reader, std::move(ids)};
}
std::string item_name(const Kernel& kernel, ServiceItemId id) {
  const auto item = catalogue::item(kernel, id);
  return item ? item->name : std::string();
}
std::string worker_name(const Kernel& kernel, WorkerId id) {
  const auto worker = providers::worker(kernel, id);
  return worker ? worker->name : std::string();
}

// Visits that this caller may see on `t`; an organisation sees those that its people are asked for, too.
sql::Statement seen(const access::Caller& caller, RegionCode region) {
  if (caller.kind != access::CallerKind::organisation)
    return access::visible({.region = "t.region"}, caller, region);
  sql::Statement out;
  if (region.value != 0) out.add(" AND t.region >= ? AND t.region < ?", region.subtree().lo, region.subtree().hi);
  return out.add(" AND (t.organisation_id = ? OR EXISTS (SELECT 1 FROM assignment a WHERE a.visit_id = t.id AND a.organisation_id = ?))",
                 caller.organisation, caller.organisation);
}

std::int32_t late_minutes(const orders::Visit& visit, Instant now) {
  using S = orders::VisitState;
  const bool open = visit.state == S::planned || visit.state == S::staffed;
  if (!open && !visit.started_at) return 0;
  const Instant begun = visit.started_at ? visit.started_at : now;
  return begun > visit.planned_start ? static_cast<std::int32_t>((begun - visit.planned_start).value / 60'000) : 0;
}

// "<planned start>.<visit>": the last row of the page before.
struct BoardCursor {
  std::int64_t start = 0, visit = 0;
};
Result<BoardCursor> parse_cursor(std::string_view text) {
  BoardCursor cursor;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, cursor.start);
  if (first.ec == std::errc() && first.ptr != end && *first.ptr == '.') {
    const auto second = std::from_chars(first.ptr + 1, end, cursor.visit);
    if (second.ec == std::errc() && second.ptr == end) return cursor;
  }
  return fail_field("cursor", "游标", "游标不正确，请从第一页重新查询。");
}

void add_assignments(command::Reader& reader, std::vector<BoardRow>& items) {
  if (items.empty()) return;
  // Lists are filled up with 0 to a power of two, so that few different statements are prepared.
  auto statement = entity::store::select<orders::Assignment>("assignment", "t").add(" WHERE t.visit_id IN (?", items[0].visit_id);
  for (std::size_t i = 1; i < std::bit_ceil(items.size()); ++i) statement.add(", ?", i < items.size() ? items[i].visit_id.value : 0);
  statement.add(")");
  if (reader.caller.kind == access::CallerKind::organisation) statement.add(" AND t.organisation_id = ?", reader.caller.organisation);
  statement.add(" ORDER BY t.id");
  auto rows = reader.db.rows(statement);
  while (rows.next()) {
    const auto a = entity::store::read<orders::Assignment>(rows, reader.kernel.vault, "assignment");
    for (BoardRow& row : items)
      if (row.visit_id == a.visit_id)
        row.assignments.push_back({a.id, a.worker_id, worker_name(reader.kernel, a.worker_id),
                                   providers::organisation_name(reader.kernel, a.organisation_id), a.state, a.offered_at, a.expires_at,
                                   a.manual, a.score});
  }
}

}  // namespace

Result<Board> board(command::Reader& reader, const BoardQuery& in) {
  const Date day = in.date ? in.date : reader.today();
  sql::Statement where(" WHERE t.planned_start >= ? AND t.planned_start < ?", start_of_day(day), start_of_day(day + 1));
  where.add(seen(reader.caller, in.region));
  if (!in.state.empty()) {
    where.add(" AND t.state IN (?", in.state[0]);
    for (std::size_t i = 1; i < in.state.size(); ++i) where.add(", ?", in.state[i]);
    where.add(")");
  }
  Board out;
  if (in.cursor.empty()) {
    auto counted = reader.db.rows(sql::Statement("SELECT COUNT(*) FROM visit t").add(where));
    counted.next();
    out.total = counted.integer(0);
  } else {
    YILIN_TRY(const BoardCursor after, parse_cursor(in.cursor));
    where.add(" AND (t.planned_start, t.id) > (?, ?)", after.start, after.visit);
  }
  auto statement = entity::store::select<orders::Visit>("visit", "t").add(where);
  statement.add(" ORDER BY t.planned_start, t.id LIMIT ?", in.limit + 1);
  std::vector<orders::Visit> visits;
  {
    auto rows = reader.db.rows(statement);
    while (rows.next()) visits.push_back(entity::store::read<orders::Visit>(rows, reader.kernel.vault, "visit"));
  }
  if (static_cast<std::int64_t>(visits.size()) > in.limit) {
    visits.pop_back();
    out.next = fmt::format("{}.{}", visits.back().planned_start.ms, visits.back().id.value);
  }
  const auto elders = elders_of(reader, visits);
  for (const orders::Visit& visit : visits) {
    BoardRow row;
    row.visit_id = visit.id;
    row.order_id = visit.order_id;
    row.elder_id = visit.elder_id;
    if (const auto* elder = elders.find(visit.elder_id)) {
      row.elder_name = elder->name;
      row.region_name = elder->region_name;
      row.address = elder->address;
      row.lon_e6 = elder->lon_e6;
      row.lat_e6 = elder->lat_e6;
    }
    row.item_name = item_name(reader.kernel, visit.item_id);
    row.region = visit.region;
    row.planned_start = visit.planned_start;
    row.planned_end = visit.planned_end;
    row.started_at = visit.started_at;
    row.ended_at = visit.ended_at;
    row.state = visit.state;
    row.workers_needed = visit.workers_needed;
    row.late_min = late_minutes(visit, reader.now);
    if (const auto record = case_of(reader.db, reader.kernel.vault, visit.id)) {
      row.case_state = record->state;
      row.why = record->why;
    }
    out.items.push_back(std::move(row));
  }
  add_assignments(reader, out.items);
  return out;
}

Result<CandidateList> candidates_of(command::Reader& reader, const VisitPath& in) {
  {
    auto rows = reader.db.rows(sql::Statement("SELECT 1 FROM visit t WHERE t.id = ?", in.id).add(seen(reader.caller, {})));
    if (!rows.next()) return fail(yilin::errors::not_found);
  }
  YILIN_TRY(const orders::Visit visit, orders::visit(reader.db, reader.kernel.vault, in.id));
  const auto record = case_of(reader.db, reader.kernel.vault, in.id);
  YILIN_TRY(Field field, survey(reader.db, reader.kernel, visit, record ? &*record : nullptr, reader.today()));
  for (std::size_t first = 0; first < field.workers.size(); first += kChunk)
    add_bookings(reader.db, field, first, std::min(first + kChunk, field.workers.size()));

  const OrganisationId only = reader.caller.kind == access::CallerKind::organisation ? reader.caller.organisation : OrganisationId{};
  CandidateList out;
  if (record) out.case_state = record->state;
  for (const rules::Ranked& r : rules::rank(field.wish, field.workers, field.terms)) {
    if (only && r.organisation != only) continue;
    CandidateView view;
    view.worker_id = r.worker;
    view.worker_name = worker_name(reader.kernel, r.worker);
    view.organisation_id = r.organisation;
    view.organisation_name = providers::organisation_name(reader.kernel, r.organisation);
    view.free = r.barrier == rules::Barrier::none;
    view.score = r.score;
    if (r.travel_min >= 0) view.travel_min = r.travel_min;
    view.wanted = r.wanted;
    view.explain = r.parts;
    view.blocked = r.barrier_sentence;
    out.items.push_back(std::move(view));
  }
  std::size_t shown = 0;
  YILIN_TRY(const auto barred, blocked(reader.kernel, visit, record ? &*record : nullptr));
  for (const providers::Candidate& c : barred) {
    if (only && c.facts.organisation != only) continue;
    if (++shown > kBlockedShown) break;
    CandidateView view;
    view.worker_id = c.facts.id;
    view.worker_name = c.facts.name;
    view.organisation_id = c.facts.organisation;
    view.organisation_name = providers::organisation_name(reader.kernel, c.facts.organisation);
    view.blocked = providers::explain(c);
    out.items.push_back(std::move(view));
  }
  return out;
}

Result<http::Page<EscalatedRow>> escalated(command::Reader& reader, const EscalatedQuery& in) {
  sql::Statement statement(
      "SELECT t.id, t.visit_id, v.order_id, t.elder_id, v.item_id, t.region, v.planned_start, t.escalated_at, t.why, t.tries "
      "FROM dispatch_case t JOIN visit v ON v.id = t.visit_id WHERE t.state = 2");
  statement.add(access::in_region("t.region", reader.caller, in.region));
  if (in.cursor) statement.add(" AND t.id > ?", in.cursor);
  statement.add(" ORDER BY t.id LIMIT ?", in.limit + 1);
  http::Page<EscalatedRow> page;
  {
    auto rows = reader.db.rows(statement);
    while (rows.next()) {
      EscalatedRow row;
      row.id = rows.id<CaseId>(0);
      row.visit_id = rows.id<VisitId>(1);
      row.order_id = rows.id<OrderId>(2);
      row.elder_id = rows.id<ElderId>(3);
      row.item_name = item_name(reader.kernel, rows.id<ServiceItemId>(4));
      row.region = {rows.integer(5)};
      row.planned_start = {rows.integer(6)};
      row.escalated_at = {rows.integer(7)};
      row.why = rows.str(8);
      row.tries = static_cast<std::int32_t>(rows.integer(9));
      page.items.push_back(std::move(row));
    }
  }
  if (static_cast<std::int64_t>(page.items.size()) > in.limit) {
    page.items.pop_back();
    page.next = std::to_string(page.items.back().id.value);
  }
  if (!in.cursor) page.total = escalated_count(reader, in.region);
  const auto elders = elders_of(reader, page.items);
  for (EscalatedRow& row : page.items)
    if (const auto* elder = elders.find(row.elder_id)) {
      row.elder_name = elder->name;
      row.region_name = elder->region_name;
    }
  return page;
}

Result<http::Page<RefusalView>> refusals(command::Reader& reader, const RefusalQuery& in) {
  auto statement = entity::store::select<Refusal>("elder_refusal", "t").add(" WHERE 1 = 1");
  statement.add(access::visible({.region = "t.region", .elder = "t.elder_id"}, reader.caller, in.region));
  if (in.elder) statement.add(registry::of_elder("t.elder_id", reader.kernel, in.elder));
  if (in.cursor) statement.add(" AND t.id < ?", in.cursor);
  statement.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1);
  std::vector<Refusal> found;
  {
    auto rows = reader.db.rows(statement);
    while (rows.next()) found.push_back(entity::store::read<Refusal>(rows, reader.kernel.vault, "elder_refusal"));
  }
  http::Page<RefusalView> page;
  if (static_cast<std::int64_t>(found.size()) > in.limit) {
    found.pop_back();
    page.next = std::to_string(found.back().id.value);
  }
  const auto elders = elders_of(reader, found);
  for (Refusal& refusal : found) {
    RefusalView view;
    view.elder_name = elders.name(refusal.elder_id);
    view.worker_name = worker_name(reader.kernel, refusal.worker_id);
    view.refusal = std::move(refusal);
    page.items.push_back(std::move(view));
  }
  return page;
}

std::optional<Case> case_of(sql::Connection& db, const entity::Vault& vault, VisitId visit) {
  auto rows = db.rows(entity::store::select<Case>("dispatch_case", "t").add(" WHERE t.visit_id = ?", visit));
  if (!rows.next()) return std::nullopt;
  return entity::store::read<Case>(rows, vault, "dispatch_case");
}

std::int64_t escalated_count(const command::Reader& reader, RegionCode region) {
  auto rows = reader.db.rows(
      sql::Statement("SELECT COUNT(*) FROM dispatch_case t WHERE t.state = 2").add(access::in_region("t.region", reader.caller, region)));
  rows.next();
  return rows.integer(0);
}

}  // namespace yilin::dispatch
