#pragma once
// Who may move an application, and to where. Besides this table: each step is another person than the steps before, the county
// confirms, notice ends by itself.

#include "kernel/lifecycle/lifecycle.h"
#include "modules/benefits/types.h"

namespace yilin::benefits {

std::span<const lifecycle::Transition<ApplicationState>> application_moves();

}  // namespace yilin::benefits
