#include "modules/facilities/plan_capacity.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "engines/siting/capacitated.h"
#include "engines/siting/capacitated_cover.h"
#include "modules/region/region.h"

namespace yilin::facilities {
namespace {

constexpr std::size_t kAssignMax = 200'000;   // communities × sites: every one of them may be a decision of its own

struct Clients {
  std::vector<std::int32_t> group;
  std::vector<std::int64_t> elders;
  std::vector<siting::Point> at;              // mean place
  std::vector<std::int64_t> detour_permille;
};

// Communities of those whom no existing centre reaches.
Clients outside(const PlanDemand& demand) {
  const auto groups = static_cast<std::size_t>(demand.groups);
  std::vector<std::int64_t> many(groups, 0);
  std::vector<siting::Point> sum(groups);
  std::vector<char> towns(groups, 0);
  for (std::size_t i = 0; i < demand.at.size(); ++i) {
    if (!siting::placed(demand.at[i]) || demand.row_of[i] == siting::MergedPeople::kCovered) continue;
    const auto g = static_cast<std::size_t>(demand.group[i]);
    ++many[g];
    sum[g].x += demand.at[i].x;
    sum[g].y += demand.at[i].y;
    towns[g] = i < demand.urban;
  }
  Clients out;
  for (std::size_t g = 0; g < groups; ++g) {
    if (many[g] == 0) continue;
    const auto n = static_cast<double>(many[g]);
    out.group.push_back(static_cast<std::int32_t>(g));
    out.elders.push_back(many[g]);
    out.at.push_back({sum[g].x / n, sum[g].y / n});
    out.detour_permille.push_back(towns[g] ? demand.terms.urban_detour_permille : demand.terms.rural_detour_permille);
  }
  return out;
}

std::int64_t way_m(const Clients& clients, std::size_t c, const siting::Point& site) {
  return std::llround(siting::distance_m(siting::Surface::sphere, clients.at[c], site) * static_cast<double>(clients.detour_permille[c]) / 1000);
}

}  // namespace

PlanAnswer cover_within_capacity(const PlanDemand& demand, const ScenarioInputs& in, std::int64_t p, const siting::Effort& effort) {
  siting::CapacitatedCoverProblem problem;
  problem.rows = demand.rows;
  for (const PlanSite& s : demand.site) problem.capacity.push_back(s.capacity);
  problem.rule = rules_of(demand);
  problem.budget = p;
  if (in.budget_fen.value > 0) {
    problem.cost = costs_of(demand);
    problem.budget = in.budget_fen.value;
  }
  const auto plan = siting::capacitated_cover(problem, effort);
  return {plan.verdict, plan.reason, "服务能力有限的最大覆盖：最大流、线性规划上界、分支切割", plan.value, plan.bound, plan.open, {}, plan.served};
}

PlanAnswer assign_single(Kernel& kernel, const PlanDemand& demand, const ScenarioInputs& in, const siting::Effort& effort, PlanResult& result) {
  PlanAnswer out;
  const Clients clients = outside(demand);
  std::vector<std::size_t> usable;
  for (std::size_t s = 0; s < demand.site.size(); ++s)
    if (demand.site[s].role != SiteRole::excluded) usable.push_back(s);
  if (clients.group.empty()) {
    out.reason = "本范围内没有圈外的、登记了位置的老人。";
    return out;
  }
  if (usable.empty() || clients.group.size() * usable.size() > kAssignMax) {
    out.reason = usable.empty() ? "没有可用的备选点。"
                                : fmt::format("{} 个社区和 {} 个备选点太多，超过 {} 对，请缩小范围或减少备选点。", clients.group.size(), usable.size(), kAssignMax);
    return out;
  }
  siting::CapacitatedProblem problem;
  problem.single = true;
  double certain = 0;                         // of required sites: paid whatever is decided
  for (const std::size_t s : usable) {
    const bool required = demand.site[s].role == SiteRole::required;
    const auto cost = static_cast<double>(demand.site[s].cost_fen.value);
    problem.capacity.push_back(static_cast<double>(demand.site[s].capacity));
    problem.fixed.push_back(required ? 0 : cost);
    if (required) certain += cost;
  }
  for (std::size_t c = 0; c < clients.group.size(); ++c) {
    problem.demand.push_back(static_cast<double>(clients.elders[c]));
    for (const std::size_t s : usable)
      problem.cost.push_back(static_cast<double>(clients.elders[c]) * static_cast<double>(way_m(clients, c, demand.site_at[s])) / 1000 *
                             static_cast<double>(in.way_fen_per_km.value));
  }
  const auto plan = siting::capacitated(problem, effort);
  out.verdict = plan.verdict;
  out.reason = plan.reason;
  out.method = "有容量的选址（每个社区由一处服务）：强松弛、运输、分支定界";
  out.value = std::llround(plan.value + certain);
  out.bound = plan.verdict == siting::Verdict::proved_optimal ? out.value : static_cast<std::int64_t>(std::floor(plan.bound + certain));
  if (plan.verdict == siting::Verdict::infeasible) return out;
  for (const std::int32_t s : plan.open) out.open.push_back(static_cast<std::int32_t>(usable[static_cast<std::size_t>(s)]));
  for (std::size_t s = 0; s < demand.site.size(); ++s)
    if (demand.site[s].role == SiteRole::required) out.open.push_back(static_cast<std::int32_t>(s));
  std::sort(out.open.begin(), out.open.end());
  out.open.erase(std::unique(out.open.begin(), out.open.end()), out.open.end());
  std::vector<std::int64_t> served(demand.site.size(), 0);
  const auto divisions = region::divisions(kernel);
  for (const siting::Share& share : plan.shares) {
    const auto c = static_cast<std::size_t>(share.client);
    const std::size_t s = usable[static_cast<std::size_t>(share.site)];
    served[s] += clients.elders[c];
    const RegionCode code = divisions->community_at(static_cast<std::uint32_t>(clients.group[c]));
    result.assigned.push_back({code, divisions->full_name(code), static_cast<std::int64_t>(s) + 1, demand.site[s].name, clients.elders[c], way_m(clients, c, demand.site_at[s])});
  }
  for (const std::int32_t s : out.open) out.served.push_back(served[static_cast<std::size_t>(s)]);
  return out;
}

void tell_served(const PlanAnswer& answer, PlanResult& result) {
  const std::int64_t taken_in = std::accumulate(answer.served.begin(), answer.served.end(), std::int64_t{0});
  for (std::size_t k = 0; k < answer.served.size() && k < result.sites.size(); ++k) result.sites[k].served = answer.served[k];
  const std::int64_t within = result.covered_after - result.covered_before;
  if (taken_in < within)
    result.warnings.push_back(fmt::format("新增圈内 {} 位老人，服务能力只够接纳 {} 位；各地和各类老人受益按圈内计算。", within, taken_in));
}

}  // namespace yilin::facilities
