#include "engines/siting/cover_part.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

#include "base/assert.h"
#include "engines/siting/cover_anneal.h"
#include "engines/siting/cover_exact.h"
#include "engines/siting/cover_search.h"
#include "engines/siting/cover_sweep.h"

namespace yilin::siting {
namespace {
constexpr std::int64_t kCombinations = 4'096;
}

CoverPart::CoverPart(const CoverCore& whole, const Component& component, std::int32_t years) : years_(years), prices_(static_cast<std::size_t>(years), 1) {
  const CoverCore once = core_of(whole, component);
  for (std::int32_t j = 0; j < once.sites(); ++j)
    for (std::int32_t t = 0; t < years; ++t) {
      const auto i = static_cast<std::size_t>(j);
      site_.push_back(once.site[i]), year_.push_back(t), base_.push_back(once.cost[i]);
      core_.site.push_back(static_cast<std::int32_t>(core_.site.size()));
      core_.cost.push_back(once.cost[i]);
      core_.own.push_back(t == 0 ? once.own[i] : 0);
    }
  core_.rows.sites = core_.sites();
  const auto end_row = [&](std::int64_t weight) {
    core_.rows.start.push_back(static_cast<std::uint32_t>(core_.rows.site.size()));
    core_.rows.weight.push_back(weight);
  };
  for (std::int32_t s = 0; s < years; ++s) {
    for (std::int32_t r = 0; r < once.rows.rows(); ++r) {
      for (const std::int32_t j : once.rows.of(r))
        for (std::int32_t t = 0; t <= s; ++t) core_.rows.site.push_back(j * years + t);
      end_row(once.rows.weight[static_cast<std::size_t>(r)]);
    }
    for (std::int32_t j = 0; s > 0 && j < once.sites(); ++j) {   // own people of a year: covered by any earlier opening
      if (once.own[static_cast<std::size_t>(j)] == 0) continue;
      for (std::int32_t t = 0; t <= s; ++t) core_.rows.site.push_back(j * years + t);
      end_row(once.own[static_cast<std::size_t>(j)]);
    }
  }
  core_.columns = columns_of(core_.rows);
  configs_.push_back(config_of({}));
}

void CoverPart::hint(std::span<const std::vector<double>> by_year, const Component& component) {
  row_price_.clear();
  for (std::size_t s = 0; s < by_year.size(); ++s) {
    for (const std::int32_t r : component.row) row_price_.push_back(by_year[s][static_cast<std::size_t>(r)]);
    while (s > 0 && row_price_.size() < core_.rows.weight.size() && core_.rows.of(static_cast<std::int32_t>(row_price_.size()))[0] / years_ ==
           core_.rows.of(static_cast<std::int32_t>(row_price_.size())).back() / years_)
      row_price_.push_back(static_cast<double>(core_.rows.weight[row_price_.size()]));
  }
  YILIN_ASSERT(row_price_.size() == core_.rows.weight.size());
}

Config CoverPart::config_of(std::vector<std::int32_t> columns) const {
  std::ranges::sort(columns);
  Config c{std::vector<std::int64_t>(static_cast<std::size_t>(years_), 0), covered_by(core_.rows, columns), {}};
  for (const std::int32_t e : columns) {
    const auto i = static_cast<std::size_t>(e);
    c.opens[static_cast<std::size_t>(year_[i])] += base_[i];
    c.value += core_.own[i];
  }
  c.columns = std::move(columns);
  return c;
}

void CoverPart::remember(std::vector<std::int32_t> columns) {
  Config fresh = config_of(std::move(columns));
  for (Config& c : configs_)
    if (c.opens == fresh.opens) {
      if (fresh.value > c.value) c = std::move(fresh);
      return;
    }
  configs_.push_back(std::move(fresh));
}

void CoverPart::tabulate(std::int64_t most) {
  // Columns of one site exclude each other: the later opening adds nothing.
  std::vector<std::pair<std::int32_t, std::int32_t>> choices;   // of a site: first column, behind the last
  std::int64_t combinations = 1;
  for (std::int32_t e = 0; e < columns(); ++e) {
    if (e == 0 || site_of(e) != site_of(e - 1)) choices.emplace_back(e, e);
    ++choices.back().second;
  }
  for (const auto& [from, upto] : choices)
    if ((combinations *= upto - from + 1) > most) return;
  std::map<std::vector<std::int64_t>, Config> found;
  CoverState state(core_);
  std::vector<std::int64_t> opens(static_cast<std::size_t>(years_), 0);
  const auto choose = [&](auto&& self, std::size_t k) -> void {
    if (k == choices.size()) {
      const auto [at, fresh] = found.try_emplace(opens);
      if (fresh || state.value() > at->second.value) at->second = Config{opens, state.value(), state.unordered()};
      return;
    }
    self(self, k + 1);
    for (std::int32_t e = choices[k].first; e < choices[k].second; ++e) {
      std::int64_t& spent = opens[static_cast<std::size_t>(year_of(e))];
      state.open(e), spent += base_[static_cast<std::size_t>(e)];
      self(self, k + 1);
      state.close(e), spent -= base_[static_cast<std::size_t>(e)];
    }
  };
  choose(choose, 0);
  configs_.clear();
  for (auto& [key, config] : found) {
    std::ranges::sort(config.columns);
    configs_.push_back(std::move(config));
  }
  complete_ = true;
}

void CoverPart::set_prices(std::span<const std::int64_t> prices) {
  prices_.assign(prices.begin(), prices.end());
  core_.budget = 0;
  core_.cost.resize(base_.size());
  for (std::size_t e = 0; e < base_.size(); ++e) {
    core_.cost[e] = base_[e] * prices[static_cast<std::size_t>(year_[e])];
    core_.budget += core_.cost[e];
  }
  solved_ = tight_ = false;
  upper_ = std::numeric_limits<std::int64_t>::max() / 8;
}

std::int64_t CoverPart::worth(const Config& c) const {
  std::int64_t worth = c.value;
  for (std::size_t t = 0; t < prices_.size(); ++t) worth -= c.opens[t] * prices_[t];
  return worth;
}

const Config& CoverPart::best() const {
  const Config* best = &configs_[0];
  for (const Config& c : configs_)
    if (worth(c) > worth(*best)) best = &c;
  return *best;
}

std::int64_t CoverPart::upper() const { return complete_ || solved_ ? worth(best()) : upper_; }

void CoverPart::seek(std::int64_t moves) { remember(anneal_priced(core_, best().columns, moves, 1).open); }

void CoverPart::bound(int rounds, const std::function<bool()>& time_is_up) {
  if (complete_ || solved_) return;
  const CoverBound found = priced_bound(core_, 1, worth(best()), rounds, row_price_, time_is_up);
  row_price_ = found.row_price;
  upper_ = std::min(upper_, found.bound);
}

void CoverPart::bound_tightly(const std::function<bool()>& time_is_up) {
  if (complete_ || solved_ || upper_ <= worth(best())) return;
  const CoverBound found = tight_bound(core_, worth(best()), row_price_, time_is_up);
  row_price_ = found.row_price;
  tight_ = true;
  upper_ = std::min(upper_, found.bound);
}

bool CoverPart::solve(const std::function<bool()>& time_is_up) {
  if (complete_ || solved_) return true;
  const PricedAnswer answer = solve_priced(core_, best().columns, row_price_, tight_, time_is_up);
  row_price_ = answer.row_price;
  remember(answer.open);
  upper_ = std::min(upper_, answer.bound);
  solved_ = answer.bound <= answer.worth;
  return solved_;
}

std::vector<CoverPart> CoverPart::refine(std::int64_t loss, const std::function<bool()>& time_is_up) const {
  const Config base = best();
  // What a config that loses less must have, or cannot have.
  const CoverBound root = priced_bound(core_, 1, worth(base) - loss, 120, row_price_, time_is_up);
  const double allowed = root.exact - static_cast<double>(worth(base) - loss + 1) + 1e-3;
  CoverProblem problem = problem_of(core_);
  problem.budget = core_.budget;
  for (std::size_t e = 0; e < base_.size(); ++e) {
    const double profit = root.worth[e] - static_cast<double>(core_.cost[e]);
    if (profit < -allowed) problem.rule[e] = SiteRule::excluded;
    else if (profit > allowed) problem.rule[e] = SiteRule::required;
  }
  const CoverCore rest = reduce(problem, false);

  const auto part_with = [&](const std::vector<std::int32_t>& columns) {
    CoverPart part;
    part.years_ = years_, part.prices_ = prices_, part.solved_ = true;
    for (const std::int32_t e : columns) {
      const auto i = static_cast<std::size_t>(e);
      part.site_.push_back(site_[i]), part.year_.push_back(year_[i]), part.base_.push_back(base_[i]);
    }
    return part;
  };
  std::vector<CoverPart> out;
  out.push_back(part_with(rest.settled));
  {
    Config fixed{std::vector<std::int64_t>(static_cast<std::size_t>(years_), 0), rest.settled_value, {}};
    for (std::size_t k = 0; k < rest.settled.size(); ++k) {
      fixed.columns.push_back(static_cast<std::int32_t>(k));
      fixed.opens[static_cast<std::size_t>(out[0].year_[k])] += out[0].base_[k];
    }
    out[0].configs_.push_back(std::move(fixed));
    out[0].complete_ = true;
  }
  for (const Component& piece : components_of(rest)) {
    CoverCore core = core_of(rest, piece);
    std::vector<std::int32_t> columns, mine;
    for (std::int32_t e = 0; e < core.sites(); ++e) {
      std::int32_t& site = core.site[static_cast<std::size_t>(e)];
      columns.push_back(rest.site[static_cast<std::size_t>(site)]);
      if (std::ranges::binary_search(base.columns, columns.back())) mine.push_back(e);
      site = e;
    }
    out.push_back(part_with(columns));
    CoverPart& part = out.back();
    part.core_ = std::move(core);
    part.configs_.push_back(part.config_of({}));
    part.remember(std::move(mine));
    part.tabulate(kCombinations);
    if (!part.complete_) part.enumerate(loss, time_is_up);
  }
  return out;
}

// What a set of columns opens in each year as one number; nothing where that does not fit.
std::optional<std::vector<std::uint64_t>> CoverPart::labels() const {
  std::vector<unsigned __int128> stride(static_cast<std::size_t>(years_), 1);
  unsigned __int128 next = 1;
  for (std::size_t t = 0; t < stride.size(); ++t) {
    stride[t] = next;
    unsigned __int128 most = 1;
    for (std::size_t e = 0; e < base_.size(); ++e)
      if (year_[e] == static_cast<std::int32_t>(t)) most += static_cast<unsigned __int128>(base_[e]);
    next *= most;
    if (next >> 63 != 0) return std::nullopt;
  }
  std::vector<std::uint64_t> out;
  for (std::size_t e = 0; e < base_.size(); ++e) out.push_back(static_cast<std::uint64_t>(stride[static_cast<std::size_t>(year_[e])]) * static_cast<std::uint64_t>(base_[e]));
  return out;
}

void CoverPart::enumerate(std::int64_t loss, const std::function<bool()>& time_is_up) {
  const std::int64_t floor = worth(best()) - loss;
  const auto label = labels();
  if (!label) return;
  const CoverBound bound = tight_bound(core_, floor, {}, time_is_up);
  const auto sets = sweep_labels(core_, floor, bound.row_price, *label, time_is_up);
  if (!sets) return;
  for (const std::vector<std::int32_t>& set : *sets) remember(set);
  complete_ = true;
}

}  // namespace yilin::siting
