#include "engines/siting/part_prices.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engines/siting/mip.h"

namespace yilin::siting {
namespace {

// The dual at real prices, and its slope.
double dual_at(const std::vector<CoverPart>& parts, std::span<const std::int64_t> budget, std::span<const double> prices, std::vector<double>& slope) {
  double total = 0;
  for (std::size_t t = 0; t < prices.size(); ++t) slope[t] = static_cast<double>(budget[t]), total += slope[t] * prices[t];
  for (const CoverPart& part : parts) {
    const Config* best = nullptr;
    double most = -kInfinity;
    for (const Config& c : part.configs()) {
      auto worth = static_cast<double>(c.value);
      for (std::size_t t = 0; t < prices.size(); ++t) worth -= prices[t] * static_cast<double>(c.opens[t]);
      if (worth > most) most = worth, best = &c;
    }
    total += most;
    for (std::size_t t = 0; t < prices.size(); ++t) slope[t] -= static_cast<double>(best->opens[t]);
  }
  return total;
}

// A whole price for one year alone: the dual is convex along it.
std::vector<std::int64_t> by_bisection(const std::vector<CoverPart>& parts, const YearLimits& limits, std::int64_t near) {
  std::int64_t lo = 1, hi = std::max<std::int64_t>(2 * near + 16, 64);
  const auto at = [&](std::int64_t v) { return dual_value(parts, limits, std::vector<std::int64_t>{v}); };
  while (lo < hi) {
    const std::int64_t mid = lo + (hi - lo) / 2;
    if (at(mid) <= at(mid + 1)) hi = mid;
    else lo = mid + 1;
  }
  return {lo};
}

// One year's price after the other while that lowers the dual, in steps that double as long as they do: where costs have a tiny common
// unit prices have many digits, and single steps would never end. Any prices are good enough for a bound, so questions are counted too.
void descend(const std::vector<CoverPart>& parts, const YearLimits& limits, std::vector<std::int64_t>& prices) {
  constexpr int kQuestions = 600;
  int questions = 1;
  std::int64_t now = dual_value(parts, limits, prices);
  const auto improves = [&](std::size_t t, std::int64_t by) {
    std::vector<std::int64_t> next = prices;
    next[t] += by;
    if (next[t] < 1 || (limits.cumulative && !std::ranges::is_sorted(next, std::greater<>()))) return false;
    ++questions;
    const std::int64_t then = dual_value(parts, limits, next);
    if (then >= now) return false;
    now = then, prices = std::move(next);
    return true;
  };
  for (bool better = true; better && questions < kQuestions;) {
    better = false;
    for (std::size_t t = 0; t < prices.size(); ++t)
      for (const std::int64_t way : {-1, 1}) {
        std::int64_t by = way;
        while (questions < kQuestions && improves(t, by)) better = true, by *= 2;
        // Back down to single steps, from where the last doubling failed.
        for (by /= 2; by != 0 && by != way && questions < kQuestions; by /= 2)
          if (improves(t, by)) better = true;
      }
  }
}

}  // namespace

std::vector<std::int64_t> YearLimits::budget() const {
  std::vector<std::int64_t> out = limit;
  for (std::size_t t = 1; cumulative && t < limit.size(); ++t) out[t] -= limit[t - 1];
  return out;
}

std::int64_t dual_value(const std::vector<CoverPart>& parts, const YearLimits& limits, std::span<const std::int64_t> prices) {
  const std::vector<std::int64_t> budget = limits.budget();
  std::int64_t total = 0;
  for (std::size_t t = 0; t < prices.size(); ++t) total += prices[t] * budget[t];
  for (const CoverPart& part : parts) {
    std::int64_t most = std::numeric_limits<std::int64_t>::min();
    for (const Config& c : part.configs()) {
      std::int64_t worth = c.value;
      for (std::size_t t = 0; t < prices.size(); ++t) worth -= prices[t] * c.opens[t];
      most = std::max(most, worth);
    }
    total += most;
  }
  return total;
}

std::vector<std::int64_t> best_prices(const std::vector<CoverPart>& parts, const YearLimits& limits, std::span<const std::int64_t> from) {
  const std::size_t years = limits.years();
  if (years == 1) return by_bisection(parts, limits, from[0]);
  const std::vector<std::int64_t> budget = limits.budget();
  // minimise z; z ≥ value_k + slope_k · (price − price_k) for every price tried.
  Program master;
  for (std::size_t t = 0; t < years; ++t) {
    const auto price = static_cast<double>(from[t]);
    master.add_column(0, std::max(1.0, price / 2), 2 * price + 16, false);
  }
  const std::int32_t z = master.add_column(1, -kInfinity, kInfinity, false);
  for (std::size_t t = 1; limits.cumulative && t < years; ++t) {
    master.add(static_cast<std::int32_t>(t) - 1, 1), master.add(static_cast<std::int32_t>(t), -1);
    master.end_row(0, kInfinity);
  }
  std::vector<double> at(from.begin(), from.end()), best = at, slope(years);
  double least = kInfinity;
  for (int cut = 0; cut < 60; ++cut) {
    const double value = dual_at(parts, budget, at, slope);
    if (value < least) least = value, best = at;
    double constant = value;
    for (std::size_t t = 0; t < years; ++t) {
      constant -= slope[t] * at[t];
      master.add(static_cast<std::int32_t>(t), -slope[t]);
    }
    master.add(z, 1);
    master.end_row(constant, kInfinity);
    const LinearAnswer answer = solve_linear(master);
    if (answer.end != LinearAnswer::End::optimal || answer.value > least - 0.5) break;
    // Half way back to the best point: the plain method swings from corner to corner.
    const double step = cut < 4 ? 0.5 : 0.8;
    for (std::size_t t = 0; t < years; ++t) at[t] = best[t] + step * (answer.x[t] - best[t]);
  }
  std::vector<std::int64_t> whole;
  for (const double p : best) whole.push_back(std::max<std::int64_t>(1, std::llround(p)));
  for (std::size_t t = 1; limits.cumulative && t < years; ++t) whole[t] = std::min(whole[t], whole[t - 1]);
  descend(parts, limits, whole);
  return whole;
}

}  // namespace yilin::siting
