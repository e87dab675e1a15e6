#pragma once
// Days to test with: a street where the next house is one minute away, and random days.

#include <cstdlib>
#include <string>

#include "base/rng.h"
#include "engines/routing/solver.h"

namespace yilin::routing {

// Places 0 … houses − 1 on a line; a leg takes |a − b| minutes; times in minutes; one cost unit a minute.
inline Problem street(int houses) {
  Problem p;
  p.places.resize(houses);
  Profile walk;
  walk.id = "walk";
  for (int a = 0; a < houses; ++a)
    for (int b = 0; b < houses; ++b) walk.durations.push_back(std::abs(a - b));
  p.profiles.push_back(std::move(walk));
  return p;
}

inline Visit visit(const Problem& p, int place, Time service, std::vector<Window> windows = {}) {
  Visit v;
  v.id = "v" + std::to_string(p.visits.size());
  v.place = place;
  v.service = service;
  v.windows = std::move(windows);
  return v;
}

inline Carer carer(const Problem& p, int home, Window shift) {
  Carer c;
  c.id = "c" + std::to_string(p.carers.size());
  c.start = c.end = home;
  c.shift = shift;
  return c;
}

// A small day with windows, skills, breaks, setups, loads and limits; nothing tied.
inline Problem random_street(std::uint64_t seed, int visits, int carers) {
  Rng rng(seed);
  Problem p = street(20);
  for (int i = 0; i < visits; ++i) {
    Visit v = visit(p, static_cast<int>(rng.below(20)), rng.between(5, 40));
    const Time from = rng.between(0, 150);
    v.windows = {{from, from + rng.between(10, 80)}};
    if (rng.chance(0.3)) v.windows.push_back({v.windows[0].end + 20, v.windows[0].end + 50});
    if (rng.chance(0.3)) v.setup = rng.between(1, 6);
    if (rng.chance(0.4)) v.skills = {static_cast<int>(rng.below(2))};
    v.priority = static_cast<int>(rng.below(3));
    v.delivery = {rng.between(0, 4)};
    p.visits.push_back(std::move(v));
  }
  for (int i = 0; i < carers; ++i) {
    Carer c = carer(p, static_cast<int>(rng.below(20)), {rng.between(0, 40), rng.between(150, 280)});
    for (int s = 0; s < 2; ++s)
      if (rng.chance(0.7)) c.skills.push_back(s);
    if (rng.chance(0.5)) c.breaks = {{"noon", {{rng.between(40, 80), rng.between(80, 160)}}, rng.between(5, 30)}};
    c.capacity = {rng.between(6, 16)};
    if (rng.chance(0.2)) c.work_max = rng.between(60, 150);
    if (rng.chance(0.2)) c.span_max = rng.between(100, 200);
    if (rng.chance(0.3)) c.cost_fixed = 10;
    p.carers.push_back(std::move(c));
  }
  return p;
}

}  // namespace yilin::routing
