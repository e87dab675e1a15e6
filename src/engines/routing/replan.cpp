#include <algorithm>

#include "engines/routing/assemble.h"
#include "engines/routing/cut.h"
#include "engines/routing/live.h"
#include "engines/routing/search.h"
#include "engines/routing/solver.h"

namespace yilin::routing {
namespace {

constexpr std::int64_t kMovedLeast = 7'200;  // cost units: no saving short of two hours' travel takes a visit from its carer
constexpr int kFocusNear = 24;               // tasks around each affected one that may be rearranged

// The problem with its promises: what has begun stays, what was promised moves within the tolerance.
struct Promised {
  Problem problem;

  Promised(const Problem& given, const Solution& current, const Changes& changes) : problem(given) {
    for (const Route& r : current.routes)
      for (const Stop& s : r.stops) {
        if (s.kind != StopKind::visit || !s.start || s.second) continue;
        Visit& v = problem.visits[s.index];
        const bool begun = *s.start < changes.now;
        if (begun) hold(v, r.carer, *s.start);
        else clip(v, {std::max(changes.now, *s.start - changes.tolerance), *s.start + changes.tolerance});
      }
    std::vector<char> planned(problem.visits.size(), 0);
    for (const Route& r : current.routes)
      for (const Stop& s : r.stops)
        if (s.kind == StopKind::visit) planned[s.index] = 1;
    for (std::size_t v = 0; v < planned.size(); ++v)
      if (!planned[v] && changes.now > -kNever) clip(problem.visits[v], {changes.now, kNever});
    for (const DelayedVisit& d : changes.late) hold(problem.visits[d.visit], -1, d.begin);
    for (const int c : changes.absent_carers) problem.carers[c].visits_max = 0;
    problem.objective.moved_visit = std::max(problem.objective.moved_visit, kMovedLeast);
  }

  static void hold(Visit& v, int carer, Time begin) {
    v.windows = {{begin, begin}};
    v.locked_start.reset();
    if (carer >= 0) v.locked_carer = carer;
  }

  static void clip(Visit& v, Window promise) {
    if (v.windows.empty()) v.windows = {{-kNever, kNever}};
    std::vector<Window> out;
    for (const Window& w : v.windows) {
      const Window both{std::max(w.begin, promise.begin), std::min(w.end, promise.end)};
      if (both.begin <= both.end) out.push_back(both);
    }
    if (out.empty()) out = {{promise.end, promise.end}};
    v.windows = std::move(out);
  }
};

Status check_changes(const Problem& p, const Changes& changes) {
  const auto wrong = [](std::string_view what) { return fail(errors::invalid_plan, std::string(what)); };
  for (const int c : changes.absent_carers)
    if (c < 0 || static_cast<std::size_t>(c) >= p.carers.size()) return wrong("缺勤名单里有不存在的护理员。");
  for (const int v : changes.cancelled_visits)
    if (v < 0 || static_cast<std::size_t>(v) >= p.visits.size()) return wrong("取消名单里有不存在的任务。");
  for (const DelayedVisit& d : changes.late)
    if (d.visit < 0 || static_cast<std::size_t>(d.visit) >= p.visits.size()) return wrong("延误名单里有不存在的任务。");
  if (changes.tolerance < 0) return wrong("容许的变动不能为负。");
  return {};
}

}  // namespace

Result<Answer> replan(const Problem& problem, const Solution& current, const Changes& changes) {
  YILIN_CHECK(validate(problem));
  YILIN_CHECK(check_shape(problem, current));
  YILIN_CHECK(check_changes(problem, changes));
  const Promised promised(problem, current, changes);
  std::vector<int> visits, carers;
  for (std::size_t v = 0; v < problem.visits.size(); ++v)
    if (std::find(changes.cancelled_visits.begin(), changes.cancelled_visits.end(), static_cast<int>(v)) == changes.cancelled_visits.end()) visits.push_back(static_cast<int>(v));
  for (std::size_t c = 0; c < problem.carers.size(); ++c) carers.push_back(static_cast<int>(c));
  const Model m = make_model(promised.problem, visits, carers, &current);
  Search search(m, changes.seed);
  adopt_solution(current, search.plan());
  // Whatever the change has set free, and its surroundings, may be rearranged; the rest of the city is left in peace.
  std::vector<int> around;
  for (const int u : search.plan().absent()) {
    const int t = m.units[u].a;
    around.push_back(t);
    const std::vector<int>& near = search.near(t);
    around.insert(around.end(), near.begin(), near.begin() + std::min<std::ptrdiff_t>(kFocusNear, std::ssize(near)));
  }
  std::sort(around.begin(), around.end());
  around.erase(std::unique(around.begin(), around.end()), around.end());
  const bool disturbed = !around.empty();
  search.focus(std::move(around));
  search.construct();
  const double cold = search.scale() * kCold;
  const std::int64_t reached = disturbed ? search.run(0, changes.iterations, {cold, cold, changes.iterations}, [] { return false; }) : 0;
  search.plan().load(search.best());
  Answer answer = describe(search.plan());
  add_reasons(search.plan(), answer);
  answer.iterations = answer.horizon = reached;
  // The price of moving was a means, not the problem's.
  const auto price_moves = [&](CostParts& parts) { parts.moved = parts.moved / (promised.problem.objective.moved_visit * kCostScale) * (problem.objective.moved_visit * kCostScale); };
  answer.score.cost -= answer.parts.moved;
  price_moves(answer.parts);
  answer.score.cost += answer.parts.moved;
  for (RouteAnswer& r : answer.routes) {
    price_moves(r.parts);
    for (Step& s : r.steps) price_moves(s.parts);
  }
  return answer;
}

}  // namespace yilin::routing
