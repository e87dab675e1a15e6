#pragma once
// The machine: who is asked next. Internal to dispatch.

#include "modules/dispatch/dispatch.h"
#include "modules/dispatch/rules.h"
#include "modules/orders/orders.h"

namespace yilin::dispatch {

void store(command::Tx& tx, Case& record);   // with version and updated_at; tells browsers
Case open_case(command::Tx& tx, const orders::Visit& visit, WorkerId wanted, CaseState state);  // a new one, stored
// Offers every free place of an automatic case to the best, or escalates it.
Status look(command::Tx& tx, Case& record, const orders::Visit& visit);
void escalate(command::Tx& tx, Case& record, std::string why);
std::string explain_json(const rules::Ranked& ranked);

}  // namespace yilin::dispatch
