// Bar 10: random days with every rule, solved, written in VROOM's format and read by the independent checker.
#include <stdexcept>

#include "bench/routing_bars.h"
#include "bench/routing_cases.h"
#include "bench/routing_json.h"
#include "check/routing/check.h"
#include "formats/routing/vroom.h"

namespace yilin::bench {
using namespace routing;

void rules_kept(const RoutingArguments& a, Report& report) {
  int broken = 0;
  std::int64_t served = 0, visits = 0, reloaded = 0;
  for (int i = 0; i < a.cases; ++i) {
    const std::string text = vroom_text(random_day(a.seed * 1'000'000 + static_cast<std::uint64_t>(i)));
    const Result<formats::VroomDay> day = formats::read_vroom(text);
    if (!day) throw std::runtime_error(fmt::format("case {}: {}", i, day.error().message()));
    const Answer answer = solved(day->problem, {.iterations = 300, .seed = a.seed});
    visits += static_cast<std::int64_t>(day->problem.visits.size());
    served += static_cast<std::int64_t>(day->problem.visits.size()) - answer.score.unserved;
    const Result<check::Verdict> verdict = check::check_vroom(text, formats::write_vroom(*day, answer));
    if (!verdict || !verdict->kept()) {
      if (++broken <= 5) fmt::print("case {}: {}\n", i, verdict ? verdict->violations[0] : std::string(verdict.error().message()));
    }
    // A plan that was saved and loaded is the same plan.
    const Result<Answer> again = evaluate(day->problem, answer.solution);
    if (!again || again->solution != answer.solution || again->score != answer.score) {
      if (++reloaded <= 5) fmt::print("case {}: loaded again it {}\n", i, again ? "differs" : std::string(again.error().message()));
    }
  }
  report.figure("  random days", a.cases, "");
  report.figure("  served", 100.0 * static_cast<double>(served) / static_cast<double>(visits), "%");
  report.at_most("rules broken in random days", broken, "days", 0);
  report.at_most("plans that change when saved and loaded", static_cast<double>(reloaded), "days", 0);
}

}  // namespace yilin::bench
