#pragma once
// What orders hear of elders; internal to orders. Nothing moves when two records are merged: rows keep the id of their day
// and are found with every id that leads to the elder (registry::ids_of), her quota counts what both have used.

#include "kernel/command/tx.h"
#include "modules/orders/orders.h"

namespace yilin::orders {

void listen_to_elders(Kernel& kernel);
// Of the deadline "order.elder_gone": ends the plans and cancels the open orders of an elder who died or left the city, a few
// at a time.
Status elder_gone(command::Tx& tx, ElderId elder);

}  // namespace yilin::orders
