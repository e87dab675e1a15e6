#include <algorithm>
#include <ctime>

#include "engines/routing/assemble.h"
#include "engines/routing/clock.h"
#include "engines/routing/parts.h"
#include "engines/routing/search.h"
#include "engines/routing/solver.h"
#include "engines/routing/travel.h"

namespace yilin::routing {
namespace {

constexpr std::int64_t kDefaultIterations = 10'000;
constexpr double kFleetShare = 0.5;  // of a search for the fewest carers, at most
constexpr double kServeFrom = 0.6;   // of a search, when it turns to those left out
constexpr double kServeShare = 0.2;  // … and how long at most
constexpr double kMild = 0.2;        // temperature afterwards, of the mean cost per visit

// Fewest carers that the loads leave room for.
int carers_needed(const Model& m) {
  int least = m.units.empty() ? 0 : 1;
  if (!m.load_total_only) return least;
  for (int d = 0; d < m.dimensions; ++d) {
    std::int64_t total = 0, most = 1;
    for (std::size_t t = 0; t < m.tasks.size(); ++t) total += m.deliveries[t * m.dimensions + d] + m.pickups[t * m.dimensions + d];
    for (const ModelCarer& c : m.carers) {
      if (c.trips_max > 1) return least;
      most = std::max(most, m.capacities[c.capacity_first + d]);
    }
    least = std::max(least, static_cast<int>((total + most - 1) / most));
  }
  return least;
}

// Where routes are much longer than what a ruin removes, how many there are is settled early and no annealing changes it:
// several short ones, from different beginnings and heats, tell which to go on with.
constexpr double kChainShare = 0.15;           // of the horizon, each
constexpr double kChainHeats[] = {1, 2, 0.5};  // × kHotPlain
constexpr double kChainRoutes = 16;            // visits a route, on average, that make them worth it
constexpr std::int64_t kChainsFrom = 500;      // … and iterations per visit

struct Outcome {
  std::int64_t iterations = 0, horizon = 0;
};

// One search over a whole model. The horizon of a timed run is laid out after kWarm iterations.
Outcome search_whole(const Model& m, Search& search, const Options& o, const CpuClock& clock) {
  const bool timed = o.seconds > 0;
  const std::int64_t limit = o.iterations > 0 ? o.iterations : timed ? std::numeric_limits<std::int64_t>::max() : kDefaultIterations;
  const auto late = [&] { return o.stopped() || (timed && clock.seconds() >= o.seconds); };
  search.construct();
  if (m.units.empty() || m.carers.empty()) return {};
  Cooling cooling;
  cooling.from = search.scale() * (m.plain ? kHotPlain : kHot);
  cooling.to = search.scale() * kCold;
  cooling.horizon = o.horizon > 0 ? o.horizon : timed ? kWarm : limit;
  const double begun = clock.seconds();
  std::int64_t at = search.run(0, std::min(limit, kWarm), cooling, late);
  if (timed && o.horizon == 0) {
    const double pace = std::max(1e-9, clock.seconds() - begun) / static_cast<double>(std::max<std::int64_t>(at, 1));
    cooling.horizon = kWarm + static_cast<std::int64_t>(std::max(0.0, o.seconds - clock.seconds()) / pace);
    if (limit != std::numeric_limits<std::int64_t>::max()) cooling.horizon = std::min(cooling.horizon, limit);
  }
  if (m.problem->objective.fewest_carers && at < limit) {
    const auto share = static_cast<std::int64_t>(static_cast<double>(std::max(cooling.horizon, at) - at) * kFleetShare);
    at = search.drop_carers(at, std::min(limit, at + share), carers_needed(m), cooling.to, late);
  }
  const bool long_routes = static_cast<double>(m.units.size()) > kChainRoutes * static_cast<double>(search.plan().busy().size());
  if (m.plain && long_routes && !m.problem->objective.fewest_carers && !o.start && cooling.horizon >= kChainsFrom * static_cast<std::int64_t>(m.units.size())) {
    const double mild = search.scale() * kMild, hot = cooling.from;
    for (const double heat : kChainHeats) {
      if (at >= limit || late()) break;
      if (heat != kChainHeats[0]) search.restart();
      const std::int64_t end = at + static_cast<std::int64_t>(kChainShare * static_cast<double>(cooling.horizon));
      at = search.run(at, std::min(limit, end), {hot * heat, mild, end, at}, late);
    }
    search.plan().load(search.best());
    cooling.from = mild;
    cooling.warm = at;
  }
  // Home-care days: cool down most of the way, place whom that left out, then mend what it cost from a mild heat.
  at = search.run(at, std::min(limit, std::max(at, static_cast<std::int64_t>(static_cast<double>(cooling.horizon) * kServeFrom))), cooling, late);
  if (!search.plan().absent().empty() && at < limit) {
    const auto share = static_cast<std::int64_t>(static_cast<double>(cooling.horizon) * kServeShare);
    at = search.place_absent(at, std::min(limit, at + share), cooling.at(at), late);
    cooling.from = std::max(cooling.at(at), search.scale() * kMild);
    cooling.warm = at;
  }
  at = search.run(at, limit, cooling, late);
  return {at, cooling.horizon};
}

}  // namespace

Result<Answer> solve(const Problem& problem, const Options& options) {
  YILIN_CHECK(validate(problem));
  const CpuClock clock;
  Outcome outcome;
  Answer answer;
  if (problem.visits.size() > kWholeMax && !problem.objective.fewest_carers) {
    const LargeResult large = solve_in_parts(problem, options);
    YILIN_TRY(answer, evaluate(problem, large.solution));
    outcome = {large.iterations, large.horizon};
  } else {
    const Model model = make_model(problem, options.start);
    Search search(model, options.seed);
    if (options.start) adopt_solution(*options.start, search.plan());
    outcome = search_whole(model, search, options, clock);
    search.plan().load(search.best());
    answer = describe(search.plan());
    add_reasons(search.plan(), answer);
  }
  answer.iterations = outcome.iterations;
  answer.horizon = outcome.horizon;
  return answer;
}

std::int64_t usual_continuity_price(const Problem& problem) {
  constexpr std::size_t kNeighbour = 10, kSample = 200;
  if (problem.visits.size() < 2 || problem.carers.empty()) return 0;
  const Leg leg(problem, problem.carers[0]);
  const std::size_t step = std::max<std::size_t>(1, problem.visits.size() / kSample);
  Cost sum = 0;
  std::int64_t count = 0;
  std::vector<Cost> ways;
  for (std::size_t v = 0; v < problem.visits.size(); v += step, ++count) {
    ways.clear();
    for (std::size_t o = 0; o < problem.visits.size(); ++o)
      if (o != v) ways.push_back(leg(problem.visits[v].place, problem.visits[o].place).cost);
    const auto nth = ways.begin() + static_cast<std::ptrdiff_t>(std::min(kNeighbour, ways.size()) - 1);
    std::nth_element(ways.begin(), nth, ways.end());
    sum += *nth;
  }
  return sum * 5 / 6 / count / kCostScale;
}

Result<Answer> evaluate(const Problem& problem, const Solution& solution, const Options&) {
  YILIN_CHECK(validate(problem));
  if (problem.visits.size() > kToldWholeMax && !problem.carers.empty()) return evaluate_in_parts(problem, solution);
  const Model model = make_model(problem, nullptr);
  Plan plan(model);
  RestGaps rests;
  YILIN_CHECK(read_solution(solution, plan, rests));
  Answer answer = describe(plan, rests);
  add_reasons(plan, answer);
  return answer;
}

}  // namespace yilin::routing
