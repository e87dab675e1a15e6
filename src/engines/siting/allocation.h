#pragma once
// Packages for households: each household gets one of its tiers or none, the budget holds, every county keeps its floor and cap.
// Multiple-choice knapsack by the upper hull of each household's tiers, best benefit per yuan first (Sinha & Zoltners 1979);
// with floors and caps per county the linear relaxation is still greedy (a laminar family). And the splitting of a task over
// counties and years so that every total is exact.

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace yilin::siting {

inline constexpr ErrorKind bad_allocation{"siting.bad_allocation", 422, "分配条件互相矛盾。", "The conditions of the allocation contradict each other."};

struct Tier {
  std::int64_t cost, benefit;              // > 0
};
struct AllocationProblem {
  std::vector<std::uint32_t> start{0};     // tiers of household h: tier[start[h]] … tier[start[h+1]-1]
  std::vector<Tier> tier;
  std::vector<std::int32_t> group;         // county of each household; empty: one group
  std::int64_t budget = 0;
  std::vector<std::int64_t> floor, cap;    // money per group; empty: none
};
struct Allocation {
  std::vector<std::int32_t> chosen;        // tier within the household, -1: none
  std::int64_t cost = 0, benefit = 0;
  double bound = 0;                        // of the linear relaxation: no allocation has more benefit
  std::int64_t largest_step = 0;           // the largest single increment of benefit: the gap stays below it per binding limit
  std::vector<std::int64_t> group_cost;
};
// Floors are met as far as the county's own households allow with whole packages. O(tiers log tiers).
Result<Allocation> allocate(const AllocationProblem& problem);

// The same over several years: a household gets one package at most, in one of the years; budgets, floors and caps are each year's own.
struct YearTerms {
  std::int64_t budget = 0;
  std::vector<std::int64_t> floor, cap;    // money per group; empty: none
};
struct YearsAllocation {
  struct Year {
    std::int64_t cost = 0, benefit = 0;
    std::vector<std::int64_t> group_cost;
  };
  std::vector<std::int32_t> chosen, year;  // per household: its tier and its year from 0; -1: none
  std::vector<Year> by_year;
  std::int64_t benefit = 0, short_of_floors = 0;   // money that floors are missed by, in all
  double bound = 0;                        // of the linear relaxation over all years: no allocation has more benefit
};
// The relaxation is solved exactly over all years together: whole counties are spread over the years by flow, best benefit per yuan first
// (its feasible sums are a polymatroid, so greedy is optimal). Rounding leaves at most a package for each county and year; where the plan
// year after year happens to be better it is taken. `households.budget`, `floor` and `cap` are not looked at.
// O(tiers log tiers + tiers × years).
Result<YearsAllocation> allocate_years(const AllocationProblem& households, std::span<const YearTerms> years);

// Cell (r, c) of the answer is row[r]·column[c]/total rounded down or up, and both margins are exact (controlled rounding by
// minimum-cost flow: the ups go where the fractions are largest). Fails if the margins differ in total or are negative.
Result<std::vector<std::int64_t>> split_task(std::span<const std::int64_t> row, std::span<const std::int64_t> column);

}  // namespace yilin::siting
