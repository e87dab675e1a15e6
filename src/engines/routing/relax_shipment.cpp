// Shipments: both visits go into one carer's day, the pickup first, so every pair of gaps is simulated.

#include <algorithm>

#include "engines/routing/reasons.h"

namespace yilin::routing {
namespace {

struct ShipmentRelaxer {
  Reasoner& r;
  const Model& m;
  const Unit& u;
  int moved;  // the task whose windows may move
  std::vector<Relaxation>& out;
  Timeline line;

  // The most that is aboard beyond capacity, and in how many dimensions.
  std::pair<int, std::int64_t> over_load(int carer, std::span<const int> tasks) const {
    std::pair<int, std::int64_t> found{0, 0};
    const auto dims = static_cast<std::size_t>(m.dimensions);
    for (std::size_t d = 0; d < dims; ++d) {
      std::int64_t aboard = 0, most = 0;
      for (const int t : tasks) aboard += m.deliveries[t * dims + d];
      most = aboard;
      for (const int t : tasks) {
        aboard += m.shipped[t * dims + d] - m.deliveries[t * dims + d] + m.pickups[t * dims + d];
        most = std::max(most, aboard);
      }
      const std::int64_t over = most - m.capacities[m.carers[carer].capacity_first + d];
      if (over > 0) found = {found.first + 1, over};
    }
    return found;
  }

  void relax() {
    for (std::size_t c = 0; c < m.carers.size(); ++c) {
      const int carer = static_cast<int>(c);
      Relaxation first, second;
      if (!r.asked(carer) || !r.permission(carer, u.a, first) || !r.permission(carer, u.b, second)) continue;
      if (first.kind != RelaxationKind::none && second.kind != RelaxationKind::none && first != second) continue;
      const Relaxation need = first.kind != RelaxationKind::none ? first : second;
      std::vector<int> tasks;
      const std::vector<int>& own = r.plan.route(carer).tasks;
      for (std::size_t i = 0; i <= own.size(); ++i)
        for (std::size_t j = i; j <= own.size(); ++j) {
          tasks.assign(own.begin(), own.end());
          tasks.insert(tasks.begin() + static_cast<std::ptrdiff_t>(j), u.b);
          tasks.insert(tasks.begin() + static_cast<std::ptrdiff_t>(i), u.a);
          judge(carer, tasks, need);
        }
    }
  }

  void judge(int carer, const std::vector<int>& tasks, const Relaxation& need) {
    const ModelCarer& c = m.carers[carer];
    const bool permitted = need.kind == RelaxationKind::none;
    const Plan::Sums sums = r.plan.sums_of(carer, tasks);
    if (sums.visits > c.visits_max || sums.metres > c.metres_max) return;
    const std::int64_t travel_over = sums.travel - c.travel_max, work_over = sums.work - c.work_max;
    const bool hours = travel_over > 0 || work_over > 0;
    const bool loaded = loads_fit(m, carer, tasks);
    if (int(!permitted) + int(hours) + int(!loaded) > 1) return;
    if (make_timeline(r.plan, carer, tasks, line)) {
      if (!permitted) out.push_back(need);
      else if (hours && (travel_over > 0) != (work_over > 0)) out.push_back({RelaxationKind::more_hours, c.carer, std::max(travel_over, work_over)});
      else if (!loaded && c.trips_max == 1)
        if (const auto [dims, over] = over_load(carer, tasks); dims == 1) out.push_back({RelaxationKind::more_capacity, c.carer, over});
      return;
    }
    if (!permitted || hours || !loaded) return;
    move_windows(carer, tasks);
    ModelCarer longer = c;
    longer.shift_end = kFar;
    if (make_timeline(r.plan, carer, tasks, line, {}, &longer) && line.end > c.shift_end) out.push_back({RelaxationKind::longer_shift, c.carer, std::int64_t(line.end) - c.shift_end});
  }

  void move_windows(int carer, const std::vector<int>& tasks) {
    const auto at = static_cast<std::size_t>(std::find(tasks.begin(), tasks.end(), moved) - tasks.begin());
    const int id = m.carers[carer].carer;
    r.trial.ignore_windows(moved);
    if (make_timeline(r.trial, carer, tasks, line)) {
      const int earliest = line.tasks[at].begin;
      for (const Span& w : m.windows_of(m.tasks[moved])) {
        if (earliest > w.hi) out.push_back({RelaxationKind::later, id, std::int64_t(earliest) - w.hi});
        if (earliest < w.lo) out.push_back({RelaxationKind::earlier, id, std::int64_t(w.lo) - latest_begin(carer, tasks, earliest, w.lo - 1)});
      }
    }
    r.trial.ignore_windows(-1);
  }

  // The latest begin of the moved task, between one that fits and a bound.
  int latest_begin(int carer, const std::vector<int>& tasks, int fits, int bound) {
    while (fits < bound) {
      const int middle = static_cast<int>(std::int64_t(fits) + (std::int64_t(bound) - fits + 1) / 2);
      r.trial.set_pin(moved, middle);
      const bool possible = make_timeline(r.trial, carer, tasks, line);
      r.trial.clear_pin(moved);
      if (possible) fits = middle;
      else bound = middle - 1;
    }
    return fits;
  }
};

}  // namespace

void relax_shipment(Reasoner& r, int unit, int visit, std::vector<Relaxation>& out) {
  const Unit& u = r.m.units[unit];
  const int moved = r.m.tasks[u.a].visit == visit ? u.a : u.b;
  ShipmentRelaxer{r, r.m, u, moved, out, {}}.relax();
}

}  // namespace yilin::routing
