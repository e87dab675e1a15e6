#pragma once
// The models in which a site can serve only so many. Internal to facilities.

#include "engines/siting/cover_problem.h"
#include "engines/siting/effort.h"
#include "modules/facilities/plan_demand.h"

namespace yilin::facilities {

struct PlanAnswer {
  siting::Verdict verdict = siting::Verdict::infeasible;
  std::string reason, method;
  std::int64_t value = 0, bound = 0;
  std::vector<std::int32_t> open, year;
  std::vector<std::int64_t> served;      // beside open, where sites are limited
};
std::vector<siting::SiteRule> rules_of(const PlanDemand& demand);
std::vector<std::int64_t> costs_of(const PlanDemand& demand);

// Most people, none of the new sites beyond its capacity; p sites or the scenario's budget.
PlanAnswer cover_within_capacity(const PlanDemand& demand, const ScenarioInputs& in, std::int64_t p, const siting::Effort& effort);
// Building and ways cheapest together; each community's elders who reach no existing centre go to one site. Fills result.assigned.
PlanAnswer assign_single(Kernel& kernel, const PlanDemand& demand, const ScenarioInputs& in, const siting::Effort& effort, PlanResult& result);
// How many each site takes in, and what that makes of who gains.
void tell_served(const PlanAnswer& answer, PlanResult& result);

}  // namespace yilin::facilities
