// p-median, p-center and capacitated models on CSV layers: how far every demand point is from every site, in a straight line, along ways
// or by a table of times. --radius or --minutes, where given, bounds every way; a way that is not there serves nobody.
#include <algorithm>
#include <cmath>

#include "engines/siting/p_center.h"
#include "engines/siting/p_median.h"
#include "main/site_ways.h"

namespace yilin::commands {
namespace {

constexpr std::size_t kCellsMax = 100'000'000;   // of the dense table: 400 MB
constexpr std::size_t kWalkedMax = 30'000'000;   // where pairs are kept beside it

using formats::siting::PointRule;

Result<WaysCase> build(const SiteOptions& o, Layers& layers) {
  WaysCase c;
  c.minutes = layers.timed;
  std::size_t nobody = 0;
  for (std::size_t i = 0; i < layers.demand.at.size(); ++i) {
    const std::int64_t weight = layers.demand.table.weight[i];
    const bool counts = weight > 0 && siting::placed(layers.demand.at[i]);
    c.client_of.push_back(counts ? static_cast<std::int32_t>(c.clients.size()) : -1);
    if (counts) c.clients.push_back(i);
    else c.unplaced += weight;
    nobody += weight == 0;
  }
  if (nobody > 0) layers.warnings.push_back(fmt::format("{} 个需求点人数为 0，不计路程。", nobody));
  const std::size_t sites = layers.candidates.at.size() + layers.existing.at.size(), cells = c.clients.size() * sites;
  if (c.clients.empty()) return fail(errors::invalid, "没有一个需求点既有位置又有人。");
  if (cells > (layers.walking ? kWalkedMax : kCellsMax))
    return fail(errors::invalid, fmt::format("{} 个需求点 × {} 个选点超出距离表上限，请先按社区汇总需求。", c.clients.size(), sites));
  const auto clients = static_cast<std::int32_t>(c.clients.size());
  if (layers.pairs) {
    c.way = siting::table_of_pairs(siting::joined(layers.pairs->candidates, layers.pairs->existing), c.client_of, clients, layers.timed ? 1 : 1000);
  } else {
    c.way = {clients, static_cast<std::int32_t>(sites), {}};
    c.way.far.reserve(cells);
    const double limit = o.radius_m > 0 ? o.radius_m : 5e8;
    for (const Layer* layer : {&layers.candidates, &layers.existing})
      for (const siting::Point& s : layer->at)
        for (const std::size_t i : c.clients) {
          const double metres = siting::placed(s) ? siting::distance_m(layers.surface, s, layers.demand.at[i]) * o.detour : INFINITY;
          c.way.far.push_back(metres <= limit ? static_cast<std::int32_t>(std::lround(metres)) : siting::kUnreachable);
        }
  }
  c.candidates = static_cast<std::int32_t>(layers.candidates.at.size());
  for (std::int32_t j = 0; j < c.way.sites; ++j) {
    const PointRule rule = j < c.candidates ? layers.rule_of(static_cast<std::size_t>(j)) : PointRule::required;
    c.state.push_back(rule == PointRule::required ? siting::SiteRule::required : rule == PointRule::excluded ? siting::SiteRule::excluded : siting::SiteRule::free);
  }
  return c;
}

// The columns of `sites`, in their order.
siting::DistanceTable columns(const siting::DistanceTable& all, const std::vector<std::int32_t>& sites) {
  siting::DistanceTable out{all.clients, static_cast<std::int32_t>(sites.size()), {}};
  out.far.reserve(sites.size() * static_cast<std::size_t>(all.clients));
  for (const std::int32_t j : sites) out.far.insert(out.far.end(), all.row(j), all.row(j) + all.clients);
  return out;
}

std::vector<std::int32_t> sites_of(const WaysCase& c, siting::SiteRule rule) {
  std::vector<std::int32_t> out;
  for (std::int32_t j = 0; j < c.way.sites; ++j)
    if (c.state[static_cast<std::size_t>(j)] == rule) out.push_back(j);
  return out;
}

int median(const SiteOptions& o, const Layers& layers, const WaysCase& c, std::int32_t p) {
  std::vector<std::int32_t> usable = sites_of(c, siting::SiteRule::required);
  siting::MedianProblem problem;
  for (std::size_t k = 0; k < usable.size(); ++k) problem.required.push_back(static_cast<std::int32_t>(k));
  const std::vector<std::int32_t> free = sites_of(c, siting::SiteRule::free);
  usable.insert(usable.end(), free.begin(), free.end());
  const siting::DistanceTable table = columns(c.way, usable);
  problem.distance = &table, problem.p = p + c.way.sites - c.candidates;
  for (const std::size_t i : c.clients) problem.weight.push_back(layers.demand.table.weight[i]);
  siting::MedianPlan plan = siting::p_median(problem, effort_of(o));
  if (plan.verdict == siting::Verdict::infeasible) return answer_infeasible(o, layers, "pmedian", plan.reason);
  for (std::int32_t& j : plan.open) j = usable[static_cast<std::size_t>(j)];
  JsonText json;
  answer_head(json, "pmedian", plan.verdict, {}, c.shown(layers.shown(plan.value)), c.shown(layers.shown(plan.bound)), fmt::format("快速交换+拉格朗日+分支定界（人·{}）", c.unit()));
  tell_ways(json, layers, c, std::move(plan.open), false);
  answer_settings(json, o, layers);
  return finish_answer(o, json);
}

// What stands already, or must, is nobody's worst way: to the other sites it is never farther than to the nearest of those.
int center(const SiteOptions& o, const Layers& layers, const WaysCase& c, std::int32_t p) {
  const std::vector<std::int32_t> standing = sites_of(c, siting::SiteRule::required), free = sites_of(c, siting::SiteRule::free);
  const auto clients = static_cast<std::size_t>(c.way.clients);
  std::vector<std::int32_t> known(clients, siting::kUnreachable);
  std::int32_t must = 0;
  for (const std::int32_t j : standing) {
    must += j < c.candidates ? 1 : 0;
    for (std::size_t i = 0; i < clients; ++i) known[i] = std::min(known[i], c.way.row(j)[i]);
  }
  if (must > p) return answer_infeasible(o, layers, "pcenter", "必选点多于要建的数量。");
  siting::CenterPlan plan;
  if (must < p) {
    siting::DistanceTable table = columns(c.way, free);
    for (std::size_t k = 0; k < table.far.size(); ++k) table.far[k] = std::min(table.far[k], known[k % clients]);
    plan = siting::p_center(table, p - must, effort_of(o));
  } else if (const std::int32_t longest = *std::ranges::max_element(known); longest < siting::kUnreachable) {
    plan.verdict = siting::Verdict::proved_optimal, plan.value = plan.bound = longest;
  } else {
    plan.reason = "只开必选点时，有需求点没有一处可达。";
  }
  if (plan.verdict == siting::Verdict::infeasible) return answer_infeasible(o, layers, "pcenter", plan.reason);
  for (std::int32_t& j : plan.open) j = free[static_cast<std::size_t>(j)];
  plan.open.insert(plan.open.end(), standing.begin(), standing.end());
  JsonText json;
  answer_head(json, "pcenter", plan.verdict, {}, c.shown(plan.value), c.shown(plan.bound), fmt::format("二分+集合覆盖（{}）", c.unit()));
  tell_ways(json, layers, c, std::move(plan.open), true);
  answer_settings(json, o, layers);
  return finish_answer(o, json);
}

}  // namespace

int site_by_distance(const SiteOptions& o, Layers& layers) {
  if (!o.budget.empty() || !o.years.empty()) return say(Error(errors::invalid, "p-中位、p-中心与带容量的模型不用 --budget、--years。"));
  if (o.model == "capacitated" ? !o.p.empty() : o.p.size() != 1 || o.p[0] < 1)
    return say(Error(errors::invalid, o.model == "capacitated" ? "带容量的模型按造价与路程定几处，不用 --p。" : "须给出一个正的 --p。"));
  const Result<WaysCase> built = build(o, layers);
  if (!built) return say(built.error());
  if (o.model == "capacitated") return site_capacitated(o, layers, *built);
  const auto p = static_cast<std::int32_t>(std::min<std::int64_t>(o.p[0], 1'000'000));
  return o.model == "pcenter" ? center(o, layers, *built, p) : median(o, layers, *built, p);
}

}  // namespace yilin::commands
