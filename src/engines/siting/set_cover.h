#pragma once
// Set covering: the cheapest sites that leave nobody out (LSCP; with costs: weighted set covering). Rows and sites that others
// imply are dropped, the Lagrangian gives bound and plans (Caprara, Fischetti & Toth 1999 in short), reduced costs shrink
// the core, branch and cut proves the rest.

#include <string>

#include "engines/siting/cover_rows.h"
#include "engines/siting/effort.h"

namespace yilin::siting {

struct SetCoverProblem {
  CoverRows rows;                       // weights do not matter
  std::vector<std::int64_t> cost;       // per site, > 0; empty: one each
  // Stop as soon as a cover of at most this cost is known, or proved not to exist. -1: look for the cheapest.
  std::int64_t enough = -1;
};
struct SetCoverPlan {
  Verdict verdict = Verdict::infeasible;
  std::string reason;
  std::int64_t value = 0, bound = 0;
  std::vector<std::int32_t> open;       // ascending
  std::int32_t core_sites = 0;          // that branch and cut had to look at
};
SetCoverPlan set_cover(const SetCoverProblem& problem, const Effort& effort);

}  // namespace yilin::siting
