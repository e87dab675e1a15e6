// Days whose starts follow from a global order of the visits: another carer is tried at every place in that order.
#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "formats/routing/explanation.h"

namespace yilin::formats {
namespace {

using routing::SyncPlan;
using routing::SyncProblem;
using routing::Units;

struct Figures {
  Units travel = 0, tardiness = 0, greatest = 0;
  Units cost() const { return travel + tardiness + greatest; }
};

// One forward pass: every service starts as early as its carer, its window and its partner let it. The starts are written back.
Figures forward(const SyncProblem& p, const std::vector<int>& order, std::vector<std::vector<routing::SyncStop>>& stops) {
  struct At {
    int location = 0;
    Units free = 0;
  };
  std::vector<At> carers(static_cast<std::size_t>(p.carers));
  const auto way = [&](int from, int to) { return p.travel[static_cast<std::size_t>(from) * static_cast<std::size_t>(p.locations) + static_cast<std::size_t>(to)]; };
  Figures out;
  for (const int v : order) {
    const auto& visit = p.visits[static_cast<std::size_t>(v)];
    auto& calls = stops[static_cast<std::size_t>(v)];
    for (std::size_t k = 0; k < calls.size(); ++k) {
      const At& at = carers[static_cast<std::size_t>(calls[k].carer)];
      calls[k].start = std::max(visit.open, at.free + way(at.location, visit.location));
      out.travel += way(at.location, visit.location);
    }
    if (calls.size() == 2) {
      calls[1].start = std::max(calls[1].start, calls[0].start + visit.gap_min);
      calls[0].start = std::max(calls[0].start, calls[1].start - visit.gap_max);
    }
    for (std::size_t k = 0; k < calls.size(); ++k) {
      const Units late = std::max<Units>(0, calls[k].start - visit.due);
      out.tardiness += late;
      out.greatest = std::max(out.greatest, late);
      carers[static_cast<std::size_t>(calls[k].carer)] = {visit.location, calls[k].start + visit.services[k].duration};
    }
  }
  for (const At& at : carers) out.travel += way(at.location, 0);
  return out;
}

}  // namespace

Result<Explanation> explain(const HomeCareDay& day, const SyncPlan& plan, std::string_view visit_id, std::optional<std::string_view> carer_id) {
  const SyncProblem& p = day.problem;
  const auto at = std::find(day.patients.begin(), day.patients.end(), visit_id);
  if (at == day.patients.end()) return fail(errors::not_found, fmt::format("没有编号为 {} 的老人。", visit_id));
  const auto visit = static_cast<std::size_t>(at - day.patients.begin());
  if (carer_id && std::find(day.carers.begin(), day.carers.end(), *carer_id) == day.carers.end())
    return fail(errors::not_found, fmt::format("没有编号为 {} 的人员。", *carer_id));

  auto stops = plan.stops;
  const Figures now = forward(p, plan.order, stops);
  Explanation out;
  out.visit = visit_id;
  out.served = true;
  for (const auto& call : stops[visit]) out.carers.push_back(day.carers[static_cast<std::size_t>(call.carer)]);
  out.begin = stops[visit][0].start / static_cast<Units>(kHomeCareUnits);
  std::vector<int> others = plan.order;
  std::erase(others, static_cast<int>(visit));

  for (std::size_t k = 0; k < stops[visit].size(); ++k) {
    for (int c = 0; c < p.carers; ++c) {
      const std::string& name = day.carers[static_cast<std::size_t>(c)];
      if (c == stops[visit][k].carer || (carer_id && name != *carer_id)) continue;
      Alternative other;
      for (std::size_t j = 0; j < stops[visit].size(); ++j) other.carers.push_back(j == k ? name : day.carers[static_cast<std::size_t>(stops[visit][j].carer)]);
      const auto& able = p.visits[visit].services[k].carers;
      const bool both = stops[visit].size() == 2 && stops[visit][1 - k].carer == c;
      if (both || std::find(able.begin(), able.end(), c) == able.end()) {
        other.obstacle = both ? "同一人不能同时做两项服务" : fmt::format("{} 不会服务 {}", name, day.services[visit][k]);
        if (carer_id) out.alternatives.push_back(std::move(other));
        continue;
      }
      Figures best{std::numeric_limits<Units>::max() / 4, 0, 0};
      for (std::size_t place = 0; place <= others.size(); ++place) {
        std::vector<int> order = others;
        order.insert(order.begin() + static_cast<std::ptrdiff_t>(place), static_cast<int>(visit));
        auto tried = plan.stops;
        tried[visit][k].carer = c;
        const Figures then = forward(p, order, tried);
        if (then.cost() >= best.cost()) continue;
        best = then;
        other.begin = tried[visit][0].start / static_cast<Units>(kHomeCareUnits);
      }
      other.possible = true;
      other.cost = static_cast<double>(best.cost() - now.cost()) / kHomeCareUnits / 3;
      other.travel = static_cast<double>(best.travel - now.travel) / kHomeCareUnits;
      other.lateness = (best.tardiness - now.tardiness) / static_cast<Units>(kHomeCareUnits);
      out.alternatives.push_back(std::move(other));
    }
  }
  std::stable_sort(out.alternatives.begin(), out.alternatives.end(),
                   [](const Alternative& a, const Alternative& b) { return a.possible != b.possible ? a.possible : a.cost < b.cost; });
  if (std::ssize(out.alternatives) > kAlternativesMax) out.alternatives.resize(kAlternativesMax);
  return out;
}

}  // namespace yilin::formats
