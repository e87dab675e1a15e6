#include "engines/routing/plan.h"

#include <algorithm>

#include "base/assert.h"
#include "engines/routing/timeline.h"
#include "engines/routing/timing.h"

namespace yilin::routing {

Plan::Plan(const Model& m)
    : m_(m), routes_(m.carers.size()), carer_of_(m.tasks.size(), -1), pins_(m.tasks.size(), {-kFar, kFar}), absent_at_(m.units.size(), -1), busy_at_(m.carers.size(), -1),
      is_touched_(m.carers.size(), 0), leaving_(m.units.size(), 0) {
  for (std::size_t u = 0; u < m.units.size(); ++u) {
    absent_at_[u] = static_cast<int>(absent_.size());
    absent_.push_back(static_cast<int>(u));
    total_.unserved += m.units[u].weight;
  }
  for (std::size_t c = 0; c < routes_.size(); ++c) refresh(static_cast<int>(c));
}

int Plan::position_of(int task) const {
  const std::vector<int>& tasks = routes_[carer_of_[task]].tasks;
  return static_cast<int>(std::find(tasks.begin(), tasks.end(), task) - tasks.begin());
}

void Plan::refresh_plain(int carer) {
  RouteState& r = routes_[carer];
  const ModelCarer& c = m_.carers[carer];
  const Kind& kind = m_.kinds[0];
  const std::size_t n = r.tasks.size();
  const int* time = kind.time.data();
  const int* cost = kind.cost.empty() ? time : kind.cost.data();
  r.gaps.resize(n + 1);
  int at = c.start, leave = c.shift_begin;
  std::int64_t load = 0, sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const int task = r.tasks[i];
    const Task& t = m_.tasks[task];
    const std::size_t arc = std::size_t(at) * m_.places + t.place;
    r.gaps[i] = {at, t.place, cost[arc], leave, 0};
    sum += cost[arc];
    leave += time[arc];
    leave = (leave > t.lo ? leave : t.lo) + t.service;
    at = t.place;
    if (m_.dimensions == 1) load += m_.deliveries[task] + m_.pickups[task];
  }
  const std::size_t last = std::size_t(at) * m_.places + c.end;
  r.gaps[n] = {at, c.end, cost[last], leave, c.shift_end};
  sum += cost[last];
  r.broken = n > 0 && leave + time[last] > c.shift_end;
  for (std::size_t i = n; i-- > 0;) {
    const Task& t = m_.tasks[r.tasks[i]];
    Gap& g = r.gaps[i];
    const int by = r.gaps[i + 1].latest - time[std::size_t(t.place) * m_.places + r.gaps[i + 1].to] - t.service;
    g.latest = by < t.hi ? by : t.hi;
    r.broken |= g.departure + time[std::size_t(g.from) * m_.places + g.to] > g.latest;
  }
  r.load[0] = load;
  r.visits = static_cast<int>(n);
  r.cost = n == 0 ? 0 : sum + c.fixed;
}

// Legs, sums and price of r.tasks; returns the price.
std::int64_t Plan::sum_costs(int carer, RouteState& r) const {
  const ModelCarer& c = m_.carers[carer];
  const Kind& kind = m_.kinds[c.kind];
  const int n = static_cast<int>(r.tasks.size());
  const int* time = kind.time.data();
  const int* cost = kind.cost.empty() ? time : kind.cost.data();
  r.gaps.resize(n + 1);
  r.load.fill(0);
  r.metres = 0;
  r.travel = r.work = r.visits = 0;
  std::int64_t sum = 0;
  int at = c.start;
  for (int i = 0; i <= n; ++i) {
    const int place = i < n ? m_.tasks[r.tasks[i]].place : c.end;
    const std::size_t arc = std::size_t(at) * m_.places + place;
    r.gaps[i] = {at, place, cost[arc], 0, 0};
    sum += cost[arc];
    r.travel += time[arc];
    if (!kind.metres.empty()) r.metres += kind.metres[arc];
    if (i == n) break;
    const int task = r.tasks[i];
    const Task& t = m_.tasks[task];
    const ActTime time_of = m_.act_of(t, c);
    const int act = time_of.service + (at == place ? 0 : time_of.setup);
    r.work += act;
    at = place;
    if (t.visit < 0) continue;
    ++r.visits;
    sum += static_cast<std::int64_t>(c.task_rate * static_cast<double>(act));
    if (t.minds && !m_.knows(carer, task)) sum += m_.broken_continuity;
    if (t.home >= 0 && t.home != carer) sum += m_.moved;
    for (int d = 0; d < m_.dimensions; ++d) r.load[d] += m_.deliveries[task * m_.dimensions + d] + m_.pickups[task * m_.dimensions + d];
  }
  r.work += r.travel;
  return r.visits == 0 ? 0 : sum + c.fixed + m_.work_cost(c, r.work);
}

Plan::Sums Plan::sums_of(int carer, std::span<const int> tasks) const {
  RouteState r;
  r.tasks.assign(tasks.begin(), tasks.end());
  sum_costs(carer, r);
  return {r.travel, r.work, r.visits, r.metres};
}

std::int64_t Plan::price_of(int carer, std::span<const int> tasks) const {
  thread_local RouteState r;
  r.tasks.assign(tasks.begin(), tasks.end());
  const std::int64_t cost = sum_costs(carer, r);
  const ModelCarer& c = m_.carers[carer];
  if (r.travel > c.travel_max || r.work > c.work_max || r.metres > c.metres_max || r.visits > c.visits_max) return -1;
  if (tasks.empty()) return 0;
  const std::int64_t late = late_of(carer, tasks);
  return late < 0 ? -1 : cost + late * m_.late_weight;
}

void Plan::refresh_general(int carer) {
  RouteState& r = routes_[carer];
  const ModelCarer& c = m_.carers[carer];
  const Kind& kind = m_.kinds[c.kind];
  const int n = static_cast<int>(r.tasks.size()), layers = static_cast<int>(c.breaks.size()) + 1;
  const int* time = kind.time.data();
  r.departure.assign((n + 1) * layers, kFar);
  r.latest.assign((n + 1) * layers, -kFar);
  r.latest_leave.assign((n + 1) * layers, -kFar);
  r.cost = sum_costs(carer, r);
  r.departure[0] = c.shift_begin;
  for (int i = 0; i < n; ++i) {
    const Gap& g = r.gaps[i];
    const int task = r.tasks[i];
    const ActTime own = m_.act_of(m_.tasks[task], c);
    const int act = own.service + (g.from == g.to ? 0 : own.setup);
    const int travel = time[std::size_t(g.from) * m_.places + g.to];
    for (int k = 0; k < layers; ++k) {
      int arrival = kFar;
      for (int j = 0; j <= k; ++j) {
        const int from = r.departure[i * layers + j];
        if (from < kFar) arrival = std::min(arrival, arrive(c, from, travel, j, k));
      }
      const int begin = arrival < kFar ? begin_at(task, arrival) : kFar;
      r.departure[(i + 1) * layers + k] = begin < kFar ? begin + act : kFar;
    }
  }
  r.latest[n * layers + layers - 1] = c.shift_end;
  for (int i = n; i-- > 0;) {
    const int task = r.tasks[i];
    const Task& t = m_.tasks[task];
    const ActTime own = m_.act_of(t, c), next = i + 1 < n ? m_.act_of(m_.tasks[r.tasks[i + 1]], c) : ActTime{0, 0};
    const int travel = time[std::size_t(t.place) * m_.places + r.gaps[i + 1].to];
    // Coming from the same place the next task needs no setup: its arrival may be later than `latest` says.
    const bool next_same = i + 1 < n && r.gaps[i + 1].to == t.place && next.setup > 0;
    for (int k = 0; k < layers; ++k) {
      int leave = -kFar;
      for (int j = k; j < layers; ++j) {
        int by = r.latest[(i + 1) * layers + j];
        if (next_same) {
          const int next_leave = r.latest_leave[(i + 1) * layers + j];
          by = next_leave > -kFar ? begin_by(r.tasks[i + 1], next_leave - next.service) : -kFar;
        }
        leave = std::max(leave, depart_by(c, by, travel, k, j));
      }
      r.latest_leave[i * layers + k] = leave;
      r.latest[i * layers + k] = leave > -kFar ? begin_by(task, leave - own.service - own.setup) : -kFar;
    }
  }
  for (int i = 0; i <= n; ++i) {  // what a scan may dismiss a gap by
    Gap& g = r.gaps[i];
    g.departure = r.departure[i * layers];
    g.latest = *std::max_element(r.latest.begin() + i * layers, r.latest.begin() + (i + 1) * layers);
    if (i < n) g.latest += m_.act_of(m_.tasks[r.tasks[i]], c).setup;
  }
  r.late = 0;
  r.broken = n > 0 && !leads_to_end(carer, r);
  if (m_.exact && n > 0) {
    const std::int64_t late = late_of(carer, r.tasks);
    r.late = std::max<std::int64_t>(0, late);
    r.broken |= late < 0;
  }
}

// Can the whole route be driven, with some number of breaks in its first leg?
bool Plan::leads_to_end(int carer, const RouteState& r) const {
  const ModelCarer& c = m_.carers[carer];
  const Gap& g = r.gaps[0];
  const int layers = static_cast<int>(c.breaks.size()) + 1, first = r.tasks[0];
  const int travel = m_.kinds[c.kind].time[std::size_t(g.from) * m_.places + g.to];
  for (int j = 0; j < layers; ++j) {
    const int arrival = arrive(c, c.shift_begin, travel, 0, j);
    int by = r.latest[j];
    if (g.from == g.to) by = r.latest_leave[j] > -kFar ? begin_by(first, r.latest_leave[j] - m_.act_of(m_.tasks[first], c).service) : -kFar;
    if (arrival <= by) return true;
  }
  return false;
}

void Plan::refresh(int carer) {
  RouteState& r = routes_[carer];
  total_.cost -= r.cost;
  total_.late -= r.late;
  broken_ -= r.broken;
  if (m_.plain) refresh_plain(carer);
  else refresh_general(carer);
  total_.cost += r.cost;
  total_.late += r.late;
  broken_ += r.broken;
}

// put() of a plain model: times change only until they meet the old ones again.
void Plan::insert_plain(int carer, int task, int gap) {
  RouteState& r = routes_[carer];
  const ModelCarer& c = m_.carers[carer];
  const Kind& kind = m_.kinds[0];
  const Task& t = m_.tasks[task];
  const int* time = kind.time.data();
  const int* cost = kind.cost.empty() ? time : kind.cost.data();
  const std::size_t places = static_cast<std::size_t>(m_.places);
  const bool was_empty = r.tasks.empty();
  r.tasks.insert(r.tasks.begin() + gap, task);
  const Gap old = r.gaps[gap];
  r.gaps.insert(r.gaps.begin() + gap, old);
  const std::size_t in = old.from * places + t.place, out = t.place * places + old.to;
  Gap *before = &r.gaps[gap], *after = before + 1;
  before->to = after->from = t.place;
  before->cost = cost[in];
  after->cost = cost[out];
  const std::int64_t delta = std::int64_t(cost[in]) + cost[out] - (was_empty ? 0 : old.cost) + (was_empty ? c.fixed : 0);
  r.cost += delta;
  total_.cost += delta;
  if (m_.dimensions == 1) r.load[0] += m_.deliveries[task] + m_.pickups[task];
  ++r.visits;
  const int n = static_cast<int>(r.tasks.size());
  int leave = before->departure + time[in];
  leave = (leave > t.lo ? leave : t.lo) + t.service;
  for (int i = gap + 1; i <= n && (i == gap + 1 || r.gaps[i].departure != leave); ++i) {
    Gap& g = r.gaps[i];
    g.departure = leave;
    if (i == n) break;
    const Task& next = m_.tasks[r.tasks[i]];
    leave += time[g.from * places + g.to];
    leave = (leave > next.lo ? leave : next.lo) + next.service;
  }
  for (int i = gap; i >= 0; --i) {
    const Task& at = m_.tasks[r.tasks[i]];
    const Gap& next = r.gaps[i + 1];
    const int by = next.latest - time[next.from * places + next.to] - at.service;
    const int latest = by < at.hi ? by : at.hi;
    if (i < gap && r.gaps[i].latest == latest) break;
    r.gaps[i].latest = latest;
  }
}

void Plan::count_busy(int carer, bool was_empty) {
  const bool empty = routes_[carer].tasks.empty();
  if (empty == was_empty) return;
  if (empty) {
    const int last = busy_.back();
    busy_[busy_at_[carer]] = last;
    busy_at_[last] = busy_at_[carer];
    busy_.pop_back();
    busy_at_[carer] = -1;
  } else {
    busy_at_[carer] = static_cast<int>(busy_.size());
    busy_.push_back(carer);
  }
}

void Plan::touch(int carer) {
  if (!logging_ || is_touched_[carer]) return;
  is_touched_[carer] = 1;
  if (backup_.size() <= touched_.size()) backup_.emplace_back();
  backup_[touched_.size()] = routes_[carer];
  touched_.push_back(carer);
}

void Plan::put(int task, const Spot& spot) {
  touch(spot.carer);
  std::vector<int>& tasks = routes_[spot.carer].tasks;
  const bool was_empty = tasks.empty();
  carer_of_[task] = spot.carer;
  if (m_.plain) {
    insert_plain(spot.carer, task, spot.gap);
    count_busy(spot.carer, was_empty);
    return;
  }
  tasks.insert(tasks.begin() + spot.gap, task);
  if (spot.reload) tasks.insert(tasks.begin() + spot.gap + (spot.reload == 2), m_.carers[spot.carer].reload_task);
  refresh(spot.carer);
  count_busy(spot.carer, was_empty);
}

void Plan::set_pin(int task, int begin) {
  if (logging_) pin_log_.emplace_back(task, pins_[task]);
  pins_[task] = {begin, begin};
}

void Plan::clear_pin(int task) {
  if (pins_[task].lo == -kFar) return;
  if (logging_) pin_log_.emplace_back(task, pins_[task]);
  pins_[task] = {-kFar, kFar};
}

void Plan::mark_served(int unit) {
  const int at = absent_at_[unit], last = absent_.back();
  YILIN_ASSERT(at >= 0);
  absent_[at] = last;
  absent_at_[last] = at;
  absent_.pop_back();
  absent_at_[unit] = -1;
  total_.unserved -= m_.units[unit].weight;
}

void Plan::add_dependents(std::vector<int>& units) const {
  if (m_.ties.empty()) return;
  for (std::size_t i = 0; i < units.size(); ++i)
    for (const int t : m_.ties_of[units[i]]) {
      const int after = m_.ties[t].after;
      if (after != units[i] && served(after) && std::find(units.begin(), units.end(), after) == units.end()) units.push_back(after);
    }
}

void Plan::take_out(const std::vector<int>& units) {
  scratch_.clear();
  const auto leave = [&](int task) {
    const int c = carer_of_[task];
    if (c < 0) return;  // half a unit that was never completed
    if (std::find(scratch_.begin(), scratch_.end(), c) == scratch_.end()) scratch_.push_back(c);
  };
  for (const int u : units) {
    leaving_[u] = 1;
    leave(m_.units[u].a);
    if (m_.units[u].b >= 0) leave(m_.units[u].b);
    absent_at_[u] = static_cast<int>(absent_.size());
    absent_.push_back(u);
    total_.unserved += m_.units[u].weight;
  }
  const std::vector<int> carers = scratch_;  // refresh() may use the scratch
  for (const int c : carers) {
    touch(c);
    std::vector<int>& tasks = routes_[c].tasks;
    std::size_t kept = 0;
    for (const int t : tasks) {
      const int u = m_.tasks[t].unit;
      if (u >= 0 && leaving_[u]) {
        carer_of_[t] = -1;
        clear_pin(t);
      } else if (u >= 0 || kept == 0 || m_.tasks[tasks[kept - 1]].unit >= 0) {  // two reloads in a row are one
        tasks[kept++] = t;
      }
    }
    while (kept > 0 && m_.tasks[tasks[kept - 1]].unit < 0) --kept;
    tasks.erase(tasks.begin() + static_cast<std::ptrdiff_t>(kept), tasks.end());
    drop_idle_reloads(c);
    refresh(c);
    count_busy(c, false);
  }
  for (const int u : units) leaving_[u] = 0;
}

void Plan::swap_tails(int carer_a, int gap_a, int carer_b, int gap_b) {
  YILIN_ASSERT(m_.plain && carer_a != carer_b);
  std::vector<int>&a = routes_[carer_a].tasks, &b = routes_[carer_b].tasks;
  touch(carer_a);
  touch(carer_b);
  const bool was_empty_a = a.empty(), was_empty_b = b.empty();
  const auto tail_a = a.begin() + gap_a, tail_b = b.begin() + gap_b;
  scratch_.assign(tail_a, a.end());
  a.erase(tail_a, a.end());
  a.insert(a.end(), tail_b, b.end());
  b.erase(tail_b, b.end());
  b.insert(b.end(), scratch_.begin(), scratch_.end());
  for (const int t : a) carer_of_[t] = carer_a;
  for (const int t : b) carer_of_[t] = carer_b;
  refresh(carer_a);
  refresh(carer_b);
  count_busy(carer_a, was_empty_a);
  count_busy(carer_b, was_empty_b);
}

// A reload whose two trips fit into one is no use.
void Plan::drop_idle_reloads(int carer) {
  if (m_.carers[carer].trips_max <= 1) return;
  std::vector<int>& tasks = routes_[carer].tasks;
  if (std::none_of(tasks.begin(), tasks.end(), [&](int t) { return m_.tasks[t].unit >= 0; })) tasks.clear();
  for (std::size_t i = 0; i < tasks.size();) {
    if (m_.tasks[tasks[i]].unit >= 0) {
      ++i;
      continue;
    }
    const int reload = tasks[i];
    tasks.erase(tasks.begin() + static_cast<std::ptrdiff_t>(i));
    const bool idle = loads_fit(m_, carer, tasks) && (!m_.carers[carer].rests_limited || late_of(carer, tasks) >= 0);
    if (!idle) tasks.insert(tasks.begin() + static_cast<std::ptrdiff_t>(i++), reload);
  }
}

void Plan::begin() {
  for (const int c : touched_) is_touched_[c] = 0;
  touched_.clear();
  pin_log_.clear();
  absent_backup_ = absent_;
  total_backup_ = total_;
  logging_ = true;
}

void Plan::rollback() {
  for (const int c : touched_)
    for (const int t : routes_[c].tasks) carer_of_[t] = -1;
  for (std::size_t i = 0; i < touched_.size(); ++i) {
    const int c = touched_[i];
    const bool was_empty = routes_[c].tasks.empty();
    broken_ += backup_[i].broken - routes_[c].broken;
    std::swap(routes_[c], backup_[i]);
    for (const int t : routes_[c].tasks) carer_of_[t] = c;
    count_busy(c, was_empty);
    is_touched_[c] = 0;
  }
  touched_.clear();
  for (std::size_t i = pin_log_.size(); i-- > 0;) pins_[pin_log_[i].first] = pin_log_[i].second;
  pin_log_.clear();
  for (const int u : absent_) absent_at_[u] = -1;
  absent_ = absent_backup_;
  for (std::size_t i = 0; i < absent_.size(); ++i) absent_at_[absent_[i]] = static_cast<int>(i);
  total_ = total_backup_;
  logging_ = false;
}

void Plan::save_into(Saved& out) const {
  out.routes.resize(routes_.size());
  for (std::size_t c = 0; c < routes_.size(); ++c) out.routes[c].assign(routes_[c].tasks.begin(), routes_[c].tasks.end());
  out.pins.clear();
  if (m_.has_ties)
    for (const Span& p : pins_) out.pins.push_back(p.lo > -kFar ? p.lo : kFar);
  out.total = total_;
}

void Plan::load(const Saved& saved) {
  logging_ = false;
  for (const int c : touched_) is_touched_[c] = 0;
  touched_.clear();
  std::fill(carer_of_.begin(), carer_of_.end(), -1);
  for (std::size_t t = 0; t < pins_.size(); ++t) {
    const bool pin = t < saved.pins.size() && saved.pins[t] != kFar;
    pins_[t] = pin ? Span{saved.pins[t], saved.pins[t]} : Span{-kFar, kFar};
  }
  for (std::size_t c = 0; c < routes_.size(); ++c) {
    if (routes_[c].tasks == saved.routes[c] && !m_.has_ties) {
      for (const int t : routes_[c].tasks) carer_of_[t] = static_cast<int>(c);
      continue;
    }
    const bool was_empty = routes_[c].tasks.empty();
    routes_[c].tasks = saved.routes[c];
    for (const int t : routes_[c].tasks) carer_of_[t] = static_cast<int>(c);
    refresh(static_cast<int>(c));
    count_busy(static_cast<int>(c), was_empty);
  }
  absent_.clear();
  total_.unserved = 0;
  for (std::size_t u = 0; u < m_.units.size(); ++u) {
    absent_at_[u] = -1;
    if (served(static_cast<int>(u))) continue;
    absent_at_[u] = static_cast<int>(absent_.size());
    absent_.push_back(static_cast<int>(u));
    total_.unserved += m_.units[u].weight;
  }
}

void Plan::grow() {
  carer_of_.resize(m_.tasks.size(), -1);
  pins_.resize(m_.tasks.size(), {-kFar, kFar});
  leaving_.resize(m_.units.size(), 0);
  for (std::size_t u = absent_at_.size(); u < m_.units.size(); ++u) {
    absent_at_.push_back(static_cast<int>(absent_.size()));
    absent_.push_back(static_cast<int>(u));
    total_.unserved += m_.units[u].weight;
  }
}

std::int64_t Plan::late_of(int carer, std::span<const int> tasks) const {
  if (!loads_fit(m_, carer, tasks)) return -1;
  thread_local Timeline line;
  return make_timeline(*this, carer, tasks, line) ? line.late : -1;
}

}  // namespace yilin::routing
