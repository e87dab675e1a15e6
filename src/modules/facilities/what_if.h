#pragma once
// What if a centre stood here, or that one closed? Answered from a kept index of everybody (engines/siting/what_if.h): microseconds
// for a change. The index is as old as `as_of` says: when elders have changed it is made again in the background, at most once a
// minute; what exists on the map is always of now.

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "engines/siting/what_if.h"
#include "modules/facilities/plan.h"

namespace yilin::facilities {

inline constexpr std::size_t kChangesMax = 20;

struct WhatIfQuery : ReachWish {
  RegionCode region;                      // whose figures are shown; empty: the caller's city
  std::vector<FacilityKind> kinds;
  ScenarioId scenario;                    // its chosen sites stand, too, and its terms hold where none are asked for
  std::string add;                        // "115.029,35.762;115.031,35.770"
  std::vector<FacilityId> drop;
  std::vector<std::int64_t> drop_site;    // numbers of the scenario's chosen sites
  std::string move;                       // "<facility>:115.029,35.762;s3:115.031,35.770" (s3: the scenario's site 3)
  static const entity::Table& fields();
};
struct WhatIfRegion {
  RegionCode region;
  std::string region_name;
  std::int64_t change = 0;
  static const entity::Table& fields();
};
struct WhatIfAnswer {
  std::int64_t elders = 0, unplaced = 0;
  std::int64_t covered_before = 0, covered_after = 0, gained = 0, lost = 0;
  std::int64_t share_before_bp = 0, share_after_bp = 0;
  std::vector<WhatIfRegion> by_region;    // largest changes first, at most 50
  std::int64_t regions = 0;               // how many communities are concerned
  ReachTerms terms;
  Instant as_of;
  static const entity::Table& fields();
};

class WhatIfs {
 public:
  static constexpr std::size_t kKept = 2;  // some 52 MB each in a city of 1.8 million
  explicit WhatIfs(Kernel& kernel) : kernel_(kernel) {}
  using ByGroup = std::unordered_map<std::int32_t, std::int64_t>;
  struct Base {
    std::shared_ptr<const Crowd> crowd;
    ReachTerms terms;
    std::unordered_map<std::int64_t, ReachSite> facility, site;      // that stand
    std::vector<ChosenSite> sites;
    std::vector<std::int64_t> elders, unplaced, covered;             // by community
    std::shared_ptr<const Reacher> walked;                           // null: as the crow flies
    std::optional<siting::WhatIf> towns, country;                    // as the crow flies
    std::optional<siting::PairsWhatIf> pairs;                        // by ways or by the table
    std::mutex changing;                                             // one question at a time puts and takes back
    std::int64_t made_us = 0;
    Base(const Kernel& kernel, std::shared_ptr<const Crowd> picture, const ReachTerms& reach);
    // Adds up what putting or taking changes.
    void put(const ReachSite& site, ByGroup& by_group);
    void put(const std::vector<ReachSite>& sites, ByGroup& by_group);
    void take(const ReachSite& site, ByGroup& by_group);
  };
  Result<std::shared_ptr<Base>> get(command::Reader& reader, const WhatIfQuery& in);

 private:
  struct Question {
    ReachTerms terms;
    std::uint32_t kinds = 0;
    std::vector<FacilityId> without;
  };
  struct Asked {                           // a scenario's own terms
    ScenarioId id;
    std::int64_t version = 0;
    ReachWish wish;
    std::vector<FacilityKind> kinds;
    std::vector<FacilityId> without;
  };
  static constexpr std::size_t kAsked = 16;
  std::shared_ptr<Base> make(const Question& question, const std::vector<ChosenSite>& sites) const;
  void refresh_later(const std::string& key, const Question& question, std::vector<ChosenSite> sites);
  Result<Asked> scenario(command::Reader& reader, ScenarioId id);
  Kernel& kernel_;
  std::mutex mutex_;
  std::list<std::pair<std::string, std::shared_ptr<Base>>> kept_;
  std::string refreshing_;
  std::vector<Asked> asked_;
};

Result<WhatIfAnswer> what_if(command::Reader& reader, const WhatIfQuery& in);

}  // namespace yilin::facilities
