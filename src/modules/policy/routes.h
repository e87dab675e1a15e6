#pragma once
#include "http/router.h"

namespace yilin::policies {
void add_routes(http::Router& router);
}
