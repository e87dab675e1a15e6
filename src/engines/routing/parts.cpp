#include "engines/routing/parts.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>

#include "engines/routing/assemble.h"
#include "engines/routing/clock.h"
#include "engines/routing/cut.h"
#include "engines/routing/search.h"

namespace yilin::routing {
namespace {

constexpr std::int64_t kIterationsPerVisit = 15;  // in one round
constexpr int kWarmRounds = 2;
constexpr double kBestShare = 0.9;                // of the horizon; later each part hands on its best plan, not its last
constexpr double kServeFrom = 0.3;                // of the horizon; later each round begins with those left out
constexpr int kServeSize = 1'200;                 // … in a part of its own around them
constexpr std::int64_t kServePerVisit = 20;       // … with so many iterations

struct Summary {
  std::int64_t unserved = 0, late = 0;
  Cost cost = 0;
  auto operator<=>(const Summary&) const = default;
};

struct PartOutcome {
  std::vector<Route> routes;
  Summary sum;
  bool plain = true;
};

struct Round {
  std::uint64_t number = 0;
  double from = 0, to = 0;  // temperatures, in Cost; 0 = construct only
  bool hand_on_best = false;
};

std::uint64_t mix(std::uint64_t seed, std::uint64_t round, std::uint64_t part) {
  std::uint64_t x = seed * 0x9E3779B97F4A7C15u + round * 0xBF58476D1CE4E5B9u + part * 0x94D049BB133111EBu;
  x ^= x >> 31;
  return x * 0xD6E8FEB86659FD93u;
}

struct Large {
  const Problem& problem;
  const Options& options;
  Solution state;  // a route for every carer
  Summary sum;
  bool plain = true;

  Large(const Problem& p, const Options& o) : problem(p), options(o) {
    state.routes.resize(p.carers.size());
    for (std::size_t c = 0; c < p.carers.size(); ++c) state.routes[c].carer = static_cast<int>(c);
    if (o.start && evaluate_in_parts(p, *o.start))
      for (const Route& r : o.start->routes) state.routes[r.carer] = r;
  }

  // One round over all parts; returns the CPU seconds of the busiest thread.
  double round(const Round& r) {
    const std::vector<Part> parts = cut(problem, state, mix(options.seed, r.number, 0));
    std::vector<PartOutcome> outcomes(parts.size());
    std::atomic<std::size_t> next{0};
    const int threads = std::clamp(options.threads, 1, static_cast<int>(parts.size()));
    std::vector<double> busy(threads, 0);
    const auto work = [&](int thread) {
      const CpuClock clock;
      for (std::size_t i = next++; i < parts.size(); i = next++) outcomes[i] = search(parts[i], mix(options.seed, r.number, i + 1), r);
      busy[thread] = clock.seconds();
    };
    std::vector<std::thread> others;
    for (int t = 1; t < threads; ++t) others.emplace_back(work, t);
    work(0);
    for (std::thread& t : others) t.join();
    sum = {};
    for (const PartOutcome& o : outcomes) {
      for (const Route& route : o.routes) state.routes[route.carer] = route;
      plain = plain && o.plain;
      sum.unserved += o.sum.unserved;
      sum.late += o.sum.late;
      sum.cost += o.sum.cost;
    }
    return *std::max_element(busy.begin(), busy.end());
  }

  // Those left out, in one part around them: whom to ask for a place may live across a cut. Returns its CPU seconds.
  double serve(std::uint64_t number, double temperature) {
    const CpuClock clock;
    const Part part = cut_around_unserved(problem, state, kServeSize, mix(options.seed, number, 0));
    const Model m = make_model(problem, part.visits, part.carers, options.start, part.frozen);
    if (m.carers.empty() || m.units.empty()) return 0;
    Search s(m, mix(options.seed, number, 1));
    s.plan().load(saved_of(m, state));
    s.construct();
    const auto stop = [this] { return options.stopped(); };
    s.place_absent(0, kServePerVisit * static_cast<std::int64_t>(m.units.size()), temperature / static_cast<double>(m.factor), stop);
    for (const Route& route : routes_of(s.plan())) state.routes[route.carer] = route;
    return clock.seconds();
  }

  PartOutcome search(const Part& part, std::uint64_t seed, const Round& r) const {
    const Model m = make_model(problem, part.visits, part.carers, options.start, part.frozen);
    PartOutcome out;
    out.plain = m.plain;
    if (m.carers.empty() || m.units.empty()) return out;
    Search s(m, seed);
    s.plan().load(saved_of(m, state));
    s.construct();
    if (r.from > 0) {
      const auto stop = [this] { return options.stopped(); };
      const auto factor = static_cast<double>(m.factor);
      const std::int64_t iterations = kIterationsPerVisit * static_cast<std::int64_t>(m.units.size());
      s.run(0, iterations, {r.from / factor, r.to / factor, iterations, 0}, stop);
    }
    if (r.hand_on_best) s.plan().load(s.best());
    out.routes = routes_of(s.plan());
    const Total& t = s.plan().total();
    out.sum = {t.unserved, t.late, t.cost * m.factor};
    return out;
  }
};

}  // namespace

LargeResult solve_in_parts(const Problem& problem, const Options& options) {
  const CpuClock clock;
  Large large(problem, options);
  const std::int64_t per_round = kIterationsPerVisit * static_cast<std::int64_t>(problem.visits.size());
  const bool timed = options.seconds > 0;
  const std::int64_t rounds_max = options.iterations > 0 ? std::max<std::int64_t>(1, options.iterations / per_round) : timed ? std::numeric_limits<std::int64_t>::max() : 8;
  double helpers = 0;  // CPU seconds of busiest threads other than this one are not on this clock
  const auto elapsed = [&] { return std::max(clock.seconds(), helpers); };
  helpers += large.round({});
  const double scale = static_cast<double>(large.sum.cost) / static_cast<double>(std::max<std::size_t>(problem.visits.size(), 1));
  const double hot = std::max(1.0, scale * (large.plain ? kHotPlain : kHot)), cold = std::max(0.01, scale * kCold);
  std::int64_t horizon = options.horizon > 0 ? options.horizon / per_round : rounds_max;
  const double begun = elapsed();
  double longest = 0;
  Solution best = large.state;
  Summary best_sum = large.sum;
  std::int64_t r = 0;
  for (; r < rounds_max; ++r) {
    const double before = elapsed();
    if (options.stopped() || (timed && before + longest > options.seconds)) break;
    if (timed && options.horizon == 0) {
      // Laid out anew after each warm round, then kept.
      if (r == kWarmRounds) horizon = kWarmRounds + static_cast<std::int64_t>((options.seconds - before) / ((before - begun) / kWarmRounds)) - 1;
      else if (r < kWarmRounds) horizon = rounds_max;
    }
    const auto at = [&](std::int64_t i) {
      const double share = i <= kWarmRounds ? 0 : std::min(1.0, static_cast<double>(i - kWarmRounds) / static_cast<double>(std::max<std::int64_t>(1, horizon - kWarmRounds)));
      return hot * std::pow(cold / hot, share);
    };
    const double share = static_cast<double>(r) / static_cast<double>(horizon);
    if (share >= kServeFrom && large.sum.unserved > 0) helpers += large.serve(~static_cast<std::uint64_t>(r), at(r));
    helpers += large.round({static_cast<std::uint64_t>(r) + 1, at(r), at(r + 1), share >= kBestShare});
    if (large.sum < best_sum) {
      best = large.state;
      best_sum = large.sum;
    }
    longest = std::max(longest, elapsed() - before);
  }
  std::erase_if(best.routes, [](const Route& route) { return route.stops.empty(); });
  return {std::move(best), r * per_round, horizon == std::numeric_limits<std::int64_t>::max() ? r * per_round : horizon * per_round};
}

Result<Answer> evaluate_in_parts(const Problem& problem, const Solution& solution) {
  Solution whole;  // a route for every carer
  whole.routes.resize(problem.carers.size());
  for (std::size_t c = 0; c < problem.carers.size(); ++c) whole.routes[c].carer = static_cast<int>(c);
  YILIN_CHECK(check_shape(problem, solution));
  for (const Route& r : solution.routes) whole.routes[r.carer] = r;
  Answer out;
  for (const Part& part : cut_for_telling(problem, whole)) {
    const Model m = make_model(problem, part.visits, part.carers, nullptr);
    Solution own;
    for (const int c : part.carers)
      if (!whole.routes[c].stops.empty()) own.routes.push_back(whole.routes[c]);
    Plan plan(m);
    RestGaps rests;
    YILIN_CHECK(read_solution(own, plan, rests));
    Answer answer = describe(plan, rests);
    add_reasons(plan, answer);
    join(out, std::move(answer));
  }
  finish_join(problem, out);
  return out;
}

}  // namespace yilin::routing
