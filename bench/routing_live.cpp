// Bars 8, 11 and 12: the running day.
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/rng.h"
#include "bench/percentiles.h"
#include "bench/routing_bars.h"
#include "bench/routing_cases.h"
#include "engines/routing/live.h"

namespace yilin::bench {
using namespace routing;
namespace {

template <class T>
T must(Result<T> r) {
  if (!r) throw std::runtime_error(std::string(r.error().message()));
  return std::move(*r);
}

double gini(std::vector<double> x) {
  std::sort(x.begin(), x.end());
  double weighted = 0, sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    weighted += (2.0 * static_cast<double>(i + 1) - static_cast<double>(x.size()) - 1) * x[i];
    sum += x[i];
  }
  return sum == 0 ? 0 : weighted / (sum * static_cast<double>(x.size()));
}

double gini_of_hours(const Problem& p, const Answer& a) {
  std::vector<double> hours(p.carers.size(), 0);
  for (const RouteAnswer& r : a.routes) hours[r.carer] = static_cast<double>(r.work);
  return gini(std::move(hours));
}

double usual_share(const Problem& p, const Answer& a) {
  int of = 0, all = 0;
  for (const RouteAnswer& r : a.routes)
    for (const Step& s : r.steps) {
      if (s.kind != StopKind::visit || p.visits[s.index].usual.empty()) continue;
      ++all;
      const std::vector<int>& usual = p.visits[s.index].usual;
      of += std::find(usual.begin(), usual.end(), r.carer) != usual.end();
    }
  return all == 0 ? 0 : 100.0 * of / all;
}

double travel_of(const Answer& a) { return static_cast<double>(a.parts.travel); }

}  // namespace

void insert_one(const RoutingArguments& a, Report& report) {
  Problem p = care_day({1000, 220, 0, false}, 7);
  const Answer day = solved(p, {.seconds = 4, .seed = a.seed});
  LivePlan live = must(LivePlan::open(p, day.solution));
  Rng rng(3);
  Percentiles times;
  int offered = 0;
  double sum = 0;
  constexpr int kOrders = 1000;
  for (int i = 0; i < kOrders; ++i) {
    Visit v = p.visits[rng.below(p.visits.size())];
    v.id = "new " + std::to_string(i);
    v.windows = {{28'800, 64'800}};
    const double begin = thread_cpu_us();
    const int visit = must(live.add(v));
    const std::vector<Offer> offers = must(live.offers(visit, 5));
    if (!offers.empty()) must(live.take(visit, offers[0]).map([] { return 0; }));
    const double us = thread_cpu_us() - begin;
    times.add(us / 1e3);
    sum += us;
    offered += !offers.empty();
    if (!offers.empty()) must(live.drop(visit).map([] { return 0; }));
  }
  report.figure("  orders with an offer, of 1000", offered, "");
  report.at_most("insert into a live plan of 1000: mean (VROOM 780,000)", sum / kOrders, "µs", 100);
  report.at_most("insert into a live plan of 1000: p99", times.at(0.99) * 1e3, "µs", 1000);
}

void replan_sick(const RoutingArguments& a, Report& report) {
  const Problem p = care_day({1000, 220, 0.1, false}, 7);
  const Answer day = solved(p, {.seconds = 4, .seed = a.seed});
  Percentiles times;
  double moved_most = 0, unserved = 0, beyond = 0;
  constexpr int kCases = 10;
  for (int i = 0; i < kCases; ++i) {
    const int sick = day.routes[static_cast<std::size_t>(i) * day.routes.size() / kCases].carer;
    Changes changes;
    changes.absent_carers = {sick};
    changes.seed = a.seed;
    const double begin = thread_cpu_us();
    const Answer mended = must(replan(p, day.solution, changes));
    times.add((thread_cpu_us() - begin) / 1e3);
    std::vector<std::pair<int, Time>> before(p.visits.size() * 2, {-1, 0}), after = before;
    const auto note = [](const Answer& answer, std::vector<std::pair<int, Time>>& out) {
      for (const RouteAnswer& r : answer.routes)
        for (const Step& s : r.steps)
          if (s.kind == StopKind::visit) out[s.index * 2 + s.second] = {r.carer, s.begin};
    };
    note(day, before);
    note(mended, after);
    int untouched = 0, moved = 0;
    for (std::size_t v = 0; v < before.size(); ++v) {
      if (before[v].first < 0 || before[v].first == sick) continue;
      ++untouched;
      moved += before[v].first != after[v].first;
      beyond += after[v].first >= 0 && std::abs(after[v].second - before[v].second) > changes.tolerance;
    }
    moved_most = std::max(moved_most, 100.0 * moved / untouched);
    unserved += static_cast<double>(mended.score.unserved - day.score.unserved);
  }
  report.figure("  visits lost by a sick carer, mean", unserved / kCases, "");
  report.at_most("replan of 1000 after a sick carer: worst time", times.at(0.999), "ms", 200);
  report.at_most("replan: untouched visits with another carer, worst", moved_most, "%", 5);
  report.at_most("replan: promised times moved beyond tolerance", beyond, "", 0);
}

namespace {

constexpr std::uint64_t kKnobDay = 11;

void fairness_knob(const Options& options, Report& report) {
  Problem p = care_day({500, 110, 0, false}, kKnobDay);
  const Answer plain = solved(p, options);
  p.objective.unfairness_per_hour = 3500;
  const Answer fair = solved(p, options);
  report.figure("  without fairness: Gini of hours", gini_of_hours(p, plain), "");
  report.at_most("fairness knob: Gini of hours", gini_of_hours(p, fair), "", 0.16);
  report.at_most("fairness knob: more travel", 100 * (travel_of(fair) / travel_of(plain) - 1), "%", 10);
}

// Two days of the same elders, each with a tenth of them away, tell who the usual carers are; the third day is measured.
void continuity_knob(const Options& options, Report& report) {
  Problem p = care_day({500, 110, 0, false}, kKnobDay);
  std::vector<std::vector<int>> usual(p.visits.size());
  for (int day = 0; day < 2; ++day) {
    Problem earlier = p;
    Rng rng(static_cast<std::uint64_t>(day) + 5);
    for (std::size_t v = 0; v < p.visits.size(); ++v) {
      if (rng.chance(0.1)) earlier.visits[v].skills = {100};  // away
      earlier.visits[v].usual = usual[v];
    }
    earlier.objective.broken_continuity = day == 0 ? 0 : usual_continuity_price(earlier);
    for (const RouteAnswer& r : solved(earlier, options).routes)
      for (const Step& s : r.steps)
        if (s.kind == StopKind::visit && std::find(usual[s.index].begin(), usual[s.index].end(), r.carer) == usual[s.index].end()) usual[s.index].push_back(r.carer);
  }
  for (std::size_t v = 0; v < p.visits.size(); ++v) p.visits[v].usual = usual[v];
  const Answer plain = solved(p, options);
  report.figure("  without continuity: by a usual carer", usual_share(p, plain), "%");
  // What a stranger costs, in seconds of travel, and what that brings: the engine's own price is one of them.
  const std::int64_t own = usual_continuity_price(p);
  report.figure("  usual_continuity_price()", static_cast<double>(own), "s");
  for (const std::int64_t price : {own / 2, own, own * 2}) {
    p.objective.broken_continuity = price;
    const Answer steady = solved(p, options);
    const double share = usual_share(p, steady), more = 100 * (travel_of(steady) / travel_of(plain) - 1);
    if (price != own) {
      report.figure(fmt::format("  continuity at {} s: by one of two usual carers", price), share, "%");
      report.figure(fmt::format("  continuity at {} s: more travel", price), more, "%");
      continue;
    }
    report.at_least("continuity knob: by one of two usual carers", share, "%", 80);
    report.at_most("continuity knob: more travel", more, "%", 5);
  }
}

}  // namespace

void knobs(const RoutingArguments& a, Report& report) {
  const Options options{.seconds = a.seconds > 0 ? a.seconds : 6, .seed = a.seed};
  if (std::string_view("fairness").starts_with(a.only)) fairness_knob(options, report);
  if (std::string_view("continuity").starts_with(a.only)) continuity_knob(options, report);
}

}  // namespace yilin::bench
