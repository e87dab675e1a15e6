#pragma once
// What happens beside the writer: plans are solved on the cell's background solver, accepted changes are carried out one
// command after the other. Internal to dayplan.

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "modules/dayplan/dayplan.h"

namespace yilin::dayplan {

inline constexpr double kSolveSeconds = 60;                 // of CPU, at most
inline constexpr std::int64_t kIterationsLeast = 2'000, kIterationsMost = 400'000;
inline constexpr std::size_t kChunk = 50;                   // rows stored by one command

class Planner {
 public:
  explicit Planner(Kernel& kernel) : kernel_(kernel) {}
  ~Planner();
  // After the commit that made it, on the writer's thread. Where the solver's queue is full the plan's deadline tries again.
  void solve(PlanId plan);
  void apply(PlanId plan);    // its accepted changes; any thread
  void apply_interrupted();   // what a restart interrupted
  void wait_until_idle();

 private:
  void work();
  bool take(PlanId& plan);
  void carry_out(PlanId plan);
  bool ending();
  Kernel& kernel_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::int64_t> waiting_;
  bool busy_ = false, ending_ = false;
  std::thread thread_;
};

// So that commands and the façade find the planner, which lives with the routes: it must end before what it works on.
struct PlannerReference {
  std::weak_ptr<Planner> planner;
};
void with_planner(const Kernel& kernel, const std::function<void(Planner&)>& what);

// On the solver's thread: reads the day, solves, stores the proposal. When `stop` becomes true nothing is stored, and the next
// start goes on. `cpu_seconds`: 0 = only iterations end the search.
void make(Kernel& kernel, PlanId id, double cpu_seconds, const std::atomic<bool>& stop);

}  // namespace yilin::dayplan
