#pragma once
#include "http/router.h"

#include "modules/dispatch/batch.h"

namespace yilin::dispatch {
// The routes keep the batcher: it ends with them, before the kernel that it works on.
void add_routes(http::Router& router, std::shared_ptr<Batcher> batcher);
}
