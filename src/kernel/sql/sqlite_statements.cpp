#include "kernel/sql/sqlite_statements.h"

#include <fmt/format.h>

#include "base/assert.h"
#include "kernel/sql/connection.h"

namespace yilin::sql {

void throw_sqlite(sqlite3* db, int code, std::string_view text) {
  constexpr std::size_t kShown = 200;
  std::string message = fmt::format("sqlite {}: {} [{}]", sqlite3_extended_errcode(db), sqlite3_errmsg(db), text.substr(0, kShown));
  switch (code & 0xff) {
    case SQLITE_FULL: throw DiskFull(message);
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN: throw Lost(message);
    default: throw Failure(message);
  }
}

SqliteUse::~SqliteUse() {
  if (prepared_ == nullptr) return;
  sqlite3_reset(prepared_->statement);
  sqlite3_clear_bindings(prepared_->statement);
  prepared_->lent = false;
  if (!prepared_->cached) {
    sqlite3_finalize(prepared_->statement);
    delete prepared_;
  }
}

void SqliteUse::bind(sqlite3* db, std::span<const Value> parameters, bool keep) {
  sqlite3_stmt* statement = prepared_->statement;
  if (static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) != parameters.size())
    throw Failure(fmt::format("sqlite: {} parameters given [{}]", parameters.size(), prepared_->text));
  const auto lifetime = keep ? SQLITE_STATIC : SQLITE_TRANSIENT;
  int index = 0;
  for (const Value& value : parameters) {
    ++index;
    int code = SQLITE_OK;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      code = sqlite3_bind_int64(statement, index, *integer);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      if (text->find('\0') != std::string::npos) throw Failure(fmt::format("sqlite: a NUL in a text [{}]", prepared_->text));
      code = sqlite3_bind_text64(statement, index, text->data(), text->size(), lifetime, SQLITE_UTF8);
    } else if (const auto* blob = std::get_if<Blob>(&value)) {
      const void* data = blob->empty() ? static_cast<const void*>("") : blob->data();  // a null pointer would bind NULL
      code = sqlite3_bind_blob64(statement, index, data, blob->size(), lifetime);
    } else {
      code = sqlite3_bind_null(statement, index);
    }
    if (code != SQLITE_OK) throw_sqlite(db, code, prepared_->text);
  }
}

SqliteStatements::~SqliteStatements() {
  for (SqlitePrepared& prepared : cache_) {
    YILIN_ASSERT(!prepared.lent);
    sqlite3_finalize(prepared.statement);
  }
}

SqliteUse SqliteStatements::use(std::string_view text) {
  SqlitePrepared* found = cache_.find(text);
  if (found != nullptr && !found->lent) {
    found->lent = true;
    return SqliteUse(found);
  }
  sqlite3_stmt* statement = prepare(text);
  if (found != nullptr) return SqliteUse(new SqlitePrepared{std::string(text), statement, true, false});
  cache_.shrink(kStatementCacheMax, [](SqlitePrepared& old) {
    if (!old.lent) sqlite3_finalize(old.statement);
    return !old.lent;
  });
  return SqliteUse(cache_.add({std::string(text), statement, true, true}));
}

sqlite3_stmt* SqliteStatements::prepare(std::string_view text) {
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(db_, text.data(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT, &statement, &tail);
  if (code != SQLITE_OK) throw_sqlite(db_, code, text);
  const std::string_view rest = text.substr(static_cast<std::size_t>(tail - text.data()));
  if (statement == nullptr || rest.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
    sqlite3_finalize(statement);
    throw Failure(fmt::format("sqlite: not exactly one statement [{}]", text));
  }
  return statement;
}

}  // namespace yilin::sql
