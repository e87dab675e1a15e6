#pragma once
// The cell's one writer (law 8): a thread with the only writing connection. Jobs wait in three lanes; it takes what is
// there (at most kGroupMax jobs or kGroupMillis of commands), runs each, undoes a refusal, commits once, and only then tells
// each job that it is durable. Commit order is the order of run(), and that of submit() within a lane.
// Somebody waits for a command. What is to follow soon joins a group after its commands: for kSoonMillis, for kSoonBusyMillis
// when more commands wait already, and for as long as the commands may take once it has waited for kSoonPatienceMillis. Bulk
// chunks have groups of their own while nothing else waits, and one after kGroupsWithoutBulkMax groups even so.
//
// If a group fails as a whole (constraint, lost server), it is rolled back and its jobs run again one by one, so that only
// the guilty one fails: run() may therefore be called more than once and must start from the database each time.
// A full disk fails the jobs of the group; the writer goes on. After an I/O error, a lost server or a lost lease it stops
// for good (never retry fsync): every job is refused from then on.

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>

#include "kernel/sql/connection.h"

namespace yilin::sql {

enum class Lane { command, bulk, soon };
enum class Outcome {
  committed,    // durable
  rolled_back,  // run() said no: nothing was written, the answer is run()'s own
  failed,       // the database failed or run() threw: nothing was written. Only if a commit's own I/O failed may the
                // act yet be found written after the restart: the client asks again with its idempotency key
  refused,      // queue full (never `soon`) or the writer has stopped: run() was not called
};

struct Job {
  Lane lane = Lane::command;
  // false: roll back this job alone. May throw sql::Failure, and must not swallow one; what else it throws fails this
  // job alone. Leaves no Rows open.
  std::function<bool(Connection&)> run;
  // Called once, in commit order, on the writer's thread (refused: perhaps on the caller's); quick, may not throw.
  std::function<void(Outcome)> done;
};

// What shares the group's transaction: the journal's head, counters, the id high-water mark. Each job ends in exactly one
// of job_done and job_rolled_back, or its group in group_rolled_back; each group in after_commit or group_rolled_back.
// before_commit may throw Failure. All on the writer's thread, in the order of adding.
struct GroupHook {
  virtual ~GroupHook() = default;
  virtual void job_rolled_back() {}              // undo what the last job did in memory
  virtual void job_done() {}                     // the last job's memory effects now belong to the group
  virtual void before_commit(Connection&) {}
  virtual void after_commit() {}
  virtual void group_rolled_back() {}
};

struct WriterStats {
  std::int64_t groups, jobs, failed, refused;
  std::int64_t commit_us_total, commit_us_max, run_us_max;
  std::size_t waiting_commands, waiting_soon, waiting_bulk;
};

class Writer {
 public:
  static constexpr std::size_t kQueueMax = 4096;       // commands waiting; beyond it: refused
  static constexpr std::size_t kBulkQueueMax = 64;
  static constexpr std::size_t kGroupMax = 256;
  static constexpr std::int64_t kGroupMillis = 8;      // of commands, or of bulk chunks: a command waits for one group and is in the next
  static constexpr std::int64_t kSoonMillis = 4, kSoonBusyMillis = 2;
  static constexpr std::int64_t kSoonPatienceMillis = 10'000;
  static constexpr int kGroupsWithoutBulkMax = 16;

  explicit Writer(std::unique_ptr<Connection> connection);
  ~Writer();  // runs what waits, commits, stops

  void add_hook(GroupHook* hook);  // before start(); called in order of adding
  void start();
  void submit(Job job);            // any thread
  // Submits and waits. For start-up, command lines and tests; never from the writer's own thread.
  Outcome run(Lane lane, std::function<bool(Connection&)> work);
  void stop();                     // drains, then refuses
  bool on_writer_thread() const;
  std::string stopped_because() const;  // empty while it takes jobs; for /healthz, the log and the end of the process
  WriterStats stats() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yilin::sql
