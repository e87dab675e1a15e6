#pragma once
// What one leg takes and costs: the one place where matrices, coordinates, speeds and rates meet.

#include <cmath>

#include "engines/routing/problem.h"

namespace yilin::routing {

struct LegPrice {
  Time time = 0;
  std::int64_t metres = 0;
  Cost cost = 0;
};

class Leg {
 public:
  Leg(const Problem& problem, int profile, int speed_percent, std::int64_t cost_per_hour, std::int64_t cost_per_km)
      : problem_(problem), profile_(problem.profiles[profile]), speed_percent_(speed_percent), per_hour_(cost_per_hour), per_km_(cost_per_km) {}
  Leg(const Problem& problem, const Carer& c) : Leg(problem, c.profile, c.speed_percent, c.cost_per_hour, c.cost_per_km) {}

  // Places of the problem; from or to −1 is nowhere: nothing.
  LegPrice operator()(int from, int to) const {
    LegPrice out;
    if (from < 0 || to < 0) return out;
    if (profile_.durations.empty()) {
      const Location &a = problem_.places[from], &b = problem_.places[to];
      const Ground& ground = a.rural || b.rural ? profile_.rural : profile_.urban;
      out.metres = distance_m(a.at, b.at) * ground.detour_percent / 100;
      out.time = out.metres * 36 / ground.speed_kmh_tenths;
    } else {
      const std::size_t at = std::size_t(from) * problem_.places.size() + to;
      out.time = profile_.durations[at];
      if (!profile_.distances.empty()) out.metres = profile_.distances[at];
      if (!profile_.costs.empty()) out.cost = Cost(profile_.costs[at]) * kCostScale;
    }
    if (speed_percent_ != 100) out.time = (out.time * 100 + speed_percent_ / 2) / speed_percent_;
    if (profile_.costs.empty()) out.cost = out.time * per_hour_ + out.metres * per_km_ * 18 / 5;
    return out;
  }
  // Then both directions are alike, and staying takes nothing.
  bool by_coordinates() const { return profile_.durations.empty(); }

 private:
  const Problem& problem_;
  const Profile& profile_;
  int speed_percent_;
  std::int64_t per_hour_, per_km_;
};

// Work that each carer would have if all had the same: (Σ service + Σ worked_before) / carers.
inline double fair_share(const Problem& p) {
  double all = 0;
  for (const Visit& v : p.visits) all += static_cast<double>(v.service + (v.second ? v.second->service : 0));
  for (const Carer& c : p.carers) all += static_cast<double>(c.worked_before);
  return p.carers.empty() ? 0 : all / static_cast<double>(p.carers.size());
}

}  // namespace yilin::routing
