// Bars 6 and 7: elder-care days, VROOM's own format and objective. With --vroom it runs on the same days and its served count and
// cost are the bar; otherwise what was noted of it is: for bar 7 only the number left out, our own aim for 2,000 visits and the city.
#include <optional>
#include <stdexcept>

#include "bench/memory_watch.h"
#include "bench/routing_bars.h"
#include "bench/routing_cases.h"
#include "bench/routing_json.h"
#include "bench/routing_peer.h"
#include "check/routing/check.h"
#include "formats/routing/vroom.h"

namespace yilin::bench {
using namespace routing;
namespace {

struct Served {
  double unassigned = 0, cost = 0;
};

Served served(const std::string& problem, const std::string& answer) {
  const Result<check::Verdict> verdict = check::check_vroom(problem, answer);
  if (!verdict || !verdict->kept()) throw std::runtime_error(verdict ? verdict->violations[0] : std::string(verdict.error().message()));
  Served out;
  for (const check::Figure& f : verdict->figures) {
    if (f.name == "unassigned") out.unassigned = f.value;
    if (f.name == "cost") out.cost = f.value;
  }
  return out;
}

// VROOM's column, where it is run.
std::optional<Served> vroom_on(const RoutingArguments& a, const std::string& name, const std::string& problem, Report& report) {
  if (a.vroom.empty()) return {};
  const PeerAnswer answer = run_vroom(a.vroom, problem, a.vroom_level);
  const Served out = served(problem, answer.text);
  const std::string who = fmt::format("  {}: VROOM -x {}", name, a.vroom_level);
  report.figure(who + ", CPU", answer.cpu_s, "s");
  report.figure(who + ", unassigned", out.unassigned, "");
  report.figure(who + ", cost", out.cost, "");
  return out;
}

}  // namespace

void care_day_500(const RoutingArguments& a, Report& report) {
  const auto run = [&](const std::string& file, Served noted) {
    if (!file.starts_with(a.only)) return;
    const std::string text = bench_file("routing/day/" + file);
    Result<formats::VroomDay> day = formats::read_vroom(text);
    if (!day) throw std::runtime_error(std::string(day.error().message()));
    const Served bar = vroom_on(a, file, text, report).value_or(noted);
    for (const double seconds : a.seconds > 0 ? std::vector<double>{a.seconds} : std::vector<double>{1, 3}) {
      const double begin = thread_cpu_us();
      const Answer answer = solved(day->problem, {.seconds = seconds, .seed = a.seed});
      const double spent = (thread_cpu_us() - begin) / 1e6;
      const Served ours = served(text, formats::write_vroom(*day, answer));
      report.figure(fmt::format("  {}: CPU", file), spent, "s");
      report.figure("  iterations", static_cast<double>(answer.iterations), "");
      report.at_most(fmt::format("{} at {} s: unassigned (VROOM)", file, seconds), ours.unassigned, "", bar.unassigned);
      report.at_most(fmt::format("{} at {} s: cost (VROOM)", file, seconds), ours.cost, "", bar.cost);
    }
  };
  run("day_n200_w45.json", {4, 219'708});
  run("day_n500_w110.json", {0, 478'307});
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
    report.figure(fmt::format("  {}: carers used", name), static_cast<double>(answer.routes.size()), "");
    const Served ours = served(text, formats::write_vroom(*day, answer));
    report.figure(fmt::format("  {}: cost", name), ours.cost, "");
    // VROOM knows no second carer and measures no distances of its own.
    const std::optional<Served> vroom = shape.coordinates ? std::nullopt : vroom_on(a, name, text, report);
    report.at_most(fmt::format("{} at {} s: unserved", name, budget), ours.unassigned, "visits", vroom ? vroom->unassigned : unserved_max);
    if (vroom) report.at_most(fmt::format("{} at {} s: cost (VROOM)", name, budget), ours.cost, "", vroom->cost);
  };
  run("1000/220", {1000, 220, 0, false}, 8, 1, 3);
  run("2000/430", {2000, 430, 0, false}, 20, 1, 6);
  run("city 10000/3000, 10 % for two", {10'000, 3'000, 0.1, true}, 110, a.threads, 10);
}

}  // namespace yilin::bench
