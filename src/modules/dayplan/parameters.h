#pragma once
// Table day_plan_parameter in memory.

#include "kernel/command/kernel.h"
#include "kernel/parameters/parameters.h"

namespace yilin::dayplan {

struct Parameters : DatedParameters {};
const Parameters& parameters(const Kernel& kernel);

}  // namespace yilin::dayplan
