// p-median, p-center and capacitated models on CSV layers: distances between every demand point and every candidate.
#include <algorithm>
#include <cmath>

#include "engines/siting/capacitated.h"
#include "engines/siting/p_center.h"
#include "engines/siting/p_median.h"
#include "main/site_command.h"

namespace yilin::commands {
namespace {

constexpr std::size_t kCellsMax = 100'000'000;   // of the dense table: 400 MB

// Metres of way. Existing sites come after the candidates.
siting::DistanceTable table_of(const SiteOptions& o, const Layers& layers, const std::vector<std::size_t>& clients) {
  siting::DistanceTable d;
  std::vector<siting::Point> sites = layers.candidates.at;
  sites.insert(sites.end(), layers.existing.at.begin(), layers.existing.at.end());
  d.clients = static_cast<std::int32_t>(clients.size()), d.sites = static_cast<std::int32_t>(sites.size());
  d.far.reserve(clients.size() * sites.size());
  for (const siting::Point& s : sites)
    for (const std::size_t i : clients)
      d.far.push_back(siting::placed(s) ? static_cast<std::int32_t>(std::min(5e8, std::round(siting::distance_m(layers.surface, s, layers.demand.at[i]) * o.detour)))
                                        : siting::kUnreachable / 2);
  return d;
}

void list(JsonText& json, const Layers& layers, const std::vector<std::int32_t>& open) {
  json.line().key("sites").open('[');
  for (const std::int32_t j : open)
    if (static_cast<std::size_t>(j) < layers.candidates.table.size()) json.line().open('{').field("id", layers.candidates.table.id[static_cast<std::size_t>(j)]).close('}');
  json.line_end().close(']');
}

int capacity(const SiteOptions& o, const Layers& layers, const std::vector<std::size_t>& clients, const siting::DistanceTable& d) {
  const formats::siting::PointTable& candidates = layers.candidates.table;
  if (candidates.capacity.empty()) return say(Error(errors::invalid, "带容量的选址须有容量（capacity）一列。"));
  siting::CapacitatedProblem problem;
  problem.single = o.single;
  const std::size_t sites = candidates.size();
  for (std::size_t j = 0; j < sites; ++j) {
    const bool out = !candidates.rule.empty() && candidates.rule[j] == formats::siting::PointRule::excluded;
    problem.capacity.push_back(out ? 0 : candidates.capacity[j]);
    problem.fixed.push_back(candidates.cost.empty() ? 0 : static_cast<double>(candidates.cost[j]) / static_cast<double>(candidates.cost_scale));
  }
  for (std::size_t k = 0; k < clients.size(); ++k) {
    const double weight = layers.shown(layers.demand.table.weight[clients[k]]);
    problem.demand.push_back(weight);
    for (std::size_t j = 0; j < sites; ++j) {
      const double metres = d.at(static_cast<std::int32_t>(j), static_cast<std::int32_t>(k));
      problem.cost.push_back(o.radius_m > 0 && metres > o.radius_m ? INFINITY : weight * metres / 1000);
    }
  }
  const siting::CapacitatedPlan plan = siting::capacitated(problem, effort_of(o));
  JsonText json;
  answer_head(json, o.single ? "capacitated_single" : "capacitated", plan.verdict, plan.reason, plan.value, plan.bound, "强松弛+运输+分支定界（造价+人·千米）");
  if (plan.verdict != siting::Verdict::infeasible) {
    list(json, layers, plan.open);
    json.line().key("assignment").open('[');
    for (const siting::Share& s : plan.shares)
      json.open('[').value(layers.demand.table.id[clients[static_cast<std::size_t>(s.client)]]).value(candidates.id[static_cast<std::size_t>(s.site)]).value(s.share).close(']');
    json.close(']');
  }
  answer_settings(json, o, layers);
  return finish_answer(o, json);
}

}  // namespace

int site_by_distance(const SiteOptions& o, const Layers& layers) {
  std::vector<std::size_t> clients;
  for (std::size_t i = 0; i < layers.demand.at.size(); ++i)
    if (siting::placed(layers.demand.at[i])) clients.push_back(i);
  const std::size_t sites = layers.candidates.at.size() + layers.existing.at.size();
  if (clients.empty()) return say(Error(errors::invalid, "没有一个需求点有位置。"));
  if (clients.size() * sites > kCellsMax)
    return say(Error(errors::invalid, fmt::format("{} 个需求点 × {} 个选点超出距离表上限，请先按社区汇总需求。", clients.size(), sites)));
  const siting::DistanceTable d = table_of(o, layers, clients);
  if (o.model == "capacitated") return capacity(o, layers, clients, d);
  if (o.p.size() != 1 || o.p[0] < 1) return say(Error(errors::invalid, "须给出一个正的 --p。"));
  std::vector<std::int32_t> required;
  for (std::size_t j = 0; j < layers.candidates.table.rule.size(); ++j)
    if (layers.candidates.table.rule[j] == formats::siting::PointRule::required) required.push_back(static_cast<std::int32_t>(j));
  for (std::size_t e = 0; e < layers.existing.at.size(); ++e) required.push_back(static_cast<std::int32_t>(layers.candidates.at.size() + e));
  const auto p = static_cast<std::int32_t>(std::min<std::int64_t>(o.p[0], 1'000'000)) + static_cast<std::int32_t>(layers.existing.at.size());
  JsonText json;
  if (o.model == "pcenter") {
    if (!required.empty()) return say(Error(errors::invalid, "p-中心模型不支持现有设施与必选点。"));
    const siting::CenterPlan plan = siting::p_center(d, p, effort_of(o));
    answer_head(json, "pcenter", plan.verdict, plan.reason, plan.value, plan.bound, "二分+集合覆盖（米）");
    if (plan.verdict != siting::Verdict::infeasible) list(json, layers, plan.open);
  } else {
    siting::MedianProblem problem;
    problem.distance = &d, problem.p = p, problem.required = required;
    for (const std::size_t i : clients) problem.weight.push_back(layers.demand.table.weight[i]);
    const siting::MedianPlan plan = siting::p_median(problem, effort_of(o));
    answer_head(json, "pmedian", plan.verdict, plan.reason, layers.shown(plan.value), layers.shown(plan.bound), "快速交换+拉格朗日+分支定界（人·米）");
    if (plan.verdict != siting::Verdict::infeasible) list(json, layers, plan.open);
  }
  answer_settings(json, o, layers);
  return finish_answer(o, json);
}

}  // namespace yilin::commands
