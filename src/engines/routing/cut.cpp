#include "engines/routing/cut.h"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "engines/routing/parts.h"
#include "engines/routing/search.h"
#include "engines/routing/solver.h"
#include "engines/routing/travel.h"

namespace yilin::routing {
namespace {

// What goes into a part as a whole: a carer with the route, or an unserved unit.
struct Item {
  int carer = -1, visit = -1;
  int place = -1;
  double weight = 0;
};

constexpr double kIdleWeight = 0.1;
constexpr int kDepot = 16;  // a home of so many carers
constexpr std::size_t kAround = 8;  // how many of those left out a part is drawn around

struct Cutter {
  const Problem& p;
  const Solution& state;
  std::vector<int> carer_of, second_carer;   // by visit; −1 = unserved
  std::vector<Time> start_of, second_start;
  std::vector<int> partner;                  // of a shipment's visits
  std::vector<std::vector<int>> tied;        // visits by precedence

  Cutter(const Problem& problem, const Solution& s)
      : p(problem), state(s), carer_of(p.visits.size(), -1), second_carer(carer_of), start_of(p.visits.size(), 0), second_start(start_of), partner(carer_of), tied(p.visits.size()) {
    for (const Route& r : s.routes)
      for (const Stop& stop : r.stops) {
        if (stop.kind != StopKind::visit) continue;
        (stop.second ? second_carer : carer_of)[stop.index] = r.carer;
        (stop.second ? second_start : start_of)[stop.index] = stop.start.value_or(0);
      }
    for (const Shipment& sh : p.shipments) partner[sh.pickup] = sh.delivery, partner[sh.delivery] = sh.pickup;
    for (const Precedence& t : p.precedences) tied[t.before].push_back(t.after), tied[t.after].push_back(t.before);
  }

  // A carer without visits goes where one from the same home is, or, from a depot, where an unserved visit is: each part has
  // some whom it may call in.
  std::vector<Item> items(FastRng& rng) const {
    std::vector<Item> out;
    std::map<int, std::vector<int>> middles;  // of routes, by home
    std::map<int, int> housed;                // carers by home
    std::vector<int> unserved;                // places
    for (std::size_t v = 0; v < p.visits.size(); ++v)
      if (carer_of[v] < 0) unserved.push_back(p.visits[v].place);
    const auto home = [&](int carer) { return p.carers[carer].start >= 0 ? p.carers[carer].start : p.carers[carer].end; };
    for (const Route& r : state.routes) {
      ++housed[home(r.carer)];
      std::vector<int> visits;
      for (const Stop& s : r.stops)
        if (s.kind == StopKind::visit) visits.push_back(s.index);
      out.push_back({r.carer, -1, home(r.carer), visits.empty() ? kIdleWeight : static_cast<double>(visits.size())});
      if (visits.empty()) continue;
      out.back().place = p.visits[visits[visits.size() / 2]].place;
      middles[home(r.carer)].push_back(out.back().place);
    }
    for (Item& item : out) {
      if (item.weight != kIdleWeight) continue;
      const std::vector<int>& near = middles[home(item.carer)];
      const std::size_t wanted = housed[home(item.carer)] >= kDepot ? unserved.size() : 0;
      if (near.empty() && wanted == 0) continue;
      const auto at = static_cast<std::size_t>(rng.below(static_cast<int>(near.size() + wanted)));
      item.place = at < near.size() ? near[at] : unserved[at - near.size()];
    }
    for (std::size_t v = 0; v < p.visits.size(); ++v) {
      if (carer_of[v] >= 0 || (partner[v] >= 0 && partner[v] < static_cast<int>(v))) continue;
      out.push_back({-1, static_cast<int>(v), p.visits[v].place, 1});
    }
    return out;
  }

  void divide(std::vector<Item>& all, std::size_t first, std::size_t last, int parts, FastRng& rng, std::vector<std::pair<std::size_t, std::size_t>>& out) const {
    if (parts <= 1 || last - first < 2) {
      out.emplace_back(first, last);
      return;
    }
    const Leg leg(p, 0, 100, kCostScale, 0);
    const auto travel = [&](int a, int b) { return static_cast<double>(leg(a, b).time); };
    const int one = all[first + static_cast<std::size_t>(rng.below(static_cast<int>(last - first)))].place;
    int other = one;
    double most = -1;
    for (std::size_t i = first; i < last; ++i)
      if (const double d = travel(one, all[i].place); d > most) most = d, other = all[i].place;
    std::vector<std::pair<double, Item>> order;
    double total = 0;
    for (std::size_t i = first; i < last; ++i) {
      order.emplace_back(travel(one, all[i].place) - travel(other, all[i].place), all[i]);
      total += all[i].weight;
    }
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    const double want = total * (parts / 2) / parts;
    double sum = 0;
    std::size_t at = first;
    for (const auto& [key, item] : order) {
      if (sum < want) {
        sum += item.weight;
        all[at++] = item;
      }
    }
    const std::size_t middle = at;
    for (std::size_t i = middle - first; i < order.size(); ++i) all[at++] = order[i].second;
    divide(all, first, middle, parts / 2, rng, out);
    divide(all, middle, last, parts - parts / 2, rng, out);
  }

  Part part_of(std::span<const Item> items, const std::vector<int>& part_of_carer, const std::vector<int>& part_of_visit, int number) const {
    Part out;
    std::vector<int> candidates;
    for (const Item& i : items) {
      if (i.carer >= 0) {
        out.carers.push_back(i.carer);
        for (const Stop& s : state.routes[i.carer].stops)
          if (s.kind == StopKind::visit) candidates.push_back(s.index);
      } else {
        candidates.push_back(i.visit);
        if (partner[i.visit] >= 0) candidates.push_back(partner[i.visit]);
      }
    }
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    const auto where = [&](int v) { return carer_of[v] >= 0 ? part_of_carer[carer_of[v]] : part_of_visit[v]; };
    const auto inside = [&](int v) { return where(v) == number && (second_carer[v] < 0 || part_of_carer[second_carer[v]] == number); };
    // A visit is free when its whole family of ties is.
    for (const int v : candidates) {
      bool free = inside(v);
      for (const int t : tied[v]) free = free && (inside(t) || (carer_of[v] >= 0 && carer_of[t] < 0));
      if (free) {
        out.visits.push_back(v);
      } else if (carer_of[v] >= 0) {
        if (part_of_carer[carer_of[v]] == number) out.frozen.push_back({v, false, carer_of[v], start_of[v]});
        if (second_carer[v] >= 0 && part_of_carer[second_carer[v]] == number) out.frozen.push_back({v, true, second_carer[v], second_start[v]});
      }
    }
    std::sort(out.carers.begin(), out.carers.end());
    return out;
  }
};

}  // namespace

std::vector<Part> cut(const Problem& p, const Solution& state, std::uint64_t seed) {
  const Cutter cutter(p, state);
  FastRng rng(seed);
  std::vector<Item> items = cutter.items(rng);
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  double total = 0;
  for (const Item& i : items) total += i.weight;
  int parts = std::max(1, static_cast<int>(total / kPartSize + 0.5));
  if (parts > 1) parts += parts % 2;  // two threads find equal work
  cutter.divide(items, 0, items.size(), parts, rng, ranges);
  std::vector<int> part_of_carer(p.carers.size(), -1), part_of_visit(p.visits.size(), -1);
  for (std::size_t k = 0; k < ranges.size(); ++k)
    for (std::size_t i = ranges[k].first; i < ranges[k].second; ++i) {
      if (items[i].carer >= 0) part_of_carer[items[i].carer] = static_cast<int>(k);
      else part_of_visit[items[i].visit] = static_cast<int>(k);
    }
  for (std::size_t v = 0; v < p.visits.size(); ++v)  // a shipment's delivery lies where its pickup does
    if (cutter.partner[v] >= 0 && part_of_visit[v] < 0 && cutter.carer_of[v] < 0) part_of_visit[v] = part_of_visit[cutter.partner[v]];
  std::vector<Part> out;
  for (std::size_t k = 0; k < ranges.size(); ++k)
    out.push_back(cutter.part_of(std::span(items).subspan(ranges[k].first, ranges[k].second - ranges[k].first), part_of_carer, part_of_visit, static_cast<int>(k)));
  return out;
}

Part cut_around_unserved(const Problem& p, const Solution& state, int visits, std::uint64_t seed) {
  const Cutter cutter(p, state);
  FastRng rng(seed);
  std::vector<Item> items = cutter.items(rng);
  std::vector<int> centres;
  for (const Item& i : items)
    if (i.visit >= 0) centres.push_back(i.place);
  if (centres.empty()) return {};
  for (std::size_t k = 0; k < std::min(kAround, centres.size()); ++k) std::swap(centres[k], centres[k + static_cast<std::size_t>(rng.below(static_cast<int>(centres.size() - k)))]);
  centres.resize(std::min(kAround, centres.size()));
  const Leg leg(p, 0, 100, kCostScale, 0);
  std::vector<std::pair<Time, std::size_t>> order;
  for (std::size_t i = 0; i < items.size(); ++i) {
    Time least = kNever;
    for (const int c : centres) least = std::min(least, leg(c, items[i].place).time);
    order.emplace_back(least, i);
  }
  std::sort(order.begin(), order.end());
  std::vector<Item> taken;
  double total = 0;
  for (std::size_t k = 0; k < order.size() && total < visits; ++k) {
    taken.push_back(items[order[k].second]);
    total += taken.back().weight;
  }
  std::vector<int> part_of_carer(p.carers.size(), -1), part_of_visit(p.visits.size(), -1);
  for (const Item& i : taken) {
    if (i.carer >= 0) part_of_carer[i.carer] = 0;
    else part_of_visit[i.visit] = 0;
    if (i.visit >= 0 && cutter.partner[i.visit] >= 0) part_of_visit[cutter.partner[i.visit]] = 0;
  }
  return cutter.part_of(taken, part_of_carer, part_of_visit, 0);
}

std::vector<Part> cut_for_telling(const Problem& p, const Solution& state) {
  const Cutter cutter(p, state);
  std::vector<int> root(p.carers.size());
  std::iota(root.begin(), root.end(), 0);
  const auto find = [&](int c) {
    while (root[c] != c) c = root[c] = root[root[c]];
    return c;
  };
  const auto unite = [&](int a, int b) {
    if (a >= 0 && b >= 0) root[std::max(find(a), find(b))] = std::min(find(a), find(b));
  };
  for (std::size_t v = 0; v < p.visits.size(); ++v) {
    unite(cutter.carer_of[v], cutter.second_carer[v]);
    for (const int t : cutter.tied[v]) unite(cutter.carer_of[v], cutter.carer_of[t]);
  }
  std::map<int, std::vector<int>> groups;
  for (std::size_t c = 0; c < root.size(); ++c) groups[find(static_cast<int>(c))].push_back(static_cast<int>(c));
  std::vector<int> unserved;
  for (std::size_t v = 0; v < p.visits.size(); ++v)
    if (cutter.carer_of[v] < 0) unserved.push_back(static_cast<int>(v));
  std::vector<Part> out;
  std::size_t size = 0;
  const auto close = [&] {
    Part& part = out.back();
    part.visits.insert(part.visits.end(), unserved.begin(), unserved.end());
    std::sort(part.visits.begin(), part.visits.end());
    part.visits.erase(std::unique(part.visits.begin(), part.visits.end()), part.visits.end());
    std::sort(part.carers.begin(), part.carers.end());
  };
  for (const auto& [first, carers] : groups) {
    if (out.empty() || size >= kPartSize) {
      if (!out.empty()) close();
      out.emplace_back();
      size = 0;
    }
    for (const int c : carers) {
      out.back().carers.push_back(c);
      for (const Stop& s : state.routes[c].stops)
        if (s.kind == StopKind::visit) out.back().visits.push_back(s.index), ++size;
    }
  }
  if (!out.empty()) close();
  return out;
}

std::vector<Route> routes_of(const Plan& plan) {
  const Model& m = plan.model();
  std::vector<Route> out;
  for (std::size_t c = 0; c < m.carers.size(); ++c) {
    Route route{m.carers[c].carer, {}};
    for (const int t : plan.route(static_cast<int>(c)).tasks) {
      const Task& task = m.tasks[t];
      if (task.visit < 0) {
        route.stops.push_back({StopKind::reload, -1, false, {}});
        continue;
      }
      Stop stop{StopKind::visit, task.visit, task.second, {}};
      if (plan.pinned(t)) stop.start = plan.pin(t) + m.origin;
      else if (task.only >= 0) stop.start = task.lo + m.origin;
      route.stops.push_back(stop);
    }
    out.push_back(std::move(route));
  }
  return out;
}

Plan::Saved saved_of(const Model& m, const Solution& state) {
  Plan::Saved out;
  out.routes.resize(m.carers.size());
  out.pins.assign(m.tasks.size(), kFar);
  std::map<std::pair<int, bool>, int> task_of;
  for (std::size_t t = 0; t < m.tasks.size(); ++t)
    if (m.tasks[t].visit >= 0) task_of[{m.tasks[t].visit, m.tasks[t].second}] = static_cast<int>(t);
  for (std::size_t c = 0; c < m.carers.size(); ++c)
    for (const Stop& s : state.routes[m.carers[c].carer].stops) {
      if (s.kind == StopKind::reload) out.routes[c].push_back(m.carers[c].reload_task);
      if (s.kind != StopKind::visit) continue;
      const int t = task_of.at({s.index, s.second});
      out.routes[c].push_back(t);
      if (m.units[m.tasks[t].unit].tied && s.start) out.pins[t] = static_cast<int>(*s.start - m.origin);
    }
  return out;
}

Status check_shape(const Problem& p, const Solution& solution) {
  std::vector<char> carers(p.carers.size(), 0), first(p.visits.size(), 0), second(first);
  const auto wrong = [](std::string message) { return fail(errors::invalid_plan, std::move(message)); };
  for (const Route& r : solution.routes) {
    if (r.carer < 0 || static_cast<std::size_t>(r.carer) >= carers.size()) return wrong(fmt::format("方案里没有第 {} 位护理员。", r.carer));
    if (carers[r.carer]++) return wrong(fmt::format("护理员 {} 有两条路线。", p.carers[r.carer].id));
    for (const Stop& s : r.stops) {
      if (s.kind != StopKind::visit) continue;
      if (s.index < 0 || static_cast<std::size_t>(s.index) >= first.size()) return wrong(fmt::format("方案里没有第 {} 项任务。", s.index));
      if ((s.second ? second : first)[s.index]++) return wrong(fmt::format("任务 {} 出现了两次。", p.visits[s.index].id));
    }
  }
  return {};
}

void join(Answer& to, Answer&& part) {
  for (RouteAnswer& r : part.routes) to.routes.push_back(std::move(r));
  for (Route& r : part.solution.routes) to.solution.routes.push_back(std::move(r));
  to.score.lateness += part.score.lateness;
  CostParts& a = to.parts;
  const CostParts& b = part.parts;
  a = {a.travel + b.travel, a.task + b.task, a.fixed + b.fixed, a.overtime + b.overtime, a.unfairness + b.unfairness, a.continuity + b.continuity, a.moved + b.moved};
  // Every part has all unserved visits, in the same order: the reason that applies latest anywhere holds.
  if (to.unserved.empty()) {
    to.unserved = std::move(part.unserved);
    return;
  }
  for (std::size_t i = 0; i < to.unserved.size(); ++i) {
    Unserved &mine = to.unserved[i], &other = part.unserved[i];
    mine.reason = std::max(mine.reason, other.reason);
    mine.relaxations.insert(mine.relaxations.end(), other.relaxations.begin(), other.relaxations.end());
  }
}

void finish_join(const Problem& p, Answer& a) {
  const auto by_carer = [](const auto& x, const auto& y) { return x.carer < y.carer; };
  std::sort(a.routes.begin(), a.routes.end(), by_carer);
  std::sort(a.solution.routes.begin(), a.solution.routes.end(), by_carer);
  for (Unserved& u : a.unserved) {
    a.score.unserved_priority += p.visits[u.visit].priority;
    ++a.score.unserved;
    keep_smallest(u.relaxations);
  }
  a.score.carers = p.objective.fewest_carers ? static_cast<std::int64_t>(a.routes.size()) : 0;
  a.score.cost = a.parts.total();
}

}  // namespace yilin::routing
