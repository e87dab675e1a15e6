#include "engines/siting/cover_bound.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace yilin::siting {
namespace {

// The relaxed budget: sites by worth per cost until it is spent, the last one in part.
class Knapsack {
 public:
  explicit Knapsack(const CoverCore& core) : core_(core), order_(core.site.size()) {
    for (const std::int64_t c : core.cost) unit_ = unit_ && c == core.cost[0];
  }
  // Fills `share`; returns Σ share × worth and sets `price`, the worth per cost at which the budget ends.
  double fill(const std::vector<double>& worth, std::vector<double>& share, double& price) {
    std::iota(order_.begin(), order_.end(), 0);
    const auto better = [&](std::int32_t a, std::int32_t b) {
      const auto i = static_cast<std::size_t>(a), k = static_cast<std::size_t>(b);
      const double left = unit_ ? worth[i] : worth[i] / static_cast<double>(core_.cost[i]);
      const double right = unit_ ? worth[k] : worth[k] / static_cast<double>(core_.cost[k]);
      return left != right ? left > right : a < b;
    };
    if (unit_) {
      const auto whole = static_cast<std::size_t>(core_.budget / core_.cost[0]);
      if (whole < order_.size()) std::ranges::nth_element(order_, order_.begin() + static_cast<std::ptrdiff_t>(whole), better);
    } else {
      std::ranges::sort(order_, better);
    }
    std::ranges::fill(share, 0);
    auto slack = static_cast<double>(core_.budget);
    double value = 0;
    price = 0;
    for (const std::int32_t j : order_) {
      const auto i = static_cast<std::size_t>(j);
      const auto cost = static_cast<double>(core_.cost[i]);
      if (slack < cost) price = worth[i] / cost;
      share[i] = unit_ ? (slack >= cost ? 1.0 : 0.0) : std::min(1.0, slack / cost);
      value += share[i] * worth[i];
      slack -= share[i] * cost;
      if (price > 0) break;
    }
    return value;
  }
  // Every site that is worth more than it costs at `price`; returns Σ (worth − price × cost) of them.
  double fill_at(double price, const std::vector<double>& worth, std::vector<double>& share) const {
    double value = 0;
    for (std::size_t j = 0; j < worth.size(); ++j) {
      const double profit = worth[j] - price * static_cast<double>(core_.cost[j]);
      share[j] = profit > 0 ? 1 : 0;
      value += std::max(0.0, profit);
    }
    return value;
  }

 private:
  const CoverCore& core_;
  std::vector<std::int32_t> order_;
  bool unit_ = true;
};

double worth_at(const CoverCore& core, const std::vector<double>& price, std::vector<double>& worth) {
  worth.assign(core.own.begin(), core.own.end());
  double rest = 0;
  for (std::int32_t r = 0; r < core.rows.rows(); ++r) {
    const auto i = static_cast<std::size_t>(r);
    rest += static_cast<double>(core.rows.weight[i]) - price[i];
    for (const std::int32_t j : core.rows.of(r)) worth[static_cast<std::size_t>(j)] += price[i];
  }
  return rest;
}

}  // namespace

std::int64_t floor_safely(double v) { return static_cast<std::int64_t>(std::floor(v + 1e-6 * std::max(1.0, std::abs(v) * 1e-6))); }

Program program_of(const CoverCore& core) {
  Program p;
  for (std::int32_t j = 0; j < core.sites(); ++j) p.add_column(-static_cast<double>(core.own[static_cast<std::size_t>(j)]), 0, 1, true);
  for (const std::int64_t weight : core.rows.weight) p.add_column(-static_cast<double>(weight), 0, 1, false);
  for (std::int32_t r = 0; r < core.rows.rows(); ++r) {
    for (const std::int32_t j : core.rows.of(r)) p.add(j, 1);
    p.add(core.sites() + r, -1);
    p.end_row(0, kInfinity);
  }
  for (std::int32_t j = 0; j < core.sites(); ++j) p.add(j, static_cast<double>(core.cost[static_cast<std::size_t>(j)]));
  p.end_row(-kInfinity, static_cast<double>(core.budget));
  return p;
}

namespace {

CoverBound subgradient(const CoverCore& core, const double* fixed_price, std::int64_t target, int rounds, const std::vector<double>& from,
                       const std::function<bool()>& time_is_up) {
  const std::size_t rows = core.rows.weight.size();
  std::vector<double> price(rows), direction(rows, 0), slope(rows), worth, share(core.site.size());
  for (std::size_t r = 0; r < rows; ++r) price[r] = from.empty() ? static_cast<double>(core.rows.weight[r]) / 2 : from[r];
  Knapsack knapsack(core);
  CoverBound out;
  out.exact = kInfinity;
  double step = from.empty() ? 1 : 0.5;
  int stale = 0;
  for (int round = 0; round < rounds; ++round) {
    double lambda = 0;
    const double rest = worth_at(core, price, worth);
    const double value = rest + (fixed_price ? knapsack.fill_at(*fixed_price, worth, share) : knapsack.fill(worth, share, lambda));
    if (fixed_price) lambda = *fixed_price;
    if (value < out.exact) {
      stale = value < out.exact - 1e-4 * (out.exact - static_cast<double>(target)) ? 0 : stale + 1;
      out.exact = value, out.price = lambda, out.worth = worth, out.use = share, out.row_price = price;
    } else {
      ++stale;
    }
    if (stale >= 8) step *= 0.6, stale = 0;
    if (out.exact < static_cast<double>(target) + 1 - 1e-6 || step < 2e-3 || (round % 16 == 0 && time_is_up && time_is_up())) break;

    double along = 0, norm = 0, slope_norm = 0;
    for (std::int32_t r = 0; r < core.rows.rows(); ++r) {
      const auto i = static_cast<std::size_t>(r);
      double open = -1;
      for (const std::int32_t j : core.rows.of(r)) open += share[static_cast<std::size_t>(j)];
      if ((open > 0 && price[i] <= 0) || (open < 0 && price[i] >= static_cast<double>(core.rows.weight[i]))) open = 0;
      slope[i] = open;
      along += open * direction[i];
      norm += direction[i] * direction[i];
      slope_norm += open * open;
    }
    const double deflect = along < 0 ? -1.5 * along / norm : 0;
    norm = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      direction[i] = slope[i] + deflect * direction[i];
      norm += direction[i] * direction[i];
    }
    if (slope_norm < 1e-9 || norm < 1e-9) break;
    const double length = step * (value - static_cast<double>(target)) / norm;
    for (std::size_t i = 0; i < rows; ++i) price[i] = std::clamp(price[i] - length * direction[i], 0.0, static_cast<double>(core.rows.weight[i]));
  }
  out.bound = floor_safely(out.exact);
  return out;
}

}  // namespace

CoverBound lagrangian_bound(const CoverCore& core, std::int64_t target, int rounds, const std::function<bool()>& time_is_up) {
  return subgradient(core, nullptr, target, rounds, {}, time_is_up);
}

CoverBound priced_bound(const CoverCore& core, double price, std::int64_t target, int rounds, const std::vector<double>& row_price,
                        const std::function<bool()>& time_is_up) {
  return subgradient(core, &price, target, rounds, row_price, time_is_up);
}

namespace {
// The bound that the simplex's row prices give, worked out here: they are only a hint.
void settle_bound(const CoverCore& core, double price, double budget, CoverBound& out) {
  out.price = price;
  for (std::size_t r = 0; r < out.row_price.size(); ++r) out.row_price[r] = std::clamp(out.row_price[r], 0.0, static_cast<double>(core.rows.weight[r]));
  out.exact = worth_at(core, out.row_price, out.worth) + price * budget;
  for (std::size_t j = 0; j < out.worth.size(); ++j) out.exact += std::max(0.0, out.worth[j] - price * static_cast<double>(core.cost[j]));
  out.bound = floor_safely(out.exact);
}
}  // namespace

namespace {
// The dual of the linear program: prices of rows, profits of sites and, where it is not given, the price of the budget. It has a row
// for each site only, which is what the simplex's time depends on.
std::optional<CoverBound> dual_bound(const CoverCore& core, std::optional<double> price, const std::function<bool()>& time_is_up) {
  Program program;
  for (const std::int64_t weight : core.rows.weight) program.add_column(-1, 0, static_cast<double>(weight), false);
  for (std::int32_t j = 0; j < core.sites(); ++j) program.add_column(1, 0, kInfinity, false);
  const std::int32_t budget = price ? -1 : program.add_column(static_cast<double>(core.budget), 0, kInfinity, false);
  for (std::int32_t j = 0; j < core.sites(); ++j) {
    const auto cost = static_cast<double>(core.cost[static_cast<std::size_t>(j)]);
    for (const std::int32_t r : core.columns.of(j)) program.add(r, 1);
    program.add(core.rows.rows() + j, -1);
    if (!price) program.add(budget, -cost);
    program.end_row(-kInfinity, price.value_or(0) * cost - static_cast<double>(core.own[static_cast<std::size_t>(j)]));
  }
  const LinearAnswer linear = solve_linear(program, time_is_up);
  if (linear.end != LinearAnswer::End::optimal) return std::nullopt;
  CoverBound out;
  out.row_price.assign(linear.x.begin(), linear.x.begin() + core.rows.rows());
  for (const double y : linear.price) out.use.push_back(std::clamp(-y, 0.0, 1.0));
  settle_bound(core, price ? *price : std::max(0.0, linear.x[static_cast<std::size_t>(budget)]), price ? 0 : static_cast<double>(core.budget), out);
  return out;
}
}  // namespace

std::optional<CoverBound> priced_linear_bound(const CoverCore& core, double price, const std::function<bool()>& time_is_up) {
  return dual_bound(core, price, time_is_up);
}

std::optional<CoverBound> linear_bound(const CoverCore& core, const std::function<bool()>& time_is_up) { return dual_bound(core, {}, time_is_up); }

}  // namespace yilin::siting
