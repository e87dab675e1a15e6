#pragma once
// The façade of solving: the cell's background solver, which day plans and the HTTP service of the routing engine share.

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "kernel/command/kernel.h"

namespace yilin::solving {

namespace errors {
inline constexpr ErrorKind queue_full{"solving.queue_full", 429, "排队求解的任务已满，请稍后再试。", "Too many problems wait to be solved."};
}  // namespace errors

// One thread, niced, one piece of work after the other, none of which takes more CPU than it said. What is told to submit()
// runs there: it may read, solve, and run commands.
class BackgroundSolver {
 public:
  static constexpr std::size_t kWaitingMax = 32;
  explicit BackgroundSolver(int niceness);
  ~BackgroundSolver();  // forgets what waits, asks what runs to stop, waits for it

  using Ticket = std::int64_t;
  // `stop` becomes true when the cell shuts down: the work then ends soon and leaves nothing half true.
  using Work = std::function<void(const std::atomic<bool>& stop)>;
  // 0: the queue is full, the work was not taken.
  Ticket submit(double cpu_seconds, Work work);
  bool withdraw(Ticket ticket);  // false: it runs already, or has ended
  struct State {
    std::size_t ahead = 0;       // how many are done before it
    bool running = false;
    int percent = 0;             // of its CPU budget, 0–99, while it runs
  };
  std::optional<State> state(Ticket ticket) const;  // none: it has ended, or never was
  bool full() const;
  void wait_until_idle();

  // From now on no thread works: wait_until_idle() does what waits, for whoever calls it, and no search is cut short by a
  // clock. For a simulated day, in which one thing follows the other. Before the first submit().
  void work_by_hand();
  bool by_hand() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The solver of day plans and long requests; null while the cell shuts down.
std::shared_ptr<BackgroundSolver> background(const Kernel& kernel);

}  // namespace yilin::solving
