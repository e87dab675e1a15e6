#pragma once
// Cover most with a budget (MCLP), with a proof. Dominance, local search, a Lagrangian bound; a core that falls apart is solved
// part by part (cover_parts.h), a connected one by the linear program, fixing by reduced cost, and branch and cut where the bound
// leaves little. What cannot be proved is improved by combining good plans exactly, until time or iterations end.

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
