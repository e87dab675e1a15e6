// What dispatch and the day plans ask (orders.h): days, promises, who holds what; and the one thing that they move.
#include <algorithm>
#include <bit>

#include "kernel/lifecycle/lifecycle.h"
#include "modules/orders/rows.h"
#include "modules/orders/rules.h"
#include "modules/registry/registry.h"

namespace yilin::orders {
namespace {

constexpr int kFamiliarVisits = 60;  // of the elder, looked back at
constexpr std::size_t kAtOnce = 512;

// Lists are filled up with 0 to a power of two, so that few different statements are prepared.
sql::Statement in_list(std::span<const VisitId> ids) {
  sql::Statement out("(?", ids[0]);
  for (std::size_t i = 1; i < std::bit_ceil(ids.size()); ++i) out.add(", ?", i < ids.size() ? ids[i].value : 0);
  return out.add(")");
}

template <class T, class Select>
std::vector<T> by_visits(sql::Connection& db, const entity::Vault& vault, sql::Literal table, std::span<const VisitId> ids, Select select) {
  std::vector<T> out;
  while (!ids.empty()) {
    const auto some = ids.first(std::min(ids.size(), kAtOnce));
    ids = ids.subspan(some.size());
    for (T& row : all<T>(db, vault, table, select(some))) out.push_back(std::move(row));
  }
  std::sort(out.begin(), out.end(), [](const T& a, const T& b) { return a.id < b.id; });
  return out;
}

sql::Statement seen(const access::Caller& caller, RegionCode region) {
  if (caller.kind != access::CallerKind::organisation) return access::visible({.region = "t.region"}, caller, region);
  sql::Statement out;
  if (region.value != 0) out.add(" AND t.region >= ? AND t.region < ?", region.subtree().lo, region.subtree().hi);
  return out.add(" AND (t.organisation_id = ? OR EXISTS (SELECT 1 FROM assignment a WHERE a.visit_id = t.id AND a.organisation_id = ?))",
                 caller.organisation, caller.organisation);
}

sql::Statement day_where(const command::Reader& reader, const DayQuery& in) {
  sql::Statement where(" WHERE t.planned_start >= ? AND t.planned_start < ?", in.from, in.to);
  where.add(seen(reader.caller, in.region));
  for (std::size_t i = 0; i < in.states.size(); ++i) where.add(i == 0 ? sql::Statement(" AND t.state IN (?", in.states[i]) : sql::Statement(", ?", in.states[i]));
  return in.states.empty() ? where : where.add(")");
}

constexpr sql::Literal kPromise =
    "SELECT t.id, o.wanted_from, o.wanted_to, o.channel, o.plan_id FROM visit t JOIN service_order o ON o.id = t.order_id WHERE ";

Promise read_promise(const sql::Rows& rows) {
  return {rows.id<VisitId>(0), {rows.integer(1)}, {rows.integer(2)}, static_cast<Channel>(rows.integer(3)), rows.id<PlanId>(4)};
}

}  // namespace

std::vector<Visit> visits(sql::Connection& db, const entity::Vault& vault, std::span<const VisitId> ids) {
  return by_visits<Visit>(db, vault, "visit", ids, [](std::span<const VisitId> some) {
    return entity::store::select<Visit>("visit", "t").add(" WHERE t.id IN ").add(in_list(some));
  });
}

std::vector<Assignment> assignments(sql::Connection& db, const entity::Vault& vault, std::span<const VisitId> ids) {
  return by_visits<Assignment>(db, vault, "assignment", ids, [](std::span<const VisitId> some) {
    return entity::store::select<Assignment>("assignment", "t").add(" WHERE t.visit_id IN ").add(in_list(some));
  });
}

Result<Visit> visit_in_scope(const command::Reader& reader, VisitId id) {
  auto found = first<Visit>(reader.db, reader.kernel.vault, "visit",
                            entity::store::select<Visit>("visit", "t").add(" WHERE t.id = ?", id).add(seen(reader.caller, {})));
  if (!found) return fail(yilin::errors::not_found);
  return std::move(*found);
}

std::vector<Visit> visits_of_day(const command::Reader& reader, const DayQuery& in) {
  auto statement = entity::store::select<Visit>("visit", "t").add(day_where(reader, in));
  if (in.after_start) statement.add(" AND (t.planned_start, t.id) > (?, ?)", in.after_start, in.after_id);
  return all<Visit>(reader.db, reader.kernel.vault, "visit", statement.add(" ORDER BY t.planned_start, t.id LIMIT ?", in.limit));
}

std::int64_t count_of_day(const command::Reader& reader, const DayQuery& in) {
  auto rows = reader.db.rows(sql::Statement("SELECT COUNT(*) FROM visit t").add(day_where(reader, in)));
  rows.next();
  return rows.integer(0);
}

std::vector<Promise> promises_of_day(const command::Reader& reader, RegionCode region, Instant from, Instant to) {
  std::vector<Promise> out;
  auto rows = reader.db.rows(sql::Statement(kPromise).add("t.planned_start >= ? AND t.planned_start < ?", from, to).add(seen(reader.caller, region)));
  while (rows.next()) out.push_back(read_promise(rows));
  return out;
}

Result<Promise> promise(sql::Connection& db, VisitId visit) {
  auto rows = db.rows(sql::Statement(kPromise).add("t.id = ?", visit));
  if (!rows.next()) return fail(yilin::errors::not_found);
  return read_promise(rows);
}

std::vector<std::pair<WorkerId, std::int64_t>> familiar(sql::Connection& db, const Kernel& kernel, ElderId elder) {
  std::vector<std::pair<WorkerId, std::int64_t>> out;
  sql::Statement statement("SELECT a.worker_id, COUNT(*) FROM (SELECT t.id FROM visit t WHERE 1 = 1");
  statement.add(registry::of_elder("t.elder_id", kernel, elder)).add(" ORDER BY t.id DESC LIMIT ?) v ", kFamiliarVisits);
  auto rows = db.rows(statement.add("JOIN assignment a ON a.visit_id = v.id WHERE a.state = ? GROUP BY a.worker_id ORDER BY a.worker_id",
                                    AssignmentState::checked_out));
  while (rows.next()) out.emplace_back(rows.id<WorkerId>(0), rows.integer(1));
  return out;
}

std::vector<Held> held_by(sql::Connection& db, const entity::Vault& vault, WorkerId worker, int limit) {
  std::vector<Held> out;
  for (Assignment& a : all<Assignment>(db, vault, "assignment",
                                       entity::store::select<Assignment>("assignment", "t")
                                           .add(" WHERE t.worker_id = ? AND t.state IN (1, 2, 3, 4) ORDER BY t.visit_id DESC LIMIT ?", worker, limit))) {
    auto row = by_id<Visit>(db, vault, "visit", a.visit_id);
    if (row && row->state <= VisitState::in_service) out.push_back({std::move(*row), std::move(a)});
  }
  return out;
}

std::vector<Hold> holds_since(sql::Connection& db, Instant since) {
  std::vector<Hold> out;
  auto rows = db.rows("SELECT a.worker_id, v.id, v.elder_id, v.planned_start, v.planned_end FROM visit v JOIN assignment a ON a.visit_id = v.id "
                      "WHERE v.planned_start >= ? AND a.state IN (1, 2, 3, 4, 5) ORDER BY v.planned_start, v.id",
                      since);
  while (rows.next()) out.push_back({rows.id<WorkerId>(0), rows.id<VisitId>(1), rows.id<ElderId>(2), {rows.integer(3)}, {rows.integer(4)}});
  return out;
}

std::vector<VisitId> untouched_since(sql::Connection& db, Instant since) {
  std::vector<VisitId> out;
  auto rows = db.rows("SELECT id FROM visit WHERE planned_start >= ? AND state = ? AND version = 1 ORDER BY id", since,
                      static_cast<std::int64_t>(VisitState::planned));
  while (rows.next()) out.push_back(rows.id<VisitId>(0));
  return out;
}

std::vector<WorkerId> workers_holding(sql::Connection& db, OrganisationId organisation) {
  std::vector<WorkerId> out;
  auto rows = db.rows("SELECT DISTINCT a.worker_id FROM visit v JOIN assignment a ON a.visit_id = v.id "
                      "WHERE v.state IN (1, 2) AND a.organisation_id = ? AND a.state IN (1, 2, 3) ORDER BY a.worker_id LIMIT 200",
                      organisation);
  while (rows.next()) out.push_back(rows.id<WorkerId>(0));
  return out;
}

Result<Visit> retime(command::Tx& tx, VisitId id, Instant start, Millis tolerance) {
  YILIN_TRY(Visit row, visit(tx.db, tx.vault(), id));
  if (row.state != VisitState::planned && row.state != VisitState::staffed) return fail(lifecycle::errors::illegal_move, "服务已经开始或结束，不能改时间。");
  if (start == row.planned_start) return row;
  YILIN_TRY(const Promise told, promise(tx.db, id));
  const Millis moved = start < row.planned_start ? row.planned_start - start : start - row.planned_start;
  const bool within = start >= told.wanted_from && start <= std::max(told.wanted_to, told.wanted_from);
  if (start < tx.now || (!within && moved > tolerance)) return fail(errors::outside_promise);
  const Millis length = row.planned_end - row.planned_start;
  row.planned_start = start;
  row.planned_end = start + length;
  touch(tx, "visit", row);
  tx.changed({"visit", row.id.value, row.region, row.organisation_id, {}, row.elder_id});
  return row;
}

}  // namespace yilin::orders
