#pragma once
// Cover most with a budget (MCLP), with a proof. Dominance, local search, a Lagrangian bound; a core that falls apart is solved
// part by part (cover_parts.h), a connected one by annealing (cover_anneal.h), the linear program, fixing by reduced cost, and branch and
// cut where the bound leaves little. What cannot be proved is annealed again and recombined until time or iterations end.

#include <optional>
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
  double price = 0;                 // of a unit of budget in the relaxation behind `relaxed`
  double relaxed = 0;               // no plan covers more than relaxed + price × extra with `extra` more budget
};
CoverPlan max_cover(const CoverProblem& problem, const Effort& effort);

// What no plan with `extra` more budget (less where it is negative) exceeds. Nothing where the relaxation does not say: a site that was too dear could then
// be paid for, or there is no plan.
std::optional<std::int64_t> most_with(const CoverProblem& problem, const CoverPlan& plan, std::int64_t extra);

}  // namespace yilin::siting
