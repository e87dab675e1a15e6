#pragma once
// Table dispatch_parameter in memory.

#include "kernel/command/kernel.h"
#include "kernel/parameters/parameters.h"
#include "modules/dispatch/rules.h"

namespace yilin::dispatch {

struct Parameters : DatedParameters {
  // What the ranking of a visit there needs.
  rules::Terms terms(RegionCode region, bool urban, Date on) const;
};
const Parameters& parameters(const Kernel& kernel);

}  // namespace yilin::dispatch
