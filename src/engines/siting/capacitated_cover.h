#pragma once
// Cover most where every site can serve only so many: open sites within a budget and give each person in reach of an open site a
// place there while there is room. Sites may be required (an existing centre: required, at no cost). Places are given by
// maximum flow; bounds by the linear program; branch and cut for the proof.

#include <span>
#include <string>
#include <vector>

#include "engines/siting/cover_problem.h"
#include "engines/siting/effort.h"

namespace yilin::siting {

struct CapacitatedCoverProblem {
  CoverRows rows;
  std::vector<std::int64_t> capacity;     // weight a site can serve, ≥ 0
  std::vector<std::int64_t> cost;         // ≥ 0; empty: one each
  std::int64_t budget = 0;
  std::vector<SiteRule> rule;             // empty: all free
};
struct CapacitatedCoverPlan {
  Verdict verdict = Verdict::infeasible;
  std::string reason;
  std::int64_t value = 0, bound = 0;      // weight served
  std::vector<std::int32_t> open;         // ascending, required ones among them
  std::vector<std::int64_t> served;       // beside open
};
CapacitatedCoverPlan capacitated_cover(const CapacitatedCoverProblem& problem, const Effort& effort);

// What closing each of `open` would lose, and what opening each of `closed` beside them would add: by maximum flow, exactly. O(a flow a site).
struct SeatWorth {
  std::vector<std::int64_t> loss, gain;   // beside open and closed
};
SeatWorth seat_worth(const CapacitatedCoverProblem& problem, std::span<const std::int32_t> open, std::span<const std::int32_t> closed);

}  // namespace yilin::siting
