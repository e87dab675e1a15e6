#include "engines/siting/max_cover.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engines/siting/cover_anneal.h"
#include "engines/siting/cover_bound.h"
#include "engines/siting/cover_parts.h"
#include "engines/siting/cover_search.h"

namespace yilin::siting {
namespace {

class Solver {
 public:
  Solver(const CoverProblem& problem, const Effort& effort) : problem_(problem), effort_(effort) {}

  CoverPlan run() {
    CoverPlan plan;
    CoverCore core = reduce(problem_);
    if (core.budget < 0) {
      plan.reason = "预算不足以建设全部必选点。";
      return plan;
    }
    const std::int64_t everything = std::accumulate(core.cost.begin(), core.cost.end(), std::int64_t{0});
    if (everything <= core.budget) {
      std::vector<std::int32_t> all(core.site.size());
      std::iota(all.begin(), all.end(), 0);
      take(core, all);
      relaxed_ = static_cast<double>(value_);
      return finish(value_, "归并后全部可建", 0);
    }

    const std::int64_t rounds = effort_.iterations > 0 ? effort_.iterations : std::clamp<std::int64_t>(20 * core.sites(), 200, kRounds);
    take(core, search(core, {}, rounds / 8, effort_.seed, effort_).open);
    const bool falls_apart = largest_part(core) * 2 < core.sites();
    CoverBound bound = lagrangian_bound(core, value_ - core.settled_value, falls_apart ? 120 : 300, effort_.time_is_up);
    std::int64_t top = core.settled_value + bound.bound;
    const double price = bound.price;
    relaxed_ = static_cast<double>(core.settled_value) + at_price(core, bound);
    if (top <= value_) return finish(top, "归并+局部搜索+拉格朗日界", price);
    if (falls_apart) {
      take(core, search(core, round_up(core, bound), rounds / 8, effort_.seed + 1, effort_).open);
      return by_parts(core, bound);
    }
    take(core, anneal(core, {}, kMovesARound * rounds, kHot, effort_.seed + 1, effort_).open);

    // A connected core: what the quick bound settles shrinks it, then the linear program, then branch and cut.
    const std::int32_t sites = core.sites();
    CoverProblem narrowed = narrow(problem_, core, bound);
    core = reduce(narrowed);
    std::optional<CoverBound> linear = linear_bound(core, effort_.time_is_up);
    if (!linear) {
      improve(top, kRoundsMost);
      return finish(top, "归并+局部搜索+拉格朗日界", price);
    }
    bound = std::move(*linear);
    if (core.settled_value + bound.bound < top) top = core.settled_value + bound.bound;
    if (top <= value_) return finish(value_, "归并+局部搜索+线性规划", price);
    take(core, search(core, round_up(core, bound), rounds / 8, effort_.seed + 2, effort_).open);
    if (top <= value_) return finish(value_, "归并+局部搜索+线性规划", price);
    CoverCore rest = reduce(narrow(narrowed, core, bound));
    if (rest.sites() > kHopeful) {   // a better plan first: it settles more
      improve(top, kRoundsFirst);
      rest = reduce(narrow(narrowed, core, bound));
    }
    const std::string left = fmt::format("归并+局部搜索+线性规划+分支定界（余 {} 点）", rest.sites());
    if (top <= value_) return finish(value_, left, price);
    // A core that the bound has hardly shrunk would keep branch and cut busy to no end: the time is better spent searching.
    const bool hopeful = !effort_.time_is_up || effort_.persistent || rest.sites() <= kHopeful || rest.sites() * 2 < sites;
    if (hopeful && rest.sites() <= kProvable && !effort_.stopped() && settle(rest, top) == End::proved)
      return finish(value_, left, price);
    improve(top, kRoundsMost);
    return finish(top, left, price);
  }

 private:
  static constexpr std::int32_t kProvable = 1'200, kHopeful = 150;
  static constexpr std::int64_t kRounds = 16'000;
  enum class End : std::uint8_t { proved, open };

  // A plan of core sites: kept if it is better, or among the best.
  void take(const CoverCore& core, const std::vector<std::int32_t>& open) {
    std::vector<std::int32_t> sites = core.settled;
    for (const std::int32_t j : open) sites.push_back(core.site[static_cast<std::size_t>(j)]);
    std::ranges::sort(sites);
    const std::int64_t value = covered_by(problem_.rows, sites);
    // Plans worth the same are taken for the same.
    if (std::ranges::find(elites_, value, &Elite::value) == elites_.end()) elites_.push_back({value, sites});
    if (elites_.size() > kElites) elites_.erase(std::ranges::min_element(elites_, {}, &Elite::value));
    if (value > value_ || open_.empty()) value_ = value, open_ = std::move(sites);
  }

  CoverPlan finish(std::int64_t top, std::string method, double price) {
    CoverPlan plan;
    plan.value = value_, plan.bound = std::max(top, value_), plan.open = open_, plan.method = std::move(method), plan.price = price, plan.relaxed = relaxed_;
    plan.verdict = plan.bound == plan.value ? Verdict::proved_optimal : Verdict::feasible;
    return plan;
  }

  CoverPlan by_parts(const CoverCore& core, const CoverBound& bound) {
    PartsHint hint{std::vector<std::int32_t>(core.site.size(), 1), {bound.price}, {bound.row_price}};
    for (const std::int32_t j : restrict(core, open_)) hint.year[static_cast<std::size_t>(j)] = 0;
    const PartsAnswer parts = solve_by_parts({core, {core.budget}, true}, hint, effort_);
    std::vector<std::int32_t> open;
    for (std::int32_t j = 0; j < core.sites(); ++j)
      if (parts.year[static_cast<std::size_t>(j)] == 0) open.push_back(j);
    take(core, open);
    const std::int64_t top = std::min(core.settled_value + bound.bound, core.settled_value + parts.bound);
    if (!parts.proved) improve(top, kRoundsMost);
    return finish(parts.proved ? value_ : top, fmt::format("归并+局部搜索+拉格朗日界+分块精确（{} 块，最大 {} 点）", parts.parts, parts.largest), bound.price);
  }

  // The bound as a line over the budget: a budget that pays for whole sites only may leave a rest, whose worth is in it.
  static double at_price(const CoverCore& core, const CoverBound& bound) {
    double value = bound.price * static_cast<double>(core.budget);
    for (std::size_t r = 0; r < bound.row_price.size(); ++r) value += static_cast<double>(core.rows.weight[r]) - bound.row_price[r];
    for (std::size_t j = 0; j < bound.worth.size(); ++j) value += std::max(0.0, bound.worth[j] - bound.price * static_cast<double>(core.cost[j]));
    return value;
  }

  // The core sites among `open`.
  static std::vector<std::int32_t> restrict(const CoverCore& core, const std::vector<std::int32_t>& open) {
    std::vector<std::int32_t> out;
    for (std::int32_t j = 0; j < core.sites(); ++j)
      if (std::ranges::binary_search(open, core.site[static_cast<std::size_t>(j)])) out.push_back(j);
    return out;
  }

  // Core sites by LP value, as far as the budget goes.
  static std::vector<std::int32_t> round_up(const CoverCore& core, const CoverBound& bound) {
    std::vector<std::int32_t> order(core.site.size()), open;
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, [&](std::int32_t a, std::int32_t b) { return bound.use[static_cast<std::size_t>(a)] > bound.use[static_cast<std::size_t>(b)]; });
    std::int64_t slack = core.budget;
    for (const std::int32_t j : order) {
      if (bound.use[static_cast<std::size_t>(j)] < 0.5) break;
      if (core.cost[static_cast<std::size_t>(j)] > slack) continue;
      slack -= core.cost[static_cast<std::size_t>(j)];
      open.push_back(j);
    }
    return open;
  }

  // Sites that every plan better than the best known must open, or must not.
  CoverProblem narrow(const CoverProblem& problem, const CoverCore& core, const CoverBound& bound) const {
    CoverProblem out = problem;
    out.rule.resize(static_cast<std::size_t>(problem.rows.sites), SiteRule::free);
    std::vector<char> in_core(out.rule.size(), 0);
    // A plan that loses more than this against the bound is not better by one.
    const double allowed = bound.exact + static_cast<double>(core.settled_value - value_ - 1) + 1e-3;
    for (std::size_t j = 0; j < core.site.size(); ++j) {
      const auto site = static_cast<std::size_t>(core.site[j]);
      in_core[site] = 1;
      const double profit = bound.worth[j] - bound.price * static_cast<double>(core.cost[j]);
      if (profit < -allowed) out.rule[site] = SiteRule::excluded;
      else if (profit > allowed) out.rule[site] = SiteRule::required;
    }
    for (std::size_t site = 0; site < in_core.size(); ++site)
      if (!in_core[site] && out.rule[site] == SiteRule::free) out.rule[site] = SiteRule::excluded;
    return out;
  }

  // Branch and cut over a core. Proved: nothing in it beats the best known.
  End settle(const CoverCore& core, std::int64_t& top) {
    WholeOptions options;
    options.cutoff = -static_cast<double>(value_ - core.settled_value);
    options.step = 1;
    options.time_is_up = effort_.time_is_up;
    const WholeAnswer answer = solve_whole(program_of(core), options);
    if (!answer.x.empty()) {
      std::vector<std::int32_t> open;
      for (std::int32_t j = 0; j < core.sites(); ++j)
        if (answer.x[static_cast<std::size_t>(j)] > 0.5) open.push_back(j);
      take(core, open);
    }
    if (answer.end != WholeAnswer::End::stopped) return End::proved;
    if (answer.bound > -1e30) top = std::clamp(core.settled_value + floor_safely(-answer.bound), value_, top);
    return End::open;
  }

  // Plans from the ground up; after every third of them the best are recombined: annealing among their sites only, which are few.
  void improve(std::int64_t top, std::int64_t rounds) {
    if (effort_.iterations > 0 || !effort_.time_is_up) return;
    const CoverCore core = reduce(problem_);
    const bool connected = largest_part(core) * 2 >= core.sites();
    const std::int64_t moves = kMoves * std::max<std::int64_t>(1, core.sites() / 1'000);
    for (; rounds > 0 && !effort_.stopped() && value_ < top; --rounds) {
      const std::uint64_t round = ++round_, seed = effort_.seed + round * 7919;
      if (!connected) {
        take(core, anneal(core, restrict(core, open_), moves, kWarm, seed, effort_).open);
      } else if (round % 4 != 0) {
        take(core, anneal(core, {}, moves, round % 2 == 1 ? kHot : kWarm, seed, effort_).open);
      } else {
        const CoverCore between = reduce(among_elites());
        for (std::uint64_t again = 0; again < 2; ++again) take(between, anneal(between, {}, moves, kHot, seed + again, effort_).open);
      }
    }
  }
  CoverProblem among_elites() const {
    CoverProblem out = problem_;
    out.rule.resize(static_cast<std::size_t>(problem_.rows.sites), SiteRule::free);
    std::vector<char> known(out.rule.size(), 0);
    for (const Elite& e : elites_)
      for (const std::int32_t j : e.open) known[static_cast<std::size_t>(j)] = 1;
    for (std::size_t j = 0; j < known.size(); ++j)
      if (!known[j]) out.rule[j] = SiteRule::excluded;
    return out;
  }

  static constexpr std::int64_t kMovesARound = 40, kMoves = 1'000'000;
  static constexpr std::int64_t kRoundsFirst = 16, kRoundsMost = std::numeric_limits<std::int64_t>::max();
  static constexpr double kWarm = 0.03;
  static constexpr std::size_t kElites = 6;
  struct Elite {
    std::int64_t value;
    std::vector<std::int32_t> open;
  };
  const CoverProblem& problem_;
  const Effort& effort_;
  std::vector<std::int32_t> open_;
  std::int64_t value_ = 0;
  double relaxed_ = 0;
  std::vector<Elite> elites_;
  std::uint64_t round_ = 0;
};

}  // namespace

CoverPlan max_cover(const CoverProblem& problem, const Effort& effort) { return Solver(problem, effort).run(); }

std::optional<std::int64_t> most_with(const CoverProblem& problem, const CoverPlan& plan, std::int64_t extra) {
  if (plan.verdict == Verdict::infeasible) return std::nullopt;
  std::int64_t left = problem.budget;
  for (std::int32_t j = 0; j < problem.rows.sites; ++j)
    if (problem.rule_of(j) == SiteRule::required) left -= problem.cost_of(j);
  for (std::int32_t j = 0; j < problem.rows.sites; ++j)
    if (problem.rule_of(j) == SiteRule::free && problem.cost_of(j) > left && problem.cost_of(j) <= left + extra) return std::nullopt;
  const std::int64_t most = floor_safely(plan.relaxed + plan.price * static_cast<double>(extra));
  return extra < 0 ? std::min(plan.bound, most) : std::max(plan.value, most);
}

}  // namespace yilin::siting
