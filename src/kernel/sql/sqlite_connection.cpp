#include "kernel/sql/sqlite_connection.h"

#include <fmt/format.h>

#include "base/assert.h"

namespace yilin::sql {
namespace {

class SqliteRows : public Rows::Source {
 public:
  SqliteRows(SqliteConnection& connection, SqliteUse use) : connection_(connection), use_(std::move(use)) {
    more_ = connection_.step(use_);
  }
  bool next() override {
    if (!started_) started_ = true;
    else if (more_) more_ = connection_.step(use_);
    return more_;
  }
  bool null(int column) const override { return sqlite3_column_type(row(), column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(row(), column); }
  std::string_view text(int column) const override {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(row(), column));
    return data == nullptr ? std::string_view{} : std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(use_.get(), column)));
  }
  std::span<const std::uint8_t> bytes(int column) const override {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(row(), column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(use_.get(), column))};
  }

 private:
  sqlite3_stmt* row() const {
    YILIN_ASSERT(started_ && more_);
    return use_.get();
  }
  SqliteConnection& connection_;
  SqliteUse use_;
  bool started_ = false, more_ = false;
};

class SqliteBulk : public BulkInsert {
 public:
  SqliteBulk(SqliteConnection& connection, std::string_view table, std::span<const Literal> columns)
      : connection_(connection), width_(columns.size()), batch_(std::max<std::size_t>(1, kParametersMax / width_)) {
    std::string names, marks = "(?";
    for (const Literal& column : columns) names += fmt::format("{}{}", names.empty() ? "" : ",", column.text);
    for (std::size_t i = 1; i < width_; ++i) marks += ",?";
    marks += ')';
    one_ = fmt::format("INSERT INTO {} ({}) VALUES {}", table, names, marks);
    many_ = one_;
    for (std::size_t i = 1; i < batch_; ++i) many_ += "," + marks;
    values_.reserve(batch_ * width_);
  }
  void row(std::span<const Value> values) override {
    YILIN_ASSERT(values.size() == width_);
    values_.insert(values_.end(), values.begin(), values.end());
    if (values_.size() < batch_ * width_) return;
    connection_.run(many_, values_);
    values_.clear();
  }
  void finish() override {
    const std::span<const Value> all = values_;
    for (std::size_t at = 0; at < all.size(); at += width_) connection_.run(one_, all.subspan(at, width_));
    values_.clear();
  }

 private:
  static constexpr std::size_t kParametersMax = 512;
  SqliteConnection& connection_;
  std::size_t width_, batch_;
  std::string one_, many_;
  std::vector<Value> values_;
};

}  // namespace

SqliteConnection::~SqliteConnection() {
  checkpointer_.reset();
  if (role_ == Role::writer && db_ && !lost_ && sqlite3_get_autocommit(db_.get()))
    sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  statements_.reset();
}

// Remembers what a failure means for the transaction and for the connection.
template <class Work>
auto SqliteConnection::guarded(Work&& work) {
  if (lost_) throw Lost("sqlite: the connection was lost earlier");
  try {
    return work();
  } catch (const Lost&) {
    lost_ = spoiled_ = true;
    throw;
  } catch (const Failure&) {
    spoiled_ = true;
    throw;
  }
}

bool SqliteConnection::step(SqliteUse& use) {
  return guarded([&] {
    if (role_ == Role::reader) deadline_ = std::chrono::steady_clock::now() + read_limit_;
    const int code = sqlite3_step(use.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    throw_sqlite(db_.get(), code, use.text());
  });
}

void SqliteConnection::run(std::string_view text, std::span<const Value> parameters) {
  SqliteUse use = guarded([&] { return statements_->use(text); });
  guarded([&] { use.bind(db_.get(), parameters, true); });
  while (step(use)) {}
}

Rows SqliteConnection::rows(const Statement& statement) {
  SqliteUse use = guarded([&] { return statements_->use(statement.text()); });
  guarded([&] { use.bind(db_.get(), statement.parameters(), false); });
  return Rows(std::make_unique<SqliteRows>(*this, std::move(use)));
}

std::int64_t SqliteConnection::exec(const Statement& statement) {
  run(statement.text(), statement.parameters());
  return sqlite3_changes64(db_.get());
}

std::unique_ptr<BulkInsert> SqliteConnection::bulk(Literal table, std::span<const Literal> columns) {
  YILIN_ASSERT(!columns.empty());
  return std::make_unique<SqliteBulk>(*this, table.text, columns);
}

void SqliteConnection::script(std::string_view sql) {
  guarded([&] {
    const std::string text(sql);
    const int code = sqlite3_exec(db_.get(), text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw_sqlite(db_.get(), code, sql);
  });
}

void SqliteConnection::begin() {
  spoiled_ = false;
  run(role_ == Role::writer ? "BEGIN IMMEDIATE" : "BEGIN", {});
}

void SqliteConnection::commit() {
  if (spoiled_) throw Failure("sqlite: commit of a transaction in which a statement failed");
  run("COMMIT", {});
}

void SqliteConnection::rollback() {
  // A full disk or an I/O error may have rolled back already.
  if (!lost_ && !sqlite3_get_autocommit(db_.get())) run("ROLLBACK", {});
  spoiled_ = false;
}

void SqliteConnection::savepoint() { run("SAVEPOINT job", {}); }

void SqliteConnection::release_savepoint() { run("RELEASE job", {}); }

void SqliteConnection::rollback_savepoint() {
  if (sqlite3_get_autocommit(db_.get())) throw Failure("sqlite: the transaction is gone");
  run("ROLLBACK TO job", {});
  run("RELEASE job", {});
  spoiled_ = false;
}

void SqliteConnection::maintain() {
  if (role_ != Role::writer) return;
  if (wal_pages_ < tried_pages_) tried_pages_ = moved_pages_ = 0;  // the WAL has started anew
  const bool idle = wal_pages_ == looked_at_pages_;
  looked_at_pages_ = wal_pages_;
  if (checkpointer_) {
    if (const auto done = checkpointer_->done()) {
      checkpointed(done->code, done->moved);
      if (wal_pages_ > kWalPagesFar) return checkpoint(SQLITE_CHECKPOINT_RESTART);
      if (wal_pages_ > kWalPagesMax && wal_pages_ - moved_pages_ <= kFewPages) return checkpoint(SQLITE_CHECKPOINT_PASSIVE);
    }
    if (checkpointer_->busy()) return;
  }
  const int some = idle || (checkpointer_ && wal_pages_ > kWalPagesMax) ? kCheckpointPages : kBusyPages;
  if (wal_pages_ - tried_pages_ < some) return;
  if (!checkpointer_) return checkpoint(wal_pages_ > kWalPagesMax ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE);
  if (wal_pages_ <= moved_pages_) return;
  tried_pages_ = wal_pages_;
  checkpointer_->start();
}

void SqliteConnection::checkpoint(int mode) {
  if (mode == SQLITE_CHECKPOINT_RESTART) sqlite3_busy_timeout(db_.get(), kRestartMillis);
  guarded([&] {
    int in_log = 0, moved = 0;
    const int code = sqlite3_wal_checkpoint_v2(db_.get(), nullptr, mode, &in_log, &moved);
    checkpointed(code, moved);
    wal_pages_ = looked_at_pages_ = tried_pages_ = std::max(in_log, 0);
  });
  sqlite3_busy_timeout(db_.get(), kBusyMillis);
}

// BUSY: a reader still needs old pages. FULL: the WAL keeps what the database has no room for. Both are tried again when
// more has come.
void SqliteConnection::checkpointed(int code, int moved) {
  const int kind = code & 0xff;
  if (kind != SQLITE_OK && kind != SQLITE_BUSY && kind != SQLITE_FULL) {
    lost_ = true;
    throw Lost(fmt::format("sqlite: checkpoint: {}", sqlite3_errstr(code)));
  }
  moved_pages_ = std::max(moved_pages_, moved);
}

}  // namespace yilin::sql
