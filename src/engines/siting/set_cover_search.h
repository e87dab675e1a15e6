#pragma once
// Local search for set covering with weights on rows (Gao, Weise & Li 2015, with costs): what is hard to cover weighs more and more.

#include "engines/siting/effort.h"
#include "engines/siting/set_cover_core.h"

namespace yilin::siting {

// Core sites of a cover cheaper than `to_beat` (what is settled not counted), the cheapest that `steps` exchanges find from `start`, which
// need not be a cover; empty: none.
std::vector<std::int32_t> search_covers(const SetCoverCore& core, const std::vector<std::int32_t>& start, std::int64_t to_beat, std::int64_t steps, const Effort& effort);

}  // namespace yilin::siting
