#include "engines/routing/model.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

#include "base/assert.h"
#include "engines/routing/travel.h"

namespace yilin::routing {
namespace {

constexpr std::int64_t kFrozenWeight = std::int64_t(1) << 50;  // never given up for anything

std::vector<int> transposed(const std::vector<int>& a, std::size_t n) {
  std::vector<int> out(a.size());
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) out[j * n + i] = a[i * n + j];
  return out;
}

bool symmetric(const std::vector<int>& a, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (a[i * n + j] != a[j * n + i]) return false;
  return true;
}

struct Builder {
  const Problem& problem;
  std::span<const int> visits, carers;
  const Solution* home;
  std::span<const Frozen> frozen;
  int spare_places = 0;
  Model m;
  std::vector<int> used;        // and back
  std::vector<int> visit_task;  // visit of the problem → its first task
  std::vector<int> carer_of;    // carer of the problem → of the model

  int place(int p) {
    if (p < 0) return -1;  // "nowhere": set when all are known
    if (m.place_of[p] < 0) {
      m.place_of[p] = static_cast<int>(used.size());
      used.push_back(p);
    }
    return m.place_of[p];
  }

  int clip(Time t) const { return t == kNever ? kFar : static_cast<int>(std::clamp<Time>(t - m.origin, -kFar, kFar)); }

  // The first time that anything says; an open shift says none.
  void find_origin() {
    Time first = kNever;
    for (const Carer& c : problem.carers)
      if (c.shift.end != kNever) first = std::min(first, c.shift.begin);
    for (const Visit& v : problem.visits)
      if (!v.windows.empty()) first = std::min(first, v.windows.front().begin);
    for (const Visit& v : problem.visits)
      if (v.locked_start) first = std::min(first, *v.locked_start);
    m.origin = first == kNever || first == -kNever ? 0 : first;
  }

  void find_factor() {
    Cost g = 0;
    const auto join = [&g](Cost c) { g = std::gcd(g, c); };
    for (const int c : carers) {
      const Carer& carer = problem.carers[c];
      const bool own_costs = !problem.profiles[carer.profile].costs.empty();
      if (own_costs) join(kCostScale);
      else join(carer.cost_per_hour);
      if (!own_costs && carer.cost_per_km != 0) join(1);
      join(carer.cost_fixed * kCostScale);
      join(carer.cost_per_task_hour);
    }
    join(problem.objective.broken_continuity * kCostScale);
    join(problem.objective.moved_visit * kCostScale);
    m.factor = std::max<Cost>(g, 1);
  }

  void add_times(Task& t, const Visit& v, bool second) {
    const auto setup = static_cast<int>(v.setup), service = static_cast<int>(second ? v.second->service : v.service);
    t.setup = setup;
    t.service = service;
    t.act_max = setup + service;
    if (v.per_type.empty() || m.work_types == 0) return;
    t.times_first = static_cast<int>(m.type_times.size()) + 1;
    m.type_times.resize(m.type_times.size() + 1 + m.work_types, {setup, service});
    for (const TypeTime& own : v.per_type) {
      if (own.type >= m.work_types) continue;
      const ActTime time{static_cast<int>(own.setup), second ? service : static_cast<int>(own.service)};
      m.type_times[t.times_first + own.type] = time;
      t.setup = std::min(t.setup, time.setup);
      t.service = std::min(t.service, time.service);
      t.act_max = std::max(t.act_max, time.setup + time.service);
    }
  }

  int add_task(const Visit& v, int index, bool second) {
    Task t;
    t.visit = index;
    t.second = second;
    t.place = place(v.place);
    add_times(t, v, second);
    t.window_first = static_cast<int>(m.windows.size());
    const bool apart = second && (v.second->gap_min != 0 || v.second->gap_max != 0);  // bound by the gap, not by windows
    if (apart) {
      m.windows.push_back({-kFar, kFar});
    } else if (v.locked_start) {
      m.windows.push_back({clip(*v.locked_start), clip(*v.locked_start)});
    } else if (v.windows.empty()) {
      m.windows.push_back({-kFar, kFar});
    } else {
      for (const Window& w : v.windows) m.windows.push_back({clip(w.begin), clip(w.end)});
    }
    // Locks and windows may contradict one another: then no window is left.
    if (!apart && v.locked_start && !v.windows.empty()) {
      const bool inside = std::any_of(v.windows.begin(), v.windows.end(), [&](const Window& w) { return w.begin <= *v.locked_start && *v.locked_start <= w.end; });
      if (!inside) m.windows.back() = {kFar, -kFar};
    }
    t.window_count = static_cast<int>(m.windows.size()) - t.window_first;
    t.lo = m.windows[t.window_first].lo;
    t.hi = m.windows.back().hi;
    t.due = second ? kFar : clip(v.due);
    t.minds = !v.usual.empty();
    m.tasks.push_back(t);
    return static_cast<int>(m.tasks.size()) - 1;
  }

  Unit unit_of(const Visit& visit, int index) {
    Unit u;
    u.weight = visit.priority * (static_cast<std::int64_t>(problem.visits.size()) + 1) + 1;
    u.a = add_task(visit, index, false);
    if (!visit.second) return u;
    u.kind = UnitKind::pair;
    u.b = add_task(visit, index, true);
    u.gap_min = static_cast<int>(visit.second->gap_min);
    u.gap_max = static_cast<int>(visit.second->gap_max);
    u.tied = true;
    return u;
  }

  void add_units() {
    visit_task.assign(problem.visits.size(), -1);
    std::vector<char> shipped(problem.visits.size(), 0);
    const auto count = static_cast<std::int64_t>(problem.visits.size()) + 1;
    std::vector<char> in(problem.visits.size(), 0);
    for (const int v : visits) in[v] = 1;
    for (const Shipment& s : problem.shipments) {
      if (!in[s.pickup]) continue;
      Unit u;
      u.kind = UnitKind::shipment;
      u.a = add_task(problem.visits[s.pickup], s.pickup, false);
      u.b = add_task(problem.visits[s.delivery], s.delivery, false);
      u.weight = (problem.visits[s.pickup].priority + problem.visits[s.delivery].priority) * count + 2;
      m.units.push_back(u);
      shipped[s.pickup] = shipped[s.delivery] = 1;
      visit_task[s.pickup] = u.a;
      visit_task[s.delivery] = u.b;
    }
    for (const int v : visits) {
      if (shipped[v]) continue;
      m.units.push_back(unit_of(problem.visits[v], v));
      visit_task[v] = m.units.back().a;
    }
    for (const Frozen& f : frozen) {
      Unit u;
      u.weight = kFrozenWeight;
      u.a = add_task(problem.visits[f.visit], f.visit, f.second);
      Task& t = m.tasks[u.a];
      t.only = f.carer;
      const int start = clip(f.start);
      m.windows.push_back({start, start});
      t.window_first = static_cast<int>(m.windows.size()) - 1;
      t.window_count = 1;
      t.lo = t.hi = start;
      m.units.push_back(u);
    }
    for (std::size_t u = 0; u < m.units.size(); ++u) {
      m.tasks[m.units[u].a].unit = static_cast<int>(u);
      if (m.units[u].b >= 0) m.tasks[m.units[u].b].unit = static_cast<int>(u);
    }
  }

  void add_ties() {
    m.ties_of.resize(m.units.size());
    for (const Precedence& p : problem.precedences) {
      if (visit_task[p.before] < 0 || visit_task[p.after] < 0) continue;
      Tie t{m.tasks[visit_task[p.before]].unit, m.tasks[visit_task[p.after]].unit, static_cast<int>(p.gap_min), p.gap_max == kNever ? kFar : static_cast<int>(p.gap_max)};
      m.units[t.before].tied = m.units[t.after].tied = true;
      m.ties_of[t.before].push_back(static_cast<int>(m.ties.size()));
      m.ties_of[t.after].push_back(static_cast<int>(m.ties.size()));
      m.ties.push_back(t);
    }
    for (bool changed = true; changed;) {  // depths; a valid problem has no cycle
      changed = false;
      for (const Tie& t : m.ties)
        if (m.units[t.after].depth <= m.units[t.before].depth) {
          m.units[t.after].depth = m.units[t.before].depth + 1;
          changed = true;
        }
    }
    m.has_ties = std::any_of(m.units.begin(), m.units.end(), [](const Unit& u) { return u.tied; });
  }

  int kind_of(const Carer& c) {
    for (std::size_t k = 0; k < m.kinds.size(); ++k) {
      const Kind& kind = m.kinds[k];
      if (kind.profile == c.profile && kind.speed_percent == c.speed_percent && kind.cost_per_hour == c.cost_per_hour && kind.cost_per_km == c.cost_per_km) return static_cast<int>(k);
    }
    Kind kind;
    kind.profile = c.profile;
    kind.speed_percent = c.speed_percent;
    kind.cost_per_hour = c.cost_per_hour;
    kind.cost_per_km = c.cost_per_km;
    m.kinds.push_back(std::move(kind));
    return static_cast<int>(m.kinds.size()) - 1;
  }

  std::vector<char> wanted;  // carers that some visit names: not interchangeable
  void find_wanted() {
    wanted.assign(problem.carers.size(), 0);
    for (const int v : visits) {
      const Visit& visit = problem.visits[v];
      for (const int c : visit.usual) wanted[c] = 1;
      for (const int c : visit.refused) wanted[c] = 1;
      if (visit.locked_carer >= 0) wanted[visit.locked_carer] = 1;
      if (visit.second && visit.second->locked_carer >= 0) wanted[visit.second->locked_carer] = 1;
    }
    for (const Frozen& f : frozen) wanted[f.carer] = 1;
  }

  std::string type_key(const Carer& c, int index) const {
    if (wanted[index] || home) return std::to_string(index) + '#';
    std::string key;
    const auto put = [&key](std::int64_t x) { key += std::to_string(x) + ','; };
    for (const std::int64_t x : {std::int64_t(c.start), std::int64_t(c.end), c.shift.begin, c.shift.end, std::int64_t(c.profile), std::int64_t(c.work_type), std::int64_t(c.speed_percent), std::int64_t(c.trips_max),
                                 std::int64_t(c.reload_place), c.reload_duration, std::int64_t(c.visits_max), c.travel_max, c.distance_max, c.work_max, c.span_max, c.cost_fixed,
                                 c.cost_per_hour, c.cost_per_km, c.cost_per_task_hour, c.work_regular, c.cost_per_overtime_hour, c.worked_before})
      put(x);
    for (const Break& b : c.breaks) {
      put(b.duration);
      for (const auto l : b.max_load) put(l);
      key += '/';
      for (const Window& w : b.windows) put(w.begin), put(w.end);
      key += ';';
    }
    key += '|';
    for (const int s : c.skills) put(s);
    key += '|';
    for (const auto l : c.capacity) put(l);
    return key;
  }

  void add_carers() {
    find_wanted();
    carer_of.assign(problem.carers.size(), -1);
    std::map<std::string, int> types;
    const double unfair = fair_share(problem) > 0 ? static_cast<double>(problem.objective.unfairness_per_hour) / (2.0 * fair_share(problem)) : 0;
    for (const int index : carers) {
      const Carer& c = problem.carers[index];
      carer_of[index] = static_cast<int>(m.carers.size());
      ModelCarer mc{};
      mc.carer = index;
      mc.kind = kind_of(c);
      mc.type = types.try_emplace(type_key(c, index), static_cast<int>(types.size())).first->second;
      mc.work_type = c.work_type;
      mc.start = place(c.start);
      mc.end = place(c.end);
      mc.shift_begin = clip(c.shift.begin);
      mc.shift_end = clip(c.shift.end);
      for (const Break& b : c.breaks) {
        ModelBreak mb{static_cast<int>(b.duration), {}};
        for (const Window& w : b.windows) mb.windows.push_back({clip(w.begin), clip(w.end)});
        if (mb.windows.empty()) mb.windows.push_back({-kFar, kFar});
        mb.max_load.assign(b.max_load.begin(), b.max_load.end());
        mc.rests_limited = mc.rests_limited || !b.max_load.empty();
        mc.breaks.push_back(std::move(mb));
      }
      mc.visits_max = c.visits_max;
      mc.travel_max = static_cast<int>(std::min<Time>(c.travel_max, kFar));
      mc.work_max = static_cast<int>(std::min<Time>(c.work_max, kFar));
      mc.span_max = static_cast<int>(std::min<Time>(c.span_max, kFar));
      mc.metres_max = c.distance_max;
      mc.fixed = c.cost_fixed * kCostScale / m.factor;
      mc.task_rate = static_cast<double>(c.cost_per_task_hour) / static_cast<double>(m.factor);
      mc.overtime_rate = static_cast<double>(c.cost_per_overtime_hour) / static_cast<double>(m.factor);
      mc.work_regular = static_cast<int>(std::min<Time>(c.work_regular, kFar));
      mc.unfair_rate = unfair / static_cast<double>(m.factor);
      mc.worked_before = c.worked_before;
      mc.trips_max = c.trips_max;
      if (c.trips_max > 1) {
        Task reload;
        reload.place = place(c.reload_place >= 0 ? c.reload_place : c.start);
        reload.service = reload.act_max = static_cast<int>(c.reload_duration);
        reload.window_first = static_cast<int>(m.windows.size());
        reload.window_count = 1;
        reload.lo = -kFar;
        m.windows.push_back({-kFar, kFar});
        mc.reload_task = static_cast<int>(m.tasks.size());
        m.tasks.push_back(reload);
      }
      m.carers.push_back(std::move(mc));
    }
    m.places_known = static_cast<int>(used.size());
    m.places = m.places_known + spare_places + 1;
    for (Task& t : m.tasks)
      if (t.place < 0) t.place = m.places - 1;
    for (ModelCarer& c : m.carers) {
      if (c.start < 0) c.start = m.places - 1;
      if (c.end < 0) c.end = m.places - 1;
    }
  }

  void load_task(int t) {
    if (m.tasks[t].visit < 0 || m.tasks[t].second) return;
    const Visit& v = problem.visits[m.tasks[t].visit];
    const auto d = static_cast<std::size_t>(m.dimensions);
    for (std::size_t k = 0; k < std::min(d, v.delivery.size()); ++k) m.deliveries[t * d + k] = v.delivery[k];
    for (std::size_t k = 0; k < std::min(d, v.pickup.size()); ++k) m.pickups[t * d + k] = v.pickup[k];
  }

  void add_loads() {
    std::size_t d = 0;
    for (const Visit& v : problem.visits) d = std::max({d, v.delivery.size(), v.pickup.size()});
    for (const Shipment& s : problem.shipments) d = std::max(d, s.amount.size());
    bool limited = false;
    for (const ModelCarer& c : m.carers) limited = limited || c.rests_limited || !problem.carers[c.carer].capacity.empty();
    if (!limited) d = 0;
    m.dimensions = static_cast<int>(d);
    m.deliveries.assign(m.tasks.size() * d, 0);
    m.pickups = m.shipped = m.deliveries;
    for (std::size_t t = 0; t < m.tasks.size(); ++t) load_task(static_cast<int>(t));
    const auto any = [](const std::vector<std::int64_t>& loads) { return std::any_of(loads.begin(), loads.end(), [](std::int64_t x) { return x != 0; }); };
    const bool any_delivery = any(m.deliveries), any_pickup = any(m.pickups);
    bool any_shipped = false;
    for (const Shipment& s : problem.shipments) {
      if (visit_task[s.pickup] < 0) continue;
      for (std::size_t k = 0; k < std::min(d, s.amount.size()); ++k) {
        m.shipped[visit_task[s.pickup] * d + k] = s.amount[k];
        m.shipped[visit_task[s.delivery] * d + k] = -s.amount[k];
        any_shipped |= s.amount[k] != 0;
      }
    }
    m.load_total_only = !(any_delivery && any_pickup) && !any_shipped;
    m.capacities.assign(m.carers.size() * d, kLoadMax * kVisitsMax);
    for (std::size_t c = 0; c < m.carers.size(); ++c) {
      m.carers[c].capacity_first = static_cast<int>(c * d);
      const Load& capacity = problem.carers[m.carers[c].carer].capacity;
      if (capacity.empty()) continue;
      for (std::size_t k = 0; k < d; ++k) m.capacities[c * d + k] = k < capacity.size() ? capacity[k] : 0;
    }
  }

  void permit(int t) {
    const Task& task = m.tasks[t];
    if (task.visit < 0) return;
    const Visit& v = problem.visits[task.visit];
    const std::vector<int>& needs = task.second ? v.second->skills : v.skills;
    const int locked = task.second ? v.second->locked_carer : v.locked_carer;
    int able = 0;
    for (std::size_t c = 0; c < m.carers.size(); ++c) {
      const int index = m.carers[c].carer;
      const std::size_t word = static_cast<std::size_t>(t) * m.words + (c >> 6);
      const std::uint64_t bit = std::uint64_t(1) << (c & 63);
      if (std::find(v.usual.begin(), v.usual.end(), index) != v.usual.end()) m.usual[word] |= bit;
      if ((locked >= 0 && locked != index) || (task.only >= 0 && task.only != index)) continue;
      const std::vector<int>& skills = problem.carers[index].skills;
      const auto has = [&](int s) { return std::find(skills.begin(), skills.end(), s) != skills.end(); };
      if (!std::all_of(needs.begin(), needs.end(), has) || std::find(v.refused.begin(), v.refused.end(), index) != v.refused.end()) continue;
      ++able;
      m.allowed[word] |= bit;
    }
    Unit& unit = m.units[task.unit];
    unit.carers = unit.carers == 0 ? able : std::min(unit.carers, able);
  }

  void add_permissions() {
    m.words = (m.carers.size() + 63) / 64;
    m.allowed.assign(m.tasks.size() * m.words, 0);
    m.usual = m.allowed;
    for (std::size_t t = 0; t < m.tasks.size(); ++t) permit(static_cast<int>(t));
  }

  void add_home() {
    if (!home) return;
    for (const Route& r : home->routes)
      for (const Stop& s : r.stops) {
        if (s.kind != StopKind::visit || visit_task[s.index] < 0) continue;
        int t = visit_task[s.index];
        if (s.second) t = m.units[m.tasks[t].unit].b;
        m.tasks[t].home = carer_of[r.carer];
      }
  }

  void add_travel() {
    const auto n = static_cast<std::size_t>(m.places);
    for (Kind& kind : m.kinds) {
      const Leg leg(problem, kind.profile, kind.speed_percent, kind.cost_per_hour, kind.cost_per_km);
      bool metres = false;
      for (const ModelCarer& c : m.carers) metres = metres || (&m.kinds[c.kind] == &kind && c.metres_max != std::numeric_limits<std::int64_t>::max());
      kind.time.assign(n * n, 0);
      if (metres) kind.metres.assign(n * n, 0);
      const auto set = [&](std::size_t at, const LegPrice& p) {
        const auto cost = static_cast<int>(p.cost / m.factor);
        kind.time[at] = static_cast<int>(p.time);
        if (metres) kind.metres[at] = static_cast<int>(p.metres);
        if (kind.cost.empty() && cost != kind.time[at]) kind.cost = kind.time;  // those before cost what they take
        if (!kind.cost.empty()) kind.cost[at] = cost;
      };
      const auto known = static_cast<std::size_t>(m.places_known);
      for (std::size_t i = 0; i < known; ++i)
        for (std::size_t j = leg.by_coordinates() ? i + 1 : 0; j < known; ++j) {
          const LegPrice p = leg(used[i], used[j]);
          set(i * n + j, p);
          if (leg.by_coordinates()) set(j * n + i, p);
        }
      if (!leg.by_coordinates() && !symmetric(kind.time, n)) kind.time_from = transposed(kind.time, n);
      if (!kind.cost.empty()) kind.cost_from = transposed(kind.cost, n);  // always own: an absent one would fall back to the times
    }
  }

  void classify() {
    const Objective& o = problem.objective;
    bool general = m.kinds.size() > 1 || m.has_ties || !problem.shipments.empty() || m.dimensions > 1 || !m.load_total_only;
    m.exact = !m.load_total_only;
    for (const Task& t : m.tasks) {
      general = general || t.setup != 0 || t.times_first >= 0 || t.window_count > 1 || t.minds || t.home >= 0;
      m.exact = m.exact || t.due != kFar;
    }
    for (const ModelCarer& c : m.carers) {
      general = general || !c.breaks.empty() || c.trips_max > 1 || c.visits_max < static_cast<int>(m.tasks.size()) || c.travel_max < kFar || c.work_max < kFar ||
                c.span_max < kFar || c.metres_max != std::numeric_limits<std::int64_t>::max() || c.task_rate != 0 || (c.overtime_rate != 0 && c.work_regular < kFar) || c.unfair_rate != 0;
      m.exact = m.exact || c.trips_max > 1 || c.span_max < kFar || c.rests_limited;
    }
    for (std::size_t c = 0; !general && c < m.carers.size(); ++c)
      for (std::size_t t = 0; t < m.tasks.size(); ++t) general = general || !m.may(static_cast<int>(c), static_cast<int>(t));
    m.broken_continuity = o.broken_continuity * kCostScale / m.factor;
    m.moved = o.moved_visit * kCostScale / m.factor;
    m.one_matrix = m.kinds.size() == 1 && m.kinds[0].cost.empty() && m.kinds[0].time_from.empty();
    m.plain = !general && !m.exact;
    std::int64_t dearest = 1;
    for (const Kind& k : m.kinds)
      for (const int c : k.cost.empty() ? k.time : k.cost) dearest = std::max<std::int64_t>(dearest, c);
    m.late_weight = dearest * 4;
  }

  Model build() {
    m.place_of.assign(problem.places.size(), -1);
    for (std::size_t i = 0; spare_places > 0 && i < problem.places.size(); ++i) place(static_cast<int>(i));
    m.problem = &problem;
    find_origin();
    find_factor();
    for (const Carer& c : problem.carers) m.work_types = std::max(m.work_types, c.work_type + 1);
    add_units();
    add_ties();
    add_carers();
    add_loads();
    add_permissions();
    add_home();
    add_travel();
    classify();
    return std::move(m);
  }
};

}  // namespace

Model make_model(const Problem& problem, std::span<const int> visits, std::span<const int> carers, const Solution* home, std::span<const Frozen> frozen) {
  return Builder{problem, visits, carers, home, frozen, 0, {}, {}, {}, {}, {}}.build();
}

Model make_model(const Problem& problem, const Solution* home, int spare_places) {
  std::vector<int> visits(problem.visits.size()), carers(problem.carers.size());
  std::iota(visits.begin(), visits.end(), 0);
  std::iota(carers.begin(), carers.end(), 0);
  return Builder{problem, visits, carers, home, {}, spare_places, {}, {}, {}, {}, {}}.build();
}

int add_unit(Model& m, const Problem& problem, int visit) {
  const Visit& v = problem.visits[visit];
  Builder builder{problem, {}, {}, nullptr, {}, 0, std::move(m), {}, {}, {}, {}};
  Model& own = builder.m;
  const auto index = static_cast<int>(own.units.size());
  own.units.push_back(builder.unit_of(v, visit));
  own.ties_of.emplace_back();
  const auto d = static_cast<std::size_t>(own.dimensions);
  for (auto* loads : {&own.deliveries, &own.pickups, &own.shipped}) loads->resize(own.tasks.size() * d, 0);
  for (auto* bits : {&own.allowed, &own.usual}) bits->resize(own.tasks.size() * own.words, 0);
  for (const int t : {own.units[index].a, own.units[index].b}) {
    if (t < 0) continue;
    own.tasks[t].unit = index;
    builder.load_task(t);
    builder.permit(t);
    own.exact = own.exact || own.tasks[t].due != kFar;
  }
  m = std::move(own);
  return index;
}

void add_place(Model& m, const Problem& problem) {
  const int fresh = m.places_known++, place = static_cast<int>(problem.places.size()) - 1;
  YILIN_ASSERT(m.places_known < m.places);
  m.place_of.resize(problem.places.size(), -1);
  m.place_of[place] = fresh;
  const auto n = static_cast<std::size_t>(m.places);
  for (Kind& kind : m.kinds) {
    const Leg leg(problem, kind.profile, kind.speed_percent, kind.cost_per_hour, kind.cost_per_km);
    const auto set = [&](int from, int to) {
      const LegPrice p = from == to && leg.by_coordinates() ? LegPrice{} : leg(from, to);
      const auto i = static_cast<std::size_t>(m.place_of[from]), j = static_cast<std::size_t>(m.place_of[to]);
      const auto time = static_cast<int>(p.time), cost = static_cast<int>(p.cost / m.factor);
      kind.time[i * n + j] = time;
      if (!kind.time_from.empty()) kind.time_from[j * n + i] = time;
      if (kind.cost.empty() && cost != time) kind.cost = kind.time, kind.cost_from = transposed(kind.cost, n);
      if (!kind.cost.empty()) kind.cost[i * n + j] = kind.cost_from[j * n + i] = cost;
      if (!kind.metres.empty()) kind.metres[i * n + j] = static_cast<int>(p.metres);
      m.late_weight = std::max<std::int64_t>(m.late_weight, std::int64_t(cost) * 4);
    };
    bool both_ways = true;
    for (std::size_t other = 0; other < problem.places.size(); ++other) {
      if (m.place_of[other] < 0) continue;
      const int o = static_cast<int>(other);
      set(place, o);
      set(o, place);
      both_ways = both_ways && leg(place, o).time == leg(o, place).time;
    }
    if (!both_ways && kind.time_from.empty()) kind.time_from = transposed(kind.time, n);
  }
}

}  // namespace yilin::routing
