#pragma once
// The thread that scenarios are solved on, one after the other, off the writer's thread; and the what-if indexes' refreshing.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "modules/facilities/plan.h"

namespace yilin::facilities {

class Planner {
 public:
  static constexpr std::size_t kWaitingMax = 8;
  explicit Planner(Kernel& kernel) : kernel_(kernel) {}
  ~Planner();
  bool full() const;
  // After the commit that queued the scenario; starts the thread when there is none yet.
  void submit(ScenarioId id, std::int64_t seconds);
  // Some other work for the same thread; false when it is full.
  bool post(std::function<void()> work);
  void cancel(ScenarioId id);
  struct Progress {
    std::string phase;
    std::int64_t elapsed_ms = 0, seconds = 0;
  };
  std::optional<Progress> progress(ScenarioId id) const;  // none: not running
  void wait_until_idle();                                 // for tests and the command line

 private:
  struct Job {
    ScenarioId id;
    std::int64_t seconds = 0;
    std::function<void()> other;
  };
  void start();
  void work();
  void perform(const Job& job);
  void finish(const Scenario& scenario, const PlanResult& result, std::int64_t run_ms);
  void gave_up(ScenarioId id, const std::string& note);

  Kernel& kernel_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> waiting_;
  Job running_;
  std::string phase_;
  std::int64_t started_us_ = 0;
  bool busy_ = false;
  std::atomic<std::int64_t> cancelled_{0};
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

// At start-up: what was running when the process ended did not finish.
void interrupt_leftovers(Kernel& kernel);

}  // namespace yilin::facilities
