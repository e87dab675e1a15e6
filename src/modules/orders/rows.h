#pragma once
// Rows of this module, loaded and stored inside a command. Internal to orders.

#include "kernel/command/tx.h"
#include "http/page.h"
#include "kernel/entity/json.h"
#include "modules/orders/orders.h"

namespace yilin::orders {

template <class T>
std::optional<T> first(sql::Connection& db, const entity::Vault& vault, sql::Literal table, const sql::Statement& statement) {
  auto rows = db.rows(statement);
  if (!rows.next()) return std::nullopt;
  return entity::store::read<T>(rows, vault, table);
}
template <class T>
std::vector<T> all(sql::Connection& db, const entity::Vault& vault, sql::Literal table, const sql::Statement& statement) {
  std::vector<T> out;
  auto rows = db.rows(statement);
  while (rows.next()) out.push_back(entity::store::read<T>(rows, vault, table));
  return out;
}
template <class T, class IdType>
Result<T> by_id(sql::Connection& db, const entity::Vault& vault, sql::Literal table, IdType id) {
  auto found = first<T>(db, vault, table, entity::store::select<T>(table, "t").add(" WHERE t.id = ?", id));
  if (!found) return fail(yilin::errors::not_found);
  return std::move(*found);
}

// `rows` was asked for with one more than `limit`: whether there is a next page. Newest first, the cursor is the last id.
template <class T>
http::Page<T> page_of(std::vector<T> rows, std::int64_t limit) {
  http::Page<T> page;
  if (static_cast<std::int64_t>(rows.size()) > limit) {
    rows.pop_back();
    page.next = std::to_string(rows.back().id.value);
  }
  page.items = std::move(rows);
  return page;
}

// The same with the caller's scope inside the query.
template <class T, class IdType>
Result<T> mine(command::Tx& tx, sql::Literal table, const access::OwnerColumns& owner, IdType id) {
  auto found = first<T>(tx.db, tx.vault(), table,
                        entity::store::select<T>(table, "t").add(" WHERE t.id = ?", id).add(access::visible(owner, tx.caller)));
  if (!found) return fail(yilin::errors::not_found);
  return std::move(*found);
}
inline constexpr access::OwnerColumns kOrderOwner{.region = "t.region", .organisation = "t.organisation_id", .elder = "t.elder_id"};
// A worker sees the visits she has been offered; the query that needs it joins her assignments.
inline constexpr access::OwnerColumns kVisitOwner = kOrderOwner;
inline constexpr access::OwnerColumns kAssignmentOwner{
    .region = "t.region", .organisation = "t.organisation_id", .worker = "t.worker_id", .elder = "t.elder_id"};

// Stores a moved row: state, version and updated_at go with whatever else changed. `only`: these columns, version and
// updated_at among them, where others would move entries of an index for nothing.
template <class T>
void touch(command::Tx& tx, sql::Literal table, T& row, std::initializer_list<std::string_view> only = {}) {
  row.version += 1;
  row.updated_at = tx.now;
  entity::store::update(tx.db, tx.vault(), table, row, only);
}

// Quota of the month: the row, or a new one granted by the rule (written when `tx` writes).
Quota load_quota(sql::Connection& db, const Kernel& kernel, ElderId elder, Month month);
void store_quota(command::Tx& tx, Quota& quota, QuotaMoveKind kind, Fen amount, OrderId order);

// Makes the visit of a placed order; that it waits for a carer is announced by whoever asked.
Result<Visit> make_visit(command::Tx& tx, const Order& order);
// What was said, or what the code is called.
std::string spoken(Reason reason, std::string_view text);
// The order with its visits, offers and quota; refused once a carer is at the door.
Status cancel_order(command::Tx& tx, Order& order, Reason reason, std::string_view text, CancelledBy by);
// Ends a visit that will not take place: its offers are withdrawn, its quota freed.
Status end_visit(command::Tx& tx, Visit& visit, std::string_view verb, Reason reason, std::string_view text);
Status release_quota(command::Tx& tx, const Order& order);

// The four digits that the elder says at the door: HMAC-SM3 of the visit under the cell's key, mod 10,000.
std::string service_code(const Kernel& kernel, VisitId visit);
std::int64_t tag_index(const Kernel& kernel, std::string_view tag);

// Nobody is told why (scope): the worker's own assignment, her organisation's, or one in the caller's region.
Result<Assignment> my_assignment(command::Tx& tx, AssignmentId id);

}  // namespace yilin::orders
