#include "check/siting/datum.h"

#include <cctype>
#include <cmath>
#include <string>

namespace yilin::check::siting {
namespace {

constexpr double kPi = M_PI;

// GCJ-02's offset of a WGS-84 place, in degrees: the published polynomial, term by term.
void offset(double lon, double lat, double& east, double& north) {
  const double x = lon - 105, y = lat - 35, root = std::sqrt(std::fabs(x));
  double a = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root;
  a += (20.0 * std::sin(6.0 * x * kPi) + 20.0 * std::sin(2.0 * x * kPi)) * 2.0 / 3.0;
  a += (20.0 * std::sin(y * kPi) + 40.0 * std::sin(y / 3.0 * kPi)) * 2.0 / 3.0;
  a += (160.0 * std::sin(y / 12.0 * kPi) + 320.0 * std::sin(y * kPi / 30.0)) * 2.0 / 3.0;
  double b = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root;
  b += (20.0 * std::sin(6.0 * x * kPi) + 20.0 * std::sin(2.0 * x * kPi)) * 2.0 / 3.0;
  b += (20.0 * std::sin(x * kPi) + 40.0 * std::sin(x / 3.0 * kPi)) * 2.0 / 3.0;
  b += (150.0 * std::sin(x / 12.0 * kPi) + 300.0 * std::sin(x / 30.0 * kPi)) * 2.0 / 3.0;
  // Metres to degrees on Krasovsky's ellipsoid.
  const double axis = 6378245.0, e2 = 0.00669342162296594323, rad = lat * kPi / 180.0;
  const double w = 1.0 - e2 * std::sin(rad) * std::sin(rad);
  north = a / (axis * (1.0 - e2) / (w * std::sqrt(w))) * 180.0 / kPi;
  east = b / (axis / std::sqrt(w) * std::cos(rad)) * 180.0 / kPi;
}

bool outside(double lon, double lat) { return lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271; }

// The place whose shifted image is (lon, lat): fixed point, ten rounds.
void unshift(double& lon, double& lat) {
  if (outside(lon, lat)) return;
  double x = lon, y = lat;
  for (int round = 0; round < 10; ++round) {
    double east = 0, north = 0;
    offset(x, y, east, north);
    x = lon - east, y = lat - north;
  }
  lon = x, lat = y;
}

void baidu(double lon, double lat, double& out_lon, double& out_lat) {
  const double k = kPi * 3000.0 / 180.0;
  const double radius = std::hypot(lon, lat) + 0.00002 * std::sin(lat * k), angle = std::atan2(lat, lon) + 0.000003 * std::cos(lon * k);
  out_lon = radius * std::cos(angle) + 0.0065, out_lat = radius * std::sin(angle) + 0.006;
}

}  // namespace

bool to_wgs84(std::string_view datum, double& lon, double& lat) {
  std::string name;
  for (const char c : datum)
    if (c != '-' && c != '_') name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (name == "wgs84" || name == "cgcs2000") return true;
  if (name != "gcj02" && name != "bd09") return false;
  if (std::isnan(lon) || std::isnan(lat)) return true;
  if (name == "bd09") {
    double x = lon - 0.0065, y = lat - 0.006;
    for (int round = 0; round < 8; ++round) {
      double there = 0, up = 0;
      baidu(x, y, there, up);
      x += lon - there, y += lat - up;
    }
    lon = x, lat = y;
  }
  unshift(lon, lat);
  return true;
}

}  // namespace yilin::check::siting
