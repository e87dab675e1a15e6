#include "engines/siting/capacitated.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engines/siting/mip.h"

namespace yilin::siting {
namespace {

constexpr double kSmall = 1e-7;

class Solver {
 public:
  Solver(const CapacitatedProblem& problem, const Effort& effort)
      : problem_(problem), effort_(effort), sites_(problem.capacity.size()), clients_(problem.demand.size()) {}

  CapacitatedPlan run() {
    CapacitatedPlan plan;
    const double need = std::accumulate(problem_.demand.begin(), problem_.demand.end(), 0.0);
    const double room = std::accumulate(problem_.capacity.begin(), problem_.capacity.end(), 0.0);
    if (room < need * (1 - 1e-12)) {
      plan.reason = fmt::format("全部备选点的容量合计 {:.10g}，小于需求合计 {:.10g}。", room, need);
      return plan;
    }
    if (problem_.single && !problem_.demand.empty() &&
        *std::ranges::max_element(problem_.demand) > *std::ranges::max_element(problem_.capacity)) {
      plan.reason = "有需求点的需求超过任何一个备选点的容量，不能由一处单独服务。";
      return plan;
    }
    if (const std::size_t stranded = without_a_site(); stranded > 0) {
      plan.reason = fmt::format("{} 个需求点没有一个选点可达。", stranded);
      return plan;
    }
    // The relaxation: its value, and a plan from opening what it opens at all.
    const Program relaxed = program(std::vector<char>(sites_, 1), false);
    const LinearAnswer linear = solve_linear(relaxed, effort_.time_is_up);
    if (linear.end == LinearAnswer::End::infeasible) {
      plan.reason = "在容量与可达范围内，无法满足全部需求。";
      return plan;
    }
    double bound = linear.end == LinearAnswer::End::optimal ? linear.value : 0;
    if (linear.end == LinearAnswer::End::optimal && !problem_.single) {
      for (const double least : {0.5, 0.1, kSmall}) {
        std::vector<char> allowed(sites_, 0);
        for (std::size_t j = 0; j < sites_; ++j) allowed[j] = linear.x[j] >= least;
        transport(allowed);
      }
      improve();
    }
    WholeOptions options;
    if (best_ < kInfinity) options.cutoff = best_;
    options.time_is_up = effort_.time_is_up;
    options.step = 0;
    // Sites whose reduced cost alone closes the gap stay shut (or open).
    Program whole = program(std::vector<char>(sites_, 1), true);
    if (linear.end == LinearAnswer::End::optimal && best_ < kInfinity)
      for (std::size_t j = 0; j < sites_; ++j) {
        if (linear.x[j] < kSmall && linear.value + linear.reduced_cost[j] > best_ + 1e-6) whole.hi[j] = 0;
        if (linear.x[j] > 1 - kSmall && linear.value - linear.reduced_cost[j] > best_ + 1e-6) whole.lo[j] = 1;
      }
    const WholeAnswer answer = solve_whole(whole, options);
    if (!answer.x.empty()) keep(whole, answer.x);
    const bool stopped = answer.end == WholeAnswer::End::stopped;
    if (best_ == kInfinity) {
      plan.reason = stopped ? "时限内没有找到可行方案，也没有证明不可行。" : "在容量与可达范围内，每个需求点由一处服务的方案不存在。";
      return plan;
    }
    plan.value = best_, plan.open = open_, plan.shares = shares_;
    plan.bound = stopped ? std::min(best_, std::max(bound, answer.bound > -1e30 ? answer.bound : bound)) : best_;
    plan.verdict = stopped && best_ - plan.bound > 1e-6 * std::max(1.0, std::abs(best_)) ? Verdict::feasible : Verdict::proved_optimal;
    if (plan.verdict == Verdict::proved_optimal) plan.bound = plan.value;
    return plan;
  }

 private:
  bool required(std::size_t j) const { return !problem_.required.empty() && problem_.required[j] != 0; }

  std::size_t without_a_site() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < clients_; ++i)
      count += std::none_of(problem_.cost.begin() + static_cast<std::ptrdiff_t>(i * sites_), problem_.cost.begin() + static_cast<std::ptrdiff_t>((i + 1) * sites_), [](double c) { return std::isfinite(c); });
    return count;
  }

  // Columns: sites, then the allowed pairs in order of client and site.
  Program program(const std::vector<char>& allowed, bool whole) {
    Program p;
    pairs_.clear();
    for (std::size_t j = 0; j < sites_; ++j) p.add_column(problem_.fixed[j], required(j) ? 1 : 0, allowed[j] || required(j) ? 1 : 0, whole);
    std::vector<std::vector<std::size_t>> of_site(sites_);
    for (std::size_t i = 0; i < clients_; ++i) {
      for (std::size_t j = 0; j < sites_; ++j) {
        const double c = problem_.cost[i * sites_ + j];
        if (!std::isfinite(c)) continue;
        const std::int32_t x = p.add_column(c, 0, allowed[j] || required(j) ? 1 : 0, whole && problem_.single);
        of_site[j].push_back(pairs_.size());
        pairs_.push_back({static_cast<std::int32_t>(i), static_cast<std::int32_t>(j), 0});
        p.add(x, 1);
      }
      p.end_row(1, 1);
    }
    const auto column = [&](std::size_t pair) { return static_cast<std::int32_t>(sites_ + pair); };
    for (std::size_t j = 0; j < sites_; ++j) {
      for (const std::size_t pair : of_site[j]) p.add(column(pair), problem_.demand[static_cast<std::size_t>(pairs_[pair].client)]);
      p.add(static_cast<std::int32_t>(j), -problem_.capacity[j]);
      p.end_row(-kInfinity, 0);
    }
    for (std::size_t j = 0; j < sites_; ++j)
      for (const std::size_t pair : of_site[j]) {
        p.add(column(pair), 1), p.add(static_cast<std::int32_t>(j), -1);
        p.end_row(-kInfinity, 0);
      }
    for (std::size_t j = 0; j < sites_; ++j) p.add(static_cast<std::int32_t>(j), problem_.capacity[j]);
    p.end_row(std::accumulate(problem_.demand.begin(), problem_.demand.end(), 0.0), kInfinity);
    return p;
  }

  // The cheapest way to serve everybody from exactly these sites.
  void transport(const std::vector<char>& open) {
    Program p = program(open, false);
    for (std::size_t j = 0; j < sites_; ++j) p.lo[j] = p.hi[j];
    const LinearAnswer answer = solve_linear(p, effort_.time_is_up);
    if (answer.end == LinearAnswer::End::optimal) keep(p, answer.x);
  }

  // Shuts open sites one by one while that pays.
  void improve() {
    for (bool better = best_ < kInfinity; better && !effort_.stopped();) {
      better = false;
      const std::vector<std::int32_t> open = open_;
      for (const std::int32_t shut : open) {
        if (required(static_cast<std::size_t>(shut))) continue;
        std::vector<char> allowed(sites_, 0);
        double room = 0;
        for (const std::int32_t j : open)
          if (j != shut) allowed[static_cast<std::size_t>(j)] = 1, room += problem_.capacity[static_cast<std::size_t>(j)];
        if (room < std::accumulate(problem_.demand.begin(), problem_.demand.end(), 0.0) || sites_ * clients_ > 20'000) continue;
        const double before = best_;
        transport(allowed);
        if (best_ < before - 1e-9) {
          better = true;
          break;
        }
      }
    }
  }

  void keep(const Program& p, const std::vector<double>& x) {
    double value = 0;
    std::vector<Share> shares;
    std::vector<char> used(sites_, 0);
    for (std::size_t pair = 0; pair < pairs_.size(); ++pair) {
      const double share = x[sites_ + pair];
      if (share < kSmall) continue;
      shares.push_back({pairs_[pair].client, pairs_[pair].site, share});
      used[static_cast<std::size_t>(pairs_[pair].site)] = 1;
      value += share * p.cost[sites_ + pair];
    }
    std::vector<std::int32_t> open;
    for (std::size_t j = 0; j < sites_; ++j)
      if (used[j] || required(j)) open.push_back(static_cast<std::int32_t>(j)), value += problem_.fixed[j];
    if (value >= best_ - 1e-9) return;
    best_ = value, open_ = std::move(open), shares_ = std::move(shares);
  }

  const CapacitatedProblem& problem_;
  const Effort& effort_;
  const std::size_t sites_, clients_;
  std::vector<Share> pairs_;
  double best_ = kInfinity;
  std::vector<std::int32_t> open_;
  std::vector<Share> shares_;
};

}  // namespace

CapacitatedPlan capacitated(const CapacitatedProblem& problem, const Effort& effort) { return Solver(problem, effort).run(); }

}  // namespace yilin::siting
