#pragma once
// How long to try, and how a result is called. The engine reads no clock: whoever calls it says when time is up. A run that
// ends in a proof or at `iterations` depends on the input and the seed only.

#include <cstdint>
#include <functional>
#include <string_view>

namespace yilin::siting {

struct Effort {
  std::int64_t iterations = 0;             // of local search; 0: as many as the model is worth
  std::uint64_t seed = 1;
  int threads = 1;                         // 2: search and bound side by side; the answer is the same
  bool persistent = false;                 // go on looking for a proof until time is up, even where it is far off
  std::function<bool()> time_is_up;        // asked often; empty: never
  bool stopped() const { return time_is_up && time_is_up(); }
};

enum class Verdict : std::uint8_t {
  proved_optimal,  // bound = value
  feasible,        // the best found; the bound says how far the optimum can be
  infeasible,      // `reason` says why
};

constexpr std::string_view code(Verdict v) {
  return v == Verdict::proved_optimal ? "proved_optimal" : v == Verdict::feasible ? "feasible" : "infeasible";
}

}  // namespace yilin::siting
