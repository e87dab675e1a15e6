#include "engines/siting/cover_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "engines/siting/cover_part.h"
#include "engines/siting/parallel.h"

namespace yilin::siting {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max() / 4;

std::vector<std::int32_t> part_of_sites(const CoverCore& core, std::int32_t& parts) {
  std::vector<std::int32_t> up(core.site.size());
  std::iota(up.begin(), up.end(), 0);
  const auto root = [&](std::int32_t j) {
    while (up[static_cast<std::size_t>(j)] != j) j = up[static_cast<std::size_t>(j)] = up[static_cast<std::size_t>(up[static_cast<std::size_t>(j)])];
    return j;
  };
  for (std::int32_t r = 0; r < core.rows.rows(); ++r)
    for (const std::int32_t j : core.rows.of(r)) {
      const std::int32_t a = root(j), b = root(core.rows.of(r)[0]);
      up[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);
    }
  std::vector<std::int32_t> out(core.site.size(), -1);
  parts = 0;
  for (std::int32_t j = 0; j < core.sites(); ++j) {
    const std::int32_t top = root(j);
    out[static_cast<std::size_t>(j)] = top == j ? parts++ : out[static_cast<std::size_t>(top)];
  }
  return out;
}

std::vector<CoverPart> split(const CoverCore& core) {
  std::int32_t count = 0;
  const std::vector<std::int32_t> part_of = part_of_sites(core, count);
  std::vector<CoverPart> parts(static_cast<std::size_t>(count));
  std::vector<std::int32_t> local(core.site.size());
  for (std::int32_t j = 0; j < core.sites(); ++j) {
    const auto i = static_cast<std::size_t>(j);
    CoverCore& c = parts[static_cast<std::size_t>(part_of[i])].core;
    local[i] = c.sites();
    c.site.push_back(j);
    c.cost.push_back(core.cost[i]);
    c.own.push_back(core.own[i]);
  }
  for (std::int32_t r = 0; r < core.rows.rows(); ++r) {
    CoverRows& rows = parts[static_cast<std::size_t>(part_of[static_cast<std::size_t>(core.rows.of(r)[0])])].core.rows;
    for (const std::int32_t j : core.rows.of(r)) rows.site.push_back(local[static_cast<std::size_t>(j)]);
    rows.start.push_back(static_cast<std::uint32_t>(rows.site.size()));
    rows.weight.push_back(core.rows.weight[static_cast<std::size_t>(r)]);
  }
  for (CoverPart& part : parts) {
    part.core.rows.sites = part.core.sites();
    part.core.columns = columns_of(part.core.rows);
    part.core.budget = std::accumulate(part.core.cost.begin(), part.core.cost.end(), std::int64_t{0});
  }
  return parts;
}

class Parts {
 public:
  Parts(const CoverCore& core, const std::vector<std::int32_t>& known, const Effort& effort)
      : core_(core), effort_(effort), parts_(split(core)) {
    std::vector<char> open(core.site.size(), 0);
    for (const std::int32_t j : known) open[static_cast<std::size_t>(j)] = 1;
    parallel_for(effort.threads, parts_.size(), [&](std::size_t i) {
      parts_[i].tabulate();
      if (parts_[i].tabulated) return;
      std::vector<std::int32_t> mine;
      for (std::int32_t j = 0; j < parts_[i].core.sites(); ++j)
        if (open[static_cast<std::size_t>(parts_[i].core.site[static_cast<std::size_t>(j)])]) mine.push_back(j);
      parts_[i].remember(mine);
    });
    for (std::size_t i = 0; i < parts_.size(); ++i)
      if (!parts_[i].tabulated) wide_.push_back(i);
    // The hardest first: two threads then end together.
    std::ranges::stable_sort(wide_, [&](std::size_t a, std::size_t b) { return parts_[a].core.sites() > parts_[b].core.sites(); });
  }

  PartsAnswer run(double price, std::int64_t bound, std::int64_t known_value) {
    answer_.parts = static_cast<std::int32_t>(parts_.size());
    for (const CoverPart& part : parts_) answer_.largest = std::max(answer_.largest, part.core.sites());
    answer_.bound = bound;
    std::int64_t lambda = std::llround(price);
    std::vector<std::int64_t> tried;
    std::int64_t best_lambda = lambda;
    for (int round = 0; round < 8; ++round) {
      if (!price_parts(lambda)) return answer_;
      const std::int64_t here = bound_at(lambda);
      if (here < answer_.bound || tried.empty()) best_lambda = lambda;
      answer_.bound = std::min(answer_.bound, here);
      tried.push_back(lambda);
      lambda = cheapest_lambda(lambda);
      if (std::ranges::find(tried, lambda) != tried.end()) break;
    }
    for (;;) {
      combine(best_lambda);
      const std::int64_t target = std::max(answer_.value, known_value);
      if (target >= answer_.bound) {
        answer_.proved = true;
        return answer_;
      }
      // Loss that a plan better than the best known may have against the bound at this price.
      const std::int64_t loss = bound_at(best_lambda) - target;
      const Probe probe = probe_windows(best_lambda, loss);
      if (probe == Probe::stopped) return answer_;
      if (probe == Probe::nothing_new) {
        answer_.bound = target;
        answer_.proved = true;
        return answer_;
      }
    }
  }

 private:
  enum class Probe : std::uint8_t { nothing_new, found, stopped };

  // Exact best of every wide part at λ.
  bool price_parts(std::int64_t lambda) {
    std::vector<char> done(wide_.size(), 0);
    parallel_for(effort_.threads, wide_.size(), [&](std::size_t w) { done[w] = parts_[wide_[w]].solve_at(lambda, effort_.time_is_up); });
    return std::ranges::find(done, 0) == done.end();
  }
  std::int64_t bound_at(std::int64_t lambda) const {
    std::int64_t total = lambda * core_.budget;
    for (const CoverPart& part : parts_) total += part.best_at(lambda).worth_at(lambda);
    return total;
  }
  // The whole λ at which the configs known so far give the least bound.
  std::int64_t cheapest_lambda(std::int64_t near) const {
    std::int64_t lo = 0, hi = std::max<std::int64_t>(2 * near + 16, 64);
    while (lo < hi) {
      const std::int64_t mid = lo + (hi - lo) / 2;
      if (bound_at(mid) <= bound_at(mid + 1)) hi = mid;
      else lo = mid + 1;
    }
    return lo;
  }

  struct State {
    std::int64_t cost, loss;    // against the parts' best configs
    std::int32_t before, config;
  };

  // The best combination of known configs within the budget.
  void combine(std::int64_t lambda) {
    std::int64_t base_cost = 0;
    for (const CoverPart& part : parts_) base_cost += part.best_at(lambda).cost;
    const std::int64_t slack = core_.budget - base_cost, bound = bound_at(lambda);
    for (std::int64_t allowed = 16;; allowed *= 4) {
      std::vector<std::vector<State>> layers{{{0, 0, -1, -1}}};
      std::vector<std::size_t> order;
      for (std::size_t i = 0; i < parts_.size(); ++i)
        if (extend(layers, parts_[i], lambda, allowed)) order.push_back(i);
      std::int32_t best = -1;
      std::int64_t least = kNever;
      const std::vector<State>& last = layers.back();
      for (std::size_t s = 0; s < last.size(); ++s) {
        if (last[s].cost > slack) continue;
        const std::int64_t loss = last[s].loss + lambda * (slack - last[s].cost);
        if (loss < least) least = loss, best = static_cast<std::int32_t>(s);
      }
      // Cut-off states lost more than `allowed`: a cheaper plan cannot hide among them.
      if (best < 0 || least > allowed) {
        if (allowed > bound) return;
        continue;
      }
      if (bound - least > answer_.value) collect(layers, order, best, bound - least, lambda);
      return;
    }
  }
  bool extend(std::vector<std::vector<State>>& layers, const CoverPart& part, std::int64_t lambda, std::int64_t allowed) const {
    const Config& base = part.best_at(lambda);
    std::vector<std::pair<std::size_t, std::int64_t>> options;
    for (std::size_t c = 0; c < part.configs.size(); ++c) {
      const std::int64_t loss = base.worth_at(lambda) - part.configs[c].worth_at(lambda);
      if (loss <= allowed) options.emplace_back(c, loss);
    }
    if (options.size() <= 1) return false;
    std::map<std::int64_t, State> next;
    const std::vector<State>& now = layers.back();
    for (std::size_t s = 0; s < now.size(); ++s)
      for (const auto& [c, loss] : options) {
        const State state{now[s].cost + part.configs[c].cost - base.cost, now[s].loss + loss, static_cast<std::int32_t>(s), static_cast<std::int32_t>(c)};
        if (state.loss > allowed) continue;
        const auto [at, fresh] = next.try_emplace(state.cost, state);
        if (!fresh && state.loss < at->second.loss) at->second = state;
      }
    std::vector<State> layer;
    for (const auto& [cost, state] : next) layer.push_back(state);
    layers.push_back(std::move(layer));
    return true;
  }
  void collect(const std::vector<std::vector<State>>& layers, const std::vector<std::size_t>& order, std::int32_t at, std::int64_t value,
               std::int64_t lambda) {
    std::vector<std::int32_t> chosen(parts_.size(), -1);
    for (std::size_t layer = layers.size() - 1; layer > 0; --layer) {
      const State& state = layers[layer][static_cast<std::size_t>(at)];
      chosen[order[layer - 1]] = state.config;
      at = state.before;
    }
    answer_.value = value;
    answer_.open.clear();
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const Config& config = chosen[i] < 0 ? parts_[i].best_at(lambda) : parts_[i].configs[static_cast<std::size_t>(chosen[i])];
      for (const std::int32_t j : config.sites) answer_.open.push_back(parts_[i].core.site[static_cast<std::size_t>(j)]);
    }
    std::ranges::sort(answer_.open);
  }

  // Looks in every wide part for configs of other costs that lose less than `loss`.
  Probe probe_windows(std::int64_t lambda, std::int64_t loss) {
    std::vector<CoverPart::Search> result(wide_.size());
    parallel_for(effort_.threads, wide_.size(), [&](std::size_t w) { result[w] = parts_[wide_[w]].explore(lambda, loss, effort_.time_is_up); });
    Probe out = Probe::nothing_new;
    for (const CoverPart::Search r : result) {
      if (r == CoverPart::Search::stopped) return Probe::stopped;
      if (r == CoverPart::Search::found) out = Probe::found;
    }
    return out;
  }

  const CoverCore& core_;
  const Effort& effort_;
  std::vector<CoverPart> parts_;
  std::vector<std::size_t> wide_;
  PartsAnswer answer_;
};

}  // namespace

std::int32_t largest_part(const CoverCore& core) {
  std::int32_t parts = 0;
  std::vector<std::int32_t> size;
  for (const std::int32_t part : part_of_sites(core, parts)) {
    size.resize(static_cast<std::size_t>(parts), 0);
    ++size[static_cast<std::size_t>(part)];
  }
  return size.empty() ? 0 : *std::ranges::max_element(size);
}

PartsAnswer solve_by_parts(const CoverCore& core, const std::vector<std::int32_t>& known, double price, std::int64_t bound,
                           const Effort& effort) {
  std::int64_t value = covered_by(core.rows, known);
  for (const std::int32_t j : known) value += core.own[static_cast<std::size_t>(j)];
  return Parts(core, known, effort).run(price, bound, value);
}

}  // namespace yilin::siting
