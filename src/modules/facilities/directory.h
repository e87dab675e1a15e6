#pragma once
// The register as open data: GeoJSON for maps, and the four lists of HSDS 3 (Open Referral's Human Services Data Specification) for
// other directories. Made once per version of the register and kept; public, cacheable. Internal to facilities.

#include "http/router.h"

namespace yilin::facilities {

void add_directory_routes(Kernel& kernel, http::Router& router);

// HSDS asks for UUIDs: ours are made from kind and id (version 8 of RFC 9562), so that they stay the same.
std::string uuid_of(std::string_view kind, std::int64_t id);

}  // namespace yilin::facilities
