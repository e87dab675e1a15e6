#pragma once
// A city's own borders: a GeoJSON file that the city brings with its review number (审图号). It is checked, reduced to code
// and shape, kept in the data folder and served as it is. Without one there is no map but the schematic tiles.

#include <optional>
#include <string>
#include <string_view>

#include "modules/region/region.h"

namespace yilin::region {

namespace errors {
inline constexpr ErrorKind geometry_invalid{"region.geometry_invalid", 422, "边界文件不能使用。", "The border file cannot be used."};
}

inline constexpr std::size_t kGeometryBytesMax = 20u << 20;
inline constexpr std::size_t kShapesMax = 20'000, kPointsMax = 2'000'000;

struct Geometry {
  std::string file;  // below the data folder
  std::string review_number;
};
std::optional<Geometry> stored_geometry(sql::Connection& db);
void store_geometry(command::Tx& tx, const Geometry& geometry);

struct CheckedGeometry {
  std::string geojson;     // only {code} and the shape of each feature
  std::int64_t shapes = 0;
  std::vector<std::string> missing;  // "410902000000 华龙区": at most 500
};
// FeatureCollection of Polygons and MultiPolygons; each feature's property `code` (or `adcode`, `id`) is a division of the
// served city in force; each at most once; rings closed, degrees within China's bounds. Error: geometry_invalid, which says
// what and where.
Result<CheckedGeometry> check_geometry(std::string_view text, const Divisions& tree, Date today);

}  // namespace yilin::region
