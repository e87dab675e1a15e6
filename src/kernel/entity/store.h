#pragma once
// Structs with fields() ↔ rows. The first field is the primary key `id`. A field's column has its name; derived fields and
// structs have none. Sealed fields are stored as SM4-GCM blobs bound to "<table>.<column>|<id>".
//
//   store::insert(tx.db, vault, "elder", elder);
//   auto rows = db.rows(store::select<Elder>("elder", "e").add(" WHERE e.id = ?", id));
//   while (rows.next()) elders.push_back(store::read<Elder>(rows, vault, "elder"));

#include <span>
#include <string>

#include "kernel/entity/codec.h"
#include "kernel/sealing/sealing.h"
#include "kernel/sql/connection.h"

namespace yilin::entity {

struct Vault {
  const sealing::Sealer* sealer = nullptr;
};

namespace detail {
bool has_column(const Field& field);
sql::Statement insert_statement(const Table& fields, std::string_view table, const void* object, const Vault& vault);
sql::Statement update_statement(const Table& fields, std::string_view table, const void* object, const Vault& vault,
                                std::span<const std::string_view> only);
sql::Statement select_statement(const Table& fields, std::string_view table, std::string_view alias);
void read_row(const Table& fields, std::string_view table, const sql::Rows& rows, int first_column, void* object,
              const Vault& vault);
int column_count(const Table& fields);
std::vector<sql::Value> row_values(const Table& fields, std::string_view table, const void* object, const Vault& vault);
}  // namespace detail

namespace store {

template <HasFields T>
void insert(sql::Connection& db, const Vault& vault, sql::Literal table, const T& object) {
  db.queue(detail::insert_statement(T::fields(), table.text, &object, vault));
}
// Every column but id, or only those named.
template <HasFields T>
void update(sql::Connection& db, const Vault& vault, sql::Literal table, const T& object,
            std::initializer_list<std::string_view> only = {}) {
  db.queue(detail::update_statement(T::fields(), table.text, &object, vault, {only.begin(), only.size()}));
}
// "SELECT a.c1, a.c2 … FROM table a"; add joins and WHERE.
template <HasFields T>
sql::Statement select(sql::Literal table, sql::Literal alias) {
  return detail::select_statement(T::fields(), table.text, alias.text);
}
// Reads the columns of select<T>, starting at `first_column`.
template <HasFields T>
T read(const sql::Rows& rows, const Vault& vault, sql::Literal table, int first_column = 0) {
  T object{};
  detail::read_row(T::fields(), table.text, rows, first_column, &object, vault);
  return object;
}
// Values in column order, for BulkInsert.
template <HasFields T>
std::vector<sql::Value> values(const T& object, const Vault& vault, sql::Literal table) {
  return detail::row_values(T::fields(), table.text, &object, vault);
}

}  // namespace store
}  // namespace yilin::entity
