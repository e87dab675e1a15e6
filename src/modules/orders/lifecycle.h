#pragma once
// Who may move what, from where to where: the life cycles of domain.md as data.

#include <span>

#include "kernel/lifecycle/lifecycle.h"
#include "modules/orders/types.h"

namespace yilin::orders {

std::span<const lifecycle::Transition<OrderState>> order_moves();
std::span<const lifecycle::Transition<VisitState>> visit_moves();
std::span<const lifecycle::Transition<AssignmentState>> assignment_moves();

}  // namespace yilin::orders
