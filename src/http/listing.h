#pragma once
// The two steps that lists end with, for every module.

#include <optional>
#include <string>
#include <vector>

#include "http/page.h"
#include "kernel/command/tx.h"
#include "kernel/entity/store.h"

namespace yilin::http {

// The rows of a statement that selects Row's columns (entity::store::select).
template <entity::HasFields Row>
std::vector<Row> rows_of(const command::Reader& reader, sql::Literal table, const sql::Statement& statement) {
  std::vector<Row> out;
  auto rows = reader.db.rows(statement);
  while (rows.next()) out.push_back(entity::store::read<Row>(rows, reader.kernel.vault, table));
  return out;
}

// `rows` were asked for with limit + 1: the one too many goes, and the key of the last that stays is the cursor of the next
// page. Whatever runs beside the rows is cut by the caller.
template <class Row, class Key>
std::optional<std::string> cut(std::vector<Row>& rows, std::int64_t limit, Key key) {
  if (std::ssize(rows) <= limit) return std::nullopt;
  rows.erase(rows.begin() + limit, rows.end());
  return std::to_string(key(rows.back()));
}
// By id.
template <class Row>
std::optional<std::string> cut(std::vector<Row>& rows, std::int64_t limit) {
  return cut(rows, limit, [](const Row& row) { return row.id.value; });
}
template <class Row>
Page<Row> page_of(std::vector<Row> rows, std::int64_t limit) {
  Page<Row> page;
  page.next = cut(rows, limit);
  page.items = std::move(rows);
  return page;
}

}  // namespace yilin::http
