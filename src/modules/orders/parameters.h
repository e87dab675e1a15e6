#pragma once
// Table order_parameter in memory.

#include "kernel/command/kernel.h"
#include "kernel/parameters/parameters.h"

namespace yilin::orders {

struct Parameters : DatedParameters {};
const Parameters& parameters(const Kernel& kernel);

}  // namespace yilin::orders
