#pragma once
// A core that falls apart: sites that share no people are independent but for the budget. Each part has its own exact
// value at a price λ per unit of cost; together they bound the whole (Dantzig–Wolfe with one config per part), and the best
// combination of configs within the budget is found by dynamic programming over the little that λ leaves open.

#include <cstdint>
#include <vector>

#include "engines/siting/cover_problem.h"
#include "engines/siting/effort.h"

namespace yilin::siting {

struct PartsAnswer {
  bool proved = false;                 // `value` is the optimum of the core (or nothing beats `known`)
  std::int64_t value = 0;              // of `open`; 0 if nothing was found
  std::int64_t bound = 0;              // valid always
  std::vector<std::int32_t> open;      // core sites
  std::int32_t parts = 0, largest = 0; // how the core fell apart
};
// `known` is the best plan so far (core sites); `price` the budget's price in a relaxation; `bound` a valid bound.
PartsAnswer solve_by_parts(const CoverCore& core, const std::vector<std::int32_t>& known, double price, std::int64_t bound,
                           const Effort& effort);

// How many sites the largest connected part has.
std::int32_t largest_part(const CoverCore& core);

}  // namespace yilin::siting
