#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

#include "engines/siting/allocation_steps.h"

namespace yilin::siting {
namespace {

constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max() / 4;

// Money of counties in years. More for a county goes into a year with room, if need be by moving other counties' money to other years.
class Spread {
 public:
  Spread(std::vector<YearTerms> years, std::size_t groups) : years_(std::move(years)), groups_(groups), spent_(years_.size() * groups, 0), closed_(groups, 0) {
    for (const YearTerms& y : years_) left_.push_back(y.budget);
  }
  std::int64_t spent(std::size_t group, std::size_t year) const { return spent_[year * groups_ + group]; }

  // Puts money where it must go; returns what could be put.
  void put(std::size_t group, std::size_t year, std::int64_t amount) { spent_[year * groups_ + group] += amount, left_[year] -= amount; }

  // As much of `amount` as fits.
  std::int64_t add(std::size_t group, std::int64_t amount) {
    std::int64_t rest = amount;
    while (rest > 0 && !closed_[group]) {
      bool direct = false;
      for (std::size_t t = 0; t < years_.size() && rest > 0; ++t) {
        const std::int64_t here = std::min({rest, room(group, t), left_[t]});
        if (here <= 0) continue;
        put(group, t, here);
        rest -= here, direct = true;
      }
      if (rest == 0 || direct) continue;
      const std::int64_t moved = reroute(group, rest);
      if (moved == 0) closed_[group] = 1;   // and for good: in a polymatroid what cannot grow never can again
      rest -= moved;
    }
    return amount - rest;
  }

 private:
  std::int64_t room(std::size_t g, std::size_t t) const { return years_[t].cap[g] - spent(g, t); }

  // A shortest path county → year → county → … → year with budget left: into a year, and out of it what another county can spare there.
  std::int64_t reroute(std::size_t group, std::int64_t amount) {
    constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
    std::vector<std::size_t> year_from(years_.size(), kNone), group_from(groups_, kNone), queue{group};   // group before a year; year before a group
    std::size_t end = kNone;
    for (std::size_t head = 0; head < queue.size() && end == kNone; ++head) {
      const std::size_t g = queue[head];
      for (std::size_t t = 0; t < years_.size() && end == kNone; ++t) {
        if (year_from[t] != kNone || room(g, t) <= 0) continue;
        year_from[t] = g;
        if (left_[t] > 0) {
          end = t;
          break;
        }
        for (std::size_t other = 0; other < groups_; ++other)
          if (other != group && group_from[other] == kNone && spent(other, t) > years_[t].floor[other]) group_from[other] = t, queue.push_back(other);
      }
    }
    if (end == kNone) return 0;
    const auto along = [&](auto&& step) {
      for (std::size_t t = end;;) {
        const std::size_t g = year_from[t];
        step(g, t, true);
        if (g == group) return;
        t = group_from[g];
        step(g, t, false);
      }
    };
    std::int64_t most = std::min(amount, left_[end]);
    along([&](std::size_t g, std::size_t t, bool into) { most = std::min(most, into ? room(g, t) : spent(g, t) - years_[t].floor[g]); });
    along([&](std::size_t g, std::size_t t, bool into) { spent_[t * groups_ + g] += into ? most : -most; });
    left_[end] -= most;
    return most;
  }

  std::vector<YearTerms> years_;
  std::size_t groups_;
  std::vector<std::int64_t> spent_, left_;
  std::vector<char> closed_;
};

class Planner {
 public:
  Planner(const AllocationProblem& p, std::vector<YearTerms> years, std::size_t groups) : p_(p), years_(std::move(years)), groups_(groups), steps_(steps_of(p)), whole_(steps_.size(), 0) {}

  // The relaxation, then whole packages.
  YearsAllocation together() {
    const double bound = relax();
    start();
    round_down();
    fill(true);
    fill(false);
    finish();
    out_.bound = bound;
    return std::move(out_);
  }

  // Each year for the households that have nothing yet.
  Result<YearsAllocation> one_after_the_other() {
    start();
    for (std::size_t t = 0; t < years_.size(); ++t) {
      AllocationProblem now;
      now.budget = years_[t].budget, now.floor = years_[t].floor, now.cap = years_[t].cap;
      std::vector<std::uint32_t> asked;
      for (std::uint32_t h = 0; h < out_.chosen.size(); ++h) {
        if (out_.chosen[h] >= 0) continue;
        asked.push_back(h);
        now.tier.insert(now.tier.end(), p_.tier.begin() + p_.start[h], p_.tier.begin() + p_.start[h + 1]);
        now.start.push_back(static_cast<std::uint32_t>(now.tier.size()));
        now.group.push_back(static_cast<std::int32_t>(group_of(h)));
      }
      YILIN_TRY(const Allocation made, allocate(now));
      for (std::size_t k = 0; k < asked.size(); ++k)
        if (made.chosen[k] >= 0) give(asked[k], made.chosen[k], t);
    }
    finish();
    return std::move(out_);
  }

 private:
  std::size_t group_of(std::uint32_t h) const { return p_.group.empty() ? std::size_t{0} : static_cast<std::size_t>(p_.group[h]); }
  const Tier& tier_of(std::uint32_t h, std::int32_t tier) const { return p_.tier[p_.start[h] + static_cast<std::uint32_t>(tier)]; }

  // Floors first, each county from its best steps; then everybody's best steps, as far as years can be found for them.
  double relax() {
    std::vector<std::int64_t> available(groups_, 0);
    for (const AllocationStep& s : steps_) available[group_of(s.household)] += s.cost;
    std::vector<YearTerms> reachable = years_;
    std::vector<std::int64_t> must(groups_, 0);
    for (std::size_t g = 0; g < groups_; ++g)
      for (YearTerms& y : reachable) {
        y.floor[g] = std::min(y.floor[g], available[g] - must[g]);
        must[g] += y.floor[g];
      }
    spread_.emplace(reachable, groups_);
    for (std::size_t g = 0; g < groups_; ++g)
      for (std::size_t t = 0; t < reachable.size(); ++t) spread_->put(g, t, reachable[t].floor[g]);
    double bound = 0;
    std::vector<std::int64_t> taken(steps_.size(), 0);
    const auto take = [&](std::size_t s, std::int64_t amount) {
      taken[s] += amount;
      bound += static_cast<double>(steps_[s].benefit) * (static_cast<double>(amount) / static_cast<double>(steps_[s].cost));
    };
    for (std::size_t s = 0; s < steps_.size(); ++s) {
      std::int64_t& need = must[group_of(steps_[s].household)];
      const std::int64_t part = std::min(need, steps_[s].cost);
      need -= part;
      if (part > 0) take(s, part);
    }
    for (std::size_t s = 0; s < steps_.size(); ++s)
      if (const std::int64_t rest = steps_[s].cost - taken[s]; rest > 0)
        if (const std::int64_t part = spread_->add(group_of(steps_[s].household), rest); part > 0) take(s, part);
    for (std::size_t s = 0; s < steps_.size(); ++s) whole_[s] = taken[s] == steps_[s].cost;
    return bound;
  }

  void start() {
    out_ = {};
    out_.chosen.assign(p_.start.size() - 1, -1), out_.year.assign(p_.start.size() - 1, -1);
    out_.by_year.assign(years_.size(), {0, 0, std::vector<std::int64_t>(groups_, 0)});
  }

  void give(std::uint32_t h, std::int32_t tier, std::size_t year) {
    YearsAllocation::Year& y = out_.by_year[year];
    const auto book = [&](const Tier& t, int sign) { y.cost += sign * t.cost, y.benefit += sign * t.benefit, y.group_cost[group_of(h)] += sign * t.cost; };
    if (out_.chosen[h] >= 0) book(tier_of(h, out_.chosen[h]), -1);
    book(tier_of(h, tier), 1);
    out_.chosen[h] = tier, out_.year[h] = static_cast<std::int32_t>(year);
  }

  // What the relaxation takes whole, household by household in order of benefit per yuan, into the earliest year with money for its county.
  void round_down() {
    std::vector<std::int32_t> tier(out_.chosen.size(), -1);
    std::vector<char> cut(out_.chosen.size(), 0);
    std::vector<std::uint32_t> order;
    for (std::size_t s = 0; s < steps_.size(); ++s) {
      const std::uint32_t h = steps_[s].household;
      if (!whole_[s]) cut[h] = 1;
      if (cut[h]) continue;
      if (tier[h] < 0) order.push_back(h);
      tier[h] = steps_[s].to;
    }
    for (const std::uint32_t h : order)
      for (std::size_t t = 0; t < years_.size(); ++t) {
        const std::size_t g = group_of(h);
        if (out_.by_year[t].group_cost[g] + tier_of(h, tier[h]).cost > spread_->spent(g, t)) continue;
        give(h, tier[h], t);
        break;
      }
  }

  // Whatever still fits: first packages in any year, higher tiers in their household's year. `floors`: only where a county is short.
  void fill(bool floors) {
    for (const AllocationStep& s : steps_) {
      const std::uint32_t h = s.household;
      const std::size_t g = group_of(h);
      const Tier& to = tier_of(h, s.to);
      const std::int32_t now = out_.chosen[h];
      if (now >= 0 && tier_of(h, now).cost >= to.cost) continue;
      const std::int64_t more = to.cost - (now >= 0 ? tier_of(h, now).cost : 0);
      for (std::size_t t = 0; t < years_.size(); ++t) {
        if (now >= 0 && out_.year[h] != static_cast<std::int32_t>(t)) continue;
        if (floors && out_.by_year[t].group_cost[g] >= years_[t].floor[g]) continue;
        if (out_.by_year[t].cost + more > years_[t].budget || out_.by_year[t].group_cost[g] + more > years_[t].cap[g]) continue;
        give(h, s.to, t);
        break;
      }
    }
  }

  void finish() {
    for (std::size_t t = 0; t < years_.size(); ++t) {
      out_.benefit += out_.by_year[t].benefit;
      for (std::size_t g = 0; g < groups_; ++g) out_.short_of_floors += std::max<std::int64_t>(0, years_[t].floor[g] - out_.by_year[t].group_cost[g]);
    }
  }

  const AllocationProblem& p_;
  const std::vector<YearTerms> years_;
  const std::size_t groups_;
  const std::vector<AllocationStep> steps_;
  std::vector<char> whole_;                // per step: the relaxation takes all of it
  std::optional<Spread> spread_;
  YearsAllocation out_;
};

}  // namespace

Result<YearsAllocation> allocate_years(const AllocationProblem& households, std::span<const YearTerms> years) {
  std::size_t groups = 1;
  for (const std::int32_t g : households.group) groups = std::max(groups, static_cast<std::size_t>(g) + 1);
  for (const YearTerms& y : years) groups = std::max({groups, y.floor.size(), y.cap.size()});
  std::vector<YearTerms> full(years.begin(), years.end());
  for (std::size_t t = 0; t < full.size(); ++t) {
    full[t].floor.resize(groups, 0), full[t].cap.resize(groups, kNoLimit);
    for (std::int64_t& c : full[t].cap) c = std::min(c, kNoLimit);
    for (std::size_t g = 0; g < groups; ++g)
      if (full[t].floor[g] < 0 || full[t].floor[g] > full[t].cap[g]) return fail(bad_allocation, fmt::format("第 {} 年第 {} 个区县的下限 {} 大于上限或为负。", t + 1, g + 1, full[t].floor[g]));
    const std::int64_t floors = std::accumulate(full[t].floor.begin(), full[t].floor.end(), std::int64_t{0});
    if (full[t].budget < 0 || floors > full[t].budget) return fail(bad_allocation, fmt::format("第 {} 年各区县下限合计 {} 超过预算 {}。", t + 1, floors, full[t].budget));
  }
  Planner planner(households, std::move(full), groups);
  YearsAllocation best = planner.together();
  YILIN_TRY(YearsAllocation other, planner.one_after_the_other());
  if (other.short_of_floors <= best.short_of_floors && other.benefit > best.benefit) other.bound = best.bound, best = std::move(other);
  return best;
}

}  // namespace yilin::siting
