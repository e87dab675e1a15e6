// yilin site --model capacitated: which sites to open and who is served where, cost and ways together least.
#include <algorithm>
#include <cmath>

#include "engines/siting/capacitated.h"
#include "main/site_ways.h"

namespace yilin::commands {
namespace {

constexpr std::size_t kAskedMax = 30;   // sites asked about one by one, for what each is worth

// Thousands of metres, or minutes: ways are weighed against cost in these.
double weighed(const WaysCase& c, std::int32_t far) { return c.minutes ? far / 60.0 : far / 1000.0; }

siting::CapacitatedProblem problem_of(const SiteOptions& o, const Layers& layers, const WaysCase& c) {
  siting::CapacitatedProblem problem;
  problem.single = o.single;
  const formats::siting::PointTable &candidates = layers.candidates.table, &existing = layers.existing.table;
  for (std::int32_t j = 0; j < c.way.sites; ++j) {
    const auto i = static_cast<std::size_t>(j);
    const bool stands = j >= c.candidates;
    problem.capacity.push_back(c.state[i] == siting::SiteRule::excluded ? 0 : stands ? existing.capacity[i - candidates.size()] : candidates.capacity[i]);
    problem.fixed.push_back(stands || candidates.cost.empty() ? 0 : static_cast<double>(candidates.cost[i]) / static_cast<double>(candidates.cost_scale));
    problem.required.push_back(c.state[i] == siting::SiteRule::required);
  }
  for (std::size_t k = 0; k < c.clients.size(); ++k) {
    const double weight = layers.shown(layers.demand.table.weight[c.clients[k]]);
    problem.demand.push_back(weight);
    for (std::int32_t j = 0; j < c.way.sites; ++j) {
      const std::int32_t far = c.way.at(j, static_cast<std::int32_t>(k));
      problem.cost.push_back(far >= siting::kUnreachable || c.state[static_cast<std::size_t>(j)] == siting::SiteRule::excluded ? INFINITY : weight * weighed(c, far));
    }
  }
  return problem;
}

// The least cost with exactly these sites; nothing: not everybody could be served, or it is not proved in time.
std::optional<double> cost_with(siting::CapacitatedProblem problem, const std::vector<char>& open, const siting::Effort& effort) {
  for (std::size_t j = 0; j < open.size(); ++j) {
    problem.required[j] = open[j];
    if (open[j]) continue;
    problem.capacity[j] = 0;
    for (std::size_t i = 0; i < problem.demand.size(); ++i) problem.cost[i * open.size() + j] = INFINITY;
  }
  const siting::CapacitatedPlan plan = siting::capacitated(problem, effort);
  return plan.verdict == siting::Verdict::proved_optimal ? std::optional(plan.value) : std::nullopt;
}

void sites(JsonText& json, const Layers& layers, const WaysCase& c, const siting::CapacitatedProblem& problem, const siting::CapacitatedPlan& plan, const siting::Effort& effort) {
  const auto n = static_cast<std::size_t>(c.way.sites);
  const auto id = [&](std::size_t j) { return j < layers.candidates.table.size() ? layers.candidates.table.id[j] : layers.existing.table.id[j - layers.candidates.table.size()]; };
  std::vector<double> served(n, 0);
  for (const siting::Share& s : plan.shares) served[static_cast<std::size_t>(s.site)] += s.share * problem.demand[static_cast<std::size_t>(s.client)];
  std::vector<char> open(n, 0);
  for (const std::int32_t j : plan.open) open[static_cast<std::size_t>(j)] = 1;
  struct Change {
    std::size_t site;
    double by;
  };
  std::vector<Change> less, more;
  std::size_t asked = 0;
  json.line().key("sites").open('[');
  for (std::size_t j = 0; j < n; ++j) {
    if (!open[j]) continue;
    json.line().open('{').field("id", id(j)).field("existing", j >= layers.candidates.table.size()).field("serves", served[j]).field("capacity", problem.capacity[j]).field("cost", problem.fixed[j]);
    if (!problem.required[j] && asked++ < kAskedMax) {
      open[j] = 0;
      if (const auto cost = cost_with(problem, open, effort)) less.push_back({j, *cost - plan.value}), json.field("dearer_without", *cost - plan.value);
      open[j] = 1;
    }
    json.close('}');
  }
  json.line_end().close(']');
  asked = 0;
  for (std::size_t j = 0; j < n; ++j) {
    if (open[j] || c.state[j] != siting::SiteRule::free || asked++ >= kAskedMax) continue;
    open[j] = 1;
    if (const auto cost = cost_with(problem, open, effort)) more.push_back({j, *cost - plan.value});
    open[j] = 0;
  }
  std::ranges::stable_sort(less, {}, &Change::by);
  std::ranges::stable_sort(more, {}, &Change::by);
  json.line().key("alternatives").open('[');
  for (std::size_t k = 0; k < std::min<std::size_t>(5, more.size()); ++k) json.open('{').field("id", id(more[k].site)).field("dearer_with", more[k].by).close('}');
  json.close(']');
  if (!more.empty()) json.key("one_more").open('{').field("id", id(more[0].site)).field("dearer_at_most", more[0].by).close('}');
  if (!less.empty()) json.key("one_less").open('{').field("id", id(less[0].site)).field("dearer_at_most", less[0].by).close('}');
}

}  // namespace

int site_capacitated(const SiteOptions& o, const Layers& layers, const WaysCase& c) {
  const formats::siting::PointTable &candidates = layers.candidates.table, &existing = layers.existing.table;
  if (candidates.capacity.empty() || (existing.size() > 0 && existing.capacity.empty()))
    return say(Error(errors::invalid, "带容量的选址须有容量（capacity）一列，备选点与现有设施都要。"));
  const siting::CapacitatedProblem problem = problem_of(o, layers, c);
  const siting::Effort effort = effort_of(o);
  const siting::CapacitatedPlan plan = siting::capacitated(problem, effort);
  const char* const model = o.single ? "capacitated_single" : "capacitated";
  if (plan.verdict == siting::Verdict::infeasible) return answer_infeasible(o, layers, model, plan.reason);
  JsonText json;
  answer_head(json, model, plan.verdict, {}, plan.value, plan.bound, fmt::format("强松弛+运输+分支定界（造价+人·{}）", c.minutes ? "分钟" : "千米"));
  sites(json, layers, c, problem, plan, effort);
  json.line().key("assignment").open('[');
  std::vector<double> way(c.clients.size(), 0);
  for (const siting::Share& s : plan.shares) {
    const auto site = static_cast<std::size_t>(s.site), client = static_cast<std::size_t>(s.client);
    json.open('[').value(layers.demand.table.id[c.clients[client]]).value(site < candidates.size() ? candidates.id[site] : existing.id[site - candidates.size()]).value(s.share).close(']');
    way[client] += s.share * c.way.at(s.site, s.client);
  }
  json.close(']');
  tell_who_goes_how_far(json, layers, c, way, way_before(c));
  answer_settings(json, o, layers);
  return finish_answer(o, json);
}

}  // namespace yilin::commands
