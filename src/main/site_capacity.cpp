// yilin site --capacities: cover most where every site, existing ones too, can serve only so many.
#include <algorithm>
#include <cmath>

#include "engines/siting/capacitated_cover.h"
#include "main/site_command.h"

namespace yilin::commands {

int site_by_capacity(const SiteOptions& o, const Layers& layers) {
  const formats::siting::PointTable &candidates = layers.candidates.table, &existing = layers.existing.table;
  if (candidates.capacity.empty() || (existing.size() > 0 && existing.capacity.empty()))
    return say(Error(errors::invalid, "--capacities 须有容量（capacity）一列，备选点与现有设施都要。"));
  if (!o.roads.empty()) return say(Error(errors::invalid, "--capacities 不支持 --roads。"));
  if (o.p.size() + o.budget.size() != 1) return say(Error(errors::invalid, "须给出一个 --p 或一个 --budget。"));
  const bool money = !o.budget.empty();
  if (money && candidates.cost.empty()) return say(Error(errors::invalid, "按预算选址时，备选点文件须有造价（cost）一列。"));
  if (money ? !(o.budget[0] > 0 && o.budget[0] < 1e15) : o.p[0] < 1) return say(Error(errors::invalid, "--p 或 --budget 须为正数。"));

  // Existing centres stand behind the candidates: required, at no cost.
  std::vector<siting::Point> sites = layers.candidates.at;
  sites.insert(sites.end(), layers.existing.at.begin(), layers.existing.at.end());
  const siting::MergedPeople merged = siting::merge(layers.people(), {}, sites, layers.reach);
  siting::CapacitatedCoverProblem problem;
  problem.rows = merged.rows;
  const auto scale = static_cast<double>(layers.demand.table.weight_scale);
  for (std::size_t j = 0; j < sites.size(); ++j) {
    const bool stands = j >= candidates.size();
    const double places = stands ? existing.capacity[j - candidates.size()] : candidates.capacity[j];
    problem.capacity.push_back(static_cast<std::int64_t>(std::floor(places * scale + 1e-9)));
    problem.cost.push_back(stands ? 0 : money ? candidates.cost[j] : 1);
    const bool ruled = !stands && !candidates.rule.empty();
    problem.rule.push_back(stands || (ruled && candidates.rule[j] == formats::siting::PointRule::required) ? siting::SiteRule::required
                           : ruled && candidates.rule[j] == formats::siting::PointRule::excluded           ? siting::SiteRule::excluded
                                                                                                          : siting::SiteRule::free);
  }
  problem.budget = money ? static_cast<std::int64_t>(std::floor(o.budget[0] * static_cast<double>(candidates.cost_scale) + 1e-9)) : o.p[0];
  const siting::CapacitatedCoverPlan plan = siting::capacitated_cover(problem, effort_of(o));
  JsonText json;
  answer_head(json, "mclp_capacitated", plan.verdict, plan.reason, layers.shown(plan.value), layers.shown(plan.bound), "归并+最大流+线性规划+分支定界");
  if (plan.verdict != siting::Verdict::infeasible) {
    json.line().key("sites").open('[');
    for (std::size_t k = 0; k < plan.open.size(); ++k) {
      const auto j = static_cast<std::size_t>(plan.open[k]);
      const bool stands = j >= candidates.size();
      json.line().open('{').field("id", stands ? existing.id[j - candidates.size()] : candidates.id[j]).field("existing", stands);
      json.field("served", layers.shown(plan.served[k])).field("capacity", stands ? existing.capacity[j - candidates.size()] : candidates.capacity[j]).close('}');
    }
    json.line_end().close(']');
    std::int64_t within = 0;
    for (const std::int64_t w : merged.rows.weight) within += w;
    json.line().key("uncovered").open('{').field("total", layers.shown(within - plan.value + merged.beyond_reach + merged.unplaced));
    json.field("within_reach_of_a_site", layers.shown(within - plan.value)).field("beyond_reach", layers.shown(merged.beyond_reach)).field("unplaced", layers.shown(merged.unplaced)).close('}');
  }
  answer_settings(json, o, layers);
  return finish_answer(o, json);
}

}  // namespace yilin::commands
