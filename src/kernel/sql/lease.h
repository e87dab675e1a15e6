#pragma once
// Who may write to a PostgreSQL database: one process, the holder of the lease. SQLite has a lock file instead.
//
//   - A session advisory lock, by schema: while the holder's session lives, nobody else gets in; when its process dies,
//     the lock is free at once; when its machine dies, after the server's keep-alive (25 s).
//   - A row in writer_lease(place, holder, token, expires): each take-over raises the token, and every commit of the
//     writer checks in the same transaction that its token is still the newest. A writer that was cut off and comes back
//     can therefore commit nothing, whatever it believes.
//   - `expires` is renewed by every commit and every second when idle. A holder whose session lives but stands idle past
//     it (a frozen process) is ended by the next taker; one in the middle of a long statement is not.

#include <cstdint>
#include <string>

#include "kernel/sql/pg_session.h"

namespace yilin::sql {

class WriterLease {
 public:
  static constexpr int kSeconds = 30;

  // Takes the lease, or throws Failure with a Chinese sentence that names the holder.
  explicit WriterLease(PgSession& session);

  std::int64_t token() const { return token_; }
  // Queues the check and renewal: it fails the transaction (division by zero) when the token is not the newest. No round
  // trip of its own.
  void send_check();
  // Turns the failure of a commit into Lost when the lease is why. Call after the rollback.
  void confirm();
  void renew();  // outside a transaction: the check alone; throws Lost

 private:
  bool try_lock();
  bool end_idle_holder();
  PgSession& session_;
  std::int64_t token_ = 0;
};

}  // namespace yilin::sql
