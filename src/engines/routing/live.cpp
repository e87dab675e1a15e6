#include "engines/routing/live.h"

#include <algorithm>
#include <optional>

#include "base/assert.h"
#include "engines/routing/assemble.h"
#include "engines/routing/cut.h"
#include "engines/routing/insertion.h"
#include "engines/routing/solver.h"

namespace yilin::routing {
namespace {

Status refuse(std::string message) { return fail(errors::invalid_plan, std::move(message)); }

constexpr std::size_t kPairSlots = 48;  // cheapest gaps of each half that are combined

}  // namespace

struct LivePlan::State {
  Problem problem;
  Model model;
  Plan plan;
  std::vector<int> unit_of;  // by visit
  int spare = kVisitsAddedMax, spare_places = kPlacesAddedMax;

  State(const Problem& p) : problem(p), model(make_live_model(problem)), plan(model), unit_of(problem.visits.size(), -1) {
    problem.visits.reserve(problem.visits.size() + kVisitsAddedMax);
    model.tasks.reserve(model.tasks.size() + 2 * kVisitsAddedMax);
    model.units.reserve(model.units.size() + kVisitsAddedMax);
    for (const Task& t : model.tasks)
      if (t.visit >= 0) unit_of[t.visit] = t.unit;
  }

  static Model make_live_model(const Problem& p) {
    Model m = make_model(p, nullptr, kPlacesAddedMax);
    m.plain = false;  // offers and comparisons read the general tables
    return m;
  }

  Offer offer(const Plan& plan, const Spot& s, std::int64_t late, int begin) const {
    Offer o;
    o.carer = model.carers[s.carer].carer;
    o.begin = begin + model.origin;
    o.after = visits_before(plan, s);
    o.price = (s.delta - late * model.late_weight) * model.factor;
    o.lateness = late;
    return o;
  }

  int visits_before(const Plan& plan, const Spot& s) const {
    const std::vector<int>& tasks = plan.route(s.carer).tasks;
    return static_cast<int>(std::count_if(tasks.begin(), tasks.begin() + s.gap, [&](int t) { return model.tasks[t].visit >= 0; }));
  }

  // Cheapest spot of a single task at one carer's, with its begin and lateness. `pinned`: of to_pin(), or nullptr.
  bool best_at(const Plan& plan, Plan* pinned, int unit, int carer, Spot& best, int& begin, std::int64_t& late) const {
    const int task = model.units[unit].a;
    if (!model.may(carer, task)) return false;
    const GeneralScan s(plan, task, carer);
    if (!s.fits()) return false;
    const Span bounds = model.units[unit].tied ? tie_bounds(plan, unit) : Span{-kFar, kFar};
    std::int64_t limit = std::numeric_limits<std::int64_t>::max();
    bool done = false;
    for (int gap = 0; gap < s.gaps() && !done; ++gap) {
      if (!s.worth(gap, limit, done)) continue;
      const GapPrice p = s.price(gap);
      if (!p.fits || p.delta >= limit) continue;
      std::int64_t more = 0;
      if (model.exact) {
        const std::int64_t after = s.late(gap);
        if (after < 0) continue;
        more = after - plan.route(carer).late;
        if (p.delta + more * model.late_weight >= limit) continue;
      }
      s.slots(gap, p, [&](int lo, int hi) {
        const int at = std::max(lo, bounds.lo);
        if (pinned && late_with(*pinned, task, {0, carer, gap, 0}, at) < 0) return;
        if (at > std::min(hi, bounds.hi) || (limit != std::numeric_limits<std::int64_t>::max() && best.gap == gap && at >= begin)) return;
        limit = p.delta + more * model.late_weight;
        best = {limit, carer, gap, 0};
        begin = at;
        late = more;
      });
    }
    return limit != std::numeric_limits<std::int64_t>::max();
  }

  // The lateness of a carer's day with a task that begins just then; −1 if a rule breaks.
  static std::int64_t late_with(Plan& pinned, int task, const Spot& spot, int begin) {
    pinned.set_pin(task, begin);
    std::vector<int> tasks = pinned.route(spot.carer).tasks;
    tasks.insert(tasks.begin() + spot.gap, task);
    const std::int64_t late = pinned.late_of(spot.carer, tasks);
    pinned.clear_pin(task);
    return late;
  }

  // A copy of the plan to pin begins in, where a begin decides whether the rest of a day fits.
  std::optional<Plan> to_pin(const Plan& from, int unit) const {
    if (!model.exact || !model.units[unit].tied) return std::nullopt;
    return from;
  }

  void offers_single(int unit, std::vector<Offer>& out) const {
    std::optional<Plan> pinned = to_pin(plan, unit);
    for (std::size_t c = 0; c < model.carers.size(); ++c) {
      Spot best;
      int begin = 0;
      std::int64_t late = 0;
      if (best_at(plan, pinned ? &*pinned : nullptr, unit, static_cast<int>(c), best, begin, late)) out.push_back(offer(plan, best, late, begin));
    }
  }

  void slots_of(int task, std::vector<Slot>& out) const {
    out.clear();
    for (std::size_t c = 0; c < model.carers.size(); ++c) {
      if (!model.may(static_cast<int>(c), task)) continue;
      const GeneralScan s(plan, task, static_cast<int>(c));
      if (!s.fits()) continue;
      bool done = false;
      for (int gap = 0; gap < s.gaps() && !done; ++gap) {
        if (!s.worth(gap, std::numeric_limits<std::int64_t>::max(), done)) continue;
        const GapPrice p = s.price(gap);
        if (p.fits && (!model.exact || s.late(gap) >= 0)) s.slots(gap, p, [&](int lo, int hi) { out.push_back({{p.delta, static_cast<int>(c), gap, 0}, lo, hi}); });
      }
    }
    std::stable_sort(out.begin(), out.end(), [](const Slot& a, const Slot& b) { return a.spot.delta < b.spot.delta; });
    if (out.size() > kPairSlots) out.resize(kPairSlots);
  }

  void offers_pair(int unit, std::vector<Offer>& out) const {
    const Unit& u = model.units[unit];
    const Span bounds = tie_bounds(plan, unit);
    std::optional<Plan> pinned = to_pin(plan, unit);
    std::vector<Slot> a, b;
    slots_of(u.a, a);
    slots_of(u.b, b);
    for (const Slot& x : a)
      for (const Slot& y : b) {
        if (x.spot.carer == y.spot.carer) continue;
        const int lo_b = std::max(y.lo, bounds.lo), begin = std::max({x.lo, bounds.lo, lo_b - u.gap_max}), other = std::max(lo_b, begin + u.gap_min);
        if (begin > std::min(x.hi, bounds.hi) || other > std::min(y.hi, bounds.hi)) continue;
        if (pinned && (late_with(*pinned, u.a, x.spot, begin) < 0 || late_with(*pinned, u.b, y.spot, other) < 0)) continue;
        Offer o = offer(plan, x.spot, 0, begin);
        o.second_carer = model.carers[y.spot.carer].carer;
        o.second_begin = other + model.origin;
        o.second_after = visits_before(plan, y.spot);
        o.price += y.spot.delta * model.factor;
        const auto same = [&](const Offer& p) { return p.carer == o.carer && p.second_carer == o.second_carer; };
        if (const auto known = std::find_if(out.begin(), out.end(), same); known == out.end()) out.push_back(o);
        else if (o.price < known->price) *known = o;
      }
  }

  Result<int> unit_to_place(int visit) const {
    if (visit < 0 || visit >= static_cast<int>(unit_of.size())) return fail(errors::invalid_plan, "没有这项任务。");
    const int unit = unit_of[visit];
    if (plan.served(unit)) return fail(errors::invalid_plan, "这项任务已经安排。");
    if (model.units[unit].kind == UnitKind::shipment) return fail(errors::invalid_plan, "取送任务请重新排班。");
    return unit;
  }

  // The model's gap of an offer: after so many visits, behind a reload only if that is where the first fit is.
  bool put(int task, int carer, int after, Time begin, bool tied) {
    for (std::size_t c = 0; c < model.carers.size(); ++c) {
      if (model.carers[c].carer != carer) continue;
      const GeneralScan s(plan, task, static_cast<int>(c));
      if (!s.fits()) return false;
      for (int gap = 0; gap < s.gaps(); ++gap) {
        const Spot spot{0, static_cast<int>(c), gap, 0};
        if (visits_before(plan, spot) != after) continue;
        const auto at = static_cast<int>(begin - model.origin);
        if (tied) plan.set_pin(task, at);
        const GapPrice p = s.price(gap);
        if (p.fits && s.in_time(gap, p) && (!model.exact || s.late(gap) >= 0)) {
          plan.put(task, spot);
          return true;
        }
        plan.clear_pin(task);
      }
    }
    return false;
  }
};

LivePlan::LivePlan(std::unique_ptr<State> s) : state_(std::move(s)) {}
LivePlan::LivePlan(LivePlan&&) noexcept = default;
LivePlan& LivePlan::operator=(LivePlan&&) noexcept = default;
LivePlan::~LivePlan() = default;

Result<LivePlan> LivePlan::open(const Problem& problem, const Solution& solution) {
  YILIN_CHECK(validate(problem));
  auto state = std::make_unique<State>(problem);
  RestGaps rests;
  YILIN_CHECK(read_solution(solution, state->plan, rests));
  return LivePlan(std::move(state));
}

Result<std::vector<Offer>> LivePlan::offers(int visit, int most) const {
  YILIN_TRY(const int unit, state_->unit_to_place(visit));
  std::vector<Offer> out;
  if (state_->model.units[unit].kind == UnitKind::pair) state_->offers_pair(unit, out);
  else state_->offers_single(unit, out);
  const auto better = [](const Offer& a, const Offer& b) {
    return std::tie(a.lateness, a.price, a.carer, a.second_carer) < std::tie(b.lateness, b.price, b.carer, b.second_carer);
  };
  const std::size_t keep = std::min<std::size_t>(out.size(), std::clamp(most, 0, kOffersMax));
  std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(keep), out.end(), better);
  out.resize(keep);
  return out;
}

Status LivePlan::take(int visit, const Offer& offer) {
  YILIN_TRY(const int unit, state_->unit_to_place(visit));
  const Unit& u = state_->model.units[unit];
  Plan& plan = state_->plan;
  plan.begin();
  bool done = state_->put(u.a, offer.carer, offer.after, offer.begin, u.tied);
  if (done && u.kind == UnitKind::pair) done = state_->put(u.b, offer.second_carer, offer.second_after, offer.second_begin, true);
  if (!done) {
    plan.rollback();
    return refuse("这个建议已经过时，请重新查询。");
  }
  plan.mark_served(unit);
  return {};
}

Status LivePlan::drop(int visit) {
  if (visit < 0 || visit >= static_cast<int>(state_->unit_of.size())) return refuse("没有这项任务。");
  const int unit = state_->unit_of[visit];
  if (!state_->plan.served(unit)) return refuse("这项任务没有安排。");
  std::vector<int> leaving{unit};
  state_->plan.add_dependents(leaving);
  state_->plan.begin();
  state_->plan.take_out(leaving);
  if (state_->plan.broken() == 0) return {};
  state_->plan.rollback();
  return refuse("去掉这项任务后，其余任务赶不上。");
}

Result<Comparison> LivePlan::compare(int visit, int other_carer) const {
  if (visit < 0 || visit >= static_cast<int>(state_->unit_of.size())) return fail(errors::invalid_plan, "没有这项任务。");
  const int unit = state_->unit_of[visit];
  const Model& m = state_->model;
  if (!state_->plan.served(unit) || m.units[unit].kind != UnitKind::single || !m.ties_of[unit].empty()) return fail(errors::invalid_plan, "只能比较已安排的单人任务。");
  const auto other = std::find_if(m.carers.begin(), m.carers.end(), [&](const ModelCarer& c) { return c.carer == other_carer; });
  if (other == m.carers.end()) return fail(errors::invalid_plan, "没有这位护理员。");
  const int carer = static_cast<int>(other - m.carers.begin());
  Comparison out;
  const Answer now = describe(state_->plan);
  out.with_this = now.score;
  out.parts_this = now.parts;
  Plan without = state_->plan;
  without.begin();
  without.take_out({unit});
  if (without.broken() > 0) return fail(errors::invalid_plan, "去掉这项任务后，其余任务赶不上。");
  Spot best;
  int begin = 0;
  std::int64_t late = 0;
  out.possible = state_->best_at(without, nullptr, unit, carer, best, begin, late);
  if (!out.possible) {
    Answer left = describe(without);
    add_reasons(without, left, carer);
    for (const Unserved& u : left.unserved)
      if (u.visit == visit) out.obstacle = u.reason, out.relaxations = u.relaxations;
    return out;
  }
  out.other = state_->offer(without, best, late, begin);
  without.put(m.units[unit].a, best);
  without.mark_served(unit);
  const Answer then = describe(without);
  out.with_other = then.score;
  out.parts_other = then.parts;
  return out;
}

Result<int> LivePlan::add(const Visit& visit) {
  State& s = *state_;
  if (s.spare == 0) return fail(errors::too_large, "新增任务过多，请重新打开方案。");
  YILIN_CHECK(validate_visit(s.problem, visit));
  --s.spare;
  const int index = static_cast<int>(s.problem.visits.size());
  s.problem.visits.push_back(visit);
  s.unit_of.push_back(add_unit(s.model, s.problem, index));
  s.plan.grow();
  return index;
}

namespace {

bool legs_fit(const Profile& f, const PlaceLegs* legs, std::size_t places) {
  if (f.durations.empty()) return true;
  if (!legs) return false;
  const auto row = [&](const std::vector<std::int32_t>& cells, bool wanted, std::int64_t most) {
    return !wanted || (cells.size() == places && std::all_of(cells.begin(), cells.end(), [&](std::int32_t x) { return x >= 0 && x <= most; }));
  };
  const bool metres = !f.distances.empty(), costs = !f.costs.empty();
  constexpr std::int64_t kMetresMax = std::numeric_limits<std::int32_t>::max();
  return row(legs->durations_from, true, kTimeSpanMax) && row(legs->durations_to, true, kTimeSpanMax) && row(legs->distances_from, metres, kMetresMax) &&
         row(legs->distances_to, metres, kMetresMax) && row(legs->costs_from, costs, kArcCostMax) && row(legs->costs_to, costs, kArcCostMax);
}

// A square matrix with one more row and column; from the new place to itself is nothing.
void enlarge(std::vector<std::int32_t>& cells, std::size_t n, const std::vector<std::int32_t>& from, const std::vector<std::int32_t>& to) {
  if (cells.empty()) return;
  std::vector<std::int32_t> out;
  out.reserve((n + 1) * (n + 1));
  for (std::size_t i = 0; i < n; ++i) {
    out.insert(out.end(), cells.begin() + static_cast<std::ptrdiff_t>(i * n), cells.begin() + static_cast<std::ptrdiff_t>((i + 1) * n));
    out.push_back(to[i]);
  }
  out.insert(out.end(), from.begin(), from.end());
  out.push_back(0);
  cells = std::move(out);
}

}  // namespace

Result<int> LivePlan::add_place(const Location& where, const std::vector<PlaceLegs>& legs) {
  State& s = *state_;
  Problem& p = s.problem;
  const std::size_t n = p.places.size();
  const bool matrix = std::any_of(p.profiles.begin(), p.profiles.end(), [](const Profile& f) { return !f.durations.empty(); });
  if (s.spare_places == 0 || n >= static_cast<std::size_t>(matrix ? kMatrixPlacesMax : kPlacesMax)) return fail(errors::too_large, "新增地点过多，请重新打开方案。");
  for (std::size_t f = 0; f < p.profiles.size(); ++f)
    if (!legs_fit(p.profiles[f], f < legs.size() ? &legs[f] : nullptr, n)) return fail(errors::invalid_problem, "新地点的路程与已有地点数不符，或超出范围。");
  --s.spare_places;
  p.places.push_back(where);
  for (std::size_t f = 0; f < p.profiles.size(); ++f) {
    Profile& profile = p.profiles[f];
    if (profile.durations.empty()) continue;
    enlarge(profile.durations, n, legs[f].durations_from, legs[f].durations_to);
    enlarge(profile.distances, n, legs[f].distances_from, legs[f].distances_to);
    enlarge(profile.costs, n, legs[f].costs_from, legs[f].costs_to);
  }
  routing::add_place(s.model, p);
  return static_cast<int>(n);
}

Answer LivePlan::answer() const {
  Answer out = describe(state_->plan);
  add_reasons(state_->plan, out);
  return out;
}

}  // namespace yilin::routing
