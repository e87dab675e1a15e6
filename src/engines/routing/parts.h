#pragma once
// Large days: the plan is cut into parts of neighbouring routes, each part is searched alone (and at the same time), and the
// cut is drawn elsewhere in the next round, so that every border is crossed before long. Parts are cut by travel alone, so
// no coordinates are needed, and the outcome does not depend on the number of threads.

#include "engines/routing/plan.h"
#include "engines/routing/solver.h"

namespace yilin::routing {

inline constexpr int kWholeMax = 700;  // visits searched in one piece
inline constexpr int kPartSize = 350;  // visits of a part, about
inline constexpr int kToldWholeMax = 3'000;  // visits of a plan told in one piece: the matrix of more takes seconds and 100s of MB

struct LargeResult {
  Solution solution;
  std::int64_t iterations = 0, horizon = 0;
};
LargeResult solve_in_parts(const Problem&, const Options&);

// evaluate() for plans of any size: judged and told part by part. A visit for two that is left out is judged by what two carers
// of one part could do.
Result<Answer> evaluate_in_parts(const Problem&, const Solution&);

}  // namespace yilin::routing
