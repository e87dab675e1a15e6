#pragma once
// Between the public structs and the search: a Solution into a Plan, a Plan into an Answer.

#include <vector>

#include "base/result.h"
#include "engines/routing/answer.h"
#include "engines/routing/plan.h"

namespace yilin::routing {

// Where each carer's breaks lie when the plan says so: by carer of the model, gaps in the order of the breaks; empty = free.
using RestGaps = std::vector<std::vector<int>>;

// Puts the solution's routes into an empty plan. invalid_plan when it contradicts the problem or breaks a rule.
Status read_solution(const Solution&, Plan& plan, RestGaps& rests);

// The same without judging: what does not fit any more is left out, and the rest keeps carer and order as far as it can.
void adopt_solution(const Solution&, Plan& plan);

// Everything but reasons, iterations and horizon.
Answer describe(const Plan& plan, const RestGaps& rests = {});
Solution solution_of(const Plan& plan);

// Fills answer.unserved for the units that the plan leaves out; relaxations for all carers of the model or for one of them.
void add_reasons(const Plan& plan, Answer& answer, int only_carer = -1);

}  // namespace yilin::routing
