#pragma once
#include "http/router.h"

namespace yilin::orders {
void add_routes(http::Router& router);
void add_export_routes(http::Router& router);  // exporting.cpp
}
