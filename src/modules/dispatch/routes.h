#pragma once
#include "http/router.h"

namespace yilin::dispatch {
void add_routes(http::Router& router);
}
