#pragma once
// The thread that jobs run on, one after the other, off the writer's thread.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <thread>

#include "modules/imports/jobs.h"

namespace yilin::imports {

enum class Task : std::uint8_t { check, run, roll_back };

// What a pass over a job works with.
struct Pass {
  Kernel& kernel;
  CallerPtr caller;
  Job job;
  std::function<bool()> stopped;  // asked to, or the process ends
};
// Each leaves the job in its next state; an error leaves that to the runner.
Status check_elders(Pass& pass);
Status check_rows(Pass& pass);
Status run_elders(Pass& pass);
Status run_rows(Pass& pass);
Status roll_back(Pass& pass);
// The last step of a check and of a run.
Status checked(Pass& pass);
Status finished(Pass& pass);
inline constexpr std::size_t kCheckSlice = 100;  // rows with errors that a check writes together

class Runner {
 public:
  static constexpr std::size_t kWaitingMax = 32;
  explicit Runner(Kernel& kernel) : kernel_(kernel) {}
  ~Runner();
  bool full() const;
  bool has(ImportId job) const;  // waiting or being worked on
  // After the commit that moved the job; starts the thread when there is none yet.
  void submit(Task task, ImportId job, CallerPtr caller);
  void stop(ImportId job);
  void wait_until_idle();  // for tests and the command line

 private:
  struct Order {
    Task task;
    ImportId job;
    CallerPtr caller;
  };
  void work();
  void perform(const Order& order);
  void gave_up(const Order& order, std::string problem);

  Kernel& kernel_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Order> waiting_;
  std::set<ImportId> asked_to_stop_;
  ImportId current_;             // none: idle
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

// Of the deadline that recover() sets.
Status resume(command::Tx& tx, Runner& runner, ImportId id);

// Counts of a pass, written to the job now and then.
class Progress {
 public:
  explicit Progress(Pass& pass) : pass_(pass) {}
  // True when it is time to tell (twice a second).
  bool due();
  // Writes position and counts of pass.job outside any chunk (checks).
  Status write(std::span<const std::pair<std::int64_t, std::vector<FieldError>>> errors);

 private:
  Pass& pass_;
  std::int64_t told_us_ = 0;
};

}  // namespace yilin::imports
