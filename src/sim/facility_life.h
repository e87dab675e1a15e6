#pragma once
// What facilities live on in the simulated city: a register that is filled in, beds that are taken, meals that are eaten, quarters
// that owe rooms, and a first plan for the next centres.

#include <cstdint>
#include <string>

#include "base/result.h"
#include "base/rng.h"
#include "modules/facilities/facilities.h"
#include "sim/places.h"

namespace yilin::sim {

// What the national register asks for, invented; some things are left open, as in life.
void invent_record(facilities::NewFacility& facility, Date today, Rng& rng);

// Standards and rules from `folder` (data/facilities), quarters, candidates of a plan. Never on the writer's thread.
Status build_quarters(Kernel& kernel, const Places& places, const std::string& folder, std::int64_t elders, std::uint64_t seed);
// Residents and guests of the facilities that stand, from the elders who are registered. Once.
Status fill_facilities(Kernel& kernel, std::uint64_t seed);

}  // namespace yilin::sim
