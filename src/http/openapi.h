#pragma once
// OpenAPI 3.1 from the route table and the fields() tables behind it.

#include <string>
#include <vector>

#include "http/router.h"

namespace yilin::http {
std::string openapi(const std::vector<RouteInfo>& routes);
}
