#pragma once
// Internal to orders: what keeps providers from taking back a worker or an organisation that orders speak of.

#include "modules/orders/orders.h"

namespace yilin::orders {

void guard_withdrawals(Kernel& kernel);

}  // namespace yilin::orders
