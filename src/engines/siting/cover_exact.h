#pragma once
// The best set of sites of a covering core when every site is paid for: most weight − cost, without a budget. Bound, fixing by
// reduced cost, dominance, splitting into what no longer touches, again for each piece; what resists goes to a sweep,
// to a tree or to branch and cut.

#include <cstdint>
#include <functional>
#include <vector>

#include "engines/siting/cover_bound.h"

namespace yilin::siting {

struct PricedAnswer {
  std::vector<std::int32_t> open;      // core sites, ascending; worth no less than `known`
  std::int64_t worth = 0, bound = 0;   // covered weight − cost; no set is worth more than `bound`
  std::vector<double> row_price;       // behind the bound of the whole core, whatever the pieces proved
};
// `row_price`: a hint, empty or one for each row (0 … weight). `tight`: it comes from tight_bound() of this core.
PricedAnswer solve_priced(const CoverCore& core, const std::vector<std::int32_t>& known, const std::vector<double>& row_price, bool tight,
                          const std::function<bool()>& time_is_up);

// A bound by subgradient and, for wider cores, by the simplex.
CoverBound tight_bound(const CoverCore& core, std::int64_t target, const std::vector<double>& row_price, const std::function<bool()>& time_is_up);

// Weight covered by `open` − its cost.
std::int64_t worth_of(const CoverCore& core, const std::vector<std::int32_t>& open);

}  // namespace yilin::siting
