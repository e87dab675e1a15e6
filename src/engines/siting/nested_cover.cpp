#include "engines/siting/nested_cover.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engines/siting/cover_bound.h"
#include "engines/siting/cover_parts.h"
#include "engines/siting/max_cover.h"
#include "engines/siting/mip.h"
#include "engines/siting/nested_search.h"

namespace yilin::siting {
namespace {

class Solver {
 public:
  Solver(const NestedProblem& problem, const Effort& effort)
      : problem_(problem), effort_(effort), years_(static_cast<std::int32_t>(problem.budgets.size())), limits_(problem.budgets) {}

  NestedPlan run() {
    NestedPlan plan;
    CoverProblem widest{problem_.rows, problem_.cost, 0, problem_.rule};
    std::int64_t settled_cost = 0;
    for (std::int32_t j = 0; j < problem_.rows.sites; ++j)
      if (widest.rule_of(j) == SiteRule::required) settled_cost += widest.cost_of(j);
    if (settled_cost > limits_[0]) {
      plan.reason = "第一年的预算不足以建设全部必选点。";
      return plan;
    }
    for (std::int32_t t = 0; t < years_; ++t)
      if (t == 0 || problem_.cumulative) limits_[static_cast<std::size_t>(t)] -= settled_cost;
    widest.budget = settled_cost + std::max<std::int64_t>(0, *std::ranges::max_element(limits_));
    core_ = reduce(widest);
    base_ = core_.settled_value * years_;

    std::string method;
    if (largest_part(core_) * 2 < core_.sites()) method = by_parts();
    else method = as_a_whole();
    plan.method = method;
    plan.value = base_ + best_.value;
    plan.bound = base_ + std::max(best_.value, top());
    plan.verdict = plan.bound == plan.value ? Verdict::proved_optimal : Verdict::feasible;
    std::vector<std::pair<std::int32_t, std::int32_t>> sites;
    for (const std::int32_t j : core_.settled) sites.emplace_back(j, 1);
    for (std::int32_t j = 0; j < core_.sites(); ++j)
      if (best_.year[static_cast<std::size_t>(j)] < years_) sites.emplace_back(core_.site[static_cast<std::size_t>(j)], best_.year[static_cast<std::size_t>(j)] + 1);
    std::ranges::sort(sites);
    for (const auto& [site, year] : sites) plan.open.push_back(site), plan.year.push_back(year);
    for (std::int32_t t = 1; t <= years_; ++t) {
      std::vector<std::int32_t> open;
      for (std::size_t k = 0; k < plan.open.size(); ++k)
        if (plan.year[k] <= t) open.push_back(plan.open[k]);
      plan.covered.push_back(covered_by(problem_.rows, open));
    }
    return plan;
  }

 private:
  // Many parts that share nobody: yearly plans and yearly prices to start from, then part by part over all years.
  std::string by_parts() {
    NestedSearch search(core_, limits_, problem_.cumulative);
    const std::int64_t rounds = effort_.iterations > 0 ? effort_.iterations : 8'000;
    take(search.run(by_year(2'000), rounds, effort_.seed, effort_));
    PartsHint hint{best_.year, std::vector<double>(limits_.size(), 0), {}};
    CoverCore core = core_;
    for (std::int32_t t = 0; t < years_; ++t) {
      core.budget = open_limit(t);
      const std::int64_t everything = std::accumulate(core.cost.begin(), core.cost.end(), std::int64_t{0});
      CoverBound bound = lagrangian_bound(core, best_.value / years_, 120, effort_.time_is_up);
      if (core.budget >= everything) bound.price = 1;
      for (std::int32_t s = 0; s <= t; ++s) hint.price[static_cast<std::size_t>(s)] += std::max(1.0, bound.price);
      hint.row_price.push_back(std::move(bound.row_price));
    }
    const PartsAnswer parts = solve_by_parts({core_, limits_, problem_.cumulative}, hint, effort_);
    take({parts.year, parts.value});
    bounded_ = true, bound_ = parts.bound;
    return fmt::format("归并+逐年方案+区间互换+各年价格下分块精确（{} 块，最大 {} 点）", parts.parts, parts.largest);
  }

  // A connected core: search, the linear program over all years, branch and cut.
  std::string as_a_whole() {
    NestedSearch search(core_, limits_, problem_.cumulative);
    const std::int64_t rounds = effort_.iterations > 0 ? effort_.iterations : 120'000;
    take(search.run(by_year(8'000), rounds, effort_.seed, effort_));
    take(search.run(from_last_year(), rounds, effort_.seed + 1, effort_));
    earliest_.assign(core_.site.size(), 0), latest_.assign(core_.site.size(), years_);
    std::string method = "归并+逐年与回溯方案+区间互换";
    for (int pass = 0; pass < 3 && top() > best_.value; ++pass) {
      if (!relax(search)) break;
      method = "归并+逐年与回溯方案+区间互换+多年线性规划";
    }
    if (bounded_ && bound_ > best_.value && !effort_.stopped()) {
      settle();
      method += "+分支定界";
    }
    return method;
  }

  // Nobody covers more than each year alone could.
  std::int64_t top() const {
    if (bounded_) return bound_;
    const std::int64_t everything = std::accumulate(core_.own.begin(), core_.own.end(), std::int64_t{0}) +
                                    std::accumulate(core_.rows.weight.begin(), core_.rows.weight.end(), std::int64_t{0});
    return everything * years_;
  }
  void take(const YearPlan& plan) {
    if (best_.year.empty() || plan.value > best_.value) best_ = plan;
  }
  std::int64_t open_limit(std::int32_t t) const {
    if (problem_.cumulative) return limits_[static_cast<std::size_t>(t)];
    return std::accumulate(limits_.begin(), limits_.begin() + t + 1, std::int64_t{0});
  }

  // Year by year, each as good as it can be on what stands already.
  YearPlan by_year(std::int64_t rounds) {
    YearPlan plan{std::vector<std::int32_t>(core_.site.size(), years_), 0};
    CoverProblem problem = problem_of(core_);
    std::int64_t spent = 0;
    for (std::int32_t t = 0; t < years_; ++t) {
      problem.budget = problem_.cumulative ? limits_[static_cast<std::size_t>(t)] : spent + limits_[static_cast<std::size_t>(t)];
      const CoverCore core = reduce(problem);
      const SearchReport found = siting::search(core, {}, rounds, effort_.seed, effort_);
      for (const std::int32_t j : found.open) {
        const auto i = static_cast<std::size_t>(core.site[static_cast<std::size_t>(j)]);
        plan.year[i] = t, problem.rule[i] = SiteRule::required, spent += core_.cost[i];
      }
    }
    return plan;
  }
  // The last year's best plan first; earlier years choose among its sites.
  YearPlan from_last_year() {
    YearPlan plan{std::vector<std::int32_t>(core_.site.size(), years_), 0};
    CoverProblem problem = problem_of(core_);
    for (std::int32_t t = years_ - 1; t >= 0; --t) {
      problem.budget = open_limit(t);
      const CoverCore core = reduce(problem);
      const SearchReport found = siting::search(core, {}, 12'000, effort_.seed, effort_);
      std::vector<char> kept(core_.site.size(), 0);
      for (const std::int32_t j : found.open) kept[static_cast<std::size_t>(core.site[static_cast<std::size_t>(j)])] = 1;
      for (std::size_t j = 0; j < kept.size(); ++j) {
        if (kept[j]) plan.year[j] = t;
        else problem.rule[j] = SiteRule::excluded;
      }
    }
    if (!problem_.cumulative) {  // a year's money may not suffice for its share: what does not fit is left out
      std::vector<std::int64_t> left = limits_;
      for (std::size_t j = 0; j < plan.year.size(); ++j)
        if (plan.year[j] < years_ && (left[static_cast<std::size_t>(plan.year[j])] -= core_.cost[j]) < 0) {
          left[static_cast<std::size_t>(plan.year[j])] += core_.cost[j];
          plan.year[j] = years_;
        }
    }
    return plan;
  }

  struct Model {
    Program program;
    std::vector<std::vector<std::int32_t>> column;   // per site, per year: column, kIn or kOut
    std::int64_t constant = 0;
  };
  static constexpr std::int32_t kOut = -1, kIn = -2;

  // Site j is shut before earliest_[j] and open from latest_[j] on. Rows that are settled by that do not appear.
  Model model() const {
    Model m;
    Program& p = m.program;
    m.column.assign(core_.site.size(), std::vector<std::int32_t>(static_cast<std::size_t>(years_), kOut));
    for (std::size_t j = 0; j < core_.site.size(); ++j)
      for (std::int32_t t = 0; t < years_; ++t) {
        std::int32_t& c = m.column[j][static_cast<std::size_t>(t)];
        if (t >= latest_[j]) c = kIn, m.constant += core_.own[j];
        else if (t >= earliest_[j]) c = p.add_column(-static_cast<double>(core_.own[j]), 0, 1, true);
      }
    std::vector<std::int32_t> free;
    for (std::int32_t r = 0; r < core_.rows.rows(); ++r)
      for (std::int32_t t = 0; t < years_; ++t) {
        free.clear();
        bool in = false;
        for (const std::int32_t j : core_.rows.of(r)) {
          const std::int32_t c = m.column[static_cast<std::size_t>(j)][static_cast<std::size_t>(t)];
          if (c == kIn) in = true;
          else if (c >= 0) free.push_back(c);
        }
        const std::int64_t weight = core_.rows.weight[static_cast<std::size_t>(r)];
        if (in) m.constant += weight;
        else if (free.size() == 1) p.cost[static_cast<std::size_t>(free[0])] -= static_cast<double>(weight);
        else if (!free.empty()) {
          const std::int32_t z = p.add_column(-static_cast<double>(weight), 0, 1, false);
          for (const std::int32_t c : free) p.add(c, 1);
          p.add(z, -1);
          p.end_row(0, kInfinity);
        }
      }
    for (const auto& of_site : m.column)
      for (std::int32_t t = 1; t < years_; ++t)
        if (of_site[static_cast<std::size_t>(t) - 1] >= 0 && of_site[static_cast<std::size_t>(t)] >= 0) {
          p.add(of_site[static_cast<std::size_t>(t)], 1), p.add(of_site[static_cast<std::size_t>(t) - 1], -1);
          p.end_row(0, kInfinity);
        }
    for (std::int32_t t = 0; t < years_; ++t) {
      double limit = static_cast<double>(limits_[static_cast<std::size_t>(t)]);
      for (std::size_t j = 0; j < core_.site.size(); ++j) {
        const auto cost = static_cast<double>(core_.cost[j]);
        const auto put = [&](std::int32_t c, double sign) {
          if (c >= 0) p.add(c, sign * cost);
          else if (c == kIn) limit -= sign * cost;
        };
        put(m.column[j][static_cast<std::size_t>(t)], 1);
        if (!problem_.cumulative && t > 0) put(m.column[j][static_cast<std::size_t>(t) - 1], -1);
      }
      p.end_row(-kInfinity, limit);
    }
    return m;
  }

  YearPlan plan_of(const Model& m, const std::vector<double>& x, double least) const {
    YearPlan plan{std::vector<std::int32_t>(core_.site.size(), years_), 0};
    for (std::size_t j = 0; j < core_.site.size(); ++j)
      for (std::int32_t t = years_ - 1; t >= 0; --t) {
        const std::int32_t c = m.column[j][static_cast<std::size_t>(t)];
        if (c == kIn || (c >= 0 && x[static_cast<std::size_t>(c)] > least)) plan.year[j] = t;
      }
    return plan;
  }
  bool fits(const YearPlan& plan) const {
    std::vector<std::int64_t> opens(static_cast<std::size_t>(years_), 0);
    for (std::size_t j = 0; j < plan.year.size(); ++j)
      if (plan.year[j] < years_) opens[static_cast<std::size_t>(plan.year[j])] += core_.cost[j];
    std::int64_t running = 0;
    for (std::size_t t = 0; t < opens.size(); ++t) {
      running = problem_.cumulative ? running + opens[t] : opens[t];
      if (running > limits_[t]) return false;
    }
    return true;
  }

  // Bound, a plan near it, and what every better plan has in common. False: no use in going on.
  bool relax(NestedSearch& search) {
    const Model m = model();
    const LinearAnswer linear = solve_linear(m.program, effort_.time_is_up);
    if (linear.end != LinearAnswer::End::optimal) return false;
    const double exact = static_cast<double>(m.constant) - linear.value;
    const std::int64_t here = floor_safely(exact + 1e-9 * std::abs(exact));
    bound_ = bounded_ ? std::min(bound_, here) : here;
    bounded_ = true;
    for (const double least : {0.999, 0.5}) {
      const YearPlan rounded = plan_of(m, linear.x, least);
      if (fits(rounded)) take(search.run(rounded, 30'000, effort_.seed + 2, effort_));
    }
    const double allowed = exact - static_cast<double>(best_.value + 1) + 1e-3;
    std::size_t fixed = 0;
    for (std::size_t j = 0; j < core_.site.size(); ++j)
      for (std::int32_t t = 0; t < years_; ++t) {
        const std::int32_t c = m.column[j][static_cast<std::size_t>(t)];
        if (c < 0 || std::abs(linear.reduced_cost[static_cast<std::size_t>(c)]) <= allowed) continue;
        const double x = linear.x[static_cast<std::size_t>(c)];
        if (x < 1e-6) earliest_[j] = std::max(earliest_[j], t + 1), ++fixed;
        else if (x > 1 - 1e-6) latest_[j] = std::min(latest_[j], t), ++fixed;
      }
    return fixed > 0;
  }

  void settle() {
    const Model m = model();
    WholeOptions options;
    options.cutoff = static_cast<double>(m.constant - best_.value);
    options.step = 1;
    options.cuts = Cuts::light;
    options.time_is_up = effort_.time_is_up;
    const WholeAnswer answer = solve_whole(m.program, options);
    if (!answer.x.empty()) {
      YearPlan found = plan_of(m, answer.x, 0.5);
      const NestedSearch judge(core_, limits_, problem_.cumulative);
      found.value = judge.value_of(found.year);
      if (fits(found)) take(found);
    }
    if (answer.end != WholeAnswer::End::stopped) bound_ = best_.value;
    else if (answer.bound > -1e30) bound_ = std::max(best_.value, std::min(bound_, m.constant + floor_safely(-answer.bound)));
  }

  const NestedProblem& problem_;
  const Effort& effort_;
  const std::int32_t years_;
  std::vector<std::int64_t> limits_;
  CoverCore core_;
  YearPlan best_;
  std::int64_t base_ = 0, bound_ = 0;
  bool bounded_ = false;
  std::vector<std::int32_t> earliest_, latest_;
};

}  // namespace

NestedPlan nested_cover(const NestedProblem& problem, const Effort& effort) { return Solver(problem, effort).run(); }

}  // namespace yilin::siting
