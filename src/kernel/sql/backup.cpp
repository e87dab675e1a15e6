#include "kernel/sql/backup.h"

#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include "kernel/sql/sqlite_connection.h"

namespace yilin::sql {
namespace {
constexpr int kPagesAtOnce = 2048;

struct Handle {
  sqlite3* db = nullptr;
  ~Handle() { sqlite3_close_v2(db); }
};

void copy(SqliteConnection& source, sqlite3* target, const std::function<void(std::int64_t, std::int64_t)>& progress) {
  sqlite3_backup* copying = sqlite3_backup_init(target, "main", source.handle(), "main");
  int code = copying == nullptr ? SQLITE_ERROR : SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(copying, kPagesAtOnce);
    const std::int64_t total = sqlite3_backup_pagecount(copying);
    if (progress) progress(total - sqlite3_backup_remaining(copying), total);
  }
  sqlite3_backup_finish(copying);
  if (code != SQLITE_DONE) throw Failure(fmt::format("备份未能写完：{}。", sqlite3_errstr(code)));
}

void check(sqlite3* target) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(target, "PRAGMA quick_check(1)", -1, &statement, nullptr);
  const bool good = statement != nullptr && sqlite3_step(statement) == SQLITE_ROW &&
                    std::string_view(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0))) == "ok";
  sqlite3_finalize(statement);
  if (!good) throw Failure("备份未通过完整性检查，已删除。");
}

void sync(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!synced) throw Failure(fmt::format("备份未能落盘：{}。", path));
}

void write_part(std::string_view url, const std::string& part, const std::function<void(std::int64_t, std::int64_t)>& progress) {
  SqliteConnection source(parse_sqlite_url(url), Role::reader);
  source.begin();
  source.rows(Statement("SELECT count(*) FROM sqlite_schema"));  // the moment of the backup
  Handle target;
  if (sqlite3_open_v2(part.c_str(), &target.db, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK)
    throw Failure(fmt::format("无法写入备份文件 {}。", part));
  copy(source, target.db, progress);
  source.rollback();
  check(target.db);
}
}  // namespace

void backup(std::string_view url, const std::string& file, const std::function<void(std::int64_t, std::int64_t)>& progress) {
  if (dialect_of(url) != Dialect::sqlite) throw Failure("PostgreSQL 数据库请用 pgBackRest 或 pg_dump 备份。");
  const std::string part = file + ".part";
  if (std::filesystem::exists(file)) throw Failure(fmt::format("备份文件 {} 已存在。", file));
  const int made = ::open(part.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (made < 0) throw Failure(fmt::format("无法建立备份文件 {}。", part));
  ::close(made);
  try {
    write_part(url, part, progress);
    sync(part);
    std::filesystem::rename(part, file);
    const std::string folder = std::filesystem::absolute(file).parent_path().string();
    sync(folder);
  } catch (...) {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) ::unlink((part + suffix).c_str());
    throw;
  }
  for (const char* suffix : {"-wal", "-shm"}) ::unlink((part + suffix).c_str());
}

}  // namespace yilin::sql
