// Bars 1 to 4: the public benchmarks, every plan gone through the independent checker.
#include <map>
#include <span>
#include <stdexcept>

#include "bench/routing_bars.h"
#include "bench/routing_cases.h"
#include "check/routing/check.h"
#include "formats/routing/benchmark_text.h"

namespace yilin::bench {
using namespace routing;

Answer solved(const Problem& problem, const Options& options) {
  Result<Answer> answer = solve(problem, options);
  if (!answer) throw std::runtime_error(std::string(answer.error().message()));
  return std::move(*answer);
}

namespace {

// --only PREFIX[,PREFIX…]
bool wanted(const RoutingArguments& a, std::string_view name) {
  std::string_view rest = a.only;
  while (true) {
    const std::size_t comma = rest.find(',');
    if (name.starts_with(rest.substr(0, comma))) return true;
    if (comma == std::string_view::npos) return false;
    rest.remove_prefix(comma + 1);
  }
}

double figure_of(const check::Verdict& v, std::string_view name) {
  for (const check::Figure& f : v.figures)
    if (f.name == name) return f.value;
  throw std::runtime_error("the checker has no " + std::string(name));
}

struct Checked {
  double distance = 0, vehicles = 0;
  std::int64_t iterations = 0;
};

// Vehicles are counted under real distances, as the published numbers are.
Checked solve_solomon(const SolomonCase& c, const Options& options, bool fewest) {
  Result<formats::BenchmarkDay> day = formats::read_solomon(c.text, fewest ? formats::Rounding::exact : formats::Rounding::dimacs);
  if (!day) throw std::runtime_error(c.name + ": " + std::string(day.error().message()));
  day->problem.objective.fewest_carers = fewest;
  const Answer answer = solved(day->problem, options);
  const Result<check::Verdict> verdict = check::check_solomon(c.text, formats::write_sol(*day, answer), !fewest);
  if (!verdict || !verdict->kept()) throw std::runtime_error(c.name + ": " + (verdict ? verdict->violations[0] : std::string(verdict.error().message())));
  return {figure_of(*verdict, "distance"), figure_of(*verdict, "vehicles"), answer.iterations};
}

struct NamedShape {
  const char* name;
  double clustered;
  int type;
  double density;
};
constexpr NamedShape kHomberger[] = {{"R1", 0, 1, 0.5}, {"RC2", 0.5, 2, 1}, {"C2", 1, 2, 0.5}, {"R2", 0, 2, 1}, {"RC1", 0.5, 1, 0.75}, {"C1", 1, 1, 1}};

// Nobody has published best values for generated cases: the gap is to the better of this run and a longer one of our own.
void homberger(const RoutingArguments& a, Report& report, int customers, double seconds, int threads, int count, double bar) {
  constexpr double kLonger = 5;
  double sum = 0;
  int done = 0;
  for (const NamedShape& shape : std::span(kHomberger).first(static_cast<std::size_t>(count))) {
    const std::string name = fmt::format("{}_{}", shape.name, customers);
    if (!wanted(a, name)) continue;
    const Problem p = homberger_like({customers, shape.type, shape.clustered, shape.density}, 100 + a.seed);
    const Answer answer = solved(p, {.seconds = seconds, .threads = threads, .seed = a.seed});
    const Answer longer = solved(p, {.seconds = seconds * kLonger, .threads = threads, .seed = a.seed + 1});
    const auto cost = static_cast<double>(answer.score.cost), best = static_cast<double>(std::min(answer.score.cost, longer.score.cost));
    const double gap = 100 * (cost / best - 1);
    report.figure(fmt::format("  {} cost of the longer run, {} routes", name, longer.routes.size()), static_cast<double>(longer.score.cost) / kCostScale / 10, "");
    report.figure(fmt::format("  {} cost, {} routes, {} unserved, {} iterations", name, answer.routes.size(), answer.score.unserved, answer.iterations), cost / kCostScale / 10, "");
    report.figure(fmt::format("  {} gap to the longer run", name), gap, "%");
    sum += gap;
    ++done;
  }
  if (done > 0) report.at_most(fmt::format("GH-like {} at {} s, mean gap to own run of {} times", customers, seconds, kLonger), sum / done, "%", bar);
}

}  // namespace

void solomon_distance(const RoutingArguments& a, Report& report) {
  const std::vector<SolomonCase> cases = solomon_cases();
  std::vector<std::pair<double, double>> budgets{{1, 0.5}, {3, 0.3}, {10, 0.15}};
  if (a.seconds > 0) budgets = {{a.seconds, a.seconds >= 10 ? 0.15 : a.seconds >= 3 ? 0.3 : 0.5}};
  for (const auto& [seconds, bar] : budgets) {
    std::map<std::string, std::pair<double, int>> classes;
    double sum = 0, pyvrp = 0, iterations = 0, worst = 0;
    int count = 0;
    for (const SolomonCase& c : cases) {
      if (!wanted(a, c.name)) continue;
      const Checked run = solve_solomon(c, {.seconds = seconds, .seed = a.seed}, false);
      const double gap = 100 * (run.distance / c.best_dimacs - 1);
      auto& cls = classes[c.name.substr(0, c.name.size() - 2)];
      cls = {cls.first + gap, cls.second + 1};
      sum += gap;
      worst = std::max(worst, gap);
      pyvrp += 100 * (c.pyvrp_dimacs / c.best_dimacs - 1);
      iterations += static_cast<double>(run.iterations);
      ++count;
      if (!a.only.empty()) report.figure(fmt::format("  {} {:.1f} (best {:.1f})", c.name, run.distance, c.best_dimacs), gap, "%");
    }
    for (const auto& [name, cls] : classes) report.figure(fmt::format("  {} at {} s", name, seconds), cls.first / cls.second, "%");
    report.figure(fmt::format("  worst at {} s", seconds), worst, "%");
    report.figure("  iterations", iterations / count, "");
    report.figure("  PyVRP 0.14 at 3 s (noted)", pyvrp / count, "%");
    report.at_most(fmt::format("Solomon, distance, {} s: mean gap", seconds), sum / count, "%", bar);
  }
}

void solomon_vehicles(const RoutingArguments& a, Report& report) {
  const double seconds = a.seconds > 0 ? a.seconds : 10;
  int vehicles = 0, fewest = 0;
  for (const SolomonCase& c : solomon_cases()) {
    if (!wanted(a, c.name)) continue;
    const Checked run = solve_solomon(c, {.seconds = seconds, .seed = a.seed}, true);
    vehicles += static_cast<int>(run.vehicles);
    fewest += c.fewest_vehicles;
    if (run.vehicles != c.fewest_vehicles) report.figure(fmt::format("  {} (best {}), distance {:.1f}", c.name, c.fewest_vehicles, run.distance), run.vehicles, "vehicles");
  }
  report.at_most(fmt::format("Solomon, fewest vehicles first, {} s (best {})", seconds, fewest), vehicles, "vehicles", fewest + 3);
}

void homberger_200(const RoutingArguments& a, Report& report) { homberger(a, report, 200, a.seconds > 0 ? a.seconds : 12, 1, 6, 0.5); }
void homberger_1000(const RoutingArguments& a, Report& report) { homberger(a, report, 1000, a.seconds > 0 ? a.seconds : 300, a.threads, 3, 2); }

}  // namespace yilin::bench
