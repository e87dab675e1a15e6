#pragma once
// How far one gets from a place, to be drawn: a circle as the crow flies, the streets that are walked, or the communities of a table.
// Internal to facilities.

#include "modules/facilities/coverage.h"

namespace yilin::facilities {

inline constexpr std::size_t kWaysShown = 4'000, kCommunitiesShown = 500;

struct ReachShapeQuery : ReachWish {
  FacilityId facility;                    // this, or `at`
  std::string at;                         // "115.029,35.762"
  static const entity::Table& fields();
};
struct ReachedWay {                       // degrees × 10⁶
  std::int64_t from_lon_e6 = 0, from_lat_e6 = 0, to_lon_e6 = 0, to_lat_e6 = 0;
  static const entity::Table& fields();
};
struct ReachedCommunity {
  RegionCode region;
  std::string region_name;
  std::int64_t seconds = 0;
  static const entity::Table& fields();
};
struct ReachShape {
  std::string name;
  std::int64_t lon_e6 = 0, lat_e6 = 0;
  std::int64_t urban_radius_m = 0, rural_radius_m = 0;   // straight: of the circles; else 0
  std::vector<ReachedWay> ways;           // walking: walked to both ends, at most kWaysShown
  std::vector<ReachedCommunity> communities;  // table: nearest first, at most kCommunitiesShown
  std::int64_t elders = 0;                // that the caller may see
  std::string note;                       // why nothing is reached, or that not all is drawn
  ReachTerms terms;
  static const entity::Table& fields();
};
Result<ReachShape> reach_shape(command::Reader& reader, const ReachShapeQuery& in);

}  // namespace yilin::facilities
