#include "engines/siting/set_cover.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/rng.h"
#include "engines/siting/mip.h"
#include "engines/siting/set_cover_search.h"

namespace yilin::siting {
namespace {

constexpr double kSearchWork = 2e8;   // some tenths of a second

class Solver {
 public:
  Solver(const SetCoverProblem& problem, const Effort& effort) : problem_(problem), effort_(effort), cost_(problem.cost) {
    if (cost_.empty()) cost_.assign(static_cast<std::size_t>(problem.rows.sites), 1);
    for (const std::int64_t c : cost_) step_ = std::gcd(step_, c);
  }

  SetCoverPlan run() {
    SetCoverPlan plan;
    for (std::int32_t r = 0; r < problem_.rows.rows(); ++r)
      if (problem_.rows.of(r).empty()) {
        plan.reason = fmt::format("第 {} 行没有任何备选点能够覆盖。", r + 1);
        return plan;
      }
    SetCoverCore core = reduce(problem_.rows, cost_, {});
    take(core, {});
    bound_ = core.settled_cost;
    for (int round = 0; round < 3 && !core.rows.weight.empty() && open(); ++round) {
      std::vector<double> reduced;
      const double bound = lagrangian(core, round == 0 ? 600 : 300, reduced);
      bound_ = std::max(bound_, round_up(static_cast<double>(core.settled_cost) + bound));
      if (!open()) break;
      if (problem_.enough < 0) local_search(core);
      if (!open()) break;
      // A cover that is better cannot use a site whose reduced cost closes the gap.
      std::vector<char> allowed(static_cast<std::size_t>(problem_.rows.sites), 0);
      for (const std::int32_t j : core.settled) allowed[static_cast<std::size_t>(j)] = 1;
      std::size_t left = 0;
      for (std::size_t j = 0; j < core.site.size(); ++j)
        if (static_cast<double>(core.settled_cost) + bound + std::max(0.0, reduced[j]) <= static_cast<double>(goal()) + 1e-6)
          allowed[static_cast<std::size_t>(core.site[j])] = 1, ++left;
      const std::size_t before = core.site.size();
      if (!coverable(allowed)) {
        bound_ = best_;
        break;
      }
      core = reduce(problem_.rows, cost_, allowed);
      if (core.rows.weight.empty()) take(core, {});
      if (core.site.size() * 10 > before * 9) break;
    }
    plan.core_sites = core.sites();
    if (open() && !core.rows.weight.empty() && !effort_.stopped()) prove(core);
    plan.value = best_, plan.open = open_;
    plan.bound = std::min(bound_, best_);
    plan.verdict = plan.bound == plan.value ? Verdict::proved_optimal : Verdict::feasible;
    return plan;
  }

 private:
  // The largest cost that would still be an improvement worth looking for.
  std::int64_t goal() const { return problem_.enough >= 0 ? std::min(best_ - step_, problem_.enough) : best_ - step_; }
  bool open() const { return bound_ <= goal() && !(problem_.enough >= 0 && best_ <= problem_.enough); }
  std::int64_t round_up(double bound) const {
    return static_cast<std::int64_t>(std::ceil((bound - 1e-6 * std::max(1.0, std::abs(bound) * 1e-3)) / static_cast<double>(step_))) * step_;
  }
  bool coverable(const std::vector<char>& allowed) const {
    for (std::int32_t r = 0; r < problem_.rows.rows(); ++r)
      if (std::ranges::none_of(problem_.rows.of(r), [&](std::int32_t j) { return allowed[static_cast<std::size_t>(j)] != 0; })) return false;
    return true;
  }

  // Completes a core plan: what is missing by the cheapest site of the row, then what is superfluous goes.
  void take(const SetCoverCore& core, std::vector<std::int32_t> chosen) {
    std::vector<std::int32_t> count(core.rows.weight.size(), 0);
    std::vector<char> in(core.site.size(), 0);
    const auto put = [&](std::int32_t j) {
      in[static_cast<std::size_t>(j)] = 1;
      for (const std::int32_t r : core.columns.of(j)) ++count[static_cast<std::size_t>(r)];
    };
    for (const std::int32_t j : chosen)
      if (!in[static_cast<std::size_t>(j)]) put(j);
    for (std::int32_t r = 0; r < core.rows.rows(); ++r) {
      if (count[static_cast<std::size_t>(r)] > 0) continue;
      std::int32_t best = -1;
      double rate = 0;
      for (const std::int32_t j : core.rows.of(r)) {
        const double mine = static_cast<double>(core.columns.of(j).size()) / static_cast<double>(core.cost[static_cast<std::size_t>(j)]);
        if (best < 0 || mine > rate) best = j, rate = mine;
      }
      put(best);
    }
    chosen.clear();
    for (std::int32_t j = 0; j < core.sites(); ++j)
      if (in[static_cast<std::size_t>(j)]) chosen.push_back(j);
    std::ranges::stable_sort(chosen, [&](std::int32_t a, std::int32_t b) { return core.cost[static_cast<std::size_t>(a)] > core.cost[static_cast<std::size_t>(b)]; });
    std::int64_t total = core.settled_cost;
    std::vector<std::int32_t> sites = core.settled;
    for (const std::int32_t j : chosen) {
      const auto rows = core.columns.of(j);
      if (std::ranges::all_of(rows, [&](std::int32_t r) { return count[static_cast<std::size_t>(r)] > 1; })) {
        for (const std::int32_t r : rows) --count[static_cast<std::size_t>(r)];
        continue;
      }
      total += core.cost[static_cast<std::size_t>(j)];
      sites.push_back(core.site[static_cast<std::size_t>(j)]);
    }
    if (total >= best_) return;
    best_ = total;
    std::ranges::sort(sites);
    open_ = std::move(sites);
  }

  // Greedy by reduced cost per row newly covered (Caprara et al.'s score), lazily kept.
  void greedy(const SetCoverCore& core, const std::vector<double>& price, const std::vector<double>& reduced) {
    std::vector<char> covered(core.rows.weight.size(), 0);
    std::vector<std::int32_t> fresh(core.site.size());
    std::vector<double> gamma = reduced;
    for (std::int32_t j = 0; j < core.sites(); ++j) fresh[static_cast<std::size_t>(j)] = static_cast<std::int32_t>(core.columns.of(j).size());
    std::size_t left = core.rows.weight.size();
    std::vector<std::int32_t> chosen;
    while (left > 0) {
      std::int32_t best = -1;
      double score = kInfinity;
      for (std::int32_t j = 0; j < core.sites(); ++j) {
        const auto i = static_cast<std::size_t>(j);
        if (fresh[i] == 0) continue;
        const double mine = gamma[i] > 0 ? gamma[i] / fresh[i] : gamma[i] * fresh[i];
        if (mine < score) best = j, score = mine;
      }
      chosen.push_back(best);
      for (const std::int32_t r : core.columns.of(best)) {
        if (covered[static_cast<std::size_t>(r)]) continue;
        covered[static_cast<std::size_t>(r)] = 1, --left;
        for (const std::int32_t j : core.rows.of(r)) --fresh[static_cast<std::size_t>(j)], gamma[static_cast<std::size_t>(j)] += price[static_cast<std::size_t>(r)];
      }
    }
    take(core, std::move(chosen));
  }

  double lagrangian(const SetCoverCore& core, int rounds, std::vector<double>& best_reduced) {
    const std::size_t rows = core.rows.weight.size();
    std::vector<double> price(rows, kInfinity), reduced, slope(rows), direction(rows, 0), best_price;
    for (std::int32_t j = 0; j < core.sites(); ++j)
      for (const std::int32_t r : core.columns.of(j))
        price[static_cast<std::size_t>(r)] = std::min(price[static_cast<std::size_t>(r)], static_cast<double>(core.cost[static_cast<std::size_t>(j)]) / static_cast<double>(core.columns.of(j).size()));
    double best = -kInfinity, step = 1;
    int stale = 0;
    Rng rng(effort_.seed);
    for (int round = 0; round < rounds; ++round) {
      reduced.assign(core.cost.begin(), core.cost.end());
      double value = 0;
      for (std::int32_t r = 0; r < core.rows.rows(); ++r) {
        const double u = price[static_cast<std::size_t>(r)];
        value += u;
        if (u > 0)
          for (const std::int32_t j : core.rows.of(r)) reduced[static_cast<std::size_t>(j)] -= u;
      }
      std::ranges::fill(slope, 1);
      for (std::int32_t j = 0; j < core.sites(); ++j) {
        if (reduced[static_cast<std::size_t>(j)] >= 0) continue;
        value += reduced[static_cast<std::size_t>(j)];
        for (const std::int32_t r : core.columns.of(j)) slope[static_cast<std::size_t>(r)] -= 1;
      }
      if (value > best) {
        stale = value > best + 1e-3 * (static_cast<double>(best_ - core.settled_cost) - best) ? 0 : stale + 1;
        best = value, best_reduced = reduced, best_price = price;
      } else {
        ++stale;
      }
      if (round % 8 == 7 || round < 3) greedy(core, price, reduced);
      bound_ = std::max(bound_, round_up(static_cast<double>(core.settled_cost) + best));
      if (!open() || (round % 16 == 0 && effort_.stopped())) break;
      if (stale >= 15) step *= 0.6, stale = 0;
      if (step < 0.004) break;
      double along = 0, norm = 0;
      for (std::size_t r = 0; r < rows; ++r) {
        if (slope[r] < 0 && price[r] <= 0) slope[r] = 0;
        along += slope[r] * direction[r], norm += direction[r] * direction[r];
      }
      const double deflect = along < 0 ? -0.7 * along / norm : 0;
      norm = 0;
      for (std::size_t r = 0; r < rows; ++r) {
        direction[r] = slope[r] + deflect * direction[r];
        norm += direction[r] * direction[r];
      }
      if (norm < 1e-12) break;
      const double length = step * (static_cast<double>(best_ - core.settled_cost) * 1.01 - value) / norm;
      for (std::size_t r = 0; r < rows; ++r) price[r] = std::max(0.0, price[r] + length * direction[r]);
    }
    for (int t = 0; t < 30 && open(); ++t) {  // around the best prices
      std::vector<double> shaken = best_price;
      for (double& u : shaken) u *= 0.9 + 0.2 * rng.uniform();
      reduced.assign(core.cost.begin(), core.cost.end());
      for (std::int32_t r = 0; r < core.rows.rows(); ++r)
        for (const std::int32_t j : core.rows.of(r)) reduced[static_cast<std::size_t>(j)] -= shaken[static_cast<std::size_t>(r)];
      greedy(core, shaken, reduced);
    }
    return best;
  }

  // From what of the best cover is still in the core.
  void local_search(const SetCoverCore& core) {
    std::vector<std::int32_t> start;
    for (std::int32_t j = 0; j < core.sites(); ++j)
      if (std::ranges::binary_search(open_, core.site[static_cast<std::size_t>(j)])) start.push_back(j);
    const double sites_a_row = static_cast<double>(core.rows.site.size()) / static_cast<double>(core.rows.weight.size()), rows_a_site = static_cast<double>(core.rows.site.size()) / core.sites();
    const double work = 4 * sites_a_row * rows_a_site + static_cast<double>(start.size());
    const std::vector<std::int32_t> found = search_covers(core, start, best_ - core.settled_cost, std::clamp<std::int64_t>(static_cast<std::int64_t>(kSearchWork / work), 1'000, 100'000), effort_);
    if (!found.empty()) take(core, found);
  }

  void prove(const SetCoverCore& core) {
    Program p;
    for (const std::int64_t c : core.cost) p.add_column(static_cast<double>(c), 0, 1, true);
    for (std::int32_t r = 0; r < core.rows.rows(); ++r) {
      for (const std::int32_t j : core.rows.of(r)) p.add(j, 1);
      p.end_row(1, kInfinity);
    }
    WholeOptions options;
    options.cutoff = static_cast<double>(goal() + step_ - core.settled_cost);
    options.step = static_cast<double>(step_);
    options.cuts = Cuts::none;   // on set covering the time they take is better spent in the tree
    options.time_is_up = effort_.time_is_up;
    const WholeAnswer answer = solve_whole(p, options);
    if (!answer.x.empty()) {
      std::vector<std::int32_t> chosen;
      for (std::int32_t j = 0; j < core.sites(); ++j)
        if (answer.x[static_cast<std::size_t>(j)] > 0.5) chosen.push_back(j);
      take(core, chosen);
    }
    if (answer.end == WholeAnswer::End::stopped) {
      if (answer.bound > -1e30) bound_ = std::max(bound_, std::min(goal() + step_, round_up(static_cast<double>(core.settled_cost) + answer.bound)));
    } else {
      bound_ = std::max(bound_, answer.x.empty() ? goal() + step_ : best_);
    }
  }

  const SetCoverProblem& problem_;
  const Effort& effort_;
  std::vector<std::int64_t> cost_;
  std::int64_t step_ = 0;   // all costs are multiples of it
  std::int64_t best_ = std::int64_t{1} << 60, bound_ = 0;
  std::vector<std::int32_t> open_;
};

}  // namespace

SetCoverPlan set_cover(const SetCoverProblem& problem, const Effort& effort) { return Solver(problem, effort).run(); }

}  // namespace yilin::siting
