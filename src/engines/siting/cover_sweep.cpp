#include "engines/siting/cover_sweep.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

#include "engines/siting/cover_bound.h"
#include "engines/siting/mip.h"

namespace yilin::siting {
namespace {

constexpr std::size_t kStatesMax = 3'000'000, kWords = 4, kSlots = kWords * 64;
constexpr std::size_t kOriginsMax = 100'000'000;   // of one pass, 400 MB
constexpr std::int32_t kStretch = 8;
constexpr double kGrowth = 3;          // of the states from one allowed loss to the next

using Key = std::array<std::uint64_t, kWords>;
bool meets(const Key& a, const Key& b) {
  std::uint64_t any = 0;
  for (std::size_t w = 0; w < kWords; ++w) any |= a[w] & b[w];
  return any != 0;
}

// Along the slowest wave of the graph of sites that share people (Fiedler's vector): neighbours stand close in it.
std::vector<std::int32_t> order_of(const CoverCore& core) {
  const auto n = core.site.size();
  std::vector<double> degree(n, 0), x(n), y(n);
  for (std::int32_t r = 0; r < core.rows.rows(); ++r)
    for (const std::int32_t j : core.rows.of(r)) degree[static_cast<std::size_t>(j)] += static_cast<double>(core.rows.of(r).size() - 1);
  const double total = std::accumulate(degree.begin(), degree.end(), 0.0);
  for (std::size_t j = 0; j < n; ++j) x[j] = std::sin(0.7 + 1.3 * static_cast<double>(j) / static_cast<double>(n)) - 0.5 * static_cast<double>(j % 7) / 7;
  for (int round = 0; round < 400; ++round) {
    // The lazy walk's next to largest eigenvector.
    double mean = 0, norm = 0;
    for (std::size_t j = 0; j < n; ++j) mean += degree[j] * x[j];
    mean /= std::max(1.0, total);
    for (std::size_t j = 0; j < n; ++j) x[j] -= mean, norm += x[j] * x[j];
    norm = 1 / std::sqrt(std::max(norm, 1e-300));
    for (double& v : x) v *= norm;
    std::ranges::fill(y, 0);
    for (std::int32_t r = 0; r < core.rows.rows(); ++r) {
      double sum = 0;
      for (const std::int32_t j : core.rows.of(r)) sum += x[static_cast<std::size_t>(j)];
      for (const std::int32_t j : core.rows.of(r)) y[static_cast<std::size_t>(j)] += sum - x[static_cast<std::size_t>(j)];
    }
    for (std::size_t j = 0; j < n; ++j) x[j] = 0.5 * x[j] + 0.5 * y[j] / std::max(1.0, degree[j]);
  }
  std::vector<std::int32_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, [&](std::int32_t a, std::int32_t b) { return x[static_cast<std::size_t>(a)] < x[static_cast<std::size_t>(b)]; });
  return order;
}

class Sweep {
 public:
  Sweep(const CoverCore& core, std::int64_t floor, const std::vector<double>& row_price, const std::function<bool()>& time_is_up)
      : core_(core), floor_(floor), price_(row_price), time_is_up_(time_is_up), order_(order_of(core)) {
    const auto n = core.site.size();
    at_.resize(n), slot_.resize(n), profit_.resize(n), stretch_.resize(n);
    for (std::size_t k = 0; k < n; ++k) at_[static_cast<std::size_t>(order_[k])] = static_cast<std::int32_t>(k);
    double& bound = relaxed_;
    for (std::size_t r = 0; r < price_.size(); ++r) bound += static_cast<double>(core.rows.weight[r]) - price_[r];
    for (std::size_t j = 0; j < n; ++j) {
      profit_[j] = static_cast<double>(core.own[j] - core.cost[j]);
      for (const std::int32_t r : core.columns.of(static_cast<std::int32_t>(j))) profit_[j] += price_[static_cast<std::size_t>(r)];
      bound += std::max(0.0, profit_[j]);
    }
    greatest_ = bound - static_cast<double>(floor + 1) + 1e-6 * std::max(1.0, bound * 1e-6);
    fits_ = give_slots();
  }

  SweepAnswer run() {
    SweepAnswer answer;
    answer.done = fits_ && climb(true);
    if (answer.done && !plans_.empty()) answer.better = true, answer.open = std::move(plans_[0]);
    answer.bound = answer.done && !answer.better ? floor_ : floor_safely(relaxed_ - at_least(0, static_cast<std::int32_t>(order_.size()))[0]);
    return answer;
  }

  std::optional<std::vector<std::vector<std::int32_t>>> run_labels(const std::vector<std::uint64_t>& label) {
    if (!fits_ || !climb(false)) return std::nullopt;
    if (too_much_) return plans_;
    label_ = &label;
    Pass whole{0, static_cast<std::int32_t>(order_.size()), true};
    pass(whole, greatest_);
    if (whole.stopped) return std::nullopt;
    return std::move(whole.plans);
  }

 private:
  struct Term {
    Key mask;
    double loss;
  };
  struct State {
    Key key;
    std::uint64_t label;
    double loss;
  };
  // Of positions from … upto-1. One of the whole keeps its plans.
  struct Pass {
    std::int32_t from, upto;
    bool whole;
    bool stopped = false;
    std::int64_t states = 0;               // looked at in all
    std::vector<std::vector<std::int32_t>> plans = {};   // of the last pass: core sites, ascending
  };

  // How each state of each position came to be: the state before, and whether the position's site is open.
  using Origins = std::vector<std::vector<std::uint32_t>>;
  std::vector<std::int32_t> plan(const Origins& origin, std::size_t state) const {
    std::vector<std::int32_t> open;
    for (std::size_t k = order_.size(); k-- > 0;) {
      const std::uint32_t from = origin[k][state];
      if (from & 1) open.push_back(order_[k]);
      state = from >> 1;
    }
    std::ranges::sort(open);
    return open;
  }

  // Longer and longer stretches, each half over its neighbours, up to the whole if asked for. False: stopped.
  bool climb(bool to_the_end) {
    const auto n = static_cast<std::int32_t>(order_.size());
    for (std::int32_t length = kStretch;; length *= 2) {
      if (!to_the_end && length >= n) return true;
      const std::int32_t step = std::max(kStretch, length / 2);
      for (std::int32_t from = 0; from == 0 || from + step < n; from += step) {
        const std::int32_t upto = std::min(n, from + length);
        Pass stretch{from, upto, from == 0 && upto == n};
        const double loss = least_loss(stretch);
        stretch_[static_cast<std::size_t>(from)].push_back({upto, loss});
        if (stretch.stopped) return false;
        if (loss > greatest_) {   // this stretch alone loses too much
          too_much_ = true;
          return true;
        }
        if (stretch.whole) plans_ = std::move(stretch.plans);
      }
      if (length >= n) return true;
    }
  }

  // Of a stretch: with more and more allowed until a plan is found. More than greatest_: there is none. Where it was stopped, what
  // it must lose as far as that is known.
  double least_loss(Pass& stretch) const {
    const double known = at_least(stretch.from, stretch.upto)[0];
    double lost = known, allowed = known + std::max(1.0, greatest_ / 100), step = allowed - known;
    double before = 0;
    for (;;) {
      allowed = std::min(allowed, greatest_);
      const std::int64_t start = stretch.states;
      const double found = pass(stretch, allowed);
      if (stretch.stopped) return lost;
      if (found <= allowed) return found;
      if (allowed >= greatest_) return kInfinity;
      lost = allowed;
      const auto used = static_cast<double>(stretch.states - start);
      const double rate = before > 0 && used > before ? std::log(used / before) / step : 0;
      step *= 2;
      if (rate > 0) step = std::clamp(std::log(kGrowth) / rate, step / 8, step);
      before = used;
      allowed += step;
    }
  }

  // A site keeps its slot until all its rows are decided. False: too wide.
  bool give_slots() {
    const auto n = core_.site.size();
    std::vector<std::int32_t> last(n);
    for (std::size_t j = 0; j < n; ++j) last[j] = at_[j];
    for (std::int32_t r = 0; r < core_.rows.rows(); ++r) {
      std::int32_t end = 0;
      for (const std::int32_t j : core_.rows.of(r)) end = std::max(end, at_[static_cast<std::size_t>(j)]);
      for (const std::int32_t j : core_.rows.of(r)) last[static_cast<std::size_t>(j)] = std::max(last[static_cast<std::size_t>(j)], end);
    }
    std::vector<std::int32_t> free_slots;
    for (std::int32_t s = static_cast<std::int32_t>(kSlots); s-- > 0;) free_slots.push_back(s);
    std::vector<std::vector<std::int32_t>> ends(n);
    keep_.assign(n, {});
    Key live{};
    for (std::size_t k = 0; k < n; ++k) {
      const auto j = static_cast<std::size_t>(order_[k]);
      if (free_slots.empty()) return false;
      slot_[j] = free_slots.back();
      free_slots.pop_back();
      live[static_cast<std::size_t>(slot_[j]) / 64] |= std::uint64_t{1} << (slot_[j] % 64);
      ends[static_cast<std::size_t>(last[j])].push_back(static_cast<std::int32_t>(j));
      for (const std::int32_t e : ends[k]) {
        const std::int32_t s = slot_[static_cast<std::size_t>(e)];
        live[static_cast<std::size_t>(s) / 64] &= ~(std::uint64_t{1} << (s % 64));
        free_slots.push_back(s);
      }
      keep_[k] = live;
    }
    return true;
  }

  // What positions k … upto-1 lose at least, by the stretches known, for every k from `from` on.
  std::vector<double> at_least(std::int32_t from, std::int32_t upto) const {
    std::vector<double> out(static_cast<std::size_t>(upto - from) + 1, 0);
    for (std::int32_t k = upto; k-- > from;) {
      double& mine = out[static_cast<std::size_t>(k - from)];
      mine = out[static_cast<std::size_t>(k - from) + 1];
      for (const Stretch& s : stretch_[static_cast<std::size_t>(k)])
        if (s.upto <= upto) mine = std::max(mine, s.loss + out[static_cast<std::size_t>(s.upto - from)]);
    }
    return out;
  }

  static void put(std::vector<Term>& terms, const Key& mask, double loss) {
    if (loss <= 0) return;
    for (Term& t : terms)
      if (t.mask == mask) {
        t.loss += loss;
        return;
      }
    terms.push_back({mask, loss});
  }

  // What deciding position k costs, seen from a sweep that began at `from`: overlaps with sites already open, rows that stay
  // without.
  void terms(std::int32_t from, std::int32_t k, std::vector<Term>& overlap, std::vector<Term>& without) const {
    overlap.clear(), without.clear();
    const std::int32_t j = order_[static_cast<std::size_t>(k)];
    for (const std::int32_t r : core_.columns.of(j)) {
      Key mask{};
      bool first = false, last = true, before = false;
      for (const std::int32_t o : core_.rows.of(r)) {
        const std::int32_t position = at_[static_cast<std::size_t>(o)];
        if (position > k) last = false;
        if (position < from) first = true;
        if (position >= from && position < k) {
          const std::int32_t s = slot_[static_cast<std::size_t>(o)];
          mask[static_cast<std::size_t>(s) / 64] |= std::uint64_t{1} << (s % 64);
          before = true;
        }
      }
      const double u = price_[static_cast<std::size_t>(r)];
      if (before) put(overlap, mask, u);
      if (last && !first) put(without, mask, static_cast<double>(core_.rows.weight[static_cast<std::size_t>(r)]) - u);
    }
    // The dearest first: what is too dear is known sooner.
    for (std::vector<Term>* const of : {&overlap, &without}) std::ranges::stable_sort(*of, std::greater<>(), &Term::loss);
  }

  // The least loss of the stretch, if it is at most `allowed`.
  double pass(Pass& stretch, double allowed) const {
    const std::int32_t from = stretch.from, upto = stretch.upto;
    std::vector<State> now{{Key{}, 0, 0}}, next;
    Origins origin;
    std::size_t origins = 0;
    const std::vector<double> least = at_least(from, upto);
    std::vector<Term> overlap, without;
    std::vector<std::int32_t> table;
    for (std::int32_t k = from; k < upto; ++k) {
      const auto j = static_cast<std::size_t>(order_[static_cast<std::size_t>(k)]);
      terms(from, k, overlap, without);
      const double limit = allowed - least[static_cast<std::size_t>(k - from) + 1];   // the rest must lose that much
      const double open_loss = std::max(0.0, -profit_[j]), close_loss = std::max(0.0, profit_[j]);
      const Key& keep = keep_[static_cast<std::size_t>(k)];
      std::size_t slots = 64;
      while (slots < now.size() * 4) slots *= 2;
      table.assign(slots, -1);
      next.clear();
      std::vector<std::uint32_t> origin_here;
      for (std::size_t s = 0; s < now.size(); ++s)
        for (const bool open : {true, false}) {
          double loss = now[s].loss + (open ? open_loss : close_loss);
          for (const Term& t : open ? overlap : without) {
            if (loss > limit) break;
            if (meets(t.mask, now[s].key) == open) loss += t.loss;
          }
          if (loss > limit) continue;
          Key key = now[s].key;
          if (open) key[static_cast<std::size_t>(slot_[j]) / 64] |= std::uint64_t{1} << (slot_[j] % 64);
          const std::uint64_t label = now[s].label + (open && label_ ? (*label_)[j] : 0);
          std::uint64_t hash = label;
          for (std::size_t w = 0; w < kWords; ++w) key[w] &= keep[w], hash = (hash ^ key[w]) * 0x9e3779b97f4a7c15, hash ^= hash >> 29;
          std::size_t place = static_cast<std::size_t>(hash) & (slots - 1);
          while (table[place] >= 0 && (next[static_cast<std::size_t>(table[place])].key != key || next[static_cast<std::size_t>(table[place])].label != label)) place = (place + 1) & (slots - 1);
          const bool fresh = table[place] < 0;
          if (fresh) {
            table[place] = static_cast<std::int32_t>(next.size());
            next.push_back({key, label, loss});
            if (stretch.whole) origin_here.push_back(0);
          }
          const auto target = static_cast<std::size_t>(table[place]);
          if (!fresh && loss >= next[target].loss) continue;
          next[target].loss = loss;
          if (stretch.whole) origin_here[target] = static_cast<std::uint32_t>(s) << 1 | (open ? 1 : 0);
        }
      stretch.states += static_cast<std::int64_t>(next.size());
      origins += origin_here.size();
      if (next.size() > kStatesMax || origins > kOriginsMax || (time_is_up_ && time_is_up_())) {
        stretch.stopped = true;
        return kInfinity;
      }
      if (stretch.whole) origin.push_back(std::move(origin_here));
      std::swap(now, next);
      if (now.empty()) return kInfinity;
    }
    std::size_t best = 0;
    for (std::size_t s = 1; s < now.size(); ++s)
      if (now[s].loss < now[best].loss) best = s;
    if (!stretch.whole) return now[best].loss;
    stretch.plans.clear();
    for (std::size_t s = label_ ? 0 : best; s < (label_ ? now.size() : best + 1); ++s) stretch.plans.push_back(plan(origin, s));
    return now[best].loss;
  }

  const CoverCore& core_;
  const std::int64_t floor_;
  const std::vector<double>& price_;
  const std::function<bool()>& time_is_up_;
  std::vector<std::int32_t> order_, at_, slot_;
  std::vector<Key> keep_;
  std::vector<double> profit_;
  double relaxed_ = 0, greatest_ = 0;   // the bound of the prices; what a set worth more than the floor can lose against it
  bool fits_ = false, too_much_ = false;
  const std::vector<std::uint64_t>* label_ = nullptr;
  struct Stretch {
    std::int32_t upto;
    double loss;
  };
  std::vector<std::vector<Stretch>> stretch_;   // by first position: what a stretch loses at least, for itself
  std::vector<std::vector<std::int32_t>> plans_;   // of the last pass over the whole
};

}  // namespace

std::optional<std::vector<std::vector<std::int32_t>>> sweep_labels(const CoverCore& core, std::int64_t floor, const std::vector<double>& row_price,
                                                                   const std::vector<std::uint64_t>& label, const std::function<bool()>& time_is_up) {
  return Sweep(core, floor, row_price, time_is_up).run_labels(label);
}

SweepAnswer sweep(const CoverCore& core, std::int64_t floor, const std::vector<double>& row_price, const std::function<bool()>& time_is_up) {
  return Sweep(core, floor, row_price, time_is_up).run();
}

}  // namespace yilin::siting
