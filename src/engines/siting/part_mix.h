#pragma once
// One config for every part so that the budgets hold and most is covered: dynamic programming over what loses little against
// the parts' best configs at given prices.

#include "engines/siting/part_prices.h"

namespace yilin::siting {

struct Mix {
  std::int64_t value = -1;              // -1: none found
  std::vector<std::int32_t> config;     // per part
  bool exhausted = true;                // every mix of known configs that loses less than asked was looked at
};
// Looks for a mix that loses less than `loss` against the dual of the known configs at `prices` (which the parts are set to).
Mix best_mix(const std::vector<CoverPart>& parts, const YearLimits& limits, std::span<const std::int64_t> prices, std::int64_t loss);

}  // namespace yilin::siting
