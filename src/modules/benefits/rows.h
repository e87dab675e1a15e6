#pragma once
// Reading rows, and the words of acts. Internal to benefits.

#include <string>
#include <vector>

#include "http/page.h"
#include "kernel/command/tx.h"
#include "kernel/entity/json.h"
#include "kernel/entity/store.h"
#include "modules/registry/registry.h"

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
// Rows that belong to an elder as lists show them: with her name and where she lives.
template <class View, class Row>
std::vector<View> views_of(const command::Reader& reader, std::vector<Row> rows, Row View::*part) {
  std::vector<ElderId> ids;
  for (const Row& r : rows) ids.push_back(r.elder_id);
  const registry::Briefs elders(reader, std::move(ids));
  std::vector<View> out;
  for (Row& r : rows) {
    View v;
    if (const auto* brief = elders.find(r.elder_id)) {
      v.elder_name = brief->name;
      v.region_name = brief->region_name;
      if constexpr (requires { v.age; }) v.age = brief->age;
    }
    v.*part = std::move(r);
    out.push_back(std::move(v));
  }
  return out;
}
template <class View, class Row>
View view_of(const command::Reader& reader, Row row, Row View::*part) {
  std::vector<Row> one;
  one.push_back(std::move(row));
  return std::move(views_of(reader, std::move(one), part).front());
}
// `found`: what was asked for and one row more.
template <class View, class Row>
http::Page<View> page_of(const command::Reader& reader, std::vector<Row> found, std::int64_t limit, Row View::*part) {
  http::Page<View> page;
  page.next = cut_page(found, limit);
  page.items = views_of(reader, std::move(found), part);
  return page;
}

}  // namespace yilin::benefits
