#include "engines/siting/cover_anneal.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/rng.h"

namespace yilin::siting {
namespace {

constexpr double kPricedHot = 0.15;    // of the mean cost of a site
constexpr double kCold = 0.003;        // where cooling ends
constexpr double kNear = 0.85;         // share of exchanges with a neighbour
constexpr double kCountChanges = 0.3;  // share of moves that only open or only close, where there is no budget
constexpr std::int64_t kBlock = 256;   // moves between two looks at the clock and the temperature

class Annealing {
 public:
  Annealing(const CoverCore& core, std::int64_t budget, bool priced, std::uint64_t seed)
      : core_(core), budget_(budget), priced_(priced), count_(core.rows.weight.size(), 0), mixed_(core.rows.weight.size(), 0),
        alone_(core.rows.weight.size(), kNobody), worth_(core.own), at_(core.site.size(), -1), rng_(seed) {}

  SearchReport run(const std::vector<std::int32_t>& start, std::int64_t moves, double heat, const Effort& effort) {
    for (const std::int32_t j : start) open(j);
    best_ = value_, plan_ = open_;
    std::int64_t done = 0;
    if (core_.sites() > 1) {
      const double mean = scale();
      for (; done < moves && !effort.stopped(); done += kBlock) {
        temperature_ = mean * heat * std::pow(kCold / heat, static_cast<double>(done) / static_cast<double>(moves));
        for (std::int64_t k = 0; k < kBlock; ++k) move();
      }
    }
    std::ranges::sort(plan_);
    return {std::move(plan_), best_, done};
  }

 private:
  static constexpr std::int32_t kNobody = -1, kSeveral = -2;

  double scale() const {
    if (priced_) return static_cast<double>(std::accumulate(core_.cost.begin(), core_.cost.end(), std::int64_t{0})) / static_cast<double>(core_.sites());
    return static_cast<double>(value_) / static_cast<double>(std::max<std::size_t>(1, open_.size()));
  }
  std::int64_t price_of(std::int32_t j) const { return priced_ ? core_.cost[static_cast<std::size_t>(j)] : 0; }

  void open(std::int32_t j) {
    const auto i = static_cast<std::size_t>(j);
    at_[i] = static_cast<std::int32_t>(open_.size());
    open_.push_back(j);
    value_ -= price_of(j), spent_ += core_.cost[i];
    for (const std::int32_t row : core_.columns.of(j)) {
      const auto r = static_cast<std::size_t>(row);
      const std::int64_t weight = core_.rows.weight[r];
      mixed_[r] ^= j;
      const std::int32_t before = count_[r]++;
      if (before == 0) worth_[i] += weight, alone_[r] = j;
      else if (before == 1) worth_[static_cast<std::size_t>(alone_[r])] -= weight, alone_[r] = kSeveral;
    }
    value_ += worth_[i];
  }
  void close(std::int32_t j) {
    const auto i = static_cast<std::size_t>(j);
    open_[static_cast<std::size_t>(at_[i])] = open_.back();
    at_[static_cast<std::size_t>(open_.back())] = at_[i];
    open_.pop_back();
    at_[i] = -1;
    value_ += price_of(j) - worth_[i], spent_ -= core_.cost[i];
    worth_[i] = core_.own[i];
    for (const std::int32_t row : core_.columns.of(j)) {
      const auto r = static_cast<std::size_t>(row);
      mixed_[r] ^= j;
      const std::int32_t after = --count_[r];
      if (after == 0) alone_[r] = kNobody;
      else if (after == 1) alone_[r] = mixed_[r], worth_[static_cast<std::size_t>(mixed_[r])] += core_.rows.weight[r];
    }
  }

  // What opening `in` adds once `out` is closed (kNobody: none is).
  std::int64_t gain(std::int32_t in, std::int32_t out) const {
    std::int64_t sum = core_.own[static_cast<std::size_t>(in)];
    for (const std::int32_t r : core_.columns.of(in)) {
      const std::int32_t alone = alone_[static_cast<std::size_t>(r)];
      sum += alone == kNobody || alone == out ? core_.rows.weight[static_cast<std::size_t>(r)] : 0;
    }
    return sum;
  }
  bool accepted(std::int64_t change) {
    if (change >= 0) return true;
    const double worse = static_cast<double>(-change) / temperature_;
    return worse < 20 && rng_.uniform() < std::exp(-worse);
  }
  std::int32_t neighbour_of(std::int32_t j) {
    const auto rows = core_.columns.of(j);
    if (rows.empty()) return j;
    const auto sites = core_.rows.of(rows[rng_.below(rows.size())]);
    return sites[rng_.below(sites.size())];
  }
  std::int32_t any() { return static_cast<std::int32_t>(rng_.below(core_.site.size())); }

  void move() {
    if (open_.empty() || (priced_ && rng_.chance(kCountChanges))) {
      const std::int32_t j = any();
      if (at_[static_cast<std::size_t>(j)] >= 0) try_closing(j);
      else try_opening(j);
      return;
    }
    const std::int32_t out = open_[rng_.below(open_.size())];
    const std::int32_t in = rng_.chance(kNear) ? neighbour_of(out) : any();
    const auto i = static_cast<std::size_t>(in), o = static_cast<std::size_t>(out);
    if (at_[i] >= 0) return;
    if (!priced_ && core_.cost[i] <= budget_ - spent_) return try_opening(in);
    if (!priced_ && core_.cost[i] > budget_ - spent_ + core_.cost[o]) return try_closing(out);
    if (!accepted(gain(in, out) - price_of(in) - worth_[o] + price_of(out))) return;
    close(out), open(in);
    keep();
  }
  void try_opening(std::int32_t j) {
    if (core_.cost[static_cast<std::size_t>(j)] > budget_ - spent_ || !accepted(gain(j, kNobody) - price_of(j))) return;
    open(j);
    keep();
  }
  void try_closing(std::int32_t j) {
    if (accepted(price_of(j) - worth_[static_cast<std::size_t>(j)])) close(j), keep();
  }
  void keep() {
    if (value_ > best_) best_ = value_, plan_ = open_;
  }

  const CoverCore& core_;
  const std::int64_t budget_;
  const bool priced_;
  std::vector<std::int32_t> count_, mixed_;   // per row: how many open sites reach it, and their numbers XORed
  std::vector<std::int32_t> alone_;           // per row: its only open site, kNobody or kSeveral
  std::vector<std::int64_t> worth_;           // of an open site: what only it covers; of a closed one: its own
  std::vector<std::int32_t> open_, at_;       // open sites, and where each stands among them
  Rng rng_;
  double temperature_ = 0;
  std::int64_t value_ = 0, spent_ = 0, best_ = 0;
  std::vector<std::int32_t> plan_;
};

}  // namespace

SearchReport anneal(const CoverCore& core, const std::vector<std::int32_t>& start, std::int64_t moves, double heat, std::uint64_t seed, const Effort& effort) {
  CoverState filled(core);
  for (const std::int32_t j : start) filled.open(j);
  fill_greedily(filled, core);
  return Annealing(core, core.budget, false, seed).run(filled.sites(), moves, heat, effort);
}

SearchReport anneal_priced(const CoverCore& core, const std::vector<std::int32_t>& start, std::int64_t moves, std::uint64_t seed) {
  const std::int64_t everything = std::accumulate(core.cost.begin(), core.cost.end(), std::int64_t{0});
  return Annealing(core, everything, true, seed).run(start, moves, kPricedHot, {});
}

}  // namespace yilin::siting
