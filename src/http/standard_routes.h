#pragma once
// Routes that belong to no module: /healthz, /metrics, /api/openapi.json, /api/live.

#include "http/router.h"

namespace yilin::http {
void add_standard_routes(Kernel& kernel, Router& router);
}
