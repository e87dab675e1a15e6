#include "engines/siting/points.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "base/assert.h"

namespace yilin::siting {
namespace {
constexpr double kEarthMm = 6'371'008'800.0;
}

Point unplaced() {
  constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();
  return {nowhere, nowhere};
}

bool placed(const Point& p) { return std::isfinite(p.x) && std::isfinite(p.y); }

Point on_plane_m(double x_m, double y_m) { return {std::round(x_m * 1000), std::round(y_m * 1000)}; }

Point on_sphere_deg(double lon, double lat) {
  constexpr double mm_per_degree = kEarthMm * std::numbers::pi / 180;
  return {lon * mm_per_degree, lat * mm_per_degree};
}

double distance2_mm2(Surface surface, const Point& a, const Point& b) {
  const double dx = a.x - b.x, dy = a.y - b.y;
  if (surface == Surface::plane) return dx * dx + dy * dy;
  return std::cos(a.y / kEarthMm) * std::cos(b.y / kEarthMm) * dx * dx + dy * dy;
}

double distance_m(Surface surface, const Point& a, const Point& b) { return std::sqrt(distance2_mm2(surface, a, b)) / 1000; }

double Reach::limit2_mm2() const {
  YILIN_ASSERT(path_mm >= 0 && path_mm <= 90'000'000 && detour_permille >= 1000);
  const auto path = static_cast<unsigned __int128>(path_mm);
  const auto detour = static_cast<unsigned __int128>(detour_permille);
  return static_cast<double>(static_cast<std::uint64_t>(path * path * 1'000'000 / (detour * detour)));
}

}  // namespace yilin::siting
