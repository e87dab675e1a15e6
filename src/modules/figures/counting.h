#pragma once
#include "kernel/command/kernel.h"

namespace yilin::figures {
void listen(Kernel& kernel);  // events of orders and settlement
}
