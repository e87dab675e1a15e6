#pragma once
// PURE: which changes hang together. One that needs a carer's time that another one gives up can only become true with it.

#include <span>
#include <vector>

#include "modules/dayplan/types.h"

namespace yilin::dayplan {

inline constexpr std::size_t kTogetherMax = 50;  // changes that one command carries out

// Indexes into `changes`, each in exactly one set, in the order of their first members. `way`: between two visits a carer may
// be on the road for so long. O(n log n) where no carer has many changes.
std::vector<std::vector<std::size_t>> sets_of(std::span<const Change> changes, Millis way);

}  // namespace yilin::dayplan
