#pragma once
// Times along one route: from the front the earliest departures, from the back the latest arrivals, each for every number
// of breaks already taken, so that a splice is judged from two entries (a "gap" is the leg between two neighbours).
// All functions are monotone: being earlier never hurts. A break may be taken on the way, so a leg begun at t with travel d
// and breaks b1 … bk in it ends at max(end of bk when they are taken one after the other from t on, t + Σ durations + d).

#include "engines/routing/model.h"

namespace yilin::routing {

// First moment ≥ t inside a window; kFar if none.
inline int first_begin(std::span<const Span> windows, int t) {
  for (const Span& w : windows)
    if (t <= w.hi) return t > w.lo ? t : w.lo;
  return kFar;
}
// Last moment ≤ t inside a window; −kFar if none.
inline int last_begin(std::span<const Span> windows, int t) {
  for (std::size_t i = windows.size(); i-- > 0;)
    if (t >= windows[i].lo) return t < windows[i].hi ? t : windows[i].hi;
  return -kFar;
}

// Arrival after a leg of `travel` begun at t, taking breaks [from, to) in it; ≥ kFar if impossible.
inline int arrive(const ModelCarer& c, int t, int travel, int from, int to) {
  if (from == to) return t + travel;
  int end = t, rested = 0;
  for (int b = from; b < to; ++b) {
    const ModelBreak& rest = c.breaks[b];
    end = first_begin(rest.windows, end);
    if (end >= kFar) return kFar;
    end += rest.duration;
    rested += rest.duration;
  }
  return end > t + rested + travel ? end : t + rested + travel;
}

// Latest begin of such a leg that arrives by `by`; −kFar if impossible.
inline int depart_by(const ModelCarer& c, int by, int travel, int from, int to) {
  if (by <= -kFar) return -kFar;
  if (from == to) return by - travel;
  int latest = by, rested = 0;
  for (int b = to; b-- > from;) {
    const ModelBreak& rest = c.breaks[b];
    latest = last_begin(rest.windows, latest - rest.duration);
    if (latest <= -kFar) return -kFar;
    rested += rest.duration;
  }
  return latest < by - rested - travel ? latest : by - rested - travel;
}

}  // namespace yilin::routing
