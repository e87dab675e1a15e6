#pragma once
// Reach that is not the crow's way: along the city's own walking network, or by a table of minutes that was given. What was given
// lies in files below the data folder (reach_files.h), named by rows of reach_layer (reach_layers.h), and is read into memory when
// somebody first asks for it. Internal to facilities.

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engines/siting/reach_pairs.h"
#include "engines/siting/walk_network.h"
#include "modules/facilities/crowd.h"

namespace yilin::facilities {

// Where a site is, and what a table of times calls it: "f:<facility>", "r:<community>" or "n:<name>".
struct ReachSite {
  siting::Point at;
  std::string key;
};
std::string facility_key(FacilityId id);
std::string community_key(RegionCode region);
std::string name_key(std::string_view name);

// The ways that people walk, on the sphere in WGS-84.
class Roads {
 public:
  Roads(std::vector<siting::Point> nodes, std::vector<siting::WayEdge> edges);
  const siting::WalkNetwork& network() const { return *network_; }
  std::size_t edges() const { return edges_.size(); }
  std::size_t nodes() const { return nodes_.size(); }
  double length_km() const;

  // The few streets around a place, as a network of their own: all that can be walked to from there within `path_mm`.
  struct Around {
    std::vector<siting::Point> node;
    std::vector<siting::WayEdge> edge;
    std::vector<std::int32_t> edge_of;     // edge of this → edge of the city, ascending
    std::unique_ptr<siting::WalkNetwork> network;
    siting::Snap centre;                   // of the place; edge −1: no way within `snap_mm`
  };
  Around around(const siting::Point& place, std::int64_t path_mm, std::int32_t snap_mm) const;

 private:
  std::vector<siting::Point> nodes_;
  std::vector<siting::WayEdge> edges_;
  std::unique_ptr<siting::WalkNetwork> network_;
  std::unordered_map<std::int64_t, std::vector<std::int32_t>> cell_;   // edges by the cells that their box touches
};

// Seconds from communities to sites.
struct TravelTimeTable {
  struct Way {
    std::int32_t group, seconds;           // dense number of the community
  };
  std::unordered_map<std::string, std::vector<Way>> by_site;   // by key; communities ascending
  std::vector<char> known;                 // per community: it is in the table
  std::size_t ways = 0;
  std::span<const Way> of(const std::string& key) const {
    const auto found = by_site.find(key);
    return found == by_site.end() ? std::span<const Way>() : std::span<const Way>(found->second);
  }
};

// How the crowd lies on the roads: made once for both.
struct WalkingCrowd {
  std::shared_ptr<const Crowd> crowd;
  std::shared_ptr<const Roads> roads;
  std::int64_t snap_m = 0;
  std::vector<siting::Snap> snap;          // per elder
  std::vector<std::uint32_t> on_edge;      // elders of edge e: elder[on_edge[e]] … elder[on_edge[e+1]-1]
  std::vector<std::int32_t> elder;
  std::int64_t off_network = 0;            // placed elders without a way within snap_m
};
std::shared_ptr<const WalkingCrowd> lay_on(std::shared_ptr<const Crowd> crowd, std::shared_ptr<const Roads> roads, std::int64_t snap_m);

// Who reaches a site, by walking or by the table. Unchanging; any thread.
class Reacher {
 public:
  Reacher(std::shared_ptr<const Crowd> crowd, const ReachTerms& terms, std::shared_ptr<const WalkingCrowd> walking,
          std::shared_ptr<const TravelTimeTable> times);
  // `elders`: numbers in the crowd, ascending, all of them in towns or all in the country; the answer numbers them from 0.
  // `limit` in millimetres or seconds; none: as the terms say.
  siting::ReachPairs pairs(std::span<const std::int32_t> elders, bool towns, std::span<const ReachSite> sites,
                           std::optional<std::int32_t> limit = {}) const;
  // Elders of the whole crowd who reach this one, each by her own limit. Walking: touches only the streets around it.
  std::vector<siting::ReachPair> from(const ReachSite& site) const;
  // Of the crowd: a mark for whom reach is known, unplaced() for whom it is not (no place; a community that the table leaves out).
  const std::vector<siting::Point>& known() const { return known_; }
  const Crowd& crowd() const { return *crowd_; }
  std::int32_t limit(bool towns) const { return towns ? urban_ : rural_; }
  std::vector<std::string> notes() const;  // Chinese sentences: for whom reach is not known
  bool has(const ReachSite& site) const;   // a table knows it; on roads: a way is near enough

 private:
  std::shared_ptr<const Crowd> crowd_;
  std::shared_ptr<const WalkingCrowd> walking_;
  std::shared_ptr<const TravelTimeTable> times_;
  std::vector<siting::Point> known_;
  std::vector<std::uint32_t> of_group_;    // by table: elders of community g: elder_[of_group_[g]] …
  std::vector<std::int32_t> elder_;
  std::int32_t urban_ = 0, rural_ = 0;
  std::int64_t unknown_ = 0;               // elders of communities that the table leaves out
};

// Limits in the unit of the terms' kind: millimetres of way, seconds.
std::int32_t reach_limit(const ReachTerms& terms, bool towns);
// Null for the crow's way. The same object for the same picture, terms and layer.
std::shared_ptr<const Reacher> reacher(const Kernel& kernel, const std::shared_ptr<const Crowd>& crowd, const ReachTerms& terms);

}  // namespace yilin::facilities
