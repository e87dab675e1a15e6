#pragma once
// A wall clock that the simulator moves, so that months of history pass through the real commands and deadlines. Durations
// stay real. Any thread may look.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/time.h"
#include "kernel/command/kernel.h"

namespace yilin::sim {

class SimClock : public Clock {
 public:
  explicit SimClock(Instant start) : now_ms_(start.ms) {}
  Instant now() const override {
    if (alone_.load(std::memory_order_acquire)) wait_for_turn();
    return {now_ms_.load(std::memory_order_relaxed)};
  }
  std::int64_t monotonic_us() const override { return system_clock().monotonic_us(); }
  void set(Instant t) { now_ms_.store(t.ms, std::memory_order_relaxed); }

  // While an Alone lives, only its thread and the writer's learn the time: whoever else asks for it (a batch that begins, say)
  // waits until let_others(). So what other threads do comes at one known place of the day, however fast they are.
  class Alone {
   public:
    Alone(SimClock& clock, const Kernel& kernel);
    ~Alone();
    Alone(const Alone&) = delete;
    // Runs `until`, which returns when the others have ended what waits for them.
    template <class F>
    void let_others(F&& until) {
      clock_.put_alone(nullptr);
      until();
      clock_.put_alone(&kernel_);
    }

   private:
    SimClock& clock_;
    const Kernel& kernel_;
  };

 private:
  void put_alone(const Kernel* kernel);
  void wait_for_turn() const;

  std::atomic<std::int64_t> now_ms_;
  std::atomic<bool> alone_ = false;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  const Kernel* kernel_ = nullptr;  // while somebody is alone
  std::thread::id whose_;
};

}  // namespace yilin::sim
