#pragma once
// Offers and answers; internal to orders (the façade's own functions are declared in orders.h).

#include "kernel/command/tx.h"
#include "modules/orders/orders.h"

namespace yilin::orders {

// Of the deadline "order.offer".
Status expire_offer(command::Tx& tx, AssignmentId id);
// Every offer and promise of the visit that has not led to a check-in.
Status withdraw_offers(command::Tx& tx, VisitId visit, Reason reason);
Result<Visit> reschedule(command::Tx& tx, VisitId id, Instant start, std::string_view reason);

}  // namespace yilin::orders
