#pragma once
// Where demand and sites lie, and what "within reach" means. One definition for the whole room: reach is closed
// (a distance equal to the radius is within), and on the plane it is exact, because coordinates are whole millimetres
// and squares up to 9.0e15 mm² (a reach of 94 km) are exact in a double.

#include <cstdint>
#include <span>
#include <vector>

namespace yilin::siting {

// On the plane x and y are whole millimetres. On the sphere x = R·longitude and y = R·latitude (radians, millimetres):
// arc lengths along the equator and along a meridian.
enum class Surface : std::uint8_t { plane, sphere };

struct Point {
  double x = 0, y = 0;
};

Point unplaced();                                // a person without a place: counted apart, within nobody's reach
bool placed(const Point& p);
Point on_plane_m(double x_m, double y_m);        // rounded to the millimetre
Point on_sphere_deg(double lon, double lat);     // mean earth radius 6,371,008.8 m (IUGG)

// Square of the distance in mm². On the sphere: haversine with sin²(a/2) ≈ (a/2)², relative error 1e-7 at 10 km.
double distance2_mm2(Surface surface, const Point& a, const Point& b);
double distance_m(Surface surface, const Point& a, const Point& b);

// How far a person goes: `path_mm` of way, each millimetre as the crow flies costing detour_permille/1000 of way.
struct Reach {
  std::int64_t path_mm = 0;
  std::int64_t detour_permille = 1000;
  // Largest whole square distance (mm²) that is still within: floor(path² · 10⁶ / detour²).
  double limit2_mm2() const;
};

}  // namespace yilin::siting
