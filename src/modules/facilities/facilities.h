#pragma once
// The façade of the facilities: the register for imports and the simulator, and the events of its life. No act is recorded
// by what is called here; the caller's command does that.

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "kernel/command/kernel.h"
#include "kernel/command/tx.h"
#include "modules/facilities/types.h"

namespace yilin::facilities {

// Of the person who enters it; lon_e6 and lat_e6 in `datum`.
struct NewFacility : FacilityRecord {
  OrganisationId organisation_id;
  std::string name;
  FacilityKind kind = FacilityKind::day_care;
  OperationMode mode = OperationMode::public_public;
  RegionCode region;
  std::string address;
  std::int64_t lon_e6 = 0, lat_e6 = 0;
  MapDatum datum = MapDatum::wgs84;
  std::int32_t beds = 0, area_m2 = 0;
  std::string phone;
  std::vector<std::string> services;
  std::vector<std::int32_t> work_days{1, 2, 3, 4, 5, 6, 7};
  std::int32_t opens_min = 480, closes_min = 1080;
  static const entity::Table& essentials();  // without the record
  static const entity::Table& fields();
};
Result<FacilityId> add_facility(command::Tx& tx, const NewFacility& in);
// Takes back what an import entered, if nobody has changed or used it since; false when somebody has.
Result<bool> withdraw_facility(command::Tx& tx, FacilityId id);
std::string facility_name(sql::Connection& db, FacilityId id);  // "" when unknown

struct NewQuarter {
  std::string name;
  RegionCode region;
  std::string address, developer;
  QuarterKind kind = QuarterKind::fresh;
  std::int32_t households = 0;
  std::int64_t lon_e6 = 0, lat_e6 = 0;
  MapDatum datum = MapDatum::wgs84;
  Date planned_on;
  std::int32_t provided_m2 = 0;
  FacilityId facility_id;
  std::string note;
  static const entity::Table& fields();
};
Result<QuarterId> add_quarter(command::Tx& tx, const NewQuarter& in, Stage housing = Stage::planned, Stage care = Stage::none);

// Somebody lives there, or comes for the day.
Result<StayId> add_stay(command::Tx& tx, FacilityId facility, ElderId elder, BedKind bed, Date from);
Result<AttendanceId> add_attendance(command::Tx& tx, FacilityId facility, ElderId elder, Date day, Activity activity, std::int32_t times = 1);

// A planning scenario of the city: covers most with `p` of the candidates.
struct PlannedSite {
  std::string name;
  std::int64_t lon_e6 = 0, lat_e6 = 0;   // WGS-84
  Fen cost_fen;
};
Result<ScenarioId> add_scenario(command::Tx& tx, std::string_view name, RegionCode region, std::int64_t p, const std::vector<PlannedSite>& sites);

// Standards, housing rules, parameters and packages from a folder of CSV files; what is there already (by code, region and day) stays.
// Never on the writer's thread. Returns how many rows were new.
Result<std::int64_t> load_seed(Kernel& kernel, const std::string& folder);

}  // namespace yilin::facilities
