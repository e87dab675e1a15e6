#pragma once
// Judging insertions. scan() tries one task in every gap of one carer's route; the prices are exact, the limits are those
// of the model. Shared by the search, the live plan and the explanations.

#include "engines/routing/plan.h"
#include "engines/routing/timeline.h"
#include "engines/routing/timing.h"

namespace yilin::routing {

// When a task could begin in a gap: [lo, hi].
struct Slot {
  Spot spot;
  int lo = 0, hi = 0;
};

// Calls take(spot) for each fitting gap with delta < limit; take may lower limit. Only for models with plain == true.
// `kOneMatrix`: cost is time and both directions are the same (Model::one_matrix).
template <bool kOneMatrix, class Take>
void scan_plain(const Plan& plan, int task, int carer, std::int64_t& limit, Take&& take) {
  const Model& m = plan.model();
  const RouteState& r = plan.route(carer);
  const ModelCarer& c = m.carers[carer];
  const Task& t = m.tasks[task];
  if (m.dimensions == 1 && r.load[0] + m.deliveries[task] + m.pickups[task] > m.capacities[c.capacity_first]) return;
  const Kind& kind = m.kinds[0];
  const int* const time_to = kind.time_to_row(t.place, m.places);
  const int* const time_from = kOneMatrix ? time_to : kind.time_from_row(t.place, m.places);
  const int* const cost_to = kOneMatrix ? time_to : kind.cost_to_row(t.place, m.places);
  const int* const cost_from = kOneMatrix ? time_to : kind.cost_from_row(t.place, m.places);
  const std::int64_t opening = r.tasks.empty() ? c.fixed : 0;
  int below = static_cast<int>(std::min<std::int64_t>(limit - opening, std::numeric_limits<int>::max()));
  const int hi = t.hi, lo = t.lo, service = t.service, done = lo + service;
  const Gap* const first = r.gaps.data();
  const Gap* const last = first + r.gaps.size();
  const Gap* g = first;
  while (g->latest < done && g + 1 < last) ++g;  // nothing that must be reached before the task can end
  for (; g < last; ++g) {
    if (g->departure > hi) break;
    const int delta = cost_from[g->from] + cost_to[g->to] - g->cost;
    if (delta >= below) continue;
    const int arrival = g->departure + time_from[g->from];
    if (arrival > hi) continue;
    if ((arrival > lo ? arrival : lo) + service + time_to[g->to] > g->latest) continue;
    take(Spot{opening + delta, carer, static_cast<int>(g - first), 0});
    below = static_cast<int>(std::min<std::int64_t>(limit - opening, std::numeric_limits<int>::max()));
  }
}

// One task at one gap of any model: everything but time.
struct GapPrice {
  std::int64_t delta = 0;
  int to_task = 0, from_task = 0;  // legs: gap's start → task, task → gap's end
  int act = 0;
  bool fits = false;               // limits of travel, distance, work
};

class GeneralScan {
 public:
  // `fits()` is false when the carer can never take the task: permission, number of visits, total load. `relaxed`: not asked.
  GeneralScan(const Plan& plan, int task, int carer, bool relaxed = false);
  bool fits() const { return fits_; }
  int gaps() const { return static_cast<int>(r_.gaps.size()); }
  // False when time or price below `limit` rules the gap out at a glance; `done`: and all later ones.
  bool worth(int gap, std::int64_t limit, bool& done) const {
    const Gap& g = r_.gaps[gap];
    if (g.departure > t_.hi) {
      done = true;
      return false;
    }
    if (g.latest < t_.lo + act_.service) return false;
    return priced_work_ || base_ + cost_from_[g.from] + cost_to_[g.to] - (r_.visits == 0 ? 0 : g.cost) < limit;
  }
  GapPrice price(int gap) const;
  bool in_time(int gap, const GapPrice&) const;
  int work_with(int gap, const GapPrice&) const;  // the carer's work then
  int travel_with(int gap, const GapPrice&) const;
  // Calls take(breaks taken before, earliest arrival), whatever comes afterwards.
  template <class Take>
  void arrivals(int gap, const GapPrice& p, Take&& take) const;
  // Calls take(lo, hi) for each interval of possible begins, earliest first.
  template <class Take>
  void slots(int gap, const GapPrice& p, Take&& take) const;
  // The same as if the task had no windows.
  template <class Take>
  void free_slots(int gap, const GapPrice& p, Take&& take) const;
  // For exact models: what lateness the route would have; with a reload before (1) or after (2) the task, what the route
  // would cost. −1 if a rule breaks.
  std::int64_t late(int gap) const;
  std::int64_t price_with_reload(int gap, int reload) const;
  std::span<const int> with_task(int gap, int reload) const;  // the route then; valid until the next call

 private:
  int latest_at_end(int gap, int taken) const;

  const Plan& plan_;
  const Model& m_;
  const RouteState& r_;
  const ModelCarer& c_;
  const Task& t_;
  const int *time_to_, *time_from_, *cost_to_, *cost_from_;
  ActTime act_;
  int task_, carer_, layers_;
  std::int64_t base_ = 0;
  bool fits_ = false, priced_work_ = false;
};

template <class Take>
void GeneralScan::arrivals(int gap, const GapPrice& p, Take&& take) const {
  for (int k = 0; k < layers_; ++k) {
    int arrival = kFar;
    for (int j = 0; j <= k; ++j) {
      const int at = r_.departure[gap * layers_ + j];
      if (at < kFar) arrival = std::min(arrival, arrive(c_, at, p.to_task, j, k));
    }
    if (arrival < kFar) take(k, arrival);
  }
}

template <class Take>
void GeneralScan::free_slots(int gap, const GapPrice& p, Take&& take) const {
  arrivals(gap, p, [&](int k, int arrival) {
    int leave_by = -kFar;
    for (int j = k; j < layers_; ++j) leave_by = std::max(leave_by, depart_by(c_, latest_at_end(gap, j), p.from_task, k, j));
    if (leave_by > -kFar && arrival <= leave_by - p.act) take(arrival, leave_by - p.act);
  });
}

template <class Take>
void GeneralScan::slots(int gap, const GapPrice& p, Take&& take) const {
  free_slots(gap, p, [&](int first, int last) {
    for (const Span& w : m_.windows_of(t_)) {
      const int lo = std::max(first, w.lo), hi = std::min(last, w.hi);
      if (lo <= hi) take(lo, hi);
    }
  });
}

template <class Take>
void scan_general(const Plan& plan, int task, int carer, std::int64_t& limit, Take&& take) {
  const Model& m = plan.model();
  if (!m.may(carer, task)) return;
  const GeneralScan scan(plan, task, carer);
  if (!scan.fits()) return;
  const bool trips = m.exact && m.carers[carer].trips_max > 1;
  bool done = false;
  for (int i = 0; i < scan.gaps() && !done; ++i) {
    if (!scan.worth(i, limit, done)) continue;
    const GapPrice p = scan.price(i);
    if (p.delta >= limit || !p.fits || !scan.in_time(i, p)) continue;
    if (!m.exact) {
      take(Spot{p.delta, carer, i, 0});
      continue;
    }
    const RouteState& r = plan.route(carer);
    const std::int64_t late = scan.late(i);
    if (late >= 0) {
      const std::int64_t delta = p.delta + (late - r.late) * m.late_weight;
      if (delta < limit) take(Spot{delta, carer, i, 0});
      continue;
    }
    for (int reload = 1; trips && reload <= 2; ++reload) {
      const std::int64_t price = scan.price_with_reload(i, reload);
      const std::int64_t delta = price - r.cost - r.late * m.late_weight;
      if (price >= 0 && delta < limit) take(Spot{delta, carer, i, reload});
    }
  }
}

template <class Take>
void scan(const Plan& plan, int task, int carer, std::int64_t& limit, Take&& take) {
  if (plan.model().plain) scan_plain<false>(plan, task, carer, limit, take);
  else scan_general(plan, task, carer, limit, take);
}

// The cheapest pair of gaps for a shipment on one carer below `limit`; the gap of the delivery counts the pickup as placed.
struct ShipmentSpot {
  Spot pickup, delivery;
};
bool scan_shipment(const Plan& plan, int unit, int carer, std::int64_t& limit, ShipmentSpot& best);

// When a tied unit may begin as its served partners stand: [lo, hi] for each of its tasks.
Span tie_bounds(const Plan& plan, int unit);

}  // namespace yilin::routing
