// Bars 6 and 7: elder-care days, VROOM's own format and objective. VROOM's figures are noted, not run here; those of bar 7 are
// of another generator's days, so only the number left out is held against them, and for 2,000 visits and the city our own aim.
#include <stdexcept>

#include "bench/memory_watch.h"
#include "bench/routing_bars.h"
#include "bench/routing_cases.h"
#include "bench/routing_json.h"
#include "check/routing/check.h"
#include "formats/routing/vroom.h"

namespace yilin::bench {
using namespace routing;

void care_day_500(const RoutingArguments& a, Report& report) {
  const auto run = [&](const std::string& file, double seconds, int unassigned, double cost) {
    if (!file.starts_with(a.only)) return;
    const std::string text = bench_file("routing/day/" + file);
    Result<formats::VroomDay> day = formats::read_vroom(text);
    if (!day) throw std::runtime_error(std::string(day.error().message()));
    const double begin = thread_cpu_us();
    const Answer answer = solved(day->problem, {.seconds = seconds, .seed = a.seed});
    const double spent = (thread_cpu_us() - begin) / 1e6;
    const Result<check::Verdict> verdict = check::check_vroom(text, formats::write_vroom(*day, answer));
    if (!verdict || !verdict->kept()) throw std::runtime_error(verdict ? verdict->violations[0] : std::string(verdict.error().message()));
    report.figure(fmt::format("  {}: CPU", file), spent, "s");
    report.figure("  iterations", static_cast<double>(answer.iterations), "");
    report.at_most(fmt::format("{} at {} s: unassigned (VROOM -x 5)", file, seconds), static_cast<double>(answer.score.unserved), "", unassigned);
    report.at_most(fmt::format("{} at {} s: cost (VROOM -x 5)", file, seconds), static_cast<double>(answer.score.cost) / kCostScale, "", cost);
  };
  for (const double seconds : a.seconds > 0 ? std::vector<double>{a.seconds} : std::vector<double>{1, 3}) {
    run("day_n200_w45.json", seconds, 4, 219'708);
    run("day_n500_w110.json", seconds, 0, 478'307);
  }
}

void care_days_large(const RoutingArguments& a, Report& report) {
  const auto run = [&](const char* name, const CareDayShape& shape, double seconds, int threads, double unserved_max) {
    if (!std::string(name).starts_with(a.only)) return;
    const std::string text = vroom_text(care_day(shape, 7));
    const Result<formats::VroomDay> day = formats::read_vroom(text);
    if (!day) throw std::runtime_error(std::string(day.error().message()));
    const MemoryWatch memory;
    const double begin = process_cpu_us(), budget = a.seconds > 0 ? a.seconds : seconds;
    const Answer answer = solved(day->problem, {.seconds = budget, .threads = threads, .seed = a.seed});
    report.figure(fmt::format("  {}: CPU of all threads", name), (process_cpu_us() - begin) / 1e6, "s");
    report.figure(fmt::format("  {}: memory at most", name), memory.peak_mb(), "MiB");
    report.figure(fmt::format("  {}: iterations", name), static_cast<double>(answer.iterations), "");
    report.figure(fmt::format("  {}: cost", name), static_cast<double>(answer.score.cost) / kCostScale, "");
    report.figure(fmt::format("  {}: carers used", name), static_cast<double>(answer.routes.size()), "");
    const Result<check::Verdict> verdict = check::check_vroom(text, formats::write_vroom(*day, answer));
    if (!verdict || !verdict->kept()) throw std::runtime_error(verdict ? verdict->violations[0] : std::string(verdict.error().message()));
    report.at_most(fmt::format("{} at {} s: unserved", name, budget), static_cast<double>(answer.score.unserved), "visits", unserved_max);
  };
  run("1000/220", {1000, 220, 0, false}, 8, 1, 3);
  run("2000/430", {2000, 430, 0, false}, 20, 1, 6);
  run("city 10000/3000, 10 % for two", {10'000, 3'000, 0.1, true}, 110, a.threads, 10);
}

}  // namespace yilin::bench
