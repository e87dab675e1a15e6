#pragma once
// Facilities and what is known about them; quarters that owe them; plans for the next ones. Tables have the names in the
// comments. Places are WGS-84 degrees × 10⁶ (0/0 = not placed), whatever datum they were given in. A day's hours are minutes
// from midnight; work_days are 1 = Monday … 7 = Sunday.

#include <cstdint>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/money.h"
#include "base/region_code.h"
#include "base/time.h"
#include "kernel/entity/codec.h"
#include "modules/region/types.h"

namespace yilin::facilities {

using ChangeId = Id<struct FacilityChangeTag>;
using PhotoId = Id<struct FacilityPhotoTag>;
using StayId = Id<struct FacilityStayTag>;
using AttendanceId = Id<struct FacilityAttendanceTag>;
using QuarterId = Id<struct QuarterTag>;
using ScenarioId = Id<struct PlanScenarioTag>;
using AllocationId = Id<struct PlanAllocationTag>;
using LayerId = Id<struct ReachLayerTag>;

enum class FacilityKind : std::uint8_t {
  street_centre = 1,     // 综合养老服务中心
  day_care = 2,          // 日间照料中心
  village_home = 3,      // 幸福院
  care_home = 4,         // 养老院·敬老院
  meal_point = 5,        // 助餐点
  home_care_station = 6, // 居家养老服务站
  bathing_point = 7,     // 助浴点
  nursing_station = 8,   // 护理站
  activity_centre = 9,   // 活动中心
};
enum class OperationMode : std::uint8_t {
  public_public = 1, public_private = 2, private_subsidised = 3, entrusted = 4, private_private = 5,
};
enum class FacilityState : std::uint8_t { open = 1, paused = 2, closed = 3 };
// CGCS2000 agrees with WGS-84 within decimetres.
enum class MapDatum : std::uint8_t { wgs84 = 1, gcj02 = 2, bd09 = 3, cgcs2000 = 4 };
enum class Level : std::uint8_t { unknown = 0, city = 1, county = 2, street = 3, community = 4 };
enum class Ownership : std::uint8_t { unknown = 0, state = 1, collective = 2, privately = 3, mixed = 4 };
enum class Approval : std::uint8_t { unknown = 0, approved = 1, not_approved = 2, not_needed = 3 };
enum class Grade : std::uint8_t { none = 0, one = 1, two = 2, three = 3, four = 4, five = 5 };  // GB/T 37276
enum class Medical : std::uint8_t { unknown = 0, none = 1, own = 2, agreement = 3, nearby = 4 };
enum class Known : std::uint8_t { unknown = 0, yes = 1, no = 2 };  // unknown is never "no"
enum class Admits : std::uint8_t { self_reliant = 1, semi_dependent = 2, dependent = 3, dementia = 4, destitute = 5, preferential = 6 };

// What the national register asks for beyond the essentials.
struct FacilityRecord {
  Level level = Level::unknown;         // that it serves; unknown: that of its region
  Ownership ownership = Ownership::unknown;
  std::string founder;                  // 举办者
  std::string director;                 // 负责人
  Date founded_on, opened_on;
  std::string filing_no;                // 备案编号
  Date filed_on;
  std::int32_t land_m2 = 0;
  std::int32_t beds_full = 0, beds_day = 0;  // together `beds`, once one of them is given
  std::int32_t beds_nursing = 0;        // of the full-care beds
  std::vector<Admits> admits;
  Known destitute_home = Known::unknown, glory_home = Known::unknown;  // 特困供养, 光荣院
  Approval fire = Approval::unknown, food = Approval::unknown;
  std::string fire_note, food_note;     // number, or why there is none
  Known insured = Known::unknown;       // 养老机构责任保险
  Known ltc_designated = Known::unknown;
  Known accessible = Known::unknown;    // 无障碍
  Medical medical = Medical::unknown;
  Grade grade = Grade::none;
  std::string charging;                 // how it charges
  Fen fee_min_fen, fee_max_fen;         // a month
  std::string subsidies;
  static const entity::Table& fields();
};

// Table facility.
struct Facility : FacilityRecord {
  FacilityId id;
  OrganisationId organisation_id;       // operator; none: run by the community itself
  std::string name;
  FacilityKind kind = FacilityKind::day_care;
  OperationMode mode = OperationMode::public_public;
  RegionCode region;
  std::string address;
  std::int64_t lon_e6 = 0, lat_e6 = 0;
  MapDatum source_datum = MapDatum::wgs84;  // that the place was given in
  std::int32_t beds = 0;
  std::int32_t area_m2 = 0;
  std::string phone;
  FacilityState state = FacilityState::open;
  std::string state_reason;
  std::vector<std::string> services;
  std::vector<std::int32_t> work_days;
  std::int32_t opens_min = 480, closes_min = 1080;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

// Table facility_change: one row an act.
struct FacilityChange {
  ChangeId id;
  FacilityId facility_id;
  RegionCode region;
  OrganisationId organisation_id;
  Instant at;
  UserId by;
  std::string by_name;
  std::string verb;                     // of the journal
  std::string reason;
  std::string changes_json;             // list of FieldChange
  static const entity::Table& fields();
};

// Table facility_photo.
struct FacilityPhoto {
  PhotoId id;
  FacilityId facility_id;
  RegionCode region;
  OrganisationId organisation_id;
  std::string caption;
  std::string digest;                   // SM3 of the bytes: the file's name
  bool removed = false;
  Instant created_at;
  static const entity::Table& fields();
};

// ---- standards ----

enum class Measure : std::uint8_t {
  area_m2 = 1, beds = 2, beds_full = 3, beds_day = 4, nursing_share = 5, land_m2 = 6, fire_approved = 7, food_approved = 8,
  insured = 9, accessible = 10, open_days = 11, area_per_bed_m2 = 12,
};
// What data/facilities/standards.csv says; table facility_standard.
struct StandardTerms {
  std::string code;
  FacilityKind kind = FacilityKind::day_care;
  RegionCode region;                    // 0: everywhere
  Date valid_from, valid_to;            // to: first day on which it no longer holds
  Measure measure = Measure::area_m2;
  std::int64_t least = 0;               // percent for nursing_share; 1 for yes or no
  std::string clause;
  std::string basis, confidence;
  static const entity::Table& fields();
};

// ---- who comes ----

enum class BedKind : std::uint8_t { full = 1, day = 2 };
enum class Activity : std::uint8_t { day_care = 1, meal = 2, bath = 3, rehabilitation = 4, health = 5, culture = 6, other = 9 };

// Table facility_stay: an elder's bed. `to_day` is the first day without it; none: she has it.
struct Stay {
  StayId id;
  FacilityId facility_id;
  RegionCode region;
  OrganisationId organisation_id;
  ElderId elder_id;
  BedKind bed = BedKind::full;
  Date from_day, to_day;
  std::string end_reason;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

// Table facility_attendance: she came on that day for that.
struct Attendance {
  AttendanceId id;
  FacilityId facility_id;
  RegionCode region;
  OrganisationId organisation_id;
  ElderId elder_id;
  Date day;
  Activity activity = Activity::day_care;
  std::int32_t times = 1;
  Instant created_at;
  static const entity::Table& fields();
};

// ---- housing ----

enum class QuarterKind : std::uint8_t { fresh = 1, existing = 2 };  // 新建, 已建成
// 同步规划、同步建设、同步验收、同步交付.
enum class Stage : std::uint8_t { none = 0, planned = 1, building = 2, accepted = 3, delivered = 4 };

// Table quarter.
struct Quarter {
  QuarterId id;
  std::string name;
  RegionCode region;
  std::string address, developer;
  QuarterKind kind = QuarterKind::fresh;
  std::int32_t households = 0;
  std::int64_t lon_e6 = 0, lat_e6 = 0;
  MapDatum source_datum = MapDatum::wgs84;
  Date planned_on;                      // 规划许可: the rules of that day hold
  std::int32_t provided_m2 = 0;         // elder-care rooms as measured at acceptance (planned before)
  FacilityId facility_id;               // what was opened in them
  Stage housing_stage = Stage::planned, care_stage = Stage::none;
  std::string note;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};
// What data/facilities/housing_rules.csv says; table housing_rule.
struct HousingTerms {
  std::string code, name;
  RegionCode region;
  QuarterKind kind = QuarterKind::fresh;
  Date valid_from, valid_to;
  std::int64_t m2_per_100_households = 0;
  std::string basis, confidence;
  static const entity::Table& fields();
};

// ---- planning ----

enum class Model : std::uint8_t {
  cover_all = 1,    // LSCP: fewest sites (cheapest) for all who can be covered
  cover_most = 2,   // MCLP: p sites, or a budget
  median = 3,       // p-median
  center = 4,       // p-center
  years = 5,        // MCLP over years, what opens stays open
  cover_capacity = 6, // MCLP where a new site serves only so many
  assign = 7,       // capacitated location: building and ways cheapest together, each community served by one site
};
enum class ScenarioState : std::uint8_t { draft = 1, queued = 2, running = 3, done = 4, failed = 5, cancelled = 6 };
enum class SiteRole : std::uint8_t { candidate = 1, required = 2, excluded = 3 };
enum class Verdict : std::uint8_t { proved_optimal = 1, feasible = 2, infeasible = 3 };

// How far one goes: the crow's way × a factor; along the city's own walking network; or by a table of minutes that was given.
enum class ReachKind : std::uint8_t { straight = 1, walking = 2, table = 3 };
enum class LayerState : std::uint8_t { current = 1, replaced = 2, removed = 3 };

// Reach as it was reckoned: shown with every table.
struct ReachTerms {
  ReachKind reach = ReachKind::straight;
  LayerId layer_id;                     // walking, table: what was given
  std::int64_t snap_m = 0;              // walking: how far a way may be from a place
  std::int64_t urban_path_m = 0, urban_pace_mm_s = 0, urban_minutes = 0, urban_detour_permille = 0;
  std::int64_t rural_path_m = 0, rural_detour_permille = 0;
  MapDatum elders_datum = MapDatum::wgs84;
  std::string method;                   // a sentence
  static const entity::Table& fields();
};

std::span<const entity::EnumName> enum_names(FacilityKind);
std::span<const entity::EnumName> enum_names(OperationMode);
std::span<const entity::EnumName> enum_names(FacilityState);
std::span<const entity::EnumName> enum_names(MapDatum);
std::span<const entity::EnumName> enum_names(Level);
std::span<const entity::EnumName> enum_names(Ownership);
std::span<const entity::EnumName> enum_names(Approval);
std::span<const entity::EnumName> enum_names(Grade);
std::span<const entity::EnumName> enum_names(Medical);
std::span<const entity::EnumName> enum_names(Known);
std::span<const entity::EnumName> enum_names(Admits);
std::span<const entity::EnumName> enum_names(Measure);
std::span<const entity::EnumName> enum_names(BedKind);
std::span<const entity::EnumName> enum_names(Activity);
std::span<const entity::EnumName> enum_names(QuarterKind);
std::span<const entity::EnumName> enum_names(Stage);
std::span<const entity::EnumName> enum_names(Model);
std::span<const entity::EnumName> enum_names(ScenarioState);
std::span<const entity::EnumName> enum_names(SiteRole);
std::span<const entity::EnumName> enum_names(Verdict);
std::span<const entity::EnumName> enum_names(ReachKind);
std::span<const entity::EnumName> enum_names(LayerState);

}  // namespace yilin::facilities
