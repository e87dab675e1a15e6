#pragma once
// Exact covering at a price for wide pieces that lie along a line or in a plane: sites are decided one after the other in an order
// that keeps what is still open short, and plans that agree on the sites whose people are not all decided are one state. With
// row prices of a relaxation every decision has a loss ≥ 0 against its bound, so the best plan is a shortest path; what the rest
// must lose at least is known from sweeps over stretches of 8, 16, 32 … sites (Russian-doll search, Verfaillie, Lemaître &
// Schiex 1996). Regions far apart do not multiply, which is where branch and bound loses its time.

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "engines/siting/cover_problem.h"

namespace yilin::siting {

struct SweepAnswer {
  bool done = false;                   // false: too many states, or time was up
  bool better = false;                 // `open` is the best set, worth more than the floor; otherwise nothing is
  std::vector<std::int32_t> open;      // core sites, ascending
  std::int64_t bound = 0;              // no set is worth more: what was learnt by then, done or not
};
// `row_price`: 0 … weight of each row, the closer to the linear program's the better.
SweepAnswer sweep(const CoverCore& core, std::int64_t floor, const std::vector<double>& row_price, const std::function<bool()>& time_is_up);

// For each sum of labels that a set worth more than `floor` can have: the best such set. Nothing: too many states, or time was up.
std::optional<std::vector<std::vector<std::int32_t>>> sweep_labels(const CoverCore& core, std::int64_t floor, const std::vector<double>& row_price,
                                                                   const std::vector<std::uint64_t>& label, const std::function<bool()>& time_is_up);

}  // namespace yilin::siting
