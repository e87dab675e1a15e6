#pragma once
// Complaints, call-backs and plans; internal to orders.

#include "kernel/command/tx.h"
#include "modules/orders/inputs.h"

namespace yilin::orders {

Result<Complaint> complain(command::Tx& tx, const ComplaintInput& in);
Result<Complaint> handle_complaint(command::Tx& tx, const ComplaintHandling& in);

// The script of the telephone check, in order: what `answers` answer.
std::span<const std::string_view> callback_script();
Result<Callback> answer_callback(command::Tx& tx, const CallbackAnswer& in);

Result<OrderPlan> make_plan(command::Tx& tx, const NewPlan& in);
Result<OrderPlan> move_plan(command::Tx& tx, const PlanMove& in, PlanState to);
// Of the deadline "order.plan": places the orders of the days ahead, then waits for the next day.
Status run_plan(command::Tx& tx, PlanId id);

}  // namespace yilin::orders
