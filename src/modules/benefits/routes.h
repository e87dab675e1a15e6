#pragma once

#include <memory>

#include "http/router.h"

namespace yilin::benefits {
void add_routes(http::Router& router, std::shared_ptr<void> background);  // held as long as they stand
}
