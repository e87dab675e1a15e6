#include "engines/siting/p_median.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "engines/siting/interchange.h"
#include "engines/siting/median_gaps.h"
#include "engines/siting/wide.h"

namespace yilin::siting {
namespace {

// Σ over clients of weight × max(0, price − distance): what a site is worth at these prices. Prices are whole and scaled,
// so every bound is exact.
YILIN_WIDE std::int64_t worth_narrow(const std::int32_t* far, const std::int32_t* price, std::size_t n, std::int32_t scale) {
  std::int64_t total = 0;
  for (std::size_t from = 0; from < n; from += 256) {  // 256 terms of at most 2²³ fit 32 bits
    const std::size_t upto = std::min(n, from + 256);
    std::int32_t sum = 0;
    for (std::size_t i = from; i < upto; ++i) {
      const std::int32_t gain = price[i] - far[i] * scale;
      sum += gain > 0 ? gain : 0;
    }
    total += sum;
  }
  return total;
}
// One for each client whom the site serves at these prices.
YILIN_WIDE void serve_narrow(const std::int32_t* far, const std::int32_t* price, std::int32_t* served, std::size_t n, std::int32_t scale) {
  for (std::size_t i = 0; i < n; ++i) served[i] += far[i] * scale < price[i] ? 1 : 0;
}
std::int64_t worth_wide(const std::int32_t* far, const std::int64_t* price, const std::int64_t* weight, std::size_t n, std::int64_t scale) {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::int64_t gain = price[i] - far[i] * scale;
    total += gain > 0 ? gain * weight[i] : 0;
  }
  return total;
}

class Median {
 public:
  Median(const MedianProblem& problem, const Effort& effort) : d_(*problem.distance), p_(problem.p), effort_(effort), weight_(problem.weight) {
    if (weight_.empty()) weight_.assign(static_cast<std::size_t>(d_.clients), 1);
    std::int32_t longest = 1;
    for (const std::int32_t f : d_.far) longest = std::max(longest, f);
    narrow_ = std::ranges::all_of(weight_, [](std::int64_t w) { return w == 1; }) && longest < (1 << 22) / kScaleNarrow;
    scale_ = narrow_ ? kScaleNarrow : 1;
    locked_.assign(static_cast<std::size_t>(d_.sites), 0);
    for (const std::int32_t j : problem.required) locked_[static_cast<std::size_t>(j)] = 1;
  }

  MedianPlan run() {
    MedianPlan plan;
    Node root;
    for (std::int32_t j = 0; j < d_.sites; ++j) (locked_[static_cast<std::size_t>(j)] ? root.in : root.free).push_back(j);
    if (p_ < 1 || p_ > d_.sites || static_cast<std::int32_t>(root.in.size()) > p_) {
      plan.reason = p_ < 1 ? "新建数量须至少为 1。" : p_ > d_.sites ? "备选点少于要建的数量。" : "必选点多于要建的数量。";
      return plan;
    }
    start(root);
    root.price = first_prices();
    visit(std::move(root), 0);
    plan.value = best_, plan.open = best_open_, plan.nodes = nodes_;
    std::ranges::sort(plan.open);
    plan.bound = stopped_ ? std::min(best_, root_bound_) : best_;
    plan.verdict = plan.bound >= plan.value ? Verdict::proved_optimal : Verdict::feasible;
    plan.bound = std::min(plan.bound, plan.value);
    return plan;
  }

 private:
  static constexpr std::int32_t kScaleNarrow = 64;
  static constexpr std::int64_t kNodesUsually = 12;
  struct Node {
    std::vector<std::int32_t> in, free;
    std::vector<std::int64_t> price;       // per client, × scale
  };

  // Greedy, then interchange with shakes.
  void start(const Node& root) {
    const auto n = static_cast<std::size_t>(d_.clients);
    std::vector<std::int32_t> near(n, kUnreachable), open = root.in;
    for (const std::int32_t j : open)
      for (std::size_t i = 0; i < n; ++i) near[i] = std::min(near[i], d_.row(j)[i]);
    std::vector<std::pair<std::int64_t, std::int32_t>> heap;  // lazy: gains only fall
    for (const std::int32_t j : root.free) heap.emplace_back(kNever, -j);
    while (static_cast<std::int32_t>(open.size()) < p_) {
      for (;;) {
        std::ranges::pop_heap(heap);
        const std::int32_t j = -heap.back().second;
        std::int64_t gain = 0;
        for (std::size_t i = 0; i < n; ++i) gain += weight_[i] * std::max(0, near[i] - d_.row(j)[i]);
        heap.back().first = gain;
        std::ranges::push_heap(heap);
        if (heap.front().second == -j) break;
      }
      std::ranges::pop_heap(heap);
      const std::int32_t j = -heap.back().second;
      heap.pop_back();
      open.push_back(j);
      for (std::size_t i = 0; i < n; ++i) near[i] = std::min(near[i], d_.row(j)[i]);
    }
    Interchange local(d_, weight_, locked_);
    local.start_from(open);
    local.descend(root.free);
    offer(local);
    Rng rng(effort_.seed);
    const std::int64_t shakes = effort_.iterations > 0 ? effort_.iterations : 24;
    for (std::int64_t s = 0; s < shakes && !effort_.stopped(); ++s) {
      local.start_from(best_open_);
      local.shake(2 + p_ / 40, rng, root.free);
      local.descend(root.free);
      offer(local);
    }
  }
  void offer(const Interchange& local) {
    if (local.value() < best_) best_ = local.value(), best_open_ = local.open();
  }

  // A little above the distance in the best plan.
  std::vector<std::int64_t> first_prices() const {
    std::vector<std::int64_t> price(static_cast<std::size_t>(d_.clients), kUnreachable);
    for (const std::int32_t j : best_open_)
      for (std::size_t i = 0; i < price.size(); ++i) price[i] = std::min<std::int64_t>(price[i], d_.row(j)[i]);
    const double mean = static_cast<double>(best_) / std::max(1.0, static_cast<double>(std::accumulate(weight_.begin(), weight_.end(), std::int64_t{0})));
    for (std::int64_t& u : price) u = (u + static_cast<std::int64_t>(mean * 0.5) + 1) * scale_;
    return price;
  }

  void worths(const std::vector<std::int32_t>& sites, const std::vector<std::int64_t>& price, std::vector<std::int64_t>& worth) {
    worth.resize(sites.size());
    if (narrow_) {
      narrow_price_.assign(price.begin(), price.end());
      for (std::size_t s = 0; s < sites.size(); ++s) worth[s] = worth_narrow(d_.row(sites[s]), narrow_price_.data(), price.size(), scale_);
    } else {
      for (std::size_t s = 0; s < sites.size(); ++s) worth[s] = worth_wide(d_.row(sites[s]), price.data(), weight_.data(), price.size(), scale_);
    }
  }

  // Subgradient on the node; drops and settles sites by reduced cost. True: nothing better is left in it.
  bool bounded(Node& node, int rounds, double first_step) {
    const auto n = static_cast<std::size_t>(d_.clients);
    std::vector<std::int64_t> price = node.price, worth, worth_in;
    std::vector<double> direction(n, 0), slope(n);
    double step = first_step;
    int stale = 0;
    top_bound_ = -kNever;
    use_.assign(static_cast<std::size_t>(d_.sites), 0);
    for (int round = 0; round < rounds; ++round) {
      const auto want = static_cast<std::size_t>(p_) - node.in.size();
      if (node.free.size() < want) return true;
      worths(node.free, price, worth), worths(node.in, price, worth_in);
      std::vector<std::int32_t> order(node.free.size());
      std::iota(order.begin(), order.end(), 0);
      const auto better = [&](std::int32_t a, std::int32_t b) {
        return worth[static_cast<std::size_t>(a)] != worth[static_cast<std::size_t>(b)] ? worth[static_cast<std::size_t>(a)] > worth[static_cast<std::size_t>(b)] : a < b;
      };
      if (want < order.size()) std::ranges::nth_element(order, order.begin() + static_cast<std::ptrdiff_t>(want), better);
      std::int64_t bound = 0, last_in = kNever, first_out = 0;
      for (std::size_t i = 0; i < n; ++i) bound += price[i] * weight_[i];
      for (const std::int64_t w : worth_in) bound -= w;
      for (std::size_t k = 0; k < want; ++k) {
        const std::int64_t w = worth[static_cast<std::size_t>(order[k])];
        bound -= w;
        last_in = std::min(last_in, w);
      }
      if (want < order.size()) first_out = worth[static_cast<std::size_t>(order[want])];

      served_.assign(n, 0);
      const auto serve = [&](std::int32_t j) {
        const std::int32_t* far = d_.row(j);
        if (narrow_) return serve_narrow(far, narrow_price_.data(), served_.data(), n, scale_);
        for (std::size_t i = 0; i < n; ++i) served_[i] += static_cast<std::int64_t>(far[i]) * scale_ < price[i] ? 1 : 0;
      };
      for (const std::int32_t j : node.in) serve(j);
      for (std::size_t k = 0; k < want; ++k) serve(node.free[static_cast<std::size_t>(order[k])]);
      for (std::size_t i = 0; i < n; ++i) slope[i] = 1 - served_[i];
      for (const std::int32_t j : node.free) use_[static_cast<std::size_t>(j)] *= 0.93;
      for (std::size_t k = 0; k < want; ++k) use_[static_cast<std::size_t>(node.free[static_cast<std::size_t>(order[k])])] += 0.07;

      if (bound > top_bound_) {
        stale = static_cast<double>(bound - top_bound_) > 1e-3 * static_cast<double>(best_ * scale_ - top_bound_) ? 0 : stale + 1;
        top_bound_ = bound, node.price = price;
        if (bound > (best_ - 1) * scale_) return true;
        // What a better plan cannot leave out, or cannot use.
        const std::int64_t allowed = (best_ - 1) * scale_ - bound;
        std::vector<std::int32_t> keep;
        const std::size_t before = node.free.size();
        std::vector<char> chosen(node.free.size(), 0);
        for (std::size_t k = 0; k < want; ++k) chosen[static_cast<std::size_t>(order[k])] = 1;
        for (std::size_t s = 0; s < before; ++s) {
          if (!chosen[s] && want > 0 && last_in - worth[s] > allowed) continue;
          if (chosen[s] && want < before && worth[s] - first_out > allowed) node.in.push_back(node.free[s]);
          else keep.push_back(node.free[s]);
        }
        node.free = std::move(keep);
        if (node.in.size() == static_cast<std::size_t>(p_)) break;
      } else {
        ++stale;
      }
      if (stale >= (rounds > 100 ? 20 : 10)) step *= 0.6, stale = 0;
      if (step < 0.002 || (round % 16 == 0 && effort_.stopped())) break;
      if (rounds > 100 && round % 10 == 9) try_plan(node, order, want, worth.size());

      double along = 0, norm = 0;
      for (std::size_t i = 0; i < n; ++i) along += slope[i] * direction[i], norm += direction[i] * direction[i];
      const double deflect = along < 0 ? -0.7 * along / norm : 0;
      norm = 0;
      for (std::size_t i = 0; i < n; ++i) {
        direction[i] = slope[i] + deflect * direction[i];
        norm += direction[i] * direction[i] * static_cast<double>(weight_[i]);
      }
      if (norm < 1e-9) break;
      const double length = step * static_cast<double>(best_ * scale_ - bound) / norm;
      for (std::size_t i = 0; i < n; ++i)
        price[i] = std::clamp<std::int64_t>(price[i] + std::llround(length * direction[i]), 0, narrow_ ? (1 << 22) : std::int64_t{1} << 40);
    }
    return false;
  }

  void try_plan(const Node& node, const std::vector<std::int32_t>& order, std::size_t want, std::size_t known) {
    if (known != node.free.size()) return;  // the round has just dropped sites: positions are stale
    std::vector<std::int32_t> open = node.in;
    for (std::size_t k = 0; k < want; ++k) open.push_back(node.free[static_cast<std::size_t>(order[k])]);
    std::vector<std::int32_t> key = open;
    std::ranges::sort(key);
    if (!seen_.insert(std::move(key)).second) return;
    std::vector<char> locked = locked_;
    Interchange local(d_, weight_, locked);
    local.start_from(open);
    local.descend(node.free);
    offer(local);
  }

  // Few enough choices to look at all of them, a prefix of sites at a time?
  bool few(const Node& node) const {
    double choices = 1;
    const auto want = static_cast<std::size_t>(p_) - node.in.size();
    for (std::size_t k = 0; k < want; ++k) choices *= static_cast<double>(node.free.size() - k) / static_cast<double>(k + 1);
    return choices * static_cast<double>(d_.clients) < 1e7;
  }
  void enumerate(const Node& node) {
    const auto n = static_cast<std::size_t>(d_.clients), count = node.free.size();
    std::vector<std::int32_t> near(n, kUnreachable);
    for (const std::int32_t j : node.in)
      for (std::size_t i = 0; i < n; ++i) near[i] = std::min(near[i], d_.row(j)[i]);
    // Nearest of the sites from position s on: what the rest of a choice can reach at best.
    std::vector<std::vector<std::int32_t>> tail(count + 1, std::vector<std::int32_t>(n, kUnreachable));
    for (std::size_t s = count; s-- > 0;)
      for (std::size_t i = 0; i < n; ++i) tail[s][i] = std::min(tail[s + 1][i], d_.row(node.free[s])[i]);
    std::vector<std::int32_t> open = node.in;
    choose(node.free, tail, 0, near, open);
  }
  void choose(const std::vector<std::int32_t>& free, const std::vector<std::vector<std::int32_t>>& tail, std::size_t from,
              const std::vector<std::int32_t>& near, std::vector<std::int32_t>& open) {
    const std::size_t want = static_cast<std::size_t>(p_) - open.size();
    if (want == 0) {
      std::int64_t value = 0;
      for (std::size_t i = 0; i < near.size(); ++i) value += weight_[i] * near[i];
      if (value < best_) best_ = value, best_open_ = open;
      return;
    }
    std::vector<std::int32_t> next(near.size());
    for (std::size_t s = from; s + want <= free.size(); ++s) {
      std::int64_t least = 0;
      for (std::size_t i = 0; i < near.size(); ++i) least += weight_[i] * std::min(near[i], tail[s][i]);
      if (least >= best_) return;
      const std::int32_t* far = d_.row(free[s]);
      for (std::size_t i = 0; i < near.size(); ++i) next[i] = std::min(near[i], far[i]);
      open.push_back(free[s]);
      choose(free, tail, s + 1, next, open);
      open.pop_back();
    }
  }

  void leaf(const std::vector<std::int32_t>& open) {
    Interchange local(d_, weight_, locked_);
    local.start_from(open);
    offer(local);
  }

  void visit(Node node, int depth) {
    if (stopped_) return;
    ++nodes_;
    if (depth > 0 && (effort_.stopped() || (!effort_.persistent && nodes_ > kNodesUsually))) {
      stopped_ = true;
      return;
    }
    bool closed = bounded(node, depth == 0 ? 400 : 60, depth == 0 ? 1.0 : 0.3);
    if (depth == 0) {
      // Again from the best prices while that still pays: the tree is dearer than a good root.
      std::int64_t gap = best_ * scale_ - top_bound_;
      const int passes = effort_.persistent ? 8 : 2;
      for (int pass = 0; pass < passes && !closed && !few(node) && !effort_.stopped(); ++pass) {
        closed = bounded(node, 300, 0.5);
        const std::int64_t left = best_ * scale_ - top_bound_;
        if (static_cast<double>(left) > (effort_.persistent ? 0.97 : 0.8) * static_cast<double>(gap)) break;
        gap = left;
      }
      root_bound_ = (top_bound_ + scale_ - 1) / scale_;
    }
    if (closed) return;
    if (effort_.stopped()) {
      stopped_ = true;
      return;
    }
    if (node.in.size() == static_cast<std::size_t>(p_)) return leaf(node.in);
    if (node.in.size() + node.free.size() == static_cast<std::size_t>(p_)) {
      std::vector<std::int32_t> all = node.in;
      all.insert(all.end(), node.free.begin(), node.free.end());
      return leaf(all);
    }
    if (node.in.size() + node.free.size() < static_cast<std::size_t>(p_)) return;
    if (few(node)) return enumerate(node);
    // The site whose use wavered most.
    std::size_t at = 0;
    const auto doubt = [&](std::size_t s) { return std::abs(use_[static_cast<std::size_t>(node.free[s])] - 0.5); };
    for (std::size_t s = 1; s < node.free.size(); ++s)
      if (doubt(s) < doubt(at)) at = s;
    Node with = node;
    with.in.push_back(node.free[at]);
    with.free.erase(with.free.begin() + static_cast<std::ptrdiff_t>(at));
    const bool with_first = use_[static_cast<std::size_t>(node.free[at])] >= 0.5;
    node.free.erase(node.free.begin() + static_cast<std::ptrdiff_t>(at));
    if (with_first) visit(std::move(with), depth + 1);
    visit(std::move(node), depth + 1);
    if (!with_first) visit(std::move(with), depth + 1);
  }

  static constexpr std::int64_t kNever = std::int64_t{1} << 60;
  const DistanceTable& d_;
  const std::int32_t p_;
  const Effort& effort_;
  std::vector<std::int64_t> weight_;
  std::vector<char> locked_;
  bool narrow_ = false, stopped_ = false;
  std::int32_t scale_ = 1;
  std::int64_t best_ = kNever, top_bound_ = 0, root_bound_ = 0, nodes_ = 0;
  std::vector<std::int32_t> best_open_;
  std::vector<std::int32_t> narrow_price_, served_;
  std::vector<double> use_;
  std::set<std::vector<std::int32_t>> seen_;
};

}  // namespace

MedianPlan p_median(const MedianProblem& problem, const Effort& effort) {
  const bool gaps = std::ranges::find(problem.distance->far, kUnreachable) != problem.distance->far.end();
  return gaps ? median_with_gaps(problem, effort) : Median(problem, effort).run();
}

}  // namespace yilin::siting
