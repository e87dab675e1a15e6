#pragma once
// The p-median: open p sites so that Σ weight × distance to the nearest open site is least. Whitaker's fast interchange for
// plans, the Lagrangian of the assignment for bounds, fixing by reduced cost and a small tree for the proof (Beasley 1985).

#include <string>

#include "engines/siting/distance_table.h"
#include "engines/siting/effort.h"

namespace yilin::siting {

struct MedianProblem {
  const DistanceTable* distance = nullptr;   // kUnreachable: no way; nobody with a weight may be left without one
  std::vector<std::int64_t> weight;          // per client; empty: one each
  std::int32_t p = 1;
  std::vector<std::int32_t> required;        // open in every plan, counted in p
};
struct MedianPlan {
  Verdict verdict = Verdict::infeasible;
  std::string reason;
  std::int64_t value = 0, bound = 0;         // no plan costs less than `bound`
  std::vector<std::int32_t> open;            // ascending
  std::int64_t nodes = 0;
};
MedianPlan p_median(const MedianProblem& problem, const Effort& effort);

}  // namespace yilin::siting
