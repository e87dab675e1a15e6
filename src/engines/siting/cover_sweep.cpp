#include "engines/siting/cover_sweep.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "engines/siting/mip.h"

namespace yilin::siting {
namespace {

constexpr std::size_t kStatesMax = 3'000'000, kWords = 4, kSlots = kWords * 64;
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
      : core_(core), price_(row_price), time_is_up_(time_is_up), order_(order_of(core)) {
    const auto n = core.site.size();
    at_.resize(n), slot_.resize(n), profit_.resize(n), stretch_.resize(n);
    for (std::size_t k = 0; k < n; ++k) at_[static_cast<std::size_t>(order_[k])] = static_cast<std::int32_t>(k);
    double bound = 0;
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
    answer.states = states_;
    if (answer.done && !plans_.empty()) answer.better = true, answer.open = plan(0);
    return answer;
  }

  std::optional<std::vector<std::vector<std::int32_t>>> run_labels(const std::vector<std::uint64_t>& label) {
    if (!fits_ || !climb(false)) return std::nullopt;
    std::vector<std::vector<std::int32_t>> out;
    if (too_much_) return out;
    label_ = &label;
    pass(0, static_cast<std::int32_t>(order_.size()), greatest_, true);
    if (stopped_) return std::nullopt;
    for (std::size_t s = 0; s < plans_.size() / words(); ++s) out.push_back(plan(s));
    return out;
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

  std::size_t words() const { return (order_.size() + 63) / 64; }
  std::vector<std::int32_t> plan(std::size_t s) const {
    std::vector<std::int32_t> open;
    for (std::size_t k = 0; k < order_.size(); ++k)
      if (plans_[s * words() + k / 64] >> (k % 64) & 1) open.push_back(order_[k]);
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
        const double loss = least_loss(from, upto);
        if (stopped_) return false;
        if (loss > greatest_) {   // this stretch alone loses too much
          too_much_ = true;
          return true;
        }
        stretch_[static_cast<std::size_t>(from)].push_back({upto, loss});
      }
      if (length >= n) return true;
    }
  }

  // Of a stretch: with more and more allowed until a plan is found. More than greatest_: there is none.
  double least_loss(std::int32_t from, std::int32_t upto) {
    const bool whole = from == 0 && upto == static_cast<std::int32_t>(order_.size());
    const double known = at_least(from, upto)[0];
    double allowed = known + std::max(1.0, greatest_ / 100), step = allowed - known;
    double before = 0;
    for (;;) {
      allowed = std::min(allowed, greatest_);
      const std::int64_t start = states_;
      const double found = pass(from, upto, allowed, whole);
      if (stopped_ || found <= allowed) return found;
      if (allowed >= greatest_) return kInfinity;
      const auto used = static_cast<double>(states_ - start);
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
  }

  // The least loss of the stretch, if it is at most `allowed`.
  double pass(std::int32_t from, std::int32_t upto, double allowed, bool whole) {
    const std::size_t words = whole ? this->words() : 0;
    std::vector<State> now{{Key{}, 0, 0}}, next;
    std::vector<std::uint64_t> plan(words, 0), next_plan;
    const std::vector<double> least = at_least(from, upto);
    std::vector<Term> overlap, without;
    std::vector<std::int32_t> table;
    for (std::int32_t k = from; k < upto; ++k) {
      const auto j = static_cast<std::size_t>(order_[static_cast<std::size_t>(k)]);
      terms(from, k, overlap, without);
      const double rest = least[static_cast<std::size_t>(k - from) + 1], open_loss = std::max(0.0, -profit_[j]), close_loss = std::max(0.0, profit_[j]);
      const Key& keep = keep_[static_cast<std::size_t>(k)];
      std::size_t slots = 64;
      while (slots < now.size() * 4) slots *= 2;
      table.assign(slots, -1);
      next.clear(), next_plan.clear();
      for (std::size_t s = 0; s < now.size(); ++s)
        for (const bool open : {true, false}) {
          double loss = now[s].loss + (open ? open_loss : close_loss);
          if (loss + rest > allowed) continue;
          for (const Term& t : open ? overlap : without)
            if (meets(t.mask, now[s].key) == open) loss += t.loss;
          if (loss + rest > allowed) continue;
          Key key = now[s].key;
          if (open) key[static_cast<std::size_t>(slot_[j]) / 64] |= std::uint64_t{1} << (slot_[j] % 64);
          const std::uint64_t label = now[s].label + (open && label_ ? (*label_)[j] : 0);
          std::uint64_t hash = label;
          for (std::size_t w = 0; w < kWords; ++w) key[w] &= keep[w], hash = (hash ^ key[w]) * 0x9e3779b97f4a7c15, hash ^= hash >> 29;
          std::size_t place = static_cast<std::size_t>(hash) & (slots - 1);
          while (table[place] >= 0 && (next[static_cast<std::size_t>(table[place])].key != key || next[static_cast<std::size_t>(table[place])].label != label)) place = (place + 1) & (slots - 1);
          std::size_t target;
          if (table[place] < 0) {
            target = next.size();
            table[place] = static_cast<std::int32_t>(target);
            next.push_back({key, label, kInfinity});
            next_plan.resize(next_plan.size() + words);
          } else {
            target = static_cast<std::size_t>(table[place]);
          }
          if (loss >= next[target].loss) continue;
          next[target].loss = loss;
          if (words == 0) continue;
          std::copy_n(plan.begin() + static_cast<std::ptrdiff_t>(s * words), words, next_plan.begin() + static_cast<std::ptrdiff_t>(target * words));
          if (open) next_plan[target * words + static_cast<std::size_t>(k) / 64] |= std::uint64_t{1} << (k % 64);
        }
      states_ += static_cast<std::int64_t>(next.size());
      if (next.size() > kStatesMax || (time_is_up_ && time_is_up_())) {
        stopped_ = true;
        return kInfinity;
      }
      std::swap(now, next), std::swap(plan, next_plan);
      if (now.empty()) return kInfinity;
    }
    std::size_t best = 0;
    for (std::size_t s = 1; s < now.size(); ++s)
      if (now[s].loss < now[best].loss) best = s;
    if (whole && label_) plans_ = std::move(plan);
    else if (whole) plans_.assign(plan.begin() + static_cast<std::ptrdiff_t>(best * words), plan.begin() + static_cast<std::ptrdiff_t>((best + 1) * words));
    return now[best].loss;
  }

  const CoverCore& core_;
  const std::vector<double>& price_;
  const std::function<bool()>& time_is_up_;
  std::vector<std::int32_t> order_, at_, slot_;
  std::vector<Key> keep_;
  std::vector<double> profit_;
  double greatest_ = 0;
  bool fits_ = false, stopped_ = false, too_much_ = false;
  const std::vector<std::uint64_t>* label_ = nullptr;
  struct Stretch {
    std::int32_t upto;
    double loss;
  };
  std::vector<std::vector<Stretch>> stretch_;   // by first position: what a stretch loses at least, for itself
  std::vector<std::uint64_t> plans_;   // of the last pass over the whole
  std::int64_t states_ = 0;
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
