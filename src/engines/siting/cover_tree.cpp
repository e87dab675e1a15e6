#include "engines/siting/cover_tree.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/assert.h"
#include "engines/siting/cover_bound.h"
#include "engines/siting/mip.h"

namespace yilin::siting {
namespace {

enum class Fate : std::int8_t { free, in, out };

// What a node still has to decide, packed: free sites and the rows that two or more of them share.
struct Rest {
  std::vector<std::int32_t> site, row;            // numbers in the core
  std::vector<double> own, cost, weight, price;
  std::vector<std::uint32_t> start{0};
  std::vector<std::int32_t> member;               // positions in `site`
  std::int64_t base = 0, spent = 0;               // worth and cost of what is in
};

class Tree {
 public:
  Tree(const CoverCore& core, const TreeQuestion& question) : core_(core), q_(question), best_(question.floor) {}

  TreeAnswer run() {
    std::vector<double> price;
    for (const std::int64_t w : core_.rows.weight) price.push_back(static_cast<double>(w) / 2);
    if (core_.sites() >= kLinearFrom) {  // the simplex's prices are better than what a subgradient reaches
      Program program = program_of(core_);
      for (std::size_t j = 0; j < core_.site.size(); ++j) program.cost[j] += static_cast<double>(q_.price * core_.cost[j]);
      program.row_lo.back() = static_cast<double>(q_.cost_lo), program.row_hi.back() = static_cast<double>(q_.cost_hi);
      const LinearAnswer linear = solve_linear(program, q_.time_is_up);
      if (linear.end == LinearAnswer::End::optimal)
        for (std::size_t r = 0; r < price.size(); ++r) price[r] = std::clamp(linear.price[r], 0.0, static_cast<double>(core_.rows.weight[r]));
    }
    std::vector<Fate> fate(core_.site.size(), Fate::free);
    visit(fate, price, 0);
    answer_.worth = best_;
    return std::move(answer_);
  }

 private:
  static constexpr int kRootRounds = 500, kNodeRounds = 60;
  static constexpr std::int32_t kLinearFrom = 40;

  Rest pack(const std::vector<Fate>& fate, const std::vector<double>& price) const {
    Rest rest;
    std::vector<std::int32_t> local(core_.site.size(), -1);
    for (std::int32_t j = 0; j < core_.sites(); ++j) {
      const auto i = static_cast<std::size_t>(j);
      if (fate[i] == Fate::in) {
        rest.base += core_.own[i] - q_.price * core_.cost[i];
        rest.spent += core_.cost[i];
      } else if (fate[i] == Fate::free) {
        local[i] = static_cast<std::int32_t>(rest.site.size());
        rest.site.push_back(j);
        rest.own.push_back(static_cast<double>(core_.own[i]));
        rest.cost.push_back(static_cast<double>(core_.cost[i]));
      }
    }
    for (std::int32_t r = 0; r < core_.rows.rows(); ++r) {
      const std::int64_t weight = core_.rows.weight[static_cast<std::size_t>(r)];
      const std::size_t mark = rest.member.size();
      bool covered = false;
      for (const std::int32_t j : core_.rows.of(r)) {
        const auto i = static_cast<std::size_t>(j);
        if (fate[i] == Fate::in) {
          covered = true;
          break;
        }
        if (local[i] >= 0) rest.member.push_back(local[i]);
      }
      if (covered) rest.base += weight;
      const std::size_t left = rest.member.size() - mark;
      if (!covered && left >= 2) {
        rest.row.push_back(r);
        rest.weight.push_back(static_cast<double>(weight));
        rest.price.push_back(price[static_cast<std::size_t>(r)]);
        rest.start.push_back(static_cast<std::uint32_t>(rest.member.size()));
        continue;
      }
      if (!covered && left == 1) rest.own[static_cast<std::size_t>(rest.member[mark])] += static_cast<double>(weight);
      rest.member.resize(mark);
    }
    return rest;
  }

  // The best share of each free site for given worths, cost within the window; returns its profit, or -inf if none fits.
  double fill(const Rest& rest, const std::vector<double>& worth, std::vector<double>& share) {
    const double lo = static_cast<double>(q_.cost_lo - rest.spent), hi = static_cast<double>(q_.cost_hi - rest.spent);
    const auto price = static_cast<double>(q_.price);
    double value = 0, cost = 0;
    for (std::size_t j = 0; j < worth.size(); ++j) {
      const double profit = worth[j] - price * rest.cost[j];
      share[j] = profit > 0 ? 1 : 0;
      if (profit > 0) value += profit, cost += rest.cost[j];
    }
    shadow_ = price;
    if (hi < 0) return -kInfinity;
    if (cost >= lo && cost <= hi) return value;
    // Too much: give up the least profit per cost. Too little: take the least loss per cost.
    const bool drop = cost > hi;
    order_.clear();
    for (std::size_t j = 0; j < worth.size(); ++j)
      if ((share[j] > 0) == drop) order_.push_back(static_cast<std::int32_t>(j));
    const auto rate = [&](std::int32_t j) { return worth[static_cast<std::size_t>(j)] / rest.cost[static_cast<std::size_t>(j)]; };
    std::ranges::sort(order_, [&](std::int32_t a, std::int32_t b) { return rate(a) != rate(b) ? (drop ? rate(a) < rate(b) : rate(a) > rate(b)) : a < b; });
    for (const std::int32_t j : order_) {
      const auto i = static_cast<std::size_t>(j);
      const double need = drop ? cost - hi : lo - cost;
      if (need <= 0) break;
      const double part = std::min(1.0, need / rest.cost[i]);
      share[i] += drop ? -part : part;
      value += (drop ? -part : part) * (worth[i] - price * rest.cost[i]);
      cost += (drop ? -part : part) * rest.cost[i];
      shadow_ = rate(j);
    }
    return (drop ? cost - hi : lo - cost) > 1e-9 ? -kInfinity : value;
  }

  // Improves rest.price; true if the node can hold nothing better than the best known. Sets bound_, worth_, use_.
  bool bounded(Rest& rest, int rounds) {
    const std::size_t rows = rest.row.size(), sites = rest.site.size();
    std::vector<double> price = rest.price, direction(rows, 0), slope(rows), worth(sites), share(sites);
    use_.assign(sites, 0.5), worth_.assign(sites, 0);
    bound_ = kInfinity;
    double step = rounds == kRootRounds && sites < kLinearFrom ? 1 : 0.1;
    int stale = 0;
    for (int round = 0; round < rounds; ++round) {
      std::ranges::copy(rest.own, worth.begin());
      double loose = 0;
      for (std::size_t r = 0; r < rows; ++r) {
        loose += rest.weight[r] - price[r];
        for (std::uint32_t m = rest.start[r]; m < rest.start[r + 1]; ++m) worth[static_cast<std::size_t>(rest.member[m])] += price[r];
      }
      const double value = static_cast<double>(rest.base) + loose + fill(rest, worth, share);
      const double fresh = std::max(0.1, 1.0 / (round + 1));
      for (std::size_t j = 0; j < sites; ++j) use_[j] += fresh * (share[j] - use_[j]);
      if (value < bound_) {
        stale = value < bound_ - 1e-3 * (bound_ - static_cast<double>(best_)) ? 0 : stale + 1;
        bound_ = value, worth_ = worth, rest.price = price, bound_shadow_ = shadow_;
        if (floor_safely(bound_) <= best_) return true;
      } else {
        ++stale;
      }
      if (stale >= 6) step *= 0.6, stale = 0;
      if (rows == 0 || step < 0.01) break;
      double along = 0, norm = 0;
      for (std::size_t r = 0; r < rows; ++r) {
        double open = -1;
        for (std::uint32_t m = rest.start[r]; m < rest.start[r + 1]; ++m) open += share[static_cast<std::size_t>(rest.member[m])];
        if ((open > 0 && price[r] <= 0) || (open < 0 && price[r] >= rest.weight[r])) open = 0;
        slope[r] = open;
        along += open * direction[r];
        norm += direction[r] * direction[r];
      }
      const double deflect = along < 0 ? -1.5 * along / norm : 0;
      norm = 0;
      for (std::size_t r = 0; r < rows; ++r) {
        direction[r] = slope[r] + deflect * direction[r];
        norm += direction[r] * direction[r];
      }
      if (norm < 1e-9) break;
      const double length = step * (value - static_cast<double>(best_)) / norm;
      for (std::size_t r = 0; r < rows; ++r) price[r] = std::clamp(price[r] - length * direction[r], 0.0, rest.weight[r]);
    }
    return false;
  }

  void offer(const std::vector<Fate>& fate, const Rest& rest) {
    std::vector<char> open(core_.site.size(), 0);
    for (std::size_t j = 0; j < open.size(); ++j) open[j] = fate[j] == Fate::in;
    for (std::size_t j = 0; j < rest.site.size(); ++j)
      if (use_[j] > 0.5) open[static_cast<std::size_t>(rest.site[j])] = 1;
    std::int64_t worth = 0, cost = 0;
    std::vector<std::int32_t> sites;
    for (std::int32_t j = 0; j < core_.sites(); ++j) {
      const auto i = static_cast<std::size_t>(j);
      if (!open[i]) continue;
      worth += core_.own[i] - q_.price * core_.cost[i], cost += core_.cost[i];
      sites.push_back(j);
    }
    for (std::int32_t r = 0; r < core_.rows.rows(); ++r)
      if (std::ranges::any_of(core_.rows.of(r), [&](std::int32_t j) { return open[static_cast<std::size_t>(j)] != 0; }))
        worth += core_.rows.weight[static_cast<std::size_t>(r)];
    if (worth <= best_ || cost < q_.cost_lo || cost > q_.cost_hi) return;
    best_ = worth;
    answer_.better = true;
    answer_.open = std::move(sites);
  }

  void visit(std::vector<Fate> fate, std::vector<double> price, int depth) {
    if (answer_.stopped) return;
    ++answer_.nodes;
    if ((q_.nodes_max > 0 && answer_.nodes > q_.nodes_max) || (q_.time_is_up && q_.time_is_up())) {
      answer_.stopped = true;
      return;
    }
    Rest rest = pack(fate, price);
    const bool closed = bounded(rest, depth == 0 ? kRootRounds : kNodeRounds);
    if (depth == 0) answer_.bound = floor_safely(bound_);
    if (closed) return;
    offer(fate, rest);
    if (floor_safely(bound_) <= best_) return;

    const double allowed = bound_ - static_cast<double>(best_ + 1) + 1e-3;
    std::size_t at = rest.site.size();
    double score = -1;
    for (std::size_t j = 0; j < rest.site.size(); ++j) {
      const double profit = worth_[j] - bound_shadow_ * rest.cost[j];
      Fate& mine = fate[static_cast<std::size_t>(rest.site[j])];
      if (profit < -allowed) mine = Fate::out;
      else if (profit > allowed) mine = Fate::in;
      else if (const double doubt = (std::min(use_[j], 1 - use_[j]) + 0.02) * (worth_[j] - rest.own[j] * 0.5) - 0.05 * std::abs(profit); doubt > score || at == rest.site.size()) {
        score = doubt, at = j;
      }
    }
    for (std::size_t r = 0; r < rest.row.size(); ++r) price[static_cast<std::size_t>(rest.row[r])] = rest.price[r];
    if (at == rest.site.size()) {  // everything is settled: one plan is left
      use_.assign(rest.site.size(), 0);
      offer(fate, Rest{});
      return;
    }
    const bool in_first = use_[at] > 0.5;
    const auto j = static_cast<std::size_t>(rest.site[at]);
    rest = Rest{};
    fate[j] = in_first ? Fate::in : Fate::out;
    visit(fate, price, depth + 1);
    fate[j] = in_first ? Fate::out : Fate::in;
    visit(std::move(fate), std::move(price), depth + 1);
  }

  const CoverCore& core_;
  const TreeQuestion& q_;
  std::int64_t best_;
  TreeAnswer answer_;
  std::vector<double> use_, worth_;
  std::vector<std::int32_t> order_;
  double bound_ = 0, shadow_ = 0, bound_shadow_ = 0;
};

}  // namespace

TreeAnswer branch_and_bound(const CoverCore& core, const TreeQuestion& question) {
  YILIN_ASSERT(question.price >= 0);
  return Tree(core, question).run();
}

}  // namespace yilin::siting
