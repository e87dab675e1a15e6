#pragma once
// Two rule sets brought side by side as the engine wants them for what-ifs and back-dated changes: the same benefits in the same order.
// A benefit that one of them lacks stands in it without any rule, so whoever gets it gains all of it. Internal to benefits.

#include <optional>

#include "modules/policy/policy.h"

namespace yilin::benefits {

struct SideBySideRules {
  policies::Rules before, after;
  policies::Rules facts;           // the one of the two that knows every fact: columns are built for it
};
// nullopt: each knows a fact that the other lacks, or a fact or benefit means something else in the other (another range, unit or subject).
std::optional<SideBySideRules> side_by_side(policies::Rules before, policies::Rules after);

}  // namespace yilin::benefits
