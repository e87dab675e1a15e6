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

#include "base/assert.h"
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
    Work work;
  };
  const int niceness;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::deque<Task> waiting;
  Task running;
  double began = 0;
  clockid_t clock{};
  Ticket last = 0;
  bool by_hand = false;
  std::atomic<bool> ending = false;
  std::thread thread;  // from the first submit()

  explicit Impl(int nice) : niceness(nice) {}
  ~Impl() {
    {
      const std::lock_guard lock(mutex);
      ending = true;
      waiting.clear();
      changed.notify_all();
    }
    if (thread.joinable()) thread.join();
  }

  // Does the first of those that wait; the lock is open meanwhile.
  void do_one(std::unique_lock<std::mutex>& lock) {
    running = std::move(waiting.front());
    waiting.pop_front();
    Work work = std::move(running.work);
    ::pthread_getcpuclockid(::pthread_self(), &clock);
    began = cpu_seconds(clock);
    lock.unlock();
    try {
      work(ending);
    } catch (const std::exception& e) {
      log::error("solving_failed", {{"what", e.what()}});
    }
    work = {};
    lock.lock();
    running = {};
    changed.notify_all();
  }

  void loop() {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), niceness);
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [this] { return ending || !waiting.empty(); });
      if (ending) return;
      do_one(lock);
    }
  }
};

BackgroundSolver::BackgroundSolver(int niceness) : impl_(std::make_unique<Impl>(niceness)) {}
BackgroundSolver::~BackgroundSolver() = default;

void BackgroundSolver::work_by_hand() {
  const std::lock_guard lock(impl_->mutex);
  YILIN_ASSERT(impl_->last == 0);
  impl_->by_hand = true;
}

bool BackgroundSolver::by_hand() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->by_hand;
}

BackgroundSolver::Ticket BackgroundSolver::submit(double cpu_seconds, Work work) {
  Impl& i = *impl_;
  const std::lock_guard lock(i.mutex);
  if (i.waiting.size() >= kWaitingMax) return 0;
  i.waiting.push_back({++i.last, cpu_seconds, std::move(work)});
  if (!i.by_hand && !i.thread.joinable()) i.thread = std::thread([&i] { i.loop(); });
  i.changed.notify_all();
  return i.last;
}

bool BackgroundSolver::withdraw(Ticket ticket) {
  const std::lock_guard lock(impl_->mutex);
  return std::erase_if(impl_->waiting, [&](const Impl::Task& t) { return t.ticket == ticket; }) > 0;
}

std::optional<BackgroundSolver::State> BackgroundSolver::state(Ticket ticket) const {
  const Impl& i = *impl_;
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
  const std::lock_guard lock(impl_->mutex);
  return impl_->waiting.size() >= kWaitingMax;
}

void BackgroundSolver::wait_until_idle() {
  Impl& i = *impl_;
  std::unique_lock lock(i.mutex);
  while (i.by_hand && !i.waiting.empty()) i.do_one(lock);
  i.changed.wait(lock, [&] { return i.running.ticket == 0 && i.waiting.empty(); });
}

}  // namespace yilin::solving
