#pragma once
#include "http/router.h"

namespace yilin::hotline {
void add_routes(http::Router& router);
}
