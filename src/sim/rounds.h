#pragma once
// What the desks do every evening: handle complaints, ring some of the elders whose visits were drawn for a check.

#include "base/rng.h"
#include "sim/hands.h"

namespace yilin::sim {

// Orders whose time passed before `before` and that nobody served: the elder is told, the order is cancelled.
void close_overdue(Desk& desk, Hands& hands, const CallerPtr& operators, Instant before);

// The dispatchers accept what was planned for tomorrow.
void accept_plans(Desk& desk, Hands& hands, const CallerPtr& dispatchers);

void evening_round(Desk& desk, Hands& hands, const CallerPtr& operators, const CallerPtr& official, Rng& rng);

}  // namespace yilin::sim
