#pragma once
// What is known of the simulated elders beyond their records, so that benefits can be decided: full lists of offices for everybody, income
// and household of most; some is left unknown. Then who receives what, two frozen months, and applications under way.

#include "sim/hands.h"
#include "sim/places.h"
#include "sim/sim_clock.h"
#include "sim/staff.h"

namespace yilin::sim {

struct EntitlementReport {
  std::int64_t facts = 0, awards = 0, applications = 0;
};
// Cut off and called again it goes on: the same facts are said once more, awards that are there stay. Never on the writer's thread.
Result<EntitlementReport> entitle(Kernel& kernel, http::Router& router, SimClock& clock, const Places& places, std::uint64_t seed);

}  // namespace yilin::sim
