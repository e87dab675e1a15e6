#include "engines/routing/timeline.h"

#include <algorithm>
#include <array>

#include "engines/routing/plan.h"
#include "engines/routing/timing.h"

namespace yilin::routing {
namespace {

struct Day {
  const Plan& plan;
  const Model& m;
  const ModelCarer& c;
  std::span<const int> tasks;
  const int* time;
  std::vector<std::int64_t>* aboard = nullptr;  // [gap × dimensions], only for carers with a break that asks

  Day(const Plan& p, const ModelCarer& carer, std::span<const int> t) : plan(p), m(p.model()), c(carer), tasks(t), time(m.kinds[c.kind].time.data()) {
    if (c.rests_limited) weigh();
  }

  void weigh() {
    thread_local std::vector<std::int64_t> loads;
    const auto dims = static_cast<std::size_t>(m.dimensions);
    loads.assign((tasks.size() + 1) * dims, 0);
    for (std::size_t d = 0; d < dims; ++d) {
      std::int64_t load = 0;
      for (std::size_t i = 0; i <= tasks.size(); ++i) {
        const bool reload = i > 0 && m.tasks[tasks[i - 1]].unit < 0;
        if (i == 0 || reload) {
          load = 0;
          for (std::size_t k = i; k < tasks.size() && m.tasks[tasks[k]].unit >= 0; ++k) load += m.deliveries[tasks[k] * dims + d];
        } else {
          const std::size_t at = tasks[i - 1] * dims + d;
          load += m.shipped[at] - m.deliveries[at] + m.pickups[at];
        }
        loads[i * dims + d] = load;
      }
    }
    aboard = &loads;
  }

  bool may_rest(int gap, int from, int to) const {
    if (!aboard) return true;
    for (int b = from; b < to; ++b)
      for (std::size_t d = 0; d < c.breaks[b].max_load.size() && d < static_cast<std::size_t>(m.dimensions); ++d)
        if ((*aboard)[static_cast<std::size_t>(gap) * m.dimensions + d] > c.breaks[b].max_load[d]) return false;
    return true;
  }

  int size() const { return static_cast<int>(tasks.size()); }
  int place(int i) const { return i < 0 ? c.start : i < size() ? m.tasks[tasks[i]].place : c.end; }
  int travel(int gap) const { return time[std::size_t(place(gap - 1)) * m.places + place(gap)]; }
  int service(int i) const { return m.act_of(m.tasks[tasks[i]], c).service; }
  int act(int i) const { return service(i) + (place(i - 1) == place(i) ? 0 : m.act_of(m.tasks[tasks[i]], c).setup); }

  // Breaks taken before each gap's end when the day ends earliest: dynamic programme over (gap, breaks taken).
  bool place_rests(std::vector<int>& taken_after) const {
    const int n = size(), layers = static_cast<int>(c.breaks.size()) + 1;
    thread_local std::vector<int> leave, from;
    leave.assign((n + 2) * layers, kFar);
    from.assign((n + 2) * layers, 0);
    leave[0] = c.shift_begin;
    for (int i = 0; i <= n; ++i)
      for (int k = 0; k < layers; ++k) {
        int arrival = kFar, best = 0;
        for (int j = 0; j <= k; ++j) {
          const int at = leave[i * layers + j];
          if (at >= kFar || !may_rest(i, j, k)) continue;
          const int a = arrive(c, at, travel(i), j, k);
          if (a < arrival) arrival = a, best = j;
        }
        const int begin = arrival >= kFar ? kFar : i < n ? plan.begin_at(tasks[i], arrival) : arrival;
        leave[(i + 1) * layers + k] = begin >= kFar ? kFar : i < n ? begin + act(i) : begin;
        from[(i + 1) * layers + k] = best;
      }
    if (leave[(n + 1) * layers + layers - 1] > c.shift_end) return false;
    taken_after.resize(n + 1);
    for (int i = n, k = layers - 1; i >= 0; --i) {
      taken_after[i] = k;
      k = from[(i + 1) * layers + k];
    }
    return true;
  }

  // Forward from `start`; false if something does not fit.
  bool run(int start, const std::vector<int>& taken_after, Timeline& out) const {
    const int n = size();
    out.tasks.resize(n);
    out.rests.clear();
    out.late = 0;
    int at = start, taken = 0;
    for (int i = 0; i <= n; ++i) {
      if (!may_rest(i, taken, taken_after[i])) return false;
      int end = at;
      for (int b = taken; b < taken_after[i]; ++b) {
        const int begin = first_begin(c.breaks[b].windows, end);
        if (begin >= kFar) return false;
        out.rests.push_back({i, begin});
        end = begin + c.breaks[b].duration;
      }
      const int arrival = arrive(c, at, travel(i), taken, taken_after[i]);
      taken = taken_after[i];
      if (i == n) {
        out.last_travel = travel(i);
        out.end = arrival;
        return arrival <= c.shift_end;
      }
      const int begin = plan.begin_at(tasks[i], arrival);
      if (begin >= kFar) return false;
      const Task& t = m.tasks[tasks[i]];
      out.tasks[i] = {arrival, begin, begin + act(i), act(i) - service(i), travel(i)};
      if (begin > t.due) out.late += begin - t.due;
      at = out.tasks[i].leave;
    }
    return false;
  }

  // Latest start with which nothing ends later than in `line`, and nothing that was on time is late.
  int latest_start(const std::vector<int>& taken_after, const Timeline& line) const {
    int by = line.end;
    for (int i = size(); i >= 0; --i) {
      const int leave = depart_by(c, by, travel(i), i > 0 ? taken_after[i - 1] : 0, taken_after[i]);
      if (i == 0) return std::max(leave, c.shift_begin);
      const Task& t = m.tasks[tasks[i - 1]];
      int limit = leave - act(i - 1);
      if (t.due < kFar) limit = std::min(limit, std::max(line.tasks[i - 1].begin, t.due));
      by = plan.begin_by(tasks[i - 1], limit);
    }
    return c.shift_begin;
  }
};

}  // namespace

bool make_timeline(const Plan& plan, int carer, std::span<const int> tasks, Timeline& out, std::span<const int> rest_gaps, const ModelCarer* as) {
  const Day day(plan, as ? *as : plan.model().carers[carer], tasks);
  thread_local std::vector<int> taken_after;
  if (rest_gaps.empty()) {
    if (!day.place_rests(taken_after)) return false;
  } else {
    taken_after.assign(tasks.size() + 1, 0);
    for (const int gap : rest_gaps)
      for (std::size_t i = static_cast<std::size_t>(gap); i < taken_after.size(); ++i) ++taken_after[i];
  }
  if (!day.run(day.c.shift_begin, taken_after, out)) return false;
  out.start = day.c.shift_begin;
  // Leaves for the first visit no earlier than needed, unless a break comes first.
  int start = out.start;
  if (!tasks.empty() && taken_after[0] == 0) start = std::max(start, out.tasks[0].begin - out.tasks[0].travel);
  if (out.end - start > day.c.span_max) {
    start = day.latest_start(taken_after, out);
    if (out.end - start > day.c.span_max) return false;
  }
  if (start != out.start) {
    if (!day.run(start, taken_after, out)) return false;
    out.start = start;
  }
  return true;
}

bool loads_fit(const Model& m, int carer, std::span<const int> tasks) {
  const std::size_t dims = m.dimensions;
  const ModelCarer& c = m.carers[carer];
  int trips = 1;
  for (const int t : tasks) trips += m.tasks[t].unit < 0;
  if (trips > c.trips_max) return false;
  for (std::size_t d = 0; d < dims; ++d) {
    const std::int64_t cap = m.capacities[c.capacity_first + d];
    for (std::size_t first = 0; first <= tasks.size();) {
      std::size_t last = first;
      std::int64_t aboard = 0;
      while (last < tasks.size() && m.tasks[tasks[last]].unit >= 0) aboard += m.deliveries[tasks[last++] * dims + d];
      if (aboard > cap) return false;
      for (std::size_t i = first; i < last; ++i) {
        const std::size_t at = tasks[i] * dims + d;
        aboard += m.shipped[at] - m.deliveries[at] + m.pickups[at];
        if (aboard > cap || aboard < 0) return false;
      }
      first = last + 1;
    }
  }
  // A shipment is not carried over a reload.
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const Task& t = m.tasks[tasks[i]];
    if (t.unit < 0 || m.units[t.unit].kind != UnitKind::shipment || m.units[t.unit].a != tasks[i]) continue;
    std::size_t j = i + 1;
    while (j < tasks.size() && tasks[j] != m.units[t.unit].b && m.tasks[tasks[j]].unit >= 0) ++j;
    if (j == tasks.size() || tasks[j] != m.units[t.unit].b) return false;
  }
  return true;
}

}  // namespace yilin::routing
