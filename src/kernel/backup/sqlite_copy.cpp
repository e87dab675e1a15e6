#include <memory>

#include <fmt/format.h>
#include <sqlite3.h>

#include "kernel/backup/database_copy.h"

namespace yilin::backup {
namespace {

constexpr int kStepPages = 2048;  // 8 MB between two calls of progress
constexpr int kBusyMillis = 5000;

struct Close {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
using Database = std::unique_ptr<sqlite3, Close>;

tl::unexpected<Error> sqlite_failure(std::string_view what, sqlite3* db) {
  return fail(errors::failed, fmt::format("{}：{}。", what, sqlite3_errmsg(db)));
}

Result<Database> open(const std::string& path, int flags) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Database db(raw);
  if (code != SQLITE_OK) return fail(errors::failed, fmt::format("无法打开数据库 {}：{}。", path, sqlite3_errstr(code)));
  sqlite3_busy_timeout(db.get(), kBusyMillis);
  // Only the cell's writer checkpoints.
  sqlite3_db_config(db.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  return db;
}

Status run(sqlite3* db, const char* sql) {
  if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return sqlite_failure(sql, db);
  return {};
}

// The first column of the first row, as text.
Result<std::string> ask(sqlite3* db, const char* sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db, sql, -1, &raw, nullptr) != SQLITE_OK) return sqlite_failure(sql, db);
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, sqlite3_finalize);
  if (sqlite3_step(raw) != SQLITE_ROW) return sqlite_failure(sql, db);
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
  return std::string(text == nullptr ? "" : text);
}

Status copy_pages(sqlite3* from, sqlite3* to, const Progress& progress) {
  sqlite3_backup* copy = sqlite3_backup_init(to, "main", from, "main");
  if (copy == nullptr) return sqlite_failure("无法开始备份", to);
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(copy, kStepPages);
    const std::int64_t total = sqlite3_backup_pagecount(copy);
    if (progress) progress("复制数据库", total - sqlite3_backup_remaining(copy), total);
  }
  sqlite3_backup_finish(copy);
  if (code != SQLITE_DONE) return fail(errors::failed, fmt::format("数据库复制中断：{}。", sqlite3_errstr(code)));
  return {};
}

}  // namespace

Result<std::int64_t> copy_sqlite(const std::string& database, const std::filesystem::path& file, const Progress& progress) {
  YILIN_TRY(const Database from, open(database, SQLITE_OPEN_READONLY));
  YILIN_TRY(const Database to, open(file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  // An open read transaction pins the snapshot: without it every commit of the server would start the copy over.
  YILIN_CHECK(run(from.get(), "BEGIN"));
  YILIN_TRY(const std::string last, ask(from.get(), "SELECT COALESCE(MAX(seq), 0) FROM journal"));
  // The copy is made durable as a file afterwards.
  YILIN_CHECK(run(to.get(), "PRAGMA synchronous = OFF"));
  YILIN_CHECK(copy_pages(from.get(), to.get(), progress));
  // Not WAL: opening the copy to check it must not leave files beside it.
  YILIN_TRY(const std::string mode, ask(to.get(), "PRAGMA journal_mode = DELETE"));
  if (mode != "delete") return fail(errors::failed, "备份的数据库无法封存。");
  if (progress) progress("检查副本", 0, 1);
  YILIN_TRY(const std::string found, ask(to.get(), "PRAGMA quick_check(1)"));
  if (found != "ok") return fail(errors::failed, fmt::format("数据库本身已损坏，备份没有完成：{}。", found));
  return std::stoll(last);
}

Status check_sqlite(const std::filesystem::path& file, const Progress& progress) {
  if (progress) progress("检查数据库", 0, 1);
  YILIN_TRY(const Database db, open(file.string(), SQLITE_OPEN_READONLY));
  YILIN_TRY(const std::string found, ask(db.get(), "PRAGMA integrity_check(1)"));
  if (found != "ok") return fail(errors::damaged, fmt::format("备份中的数据库已损坏：{}。", found));
  if (progress) progress("检查数据库", 1, 1);
  return {};
}

}  // namespace yilin::backup
