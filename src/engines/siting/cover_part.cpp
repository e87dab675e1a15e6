#include "engines/siting/cover_part.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

#include "engines/siting/cover_search.h"
#include "engines/siting/cover_bound.h"
#include "engines/siting/cover_tree.h"
#include "engines/siting/mip.h"

namespace yilin::siting {
namespace {
constexpr std::int32_t kNarrow = 13;
constexpr std::int32_t kTreeSites = 120;
constexpr std::int64_t kTreeNodes = 300;
}

void CoverPart::tabulate() {
  const std::int32_t n = core.sites();
  if (n > kNarrow) return;
  tabulated = true;
  struct Best {
    std::int64_t value = -1;
    std::uint32_t set = 0;
  };
  std::map<std::int64_t, Best> by_cost;
  by_cost[0] = {0, 0};
  CoverState state(core);
  std::uint32_t set = 0;
  for (std::uint32_t step = 1; step < (1u << n); ++step) {
    const int j = std::countr_zero(step);
    set ^= 1u << j;
    if (state.is_open(j)) state.close(j);
    else state.open(j);
    Best& best = by_cost[state.spent()];
    if (state.value() > best.value || (state.value() == best.value && set < best.set)) best = {state.value(), set};
  }
  configs.clear();
  for (const auto& [cost, best] : by_cost) {
    if (!configs.empty() && best.value <= configs.back().value) continue;
    Config config{cost, best.value, {}};
    for (std::int32_t j = 0; j < n; ++j)
      if (best.set >> j & 1) config.sites.push_back(j);
    configs.push_back(std::move(config));
  }
}

void CoverPart::remember(const std::vector<std::int32_t>& sites) {
  CoverState state(core);
  for (const std::int32_t j : sites) state.open(j);
  Config config{state.spent(), state.value(), state.sites()};
  for (const Config& c : configs)
    if (c.cost == config.cost && c.value >= config.value) return;
  configs.push_back(std::move(config));
}

const Config& CoverPart::best_at(std::int64_t lambda) const {
  const Config* best = &configs[0];
  for (const Config& c : configs) {
    const std::int64_t a = c.worth_at(lambda), b = best->worth_at(lambda);
    if (a > b || (a == b && c.cost < best->cost)) best = &c;
  }
  return *best;
}

CoverPart::Outcome CoverPart::best_between(std::int64_t lambda, std::int64_t lo, std::int64_t hi, std::int64_t floor,
                                           const std::function<bool()>& time_is_up) const {
  Outcome out;
  if (lo > hi) return out;
  const std::int64_t top = std::min(hi, core.budget);
  TreeAnswer answer = branch_and_bound(core, {lambda, lo, top, floor, core.sites() > kTreeSites ? 1 : kTreeNodes, time_is_up});
  if (answer.stopped && !(time_is_up && time_is_up())) {
    // Too wide for the tree: branch and cut, which has strong branching, from what the tree found.
    if (answer.better) floor = answer.worth;
    Program program = program_of(core);
    for (std::size_t j = 0; j < core.site.size(); ++j) program.cost[j] += static_cast<double>(lambda * core.cost[j]);
    program.row_lo.back() = lo <= 0 ? -kInfinity : static_cast<double>(lo);
    program.row_hi.back() = static_cast<double>(top);
    WholeOptions options;
    options.cutoff = -static_cast<double>(floor);
    options.step = 1;
    options.cuts = Cuts::light;
    options.time_is_up = time_is_up;
    const WholeAnswer whole = solve_whole(program, options);
    answer.stopped = whole.end == WholeAnswer::End::stopped;
    if (!whole.x.empty()) {
      answer.better = true;
      answer.open.clear();
      for (std::int32_t j = 0; j < core.sites(); ++j)
        if (whole.x[static_cast<std::size_t>(j)] > 0.5) answer.open.push_back(j);
    }
  }
  out.stopped = answer.stopped;
  if (!answer.better) return out;
  CoverState state(core);
  for (const std::int32_t j : answer.open) state.open(j);
  out.config = {state.spent(), state.value(), state.sites()};
  out.better = true;
  return out;
}

void CoverPart::seek(std::int64_t lambda) {
  remember(search_priced(core, best_at(lambda).sites, lambda, std::min<std::int64_t>(60 * core.sites(), 15'000), 1).open);
}

bool CoverPart::solve_at(std::int64_t lambda, const std::function<bool()>& time_is_up) {
  seek(lambda);
  const Outcome outcome = best_between(lambda, 0, core.budget, best_at(lambda).worth_at(lambda), time_is_up);
  if (outcome.better) configs.push_back(outcome.config);
  return !outcome.stopped;
}

CoverPart::Search CoverPart::explore(std::int64_t lambda, std::int64_t loss, const std::function<bool()>& time_is_up) {
  const Config base = best_at(lambda);
  const std::int64_t floor = base.worth_at(lambda) - loss;
  std::vector<std::pair<std::int64_t, std::int64_t>> windows{{0, base.cost - 1}, {base.cost + 1, core.budget}};
  bool found = false;
  while (!windows.empty()) {
    const auto [lo, hi] = windows.back();
    windows.pop_back();
    if (lo > hi) continue;
    const Outcome outcome = best_between(lambda, lo, hi, floor, time_is_up);
    if (outcome.stopped) return Search::stopped;
    if (!outcome.better) continue;
    const Config& config = outcome.config;
    if (std::ranges::none_of(configs, [&](const Config& c) { return c.cost == config.cost && c.value >= config.value; })) {
      configs.push_back(config);
      found = true;
    }
    windows.emplace_back(lo, config.cost - 1);
    windows.emplace_back(config.cost + 1, hi);
  }
  return found ? Search::found : Search::nothing;
}

}  // namespace yilin::siting
