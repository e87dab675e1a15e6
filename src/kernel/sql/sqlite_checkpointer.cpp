#include "kernel/sql/sqlite_checkpointer.h"

#include <utility>

#include <fmt/format.h>

#include "base/assert.h"
#include "kernel/sql/connection.h"

namespace yilin::sql {

SqliteCheckpointer::SqliteCheckpointer(const std::string& path) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  db_.reset(raw);
  if (code != SQLITE_OK) throw Lost(fmt::format("无法打开数据库 {}：{}。", path, sqlite3_errstr(code)));
  sqlite3_db_config(raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  if (sqlite3_exec(raw, "PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=FULL; SELECT count(*) FROM sqlite_schema;", nullptr, nullptr, nullptr) != SQLITE_OK)
    throw Lost(fmt::format("无法打开数据库 {}：{}。", path, sqlite3_errmsg(raw)));
  thread_ = std::thread([this] { work(); });
}

SqliteCheckpointer::~SqliteCheckpointer() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void SqliteCheckpointer::start() {
  YILIN_ASSERT(!busy_);
  busy_ = true;
  {
    const std::lock_guard lock(mutex_);
    asked_ = true;
  }
  changed_.notify_all();
}

bool SqliteCheckpointer::busy() const { return busy_; }

std::optional<SqliteCheckpointer::Done> SqliteCheckpointer::done() {
  const std::lock_guard lock(mutex_);
  if (!done_) return std::nullopt;
  busy_ = false;
  return std::exchange(done_, std::nullopt);
}

void SqliteCheckpointer::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return asked_ || ending_; });
    if (!asked_) return;
    asked_ = false;
    lock.unlock();
    int in_log = 0, moved = 0;
    const int code = sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
    lock.lock();
    done_ = Done{code, moved};
    changed_.notify_all();
  }
}

}  // namespace yilin::sql
