#pragma once
// One function for each bar of the siting engine. The city is invented (siting_city.h); public instances come from
// $YILIN_BENCH_DATA/siting. What the engine was tuned on is said in docs/engines/siting.md.

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <string>

#include "bench/report.h"
#include "engines/siting/effort.h"

namespace yilin::bench {

struct SitingArguments {
  std::set<int> bars;
  double seconds = 0;          // 0 = the bar's own limit
  std::uint64_t seed = 1;      // of the invented city and cases
  int threads = 2;             // of the bars that allow two
  std::int64_t elders = 1'820'000;
  std::string peer = "python3";  // an interpreter that may have pandas and SciPy
};

struct Spent {
  double cpu = 0, wall = 0;
};
inline Spent spent_by(const std::function<void()>& work) {
  const double cpu = process_cpu_us();
  const auto wall = std::chrono::steady_clock::now();
  work();
  return {(process_cpu_us() - cpu) / 1e6, std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count()};
}
// Limits in processor seconds (of all threads together), so that a busy machine does not change what is found.
inline siting::Effort within(double cpu_seconds, int threads = 1) {
  siting::Effort effort;
  effort.threads = threads;
  const double end = process_cpu_us() + cpu_seconds * 1e6;
  effort.time_is_up = [end] { return process_cpu_us() >= end; };
  return effort;
}
inline double gap_percent(double value, double bound) { return value == 0 ? 0 : 100 * (bound - value) / value; }

// A file of the public instances; nothing where they are not at hand.
inline std::optional<std::string> instance(const std::string& name) {
  const char* folder = std::getenv("YILIN_BENCH_DATA");
  std::ifstream in(std::filesystem::path(folder ? folder : ".") / "siting" / name, std::ios::binary);
  if (!folder || !in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void coverage_audit(const SitingArguments&, Report&);   // 1
void public_cover(const SitingArguments&, Report&);     // 2
void whole_city(const SitingArguments&, Report&);       // 3
void years_nested(const SitingArguments&, Report&);     // 4
void medians(const SitingArguments&, Report&);          // 5
void centers(const SitingArguments&, Report&);          // 6
void sets_and_capacities(const SitingArguments&, Report&);  // 7
void catchments(const SitingArguments&, Report&);       // 8
void walking(const SitingArguments&, Report&);          // 9
void what_ifs(const SitingArguments&, Report&);         // 10
void packages(const SitingArguments&, Report&);         // 11

}  // namespace yilin::bench
