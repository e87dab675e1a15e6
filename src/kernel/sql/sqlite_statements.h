#pragma once
// The prepared statements of one SQLite connection.

#include <string>
#include <string_view>

#include <sqlite3.h>

#include "kernel/sql/sql.h"
#include "kernel/sql/statement_cache.h"

namespace yilin::sql {

// Throws DiskFull, Lost or Failure by the kind of `code`. `text`: the statement, shortened into the message.
[[noreturn]] void throw_sqlite(sqlite3* db, int code, std::string_view text);

struct SqlitePrepared {
  std::string text;
  sqlite3_stmt* statement = nullptr;
  bool lent = false;
  bool cached = true;
};

// A statement in use; given back reset and without bindings.
class SqliteUse {
 public:
  explicit SqliteUse(SqlitePrepared* prepared) : prepared_(prepared) {}
  SqliteUse(SqliteUse&& other) noexcept : prepared_(other.prepared_) { other.prepared_ = nullptr; }
  ~SqliteUse();
  sqlite3_stmt* get() const { return prepared_->statement; }
  const std::string& text() const { return prepared_->text; }
  // `keep`: the parameters live until the statement is reset (no copy is made).
  void bind(sqlite3* db, std::span<const Value> parameters, bool keep);

 private:
  SqlitePrepared* prepared_;
};

class SqliteStatements {
 public:
  explicit SqliteStatements(sqlite3* db) : db_(db) {}
  ~SqliteStatements();
  // A second use of a text that is lent out is prepared anew.
  SqliteUse use(std::string_view text);

 private:
  sqlite3_stmt* prepare(std::string_view text);

  sqlite3* db_;
  StatementCache<SqlitePrepared> cache_;
};

}  // namespace yilin::sql
