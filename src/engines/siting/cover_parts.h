#pragma once
// A core that falls apart, over one or more years: parts that share no people are independent but for the budgets. At prices of
// opening in each year every part has its own exact value; together they bound the whole (Dantzig–Wolfe), and dynamic
// programming over what the prices leave open finds the best combination of configs within the budgets, and proves it.

#include <cstdint>
#include <vector>

#include "engines/siting/cover_problem.h"
#include "engines/siting/effort.h"

namespace yilin::siting {

struct PartsProblem {
  const CoverCore& core;                  // costs are base costs; its own budget is not looked at
  std::vector<std::int64_t> limits;       // one a year
  bool cumulative = true;                 // limits[t]: cost open in year t; otherwise cost that opens in it
};
struct PartsHint {
  std::vector<std::int32_t> year;         // a plan within the limits: per core site, number of years: never
  std::vector<double> price;              // of opening one unit of cost in each year
  std::vector<std::vector<double>> row_price;  // per year of people: of the core's rows, from a relaxation; empty: none
};
struct PartsAnswer {
  bool proved = false;                    // value = bound
  std::int64_t value = 0, bound = 0;      // weight covered, summed over the years; at least what the hint's plan covers
  std::vector<std::int32_t> year;
  std::int32_t parts = 0, largest = 0;    // how the core fell apart (sites)
};
PartsAnswer solve_by_parts(const PartsProblem& problem, const PartsHint& hint, const Effort& effort);

// How many sites the largest connected part has.
std::int32_t largest_part(const CoverCore& core);

}  // namespace yilin::siting
