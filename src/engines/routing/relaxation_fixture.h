#pragma once
// What tests of relaxations ask: what if this one number were different?

#include <algorithm>
#include <stdexcept>
#include <string>

#include "engines/routing/live.h"
#include "engines/routing/town_fixture.h"

namespace yilin::routing {

template <class T>
T must(Result<T> r) {
  if (!r) throw std::runtime_error(std::string(r.error().message()));
  return std::move(*r);
}

// Whether the carer (−1: anyone) could make the visit beside the others, who keep carer and order.
inline bool fits(const Problem& p, const Solution& s, int visit, int carer) {
  const LivePlan live = must(LivePlan::open(p, s));
  const std::vector<Offer> offers = must(live.offers(visit, kOffersMax));
  return std::any_of(offers.begin(), offers.end(), [&](const Offer& o) { return carer < 0 || o.carer == carer; });
}

// The problem with one number changed as the relaxation says.
inline Problem relaxed(const Problem& p, int visit, const Relaxation& r, std::int64_t amount) {
  Problem q = p;
  Carer& c = q.carers[r.carer];
  switch (r.kind) {
    case RelaxationKind::later:
      for (std::size_t w = 0; w < q.visits[visit].windows.size(); ++w) {
        Window& window = q.visits[visit].windows[w];
        window.end += amount;
        if (w + 1 < q.visits[visit].windows.size()) window.end = std::min(window.end, q.visits[visit].windows[w + 1].begin - 1);
      }
      break;
    case RelaxationKind::earlier:
      for (std::size_t w = 0; w < q.visits[visit].windows.size(); ++w) {
        Window& window = q.visits[visit].windows[w];
        window.begin -= amount;
        if (w > 0) window.begin = std::max(window.begin, q.visits[visit].windows[w - 1].end + 1);
      }
      break;
    case RelaxationKind::longer_shift: c.shift.end += amount; break;
    case RelaxationKind::more_hours:
      if (c.work_max != kNever) c.work_max += amount;
      if (c.travel_max != kNever) c.travel_max += amount;
      break;
    case RelaxationKind::more_capacity: c.capacity[0] += amount; break;
    case RelaxationKind::skill: c.skills.push_back(static_cast<int>(r.amount)); break;
    case RelaxationKind::allow_refused: std::erase(q.visits[visit].refused, r.carer); break;
    case RelaxationKind::other_visit:
    case RelaxationKind::none: break;
  }
  return q;
}

// Breaks may move.
inline Solution without_rests(Solution s) {
  for (Route& route : s.routes) std::erase_if(route.stops, [](const Stop& stop) { return stop.kind == StopKind::rest; });
  return s;
}

// … and this visit is not made.
inline Solution without_visit(Solution s, int visit) {
  s = without_rests(std::move(s));
  for (Route& route : s.routes) std::erase_if(route.stops, [&](const Stop& stop) { return stop.kind == StopKind::visit && stop.index == visit; });
  std::erase_if(s.routes, [](const Route& route) { return route.stops.empty(); });
  return s;
}

}  // namespace yilin::routing
