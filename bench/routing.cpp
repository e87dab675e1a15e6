// The bars of the routing engine. Arguments: --bar N (several; default all but the long 4), --seconds S (budget of the bars
// that have one), --only PREFIX (of the instance's name, or several with commas), --seed N, --threads T, --cases N; --vroom PROGRAM
// [--vroom-level X] runs an installed VROOM on the same cases (bars 1, 3, 4, 6 and 7).
#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

#include "bench/report.h"
#include "bench/routing_bars.h"

namespace yilin::bench {
namespace {

RoutingArguments parse(int argc, char** argv) {
  RoutingArguments a;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    if (name == "--bar") a.bars.insert(std::atoi(argv[i + 1]));
    else if (name == "--seconds") a.seconds = std::atof(argv[i + 1]);
    else if (name == "--only") a.only = argv[i + 1];
    else if (name == "--seed") a.seed = static_cast<std::uint64_t>(std::atoll(argv[i + 1]));
    else if (name == "--threads") a.threads = std::atoi(argv[i + 1]);
    else if (name == "--vroom") a.vroom = argv[i + 1];
    else if (name == "--vroom-level") a.vroom_level = std::atoi(argv[i + 1]);
    else if (name == "--cases") a.cases = std::atoi(argv[i + 1]);
    else throw std::runtime_error("unknown argument " + name);
  }
  if (a.bars.empty()) a.bars = {1, 2, 3, 5, 6, 7, 8, 10, 11, 12};
  return a;
}

// What the machine gives at this moment: square roots a second, so that figures of two runs can be compared.
double calibrate() {
  const double begin = thread_cpu_us();
  double sum = 0;
  for (int i = 1; i <= 20'000'000; ++i) sum += std::sqrt(static_cast<double>(i) + sum * 1e-9);
  const double us = thread_cpu_us() - begin;
  return sum > 0 ? 20 / (us / 1e6) : 0;
}

}  // namespace
}  // namespace yilin::bench

int main(int argc, char** argv) {
  using namespace yilin::bench;
  try {
    const RoutingArguments arguments = parse(argc, argv);
    Report report("routing");
    report.figure("calibration: square roots", calibrate(), "M/s");
    constexpr std::pair<int, void (*)(const RoutingArguments&, Report&)> bars[] = {
        {1, solomon_distance}, {2, solomon_vehicles}, {3, homberger_200}, {4, homberger_1000}, {5, two_carer_days}, {6, care_day_500}, {7, care_days_large},
        {8, insert_one},       {10, rules_kept},      {11, replan_sick},  {12, knobs}};
    for (const int number : arguments.bars)
      if (std::none_of(std::begin(bars), std::end(bars), [&](const auto& b) { return b.first == number; })) throw std::runtime_error(fmt::format("no bar {} here; live dispatch, bar 9, is bench/matching", number));
    for (const auto& [number, run] : bars)
      if (arguments.bars.contains(number)) run(arguments, report);
    return report.finish();
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}\n", e.what());
    return 2;
  }
}
