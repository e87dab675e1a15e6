// The models, on the siting engine.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "engines/siting/max_cover.h"
#include "engines/siting/nested_cover.h"
#include "engines/siting/p_center.h"
#include "engines/siting/p_median.h"
#include "engines/siting/set_cover.h"
#include "modules/facilities/plan_capacity.h"

namespace yilin::facilities {
namespace {

using Answer = PlanAnswer;

Verdict verdict_of(siting::Verdict v) {
  switch (v) {
    case siting::Verdict::proved_optimal: return Verdict::proved_optimal;
    case siting::Verdict::feasible: return Verdict::feasible;
    case siting::Verdict::infeasible: return Verdict::infeasible;
  }
  return Verdict::infeasible;
}

siting::Effort effort_of(const std::function<bool()>& time_is_up) {
  siting::Effort effort;
  effort.time_is_up = time_is_up;
  return effort;
}

}  // namespace

std::vector<siting::SiteRule> rules_of(const PlanDemand& demand) {
  std::vector<siting::SiteRule> out;
  for (const PlanSite& s : demand.site)
    out.push_back(s.role == SiteRole::required ? siting::SiteRule::required : s.role == SiteRole::excluded ? siting::SiteRule::excluded : siting::SiteRule::free);
  return out;
}
std::vector<std::int64_t> costs_of(const PlanDemand& demand) {
  std::vector<std::int64_t> out;
  for (const PlanSite& s : demand.site) out.push_back(s.cost_fen.value);
  return out;
}

namespace {

// ---- everybody who can be covered ----

Answer cover_all(const PlanDemand& demand, const ScenarioInputs& in, const Solving& solving, PlanResult& result) {
  siting::SetCoverProblem problem;
  const auto rule = rules_of(demand);
  std::vector<char> required(demand.site.size(), 0);
  Answer out;
  std::int64_t fixed = 0;
  const bool by_cost = decided_by_cost(in);
  for (std::size_t s = 0; s < rule.size(); ++s)
    if (rule[s] == siting::SiteRule::required) {
      required[s] = 1;
      out.open.push_back(static_cast<std::int32_t>(s));
      fixed += by_cost ? demand.site[s].cost_fen.value : 1;
    }
  siting::RowMerger merger(static_cast<std::int32_t>(demand.site.size()));
  std::int64_t only_excluded = 0;
  std::vector<std::int32_t> usable;
  for (std::int32_t r = 0; r < demand.rows.rows(); ++r) {
    usable.clear();
    bool done = false;
    for (const std::int32_t j : demand.rows.of(r)) {
      done = done || required[static_cast<std::size_t>(j)];
      if (rule[static_cast<std::size_t>(j)] != siting::SiteRule::excluded) usable.push_back(j);
    }
    if (done) continue;
    const std::int64_t weight = demand.rows.weight[static_cast<std::size_t>(r)];
    if (usable.empty()) only_excluded += weight;
    else merger.add(usable, weight);
  }
  if (only_excluded > 0) result.warnings.push_back(fmt::format("{} 位老人只有被排除的备选点可达，不计入要求。", only_excluded));
  problem.rows = merger.take();
  if (by_cost) problem.cost = costs_of(demand);
  const auto plan = siting::set_cover(problem, effort_of(solving.plan_is_due));
  out.verdict = plan.verdict;
  out.reason = plan.reason;
  out.value = plan.value + fixed;
  out.bound = plan.bound + fixed;
  out.open.insert(out.open.end(), plan.open.begin(), plan.open.end());
  std::sort(out.open.begin(), out.open.end());
  out.method = "集合覆盖：支配约简、拉格朗日启发式、分支切割";
  result.objective = by_cost ? "建设费用" : "新建处数";
  result.unit = by_cost ? "分" : "处";
  return out;
}

// ---- most people, by number or by budget ----

siting::CoverProblem cover_problem(const PlanDemand& demand, const ScenarioInputs& in, std::int64_t p) {
  siting::CoverProblem problem;
  problem.rows = demand.rows;
  problem.rule = rules_of(demand);
  problem.budget = p;
  if (in.budget_fen.value > 0) {
    problem.cost = costs_of(demand);
    problem.budget = in.budget_fen.value;
  }
  return problem;
}

// What more of the budget could gain, as far as it is proved.
std::string unit_price_of(const siting::CoverProblem& problem, const siting::CoverPlan& plan, bool by_cost) {
  constexpr std::int64_t kTenThousandYuan = 1'000'000;   // fen
  const auto most = siting::most_with(problem, plan, by_cost ? kTenThousandYuan : 1);
  if (!most || *most <= plan.value) return {};
  return fmt::format("{}，最多再覆盖 {} 位老人", by_cost ? "预算增加 1 万元" : "再增加 1 处", *most - plan.value);
}

Answer cover_most(const PlanDemand& demand, const ScenarioInputs& in, std::int64_t p, const siting::Effort& effort, PlanResult* result) {
  const siting::CoverProblem problem = cover_problem(demand, in, p);
  const auto plan = siting::max_cover(problem, effort);
  if (result != nullptr) result->unit_price = unit_price_of(problem, plan, in.budget_fen.value > 0);
  return {plan.verdict, plan.reason, plan.method, plan.value, plan.bound, plan.open, {}, {}};
}

Answer cover_years(const PlanDemand& demand, const ScenarioInputs& in, const Solving& solving, PlanResult& result) {
  siting::NestedProblem problem;
  problem.rows = demand.rows;
  problem.rule = rules_of(demand);
  problem.budgets = in.years;
  problem.cumulative = false;
  if (in.by_cost) {
    problem.cost = costs_of(demand);
    // In the largest unit that every cost is whole of: the same plans, in numbers that prices of whole steps can follow.
    const std::int64_t unit = std::accumulate(problem.cost.begin(), problem.cost.end(), std::int64_t{0}, [](std::int64_t a, std::int64_t b) { return std::gcd(a, b); });
    for (std::int64_t& cost : problem.cost) cost /= std::max<std::int64_t>(unit, 1);
    for (std::int64_t& budget : problem.budgets) budget /= std::max<std::int64_t>(unit, 1);
  }
  const auto plan = siting::nested_cover(problem, effort_of(solving.plan_is_due));
  for (std::size_t t = 0; t < plan.covered.size(); ++t) {
    YearStep step;
    step.year = static_cast<std::int32_t>(t + 1);
    step.covered = plan.covered[t];
    step.opened = std::count(plan.year.begin(), plan.year.end(), static_cast<std::int32_t>(t + 1));
    result.years.push_back(step);
  }
  return {plan.verdict, plan.reason, plan.method, plan.value, plan.bound, plan.open, plan.year, {}};
}

// ---- distances: communities by the mean place of their elders ----

struct Table {
  siting::DistanceTable distance;              // sites: candidates that may be used, then what is open already
  std::vector<std::int64_t> weight;
  std::vector<std::int32_t> candidate;         // of the first sites
  std::vector<std::int32_t> open_already;      // sites of the table
  std::vector<std::int32_t> required;          // candidates among them
};

Table table_of(const PlanDemand& demand, bool keep_open) {
  Table out;
  std::vector<siting::Point> client;
  std::vector<std::int64_t> many(static_cast<std::size_t>(demand.groups), 0);
  std::vector<siting::Point> sum(static_cast<std::size_t>(demand.groups));
  std::vector<char> towns(static_cast<std::size_t>(demand.groups), 0);
  for (std::size_t i = 0; i < demand.at.size(); ++i) {
    if (!siting::placed(demand.at[i])) continue;
    const auto g = static_cast<std::size_t>(demand.group[i]);
    ++many[g];
    sum[g].x += demand.at[i].x;
    sum[g].y += demand.at[i].y;
    towns[g] = i < demand.urban;
  }
  std::vector<std::int64_t> detour;
  for (std::size_t g = 0; g < many.size(); ++g) {
    if (many[g] == 0) continue;
    const auto n = static_cast<double>(many[g]);
    client.push_back({sum[g].x / n, sum[g].y / n});
    out.weight.push_back(many[g]);
    detour.push_back(towns[g] ? demand.terms.urban_detour_permille : demand.terms.rural_detour_permille);
  }
  std::vector<siting::Point> sites;
  for (std::size_t s = 0; s < demand.site.size(); ++s) {
    if (demand.site[s].role == SiteRole::excluded) continue;
    if (demand.site[s].role == SiteRole::required) {
      out.open_already.push_back(static_cast<std::int32_t>(sites.size()));
      out.required.push_back(static_cast<std::int32_t>(s));
    }
    out.candidate.push_back(static_cast<std::int32_t>(s));
    sites.push_back(demand.site_at[s]);
  }
  for (const siting::Point& at : demand.existing) {
    out.open_already.push_back(static_cast<std::int32_t>(sites.size()));
    sites.push_back(at);
  }
  out.distance.clients = static_cast<std::int32_t>(client.size());
  out.distance.sites = static_cast<std::int32_t>(sites.size());
  if (static_cast<std::int64_t>(client.size()) * static_cast<std::int64_t>(sites.size()) > kTableMax) return out;
  out.distance.far.resize(client.size() * sites.size());
  for (std::size_t s = 0; s < sites.size(); ++s)
    for (std::size_t c = 0; c < client.size(); ++c)
      out.distance.far[s * client.size() + c] =
          static_cast<std::int32_t>(std::lround(siting::distance_m(siting::Surface::sphere, sites[s], client[c]) * static_cast<double>(detour[c]) / 1000));
  if (!keep_open) {
    // What is open already is nobody's worst way: the other sites are as near as the nearest of both.
    std::vector<std::int32_t> known(client.size(), siting::kUnreachable);
    for (const std::int32_t s : out.open_already)
      for (std::size_t c = 0; c < client.size(); ++c) known[c] = std::min(known[c], out.distance.far[static_cast<std::size_t>(s) * client.size() + c]);
    for (std::size_t s = 0; s < sites.size(); ++s)
      for (std::size_t c = 0; c < client.size(); ++c) {
        auto& far = out.distance.far[s * client.size() + c];
        far = std::min(far, known[c]);
      }
  }
  return out;
}

Answer nearest_sites(const ScenarioInputs& in, const Table& table, std::int64_t p, const siting::Effort& effort) {
  Answer out;
  if (table.distance.far.empty()) {
    out.reason = table.distance.clients == 0 ? "本范围内没有登记位置的老人。" : "备选点和社区太多，距离表放不下，请缩小范围或减少备选点。";
    return out;
  }
  const auto required = static_cast<std::int64_t>(table.required.size());
  if (required > p) {
    out.reason = fmt::format("必建点 {} 处，多于要建的 {} 处。", required, p);
    return out;
  }
  const auto candidates = static_cast<std::int64_t>(table.candidate.size());  // all of them, where more are asked for
  const auto all = static_cast<std::int32_t>(std::min(p, candidates) + static_cast<std::int64_t>(table.open_already.size()) - required);
  std::vector<std::int32_t> open;
  if (in.model == Model::median) {
    siting::MedianProblem problem;
    problem.distance = &table.distance;
    problem.weight = table.weight;
    problem.p = all;
    problem.required = table.open_already;
    const auto plan = siting::p_median(problem, effort);
    out = {plan.verdict, plan.reason, "p-中位：快速交换、拉格朗日下界、枚举", plan.value, plan.bound, {}, {}, {}};
    open = plan.open;
  } else if (std::min(p, candidates) <= required) {
    out = {siting::Verdict::infeasible, "处数不多于必选的点，没有可选的余地", "p-中心", 0, 0, {}, {}, {}};
    return out;
  } else {
    const auto plan = siting::p_center(table.distance, static_cast<std::int32_t>(std::min(p, candidates) - required), effort);
    out = {plan.verdict, plan.reason, "p-中心：按距离二分，逐次求解集合覆盖", plan.value, plan.bound, {}, {}, {}};
    open = plan.open;
  }
  for (const std::int32_t s : open)
    if (s < static_cast<std::int32_t>(table.candidate.size())) out.open.push_back(table.candidate[static_cast<std::size_t>(s)]);
  for (const std::int32_t s : table.required) out.open.push_back(s);
  std::sort(out.open.begin(), out.open.end());
  out.open.erase(std::unique(out.open.begin(), out.open.end()), out.open.end());
  return out;
}

// Money is kept in fen and told in yuan.
std::string told(const PlanResult& r, std::int64_t value) {
  return r.unit == "分" ? fmt::format("{}.{:02} 元", value / 100, std::abs(value % 100)) : fmt::format("{} {}", value, r.unit);
}
std::string sentence(const PlanResult& r) {
  switch (r.verdict) {
    case Verdict::proved_optimal: return fmt::format("已证明最优：{} {}。", r.objective, told(r, r.value));
    case Verdict::feasible:
      return fmt::format("可行，未证明最优：{} {}，界 {}，差距不超过 {}.{:04}%。", r.objective, told(r, r.value), told(r, r.bound), r.gap_ppm / 10'000, r.gap_ppm % 10'000);
    case Verdict::infeasible: return "没有可行方案：" + r.reason;
  }
  return {};
}

}  // namespace

PlanResult solve(Kernel& kernel, const ScenarioInputs& in, const Solving& solving) {
  PlanResult result;
  solving.phase("汇总老人位置");
  const auto made = demand_of(kernel, in);
  if (!made) {
    result.reason = made.error().fields.empty() ? std::string(made.error().message()) : made.error().fields[0].message;
    result.as_of = kernel.clock.now();
    result.status = sentence(result);
    return result;
  }
  const PlanDemand& demand = *made;
  solving.phase("求解");
  Answer answer;
  Table table;
  // A part of the stated time is kept for what one site more or less would change.
  const auto again = [&](std::int64_t p, const siting::Effort& effort) {
    if (in.model == Model::cover_capacity) return cover_within_capacity(demand, in, p, effort);
    return in.model == Model::cover_most ? cover_most(demand, in, p, effort, nullptr) : nearest_sites(in, table, p, effort);
  };
  switch (in.model) {
    case Model::cover_all: answer = cover_all(demand, in, solving, result); break;
    case Model::cover_most:
      result.objective = "新覆盖老人";
      result.unit = "人";
      answer = cover_most(demand, in, in.p, effort_of(solving.plan_is_due), &result);
      break;
    case Model::years:
      result.objective = "各年新覆盖老人合计";
      result.unit = "人·年";
      answer = cover_years(demand, in, solving, result);
      break;
    case Model::median:
    case Model::center:
      result.objective = in.model == Model::median ? "老人路程合计" : "最远路程";
      result.unit = "米";
      table = table_of(demand, in.model == Model::median);
      result.warnings.push_back("本模型按社区老人的平均位置计算路程。");
      answer = nearest_sites(in, table, in.p, effort_of(solving.plan_is_due));
      break;
    case Model::cover_capacity:
      result.objective = "新接纳老人";
      result.unit = "人";
      result.warnings.push_back("现有设施圈内的老人算作已有去处；新建的每处最多接纳其服务能力。");
      answer = cover_within_capacity(demand, in, in.p, effort_of(solving.plan_is_due));
      break;
    case Model::assign:
      result.objective = "建设费用加路程折算";
      result.unit = "分";
      result.warnings.push_back("按社区圈外老人的平均位置计算路程，每个社区由一处服务。");
      answer = assign_single(kernel, demand, in, effort_of(solving.plan_is_due), result);
      break;
  }
  result.verdict = verdict_of(answer.verdict);
  result.reason = answer.reason;
  result.method = answer.method;
  result.value = answer.value;
  result.bound = answer.bound;
  if (result.verdict == Verdict::feasible && result.value != 0)
    result.gap_ppm = static_cast<std::int64_t>(std::ceil(std::abs(static_cast<double>(result.bound - result.value)) / static_cast<double>(std::abs(result.value)) * 1e6));
  solving.phase("说明谁受益");
  if (result.verdict != Verdict::infeasible) {
    explain(kernel, demand, answer.open, answer.year, result);
  } else {
    explain(kernel, demand, {}, {}, result);
    result.next_best.clear();
  }
  if (!answer.served.empty()) tell_served(answer, result);
  result.warnings.insert(result.warnings.end(), demand.notes.begin(), demand.notes.end());
  if (result.beyond_reach > 0) result.warnings.push_back(fmt::format("{} 位老人附近没有任何备选点。", result.beyond_reach));
  if (result.unplaced > 0) result.warnings.push_back(fmt::format("{} 位老人没有登记位置，不参与计算。", result.unplaced));
  const bool counted = in.model == Model::cover_most || in.model == Model::median || in.model == Model::center || in.model == Model::cover_capacity;
  if (counted && in.budget_fen.value == 0 && result.verdict != Verdict::infeasible) {
    solving.phase("多建一处、少建一处");
    for (const std::int64_t p : {in.p - 1, in.p + 1}) {
      if (p < 1 || solving.time_is_up()) continue;
      const Answer other = again(p, effort_of(solving.time_is_up));
      if (other.verdict == siting::Verdict::infeasible) continue;
      result.neighbours.push_back({p, verdict_of(other.verdict), other.value, other.bound, other.value - answer.value});
    }
  }
  result.status = sentence(result);
  return result;
}

}  // namespace yilin::facilities
