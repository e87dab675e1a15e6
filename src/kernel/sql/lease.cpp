#include "kernel/sql/lease.h"

#include <fmt/format.h>
#include <unistd.h>

#include "kernel/sql/pg_rows.h"

namespace yilin::sql {
namespace {
// One lock per schema of the database. 1498041678: "YILN".
constexpr std::string_view kTryLock = "SELECT pg_try_advisory_lock(1498041678, hashtext(current_schema()))";

constexpr std::string_view kHolder =
    "SELECT a.pid, a.state = 'active', w.holder, w.expires < (extract(epoch FROM clock_timestamp()) * 1000)::bigint "
    "FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid CROSS JOIN writer_lease w "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid::bigint = 1498041678 "
    "AND l.objid::bigint = hashtext(current_schema())::bigint & 4294967295 "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())";

constexpr std::string_view kCreate =
    "CREATE TABLE IF NOT EXISTS writer_lease (place BIGINT PRIMARY KEY CHECK (place = 1), holder TEXT NOT NULL, "
    "token BIGINT NOT NULL, expires BIGINT NOT NULL)";

constexpr std::string_view kTake =
    "INSERT INTO writer_lease (place, holder, token, expires) "
    "VALUES (1, ?, 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint + ?) "
    "ON CONFLICT (place) DO UPDATE SET holder = excluded.holder, token = writer_lease.token + 1, expires = excluded.expires "
    "RETURNING token";

// The UPDATE waits for a taker that is about to commit and then sees the taker's token.
constexpr std::string_view kCheck =
    "WITH mine AS (UPDATE writer_lease SET expires = (extract(epoch FROM clock_timestamp()) * 1000)::bigint + ? "
    "WHERE place = 1 AND token = ? RETURNING 1) SELECT 1 / (SELECT count(*) FROM mine)";

std::string own_name() {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  return fmt::format("{} 进程 {}", host, getpid());
}

Lost lease_lost() { return Lost("写入租约已被另一个进程取得，本进程停止写入。"); }
}  // namespace

WriterLease::WriterLease(PgSession& session) : session_(session) {
  if (!try_lock() && !(end_idle_holder() && try_lock()))
    throw Failure("数据库正由另一个进程写入。一个数据库只能有一个写入进程，请先停止它。");
  session_.ask(kCreate);
  PgRows row(session_.ask(kTake, std::vector<Value>{to_value(own_name()), to_value(kSeconds * 1000)}));
  row.next();
  token_ = row.integer(0);
}

bool WriterLease::try_lock() {
  PgRows row(session_.ask(kTryLock));
  return row.next() && row.integer(0) == 1;
}

bool WriterLease::end_idle_holder() {
  PgRows table(session_.ask("SELECT to_regclass('writer_lease') IS NOT NULL"));
  table.next();
  if (table.integer(0) == 0) return false;  // a first start is under way beside us
  PgRows row(session_.ask(kHolder));
  if (!row.next()) return true;  // gone in the meantime
  const bool active = row.integer(1) == 1, expired = row.integer(3) == 1;
  if (active || !expired)
    throw Failure(fmt::format("数据库正由另一个进程写入（{}）。一个数据库只能有一个写入进程，请先停止它。", row.text(2)));
  constexpr int kWaitMillis = 5000;
  session_.ask("SELECT pg_terminate_backend(?::int, ?)", std::vector<Value>{row.integer(0), to_value(kWaitMillis)});
  return true;
}

void WriterLease::send_check() {
  session_.send(kCheck, std::vector<Value>{to_value(kSeconds * 1000), token_});
}

void WriterLease::confirm() {
  PgRows row(session_.ask("SELECT token FROM writer_lease WHERE place = 1"));
  if (!row.next() || row.integer(0) != token_) throw lease_lost();
}

void WriterLease::renew() {
  session_.send("BEGIN", {});
  session_.send("SET LOCAL synchronous_commit TO off", {});  // a renewal need not survive a power cut
  send_check();
  session_.send("COMMIT", {});
  try {
    session_.collect();
  } catch (const Lost&) {
    throw;
  } catch (const Failure&) {
    throw lease_lost();
  }
}

}  // namespace yilin::sql
