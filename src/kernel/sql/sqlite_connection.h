#pragma once
// The SQLite back end of connection.h.

#include <chrono>
#include <memory>
#include <string>

#include <sqlite3.h>

#include "kernel/sql/changes.h"
#include "kernel/sql/connection.h"
#include "kernel/sql/sqlite_checkpointer.h"
#include "kernel/sql/sqlite_statements.h"
#include "kernel/sql/url.h"

namespace yilin::sql {

// An exclusive lock on <database>.writer for as long as it lives; throws Failure when another process holds it.
class WriterLock {
 public:
  explicit WriterLock(const std::string& database);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  int file_;
};

class SqliteConnection : public Connection, public CountsChanges {
 public:
  // Pages changed many times between two checkpoints are moved once, so under load a checkpoint is the cheaper the later it
  // comes; what is late makes the WAL longer, which starts anew only when all of it has been moved.
  static constexpr int kCheckpointPages = 1000;     // new WAL pages (4 MB) that call for a checkpoint when nothing was committed meanwhile
  static constexpr int kBusyPages = 16 * 1024;      // 64 MB: that many call for one though commands wait
  // Beyond it one checkpoint follows the other, and once no more than kFewPages are left the writer itself moves them, so that the
  // WAL may start anew. Far beyond it moves whatever is left, and waits for readers to let it, at most kRestartMillis.
  static constexpr int kWalPagesMax = 64 * 1024, kFewPages = 1000, kWalPagesFar = 128 * 1024;  // 256 MB, 4 MB, 512 MB
  static constexpr int kRestartMillis = 50;
  static constexpr int kBusyMillis = 2000;          // at opening: another process may be recovering the WAL

  SqliteConnection(const SqliteLocation& location, Role role);
  ~SqliteConnection() override;

  Dialect dialect() const override { return Dialect::sqlite; }
  Rows rows(const Statement& statement) override;
  std::int64_t exec(const Statement& statement) override;
  std::unique_ptr<BulkInsert> bulk(Literal table, std::span<const Literal> columns) override;
  void script(std::string_view sql) override;
  void begin() override;
  void commit() override;
  void rollback() override;
  void savepoint() override;
  void release_savepoint() override;
  void rollback_savepoint() override;
  void maintain() override;
  bool usable() override { return !lost_; }
  std::int64_t changes() const override { return sqlite3_total_changes64(db_.get()); }

  // Steps a bound statement; true while there is a row.
  bool step(SqliteUse& use);
  sqlite3* handle() { return db_.get(); }
  bool too_long() const { return std::chrono::steady_clock::now() > deadline_; }
  void run(std::string_view text, std::span<const Value> parameters);

 private:
  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  void configure(const SqliteLocation& location);
  void expect(const char* pragma, std::string_view wanted);
  void checkpoint(int mode);
  void checkpointed(int code, int moved);
  template <class Work>
  auto guarded(Work&& work);

  Role role_;
  std::unique_ptr<WriterLock> lock_;
  std::unique_ptr<sqlite3, Close> db_;
  std::unique_ptr<SqliteStatements> statements_;
  std::unique_ptr<SqliteCheckpointer> checkpointer_;  // of the writer; null on a file system of a test's own
  bool spoiled_ = false;  // a statement of this transaction failed
  bool lost_ = false;
  int wal_pages_ = 0;
  int moved_pages_ = 0;      // of them, as far as checkpoints have told
  int tried_pages_ = 0;      // wal_pages_ at the last checkpoint
  int looked_at_pages_ = 0;  // wal_pages_ at the last maintain()
  std::chrono::milliseconds read_limit_{0};
  std::chrono::steady_clock::time_point deadline_{};
};

}  // namespace yilin::sql
