#pragma once
// A wall clock that the simulator moves, so that months of history pass through the real commands and deadlines. Durations
// stay real. Any thread may look.

#include <atomic>

#include "base/time.h"

namespace yilin::sim {

class SimClock : public Clock {
 public:
  explicit SimClock(Instant start) : now_ms_(start.ms) {}
  Instant now() const override { return {now_ms_.load(std::memory_order_relaxed)}; }
  std::int64_t monotonic_us() const override { return system_clock().monotonic_us(); }
  void set(Instant t) { now_ms_.store(t.ms, std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> now_ms_;
};

}  // namespace yilin::sim
