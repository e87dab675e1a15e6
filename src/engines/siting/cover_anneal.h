#pragma once
// Simulated annealing for maximal covering (Kirkpatrick, Gelatt & Vecchi 1983): an open site's place is taken by a neighbour that
// shares people with it, or by any other. A move is weighed by one pass over the rows of the site that would open: that is what wide
// reach needs, where every plan has thousands of near equals.

#include "engines/siting/cover_search.h"

namespace yilin::siting {

inline constexpr double kHot = 0.05;   // of the mean worth of an open site: enough to rearrange a plan from the ground up

// The best of `moves` moves from `start` (what the budget still pays for is opened first), cooling to the end of them from `heat`.
// Stops early when time is up.
SearchReport anneal(const CoverCore& core, const std::vector<std::int32_t>& start, std::int64_t moves, double heat, std::uint64_t seed, const Effort& effort);
// The same for weight − cost without a budget; `value` of the report is that difference.
SearchReport anneal_priced(const CoverCore& core, const std::vector<std::int32_t>& start, std::int64_t moves, std::uint64_t seed);

}  // namespace yilin::siting
