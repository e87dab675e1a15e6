#include "engines/siting/datum.h"

#include <cmath>
#include <numbers>
#include <string>

namespace yilin::siting {
namespace {

using std::numbers::pi;
constexpr double kAxis = 6378245.0, kEccentricity2 = 0.00669342162296594323, kBaidu = pi * 3000.0 / 180.0;

bool in_china(Degrees p) { return p.lon >= 72.004 && p.lon <= 137.8347 && p.lat >= 0.8293 && p.lat <= 55.8271; }

double wave(double v, double a, double b, double c) { return (a * std::sin(v * pi) + b * std::sin(v / 3 * pi) + c * std::sin(v / 12 * pi)) * 2 / 3; }

// The published offset polynomial of GCJ-02.
Degrees gcj_offset(Degrees p) {
  const double x = p.lon - 105, y = p.lat - 35;
  const double ripple = (20 * std::sin(6 * x * pi) + 20 * std::sin(2 * x * pi)) * 2 / 3;
  double north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) + ripple + wave(y, 20, 40, 0) +
                 (160 * std::sin(y / 12 * pi) + 320 * std::sin(y * pi / 30)) * 2 / 3;
  double east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) + ripple + wave(x, 20, 40, 0) +
                (150 * std::sin(x / 12 * pi) + 300 * std::sin(x / 30 * pi)) * 2 / 3;
  const double latitude = p.lat / 180 * pi, magic = 1 - kEccentricity2 * std::sin(latitude) * std::sin(latitude), root = std::sqrt(magic);
  north = north * 180 / (kAxis * (1 - kEccentricity2) / (magic * root) * pi);
  east = east * 180 / (kAxis / root * std::cos(latitude) * pi);
  return {east, north};
}

Degrees wgs_to_gcj(Degrees p) {
  if (!in_china(p)) return p;
  const Degrees d = gcj_offset(p);
  return {p.lon + d.lon, p.lat + d.lat};
}
Degrees gcj_to_wgs(Degrees p) {
  if (!in_china(p)) return p;
  Degrees guess = p;
  for (int i = 0; i < 6; ++i) {  // contracts by 10⁻³ a round
    const Degrees back = wgs_to_gcj(guess);
    guess = {guess.lon + p.lon - back.lon, guess.lat + p.lat - back.lat};
  }
  return guess;
}
Degrees gcj_to_bd(Degrees p) {
  const double z = std::sqrt(p.lon * p.lon + p.lat * p.lat) + 0.00002 * std::sin(p.lat * kBaidu);
  const double angle = std::atan2(p.lat, p.lon) + 0.000003 * std::cos(p.lon * kBaidu);
  return {z * std::cos(angle) + 0.0065, z * std::sin(angle) + 0.006};
}
Degrees bd_to_gcj(Degrees p) {
  Degrees guess{p.lon - 0.0065, p.lat - 0.006};
  for (int i = 0; i < 4; ++i) {
    const Degrees back = gcj_to_bd(guess);
    guess = {guess.lon + p.lon - back.lon, guess.lat + p.lat - back.lat};
  }
  return guess;
}

}  // namespace

std::optional<Datum> datum_named(std::string_view name) {
  std::string plain;
  for (const char c : name)
    if (c != '-' && c != '_') plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (plain == "wgs84") return Datum::wgs84;
  if (plain == "gcj02") return Datum::gcj02;
  if (plain == "bd09") return Datum::bd09;
  if (plain == "cgcs2000") return Datum::cgcs2000;
  return std::nullopt;
}

Degrees to_wgs84(Degrees p, Datum from) {
  switch (from) {
    case Datum::gcj02: return gcj_to_wgs(p);
    case Datum::bd09: return gcj_to_wgs(bd_to_gcj(p));
    case Datum::wgs84:
    case Datum::cgcs2000: return p;
  }
  return p;
}

Degrees from_wgs84(Degrees p, Datum to) {
  switch (to) {
    case Datum::gcj02: return wgs_to_gcj(p);
    case Datum::bd09: return gcj_to_bd(wgs_to_gcj(p));
    case Datum::wgs84:
    case Datum::cgcs2000: return p;
  }
  return p;
}

}  // namespace yilin::siting
