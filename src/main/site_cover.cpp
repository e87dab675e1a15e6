// Covering models on CSV layers: most people with p sites or a budget, everybody with the fewest, several years nested.
#include <algorithm>
#include <cmath>

#include "engines/siting/nested_cover.h"
#include "engines/siting/set_cover.h"
#include "main/site_story.h"

namespace yilin::commands {
namespace {

using siting::SiteRule;

Result<CoverCase> build(const SiteOptions& o, const Layers& layers) {
  const formats::siting::PointTable& candidates = layers.candidates.table;
  CoverCase c;
  if (!o.p.empty() && !o.budget.empty()) return fail(errors::invalid, "--p 与 --budget 只能选一个。");
  c.money = !o.budget.empty();
  if (c.money) {
    if (candidates.cost.empty()) return fail(errors::invalid, "按预算选址时，备选点文件须有造价（cost）一列。");
    c.cost = candidates.cost;
    for (const double b : o.budget) {
      if (!(b > 0 && b < 1e15)) return fail(errors::invalid, "预算须为正数。");
      c.budgets.push_back(static_cast<std::int64_t>(std::floor(b * static_cast<double>(candidates.cost_scale) + 1e-9)));
    }
  } else {
    c.budgets = o.p;
  }
  // --years N repeats a single budget; --years a,b,c alone are the cumulative numbers of sites.
  if (!o.years.empty()) {
    const bool labels = std::ranges::all_of(o.years, [](std::int64_t y) { return y >= 1990 && y <= 2200; });
    if (c.budgets.empty() && o.years.size() > 1) c.budgets = o.years;
    else if (o.years.size() == 1 && !labels && c.budgets.size() == 1 && o.years[0] >= 1 && o.years[0] <= 30) {
      const std::int64_t each = c.budgets[0];
      for (std::int64_t t = 2; t <= o.years[0]; ++t) c.budgets.push_back(c.money ? each : each * t);
    } else if (const std::size_t years = o.years.size() == 1 && !labels ? static_cast<std::size_t>(o.years[0]) : o.years.size(); years != c.budgets.size()) {
      return fail(errors::invalid, fmt::format("--years 有 {} 年，而 --p 或 --budget 给了 {} 个数。", years, c.budgets.size()));
    }
  }
  for (std::size_t t = 0; t < c.budgets.size(); ++t) {
    if (!c.money && c.budgets[t] < 1) return fail(errors::invalid, "--p 须至少为 1。");
    if (!c.money && t > 0 && c.budgets[t] < c.budgets[t - 1]) return fail(errors::invalid, "多年的 --p 是各年末累计数，不得减少。");
  }
  for (const formats::siting::PointRule r : candidates.rule)
    c.rule.push_back(r == formats::siting::PointRule::required ? SiteRule::required
                     : r == formats::siting::PointRule::excluded ? SiteRule::excluded : SiteRule::free);
  c.merged = layers.merge();
  return c;
}

int tell(const SiteOptions& o, const Layers& layers, const CoverCase& c, JsonText& json, const std::vector<std::int32_t>& open,
         const CoverStory::Neighbours& neighbours = {}, const std::vector<std::int32_t>* year = nullptr) {
  const CoverStory story(layers, c, open);
  story.totals(json);
  story.sites(json, year);
  story.next(json, neighbours, year == nullptr);
  story.who_gains(json);
  answer_settings(json, o, layers);
  if (!o.uncovered.empty())
    if (const Status written = story.write_uncovered(o.uncovered); !written) return say(written.error());
  return finish_answer(o, json);
}

int cover_everybody(const SiteOptions& o, Layers& layers, const CoverCase& c) {
  siting::SetCoverProblem problem;
  problem.rows.sites = c.merged.rows.sites;
  problem.cost = layers.candidates.table.cost;
  // Rows of required sites are settled; excluded sites are nobody's.
  std::vector<std::int32_t> required, left;
  std::int64_t only_excluded = 0;
  for (std::size_t j = 0; j < c.rule.size(); ++j)
    if (c.rule[j] == SiteRule::required) required.push_back(static_cast<std::int32_t>(j));
  for (std::int32_t r = 0; r < c.merged.rows.rows(); ++r) {
    left.clear();
    bool settled = false;
    for (const std::int32_t j : c.merged.rows.of(r)) {
      const SiteRule rule = c.rule_of(j);
      if (rule == SiteRule::required) settled = true;
      if (rule != SiteRule::excluded) left.push_back(j);
    }
    if (left.empty()) only_excluded += c.merged.rows.weight[static_cast<std::size_t>(r)];
    if (settled || left.empty() || c.merged.rows.weight[static_cast<std::size_t>(r)] == 0) continue;
    problem.rows.site.insert(problem.rows.site.end(), left.begin(), left.end());
    problem.rows.start.push_back(static_cast<std::uint32_t>(problem.rows.site.size()));
    problem.rows.weight.push_back(1);
  }
  if (only_excluded > 0) layers.warnings.push_back(fmt::format("{:.10g} 人只有被排除的备选点可达，不计入全覆盖的要求。", layers.shown(only_excluded)));
  siting::SetCoverPlan plan = siting::set_cover(problem, effort_of(o));
  if (plan.verdict == siting::Verdict::infeasible) return answer_infeasible(o, layers, "lscp", plan.reason);
  for (const std::int32_t j : required) {
    const std::int64_t cost = problem.cost.empty() ? 1 : problem.cost[static_cast<std::size_t>(j)];
    plan.value += cost, plan.bound += cost;
    plan.open.push_back(j);
  }
  std::ranges::sort(plan.open);
  const double scale = problem.cost.empty() ? 1 : static_cast<double>(layers.candidates.table.cost_scale);
  JsonText json;
  answer_head(json, "lscp", plan.verdict, {}, static_cast<double>(plan.value) / scale, static_cast<double>(plan.bound) / scale, "归并+支配约简+拉格朗日+分支定界");
  return tell(o, layers, c, json, plan.open);
}

}  // namespace

int site_cover(const SiteOptions& o) {
  Result<Layers> read = read_layers(o, true);
  if (!read) return say(read.error());
  Layers& layers = *read;
  if (o.by_distance()) return site_by_distance(o, layers);
  if (o.capacities) return site_by_capacity(o, layers);
  Result<CoverCase> built = build(o, layers);
  if (!built) return say(built.error());
  CoverCase& c = *built;
  if (o.model == "lscp" || (o.model.empty() && c.budgets.empty())) {
    if (!c.budgets.empty()) return say(Error(errors::invalid, "全覆盖（lscp）求的是最少几处或最低造价，不用 --p、--budget、--years。"));
    c.cost = layers.candidates.table.cost;
    return cover_everybody(o, layers, c);
  }
  if (c.budgets.empty()) return say(Error(errors::invalid, "须给出 --p 或 --budget（或用 --model lscp 求全覆盖）。"));
  const std::string model = c.budgets.size() > 1 ? "mclp_nested" : "mclp";
  if (const std::string reason = c.money ? too_little(layers, c.budgets) : std::string(); !reason.empty()) return answer_infeasible(o, layers, model, reason);
  if (c.money && c.budgets.size() > 1)
    for (std::size_t t = 0; t < c.budgets.size(); ++t)
      if (!too_little(layers, {c.budgets[t]}).empty()) layers.warnings.push_back(fmt::format("第 {} 年的预算低于造价最低的备选点，当年一处也建不了。", t + 1));
  const double scale = static_cast<double>(layers.demand.table.weight_scale), before = static_cast<double>(c.merged.already_covered) / scale;
  JsonText json;
  if (c.budgets.size() == 1) {
    const siting::CoverProblem problem{c.merged.rows, c.cost, c.budgets[0], c.rule};
    const siting::CoverPlan plan = siting::max_cover(problem, effort_of(o));
    if (plan.verdict == siting::Verdict::infeasible) return answer_infeasible(o, layers, model, plan.reason);
    answer_head(json, model, plan.verdict, {}, before + static_cast<double>(plan.value) / scale, before + static_cast<double>(plan.bound) / scale, plan.method);
    if (c.money) return tell(o, layers, c, json, plan.open);
    return tell(o, layers, c, json, plan.open, {siting::most_with(problem, plan, 1), siting::most_with(problem, plan, -1)});
  }
  const siting::NestedProblem problem{c.merged.rows, c.cost, c.budgets, !c.money, c.rule};
  const siting::NestedPlan plan = siting::nested_cover(problem, effort_of(o));
  if (plan.verdict == siting::Verdict::infeasible) return answer_infeasible(o, layers, model, plan.reason);
  const auto years = static_cast<double>(c.budgets.size());
  answer_head(json, model, plan.verdict, {}, years * before + static_cast<double>(plan.value) / scale, years * before + static_cast<double>(plan.bound) / scale, plan.method);
  json.key("years").open('[');
  for (std::size_t t = 0; t < plan.covered.size(); ++t) {
    json.open('{').field("year", t + 1);
    if (o.years.size() == plan.covered.size() && c.budgets != o.years) json.field("label", o.years[t]);
    json.field("covered", before + layers.shown(plan.covered[t])).close('}');
  }
  json.close(']');
  return tell(o, layers, c, json, plan.open, {}, &plan.year);
}

}  // namespace yilin::commands
