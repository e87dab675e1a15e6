// Bar 5: two-carer days of Mankowska, Meisel, Bierwirth (2014) against the best values known. The figure is the independent
// checker's, computed from the plan as it is written to the user.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "bench/routing_bars.h"
#include "bench/routing_cases.h"
#include "check/routing/check.h"
#include "formats/routing/home_care.h"

namespace yilin::bench {
namespace {

constexpr double kRounded = 1e-3;  // %: the best values are written with six digits

struct HomeCareCase {
  std::string name;
  int visits = 0;
  double best = 0, genetic = 0;  // best known; mean of the published genetic algorithm (BRKGA-MP-IPR, four cores)
};

std::vector<HomeCareCase> home_care_cases() {
  std::istringstream in(bench_file("routing/mankowska/best_known.csv"));
  std::vector<HomeCareCase> cases;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
    if (cells.size() < 7) throw std::runtime_error("best_known.csv: " + line);
    cases.push_back({cells[0], std::stoi(cells[1]), std::stod(cells[6]), std::stod(cells[4])});
  }
  return cases;
}

// The instances come in one compressed archive.
std::string instance(const std::string& name) {
  const char* data = std::getenv("YILIN_BENCH_DATA");
  const std::string command = fmt::format("tar -xJOf '{}/routing/mankowska/instances.tar.xz' 'mankowska/{}.json'", data ? data : "", name);
  const auto close = [](std::FILE* f) { ::pclose(f); };
  const std::unique_ptr<std::FILE, decltype(close)> pipe(::popen(command.c_str(), "r"), close);
  std::string text(1 << 20, '\0');
  std::size_t size = 0;
  while (const std::size_t got = pipe ? std::fread(text.data() + size, 1, text.size() - size, pipe.get()) : 0) {
    size += got;
    if (size == text.size()) text.resize(2 * size);
  }
  text.resize(size);
  if (text.empty()) throw std::runtime_error("no instance " + name + " in the archive");
  return text;
}

double budget(int visits) { return visits <= 25 ? 5 : visits <= 100 ? 30 : 60; }
std::string_view group(int visits) { return visits <= 25 ? "n <= 25" : visits <= 100 ? "n = 50 to 100" : "n = 200 to 300"; }
double bar(int visits) { return visits <= 25 ? kRounded : visits <= 100 ? 0.5 : 1.5; }

struct Sum {
  double gap = 0, genetic = 0, cpu_max = 0, bar = 0;
  int count = 0, better = 0;
};

double figure_of(const check::Verdict& v, std::string_view name) {
  const auto found = std::find_if(v.figures.begin(), v.figures.end(), [&](const check::Figure& f) { return f.name == name; });
  return found == v.figures.end() ? std::nan("") : found->value;
}

}  // namespace

void two_carer_days(const RoutingArguments& a, Report& report) {
  std::map<std::string, Sum> sums;
  fmt::print("{:<26} {:>10} {:>10} {:>8} {:>10} {:>10} {:>9} {:>7} {:>13}\n", "two-carer day", "best known", "ours", "gap %", "travel", "tardiness", "greatest", "CPU s", "iterations");
  for (const HomeCareCase& c : home_care_cases()) {
    if (!c.name.starts_with(a.only)) continue;
    const std::string text = instance(c.name);
    const auto day = formats::read_home_care(text);
    if (!day) throw std::runtime_error(c.name + ": " + std::string(day.error().message()));
    const double begin = thread_cpu_us();
    const auto plan = routing::solve(day->problem, {.seconds = a.seconds > 0 ? a.seconds : budget(c.visits), .seed = a.seed});
    const double cpu = (thread_cpu_us() - begin) / 1e6;
    if (!plan) throw std::runtime_error(c.name + ": " + std::string(plan.error().message()));
    const auto verdict = check::check_home_care(text, formats::write_home_care(*day, *plan));
    if (!verdict || !verdict->kept()) throw std::runtime_error(c.name + ": " + (verdict ? verdict->violations[0] : std::string(verdict.error().message())));
    const double cost = figure_of(*verdict, "cost"), gap = 100 * (cost / c.best - 1);
    fmt::print("{:<26} {:>10.3f} {:>10.3f} {:>8.3f} {:>10.2f} {:>10.2f} {:>9.2f} {:>7.1f} {:>13}\n", c.name, c.best, cost, gap, figure_of(*verdict, "travel"),
               figure_of(*verdict, "tardiness"), figure_of(*verdict, "greatest_tardiness"), cpu, plan->iterations);
    std::fflush(stdout);
    for (const std::string& key : {std::string(group(c.visits)), fmt::format("  n = {}", c.visits)}) {
      Sum& sum = sums[key];
      sum.gap += gap;
      sum.genetic += 100 * (c.genetic / c.best - 1);
      sum.cpu_max = std::max(sum.cpu_max, cpu);
      sum.bar = bar(c.visits);
      sum.better += gap < -kRounded;
      ++sum.count;
    }
  }
  for (const auto& [name, sum] : sums) {
    if (name.starts_with(" ")) {
      report.figure(fmt::format("{}, mean gap", name), sum.gap / sum.count, "%");
      continue;
    }
    report.at_most(fmt::format("two-carer days, {}, mean gap", name), sum.gap / sum.count, "%", sum.bar);
    report.figure("  better than the best known", sum.better, "instances");
    report.figure("  published genetic algorithm, mean (noted)", sum.genetic / sum.count, "%");
    report.figure("  longest", sum.cpu_max, "CPU s");
  }
}

}  // namespace yilin::bench
