#pragma once
// Uploads and downloads of imports. Internal to imports.

#include "http/router.h"

namespace yilin::imports {

void add_file_routes(http::Router& router);

}  // namespace yilin::imports
