#pragma once
// Reading rows, and the words of acts. Internal to benefits.

#include <string>
#include <vector>

#include "kernel/command/tx.h"
#include "kernel/entity/json.h"
#include "kernel/entity/store.h"

namespace yilin::benefits {

template <class Row>
std::vector<Row> all(sql::Connection& db, const entity::Vault& vault, sql::Literal table, const sql::Statement& statement) {
  std::vector<Row> out;
  auto rows = db.rows(statement);
  while (rows.next()) out.push_back(entity::store::read<Row>(rows, vault, table));
  return out;
}
template <class Row>
std::optional<Row> first(sql::Connection& db, const entity::Vault& vault, sql::Literal table, const sql::Statement& statement) {
  auto rows = db.rows(statement);
  if (!rows.next()) return std::nullopt;
  return entity::store::read<Row>(rows, vault, table);
}
// A row that the caller sees: region and elder columns named so.
template <class Row, class IdType>
Result<Row> visible_row(sql::Connection& db, const Kernel& kernel, const access::Caller& caller, sql::Literal table, IdType id) {
  auto found = first<Row>(db, kernel.vault, table,
                          entity::store::select<Row>(table, "t").add(" WHERE t.id = ?", id).add(access::visible({.region = "t.region", .elder = "t.elder_id"}, caller)));
  if (!found) return fail(yilin::errors::not_found);
  return std::move(*found);
}
// Counts the version up; a caller who saw another one is told.
template <class Row>
Status saw(const Row& row, std::int64_t version) {
  if (version != 0 && version != row.version) return fail(yilin::errors::conflict);
  return {};
}
template <class Row>
void store_row(command::Tx& tx, sql::Literal table, Row& row) {
  ++row.version;
  entity::store::update(tx.db, tx.vault(), table, row);
}
template <class Row>
std::optional<std::string> cut_page(std::vector<Row>& rows, std::int64_t limit) {
  if (static_cast<std::int64_t>(rows.size()) <= limit) return std::nullopt;
  rows.pop_back();
  return std::to_string(rows.back().id.value);
}

}  // namespace yilin::benefits
