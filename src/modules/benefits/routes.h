#pragma once
#include "http/router.h"

namespace yilin::benefits {
void add_routes(http::Router& router);
}
