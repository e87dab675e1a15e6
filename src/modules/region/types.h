#pragma once
// Structs of the tree of divisions.

#include <cstdint>
#include <string>
#include <vector>

#include "base/region_code.h"
#include "base/time.h"
#include "kernel/entity/codec.h"

namespace yilin {
std::span<const entity::EnumName> enum_names(RegionLevel);
}

namespace yilin::region {

// 统计用城乡分类代码, the classes that can be told from code and name alone (国家统计局《统计用区划代码和城乡划分代码编制规则》).
enum class UrbanClass : std::uint8_t {
  unknown = 0,
  city_centre = 111,  // 主城区
  town_centre = 121,  // 镇中心区
  village = 220,      // 村庄
};
std::span<const entity::EnumName> enum_names(UrbanClass);
// The two kinds that standards ask for (15 minutes in towns, 1 km in the country).
constexpr bool is_urban(UrbanClass c) { return static_cast<int>(c) / 100 == 1; }

struct Division {
  RegionCode code;
  std::string name;         // official: "承福门社区居民委员会"
  std::string short_name;   // on screens: "承福门社区"
  RegionLevel level = RegionLevel::community;
  UrbanClass urban = UrbanClass::unknown;
  bool urban_derived = true;  // from code and name; false: stated by the city
  bool synthetic = false;     // stands in for a missing level: 市直, 未定社区
  bool zone = false;          // functional zone 功能区 (no shape of its own in public maps)
  Date valid_from, valid_to;  // [from, to); empty: since before the first edition known, until further notice
  bool valid_on(Date on) const { return (!valid_from || valid_from <= on) && (!valid_to || on < valid_to); }
};

// ---- inputs ----

struct RegionPath {
  RegionCode code;
  static const entity::Table& fields();
};
struct ChildrenQuery {
  RegionCode parent;  // empty: the provinces
  static const entity::Table& fields();
};
struct SearchQuery {
  std::string q;
  std::int64_t limit = 20;
  static const entity::Table& fields();
};
struct MapQuery {
  RegionCode region;  // empty: the served city
  static const entity::Table& fields();
};
struct NewZone {
  RegionCode code;
  std::string name;
  Date valid_from;
  std::string reason;
  static const entity::Table& fields();
};

// ---- outputs ----

struct RegionView {
  RegionCode code;
  std::string name, short_name, full_name;
  RegionLevel level = RegionLevel::country;
  bool urban = false;
  UrbanClass urban_class = UrbanClass::unknown;
  bool urban_derived = true;
  bool synthetic = false;
  bool zone = false;
  bool has_children = false;
  Date valid_from, valid_to;
  static const entity::Table& fields();
};

struct RegionStep {
  RegionCode code;
  std::string name;
  RegionLevel level = RegionLevel::country;
  static const entity::Table& fields();
};

struct RegionDetail {
  RegionView region;
  std::vector<RegionStep> path;  // from the province down to the region itself
  static const entity::Table& fields();
};

struct RegionList {
  std::vector<RegionView> items;
  static const entity::Table& fields();
};

// One tile of a cartogram: columns to the right, rows downward, each child an equal square.
struct MapTile {
  RegionCode code;
  std::string name;
  std::int32_t column = 0, row = 0;
  static const entity::Table& fields();
};

struct RegionMap {
  RegionCode region;
  std::string kind;           // "schematic": tiles; "geometry": the city's own borders at geometry_url
  std::string stamp;          // what must be written on the map: 示意图, or the review number
  std::int32_t columns = 0, rows = 0;
  std::vector<MapTile> tiles;
  std::string geometry_url;   // empty when schematic
  std::string review_number;  // 审图号
  static const entity::Table& fields();
};

// What the import of a city's own borders found.
struct GeometryReport {
  std::string review_number;
  std::int64_t shapes = 0;
  std::vector<std::string> missing;  // divisions of the city, down to the level drawn, that have no shape
  static const entity::Table& fields();
};

}  // namespace yilin::region
