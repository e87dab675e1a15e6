#pragma once
// Points on the map: degrees × 10⁶. Both points of a measure are in the same datum.

#include <compare>
#include <cstdint>

namespace yilin {

struct Place {
  std::int64_t lon_e6 = 0, lat_e6 = 0;  // 0/0 = not placed
  constexpr explicit operator bool() const { return lon_e6 != 0 || lat_e6 != 0; }
  friend constexpr auto operator<=>(Place, Place) = default;
};

// Metres as the crow flies: haversine on the mean earth radius 6,371,008.8 m (IUGG); within 0.6 % of the ellipsoid.
std::int64_t distance_m(Place a, Place b);

}  // namespace yilin
