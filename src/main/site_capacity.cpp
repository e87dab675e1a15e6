// yilin site --capacities: cover most where every site, existing ones too, can serve only so many.
#include <algorithm>
#include <cmath>

#include "engines/siting/capacitated_cover.h"
#include "main/site_command.h"

namespace yilin::commands {
namespace {

constexpr std::size_t kAskedMax = 200;   // closed sites that are opened one by one, for what each would add

using formats::siting::PointRule;

siting::CapacitatedCoverProblem problem_of(const Layers& layers, siting::CoverRows rows, bool money, std::int64_t budget) {
  const formats::siting::PointTable &candidates = layers.candidates.table, &existing = layers.existing.table;
  siting::CapacitatedCoverProblem problem;
  problem.rows = std::move(rows), problem.budget = budget;
  const auto scale = static_cast<double>(layers.demand.table.weight_scale);
  // Existing centres stand behind the candidates: required, at no cost.
  for (std::size_t j = 0; j < candidates.size() + existing.size(); ++j) {
    const bool stands = j >= candidates.size();
    const double places = stands ? existing.capacity[j - candidates.size()] : candidates.capacity[j];
    problem.capacity.push_back(static_cast<std::int64_t>(std::floor(places * scale + 1e-9)));
    problem.cost.push_back(stands ? 0 : money ? candidates.cost[j] : 1);
    const PointRule rule = stands ? PointRule::required : layers.rule_of(j);
    problem.rule.push_back(rule == PointRule::required ? siting::SiteRule::required : rule == PointRule::excluded ? siting::SiteRule::excluded : siting::SiteRule::free);
  }
  return problem;
}

// Sites with whom they serve and what closing each loses; the best of those left out; one site more or less.
void sites(JsonText& json, const Layers& layers, const siting::CapacitatedCoverProblem& problem, const siting::CapacitatedCoverPlan& plan) {
  const formats::siting::PointTable &candidates = layers.candidates.table, &existing = layers.existing.table;
  std::vector<char> open(problem.capacity.size(), 0);
  for (const std::int32_t j : plan.open) open[static_cast<std::size_t>(j)] = 1;
  // Of the closed ones those with most people in reach are asked.
  std::vector<std::int64_t> in_reach(open.size(), 0);
  for (std::int32_t r = 0; r < problem.rows.rows(); ++r)
    for (const std::int32_t j : problem.rows.of(r)) in_reach[static_cast<std::size_t>(j)] += problem.rows.weight[static_cast<std::size_t>(r)];
  std::vector<std::int32_t> closed;
  for (std::size_t j = 0; j < candidates.size(); ++j)
    if (!open[j] && problem.rule[j] == siting::SiteRule::free) closed.push_back(static_cast<std::int32_t>(j));
  std::ranges::stable_sort(closed, std::greater<>(), [&](std::int32_t j) { return std::min(in_reach[static_cast<std::size_t>(j)], problem.capacity[static_cast<std::size_t>(j)]); });
  closed.resize(std::min(closed.size(), kAskedMax));
  const siting::SeatWorth worth = siting::seat_worth(problem, plan.open, closed);
  struct Change {
    std::size_t site;
    std::int64_t by;
  };
  std::vector<Change> less, more;
  json.line().key("sites").open('[');
  for (std::size_t k = 0; k < plan.open.size(); ++k) {
    const auto j = static_cast<std::size_t>(plan.open[k]);
    const bool stands = j >= candidates.size();
    json.line().open('{').field("id", stands ? existing.id[j - candidates.size()] : candidates.id[j]).field("existing", stands);
    json.field("served", layers.shown(plan.served[k])).field("capacity", stands ? existing.capacity[j - candidates.size()] : candidates.capacity[j]);
    json.field("gain", layers.shown(worth.loss[k])).close('}');
    if (problem.rule[j] == siting::SiteRule::free) less.push_back({j, worth.loss[k]});
  }
  json.line_end().close(']');
  for (std::size_t k = 0; k < closed.size(); ++k) more.push_back({static_cast<std::size_t>(closed[k]), worth.gain[k]});
  std::ranges::stable_sort(less, {}, &Change::by);
  std::ranges::stable_sort(more, std::greater<>(), &Change::by);
  json.line().key("alternatives").open('[');
  for (std::size_t k = 0; k < std::min<std::size_t>(5, more.size()) && more[k].by > 0; ++k)
    json.open('{').field("id", candidates.id[more[k].site]).field("gain", layers.shown(more[k].by)).close('}');
  json.close(']');
  if (!more.empty()) json.key("one_more").open('{').field("id", candidates.id[more[0].site]).field("gain_at_least", layers.shown(more[0].by)).close('}');
  if (!less.empty()) json.key("one_less").open('{').field("id", candidates.id[less[0].site]).field("loss_at_most", layers.shown(less[0].by)).close('}');
}

// Within reach of what is open, by community and by label: who of them gets a place is decided at the door.
void who_gains(JsonText& json, const Layers& layers, const siting::CoverRows& rows, const std::vector<std::int32_t>& row_of, const std::vector<std::int32_t>& open) {
  enum : std::size_t { total, before, gain, figures };
  Breakdown sums(layers.demand.table, figures);
  const auto candidates = static_cast<std::int32_t>(layers.candidates.table.size());
  std::vector<char> is_open(static_cast<std::size_t>(rows.sites), 0);
  for (const std::int32_t j : open) is_open[static_cast<std::size_t>(j)] = 1;
  for (std::size_t i = 0; i < row_of.size(); ++i) {
    const std::int64_t weight = layers.demand.table.weight[i];
    sums.add(i, total, weight);
    if (row_of[i] < 0) continue;
    const auto reached = rows.of(row_of[i]);
    if (std::ranges::any_of(reached, [&](std::int32_t j) { return j >= candidates; })) sums.add(i, before, weight);
    else if (std::ranges::any_of(reached, [&](std::int32_t j) { return is_open[static_cast<std::size_t>(j)] != 0; })) sums.add(i, gain, weight);
  }
  sums.write(json, [&](JsonText& out, std::span<const std::int64_t> of) {
    out.field("total", layers.shown(of[total])).field("in_reach_before", layers.shown(of[before])).field("newly_in_reach", layers.shown(of[gain]));
  });
}

}  // namespace

int site_by_capacity(const SiteOptions& o, const Layers& layers) {
  const formats::siting::PointTable &candidates = layers.candidates.table, &existing = layers.existing.table;
  if (candidates.capacity.empty() || (existing.size() > 0 && existing.capacity.empty()))
    return say(Error(errors::invalid, "--capacities 须有容量（capacity）一列，备选点与现有设施都要。"));
  if (o.p.size() + o.budget.size() != 1 || !o.years.empty()) return say(Error(errors::invalid, "--capacities 须给出一个 --p 或一个 --budget，不分年。"));
  const bool money = !o.budget.empty();
  if (money && candidates.cost.empty()) return say(Error(errors::invalid, "按预算选址时，备选点文件须有造价（cost）一列。"));
  if (money ? !(o.budget[0] > 0 && o.budget[0] < 1e15) : o.p[0] < 1) return say(Error(errors::invalid, "--p 或 --budget 须为正数。"));
  const std::int64_t budget = money ? static_cast<std::int64_t>(std::floor(o.budget[0] * static_cast<double>(candidates.cost_scale) + 1e-9)) : o.p[0];
  if (const std::string reason = money ? too_little(layers, {budget}) : std::string(); !reason.empty()) return answer_infeasible(o, layers, "mclp_capacitated", reason);
  const siting::MergedPeople merged = layers.merge_all();
  const siting::CapacitatedCoverProblem problem = problem_of(layers, merged.rows, money, budget);
  const siting::CapacitatedCoverPlan plan = siting::capacitated_cover(problem, effort_of(o));
  if (plan.verdict == siting::Verdict::infeasible) return answer_infeasible(o, layers, "mclp_capacitated", plan.reason);
  JsonText json;
  answer_head(json, "mclp_capacitated", plan.verdict, {}, layers.shown(plan.value), layers.shown(plan.bound), "归并+最大流+线性规划+分支定界");
  sites(json, layers, problem, plan);
  std::int64_t within = 0;
  for (const std::int64_t w : merged.rows.weight) within += w;
  json.line().key("uncovered").open('{').field("total", layers.shown(within - plan.value + merged.beyond_reach + merged.unplaced));
  json.field("within_reach_of_a_site", layers.shown(within - plan.value)).field("beyond_reach", layers.shown(merged.beyond_reach)).field("unplaced", layers.shown(merged.unplaced)).close('}');
  who_gains(json, layers, merged.rows, merged.row_of, plan.open);
  answer_settings(json, o, layers);
  return finish_answer(o, json);
}

}  // namespace yilin::commands
