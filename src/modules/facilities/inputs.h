#pragma once
// What the register's routes take and give beyond the stored rows. Internal to facilities.

#include <optional>
#include <string>
#include <vector>

#include "http/page.h"
#include "modules/facilities/facilities.h"

namespace yilin::facilities {

struct ChangeFacility : NewFacility {     // the essentials; the record stays as it is
  FacilityId id;
  std::int64_t version = 0;
  static const entity::Table& fields();
};
struct ChangeRecord : FacilityRecord {
  FacilityId id;
  std::int64_t version = 0;
  static const entity::Table& fields();
};
struct FacilityMove {
  FacilityId id;
  std::string reason;
  static const entity::Table& fields();
};
struct FacilityPath {
  FacilityId id;
  static const entity::Table& fields();
};

// ---- standards ----

enum class Meets : std::uint8_t { unknown = 0, yes = 1, no = 2 };
std::span<const entity::EnumName> enum_names(Meets);

struct StandardCheck {
  std::string code, clause, basis, confidence;
  Measure measure = Measure::area_m2;
  std::int64_t least = 0;
  std::optional<std::int64_t> actual;     // null: not known
  Meets meets = Meets::unknown;
  std::string sentence;                   // "建筑面积 180 平方米，少于 200 平方米"
  static const entity::Table& fields();
};

struct FacilityQuery {
  std::string q;
  RegionCode region;
  std::optional<FacilityKind> kind;
  std::optional<FacilityState> state;
  OrganisationId organisation_id;
  std::optional<bool> placed;
  std::int64_t limit = http::kPageDefault;
  FacilityId cursor;
  static const entity::Table& fields();
};
struct FacilityView : Facility {
  std::string organisation_name, region_name;
  bool urban = false;
  std::int32_t beds_taken = 0;
  Meets meets = Meets::unknown;
  std::vector<std::string> failing;       // sentences of the clauses that fail
  static const entity::Table& fields();
};
struct FacilityDetail : FacilityView {
  std::string credit_code, organisation_kind, legal_person;
  std::vector<std::string> service_names;
  std::vector<StandardCheck> checks;
  std::vector<FacilityPhoto> photos;
  std::vector<std::string> warnings;      // about its place
  static const entity::Table& fields();
};

struct StandardsQuery {
  std::optional<FacilityKind> kind;
  RegionCode region;
  static const entity::Table& fields();
};
struct StandardsList {
  std::vector<StandardTerms> items;
  static const entity::Table& fields();
};
struct FailingQuery {
  RegionCode region;
  std::optional<FacilityKind> kind;
  std::int64_t limit = http::kPageDefault;
  FacilityId cursor;
  static const entity::Table& fields();
};
struct FailingFacility {
  FacilityId id;
  std::string name, region_name;
  FacilityKind kind = FacilityKind::day_care;
  std::vector<StandardCheck> checks;      // those that fail, then those not known
  static const entity::Table& fields();
};
struct FailingPage {
  std::vector<FailingFacility> items;
  std::optional<std::string> next;
  std::int64_t facilities = 0, meet = 0, fail = 0, unknown = 0;  // of the region, open ones
  static const entity::Table& fields();
};

// ---- history, photos ----

struct FieldChange {
  std::string field, label, before, after;
  static const entity::Table& fields();
};
struct ChangeView : FacilityChange {
  std::string verb_label;
  std::vector<FieldChange> changes;
  static const entity::Table& fields();
};
struct HistoryQuery {
  FacilityId id;
  std::int64_t limit = http::kPageDefault;
  ChangeId cursor;
  static const entity::Table& fields();
};
struct PhotoPath {
  PhotoId id;
  std::string reason;
  static const entity::Table& fields();
};

// ---- for everybody ----

struct PublicFacilityQuery {
  std::string near;                       // "115.029,35.762": longitude, latitude
  std::string q;
  RegionCode region;
  std::optional<FacilityKind> kind;
  std::vector<FacilityKind> kinds;
  std::int64_t within_m = 0;              // 0: however far
  bool open_now = false, beds_free = false, accessible = false;
  std::int64_t limit = 20;
  std::int64_t cursor = 0;                // how many to leave out
  static const entity::Table& fields();
};
struct PublicFacility {
  FacilityId id;
  std::string name;
  FacilityKind kind = FacilityKind::day_care;
  OperationMode mode = OperationMode::public_public;
  RegionCode region;
  std::string region_name, organisation_name, address, phone;
  std::int64_t lon_e6 = 0, lat_e6 = 0;
  std::int32_t beds = 0, beds_free = 0, area_m2 = 0;
  std::vector<std::string> services, service_names;
  std::vector<std::int32_t> work_days;
  std::int32_t opens_min = 0, closes_min = 0;
  bool open_now = false;
  Known accessible = Known::unknown;
  Grade grade = Grade::none;
  Medical medical = Medical::unknown;
  std::vector<Admits> admits;
  std::string charging;
  Fen fee_min_fen, fee_max_fen;
  Known ltc_designated = Known::unknown, insured = Known::unknown;
  Approval fire = Approval::unknown, food = Approval::unknown;
  Date opened_on;
  std::vector<PhotoId> photos;
  std::optional<std::int64_t> distance_m; // null: no point asked for, or not placed
  static const entity::Table& fields();
};

}  // namespace yilin::facilities
