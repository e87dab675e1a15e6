#include "kernel/entity/store.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "base/assert.h"

namespace yilin::entity::detail {
namespace {
bool sealed(const Field& field) { return field.is_sealed || field.codec->always_sealed; }

std::int64_t row_id(const Table& fields, const void* object) {
  const Field& id = fields.fields().front();
  YILIN_ASSERT(id.name == "id");
  return std::get<std::int64_t>(id.codec->to_sql(id.get(object)));
}

std::string place(std::string_view table, std::string_view column, std::int64_t id) {
  return fmt::format("{}.{}|{}", table, column, id);
}

sql::Value column_value(const Field& field, std::string_view table, const void* object, std::int64_t id,
                        const Vault& vault) {
  const void* member = field.get(object);
  if (!sealed(field)) return field.codec->to_sql(member);
  const std::string plain = field.codec->to_sealed_text(member);
  if (plain.empty()) return {};
  YILIN_ASSERT(vault.sealer != nullptr);
  return vault.sealer->seal(plain, place(table, field.name, id));
}

// Texts that depend on the table alone are made once a thread; `alias` is empty for an INSERT. The names are literals: their
// addresses tell them apart.
template <class Make>
const std::string& text_once(const Table& fields, std::string_view table, std::string_view alias, const Make& make) {
  thread_local std::map<std::tuple<const Table*, const char*, std::string_view>, std::string> texts;
  std::string& text = texts[{&fields, table.data(), alias}];
  if (text.empty()) text = make();
  return text;
}
}  // namespace

bool has_column(const Field& field) { return field.codec->storable && !field.is_derived; }

int column_count(const Table& fields) {
  return static_cast<int>(std::count_if(fields.fields().begin(), fields.fields().end(), has_column));
}

std::vector<sql::Value> row_values(const Table& fields, std::string_view table, const void* object, const Vault& vault) {
  const std::int64_t id = row_id(fields, object);
  std::vector<sql::Value> values;
  values.reserve(fields.fields().size());
  for (const Field& field : fields.fields())
    if (has_column(field)) values.push_back(column_value(field, table, object, id, vault));
  return values;
}

sql::Statement insert_statement(const Table& fields, std::string_view table, const void* object, const Vault& vault) {
  sql::Statement statement;
  statement.add_trusted(text_once(fields, table, "", [&] {
    std::string columns, marks;
    for (const Field& field : fields.fields()) {
      if (!has_column(field)) continue;
      if (!columns.empty()) {
        columns += ", ";
        marks += ", ";
      }
      columns += field.name;
      marks += '?';
    }
    return fmt::format("INSERT INTO {} ({}) VALUES ({})", table, columns, marks);
  }));
  for (sql::Value& value : row_values(fields, table, object, vault)) statement.bind(std::move(value));
  return statement;
}

sql::Statement update_statement(const Table& fields, std::string_view table, const void* object, const Vault& vault,
                                std::span<const std::string_view> only) {
  const std::int64_t id = row_id(fields, object);
  sql::Statement statement;
  statement.add_trusted(fmt::format("UPDATE {} SET ", table));
  bool first = true;
  for (const Field& field : fields.fields()) {
    if (!has_column(field) || field.name == "id") continue;
    if (!only.empty() && std::find(only.begin(), only.end(), field.name) == only.end()) continue;
    if (!first) statement.add_trusted(", ");
    statement.add_trusted(field.name).add_trusted(" = ?");
    statement.bind(column_value(field, table, object, id, vault));
    first = false;
  }
  YILIN_ASSERT(!first);
  statement.add(" WHERE id = ?", id);
  return statement;
}

sql::Statement select_statement(const Table& fields, std::string_view table, std::string_view alias) {
  sql::Statement statement;
  statement.add_trusted(text_once(fields, table, alias, [&] {
    std::string columns;
    for (const Field& field : fields.fields()) {
      if (!has_column(field)) continue;
      if (!columns.empty()) columns += ", ";
      columns += fmt::format("{}.{}", alias, field.name);
    }
    return fmt::format("SELECT {} FROM {} {}", columns, table, alias);
  }));
  return statement;
}

void read_row(const Table& fields, std::string_view table, const sql::Rows& rows, int first_column, void* object,
              const Vault& vault) {
  int column = first_column;
  std::int64_t id = 0;
  for (const Field& field : fields.fields()) {
    if (!has_column(field)) continue;
    void* member = field.member(object);
    if (!sealed(field)) {
      field.codec->from_sql(rows, column, member);
      if (column == first_column) id = rows.integer(column);
    } else if (!rows.null(column)) {
      YILIN_ASSERT(vault.sealer != nullptr);
      const auto plain = vault.sealer->open(rows.bytes(column), place(table, field.name, id));
      // A value that does not open was moved, damaged or sealed under another key: the row is unusable, not empty.
      if (!plain) throw sql::Failure(fmt::format("sealed value of {}.{} row {} does not open", table, field.name, id));
      field.codec->from_sealed_text(*plain, member);
    }
    ++column;
  }
}
}  // namespace yilin::entity::detail
