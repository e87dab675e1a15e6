#include "engines/routing/insertion.h"

#include <algorithm>

namespace yilin::routing {

GeneralScan::GeneralScan(const Plan& plan, int task, int carer, bool relaxed)
    : plan_(plan), m_(plan.model()), r_(plan.route(carer)), c_(m_.carers[carer]), t_(m_.tasks[task]), act_(m_.act_of(t_, c_)), task_(task), carer_(carer),
      layers_(static_cast<int>(c_.breaks.size()) + 1) {
  const Kind& kind = m_.kinds[c_.kind];
  time_to_ = kind.time_to_row(t_.place, m_.places);
  time_from_ = kind.time_from_row(t_.place, m_.places);
  cost_to_ = kind.cost_to_row(t_.place, m_.places);
  cost_from_ = kind.cost_from_row(t_.place, m_.places);
  if (!relaxed && (!m_.may(carer, task) || r_.visits >= c_.visits_max)) return;
  if (!relaxed && m_.load_total_only && c_.trips_max == 1)
    for (int d = 0; d < m_.dimensions; ++d)
      if (r_.load[d] + m_.deliveries[task * m_.dimensions + d] + m_.pickups[task * m_.dimensions + d] > m_.capacities[c_.capacity_first + d]) return;
  fits_ = true;
  if (r_.visits == 0) base_ += c_.fixed;
  if (t_.minds && !m_.knows(carer, task)) base_ += m_.broken_continuity;
  if (t_.home >= 0 && t_.home != carer) base_ += m_.moved;
  priced_work_ = c_.task_rate != 0 || c_.unfair_rate != 0 || (c_.overtime_rate != 0 && c_.work_regular < kFar);
}

GapPrice GeneralScan::price(int gap) const {
  const Gap& g = r_.gaps[gap];
  GapPrice p;
  p.to_task = time_from_[g.from];
  p.from_task = time_to_[g.to];
  p.act = act_.service + (g.from == t_.place ? 0 : act_.setup);
  const std::size_t leg = std::size_t(g.from) * m_.places + g.to;
  const Kind& kind = m_.kinds[c_.kind];
  const int travel = p.to_task + p.from_task - kind.time[leg];
  const int work = work_with(gap, p) - r_.work;
  // An unused carer's way from start to end is not in the price yet.
  const bool unused = r_.visits == 0;
  p.delta = base_ + cost_from_[g.from] + cost_to_[g.to] - (unused ? 0 : g.cost);
  if (priced_work_) p.delta += static_cast<std::int64_t>(c_.task_rate * static_cast<double>(work - travel)) + m_.work_cost(c_, r_.work + work) - (unused ? 0 : m_.work_cost(c_, r_.work));
  p.fits = r_.travel + travel <= c_.travel_max && r_.work + work <= c_.work_max;
  if (p.fits && !kind.metres.empty()) {
    const std::int64_t metres = std::int64_t(kind.metres[std::size_t(g.from) * m_.places + t_.place]) + kind.metres[std::size_t(t_.place) * m_.places + g.to] - kind.metres[leg];
    p.fits = r_.metres + metres <= c_.metres_max;
  }
  return p;
}

int GeneralScan::travel_with(int gap, const GapPrice& p) const {
  const Gap& g = r_.gaps[gap];
  return r_.travel + p.to_task + p.from_task - m_.kinds[c_.kind].time[std::size_t(g.from) * m_.places + g.to];
}

int GeneralScan::work_with(int gap, const GapPrice& p) const {
  const Gap& g = r_.gaps[gap];
  int work = r_.work + p.to_task + p.from_task - m_.kinds[c_.kind].time[std::size_t(g.from) * m_.places + g.to] + p.act;
  if (gap < static_cast<int>(r_.tasks.size())) {  // the next task's setup may come or go
    const Task& next = m_.tasks[r_.tasks[gap]];
    const int setup = m_.act_of(next, c_).setup;
    work += (t_.place == next.place ? 0 : setup) - (g.from == next.place ? 0 : setup);
  }
  return work;
}

int GeneralScan::latest_at_end(int gap, int taken) const {
  const int latest = r_.latest[gap * layers_ + taken];
  if (gap == static_cast<int>(r_.tasks.size()) || r_.gaps[gap].to != t_.place) return latest;
  const int next = r_.tasks[gap];
  const ActTime act = m_.act_of(m_.tasks[next], c_);
  if (act.setup == 0) return latest;
  const int leave = r_.latest_leave[gap * layers_ + taken];  // from the same place no setup is needed
  return leave > -kFar ? plan_.begin_by(next, leave - act.service) : -kFar;
}

bool GeneralScan::in_time(int gap, const GapPrice& p) const {
  for (int k = 0; k < layers_; ++k) {
    int arrival = kFar;
    for (int j = 0; j <= k; ++j) {
      const int at = r_.departure[gap * layers_ + j];
      if (at < kFar) arrival = std::min(arrival, arrive(c_, at, p.to_task, j, k));
    }
    if (arrival >= kFar) continue;
    const int begin = plan_.begin_at(task_, arrival);
    if (begin >= kFar) continue;
    for (int j = k; j < layers_; ++j)
      if (arrive(c_, begin + p.act, p.from_task, k, j) <= latest_at_end(gap, j)) return true;
  }
  return false;
}

std::span<const int> GeneralScan::with_task(int gap, int reload) const {
  thread_local std::vector<int> tasks;
  tasks.assign(r_.tasks.begin(), r_.tasks.end());
  tasks.insert(tasks.begin() + gap, task_);
  if (reload) tasks.insert(tasks.begin() + gap + (reload == 2), c_.reload_task);
  return tasks;
}

std::int64_t GeneralScan::late(int gap) const { return plan_.late_of(carer_, with_task(gap, 0)); }
std::int64_t GeneralScan::price_with_reload(int gap, int reload) const { return plan_.price_of(carer_, with_task(gap, reload)); }

bool scan_shipment(const Plan& plan, int unit, int carer, std::int64_t& limit, ShipmentSpot& best) {
  const Model& m = plan.model();
  const Unit& u = m.units[unit];
  const GeneralScan first(plan, u.a, carer), second(plan, u.b, carer);
  if (!first.fits() || !second.fits()) return false;
  const RouteState& r = plan.route(carer);
  const int* cost_a_to = m.kinds[m.carers[carer].kind].cost_to_row(m.tasks[u.a].place, m.places);
  bool found = false;
  thread_local std::vector<int> tasks;
  for (int i = 0; i < first.gaps(); ++i) {
    const GapPrice a = first.price(i);
    if (!first.in_time(i, a)) continue;
    for (int j = i; j < second.gaps(); ++j) {
      const GapPrice b = second.price(j);
      std::int64_t delta = a.delta + b.delta;
      if (i == j) {  // pickup and delivery are neighbours: one leg instead of two
        const Kind& kind = m.kinds[m.carers[carer].kind];
        const Gap& g = r.gaps[i];
        delta += cost_a_to[m.tasks[u.b].place] + g.cost - cost_a_to[g.to] - kind.cost_from_row(m.tasks[u.b].place, m.places)[g.from];
      }
      if (r.visits == 0) delta = m.carers[carer].fixed;  // priced in full below
      if (delta >= limit) continue;
      tasks.assign(r.tasks.begin(), r.tasks.end());
      tasks.insert(tasks.begin() + j, u.b);
      tasks.insert(tasks.begin() + i, u.a);
      const std::int64_t price = plan.price_of(carer, tasks);
      if (price < 0) continue;
      delta = price - r.cost - r.late * m.late_weight;
      if (delta >= limit) continue;
      limit = delta;
      best.pickup = {delta, carer, i, 0};
      best.delivery = {0, carer, j + 1, 0};
      found = true;
    }
  }
  return found;
}

Span tie_bounds(const Plan& plan, int unit) {
  const Model& m = plan.model();
  Span out{-kFar, kFar};
  const auto tasks_of = [&](int u) { return std::pair{m.units[u].a, m.units[u].kind == UnitKind::pair ? m.units[u].b : -1}; };
  const auto longest = [&](int task) { return m.tasks[task].act_max; };
  for (const int index : m.ties_of[unit]) {
    const Tie& tie = m.ties[index];
    if (tie.after == unit) {
      if (!plan.served(tie.before)) return {kFar, -kFar};
      const auto [a, b] = tasks_of(tie.before);
      const int end_max = std::max(plan.pin(a) + longest(a), b < 0 ? -kFar : plan.pin(b) + longest(b));
      const int end_min = std::max(plan.pin(a) + m.tasks[a].service, b < 0 ? -kFar : plan.pin(b) + m.tasks[b].service);
      out.lo = std::max(out.lo, end_max + tie.gap_min);
      if (tie.gap_max < kFar) out.hi = std::min(out.hi, end_min + tie.gap_max);
    } else if (plan.served(tie.after)) {
      const auto [a, b] = tasks_of(tie.after);
      const auto [mine, other] = tasks_of(unit);
      const int start = std::min(plan.pin(a), b < 0 ? kFar : plan.pin(b));
      const int most = std::max(longest(mine), other < 0 ? 0 : longest(other));
      const int least = other < 0 ? m.tasks[mine].service : std::min(m.tasks[mine].service, m.tasks[other].service);
      out.hi = std::min(out.hi, start - tie.gap_min - most);
      if (tie.gap_max < kFar) out.lo = std::max(out.lo, start - tie.gap_max - least);
    }
  }
  return out;
}

}  // namespace yilin::routing
