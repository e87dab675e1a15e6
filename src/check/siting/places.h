#pragma once
// How far places lie apart, by the judge's own arithmetic. Internal to the room.

#include <cmath>

#include "check/siting/check.h"

namespace yilin::check::siting {

inline bool nowhere(const Place& p) { return std::isnan(p.x) || std::isnan(p.y); }

// Kilometres as they are; degrees by haversine on the mean earth radius.
inline double metres_between(bool degrees, double ax, double ay, double bx, double by) {
  if (!degrees) return 1000 * std::hypot(ax - bx, ay - by);
  constexpr double rad = M_PI / 180, earth_m = 6'371'008.8;
  const double s = std::sin((ay - by) * rad / 2), t = std::sin((ax - bx) * rad / 2);
  const double h = s * s + std::cos(ay * rad) * std::cos(by * rad) * t * t;
  return 2 * earth_m * std::asin(std::min(1.0, std::sqrt(h)));
}

}  // namespace yilin::check::siting
