// The bars of the siting engine. Arguments: --bar N (several; default all), --seconds S (limit of one plan, in processor seconds),
// --seed N (of the invented city and cases), --threads T, --elders N,
// --peer PYTHON (of bar 8; default python3).
#include <cmath>
#include <stdexcept>

#include "bench/siting_bars.h"

namespace yilin::bench {
namespace {

SitingArguments parse(int argc, char** argv) {
  SitingArguments a;
  for (int i = 1; i < argc; i += 2) {
    const std::string name = argv[i];
    if (i + 1 == argc) throw std::runtime_error("a value is missing after " + name);
    if (name == "--bar") a.bars.insert(std::atoi(argv[i + 1]));
    else if (name == "--seconds") a.seconds = std::atof(argv[i + 1]);
    else if (name == "--seed") a.seed = static_cast<std::uint64_t>(std::atoll(argv[i + 1]));
    else if (name == "--threads") a.threads = std::atoi(argv[i + 1]);
    else if (name == "--elders") a.elders = std::atoll(argv[i + 1]);
    else if (name == "--peer") a.peer = argv[i + 1];
    else throw std::runtime_error("unknown argument " + name);
  }
  if (a.bars.empty()) a.bars = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
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
    const SitingArguments arguments = parse(argc, argv);
    Report report("siting");
    report.figure("calibration: square roots", calibrate(), "M/s");
    constexpr std::pair<int, void (*)(const SitingArguments&, Report&)> bars[] = {
        {1, coverage_audit}, {2, public_cover}, {3, whole_city}, {4, years_nested}, {5, medians}, {6, centers}, {7, sets_and_capacities},
        {8, catchments},     {9, walking},      {10, what_ifs},  {11, packages}};
    for (const auto& [number, run] : bars)
      if (arguments.bars.contains(number)) run(arguments, report);
    return report.finish();
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}\n", e.what());
    return 2;
  }
}
