// Bars 1 to 4: the public benchmarks, every plan gone through the independent checker.
#include <map>
#include <span>
#include <stdexcept>

#include "bench/routing_bars.h"
#include "bench/routing_cases.h"
#include "bench/routing_json.h"
#include "bench/routing_peer.h"
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

// Vehicles are counted under real distances, as the published numbers are.
struct Checked {
  double distance = 0, vehicles = 0;
  std::int64_t iterations = 0;
};

Checked solve_text(const std::string& name, const std::string& text, const Options& options, bool fewest) {
  Result<formats::BenchmarkDay> day = formats::read_solomon(text, fewest ? formats::Rounding::exact : formats::Rounding::dimacs);
  if (!day) throw std::runtime_error(name + ": " + std::string(day.error().message()));
  day->problem.objective.fewest_carers = fewest;
  const Answer answer = solved(day->problem, options);
  const Result<check::Verdict> verdict = check::check_solomon(text, formats::write_sol(*day, answer), !fewest);
  if (!verdict || !verdict->kept()) throw std::runtime_error(name + ": " + (verdict ? verdict->violations[0] : std::string(verdict.error().message())));
  return {figure_of(*verdict, "distance"), figure_of(*verdict, "vehicles"), answer.iterations};
}

// A peer's column beside ours: what its plans came to under our checkers.
struct PeerColumn {
  std::string name;
  double gaps = 0, worst = 0, cpu_s = 0;
  int cases = 0;
  std::vector<std::string> broken{};  // plans that break a rule count nowhere else

  void add(const std::string& instance, const Result<check::Verdict>& verdict, double distance, double best, double cpu) {
    if (!verdict || !verdict->kept()) {
      broken.push_back(instance + ": " + (verdict ? verdict->violations[0] : std::string(verdict.error().message())));
      return;
    }
    const double gap = 100 * (distance / best - 1);
    gaps += gap, worst = std::max(worst, gap), cpu_s += cpu, ++cases;
  }
  void tell(Report& report) const {
    if (cases > 0) {
      report.figure(fmt::format("  {}: mean gap", name), gaps / cases, "%");
      report.figure(fmt::format("  {}: worst gap", name), worst, "%");
      report.figure(fmt::format("  {}: CPU, mean", name), cpu_s / cases, "s");
    }
    for (const std::string& b : broken) fmt::print("  {} {}\n", name, b);
  }
};

void add_vroom(const RoutingArguments& a, const std::string& name, const std::string& text, double best, PeerColumn& column) {
  const Result<formats::BenchmarkDay> day = formats::read_solomon(text, formats::Rounding::dimacs);
  if (!day) throw std::runtime_error(name + ": " + std::string(day.error().message()));
  const std::string problem = vroom_text(day->problem);
  const PeerAnswer answer = run_vroom(a.vroom, problem, a.vroom_level);
  const Result<check::Verdict> verdict = check::check_vroom(problem, answer.text);
  if (verdict && figure_of(*verdict, "unassigned") > 0) {
    column.broken.push_back(name + ": somebody is left out");
    return;
  }
  column.add(name, verdict, verdict ? figure_of(*verdict, "cost") / static_cast<double>(day->unit) : 0, best, answer.cpu_s);
}

std::string vroom_name(const RoutingArguments& a) { return fmt::format("VROOM -x {}", a.vroom_level); }

// Nobody has published best values for generated cases. `best`: the shortest plan that any run of ours has found by 22 November
// 2026; the runs are told in docs/engines/routing.md. A shorter one is a gap below zero: note it here.
struct HombergerCase {
  const char* name;
  HombergerShape shape;
  double best;
};
constexpr std::uint64_t kHombergerSeed = 101;

void homberger(const RoutingArguments& a, Report& report, std::span<const HombergerCase> cases, double seconds, int threads, double bar) {
  double sum = 0;
  int done = 0;
  PeerColumn vroom{vroom_name(a)};
  for (const HombergerCase& c : cases) {
    if (!wanted(a, c.name)) continue;
    const double begin = process_cpu_us();
    const std::string text = homberger_like(c.shape, kHombergerSeed);
    const Checked run = solve_text(c.name, text, {.seconds = seconds, .threads = threads, .seed = a.seed}, false);
    const double gap = 100 * (run.distance / c.best - 1);
    report.figure(fmt::format("  {} {:.1f} (shortest so far {:.1f}), {} routes, {} iterations, CPU {:.1f} s", c.name, run.distance, c.best, run.vehicles, run.iterations, (process_cpu_us() - begin) / 1e6), gap, "%");
    sum += gap;
    ++done;
    if (!a.vroom.empty()) add_vroom(a, c.name, text, c.best, vroom);
  }
  vroom.tell(report);
  if (done > 0) report.at_most(fmt::format("GH-like {} at {} s, mean gap to the shortest so far", cases[0].shape.customers, seconds), sum / done, "%", bar);
}

constexpr HombergerCase kHomberger200[] = {{"R1_200", {200, 1, 0, 0.5}, 3319.5}, {"RC2_200", {200, 2, 0.5, 1}, 3144.7}, {"C2_200", {200, 2, 1, 0.5}, 1139.6},
                                           {"R2_200", {200, 2, 0, 1}, 3676.3},   {"RC1_200", {200, 1, 0.5, 0.75}, 3780.6}, {"C1_200", {200, 1, 1, 1}, 3882.4}};
constexpr HombergerCase kHomberger1000[] = {{"R1_1000", {1000, 1, 0, 0.5}, 44592.3}, {"RC2_1000", {1000, 2, 0.5, 1}, 34825.0}, {"C2_1000", {1000, 2, 1, 0.5}, 15395.4}};

}  // namespace

void solomon_distance(const RoutingArguments& a, Report& report) {
  const std::vector<SolomonCase> cases = solomon_cases();
  std::vector<std::pair<double, double>> budgets{{1, 0.5}, {3, 0.3}, {10, 0.15}};
  if (a.seconds > 0) budgets = {{a.seconds, a.seconds >= 10 ? 0.15 : a.seconds >= 3 ? 0.3 : 0.5}};
  PeerColumn vroom{vroom_name(a)};
  for (const SolomonCase& c : cases)
    if (!a.vroom.empty() && wanted(a, c.name)) add_vroom(a, c.name, c.text, c.best_dimacs, vroom);
  vroom.tell(report);
  for (const auto& [seconds, bar] : budgets) {
    std::map<std::string, std::pair<double, int>> classes;
    double sum = 0, noted = 0, iterations = 0, worst = 0;
    int count = 0;
    for (const SolomonCase& c : cases) {
      if (!wanted(a, c.name)) continue;
      const Checked run = solve_text(c.name, c.text, {.seconds = seconds, .seed = a.seed}, false);
      const double gap = 100 * (run.distance / c.best_dimacs - 1);
      auto& cls = classes[c.name.substr(0, c.name.size() - 2)];
      cls = {cls.first + gap, cls.second + 1};
      sum += gap;
      worst = std::max(worst, gap);
      noted += 100 * (c.pyvrp_dimacs / c.best_dimacs - 1);
      iterations += static_cast<double>(run.iterations);
      ++count;
      if (!a.only.empty()) report.figure(fmt::format("  {} {:.1f} (best {:.1f})", c.name, run.distance, c.best_dimacs), gap, "%");
    }
    for (const auto& [name, cls] : classes) report.figure(fmt::format("  {} at {} s", name, seconds), cls.first / cls.second, "%");
    report.figure(fmt::format("  worst at {} s", seconds), worst, "%");
    report.figure("  iterations", iterations / count, "");
    report.figure("  PyVRP 0.14 at 3 s (noted)", noted / count, "%");
    report.at_most(fmt::format("Solomon, distance, {} s: mean gap", seconds), sum / count, "%", bar);
  }
}

void solomon_vehicles(const RoutingArguments& a, Report& report) {
  const double seconds = a.seconds > 0 ? a.seconds : 10;
  int vehicles = 0, fewest = 0;
  for (const SolomonCase& c : solomon_cases()) {
    if (!wanted(a, c.name)) continue;
    const Checked run = solve_text(c.name, c.text, {.seconds = seconds, .seed = a.seed}, true);
    vehicles += static_cast<int>(run.vehicles);
    fewest += c.fewest_vehicles;
    if (run.vehicles != c.fewest_vehicles) report.figure(fmt::format("  {} (best {}), distance {:.1f}", c.name, c.fewest_vehicles, run.distance), run.vehicles, "vehicles");
  }
  report.at_most(fmt::format("Solomon, fewest vehicles first, {} s (best {})", seconds, fewest), vehicles, "vehicles", fewest + 3);
}

void homberger_200(const RoutingArguments& a, Report& report) { homberger(a, report, kHomberger200, a.seconds > 0 ? a.seconds : 12, 1, 0.5); }
void homberger_1000(const RoutingArguments& a, Report& report) { homberger(a, report, kHomberger1000, a.seconds > 0 ? a.seconds : 300, a.threads, 2); }

}  // namespace yilin::bench
