#pragma once
// Roads and tables of times as they lie below the data folder: checked and reduced once, read back after every start. A file is
// whole and durable before any row names it, and its digest is its name. Internal to facilities.

#include "modules/facilities/reach.h"

namespace yilin::facilities {

inline constexpr std::int64_t kRoadBytesMax = 128ll << 20;       // .osm.pbf; a province of OpenStreetMap is less
inline constexpr std::int64_t kRoadLinesBytesMax = 64ll << 20;   // GeoJSON
inline constexpr std::int64_t kTimesBytesMax = 64ll << 20;
inline constexpr std::int64_t kTimesMax = 2'000'000;             // pairs

struct RoadDraft {
  struct Degrees {
    std::int32_t lon_e7, lat_e7;                                 // WGS-84
  };
  struct Edge {
    std::int32_t a, b;                                           // nodes
  };
  std::vector<Degrees> node;
  std::vector<Edge> edge;
  std::int64_t ways = 0;
  double near_share = 0;                                         // of the elders looked at: a way within 100 m
  std::vector<std::string> notes;
};
// The network of an .osm.pbf or of GeoJSON lines, in WGS-84, without what lies farther than `margin_m` from where the city's elders
// live. Errors say what is wrong where; a datum that fits the elders better is a note.
Result<RoadDraft> read_roads(const std::string& path, MapDatum datum, const Crowd& crowd, std::int64_t margin_m);

// Rows 社区, 设施或备选点, 分钟 of a CSV or XLSX, resolved: the community by its code or full name, the facility by its number or
// name; what is neither a facility nor a community is kept as the name of a candidate. Every wrong row is an error that names it
// (the first 20), never left out.
struct TimesDraft {
  struct Row {
    RegionCode community;
    std::string key;                                             // ReachSite::key
    std::int32_t seconds;
  };
  std::vector<Row> row;
  std::int64_t communities = 0, facilities = 0, other_sites = 0;
  std::vector<std::string> notes;
};
Result<TimesDraft> read_times(const std::string& path, Kernel& kernel);

// A name below the data folder.
Result<std::string> keep_roads(const Kernel& kernel, const RoadDraft& draft);
Result<std::string> keep_times(const Kernel& kernel, const TimesDraft& draft);
std::shared_ptr<const Roads> open_roads(const Kernel& kernel, const std::string& file);          // null: not there, or damaged
std::shared_ptr<const TravelTimeTable> open_times(Kernel& kernel, const std::string& file);

}  // namespace yilin::facilities
