#pragma once
// Coordinate datums met in China, in degrees. GCJ-02 and BD-09 are the published offsets of the map services (some 300–600 m and
// another 1 km); CGCS2000 agrees with WGS-84 within decimetres and is taken as equal. Outside China the offsets are nil.

#include <cstdint>
#include <optional>
#include <string_view>

namespace yilin::siting {

enum class Datum : std::uint8_t { wgs84, gcj02, bd09, cgcs2000 };
std::optional<Datum> datum_named(std::string_view name);   // wgs84, gcj02, bd09, cgcs2000; hyphens and case do not matter

struct Degrees {
  double lon, lat;
};
// Exact within 0.01 m there and back.
Degrees to_wgs84(Degrees p, Datum from);
Degrees from_wgs84(Degrees p, Datum to);

}  // namespace yilin::siting
