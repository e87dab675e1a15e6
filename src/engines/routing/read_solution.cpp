#include <algorithm>

#include <fmt/format.h>

#include "engines/routing/assemble.h"
#include "engines/routing/solver.h"
#include "engines/routing/timeline.h"
#include "engines/routing/insertion.h"

namespace yilin::routing {
namespace {

struct Reader {
  const Solution& solution;
  Plan& plan;
  const Model& m;
  const Problem& p;
  std::vector<int> carer_of;               // problem → model
  std::vector<std::pair<int, int>> tasks;  // visit → first and second task

  Reader(const Solution& s, Plan& pl) : solution(s), plan(pl), m(pl.model()), p(*m.problem), carer_of(p.carers.size(), -1), tasks(p.visits.size(), {-1, -1}) {
    for (std::size_t c = 0; c < m.carers.size(); ++c) carer_of[m.carers[c].carer] = static_cast<int>(c);
    for (std::size_t t = 0; t < m.tasks.size(); ++t)
      if (m.tasks[t].visit >= 0) (m.tasks[t].second ? tasks[m.tasks[t].visit].second : tasks[m.tasks[t].visit].first) = static_cast<int>(t);
  }

  static Status wrong(std::string field, std::string_view who, std::string message) {
    Error error(errors::invalid_plan, fmt::format("方案与数据不符：{}（{}）{}", who, field, message));
    error.fields.push_back({std::move(field), std::string(who), std::move(message)});
    return fail(std::move(error));
  }

  Status read(Plan::Saved& saved, RestGaps& rests) const {
    saved.routes.assign(m.carers.size(), {});
    saved.pins.assign(m.tasks.size(), kFar);
    rests.assign(m.carers.size(), {});
    std::vector<char> seen(m.tasks.size(), 0), used(m.carers.size(), 0);
    for (std::size_t r = 0; r < solution.routes.size(); ++r) {
      const Route& route = solution.routes[r];
      const std::string at = fmt::format("routes[{}].", r);
      if (route.carer < 0 || static_cast<std::size_t>(route.carer) >= p.carers.size()) return wrong(at + "carer", fmt::format("{}", route.carer), "没有这位护理员。");
      const Carer& carer = p.carers[route.carer];
      const int c = carer_of[route.carer];
      if (used[c]++) return wrong(at + "carer", carer.id, "一位护理员只能有一条路线。");
      int next_break = 0;
      for (std::size_t s = 0; s < route.stops.size(); ++s) {
        const Stop& stop = route.stops[s];
        const std::string field = fmt::format("{}stops[{}]", at, s);
        switch (stop.kind) {
          case StopKind::rest:
            if (stop.index != next_break || stop.index >= static_cast<int>(carer.breaks.size())) return wrong(field, carer.id, "休息不存在或次序不对。");
            ++next_break;
            rests[c].push_back(static_cast<int>(saved.routes[c].size()));
            break;
          case StopKind::reload:
            if (m.carers[c].reload_task < 0) return wrong(field, carer.id, "这位护理员不能多趟往返。");
            saved.routes[c].push_back(m.carers[c].reload_task);
            break;
          case StopKind::visit: {
            if (stop.index < 0 || static_cast<std::size_t>(stop.index) >= p.visits.size()) return wrong(field, carer.id, fmt::format("没有第 {} 项任务。", stop.index));
            const int t = stop.second ? tasks[stop.index].second : tasks[stop.index].first;
            if (t < 0) return wrong(field, p.visits[stop.index].id, "这项任务不需要第二位护理员。");
            if (seen[t]++) return wrong(field, p.visits[stop.index].id, "任务出现了两次。");
            if (m.units[m.tasks[t].unit].tied) {
              if (!stop.start) return wrong(field, p.visits[stop.index].id, "相互关联的任务必须写明开始时间。");
              saved.pins[t] = static_cast<int>(std::clamp<Time>(*stop.start - m.origin, -kFar + 1, kFar - 1));
            }
            saved.routes[c].push_back(t);
            break;
          }
          case StopKind::start:
          case StopKind::end: return wrong(field, carer.id, "起点和终点不写在站点里。");
        }
      }
      if (next_break != 0 && next_break != static_cast<int>(carer.breaks.size())) return wrong(at + "stops", carer.id, "缺少休息。");
    }
    for (const Unit& u : m.units)
      if (u.b >= 0 && seen[u.a] != seen[u.b]) return wrong("routes", p.visits[m.tasks[u.a].visit].id, "两人服务或取送任务缺了一半。");
    return {};
  }

  Status judge(const RestGaps& rests) const {
    Timeline line;
    for (std::size_t c = 0; c < m.carers.size(); ++c) {
      const int carer = static_cast<int>(c);
      const RouteState& r = plan.route(carer);
      if (r.tasks.empty()) continue;  // an unused carer's way from start to end is nobody's
      const std::string& id = p.carers[m.carers[c].carer].id;
      for (const int t : r.tasks)
        if (m.tasks[t].visit >= 0 && !m.may(carer, t)) return wrong("routes", p.visits[m.tasks[t].visit].id, fmt::format("护理员 {} 不具备技能、被拒绝或不是指定的人。", id));
      const ModelCarer& mc = m.carers[c];
      if (r.visits > mc.visits_max) return wrong("routes", id, "任务数超出上限。");
      if (r.travel > mc.travel_max) return wrong("routes", id, "路途时间超出上限。");
      if (r.work > mc.work_max) return wrong("routes", id, "工作时间超出上限。");
      if (r.metres > mc.metres_max) return wrong("routes", id, "里程超出上限。");
      if (r.visits == 0) return wrong("routes", id, "没有任务的路线不需要装载。");
      if (!loads_fit(m, carer, r.tasks)) return wrong("routes", id, "载量或趟数超出上限，或取送次序不对。");
      if (!make_timeline(plan, carer, r.tasks, line, rests[c])) return wrong("routes", id, "时间排不开：有任务、休息或下班时间赶不上。");
    }
    for (std::size_t u = 0; u < m.units.size(); ++u) {
      const Unit& unit = m.units[u];
      if (!plan.served(static_cast<int>(u)) || !unit.tied) continue;
      const std::string& id = p.visits[m.tasks[unit.a].visit].id;
      if (unit.kind == UnitKind::pair) {
        if (plan.carer_of(unit.a) == plan.carer_of(unit.b)) return wrong("routes", id, "两人服务必须是两位不同的护理员。");
        const int gap = plan.pin(unit.b) - plan.pin(unit.a);
        if (gap < unit.gap_min || gap > unit.gap_max) return wrong("routes", id, "两人开始时间的间隔不符。");
      }
    }
    return judge_ties();
  }

  Status judge_ties() const {
    const auto ends = [&](int unit) {  // first start, last end
      const Unit& u = m.units[unit];
      Span out{kFar, -kFar};
      for (const int t : {u.a, u.kind == UnitKind::pair ? u.b : -1}) {
        if (t < 0) continue;
        const int c = plan.carer_of(t), at = plan.position_of(t);
        const ActTime own = m.act_of(m.tasks[t], m.carers[c]);
        const int act = own.service + (plan.route(c).gaps[at].from == m.tasks[t].place ? 0 : own.setup);
        out.lo = std::min(out.lo, plan.pin(t));
        out.hi = std::max(out.hi, plan.pin(t) + act);
      }
      return out;
    };
    for (const Tie& tie : m.ties) {
      if (!plan.served(tie.after)) continue;
      const std::string& id = p.visits[m.tasks[m.units[tie.after].a].visit].id;
      if (!plan.served(tie.before)) return wrong("routes", id, "前一项任务没有安排。");
      const int gap = ends(tie.after).lo - ends(tie.before).hi;
      if (gap < tie.gap_min || gap > tie.gap_max) return wrong("routes", id, "与前一项任务的间隔不符。");
    }
    return {};
  }
};

// At the end of the carer's route, if it fits there (the loads of half a shipment are not asked).
Spot last_spot(const Plan& plan, int task, int carer, bool half) {
  const Model& m = plan.model();
  const int gap = static_cast<int>(plan.route(carer).tasks.size());
  Spot out;
  if (m.plain) {
    std::int64_t limit = std::numeric_limits<std::int64_t>::max();
    scan(plan, task, carer, limit, [&](const Spot& s) {
      if (s.gap == gap) out = s;
    });
    return out;
  }
  const GeneralScan s(plan, task, carer);
  if (!s.fits()) return out;
  const GapPrice p = s.price(gap);
  if (p.fits && s.in_time(gap, p) && (half || !m.exact || s.late(gap) >= 0)) out = {p.delta, carer, gap, 0};
  return out;
}

}  // namespace

Status read_solution(const Solution& solution, Plan& plan, RestGaps& rests) {
  const Reader reader(solution, plan);
  Plan::Saved saved;
  YILIN_CHECK(reader.read(saved, rests));
  plan.load(saved);
  return reader.judge(rests);
}

void adopt_solution(const Solution& solution, Plan& plan) {
  const Reader reader(solution, plan);
  const Model& m = plan.model();
  std::vector<int> halves(m.units.size(), 0);
  for (const Route& route : solution.routes) {
    const int c = route.carer >= 0 && static_cast<std::size_t>(route.carer) < reader.carer_of.size() ? reader.carer_of[route.carer] : -1;
    if (c < 0) continue;
    for (const Stop& stop : route.stops) {
      if (stop.kind != StopKind::visit || stop.index < 0 || static_cast<std::size_t>(stop.index) >= reader.tasks.size()) continue;
      const int t = stop.second ? reader.tasks[stop.index].second : reader.tasks[stop.index].first;
      if (t < 0 || plan.carer_of(t) >= 0) continue;
      const Unit& unit = m.units[m.tasks[t].unit];
      if (unit.tied && stop.start) plan.set_pin(t, static_cast<int>(std::clamp<Time>(*stop.start - m.origin, -kFar + 1, kFar - 1)));
      Spot last;
      if (!unit.tied || stop.start) last = last_spot(plan, t, c, unit.kind == UnitKind::shipment);
      if (!last) {
        plan.clear_pin(t);
        continue;
      }
      plan.put(t, last);
      if (++halves[m.tasks[t].unit] == 1) plan.mark_served(m.tasks[t].unit);
    }
  }
  // What is incomplete, and what leans on it, goes again; so do shipments of routes that do not hold together.
  std::vector<int> leaving;
  for (std::size_t u = 0; u < m.units.size(); ++u) {
    const Unit& unit = m.units[u];
    if (halves[u] == 0) continue;
    bool whole = unit.b < 0 || halves[u] == 2;
    for (const int t : m.ties_of[u]) whole = whole && (m.ties[t].after != static_cast<int>(u) || plan.served(m.ties[t].before));
    if (unit.kind == UnitKind::shipment && whole) whole = plan.price_of(plan.carer_of(unit.a), plan.route(plan.carer_of(unit.a)).tasks) >= 0;
    if (!whole) leaving.push_back(static_cast<int>(u));
  }
  plan.add_dependents(leaving);
  if (!leaving.empty()) plan.take_out(leaving);
  for (std::size_t c = 0; c < m.carers.size() && plan.broken() > 0; ++c) {
    if (!plan.route(static_cast<int>(c)).broken) continue;
    leaving.clear();
    for (const int t : plan.route(static_cast<int>(c)).tasks)
      if (const int u = m.tasks[t].unit; u >= 0 && std::find(leaving.begin(), leaving.end(), u) == leaving.end()) leaving.push_back(u);
    plan.add_dependents(leaving);
    plan.take_out(leaving);
  }
}

}  // namespace yilin::routing
