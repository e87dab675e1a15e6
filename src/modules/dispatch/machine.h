#pragma once
// The machine: who is asked next. Internal to dispatch.

#include "modules/dispatch/dispatch.h"
#include "modules/dispatch/rules.h"
#include "modules/orders/orders.h"

namespace yilin::dispatch {

void store(command::Tx& tx, Case& record);   // with version and updated_at; tells browsers
Case open_case(command::Tx& tx, const orders::Visit& visit, WorkerId wanted, CaseState state);  // a new one, stored
void book(command::Tx& tx, const orders::Visit& visit, WorkerId worker);  // she is taken then
void forget_bookings(command::Tx& tx, VisitId visit);

// Offers every free place of an automatic case to the best, or escalates it. Where idle carers are few it waits for the next
// batch instead; `no`: it has waited in one.
enum class Queue : std::uint8_t { no, yes };
Status look(command::Tx& tx, Case& record, const orders::Visit& visit, Queue queue = Queue::yes);
// Back to the machine: a new round of an automatic case, stored; then look().
Result<Case> begin_again(command::Tx& tx, const orders::Visit& visit);
void escalate(command::Tx& tx, Case& record, std::string why);
bool in_queue(sql::Connection& db, VisitId visit);
void leave_queue(command::Tx& tx, VisitId visit);
Instant answer_by(const command::Tx& tx, const orders::Visit& visit, bool emergency);
std::string explain_json(const rules::Ranked& ranked);

// Until when the machine leaves the visit to the plan of its day; none: it begins now.
Instant held_until(const command::Tx& tx, const orders::Visit& visit, bool recurring);

}  // namespace yilin::dispatch
