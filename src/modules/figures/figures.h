#pragma once
// The façade of figures. It counts by itself: every event of orders and settlement moves its community's counters of the
// day in the same transaction, and their mirror in memory after the commit.

#include "kernel/command/tx.h"
#include "modules/figures/types.h"

namespace yilin::figures {

// Makes every counter again from the rows; returns how many there are. Inside a command, which records the act; it reads
// all orders, so that it is for a start or a repair, not for a busy hour. Attaching does it by itself for a database that
// has orders and no counters.
std::int64_t rebuild(command::Tx& tx);

}  // namespace yilin::figures
