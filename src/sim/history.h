#pragma once
// Weeks of a city's past, played through the real commands by moving the clock.

#include "sim/demo.h"
#include "sim/world.h"

namespace yilin::sim {

struct HistoryOptions {
  std::uint64_t seed = 1;
  double orders_a_day = 60;
  int days = 60;
  bool begins = true;              // false: goes on after an interruption
  Instant until;                   // none: the present
  bool repeatable = false;         // second by second, one thing after the other: the same seed, the same days
};

// From where the clock stands until then; `day_done` after each day. `repeatable` wants whole seconds of the clock, Hands one by
// one, and a kernel that was never started: deadlines fire here only.
Status play_history(Kernel& kernel, World& world, Desk& desk, Hands& hands, SimClock& clock, const HistoryOptions& options,
                    const std::function<Status(Date)>& day_done, const DemoProgress& progress);

}  // namespace yilin::sim
