#include "base/geo.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace yilin {

std::int64_t distance_m(Place a, Place b) {
  constexpr double kRadius = 6'371'008.8, kRadian = std::numbers::pi / 180e6;
  const double lat_a = static_cast<double>(a.lat_e6) * kRadian, lat_b = static_cast<double>(b.lat_e6) * kRadian;
  const double half_lat = (lat_b - lat_a) / 2, half_lon = static_cast<double>(b.lon_e6 - a.lon_e6) * kRadian / 2;
  const double h = std::sin(half_lat) * std::sin(half_lat) + std::cos(lat_a) * std::cos(lat_b) * std::sin(half_lon) * std::sin(half_lon);
  return std::llround(2 * kRadius * std::asin(std::sqrt(std::min(1.0, h))));
}

}  // namespace yilin
