#pragma once
#include "http/router.h"

namespace yilin::figures {
void add_routes(http::Router& router);
}
