#include "engines/siting/nested_search.h"

#include <algorithm>
#include <cmath>

namespace yilin::siting {

NestedSearch::NestedSearch(const CoverCore& core, std::vector<std::int64_t> limits, bool cumulative)
    : core_(core), limits_(std::move(limits)), cumulative_(cumulative), years_(static_cast<std::int32_t>(limits_.size())) {}

void NestedSearch::set_year(std::int32_t j, std::int32_t year) {
  std::int32_t& mine = year_[static_cast<std::size_t>(j)];
  const std::int64_t cost = core_.cost[static_cast<std::size_t>(j)];
  for (std::int32_t t = std::min(mine, year); t < std::max(mine, year); ++t) {
    if (year < mine) state_[static_cast<std::size_t>(t)].open(j);
    else state_[static_cast<std::size_t>(t)].close(j);
  }
  if (mine < years_) opens_[static_cast<std::size_t>(mine)] -= cost;
  if (year < years_) opens_[static_cast<std::size_t>(year)] += cost;
  mine = year;
}

bool NestedSearch::affordable() const {
  std::int64_t running = 0;
  for (std::size_t t = 0; t < limits_.size(); ++t) {
    running = cumulative_ ? running + opens_[t] : opens_[t];
    if (running > limits_[t]) return false;
  }
  return true;
}

std::int64_t NestedSearch::value_of(const std::vector<std::int32_t>& year) const {
  std::int64_t total = 0;
  for (std::int32_t t = 0; t < years_; ++t) {
    std::vector<std::int32_t> open;
    for (std::int32_t j = 0; j < core_.sites(); ++j)
      if (year[static_cast<std::size_t>(j)] <= t) open.push_back(j), total += core_.own[static_cast<std::size_t>(j)];
    total += covered_by(core_.rows, open);
  }
  return total;
}

// Money left in a year opens the site that gains most from then on.
void NestedSearch::fill() {
  for (std::int32_t t = 0; t < years_; ++t) {
    for (;;) {
      std::int64_t slack = limits_[static_cast<std::size_t>(t)], running = 0;
      for (std::int32_t s = 0; s < years_; ++s) {
        const auto i = static_cast<std::size_t>(s);
        running = cumulative_ ? running + opens_[i] : opens_[i];
        if (cumulative_ ? s >= t : s == t) slack = std::min(slack, limits_[i] - running);
      }
      std::int32_t best = -1;
      std::int64_t most = 0;
      for (std::int32_t j = 0; j < core_.sites(); ++j) {
        const auto i = static_cast<std::size_t>(j);
        if (year_[i] <= t || (year_[i] < years_ && !cumulative_) || core_.cost[i] > slack) continue;
        std::int64_t gain = 0;
        for (std::int32_t s = t; s < year_[i] && s < years_; ++s) gain += state_[static_cast<std::size_t>(s)].worth(j);
        if (gain > most) best = j, most = gain;
      }
      if (best < 0) break;
      set_year(best, t);
    }
  }
}

YearPlan NestedSearch::run(const YearPlan& start, std::int64_t rounds, std::uint64_t seed, const Effort& effort) {
  state_.clear();
  state_.reserve(limits_.size());
  for (std::int32_t t = 0; t < years_; ++t) state_.emplace_back(core_);
  opens_.assign(static_cast<std::size_t>(years_), 0);
  year_.assign(core_.site.size(), years_);
  for (std::int32_t j = 0; j < core_.sites(); ++j) set_year(j, start.year[static_cast<std::size_t>(j)]);
  fill();
  const auto value = [&] {
    std::int64_t total = 0;
    for (const CoverState& s : state_) total += s.value();
    return total;
  };
  Rng rng(seed);
  YearPlan best{year_, value()};
  std::int64_t now = best.value;
  const auto sites = static_cast<std::uint64_t>(core_.site.size());
  const double mean = sites == 0 ? 0 : static_cast<double>(now) / static_cast<double>(sites);
  for (std::int64_t round = 0; round < rounds && sites > 1; ++round) {
    if (round % 64 == 0 && effort.stopped()) break;
    // An open site and a neighbour of it (or anybody): they change places in time.
    std::int32_t a = state_.back().unordered().empty() ? -1 : state_.back().unordered()[rng.below(state_.back().unordered().size())];
    if (a < 0) break;
    std::int32_t b = a;
    for (std::uint64_t hop = rng.below(3) + 1; hop > 0; --hop) {
      const auto rows = core_.columns.of(b);
      if (rows.empty()) break;
      const auto near = core_.rows.of(rows[rng.below(rows.size())]);
      b = near[rng.below(near.size())];
    }
    if (b == a || rng.chance(0.3)) b = static_cast<std::int32_t>(rng.below(sites));
    const std::int32_t year_a = year_[static_cast<std::size_t>(a)], year_b = year_[static_cast<std::size_t>(b)];
    if (year_a == year_b) continue;
    set_year(a, year_b), set_year(b, year_a);
    const std::int64_t then = value();
    const double left = 1 - static_cast<double>(round) / static_cast<double>(rounds);
    if (affordable() && static_cast<double>(now - then) <= -std::log(rng.uniform() + 1e-12) * 0.05 * mean * left * left) {
      now = then;
      if (now > best.value) best = {year_, now};
    } else {
      set_year(b, year_b), set_year(a, year_a);
    }
  }
  return best;
}

}  // namespace yilin::siting
