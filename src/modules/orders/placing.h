#pragma once
// Placing, reviewing, cancelling; internal to orders (the façade's own functions are declared in orders.h).

#include "kernel/command/tx.h"
#include "modules/orders/orders.h"

namespace yilin::orders {

struct QuotaSources {  // set_quota_source
  QuotaSource source;
};
// What the order would cost now, with what this quota of her month has left.
Result<catalogue::Quote> quote(const Kernel& kernel, const NewOrder& in, const Quota& month);
// 审核: approve makes the visit; refuse cancels with the reason.
Result<Order> review(command::Tx& tx, OrderId id, bool approve, std::string_view reason);
// Of the deadline "quota.expire", a month after the month's end (late visits are settled by then).
Status expire_quota(command::Tx& tx, QuotaId id);

}  // namespace yilin::orders
