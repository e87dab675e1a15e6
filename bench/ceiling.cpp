#include "bench/ceiling.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace yilin::bench {
namespace {

enum class Kind { integer, text, bytes };
struct Column {
  std::string name;
  Kind kind;
};
struct Table {
  std::string insert;
  std::vector<std::vector<sql::Value>> rows;
};

bool sqlite(sql::Connection& db) { return db.dialect() == sql::Dialect::sqlite; }

std::vector<std::string> tables(sql::Connection& db) {
  auto rows = sqlite(db) ? db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
                         : db.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()");
  std::vector<std::string> out;
  while (rows.next()) out.push_back(rows.str(0));
  return out;
}

std::vector<Column> columns(sql::Connection& db, const std::string& table) {
  auto rows = sqlite(db) ? db.rows("SELECT name, type FROM pragma_table_info(?) ORDER BY cid", table)
                         : db.rows("SELECT column_name, data_type FROM information_schema.columns "
                                   "WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position",
                                   table);
  std::vector<Column> out;
  while (rows.next()) {
    const std::string type = rows.str(1);
    const bool text = type == "TEXT" || type == "text", bytes = type == "BYTEA" || type == "BLOB" || type == "bytea";
    out.push_back({rows.str(0), text ? Kind::text : bytes ? Kind::bytes : Kind::integer});
  }
  return out;
}

sql::Value value(const sql::Rows& rows, int column, Kind kind) {
  if (rows.null(column)) return {};
  switch (kind) {
    case Kind::integer: return rows.integer(column);
    case Kind::text: return sql::to_value(rows.str(column));
    case Kind::bytes: return rows.blob(column);
  }
  return {};
}

// The table's last `wanted` rows by its first column, the oldest first.
Table last_rows(sql::Connection& db, const std::string& name, std::int64_t wanted) {
  const std::vector<Column> all = columns(db, name);
  std::string list, marks;
  for (const Column& c : all) {
    list += (list.empty() ? "" : ", ") + c.name;
    marks += marks.empty() ? "?" : ", ?";
  }
  Table out;
  out.insert = fmt::format("INSERT INTO {} ({}) VALUES ({})", name, list, marks);
  sql::Statement select;
  select.add_trusted(fmt::format("SELECT {} FROM {} ORDER BY 1 DESC LIMIT ", list, name)).add("?", wanted);
  auto rows = db.rows(select);
  while (rows.next()) {
    auto& row = out.rows.emplace_back();
    for (std::size_t i = 0; i < all.size(); ++i) row.push_back(value(rows, static_cast<int>(i), all[i].kind));
  }
  std::reverse(out.rows.begin(), out.rows.end());
  return out;
}

}  // namespace

RowCounts count_rows(sql::Connection& db) {
  RowCounts out;
  for (const std::string& name : tables(db)) {
    sql::Statement count;
    count.add_trusted("SELECT COUNT(*) FROM " + name);
    auto rows = db.rows(count);
    rows.next();
    out[name] = rows.integer(0);
  }
  return out;
}

Ceiling measure_ceiling(sql::Connection& source, const RowCounts& before, std::int64_t acts, std::int64_t acts_per_group,
                        const std::string& target, std::span<const sql::Migration> migrations) {
  const std::int64_t replayed = std::min(acts, kCeilingActs);
  std::vector<Table> rows;
  std::size_t count = 0;
  for (const auto& [name, now] : count_rows(source)) {
    const auto had = before.find(name);
    const std::int64_t grown = now - (had == before.end() ? 0 : had->second);
    if (grown <= 0) continue;
    rows.push_back(last_rows(source, name, grown * replayed / acts));
    count += rows.back().rows.size();
  }

  const auto db = sql::open(target, sql::Role::writer);
  sql::migrate(*db, migrations);
  const std::int64_t groups = std::max<std::int64_t>(1, replayed / std::max<std::int64_t>(1, acts_per_group));
  const std::int64_t start = system_clock().monotonic_us();
  for (std::int64_t g = 0; g < groups; ++g) {
    db->begin();
    for (const Table& table : rows) {
      const auto share = [&](std::int64_t of) { return table.rows.size() * static_cast<std::size_t>(of) / static_cast<std::size_t>(groups); };
      for (std::size_t i = share(g); i < share(g + 1); ++i) {
        sql::Statement insert;
        insert.add_trusted(table.insert);
        for (const sql::Value& v : table.rows[i]) insert.bind(v);
        db->queue(insert);
      }
    }
    db->commit();
    db->maintain();
  }
  const double seconds = static_cast<double>(system_clock().monotonic_us() - start) / 1e6;
  return {static_cast<double>(replayed) / seconds, static_cast<double>(count) / static_cast<double>(replayed)};
}

}  // namespace yilin::bench
