#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <ctime>
#include <deque>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "modules/solving/solving.h"

namespace yilin::solving {
namespace {

double cpu_seconds(clockid_t clock) {
  timespec t{};
  if (::clock_gettime(clock, &t) != 0) return 0;
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

}  // namespace

struct BackgroundSolver::Impl {
  struct Task {
    Ticket ticket = 0;
    double cpu_seconds = 0;
    std::function<void()> work;
  };
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Task> waiting;
  Task running;
  double began = 0;
  clockid_t clock{};
  Ticket last = 0;
  bool ending = false;
  std::thread thread;

  explicit Impl(int niceness) : thread([this, niceness] { loop(niceness); }) {}
  ~Impl() {
    {
      const std::lock_guard lock(mutex);
      ending = true;
      waiting.clear();
      changed.notify_all();
    }
    thread.join();
  }

  void loop(int niceness) {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), niceness);
    for (;;) {
      std::function<void()> work;
      {
        std::unique_lock lock(mutex);
        running = {};
        changed.notify_all();
        changed.wait(lock, [this] { return ending || !waiting.empty(); });
        if (ending) return;
        running = std::move(waiting.front());
        waiting.pop_front();
        work = std::move(running.work);
        ::pthread_getcpuclockid(::pthread_self(), &clock);
        began = cpu_seconds(clock);
      }
      try {
        work();
      } catch (const std::exception& e) {
        log::error("solving_failed", {{"what", e.what()}});
      }
    }
  }
};

BackgroundSolver::BackgroundSolver(int niceness) : niceness_(niceness) {}
BackgroundSolver::~BackgroundSolver() = default;

BackgroundSolver::Impl& BackgroundSolver::impl() const {
  std::call_once(made_, [this] { impl_ = std::make_unique<Impl>(niceness_); });
  return *impl_;
}

BackgroundSolver::Ticket BackgroundSolver::submit(double cpu_seconds, std::function<void()> work) {
  Impl& i = impl();
  const std::lock_guard lock(i.mutex);
  if (i.waiting.size() >= kWaitingMax) return 0;
  i.waiting.push_back({++i.last, cpu_seconds, std::move(work)});
  i.changed.notify_all();
  return i.last;
}

bool BackgroundSolver::withdraw(Ticket ticket) {
  Impl& i = impl();
  const std::lock_guard lock(i.mutex);
  return std::erase_if(i.waiting, [&](const Impl::Task& t) { return t.ticket == ticket; }) > 0;
}

std::optional<BackgroundSolver::State> BackgroundSolver::state(Ticket ticket) const {
  Impl& i = impl();
  const std::lock_guard lock(i.mutex);
  const bool busy = i.running.ticket != 0;
  if (ticket != 0 && i.running.ticket == ticket) {
    const double used = cpu_seconds(i.clock) - i.began;
    return State{0, true, std::clamp(static_cast<int>(used * 100 / std::max(i.running.cpu_seconds, 0.01)), 0, 99)};
  }
  for (std::size_t at = 0; at < i.waiting.size(); ++at)
    if (i.waiting[at].ticket == ticket) return State{at + busy, false, 0};
  return std::nullopt;
}

bool BackgroundSolver::full() const {
  Impl& i = impl();
  const std::lock_guard lock(i.mutex);
  return i.waiting.size() >= kWaitingMax;
}

void BackgroundSolver::wait_until_idle() {
  Impl& i = impl();
  std::unique_lock lock(i.mutex);
  i.changed.wait(lock, [&] { return i.running.ticket == 0 && i.waiting.empty(); });
}

}  // namespace yilin::solving
