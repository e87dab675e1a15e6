#pragma once
// PURE: life cycles, what may be entered, whether a facility meets its standards, what a quarter owes.

#include <optional>
#include <span>

#include "base/geo.h"
#include "engines/siting/datum.h"
#include "kernel/lifecycle/lifecycle.h"
#include "modules/facilities/housing.h"
#include "modules/facilities/inputs.h"

namespace yilin::facilities {

namespace errors {
inline constexpr ErrorKind seed_broken{"facilities.seed_broken", 422, "设施标准数据有误。", "The seed data of facilities are broken."};
inline constexpr ErrorKind facility_closed{"facilities.facility_closed", 409, "该设施已关闭，不能再办理。", "The facility is closed."};
inline constexpr ErrorKind no_bed{"facilities.no_bed", 409, "没有空床。", "No bed is free."};
inline constexpr ErrorKind has_bed{"facilities.has_bed", 409, "这位老人已有床位，请先办理离开。", "She has a bed already."};
inline constexpr ErrorKind planning_full{"facilities.planning_full", 429, "等待计算的方案太多，请稍后再试。", "Too many scenarios wait."};
inline constexpr ErrorKind not_run{"facilities.not_run", 409, "这个方案还没有计算结果。", "The scenario has no result yet."};
inline constexpr ErrorKind no_elders{"facilities.no_elders", 409, "本范围内没有登记位置的老人，无法计算。", "Nobody in this scope has a place."};
}  // namespace errors

namespace rules {

std::span<const lifecycle::Transition<FacilityState>> facility_moves();
std::span<const lifecycle::Transition<Stage>> stage_moves();  // verbs plan, build, accept, deliver; back with a reason

siting::Datum engine_datum(MapDatum datum);
// Degrees × 10⁶ in `datum` → WGS-84. 422 naming the field for what lies outside China, with a hint when the two look swapped.
// 0/0 stays 0/0.
Result<Place> place_of(std::int64_t lon_e6, std::int64_t lat_e6, MapDatum datum);
// "115.029,35.762" → degrees × 10⁶, without floats: at most 6 decimals are read.
Result<Place> parse_place(std::string_view text, std::string_view field = "near");

// Fees in order, nursing beds among the full-care ones, beds by kind that add up to `beds` once any kind is given.
Status check_record(const FacilityRecord& record, std::int32_t beds);

// Of each code the row of the deepest region, then the latest, valid on `on`.
std::vector<StandardTerms> standards_for(std::span<const StandardTerms> book, FacilityKind kind, RegionCode region, Date on);
std::vector<StandardCheck> check(std::span<const StandardTerms> book, const Facility& facility, Date on);
Meets overall(std::span<const StandardCheck> checks);   // no if any fails, else unknown if any is, else yes (none: unknown)

bool open_at(const Facility& facility, Instant now);

// Every rule that holds for the quarter, the deepest region last: that is the one its debt is reckoned by.
std::vector<HousingTerms> housing_rules_for(std::span<const HousingTerms> book, const Quarter& quarter, Date today);
std::int64_t owed_m2(const HousingTerms& terms, std::int32_t households);   // rounded up: a started square metre is owed
// What the four steps that go together say of it; "" when in step.
std::string out_of_step(const Quarter& quarter);

// `total` parted by weights so that the parts sum to it (largest remainder, ties to the first). All weights 0: nothing to go
// by, so evenly.
std::vector<std::int64_t> apportion(std::span<const std::int64_t> weights, std::int64_t total);

}  // namespace rules
}  // namespace yilin::facilities
