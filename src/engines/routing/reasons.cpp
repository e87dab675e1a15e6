// Why a unit is left out, and the smallest single change that would let it in. Tests hold the amounts against brute force.

#include "engines/routing/reasons.h"

#include <algorithm>

#include "engines/routing/assemble.h"
#include "engines/routing/cut.h"

namespace yilin::routing {
namespace {

constexpr int kReplacedMax = 40;  // units for which "in place of another visit" is tried: it costs the most
constexpr int kTiedMax = 40;      // units of two tasks, or tied ones, whose relaxations are sought

}  // namespace

std::vector<int> Reasoner::missing_skills(int carer, int task) const {
  const Visit& v = p.visits[m.tasks[task].visit];
  const std::vector<int>& own = p.carers[m.carers[carer].carer].skills;
  std::vector<int> out;
  for (const int s : m.tasks[task].second ? v.second->skills : v.skills)
    if (std::find(own.begin(), own.end(), s) == own.end()) out.push_back(s);
  return out;
}

bool Reasoner::permission(int carer, int task, Relaxation& need) const {
  const Visit& v = p.visits[m.tasks[task].visit];
  const int id = m.carers[carer].carer, locked = m.tasks[task].second ? v.second->locked_carer : v.locked_carer;
  if (locked >= 0 && locked != id) return false;
  const std::vector<int> missing = missing_skills(carer, task);
  const bool refused = std::find(v.refused.begin(), v.refused.end(), id) != v.refused.end();
  if (missing.size() + (refused ? 1 : 0) > 1) return false;
  if (refused) need = {RelaxationKind::allow_refused, id, 0};
  else if (!missing.empty()) need = {RelaxationKind::skill, id, missing[0]};
  return true;
}

bool Reasoner::fits_alone(int unit) const {
  const Unit& u = m.units[unit];
  const auto single = [&](int task, std::vector<Slot>& out) {
    for (std::size_t c = 0; c < m.carers.size(); ++c) {
      if (!asked(static_cast<int>(c))) continue;
      const GeneralScan s(empty, task, static_cast<int>(c));
      if (!s.fits()) continue;
      const GapPrice price = s.price(0);
      if (!price.fits) continue;
      if (m.exact && s.late(0) < 0) continue;
      s.slots(0, price, [&](int lo, int hi) { out.push_back({{0, static_cast<int>(c), 0, 0}, lo, hi}); });
    }
  };
  if (u.kind == UnitKind::shipment) {
    for (std::size_t c = 0; c < m.carers.size(); ++c) {
      std::int64_t limit = std::numeric_limits<std::int64_t>::max();
      ShipmentSpot best;
      if (scan_shipment(empty, unit, static_cast<int>(c), limit, best)) return true;
    }
    return false;
  }
  std::vector<Slot> a, b;
  single(u.a, a);
  if (u.kind == UnitKind::single) return !a.empty();
  single(u.b, b);
  for (const Slot& x : a)
    for (const Slot& y : b) {
      if (x.spot.carer == y.spot.carer) continue;
      const int begin = std::max(x.lo, y.lo - u.gap_max), other = std::max(y.lo, begin + u.gap_min);
      if (begin <= x.hi && other <= y.hi) return true;
    }
  return false;
}

bool Reasoner::load_fits(int carer, int task) const {
  for (int d = 0; d < m.dimensions; ++d) {
    const std::size_t at = static_cast<std::size_t>(task) * m.dimensions + d;
    const std::int64_t cap = m.capacities[m.carers[carer].capacity_first + d];
    if (std::max({m.deliveries[at], m.pickups[at], m.shipped[at]}) > cap) return false;
  }
  return true;
}

// Two tasks of a pair need two different carers.
bool Reasoner::anyone(const Unit& u, auto&& can) const {
  const auto count = [&](int task) {
    std::vector<int> out;
    for (std::size_t c = 0; c < m.carers.size(); ++c)
      if (asked(static_cast<int>(c)) && can(static_cast<int>(c), task)) out.push_back(static_cast<int>(c));
    return out;
  };
  const std::vector<int> a = count(u.a);
  if (u.kind == UnitKind::single) return !a.empty();
  const std::vector<int> b = count(u.b);
  if (u.kind == UnitKind::pair) return !a.empty() && !b.empty() && !(a.size() == 1 && a == b);
  return std::any_of(a.begin(), a.end(), [&](int c) { return std::find(b.begin(), b.end(), c) != b.end(); });
}

Reason Reasoner::reason(int unit) const {
  const Unit& u = m.units[unit];
  if (!anyone(u, [&](int c, int t) { return missing_skills(c, t).empty(); })) return Reason::no_skill;
  if (!anyone(u, [&](int c, int t) { return m.may(c, t); })) return Reason::refused;
  if (!anyone(u, [&](int c, int t) { return m.may(c, t) && load_fits(c, t); })) return Reason::capacity;
  if (!fits_alone(unit)) return Reason::out_of_reach;
  for (const int t : m.ties_of[unit])
    if (m.ties[t].after == unit && !plan.served(m.ties[t].before)) return Reason::tied;
  return Reason::day_full;
}

// Is there a gap where every rule but permission holds?
bool Reasoner::fits_somewhere(int task, int carer) const {
  const GeneralScan s(plan, task, carer, true);
  if (plan.route(carer).visits >= m.carers[carer].visits_max || over_load(task, carer).first > 0) return false;
  for (int gap = 0; gap < s.gaps(); ++gap) {
    const GapPrice price = s.price(gap);
    if (price.fits && s.in_time(gap, price) && (!m.exact || s.late(gap) >= 0)) return true;
  }
  return false;
}

std::pair<int, std::int64_t> Reasoner::over_load(int task, int carer) const {
  std::pair<int, std::int64_t> out{0, 0};
  if (!m.load_total_only || m.carers[carer].trips_max > 1) return out;
  for (int d = 0; d < m.dimensions; ++d) {
    const std::size_t at = static_cast<std::size_t>(task) * m.dimensions + d;
    const std::int64_t over = plan.route(carer).load[d] + m.deliveries[at] + m.pickups[at] - m.capacities[m.carers[carer].capacity_first + d];
    if (over > 0) out = {out.first + 1, over};
  }
  return out;
}

// Changes of times, hours or capacity that open one gap.
void Reasoner::relax_gap(int task, int carer, const GeneralScan& s, int gap, std::vector<Relaxation>& out) {
  const int id = m.carers[carer].carer;
  const ModelCarer& c = m.carers[carer];
  const GapPrice price = s.price(gap);
  const std::int64_t travel_over = s.travel_with(gap, price) - c.travel_max, work_over = s.work_with(gap, price) - c.work_max;
  const auto [overloaded, load_over] = over_load(task, carer);
  if (s.in_time(gap, price) && (!m.exact || s.late(gap) >= 0)) {
    if (price.fits && overloaded == 1) out.push_back({RelaxationKind::more_capacity, id, load_over});
    const bool distance = !price.fits && travel_over <= 0 && work_over <= 0;
    if (overloaded == 0 && !distance && (travel_over > 0) != (work_over > 0)) out.push_back({RelaxationKind::more_hours, id, std::max(travel_over, work_over)});
    return;
  }
  if (!price.fits || overloaded > 0) return;
  const auto exactly = [&](int begin) {  // with the begin outside its windows
    if (!m.exact) return true;
    trial.ignore_windows(task);
    trial.set_pin(task, begin);
    const bool fits = trial.late_of(carer, s.with_task(gap, 0)) >= 0;
    trial.clear_pin(task);
    trial.ignore_windows(-1);
    return fits;
  };
  s.free_slots(gap, price, [&](int first, int last) {
    for (const Span& w : m.windows_of(m.tasks[task])) {
      if (const int begin = std::max(first, w.lo); begin <= last && begin > w.hi && exactly(begin)) out.push_back({RelaxationKind::later, id, std::int64_t(begin) - w.hi});
      if (const int begin = std::min(last, w.hi); begin >= first && begin < w.lo && exactly(begin)) out.push_back({RelaxationKind::earlier, id, std::int64_t(w.lo) - begin});
    }
  });
  ModelCarer longer = c;
  longer.shift_end = kFar;
  const auto tasks = s.with_task(gap, 0);
  Timeline line;
  if ((!m.exact || loads_fit(m, carer, tasks)) && make_timeline(plan, carer, tasks, line, {}, &longer) && line.end > c.shift_end)
    out.push_back({RelaxationKind::longer_shift, id, std::int64_t(line.end) - c.shift_end});
}

void Reasoner::relax_single(int unit, std::vector<Relaxation>& out) {
  const int task = m.units[unit].a;
  for (std::size_t c = 0; c < m.carers.size(); ++c) {
    const int carer = static_cast<int>(c);
    Relaxation need;
    if (!asked(carer) || !permission(carer, task, need)) continue;
    if (need.kind != RelaxationKind::none) {
      if (fits_somewhere(task, carer)) out.push_back(need);
      continue;
    }
    if (plan.route(carer).visits >= m.carers[c].visits_max) continue;
    const GeneralScan s(plan, task, carer, true);
    for (int gap = 0; gap < s.gaps(); ++gap) relax_gap(task, carer, s, gap, out);
  }
}

void Reasoner::replace_other(int unit, std::vector<Relaxation>& out) {
  const int task = m.units[unit].a;
  const auto fits = [&](int carer) {
    bool any = false;
    std::int64_t limit = std::numeric_limits<std::int64_t>::max();
    scan(trial, task, carer, limit, [&](const Spot&) { any = true; });
    return any;
  };
  find_replaced(*this, [&](int carer) { return m.may(carer, task); }, fits, out);
}

void Reasoner::relax(int unit, int visit, bool replacing, std::vector<Relaxation>& out) {
  const Unit& u = m.units[unit];
  if (u.kind == UnitKind::shipment) return relax_shipment(*this, unit, visit, out);
  if (u.tied) return relax_tied(*this, unit, replacing, out);
  relax_single(unit, out);
  if (replacing) replace_other(unit, out);
}

void keep_smallest(std::vector<Relaxation>& all) {
  std::sort(all.begin(), all.end(), [](const Relaxation& a, const Relaxation& b) { return std::tie(a.kind, a.amount, a.carer) < std::tie(b.kind, b.amount, b.carer); });
  all.erase(std::unique(all.begin(), all.end(), [](const Relaxation& a, const Relaxation& b) { return a.kind == b.kind; }), all.end());
}

void add_reasons(const Plan& given, Answer& answer, int only_carer) {
  if (answer.unserved.empty()) return;
  if (given.model().plain) {  // plain plans lack the tables that the relaxed scans read
    Model general = given.model();
    general.plain = false;
    Plan plan(general);
    Plan::Saved saved;
    given.save_into(saved);
    plan.load(saved);
    return add_reasons(plan, answer, only_carer);
  }
  Reasoner reasoner(given, only_carer);
  const Model& m = given.model();
  std::vector<int> unit_of(m.problem->visits.size(), -1);
  for (const Task& t : m.tasks)
    if (t.visit >= 0) unit_of[t.visit] = t.unit;
  int tried = 0, tied = 0;
  for (Unserved& u : answer.unserved) {
    const int unit = unit_of[u.visit];
    u.reason = reasoner.reason(unit);
    const bool joint = m.units[unit].tied || m.units[unit].kind != UnitKind::single;
    if (u.reason == Reason::tied || (joint && tied++ >= kTiedMax)) continue;
    reasoner.relax(unit, u.visit, tried++ < kReplacedMax, u.relaxations);
    keep_smallest(u.relaxations);
  }
}

}  // namespace yilin::routing
