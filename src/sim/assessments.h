#pragma once
// Ability assessments of the past year: a few hundred, by assessors of the network and of the desk, told to the assessment
// module as they happened; some wait for review, two for the demo's own accounts to be filled in.

#include "sim/network.h"
#include "sim/staff.h"

namespace yilin::sim {

inline constexpr std::int64_t kAssessmentsMax = 400;

// Returns how many. Not for a city that has some already. Never on the writer's thread.
Result<std::int64_t> assess(Kernel& kernel, const Places& places, const NetworkReport& network, const Staff& staff, std::int64_t elders,
                            std::uint64_t seed);

}  // namespace yilin::sim
