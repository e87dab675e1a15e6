#include "engines/siting/cover_exact.h"

#include <algorithm>
#include <numeric>

#include "engines/siting/cover_anneal.h"
#include "engines/siting/cover_sweep.h"
#include "engines/siting/cover_tree.h"
#include "engines/siting/mip.h"

namespace yilin::siting {
namespace {

constexpr std::int32_t kLinearFrom = 40, kTreeSites = 120;
constexpr std::int64_t kTreeNodes = 1'500, kWideTreeNodes = 150;

class Exact {
 public:
  explicit Exact(const std::function<bool()>& time_is_up) : time_is_up_(time_is_up) {}

  PricedAnswer run(const CoverCore& core, const std::vector<std::int32_t>& known, const std::vector<double>& hint, bool tight) const {
    PricedAnswer answer;
    answer.open = known;
    answer.worth = worth_of(core, known);
    const CoverBound bound = tight ? priced_bound(core, 1, answer.worth, 1, hint, time_is_up_) : tight_bound(core, answer.worth, hint, time_is_up_);
    answer.row_price = bound.row_price;
    answer.bound = std::max(answer.worth, bound.bound);
    if (answer.bound <= answer.worth || stopped()) return answer;

    const CoverCore rest = shrink(core, bound, answer.worth);
    const std::vector<Component> pieces = components_of(rest);
    if (pieces.size() == 1 && rest.sites() * 10 > core.sites() * 9) {
      finish(core, bound, answer);
      return answer;
    }
    // What was fixed only holds for sets that are better than the best known.
    const std::int64_t most = best_of_pieces(rest, pieces, core, answer);
    answer.bound = std::max(answer.worth, std::min(answer.bound, most));
    return answer;
  }

 private:
  bool stopped() const { return time_is_up_ && time_is_up_(); }
  static std::int32_t whole(const CoverCore& rest, const CoverCore& part, std::int32_t j) {
    return rest.site[static_cast<std::size_t>(part.site[static_cast<std::size_t>(j)])];
  }

  // Solves what is left of the core piece by piece into `answer`; returns a bound for it.
  std::int64_t best_of_pieces(const CoverCore& rest, const std::vector<Component>& pieces, const CoverCore& core, PricedAnswer& answer) const {
    std::vector<char> open(core.site.size(), 0);
    for (const std::int32_t j : answer.open) open[static_cast<std::size_t>(j)] = 1;
    std::vector<std::int32_t> found = rest.settled;
    std::int64_t bound = rest.settled_value;
    for (const std::int32_t j : rest.settled) bound -= core.cost[static_cast<std::size_t>(j)];
    for (const Component& piece : pieces) {
      const CoverCore part = core_of(rest, piece);
      std::vector<std::int32_t> mine;
      for (std::int32_t j = 0; j < part.sites(); ++j)
        if (open[static_cast<std::size_t>(whole(rest, part, j))]) mine.push_back(j);
      mine = anneal_priced(part, mine, 1'000 * std::min<std::int64_t>(part.sites(), 300), 1).open;
      const PricedAnswer sub = run(part, mine, {}, false);
      for (const std::int32_t j : sub.open) found.push_back(whole(rest, part, j));
      bound += sub.bound;
    }
    std::ranges::sort(found);
    if (const std::int64_t worth = worth_of(core, found); worth > answer.worth) answer.worth = worth, answer.open = std::move(found);
    return bound;
  }

  // What is left when only sets worth more than `worth` matter.
  static CoverCore shrink(const CoverCore& core, const CoverBound& bound, std::int64_t worth) {
    CoverProblem problem = problem_of(core);
    problem.budget = std::accumulate(core.cost.begin(), core.cost.end(), std::int64_t{0});
    const double allowed = bound.exact - static_cast<double>(worth + 1) + 1e-3;
    for (std::size_t j = 0; j < core.site.size(); ++j) {
      const double profit = bound.worth[j] - static_cast<double>(core.cost[j]);
      if (profit < -allowed) problem.rule[j] = SiteRule::excluded;
      else if (profit > allowed) problem.rule[j] = SiteRule::required;
    }
    return reduce(problem);
  }

  void finish(const CoverCore& core, const CoverBound& bound, PricedAnswer& answer) const {
    const SweepAnswer swept = sweep(core, answer.worth, bound.row_price, time_is_up_);
    answer.bound = std::min(answer.bound, std::max(answer.worth, swept.bound));
    if (swept.better) answer.open = swept.open, answer.worth = worth_of(core, answer.open);
    if (swept.done) answer.bound = answer.worth;
    if (swept.done || stopped()) return;
    const std::int64_t most = std::accumulate(core.cost.begin(), core.cost.end(), std::int64_t{0});
    const TreeAnswer tree = branch_and_bound(core, {1, 0, most, answer.worth, core.sites() > kTreeSites ? kWideTreeNodes : kTreeNodes, time_is_up_});
    if (tree.better) answer.open = tree.open, answer.worth = tree.worth;
    if (!tree.stopped) {
      answer.bound = answer.worth;
      return;
    }
    if (stopped()) return;
    Program program = program_of(core);
    for (std::size_t j = 0; j < core.site.size(); ++j) program.cost[j] += static_cast<double>(core.cost[j]);
    program.row_hi.back() = kInfinity;
    WholeOptions options;
    options.cutoff = -static_cast<double>(answer.worth);
    options.step = 1;
    options.cuts = Cuts::light;
    options.time_is_up = time_is_up_;
    const WholeAnswer cut = solve_whole(program, options);
    if (!cut.x.empty()) {
      std::vector<std::int32_t> open;
      for (std::int32_t j = 0; j < core.sites(); ++j)
        if (cut.x[static_cast<std::size_t>(j)] > 0.5) open.push_back(j);
      if (const std::int64_t worth = worth_of(core, open); worth > answer.worth) answer.worth = worth, answer.open = std::move(open);
    }
    if (cut.end != WholeAnswer::End::stopped) answer.bound = answer.worth;
    else if (cut.bound > -1e30) answer.bound = std::clamp(floor_safely(-cut.bound), answer.worth, answer.bound);
  }

  const std::function<bool()>& time_is_up_;
};

}  // namespace

PricedAnswer solve_priced(const CoverCore& core, const std::vector<std::int32_t>& known, const std::vector<double>& row_price, bool tight,
                          const std::function<bool()>& time_is_up) {
  return Exact(time_is_up).run(core, known, row_price, tight);
}

CoverBound tight_bound(const CoverCore& core, std::int64_t target, const std::vector<double>& row_price, const std::function<bool()>& time_is_up) {
  CoverBound bound = priced_bound(core, 1, target, core.sites() < kLinearFrom ? 400 : 60, row_price, time_is_up);
  if (bound.bound > target && core.sites() >= kLinearFrom && !(time_is_up && time_is_up()))
    if (std::optional<CoverBound> linear = priced_linear_bound(core, 1, time_is_up); linear && linear->exact < bound.exact) bound = std::move(*linear);
  return bound;
}

std::int64_t worth_of(const CoverCore& core, const std::vector<std::int32_t>& open) {
  std::int64_t worth = covered_by(core.rows, open);
  for (const std::int32_t j : open) worth += core.own[static_cast<std::size_t>(j)] - core.cost[static_cast<std::size_t>(j)];
  return worth;
}

}  // namespace yilin::siting
