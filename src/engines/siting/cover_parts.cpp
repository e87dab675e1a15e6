#include "engines/siting/cover_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engines/siting/cover_part.h"
#include "engines/siting/parallel.h"
#include "engines/siting/part_mix.h"
#include "engines/siting/part_prices.h"

namespace yilin::siting {
namespace {

constexpr std::int64_t kCombinations = 4'096;
constexpr std::int64_t kGreatestLoss = 4'000;   // mixes that lose more are not looked for

constexpr double kPriceLeast = 200;
constexpr std::int64_t kGlance = 300, kLook = 3'000;   // moves of a search for each column

// Prices are whole numbers. Costs without their common divisor, and weights times so much that prices are not too small for that.
struct Scaled {
  CoverCore core;
  YearLimits limits;
  PartsHint hint;
  std::int64_t weight = 1;   // all values are multiples of it

  Scaled(const PartsProblem& problem, const PartsHint& from) : core(problem.core), limits{problem.limits, problem.cumulative}, hint(from) {
    std::int64_t unit = 0;
    for (const std::int64_t c : core.cost) unit = std::gcd(unit, c);
    unit = std::max<std::int64_t>(1, unit);
    for (std::int64_t& c : core.cost) c /= unit;
    for (std::int64_t& l : limits.limit) l = std::max<std::int64_t>(0, l) / unit;
    for (double& p : hint.price) p *= static_cast<double>(unit);
    const double least = hint.price.empty() ? kPriceLeast : *std::ranges::min_element(hint.price);
    if (least < kPriceLeast) weight = static_cast<std::int64_t>(std::ceil(kPriceLeast / std::max(least, 1e-4)));
    for (std::int64_t& w : core.rows.weight) w *= weight;
    for (std::int64_t& w : core.own) w *= weight;
    for (double& p : hint.price) p *= static_cast<double>(weight);
    for (std::vector<double>& of_year : hint.row_price)
      for (double& u : of_year) u *= static_cast<double>(weight);
  }
};

class Parts {
 public:
  Parts(const Scaled& problem, const Effort& effort)
      : core_(problem.core), years_(static_cast<std::int32_t>(problem.limits.years())), limits_(problem.limits), step_(problem.weight), effort_(effort) {
    const PartsHint& hint = problem.hint;
    const std::vector<Component> components = components_of(core_);
    answer_.parts = static_cast<std::int32_t>(components.size());
    parts_.reserve(components.size());
    for (const Component& c : components) {
      answer_.largest = std::max(answer_.largest, static_cast<std::int32_t>(c.site.size()));
      parts_.emplace_back(core_, c, years_);
    }
    prices_.reserve(hint.price.size());
    for (const double p : hint.price) prices_.push_back(std::max<std::int64_t>(1, std::llround(p)));
    for (std::size_t t = 1; limits_.cumulative && t < prices_.size(); ++t) prices_[t] = std::min(prices_[t], prices_[t - 1]);
    parallel_for(effort_.threads, parts_.size(), [&](std::size_t i) {
      CoverPart& part = parts_[i];
      part.tabulate(kCombinations);
      if (part.complete()) return;
      if (!hint.row_price.empty()) part.hint(hint.row_price, components[i]);
      std::vector<std::int32_t> mine;
      for (std::int32_t e = 0; e < part.columns(); ++e)
        if (hint.year[static_cast<std::size_t>(part.site_of(e))] == part.year_of(e)) mine.push_back(e);
      part.remember(std::move(mine));
    });
    answer_.year = hint.year;
    answer_.value = value_of(hint.year);
    answer_.bound = std::numeric_limits<std::int64_t>::max() / 4;
    find_wide();
  }

  PartsAnswer run() {
    look_around();
    measure([&](CoverPart& part) { part.bound(120, effort_.time_is_up); });
    mix();
    // A tight bound of every part before the first one is proved: time may be up in between.
    if (!settled() && !effort_.stopped()) measure([&](CoverPart& part) {
      part.bound_tightly(effort_.time_is_up);
      // Where that is far above the best known, a longer search is cheaper than a proof that starts from a poor plan.
      if (!effort_.stopped() && part.upper() - part.worth(part.best()) > prices_.back() / 4) part.seek(kLook * part.columns());
    });
    mix();
    if (!settled() && !effort_.stopped() && solve_exactly() && !settled()) close();
    answer_.proved = settled();
    answer_.bound = std::max(answer_.bound, answer_.value);
    return std::move(answer_);
  }

 private:
  bool settled() const { return answer_.value >= answer_.bound; }
  // A better plan loses less than this against the dual.
  std::int64_t better_than(std::int64_t dual) const { return dual - answer_.value - step_ + 1; }

  void find_wide() {
    wide_.clear();
    for (std::size_t i = 0; i < parts_.size(); ++i)
      if (!parts_[i].complete()) wide_.push_back(i);
    // The hardest first: two threads then end together.
    std::ranges::stable_sort(wide_, [&](std::size_t a, std::size_t b) { return parts_[a].columns() > parts_[b].columns(); });
  }
  template <class Work>
  void each_wide(Work&& work) {
    parallel_for(effort_.threads, wide_.size(), [&](std::size_t w) { work(parts_[wide_[w]]); });
  }
  void set_prices() {
    parallel_for(effort_.threads, parts_.size(), [&](std::size_t i) { parts_[i].set_prices(prices_); });
  }

  // Short searches at prices that follow what they find.
  void look_around() {
    for (int round = 0; round < 5 && !effort_.stopped(); ++round) {
      set_prices();
      each_wide([&](CoverPart& part) {
        if (!effort_.stopped()) part.seek(kGlance * part.columns());
      });
      std::vector<std::int64_t> next = best_prices(parts_, limits_, prices_);
      if (next == prices_) break;
      prices_ = std::move(next);
    }
    set_prices();
  }

  template <class Work>
  void measure(Work&& work) {
    each_wide(work);
    const std::vector<std::int64_t> budget = limits_.budget();
    std::int64_t total = 0;
    for (std::size_t t = 0; t < budget.size(); ++t) total += prices_[t] * budget[t];
    for (const CoverPart& part : parts_) total += part.upper();
    answer_.bound = std::min(answer_.bound, total - total % step_);
  }

  // Every wide part proved at prices that no longer move. False: time was up.
  bool solve_exactly() {
    for (int round = 0; round < 6; ++round) {
      measure([&](CoverPart& part) { part.solve(effort_.time_is_up); });
      mix();
      if (settled()) return true;
      if (effort_.stopped()) return false;
      std::vector<std::int64_t> next = best_prices(parts_, limits_, prices_);
      // Other prices are worth a round where they close a good part of what is open.
      const std::int64_t now = dual_value(parts_, limits_, prices_), then = dual_value(parts_, limits_, next);
      if (next == prices_ || (now - then) * 4 < now - answer_.value) return true;
      prices_ = std::move(next);
      set_prices();
    }
    // Prices still move by little: prove at these.
    measure([&](CoverPart& part) { part.solve(effort_.time_is_up); });
    mix();
    return !effort_.stopped();
  }

  bool mix() {
    const std::int64_t dual = dual_value(parts_, limits_, prices_);
    const Mix found = best_mix(parts_, limits_, prices_, std::min(better_than(dual), kGreatestLoss * step_));
    if (found.value <= answer_.value) return found.exhausted;
    answer_.value = found.value;
    answer_.year.assign(core_.site.size(), years_);
    for (std::size_t i = 0; i < parts_.size(); ++i)
      for (const std::int32_t e : parts_[i].configs()[static_cast<std::size_t>(found.config[i])].columns) {
        std::int32_t& year = answer_.year[static_cast<std::size_t>(parts_[i].site_of(e))];
        year = std::min(year, parts_[i].year_of(e));
      }
    answer_.value = std::max(answer_.value, value_of(answer_.year));
    return found.exhausted;
  }

  // What is not proved yet loses less than `loss`: every part is cut down to what such a plan can use, and listed in full.
  void close() {
    const std::int64_t dual = dual_value(parts_, limits_, prices_), loss = better_than(dual);
    if (loss > kGreatestLoss * step_ || !std::ranges::all_of(wide_, [&](std::size_t i) { return parts_[i].upper() == parts_[i].worth(parts_[i].best()); })) return;
    std::vector<std::vector<CoverPart>> pieces(wide_.size());
    parallel_for(effort_.threads, wide_.size(), [&](std::size_t w) {
      if (!effort_.stopped()) pieces[w] = parts_[wide_[w]].refine(loss, effort_.time_is_up);
    });
    if (effort_.stopped()) return;
    std::vector<CoverPart> all;
    for (CoverPart& part : parts_)
      if (part.complete()) all.push_back(std::move(part));
    for (std::vector<CoverPart>& of_part : pieces)
      for (CoverPart& part : of_part) all.push_back(std::move(part));
    parts_ = std::move(all);
    find_wide();
    if (mix() && wide_.empty()) answer_.bound = answer_.value;
  }

  std::int64_t value_of(const std::vector<std::int32_t>& year) const {
    std::int64_t total = 0;
    for (std::int32_t t = 0; t < years_; ++t) {
      std::vector<std::int32_t> open;
      for (std::int32_t j = 0; j < core_.sites(); ++j)
        if (year[static_cast<std::size_t>(j)] <= t) open.push_back(j), total += core_.own[static_cast<std::size_t>(j)];
      total += covered_by(core_.rows, open);
    }
    return total;
  }

  const CoverCore& core_;
  const std::int32_t years_;
  const YearLimits& limits_;
  const std::int64_t step_;
  const Effort& effort_;
  std::vector<CoverPart> parts_;
  std::vector<std::size_t> wide_;
  std::vector<std::int64_t> prices_;
  PartsAnswer answer_;
};

}  // namespace

std::int32_t largest_part(const CoverCore& core) {
  std::size_t largest = 0;
  for (const Component& c : components_of(core)) largest = std::max(largest, c.site.size());
  return static_cast<std::int32_t>(largest);
}

PartsAnswer solve_by_parts(const PartsProblem& problem, const PartsHint& hint, const Effort& effort) {
  const Scaled scaled(problem, hint);
  PartsAnswer answer = Parts(scaled, effort).run();
  answer.value /= scaled.weight, answer.bound /= scaled.weight;
  return answer;
}

}  // namespace yilin::siting
