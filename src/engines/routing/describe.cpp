#include <algorithm>

#include "base/assert.h"
#include "engines/routing/assemble.h"
#include "engines/routing/timeline.h"
#include "engines/routing/travel.h"

namespace yilin::routing {
namespace {

struct Teller {
  const Plan& plan;
  const Model& m;
  const Problem& p;
  double share;

  explicit Teller(const Plan& pl) : plan(pl), m(pl.model()), p(*m.problem), share(fair_share(p)) {}

  Step visit_step(const Task& task, int task_index, int carer, const Timeline::Entry& e) const {
    const Carer& c = p.carers[m.carers[carer].carer];
    Step s;
    s.kind = task.visit < 0 ? StopKind::reload : StopKind::visit;
    s.index = task.visit;
    s.second = task.second;
    s.arrival = e.arrival + m.origin;
    s.begin = e.begin + m.origin;
    s.waiting = e.begin - e.arrival;
    s.setup = e.setup;
    s.service = e.leave - e.begin - e.setup;
    s.departure = e.leave + m.origin;
    s.travel = e.travel;
    if (task.visit < 0) {
      s.place = c.reload_place >= 0 ? c.reload_place : c.start;
      return s;
    }
    s.place = p.visits[task.visit].place;
    s.lateness = e.begin > task.due ? e.begin - task.due : 0;
    s.parts.task = c.cost_per_task_hour * (s.setup + s.service);
    if (task.minds && !m.knows(carer, task_index)) s.parts.continuity = p.objective.broken_continuity * kCostScale;
    if (task.home >= 0 && task.home != carer) s.parts.moved = p.objective.moved_visit * kCostScale;
    return s;
  }

  // Loads after each step, trip by trip.
  void add_loads(const std::vector<int>& tasks, const std::vector<std::size_t>& step_of, RouteAnswer& r) const {
    const std::size_t dims = m.dimensions;
    Load aboard(dims, 0);
    const auto board = [&](std::size_t from) {
      for (std::size_t i = from; i < tasks.size() && m.tasks[tasks[i]].unit >= 0; ++i)
        for (std::size_t d = 0; d < dims; ++d) aboard[d] += m.deliveries[tasks[i] * dims + d];
    };
    board(0);
    std::size_t next = 0;
    for (std::size_t s = 0; s < r.steps.size(); ++s) {
      if (next < tasks.size() && step_of[next] == s) {
        const int t = tasks[next++];
        if (m.tasks[t].unit < 0) {
          std::fill(aboard.begin(), aboard.end(), 0);
          board(next);
        }
        for (std::size_t d = 0; d < dims; ++d) aboard[d] += m.shipped[t * dims + d] - m.deliveries[t * dims + d] + m.pickups[t * dims + d];
      }
      r.steps[s].load = aboard;
    }
  }

  RouteAnswer route(int carer, const std::vector<int>& rest_gaps) const {
    const RouteState& state = plan.route(carer);
    const ModelCarer& mc = m.carers[carer];
    const Carer& c = p.carers[mc.carer];
    Timeline line;
    const bool fits = make_timeline(plan, carer, state.tasks, line, rest_gaps);
    YILIN_ASSERT(fits);
    RouteAnswer r;
    r.carer = mc.carer;
    std::vector<std::size_t> step_of;
    Step start;
    start.kind = StopKind::start;
    start.place = c.start;
    start.arrival = start.begin = start.departure = line.start + m.origin;
    r.steps.push_back(start);
    std::size_t rest = 0;
    for (std::size_t i = 0; i <= state.tasks.size(); ++i) {
      for (; rest < line.rests.size() && line.rests[rest].gap == static_cast<int>(i); ++rest) {
        Step s;
        s.kind = StopKind::rest;
        s.index = static_cast<int>(rest);
        s.service = mc.breaks[rest].duration;
        s.arrival = s.begin = line.rests[rest].begin + m.origin;
        s.departure = s.begin + s.service;
        r.steps.push_back(s);
      }
      if (i == state.tasks.size()) break;
      step_of.push_back(r.steps.size());
      r.steps.push_back(visit_step(m.tasks[state.tasks[i]], state.tasks[i], carer, line.tasks[i]));
    }
    Step end;
    end.kind = StopKind::end;
    end.place = c.end;
    end.travel = line.last_travel;
    end.arrival = end.begin = end.departure = line.end + m.origin;
    r.steps.push_back(end);
    const Leg leg(p, c);
    int at = c.start;
    for (Step& s : r.steps) {
      if (s.kind == StopKind::rest || s.kind == StopKind::start) continue;
      const LegPrice price = leg(at, s.place);
      s.distance = price.metres;
      s.parts.travel = price.cost;
      if (at == s.place && leg.by_coordinates()) s.distance = s.parts.travel = 0;
      at = s.place;
    }
    add_loads(state.tasks, step_of, r);
    sum(c, r);
    return r;
  }

  void sum(const Carer& c, RouteAnswer& r) const {
    Time rests = 0;
    for (const Step& s : r.steps) {
      r.travel += s.travel;
      r.distance += s.distance;
      r.lateness += s.lateness;
      r.setup += s.setup;
      if (s.kind == StopKind::rest) rests += s.service;
      else r.service += s.service;
      r.parts.travel += s.parts.travel;
      r.parts.task += s.parts.task;
      r.parts.continuity += s.parts.continuity;
      r.parts.moved += s.parts.moved;
    }
    r.work = r.travel + r.setup + r.service;
    r.waiting = r.steps.back().arrival - r.steps.front().departure - r.work - rests;
    if (c.work_regular != kNever) r.overtime = std::max<Time>(0, r.work - c.work_regular);
    r.parts.fixed = c.cost_fixed * kCostScale;
    r.parts.overtime = r.overtime * c.cost_per_overtime_hour;
    if (share > 0 && p.objective.unfairness_per_hour > 0) {
      const double before = static_cast<double>(c.worked_before), all = before + static_cast<double>(r.work);
      r.parts.unfairness = static_cast<Cost>(static_cast<double>(p.objective.unfairness_per_hour) * (all * all - before * before) / (2 * share));
    }
  }
};

void add(CostParts& to, const CostParts& from) {
  to.travel += from.travel;
  to.task += from.task;
  to.fixed += from.fixed;
  to.overtime += from.overtime;
  to.unfairness += from.unfairness;
  to.continuity += from.continuity;
  to.moved += from.moved;
}

}  // namespace

Answer describe(const Plan& plan, const RestGaps& rests) {
  const Teller teller(plan);
  const Model& m = plan.model();
  Answer out;
  for (std::size_t c = 0; c < m.carers.size(); ++c) {
    if (plan.route(static_cast<int>(c)).visits == 0) continue;
    out.routes.push_back(teller.route(static_cast<int>(c), rests.empty() ? std::vector<int>{} : rests[c]));
  }
  for (const RouteAnswer& r : out.routes) {
    add(out.parts, r.parts);
    out.score.lateness += r.lateness;
    Route route{r.carer, {}};
    for (const Step& s : r.steps) {
      if (s.kind == StopKind::start || s.kind == StopKind::end) continue;
      route.stops.push_back({s.kind, s.index, s.second, s.begin});
    }
    out.solution.routes.push_back(std::move(route));
  }
  for (const int u : plan.absent()) {
    const Unit& unit = m.units[u];
    for (const int t : {unit.a, unit.kind == UnitKind::shipment ? unit.b : -1}) {
      if (t < 0) continue;
      out.score.unserved_priority += m.problem->visits[m.tasks[t].visit].priority;
      ++out.score.unserved;
      out.unserved.push_back({m.tasks[t].visit, Reason::day_full, {}});
    }
  }
  std::sort(out.unserved.begin(), out.unserved.end(), [](const Unserved& a, const Unserved& b) { return a.visit < b.visit; });
  out.score.carers = m.problem->objective.fewest_carers ? static_cast<std::int64_t>(out.routes.size()) : 0;
  out.score.cost = out.parts.total();
  return out;
}

Solution solution_of(const Plan& plan) { return describe(plan).solution; }

}  // namespace yilin::routing
