#include <algorithm>
#include <bit>
#include <charconv>
#include <unordered_map>

#include <fmt/format.h>

#include "modules/dispatch/lineup.h"
#include "modules/dispatch/views.h"
#include "modules/orders/orders.h"
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

std::unordered_map<VisitId, Case> cases_by_visit(const command::Reader& reader, const std::vector<orders::Visit>& visits) {
  std::vector<VisitId> ids;
  for (const orders::Visit& v : visits) ids.push_back(v.id);
  std::unordered_map<VisitId, Case> out;
  for (Case& record : cases_of(reader.db, reader.kernel.vault, ids)) out.emplace(record.visit_id, std::move(record));
  return out;
}

void add_assignments(command::Reader& reader, std::vector<BoardRow>& items) {
  std::vector<VisitId> ids;
  std::unordered_map<VisitId, BoardRow*> row_of;
  for (BoardRow& row : items) {
    ids.push_back(row.visit_id);
    row_of[row.visit_id] = &row;
  }
  const bool own_only = reader.caller.kind == access::CallerKind::organisation;
  for (const orders::Assignment& a : orders::assignments(reader.db, reader.kernel.vault, ids))
    if (!own_only || a.organisation_id == reader.caller.organisation)
      row_of.at(a.visit_id)->assignments.push_back({a.id, a.worker_id, worker_name(reader.kernel, a.worker_id),
                                                    providers::organisation_name(reader.kernel, a.organisation_id), a.state, a.offered_at, a.expires_at,
                                                    a.manual, a.score});
}

}  // namespace

void describe(const Kernel& kernel, const orders::Visit& visit, const registry::ElderBrief* elder, BoardVisit& row) {
  row.visit_id = visit.id;
  row.order_id = visit.order_id;
  row.elder_id = visit.elder_id;
  if (elder != nullptr) {
    row.elder_name = elder->name;
    row.region_name = elder->region_name;
    row.address = elder->address;
    row.lon_e6 = elder->lon_e6;
    row.lat_e6 = elder->lat_e6;
  }
  row.item_name = item_name(kernel, visit.item_id);
  row.region = visit.region;
  row.planned_start = visit.planned_start;
  row.planned_end = visit.planned_end;
  row.state = visit.state;
  row.workers_needed = visit.workers_needed;
}

Result<Board> board(command::Reader& reader, const BoardQuery& in) {
  const Date day = in.date ? in.date : reader.today();
  orders::DayQuery query{in.region, start_of_day(day), start_of_day(day + 1), in.state, {}, {}, in.limit + 1};
  Board out;
  if (in.cursor.empty()) {
    out.total = orders::count_of_day(reader, query);
  } else {
    YILIN_TRY(const BoardCursor after, parse_cursor(in.cursor));
    query.after_start = {after.start};
    query.after_id = {after.visit};
  }
  std::vector<orders::Visit> visits = orders::visits_of_day(reader, query);
  if (static_cast<std::int64_t>(visits.size()) > in.limit) {
    visits.pop_back();
    out.next = fmt::format("{}.{}", visits.back().planned_start.ms, visits.back().id.value);
  }
  const auto elders = elders_of(reader, visits);
  const auto cases = cases_by_visit(reader, visits);
  for (const orders::Visit& visit : visits) {
    BoardRow row;
    describe(reader.kernel, visit, elders.find(visit.elder_id), row);
    row.started_at = visit.started_at;
    row.ended_at = visit.ended_at;
    row.late_min = late_minutes(visit, reader.now);
    if (const auto record = cases.find(visit.id); record != cases.end()) {
      row.case_state = record->second.state;
      row.why = record->second.why;
    }
    out.items.push_back(std::move(row));
  }
  add_assignments(reader, out.items);
  return out;
}

Result<CandidateList> candidates_of(command::Reader& reader, const VisitPath& in) {
  YILIN_TRY(const orders::Visit visit, orders::visit_in_scope(reader, in.id));
  const auto record = case_of(reader.db, reader.kernel.vault, in.id);
  YILIN_TRY(Field field, survey(reader.db, reader.kernel, visit, record ? &*record : nullptr, reader.today()));
  look_at_all(reader.kernel, field);

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
      "SELECT t.id, t.visit_id, t.elder_id, t.region, t.escalated_at, t.why, t.tries FROM dispatch_case t WHERE t.state = 2");
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
      row.elder_id = rows.id<ElderId>(2);
      row.region = {rows.integer(3)};
      row.escalated_at = {rows.integer(4)};
      row.why = rows.str(5);
      row.tries = static_cast<std::int32_t>(rows.integer(6));
      page.items.push_back(std::move(row));
    }
  }
  if (static_cast<std::int64_t>(page.items.size()) > in.limit) {
    page.items.pop_back();
    page.next = std::to_string(page.items.back().id.value);
  }
  if (!in.cursor) page.total = escalated_count(reader, in.region);
  std::vector<VisitId> ids;
  for (const EscalatedRow& row : page.items) ids.push_back(row.visit_id);
  const auto visits = orders::visits(reader.db, reader.kernel.vault, ids);
  for (EscalatedRow& row : page.items) {
    const auto visit = std::lower_bound(visits.begin(), visits.end(), row.visit_id, [](const orders::Visit& v, VisitId id) { return v.id < id; });
    if (visit == visits.end() || visit->id != row.visit_id) continue;
    row.order_id = visit->order_id;
    row.item_name = item_name(reader.kernel, visit->item_id);
    row.planned_start = visit->planned_start;
  }
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

std::vector<Case> cases_of(sql::Connection& db, const entity::Vault& vault, std::span<const VisitId> visits) {
  constexpr std::size_t kAtOnce = 512;
  std::vector<Case> out;
  while (!visits.empty()) {
    const auto some = visits.first(std::min(visits.size(), kAtOnce));
    visits = visits.subspan(some.size());
    // Filled up with 0 to a power of two, so that few different statements are prepared.
    auto statement = entity::store::select<Case>("dispatch_case", "t").add(" WHERE t.visit_id IN (?", some[0]);
    for (std::size_t i = 1; i < std::bit_ceil(some.size()); ++i) statement.add(", ?", i < some.size() ? some[i].value : 0);
    auto rows = db.rows(statement.add(")"));
    while (rows.next()) out.push_back(entity::store::read<Case>(rows, vault, "dispatch_case"));
  }
  return out;
}

std::int64_t escalated_count(const command::Reader& reader, RegionCode region) {
  auto rows = reader.db.rows(
      sql::Statement("SELECT COUNT(*) FROM dispatch_case t WHERE t.state = 2").add(access::in_region("t.region", reader.caller, region)));
  rows.next();
  return rows.integer(0);
}

}  // namespace yilin::dispatch
