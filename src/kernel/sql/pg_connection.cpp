#include "kernel/sql/pg_connection.h"

#include <cstdlib>

#include <fmt/format.h>

#include "base/assert.h"
#include "kernel/sql/pg_rows.h"
#include "kernel/sql/pg_text.h"

namespace yilin::sql {
namespace {

// Rows gather here and go out as one COPY whenever kFlushBytes are full, so that other statements may run in between.
class PgBulk : public BulkInsert {
 public:
  PgBulk(PgConnection& connection, std::string_view table, std::span<const Literal> columns)
      : connection_(connection), width_(columns.size()) {
    std::string names;
    for (const Literal& column : columns) names += fmt::format("{}{}", names.empty() ? "" : ",", column.text);
    copy_ = fmt::format("COPY {} ({}) FROM STDIN", table, names);
  }
  void row(std::span<const Value> values) override {
    YILIN_ASSERT(values.size() == width_);
    append_copy_line(lines_, values);
    if (lines_.size() >= kFlushBytes) finish();
  }
  void finish() override {
    if (!lines_.empty()) connection_.copy_in(copy_, lines_);
    lines_.clear();
  }

 private:
  static constexpr std::size_t kFlushBytes = 256 * 1024;
  PgConnection& connection_;
  std::size_t width_;
  std::string copy_, lines_;
};

}  // namespace

PgConnection::PgConnection(std::string_view url, Role role)
    : role_(role), session_(url, role == Role::writer ? "yilin-writer" : "yilin-reader") {
  configure();
  if (role == Role::writer) lease_ = std::make_unique<WriterLease>(session_);
}

void PgConnection::demand(std::string_view question, std::string_view sentence) {
  PgRows row(session_.ask(question));
  if (!row.next() || row.integer(0) != 1) throw Failure(std::string(sentence));
}

void PgConnection::configure() {
  // Short statements gain nothing from compiling; a dead peer is noticed in 25 s instead of two hours.
  session_.script("SET standard_conforming_strings = on; SET bytea_output = 'hex'; SET TIME ZONE 'UTC'; SET jit = off; "
                  "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3");
  demand("SELECT current_setting('server_version_num')::int >= 150000", "PostgreSQL 版本过低，需要 15 或更高版本。");
  demand("SELECT pg_encoding_to_char(encoding) = 'UTF8' AND datlocprovider = 'c' "
         "AND datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8') FROM pg_database WHERE datname = current_database()",
         "数据库的编码须为 UTF8，排序规则须为 C 或 C.UTF-8。请用 CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' "
         "LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' 建库。");
  if (role_ == Role::reader) {
    return session_.script("SET default_transaction_read_only = on; "
                           "SELECT set_config('statement_timeout', '60s', false) WHERE current_setting('statement_timeout') = '0'");
  }
  demand("SELECT NOT pg_is_in_recovery()", "这是只读的备用数据库，不能在其上写入。");
  // An acknowledged write is on disk: stronger settings (remote_write, on, remote_apply) are left as they are.
  session_.script("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')");
}

// Remembers what a failure means for the transaction and for the connection.
template <class Work>
auto PgConnection::guarded(Work&& work) {
  if (lost_) throw Lost("postgresql: the connection was lost earlier");
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

Rows PgConnection::rows(const Statement& statement) {
  changes_ += !statement.text().starts_with("SELECT ");  // INSERT … RETURNING, say
  return guarded([&] {
    session_.send(statement.text(), statement.parameters());
    return Rows(std::make_unique<PgRows>(session_.collect()));
  });
}

Rows PgConnection::stream(const Statement& statement) {
  return guarded([&] { return Rows(std::make_unique<PgCursorRows>(session_, fmt::format("cursor{}", ++cursors_), statement)); });
}

std::int64_t PgConnection::exec(const Statement& statement) {
  ++changes_;
  return guarded([&] {
    session_.send(statement.text(), statement.parameters());
    const PgResult result = session_.collect();
    return static_cast<std::int64_t>(std::atoll(PQcmdTuples(result.get())));
  });
}

void PgConnection::queue(const Statement& statement) {
  ++changes_;
  guarded([&] { session_.send(statement.text(), statement.parameters()); });
}

std::unique_ptr<BulkInsert> PgConnection::bulk(Literal table, std::span<const Literal> columns) {
  YILIN_ASSERT(!columns.empty());
  return std::make_unique<PgBulk>(*this, table.text, columns);
}

void PgConnection::copy_in(std::string_view copy, std::string_view data) {
  ++changes_;
  guarded([&] { session_.copy_in(copy, data); });
}

void PgConnection::script(std::string_view sql) {
  ++changes_;
  guarded([&] { session_.script(sql); });
}

void PgConnection::begin() {
  spoiled_ = false;
  guarded([&] { session_.send(role_ == Role::writer ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", {}); });
}

void PgConnection::commit() {
  if (spoiled_) throw Failure("postgresql: commit of a transaction in which a statement failed");
  guarded([&] {
    if (lease_) lease_->send_check();
    session_.send("COMMIT", {});
    const PgResult result = session_.collect();
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") throw Failure("postgresql: COMMIT rolled back");
  });
  renewed_ = std::chrono::steady_clock::now();
}

void PgConnection::rollback() {
  if (lost_) return;
  const bool check_lease = lease_ && spoiled_;
  guarded([&] {
    if (lease_) {
      try {
        session_.collect();
      } catch (const Lost&) {
        throw;
      } catch (const Failure&) {
        // It is being rolled back: what failed in it no longer matters.
      }
    }
    session_.send("ROLLBACK", {});
    if (!lease_) return session_.flush();  // a reader need not wait
    session_.collect();
    if (check_lease) lease_->confirm();
  });
  spoiled_ = false;
}

void PgConnection::savepoint() {
  guarded([&] { session_.send("SAVEPOINT job", {}); });
}

void PgConnection::release_savepoint() {
  guarded([&] { session_.send("RELEASE job", {}); });
}

void PgConnection::rollback_savepoint() {
  guarded([&] {
    session_.send("ROLLBACK TO job", {});
    session_.send("RELEASE job", {});
  });
  spoiled_ = false;
}

void PgConnection::maintain() {
  const auto now = std::chrono::steady_clock::now();
  if (!lease_ || now - renewed_ < std::chrono::seconds(1)) return;
  guarded([&] { lease_->renew(); });
  renewed_ = now;
}

}  // namespace yilin::sql
