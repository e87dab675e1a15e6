#pragma once
// Degrees of the map services back to WGS-84, by the judge's own arithmetic.

#include <string_view>

namespace yilin::check::siting {

// datum: wgs84, cgcs2000, gcj02 or bd09 (hyphens and case do not matter). False: unknown.
bool to_wgs84(std::string_view datum, double& lon, double& lat);

}  // namespace yilin::check::siting
