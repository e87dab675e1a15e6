#pragma once
#include "http/router.h"

namespace yilin::settlement {
void add_routes(http::Router& router);
}
