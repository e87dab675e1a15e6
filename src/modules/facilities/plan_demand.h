#pragma once
// What a scenario is solved on: its elders, the centres that exist, its candidates, and who reaches which of them. Internal to
// facilities.

#include "engines/siting/cover_problem.h"
#include "modules/facilities/plan.h"

namespace yilin::facilities {

struct PlanDemand {
  ReachTerms terms;
  Instant as_of;
  std::vector<siting::Point> at;          // elders of the region; towns first
  std::vector<std::int32_t> group;
  std::vector<std::uint32_t> labels;
  std::size_t urban = 0;
  std::int32_t groups = 0;
  std::vector<FacilityId> existing_id;
  std::vector<siting::Point> existing;
  std::vector<PlanSite> site;             // candidates, places in WGS-84: those of the scenario, then communities
  std::vector<siting::Point> site_at;
  std::vector<std::string> site_key;      // that a table of times knows them by
  siting::CoverRows rows;                 // of elders whom no existing centre reaches
  std::vector<std::int32_t> row_of;       // per elder: row, or MergedPeople::kCovered, kBeyond, kUnplaced
  std::int64_t covered_before = 0, beyond_reach = 0, unplaced = 0;
  std::vector<std::string> notes;         // candidates and elders for whom reach is not known
  std::string digest;                     // SM3 of everything above and the inputs
};
// Error: the roads or times that it asks for are no longer there.
Result<PlanDemand> demand_of(Kernel& kernel, const ScenarioInputs& in);

// How many of `open` reach each row.
std::vector<std::int32_t> reached_by(const siting::CoverRows& rows, const std::vector<std::int32_t>& open);
// Elders of the rows that at least one of them reaches.
std::int64_t gained_by(const siting::CoverRows& rows, const std::vector<std::int32_t>& reached);

// Fills what a plan means: sites with their worth, next best, who gains, before and after. `open`: candidates; `year` beside
// it or empty.
void explain(const Kernel& kernel, const PlanDemand& demand, const std::vector<std::int32_t>& open, const std::vector<std::int32_t>& year, PlanResult& result);

}  // namespace yilin::facilities
