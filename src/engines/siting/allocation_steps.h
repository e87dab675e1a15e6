#pragma once
// The upper hulls of all households' tiers as steps, best benefit per cost first. Internal to the allocation.

#include "engines/siting/allocation.h"

namespace yilin::siting {

// One step up the hull of a household's tiers.
struct AllocationStep {
  double rate;                        // benefit per unit of cost
  std::int64_t cost, benefit;
  std::uint32_t household;
  std::int32_t to;                    // tier within the household
};
// Steps of one household follow each other in order, for their rates fall. O(tiers log tiers).
std::vector<AllocationStep> steps_of(const AllocationProblem& problem);

}  // namespace yilin::siting
