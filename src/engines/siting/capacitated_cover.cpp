#include "engines/siting/capacitated_cover.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engines/siting/cover_bound.h"
#include "engines/siting/mip.h"

namespace yilin::siting {
namespace {

// Rows send people to open sites: shortest augmenting paths by layers (Dinic 1970), kept from one question to the next while
// sites open; a site that closes gives its people back.
class Places {
 public:
  Places(const CoverRows& rows, const CoverColumns& columns, const std::vector<std::int64_t>& capacity)
      : rows_(rows), columns_(columns), room_(capacity.size(), 0), capacity_(capacity), left_(rows.weight), sent_(rows.site.size(), 0) {
    pair_.resize(columns.row.size());
    std::vector<std::uint32_t> next(columns.start.begin(), columns.start.end() - 1);
    for (std::int32_t r = 0; r < rows.rows(); ++r)
      for (std::uint32_t k = rows.start[static_cast<std::size_t>(r)]; k < rows.start[static_cast<std::size_t>(r) + 1]; ++k) pair_[next[static_cast<std::size_t>(rows.site[k])]++] = k;
  }
  std::int64_t value() const { return value_; }
  std::int64_t served(std::int32_t j) const { return capacity_[static_cast<std::size_t>(j)] - room_[static_cast<std::size_t>(j)]; }

  void open(std::int32_t j) {
    room_[static_cast<std::size_t>(j)] = capacity_[static_cast<std::size_t>(j)];
    opened_.push_back(j);
    while (augment(j)) {}
  }
  // Sends what still fits into any open site.
  void settle() {
    for (bool more = true; more;) {
      more = false;
      for (const std::int32_t j : opened_)
        while (augment(j)) more = true;
    }
  }
  void close(std::int32_t j) {
    const auto i = static_cast<std::size_t>(j);
    for (std::uint32_t k = columns_.start[i]; k < columns_.start[i + 1]; ++k) {
      std::int64_t& sent = sent_[pair_[k]];
      left_[static_cast<std::size_t>(columns_.row[k])] += sent, value_ -= sent;
      sent = 0;
    }
    room_[i] = 0;
    std::erase(opened_, j);
    settle();
  }

 private:
  // A path from a row with people left to the room of site j, through people who move: searched backwards from j.
  bool augment(std::int32_t target) {
    if (room_[static_cast<std::size_t>(target)] == 0) return false;
    std::vector<std::int32_t> queue{target};
    if (mark_.size() < room_.size()) mark_.assign(room_.size(), 0), row_mark_.assign(left_.size(), 0), from_.assign(room_.size(), 0), via_.assign(left_.size(), 0);
    ++now_;
    mark_[static_cast<std::size_t>(target)] = now_;
    for (std::size_t head = 0; head < queue.size(); ++head) {
      const auto i = static_cast<std::size_t>(queue[head]);
      for (std::uint32_t k = columns_.start[i]; k < columns_.start[i + 1]; ++k) {
        const auto r = static_cast<std::size_t>(columns_.row[k]);
        if (row_mark_[r] == now_) continue;
        row_mark_[r] = now_, via_[r] = pair_[k];
        if (left_[r] > 0) return push(static_cast<std::int32_t>(r), target);
        // Whoever of this row sits elsewhere could come here; their seat is then free.
        for (std::uint32_t e = rows_.start[r]; e < rows_.start[r + 1]; ++e) {
          const auto other = static_cast<std::size_t>(rows_.site[e]);
          if (sent_[e] == 0 || mark_[other] == now_) continue;
          mark_[other] = now_, from_[other] = e;
          queue.push_back(rows_.site[e]);
        }
      }
    }
    return false;
  }
  bool push(std::int32_t row, std::int32_t target) {
    std::int64_t amount = std::min(left_[static_cast<std::size_t>(row)], room_[static_cast<std::size_t>(target)]);
    const auto walk = [&](auto&& step) {
      std::int32_t r = row;
      for (;;) {
        const std::uint32_t into = via_[static_cast<std::size_t>(r)];
        const std::int32_t site = rows_.site[into];
        if (site == target) {
          step(into, std::uint32_t{0}, true);
          return;
        }
        const std::uint32_t out = from_[static_cast<std::size_t>(site)];
        step(into, out, false);
        r = row_at(out);
      }
    };
    walk([&](std::uint32_t, std::uint32_t out, bool last) {
      if (!last) amount = std::min(amount, sent_[out]);
    });
    walk([&](std::uint32_t into, std::uint32_t out, bool last) {
      sent_[into] += amount;
      if (!last) sent_[out] -= amount;
    });
    left_[static_cast<std::size_t>(row)] -= amount, room_[static_cast<std::size_t>(target)] -= amount, value_ += amount;
    return true;
  }
  std::int32_t row_at(std::uint32_t pair) const {
    return static_cast<std::int32_t>(std::ranges::upper_bound(rows_.start, pair) - rows_.start.begin()) - 1;
  }

  const CoverRows& rows_;
  const CoverColumns& columns_;
  std::vector<std::int64_t> room_;
  const std::vector<std::int64_t>& capacity_;
  std::vector<std::int64_t> left_, sent_;     // people of a row without a place; places by pair (row's list)
  std::vector<std::uint32_t> pair_;           // position in the column's list → pair
  std::vector<std::int32_t> opened_;
  std::vector<std::uint32_t> mark_, row_mark_, from_, via_;
  std::uint32_t now_ = 0;
  std::int64_t value_ = 0;
};

class Solver {
 public:
  Solver(const CapacitatedCoverProblem& p, const Effort& effort) : p_(p), effort_(effort), columns_(columns_of(p.rows)), cost_(p.cost) {
    if (cost_.empty()) cost_.assign(p.capacity.size(), 1);
  }

  CapacitatedCoverPlan run() {
    CapacitatedCoverPlan plan;
    for (std::int32_t j = 0; j < p_.rows.sites; ++j)
      if (rule(j) == SiteRule::required) required_ += cost_[static_cast<std::size_t>(j)];
    if (required_ > p_.budget) {
      plan.reason = "预算不足以建设全部必选点。";
      return plan;
    }
    greedy({});
    const LinearAnswer linear = solve_linear(program(), effort_.time_is_up);
    if (linear.end == LinearAnswer::End::optimal) {
      bound_ = std::max(value_, floor_safely(-linear.value + 1e-9 * std::abs(linear.value)));
      greedy(linear.x);
      exchange(linear.x);
      if (value_ < bound_ && !effort_.stopped()) prove(linear);
    }
    plan.value = value_, plan.bound = std::max(bound_, value_), plan.open = open_;
    plan.verdict = plan.bound == plan.value ? Verdict::proved_optimal : Verdict::feasible;
    Places places(p_.rows, columns_, p_.capacity);
    for (const std::int32_t j : open_) places.open(j);
    places.settle();
    for (const std::int32_t j : open_) plan.served.push_back(places.served(j));
    return plan;
  }

 private:
  SiteRule rule(std::int32_t j) const { return p_.rule.empty() ? SiteRule::free : p_.rule[static_cast<std::size_t>(j)]; }

  // Sites, then pairs.
  Program program() const {
    Program p;
    for (std::int32_t j = 0; j < p_.rows.sites; ++j) p.add_column(0, rule(j) == SiteRule::required ? 1 : 0, rule(j) == SiteRule::excluded ? 0 : 1, true);
    for (std::int32_t r = 0; r < p_.rows.rows(); ++r) {
      const auto weight = static_cast<double>(p_.rows.weight[static_cast<std::size_t>(r)]);
      for (std::uint32_t k = p_.rows.start[static_cast<std::size_t>(r)]; k < p_.rows.start[static_cast<std::size_t>(r) + 1]; ++k)
        p.add(p.add_column(-1, 0, weight, false), 1);
      p.end_row(-kInfinity, weight);
    }
    const auto pair = [&](std::uint32_t k) { return p_.rows.sites + static_cast<std::int32_t>(k); };
    std::vector<std::vector<std::uint32_t>> of_site(p_.capacity.size());
    for (std::uint32_t k = 0; k < p_.rows.site.size(); ++k) of_site[static_cast<std::size_t>(p_.rows.site[k])].push_back(k);
    for (std::size_t j = 0; j < of_site.size(); ++j) {
      for (const std::uint32_t k : of_site[j]) p.add(pair(k), 1);
      p.add(static_cast<std::int32_t>(j), -static_cast<double>(p_.capacity[j]));
      p.end_row(-kInfinity, 0);
    }
    for (std::int32_t r = 0; r < p_.rows.rows(); ++r)
      for (std::uint32_t k = p_.rows.start[static_cast<std::size_t>(r)]; k < p_.rows.start[static_cast<std::size_t>(r) + 1]; ++k) {
        const std::int64_t most = std::min(p_.rows.weight[static_cast<std::size_t>(r)], p_.capacity[static_cast<std::size_t>(p_.rows.site[k])]);
        p.add(pair(k), 1), p.add(p_.rows.site[k], -static_cast<double>(most));
        p.end_row(-kInfinity, 0);
      }
    for (std::int32_t j = 0; j < p_.rows.sites; ++j) p.add(j, static_cast<double>(cost_[static_cast<std::size_t>(j)]));
    p.end_row(-kInfinity, static_cast<double>(p_.budget));
    return p;
  }

  // Required sites, then what the relaxation likes (`share`, if there is one), then whatever gains most for its cost.
  void greedy(const std::vector<double>& share) {
    Places places(p_.rows, columns_, p_.capacity);
    std::vector<char> in(p_.capacity.size(), 0);
    std::int64_t spent = 0;
    const auto put = [&](std::int32_t j) {
      places.open(j);
      in[static_cast<std::size_t>(j)] = 1, spent += cost_[static_cast<std::size_t>(j)];
    };
    for (std::int32_t j = 0; j < p_.rows.sites; ++j)
      if (rule(j) == SiteRule::required) put(j);
    std::vector<std::int32_t> order;
    for (std::int32_t j = 0; j < p_.rows.sites; ++j)
      if (rule(j) == SiteRule::free && !share.empty() && share[static_cast<std::size_t>(j)] > 0.3) order.push_back(j);
    std::ranges::stable_sort(order, [&](std::int32_t a, std::int32_t b) { return share[static_cast<std::size_t>(a)] > share[static_cast<std::size_t>(b)]; });
    for (const std::int32_t j : order)
      if (spent + cost_[static_cast<std::size_t>(j)] <= p_.budget) put(j);
    // Lazy: a site gains no more than it did.
    std::vector<std::pair<double, std::int32_t>> heap;
    const auto rate = [&](std::int32_t j, std::int64_t gain) { return static_cast<double>(gain) / std::max(1.0, static_cast<double>(cost_[static_cast<std::size_t>(j)])); };
    for (std::int32_t j = 0; j < p_.rows.sites; ++j)
      if (!in[static_cast<std::size_t>(j)] && rule(j) == SiteRule::free) {
        std::int64_t people = 0;
        for (const std::int32_t r : columns_.of(j)) people += p_.rows.weight[static_cast<std::size_t>(r)];
        heap.emplace_back(rate(j, std::min(people, p_.capacity[static_cast<std::size_t>(j)])), -j);
      }
    std::ranges::make_heap(heap);
    while (!heap.empty() && !effort_.stopped()) {
      std::ranges::pop_heap(heap);
      const std::int32_t j = -heap.back().second;
      heap.pop_back();
      if (spent + cost_[static_cast<std::size_t>(j)] > p_.budget) continue;
      const std::int64_t before = places.value();
      places.open(j);
      const double now = rate(j, places.value() - before);
      if (!heap.empty() && now < heap.front().first) {
        places.close(j);
        heap.emplace_back(now, -j);
        std::ranges::push_heap(heap);
      } else if (places.value() > before) {
        in[static_cast<std::size_t>(j)] = 1, spent += cost_[static_cast<std::size_t>(j)];
      } else {
        places.close(j);
      }
    }
    take(in, places);
  }

  void take(const std::vector<char>& in, Places& places) {
    places.settle();
    if (!open_.empty() && places.value() <= value_) return;
    value_ = places.value();
    open_.clear();
    for (std::size_t j = 0; j < in.size(); ++j)
      if (in[j]) open_.push_back(static_cast<std::int32_t>(j));
  }

  // The least used sites against those the relaxation opens in part.
  void exchange(const std::vector<double>& share) {
    for (bool better = true; better && value_ < bound_ && !effort_.stopped();) {
      better = false;
      std::vector<char> in(p_.capacity.size(), 0);
      Places places(p_.rows, columns_, p_.capacity);
      std::int64_t spent = 0;
      for (const std::int32_t j : open_) in[static_cast<std::size_t>(j)] = 1, places.open(j), spent += cost_[static_cast<std::size_t>(j)];
      places.settle();
      std::vector<std::int32_t> out_order, in_order;
      for (std::int32_t j = 0; j < p_.rows.sites; ++j) {
        if (rule(j) != SiteRule::free) continue;
        if (in[static_cast<std::size_t>(j)]) out_order.push_back(j);
        else if (share[static_cast<std::size_t>(j)] > 1e-6) in_order.push_back(j);
      }
      std::ranges::stable_sort(out_order, {}, [&](std::int32_t j) { return places.served(j); });
      std::ranges::stable_sort(in_order, {}, [&](std::int32_t j) { return -share[static_cast<std::size_t>(j)]; });
      out_order.resize(std::min<std::size_t>(out_order.size(), 24)), in_order.resize(std::min<std::size_t>(in_order.size(), 24));
      for (const std::int32_t out : out_order) {
        const std::int64_t before = places.value();
        places.close(out);
        for (const std::int32_t j : in_order) {
          if (spent - cost_[static_cast<std::size_t>(out)] + cost_[static_cast<std::size_t>(j)] > p_.budget || effort_.stopped()) continue;
          places.open(j);
          if (places.value() > before) {
            in[static_cast<std::size_t>(out)] = 0, in[static_cast<std::size_t>(j)] = 1;
            take(in, places);
            better = true;
            break;
          }
          places.close(j);
        }
        if (better) break;
        places.open(out);
        places.settle();
      }
    }
  }

  void prove(const LinearAnswer& linear) {
    Program whole = program();
    const double allowed = static_cast<double>(-value_ - 1) - linear.value + 1e-6;
    for (std::size_t j = 0; j < p_.capacity.size(); ++j) {
      if (linear.x[j] < 1e-7 && linear.reduced_cost[j] > allowed) whole.hi[j] = whole.lo[j];
      if (linear.x[j] > 1 - 1e-7 && -linear.reduced_cost[j] > allowed) whole.lo[j] = whole.hi[j];
    }
    WholeOptions options;
    options.cutoff = -static_cast<double>(value_);
    options.step = 1;
    options.cuts = Cuts::light;
    options.time_is_up = effort_.time_is_up;
    const WholeAnswer answer = solve_whole(whole, options);
    if (!answer.x.empty()) {
      std::vector<char> in(p_.capacity.size(), 0);
      Places places(p_.rows, columns_, p_.capacity);
      for (std::size_t j = 0; j < in.size(); ++j)
        if (answer.x[j] > 0.5) in[j] = 1, places.open(static_cast<std::int32_t>(j));
      take(in, places);
    }
    if (answer.end != WholeAnswer::End::stopped) bound_ = value_;
    else if (answer.bound > -1e30) bound_ = std::clamp(floor_safely(-answer.bound), value_, bound_);
  }

  const CapacitatedCoverProblem& p_;
  const Effort& effort_;
  const CoverColumns columns_;
  std::vector<std::int64_t> cost_;
  std::int64_t required_ = 0, value_ = 0;
  std::int64_t bound_ = std::accumulate(p_.rows.weight.begin(), p_.rows.weight.end(), std::int64_t{0});
  std::vector<std::int32_t> open_;
};

}  // namespace

CapacitatedCoverPlan capacitated_cover(const CapacitatedCoverProblem& problem, const Effort& effort) { return Solver(problem, effort).run(); }

SeatWorth seat_worth(const CapacitatedCoverProblem& problem, std::span<const std::int32_t> open, std::span<const std::int32_t> closed) {
  const CoverColumns columns = columns_of(problem.rows);
  Places places(problem.rows, columns, problem.capacity);
  for (const std::int32_t j : open) places.open(j);
  places.settle();
  const std::int64_t now = places.value();
  SeatWorth out;
  for (const std::int32_t j : open) {
    places.close(j);
    out.loss.push_back(now - places.value());
    places.open(j);
    places.settle();
  }
  for (const std::int32_t j : closed) {
    places.open(j);
    places.settle();
    out.gain.push_back(places.value() - now);
    places.close(j);
  }
  return out;
}

}  // namespace yilin::siting
