#pragma once
// The p-center: open p sites so that nobody's way is longer than need be. Bisection over the distinct distances; whether p
// sites reach everybody within one of them is a set covering question.

#include <string>

#include "engines/siting/distance_table.h"
#include "engines/siting/effort.h"

namespace yilin::siting {

struct CenterPlan {
  Verdict verdict = Verdict::infeasible;
  std::string reason;
  std::int32_t value = 0, bound = 0;        // longest way; no plan has a shorter one than `bound`
  std::vector<std::int32_t> open;           // ascending; p or fewer
};
CenterPlan p_center(const DistanceTable& distance, std::int32_t p, const Effort& effort);

}  // namespace yilin::siting
