#pragma once
#include "http/router.h"

namespace yilin::assessment {
void add_routes(http::Router& router);
}
