// Opening: the writer's lock, the settings, and the proof that they took.
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "kernel/sql/sqlite_connection.h"

namespace yilin::sql {
namespace {
constexpr std::int64_t kWriterCacheMb = 64, kReaderCacheMb = 16;
constexpr std::int64_t kReaderMmapMb = 1024;
constexpr int kJournalSizeLimit = 256 << 20;  // kept at this size: growing a file costs each commit ten times an overwrite
constexpr int kStepsBetweenLooks = 100'000;  // of SQLite's virtual machine: about 2 ms

// Personal data: for this user only. SQLite gives its WAL the same rights.
void create_private(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
}
}  // namespace

WriterLock::WriterLock(const std::string& database) {
  const std::string path = std::filesystem::weakly_canonical(database).string() + ".writer";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) throw Failure(fmt::format("无法建立写入锁文件 {}：{}。", path, std::strerror(errno)));
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
  ::close(file_);
  throw Failure(fmt::format("数据库 {} 正由另一个进程写入（锁文件 {}）。一个数据库只能有一个写入进程，请先停止它。", database, path));
}

WriterLock::~WriterLock() { ::close(file_); }

SqliteConnection::SqliteConnection(const SqliteLocation& location, Role role) : role_(role) {
  // Nobody asks how much memory SQLite uses, and counting it takes a lock at each allocation.
  [[maybe_unused]] static const int not_counted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  if (role == Role::writer && location.vfs.empty()) {
    lock_ = std::make_unique<WriterLock>(location.path);
    create_private(location.path);
  }
  sqlite3* raw = nullptr;
  const int access = role == Role::writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  const int code = sqlite3_open_v2(location.path.c_str(), &raw, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                   location.vfs.empty() ? nullptr : location.vfs.c_str());
  db_.reset(raw);
  if (code != SQLITE_OK) throw Lost(fmt::format("无法打开数据库 {}：{}。", location.path, sqlite3_errstr(code)));
  statements_ = std::make_unique<SqliteStatements>(db_.get());
  configure(location);
}

void SqliteConnection::expect(const char* pragma, std::string_view wanted) {
  SqliteUse use = statements_->use(fmt::format("PRAGMA {}", pragma));
  const std::string got = step(use) ? reinterpret_cast<const char*>(sqlite3_column_text(use.get(), 0)) : "";
  if (got != wanted) throw Failure(fmt::format("sqlite: PRAGMA {} is {}, wanted {}", pragma, got, wanted));
}

void SqliteConnection::configure(const SqliteLocation& location) {
  sqlite3* db = db_.get();
  const bool writer = role_ == Role::writer;
  sqlite3_busy_timeout(db, kBusyMillis);
  // A quoted word is an identifier, never a literal, as on PostgreSQL; no SQL may corrupt the file's own structure.
  for (const int off : {SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_TRUSTED_SCHEMA})
    sqlite3_db_config(db, off, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // Only the writer has checkpoints made (sqlite_checkpointer.h).
  if (!writer) sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);

  const std::int64_t cache_mb = location.cache_mb > 0 ? location.cache_mb : writer ? kWriterCacheMb : kReaderCacheMb;
  const std::int64_t mmap_mb = location.mmap_mb >= 0 ? location.mmap_mb : writer ? 0 : kReaderMmapMb;
  const char* synchronous = location.synchronous_off ? "OFF" : "FULL";
  script(fmt::format("PRAGMA cache_size=-{}; PRAGMA mmap_size={}; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON; PRAGMA case_sensitive_like=ON;"
                     "PRAGMA wal_autocheckpoint=0; PRAGMA synchronous={};",
                     cache_mb * 1024, mmap_mb << 20, synchronous));
  if (writer) {
    script(fmt::format("PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON; PRAGMA journal_size_limit={};", kJournalSizeLimit));
    expect("secure_delete", "1");
  } else {
    script("PRAGMA query_only=ON;");
    read_limit_ = std::chrono::milliseconds(location.read_ms);
    sqlite3_progress_handler(db, kStepsBetweenLooks, [](void* self) { return int{static_cast<SqliteConnection*>(self)->too_long()}; }, this);
  }
  expect("journal_mode", "wal");
  expect("synchronous", location.synchronous_off ? "0" : "2");
  expect("foreign_keys", "1");
  expect("wal_autocheckpoint", "0");
  // What the last run left in the WAL is moved at the first opportunity.
  if (writer) {
    sqlite3_wal_hook(db, [](void* pages, sqlite3*, const char*, int now) { *static_cast<int*>(pages) = now; return SQLITE_OK; }, &wal_pages_);
    checkpoint(SQLITE_CHECKPOINT_PASSIVE);
    if (location.vfs.empty()) checkpointer_ = std::make_unique<SqliteCheckpointer>(location.path);
  }
}

}  // namespace yilin::sql
