#include "modules/dayplan/day.h"

#include <algorithm>
#include <map>

#include "modules/dayplan/eligibility.h"
#include "modules/dayplan/parameters.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"

namespace yilin::dayplan {
namespace {

using routing::Time;
constexpr std::int64_t kPriority = 10, kPriorityNeed = 20;
constexpr std::int64_t kNextdoorOfAnHour = 12;  // a stranger is worth five minutes' way even where all live next door

class Builder {
 public:
  Builder(const command::Reader& reader, RegionCode region, Date date, const DayOptions& options)
      : reader_(reader), options_(options), set_(parameters(reader.kernel)), eligible_(reader, date) {
    day_.region = region;
    day_.date = date;
  }

  Result<Day> build() {
    YILIN_CHECK(load());
    add_grounds();
    place_visits();
    for (DayVisit& v : day_.visits) eligible_.learn(v.visit.item_id, v.visit.region);
    if (options_.also_item) eligible_.learn(options_.also_item, options_.also_region);
    add_carers();
    for (DayVisit& v : day_.visits) add_visit(v);
    add_elsewhere();
    add_standing();
    set_objective();
    return std::move(day_);
  }

 private:
  std::int64_t get(std::string_view name) const { return set_.value(name, day_.region, reader_.today()); }
  Time second(std::string_view minutes_name) const { return get(minutes_name) * 60; }

  Status load() {
    const Instant from = start_of_day(day_.date), to = start_of_day(day_.date + 1);
    orders::DayQuery query{day_.region, from, to, {}, {}, {}, static_cast<std::int64_t>(kVisitsMax) + 1};
    std::vector<orders::Visit> rows = orders::visits_of_day(reader_, query);
    if (rows.size() > kVisitsMax) return fail(errors::too_many_visits);
    std::unordered_map<VisitId, orders::Promise> told;
    for (orders::Promise& p : orders::promises_of_day(reader_, day_.region, from, to)) told.emplace(p.visit, p);
    std::vector<VisitId> ids;
    for (orders::Visit& v : rows) {
      if (over(v.state)) continue;
      ids.push_back(v.id);
      day_.at[v.id] = day_.visits.size();
      DayVisit& out = day_.visits.emplace_back();
      out.promise = told[v.id];
      out.visit = std::move(v);
    }
    for (const orders::Assignment& a : orders::assignments(reader_.db, reader_.kernel.vault, ids)) {
      using S = orders::AssignmentState;
      if (a.state <= S::checked_out) day_.visits[day_.at.at(a.visit_id)].holders.push_back({a.worker_id, a.manual});
    }
    for (const Override& o : options_.overrides) {
      const auto found = day_.at.find(o.visit);
      if (found == day_.at.end()) continue;
      DayVisit& v = day_.visits[found->second];
      const Millis length = v.visit.planned_end - v.visit.planned_start;
      v.visit.planned_start = o.start;
      v.visit.planned_end = o.start + length;
      v.holders.clear();
      for (const WorkerId w : o.workers) v.holders.push_back({w, false});
    }
    for (DayVisit& v : day_.visits) {
      if (options_.open.contains(v.visit.id)) v.holders.clear();
      if (v.visit.state <= orders::VisitState::staffed)
        std::erase_if(v.holders, [&](const Holder& h) { return !options_.promised && std::find(options_.absent.begin(), options_.absent.end(), h.worker) != options_.absent.end(); });
    }
    return {};
  }

  void add_grounds() {
    routing::Profile& walk = day_.problem.profiles.emplace_back();
    walk.id = "street";
    const auto tree = region::divisions(reader_.kernel);
    const auto as = [&](bool urban) {
      const dispatch::Ground g = dispatch::ground(reader_.kernel, day_.region, urban, reader_.today());
      return routing::Ground{static_cast<int>(g.detour_permille / 10), static_cast<int>(g.pace_m_min * 6 / 10)};
    };
    walk.urban = as(true);
    walk.rural = as(false);
  }

  // Where a home is not known, the middle of its community's visits stands in, or of all of them.
  void place_visits() {
    std::map<RegionCode, std::pair<Place, std::int64_t>> middle;
    const auto count = [&](RegionCode region, Place p) {
      auto& [sum, n] = middle[region];
      sum.lon_e6 += p.lon_e6;
      sum.lat_e6 += p.lat_e6;
      ++n;
    };
    for (DayVisit& v : day_.visits) {
      const auto facts = registry::facts(reader_.kernel, v.visit.elder_id);
      if (facts) v.place = {facts->lon_e6, facts->lat_e6};
      if (!v.place) continue;
      count(v.visit.region, v.place);
      count({}, v.place);
    }
    const auto mean = [&](RegionCode region) {
      const auto found = middle.find(region);
      return found == middle.end() ? Place{} : Place{found->second.first.lon_e6 / found->second.second, found->second.first.lat_e6 / found->second.second};
    };
    for (DayVisit& v : day_.visits) {
      if (!v.place) v.place = mean(v.visit.region);
      if (!v.place) v.place = mean({});
    }
  }

  int add_place(Place at, RegionCode region) {
    day_.problem.places.push_back({at, region.value != 0 && !region::divisions(reader_.kernel)->urban(region)});
    return static_cast<int>(day_.problem.places.size()) - 1;
  }

  void add_carers() {
    std::set<WorkerId> wanted;
    for (const DayVisit& v : day_.visits)
      for (const Holder& h : v.holders) wanted.insert(h.worker);
    for (const Eligible& e : eligible_.all()) wanted.insert(e.facts.id);
    std::vector<DayCarer> off;
    const std::vector<dispatch::Taken> taken = dispatch::taken(reader_.kernel, start_of_day(day_.date), start_of_day(day_.date + 1));
    for (const dispatch::Taken& t : taken)
      if (!day_.at.contains(t.visit)) elsewhere_[t.worker].push_back(t);
    for (const WorkerId id : wanted) {
      const Eligible* e = eligible_.find(id);
      if (e == nullptr) continue;
      const bool holds = std::any_of(day_.visits.begin(), day_.visits.end(), [&](const DayVisit& v) {
        return std::any_of(v.holders.begin(), v.holders.end(), [&](const Holder& h) { return h.worker == id; });
      });
      const bool absent = !options_.promised && std::find(options_.absent.begin(), options_.absent.end(), id) != options_.absent.end();
      if ((!e->on_duty && !holds) || absent || day_.problem.carers.size() >= kCarersMax) {
        off.push_back({e->facts, -1, true});
        continue;
      }
      day_.carer_of[id] = static_cast<int>(day_.problem.carers.size());
      day_.carers.push_back({e->facts, static_cast<int>(day_.problem.carers.size()), !e->on_duty});
      day_.problem.carers.push_back(carer_of(*e));
    }
    day_.carers.insert(day_.carers.end(), off.begin(), off.end());
  }

  routing::Carer carer_of(const Eligible& e) {
    routing::Carer c;
    c.id = std::to_string(e.facts.id.value);
    if (const Place home{e.facts.lon_e6, e.facts.lat_e6}; home) c.start = c.end = add_place(home, {});
    const Time from = e.facts.shift_from_min * 60;
    Time to = e.facts.shift_to_min * 60;
    if (to <= from) to += 86'400;  // over midnight
    // Visits lie within the shift (eligibility refuses the others); the way from home and back may lie outside it.
    c.shift = {from - second("commute_min"), to + second("commute_min")};
    c.skills = e.skills;
    if (const Time rest = second("break_min"); rest > 0) c.breaks = {{"noon", {{second("break_from_min"), second("break_to_min")}}, rest, {}}};
    c.work_max = second("work_max_min");
    c.work_regular = second("work_regular_min");
    c.cost_per_hour = get("travel_fen_per_hour");
    c.cost_per_overtime_hour = get("overtime_fen_per_hour");
    return c;
  }

  int add_stop(Stop stop, routing::Visit visit) {
    visit.id = std::to_string(day_.stops.size());
    day_.stops.push_back(stop);
    day_.problem.visits.push_back(std::move(visit));
    return static_cast<int>(day_.stops.size()) - 1;
  }

  // What holds for anybody who might come.
  routing::Visit bare(const DayVisit& v) {
    routing::Visit out;
    out.place = add_place(v.place, v.visit.region);
    out.service = (v.visit.planned_end - v.visit.planned_start).value / 1000;
    const auto facts = registry::facts(reader_.kernel, v.visit.elder_id);
    out.priority = static_cast<int>(facts && facts->ability >= registry::Ability::severe ? kPriorityNeed : kPriority);
    return out;
  }

  routing::Window promise_of(const DayVisit& v) const {
    Time from = day_.time(v.promise.wanted_from), to = day_.time(std::max(v.promise.wanted_from, v.promise.wanted_to));
    const Time planned = day_.time(v.visit.planned_start);
    if (planned < from || planned > to) from = to = planned;  // it was rescheduled: that is the promise now
    return {from, to};
  }

  void lock(routing::Visit& out, WorkerId worker, Time start) {
    out.locked_carer = day_.carer_of.at(worker);
    out.locked_start = start;
    out.windows = {{start, start}};
    out.skills.clear();
    out.refused.clear();
  }

  void add_visit(DayVisit& v) {
    const auto needed = static_cast<std::size_t>(v.visit.workers_needed);
    std::erase_if(v.holders, [&](const Holder& h) { return !day_.carer_of.contains(h.worker); });
    const Time start = day_.time(v.visit.planned_start);
    const bool begun = v.visit.state > orders::VisitState::staffed;
    const bool past = !begun && v.holders.empty() && v.visit.planned_start < options_.now && std::max(v.promise.wanted_to, v.visit.planned_start) < options_.now;
    if (past && v.visit.planned_start + hours(1) < options_.now) return;  // nobody can be sent there any more
    const auto absent = [&](WorkerId w) { return std::find(options_.absent.begin(), options_.absent.end(), w) != options_.absent.end(); };

    if (options_.promised && !begun && v.holders.size() == needed && needed <= 2) {
      routing::Visit out = open_visit(v, needed);
      const routing::Window told = promise_of(v);
      const Time tolerance = second("tolerance_min");
      // Inside what the elder was told; where that is one moment, a little around it.
      const bool moment = told.end - told.begin < tolerance;
      out.windows = {moment ? routing::Window{std::min(told.begin, start - tolerance), std::max(told.end, start + tolerance)} : told};
      const bool by_hand = v.holders[0].manual && !absent(v.holders[0].worker);
      // Whoever stands there now may always stay.
      for (const Holder& h : v.holders) std::erase(out.refused, day_.carer_of.at(h.worker));
      keep_skills(out.skills, v.holders[0].worker);
      if (by_hand) out.locked_carer = day_.carer_of.at(v.holders[0].worker);
      Stop stop{v.visit.id, v.visit.elder_id, true, v.holders[0].manual, v.holders[0].worker, {}};
      if (needed == 2) {
        stop.second_holder = v.holders[1].worker;
        stop.manual = stop.manual || v.holders[1].manual;
        keep_skills(out.second->skills, v.holders[1].worker);
        if (v.holders[1].manual && !absent(v.holders[1].worker)) out.second->locked_carer = day_.carer_of.at(v.holders[1].worker);
      }
      v.stops.push_back(add_stop(stop, std::move(out)));
      return;
    }
    for (const Holder& h : v.holders) {
      routing::Visit out = bare(v);
      lock(out, h.worker, start);
      v.stops.push_back(add_stop({v.visit.id, v.visit.elder_id, true, h.manual, h.worker, {}}, std::move(out)));
    }
    if (begun || v.holders.size() >= needed) return;
    if (v.holders.empty() && needed <= 2) {
      v.stops.push_back(add_stop({v.visit.id, v.visit.elder_id, false, false, {}, {}}, open_visit(v, needed)));
      return;
    }
    for (std::size_t i = v.holders.size(); i < needed; ++i) {  // the missing ones come when the others do
      routing::Visit out = open_visit(v, 1);
      out.windows = {{start, start}};
      out.locked_start = start;
      for (const Holder& h : v.holders) out.refused.push_back(day_.carer_of.at(h.worker));
      std::sort(out.refused.begin(), out.refused.end());
      out.refused.erase(std::unique(out.refused.begin(), out.refused.end()), out.refused.end());
      v.stops.push_back(add_stop({v.visit.id, v.visit.elder_id, false, false, {}, {}}, std::move(out)));
    }
  }

  // Skills that the present carer lacks were somebody's decision.
  void keep_skills(std::vector<int>& skills, WorkerId worker) const {
    const Eligible* e = eligible_.find(worker);
    std::erase_if(skills, [&](int s) { return std::find(e->skills.begin(), e->skills.end(), s) == e->skills.end(); });
  }

  routing::Visit open_visit(const DayVisit& v, std::size_t needed) {
    routing::Visit out = bare(v);
    routing::Window window = promise_of(v);
    const Time now = day_.time(options_.now);
    if (options_.now && window.begin < now) window.begin = std::min(now, std::max(window.end, now));
    window.end = std::max(window.begin, window.end);
    OrganisationId organisation = v.visit.organisation_id;
    if (!v.holders.empty() && !options_.promised) {
      const Eligible* e = eligible_.find(v.holders[0].worker);
      if (e != nullptr) organisation = e->facts.organisation;  // a team comes from one organisation
    }
    const WorkerId wanted = eligible_.wanted(v.visit.id);
    eligible_.fill(out, window, v.visit.item_id, v.visit.region, v.visit.elder_id, organisation, wanted, needed, day_);
    if (needed == 2) out.second = routing::SecondCarer{out.skills, out.service, 0, 0, -1};
    return out;
  }

  // What her carers do for elders of other counties takes their time here.
  void add_elsewhere() {
    for (const auto& [worker, list] : elsewhere_) {
      const auto found = day_.carer_of.find(worker);
      if (found == day_.carer_of.end()) continue;
      for (const dispatch::Taken& t : list) {
        routing::Visit out;
        const Place home{day_.carers[static_cast<std::size_t>(found->second)].facts.lon_e6, day_.carers[static_cast<std::size_t>(found->second)].facts.lat_e6};
        out.place = add_place(t.place ? t.place : home, {});
        out.service = (t.to - t.from).value / 1000;
        lock(out, worker, day_.time(t.from));
        add_stop({{}, {}, true, true, worker, {}}, std::move(out));
      }
    }
  }

  struct Held {
    Time start;
    int stop;
    bool second;
  };

  // Puts together what stands, carer by carer. Where that contradicts itself the shift is stretched, the break given up, and
  // at last the later visit is left out as a clash: it stands all the same, and people see it.
  void add_standing() {
    std::map<int, std::vector<Held>> by_carer;
    for (std::size_t i = 0; i < day_.stops.size(); ++i) {
      const Stop& s = day_.stops[i];
      if (!s.held) continue;
      const routing::Visit& v = day_.problem.visits[i];
      const Time start = v.locked_start ? *v.locked_start : day_.time(day_.visits[day_.at.at(s.visit)].visit.planned_start);
      by_carer[day_.carer_of.at(s.holder)].push_back({start, static_cast<int>(i), false});
      if (s.second_holder) by_carer[day_.carer_of.at(s.second_holder)].push_back({start, static_cast<int>(i), true});
    }
    std::set<int> clashing;
    for (auto& [carer, held] : by_carer) {
      std::sort(held.begin(), held.end(), [](const Held& a, const Held& b) { return a.start != b.start ? a.start < b.start : a.stop < b.stop; });
      settle(carer, held, clashing);
    }
    for (auto& [carer, held] : by_carer) {
      routing::Route route{carer, {}};
      for (const Held& h : held)
        if (!clashing.contains(h.stop)) route.stops.push_back({routing::StopKind::visit, h.stop, h.second, h.start});
      if (!route.stops.empty()) day_.standing.routes.push_back(std::move(route));
    }
    drop(clashing);
  }

  void settle(int carer, const std::vector<Held>& held, std::set<int>& clashing) {
    routing::Carer& c = day_.problem.carers[static_cast<std::size_t>(carer)];
    const auto fits = [&](const routing::Carer& as, const std::vector<Held>& some) {
      routing::Problem alone;
      alone.places = day_.problem.places;
      alone.profiles = day_.problem.profiles;
      alone.carers = {as};
      routing::Route route{0, {}};
      for (const Held& h : some) {
        routing::Visit v = day_.problem.visits[static_cast<std::size_t>(h.stop)];
        v.second.reset();
        v.refused.clear();
        v.skills.clear();
        v.usual.clear();
        v.locked_carer = 0;
        v.locked_start = h.start;
        v.windows = {{h.start, h.start}};
        route.stops.push_back({routing::StopKind::visit, static_cast<int>(alone.visits.size()), false, h.start});
        alone.visits.push_back(std::move(v));
      }
      return routing::evaluate(alone, {{route}}).has_value();
    };
    std::vector<Held> some = held;
    std::erase_if(some, [&](const Held& h) { return clashing.contains(h.stop); });
    if (some.empty() || fits(c, some)) return;
    const Time commute = second("commute_min");
    const routing::Visit& last = day_.problem.visits[static_cast<std::size_t>(some.back().stop)];
    c.shift.begin = std::min(c.shift.begin, some.front().start - commute);
    c.shift.end = std::max(c.shift.end, some.back().start + last.service + commute);
    c.work_max = routing::kNever;
    if (fits(c, some)) return;
    c.breaks.clear();
    std::vector<Held> kept;
    for (const Held& h : some) {
      kept.push_back(h);
      if (fits(c, kept)) continue;
      kept.pop_back();
      clashing.insert(h.stop);
    }
  }

  void drop(const std::set<int>& clashing) {
    if (clashing.empty()) return;
    std::vector<int> now(day_.stops.size(), -1);
    std::vector<Stop> stops;
    std::vector<routing::Visit> visits;
    for (std::size_t i = 0; i < day_.stops.size(); ++i) {
      if (clashing.contains(static_cast<int>(i))) continue;
      now[i] = static_cast<int>(stops.size());
      stops.push_back(day_.stops[i]);
      visits.push_back(std::move(day_.problem.visits[i]));
    }
    for (DayVisit& v : day_.visits) {
      v.clash = std::any_of(v.stops.begin(), v.stops.end(), [&](int s) { return now[static_cast<std::size_t>(s)] < 0; });
      for (int& s : v.stops) s = now[static_cast<std::size_t>(s)];
      std::erase(v.stops, -1);
    }
    for (routing::Route& r : day_.standing.routes)
      for (routing::Stop& s : r.stops) s.index = now[static_cast<std::size_t>(s.index)];
    day_.stops = std::move(stops);
    day_.problem.visits = std::move(visits);
  }

  void set_objective() {
    const std::int64_t stranger = get("broken_continuity_fen"), nextdoor = get("travel_fen_per_hour") / kNextdoorOfAnHour;
    day_.problem.objective.broken_continuity = stranger >= 0 ? stranger : std::max(nextdoor, routing::usual_continuity_price(day_.problem));
    day_.problem.objective.unfairness_per_hour = get("unfairness_fen_per_hour");
    day_.problem.objective.moved_visit = options_.promised ? get("moved_visit_fen") : 0;
  }

  const command::Reader& reader_;
  const DayOptions& options_;
  const Parameters& set_;
  Eligibility eligible_;
  Day day_;
  std::map<WorkerId, std::vector<dispatch::Taken>> elsewhere_;
};

}  // namespace

const DayVisit* Day::find(VisitId visit) const {
  const auto found = at.find(visit);
  return found == at.end() ? nullptr : &visits[found->second];
}

Result<Day> build_day(const command::Reader& reader, RegionCode region, Date date, const DayOptions& options) {
  return Builder(reader, region, date, options).build();
}

Result<routing::Answer> price(const Day& day) {
  if (!day.problem.carers.empty()) return routing::evaluate(day.problem, day.standing);
  routing::Answer out;
  for (std::size_t i = 0; i < day.stops.size(); ++i) out.unserved.push_back({static_cast<int>(i), routing::Reason::no_skill, {}});
  out.score.unserved = std::ssize(day.stops);
  return out;
}

Fen fen(routing::Cost cost) {
  constexpr routing::Cost half = routing::kCostScale / 2;
  return {cost >= 0 ? (cost + half) / routing::kCostScale : -((-cost + half) / routing::kCostScale)};
}

bool over(orders::VisitState s) {
  using S = orders::VisitState;
  return s == S::cancelled || s == S::no_show || s == S::failed;
}

Result<routing::Visit> visit_of(const command::Reader& reader, Day& day, const Wish& wish) {
  const auto facts = registry::facts(reader.kernel, wish.elder);
  if (!facts) return fail(yilin::errors::not_found);
  YILIN_TRY(const catalogue::ServiceItem item, catalogue::item(reader.kernel, wish.item));
  Eligibility eligible(reader, day.date);
  eligible.learn(wish.item, facts->region);
  routing::Visit out;
  out.id = "wish";
  const bool rural = !region::divisions(reader.kernel)->urban(facts->region);
  day.problem.places.push_back({{facts->lon_e6, facts->lat_e6}, rural});
  out.place = static_cast<int>(day.problem.places.size()) - 1;
  out.service = catalogue::planned_minutes(item, wish.units) * 60;
  out.priority = kPriority;
  const routing::Window window{day.time(wish.from), day.time(std::max(wish.from, wish.to))};
  const auto needed = static_cast<std::size_t>(item.workers_needed);
  eligible.fill(out, window, wish.item, facts->region, facts->id, wish.organisation, {}, needed, day);
  if (needed == 2) out.second = routing::SecondCarer{out.skills, out.service, 0, 0, -1};
  return out;
}

}  // namespace yilin::dayplan
