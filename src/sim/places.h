#pragma once
// Where things lie in the simulated city: a schematic (示意) arrangement around a rough centre. Nothing here is a real
// position: children of a division are laid out on a sunflower spiral within their parent's disc, in the order of their
// codes, so that neighbours are near and the same code always lies at the same place.

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "base/rng.h"
#include "modules/region/region.h"

namespace yilin::sim {

struct Point {
  std::int64_t lon_e6 = 0, lat_e6 = 0;
};

class Places {
 public:
  explicit Places(std::shared_ptr<const region::Divisions> tree);
  Point centre(RegionCode code) const;              // of any division of the city
  Point near(RegionCode code, std::int64_t metres, Rng& rng) const;  // around its centre
  // Communities that people live in (no stand-ins; only them where there is nothing else), by code.
  const std::vector<RegionCode>& communities() const { return communities_; }
  // What providers serve: counties, or groups of streets where a city has no counties.
  struct Area {
    std::string name;                  // of the county, or of the first street
    std::vector<RegionCode> codes;
    std::vector<RegionCode> communities;
  };
  const std::vector<Area>& areas() const { return areas_; }
  const region::Divisions& tree() const { return *tree_; }

 private:
  void lay_out(RegionCode code, Point centre, double radius_m);
  bool lived_in(RegionCode code) const;
  std::shared_ptr<const region::Divisions> tree_;
  std::unordered_map<std::int64_t, Point> at_;
  std::vector<RegionCode> communities_;
  std::vector<Area> areas_;
};

Point moved(Point from, double east_m, double north_m);

}  // namespace yilin::sim
