#pragma once
#include "http/router.h"
#include "modules/dayplan/planner.h"

namespace yilin::dayplan {
// The routes keep the planner: it ends with them, before the kernel that it works on.
void add_routes(http::Router& router, std::shared_ptr<Planner> planner);
}
