#pragma once
// The service circle: who is within reach of a working facility, by community up to the city, from the elders' own places.
// Internal to facilities.

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "http/page.h"
#include "http/router.h"
#include "modules/facilities/crowd.h"
#include "modules/facilities/index.h"
#include "modules/facilities/reach.h"
#include "modules/region/region.h"

namespace yilin::facilities {

// What may be asked for instead of the city's parameters.
struct ReachWish {
  std::optional<ReachKind> reach;       // none: the crow's way × the factor
  std::optional<std::int64_t> urban_minutes, urban_pace_mm_s, urban_detour_permille, rural_path_m, rural_detour_permille;
  static const entity::Table& fields();
};
// Refuses a kind of reach for which the city has given nothing yet.
Result<ReachTerms> reach_terms(Kernel& kernel, Date on, const ReachWish& wish);
siting::Reach urban_reach(const ReachTerms& terms);
siting::Reach rural_reach(const ReachTerms& terms);

// Kinds that count as the circle's centres when none are asked for: those that elders go to.
std::vector<FacilityKind> centre_kinds();
std::uint32_t mask_of(const std::vector<FacilityKind>& kinds);

// Working, placed facilities of some kinds, by id.
struct Centres {
  std::vector<FacilityId> id;
  std::vector<siting::Point> at;
  std::vector<std::int32_t> beds;
  std::int64_t without_place = 0;
  std::vector<ReachSite> sites() const;           // as a table of times knows them, too
};
Centres centres(const Kernel& kernel, std::uint32_t kinds);

struct CityAudit {
  std::shared_ptr<const Crowd> crowd;
  Centres centres;
  ReachTerms terms;
  std::shared_ptr<const Reacher> known;           // null: as the crow flies
  std::vector<std::string> notes;                 // for whom reach is not known
  std::vector<siting::Tally> by_group;
  std::vector<std::uint16_t> reached;             // per elder of the crowd
  std::vector<std::int64_t> in_reach, only_here;  // per centre
};

// The last few audits, each made once per picture of the elders, version of the register and terms.
class Audits {
 public:
  static constexpr std::size_t kKept = 4;
  explicit Audits(Kernel& kernel) : kernel_(kernel) {}
  std::shared_ptr<const CityAudit> get(std::uint32_t kinds, const ReachTerms& terms);

 private:
  struct Key {
    std::uint64_t crowd, facilities;
    std::uint32_t kinds;
    std::string terms;
    friend bool operator==(const Key&, const Key&) = default;
  };
  Kernel& kernel_;
  std::mutex mutex_;
  std::list<std::pair<Key, std::shared_ptr<const CityAudit>>> kept_;  // the latest first
};

// The communities that the caller may see inside `region`, as ranges of dense numbers.
std::vector<region::CommunityRange> seen(const command::Reader& reader, const region::Divisions& divisions, RegionCode region);
bool within(const std::vector<region::CommunityRange>& ranges, std::int32_t group);

// ---- routes ----

struct CoverageQuery : ReachWish {
  RegionCode region;
  std::vector<FacilityKind> kinds;
  static const entity::Table& fields();
};
struct CoverageRow {
  RegionCode region;
  std::string region_name;
  bool urban = false;                    // of communities
  std::int64_t elders = 0, covered = 0, uncovered = 0, unplaced = 0;
  std::int64_t share_bp = 0;             // covered of those with a place; 0 of none
  static const entity::Table& fields();
};
struct CoverageTable {
  CoverageRow total;
  std::vector<CoverageRow> children;     // sums to the total
  std::int64_t centres = 0, centres_without_place = 0;
  ReachTerms terms;
  std::vector<std::string> notes;
  Instant as_of;
  static const entity::Table& fields();
};

struct UncoveredQuery : ReachWish {
  RegionCode region;
  std::vector<FacilityKind> kinds;
  bool unplaced = false;                 // those without a place instead
  std::int64_t limit = http::kPageDefault;
  ElderId cursor;
  static const entity::Table& fields();
};
struct UncoveredElder {
  ElderId id;
  std::string name, region_name, address;
  std::int32_t age = -1;
  std::int64_t lon_e6 = 0, lat_e6 = 0;
  FacilityId nearest;                    // none: no centre at all
  std::string nearest_name;
  std::optional<std::int64_t> nearest_m; // as the crow flies
  static const entity::Table& fields();
};
struct UncoveredPage {
  std::vector<UncoveredElder> items;
  std::optional<std::string> next;
  std::int64_t total = 0;
  ReachTerms terms;
  static const entity::Table& fields();
};

struct CentreLoadQuery : ReachWish {
  RegionCode region;
  std::vector<FacilityKind> kinds;
  std::int64_t limit = http::kPageDefault;
  std::int64_t cursor = 0;               // how many to leave out
  static const entity::Table& fields();
};
struct CentreLoad {
  FacilityId id;
  std::string name, region_name;
  FacilityKind kind = FacilityKind::day_care;
  std::int64_t in_reach = 0, only_here = 0;
  std::int32_t beds = 0, beds_taken = 0;
  std::optional<std::int64_t> elders_per_bed;   // null: no beds
  static const entity::Table& fields();
};
struct CentreLoadPage {
  std::vector<CentreLoad> items;         // most elders per bed first, those without beds at the end
  std::optional<std::string> next;
  std::int64_t total = 0;
  ReachTerms terms;
  static const entity::Table& fields();
};

enum class AccessMethod : std::uint8_t { two_step = 1, enhanced = 2 };  // 2SFCA, E2SFCA
std::span<const entity::EnumName> enum_names(AccessMethod);
struct AccessQuery : ReachWish {
  RegionCode region;
  std::vector<FacilityKind> kinds;
  AccessMethod method = AccessMethod::two_step;
  std::int64_t path_m = 0;               // 0: the urban path (or minutes); one catchment for everybody
  static const entity::Table& fields();
};
struct AccessRow {
  RegionCode region;
  std::string region_name;
  std::int64_t elders = 0, without = 0;  // without: placed, and no bed within reach
  std::int64_t beds_per_1000_milli = 0;  // mean over placed elders: beds per 1,000 elders, × 1,000
  static const entity::Table& fields();
};
struct AccessTable {
  AccessRow total;
  std::vector<AccessRow> children;
  std::int64_t beds = 0, beds_reaching_milli = 0;   // supply; supply that reaches anyone, × 1,000
  std::int64_t path_m = 0, detour_permille = 0;
  ReachTerms terms;
  std::string method;
  Instant as_of;
  static const entity::Table& fields();
};

struct CoverageParameter {
  std::string name;
  RegionCode region;
  Date valid_from;
  std::int64_t value = 0;
  std::string basis, confidence;
  static const entity::Table& fields();
};
struct CoverageParameters {
  std::vector<CoverageParameter> items;
  static const entity::Table& fields();
};

Result<CoverageTable> coverage_table(command::Reader& reader, const CoverageQuery& in);
Result<UncoveredPage> uncovered(command::Reader& reader, const UncoveredQuery& in);
Result<CentreLoadPage> centre_loads(command::Reader& reader, const CentreLoadQuery& in);
Result<AccessTable> access_table(command::Reader& reader, const AccessQuery& in);
Result<CoverageParameters> coverage_parameters(command::Reader& reader, const http::Nothing& in);
Result<CoverageParameter> set_coverage_parameter(command::Tx& tx, const CoverageParameter& in);

}  // namespace yilin::facilities
