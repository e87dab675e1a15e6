#pragma once
// Several years: what opens stays open. The weight covered is summed over the years. Yearly plans give a floor (never below
// greedy by year), range exchanges improve on it. A core that falls apart is then solved part by part over all years
// (cover_parts.h); a connected one by the linear program over all years and branch and cut.

#include <string>

#include "engines/siting/cover_problem.h"
#include "engines/siting/effort.h"

namespace yilin::siting {

struct NestedProblem {
  CoverRows rows;
  std::vector<std::int64_t> cost;       // empty: one each
  std::vector<std::int64_t> budgets;    // one a year
  bool cumulative = true;               // budgets[t] bounds all that is open in year t; otherwise what opens in year t
  std::vector<SiteRule> rule;           // required sites open in the first year
};
struct NestedPlan {
  Verdict verdict = Verdict::infeasible;
  std::string reason;
  std::int64_t value = 0, bound = 0;    // Σ over years of the weight covered
  std::vector<std::int32_t> open, year; // beside each other; years from 1
  std::vector<std::int64_t> covered;    // by year
  std::string method;
};
NestedPlan nested_cover(const NestedProblem& problem, const Effort& effort);

}  // namespace yilin::siting
