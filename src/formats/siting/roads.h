#pragma once
// Ways to walk on, from an OpenStreetMap extract (.osm.pbf) or GeoJSON lines. Bounded: sizes of blocks and numbers of nodes have
// limits, every length in the file is checked before it is believed.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yilin::formats::siting {

inline constexpr ErrorKind bad_roads{"siting.bad_roads", 422, "路网文件有误。", "The road file is wrong."};

struct RoadFile {
  struct Node {
    double x, y;                         // lon, lat in degrees (GeoJSON: as written)
  };
  struct Edge {
    std::int32_t a, b;                   // nodes; walked in both directions
  };
  std::vector<Node> nodes;               // only those on an edge
  std::vector<Edge> edges;
  std::int64_t ways = 0;                 // taken
  std::int64_t not_for_walking = 0;      // motorways, private ways, ways under construction
  std::vector<std::string> warnings;     // Chinese sentences: what was counted but not used
};

// highway=* without motorways, trunk roads (unless foot=yes) and what is private, closed to walkers, planned or under
// construction. Two passes over the file: ways, then the nodes they use.
Result<RoadFile> read_osm_pbf(std::string_view file);
// LineString and MultiLineString features; a property `highway` is judged as above. Lines join where they share a vertex.
Result<RoadFile> read_road_lines(std::string_view geojson);

// The rule both readers go by. Tags of one way: pairs of key and value.
bool walkable(const std::vector<std::pair<std::string_view, std::string_view>>& tags);

}  // namespace yilin::formats::siting
