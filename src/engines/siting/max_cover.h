#pragma once
// Cover most with a budget (MCLP), with a proof. Merging and dominance → greedy and local search → linear relaxation
// (Clp) → fixing by reduced cost → branch and cut (CBC) on the core that is left. What cannot be proved is improved by
// combining good plans exactly, until time or iterations end.

#include <string>

#include "engines/siting/cover_problem.h"
#include "engines/siting/effort.h"

namespace yilin::siting {

struct CoverPlan {
  Verdict verdict = Verdict::infeasible;
  std::string reason;               // infeasible: a Chinese sentence
  std::int64_t value = 0, bound = 0;  // weight covered; no plan covers more than `bound`
  std::vector<std::int32_t> open;   // sites of the problem, ascending; required ones among them
  std::string method;               // how it ended, for people: "merge+search+LP", "…+CBC (12 sites left)"
  double price = 0;                 // what one more unit of budget can gain at most (LP price of the budget)
};
CoverPlan max_cover(const CoverProblem& problem, const Effort& effort);

}  // namespace yilin::siting
