#pragma once
// Timers that survive a kill: rows of table `deadline`, set and cancelled inside transactions, fired within a second of
// their due time by a command of their own on the writer, after a restart too. (kind, subject) is unique: setting it again
// moves it. A handler that fails is tried again after 1, 2, 4 … at most 300 s.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "kernel/sql/connection.h"
#include "kernel/sql/migrations.h"

namespace yilin {
class Kernel;
}

namespace yilin::command {

class Tx;

struct Deadline {
  std::string_view kind;  // "order.offer": a literal
  std::int64_t subject;
  Instant due;
};

class Deadlines {
 public:
  using Handler = std::function<Status(Tx&, const Deadline&)>;
  explicit Deadlines(Kernel& kernel);
  ~Deadlines();
  void handle(std::string_view kind, Handler handler);  // at start-up, once per kind
  void start();                                         // loads what is due from the database, starts the thread
  void stop();
  // Fires everything due by the kernel's clock and waits for it; for tests and the simulator. Returns how many fired.
  std::size_t fire_due();
  std::size_t waiting() const;

  // By Tx, on the writer's thread.
  void set(sql::Connection& db, const Deadline& deadline);
  void cancel(sql::Connection& db, std::string_view kind, std::int64_t subject);
  void applied(const Deadline& deadline, bool cancelled);  // after the commit

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

std::span<const sql::Migration> migrations();  // of room kernel_command: deadline, idempotency

}  // namespace yilin::command
