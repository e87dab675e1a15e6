#include "engines/routing/synchronised.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "engines/routing/clock.h"
#include "engines/routing/synchronised_search.h"

namespace yilin::routing {
namespace {

constexpr double kHot = 4.0, kCold = 0.03;        // temperatures, in SyncSearch::scale()
constexpr double kWarm = kHot / 8;                // to mend a good plan
constexpr std::int64_t kPilotPerVisit = 1'000;    // moves of the first pilot
constexpr std::int64_t kMainPerPilot = 20;        // the main part is at least so much longer than the longest pilot
constexpr std::int64_t kMovesPerVisit = 30'000;   // of a cooling, at least, where there are several
constexpr std::int64_t kStartsMax = 8, kReheats = 4;
constexpr double kStarts = 0.6;                   // of the horizon, for coolings that begin hot
constexpr std::int64_t kBlock = 1'024;            // moves at one temperature, and between two looks at the clock
constexpr double kLaidOut = 0.9;                  // of the time that is left: the rest is a reserve

// One cooling of the schedule.
struct Cooling {
  std::int64_t moves;
  double hot;
  bool from_best;
};

// Pilots come first, each twice as long as the one before: short coolings that tell the pace. How many there are follows
// from the horizon, so that a timed run, which learns its horizon from them, can be replayed.
std::int64_t pilot_moves(std::int64_t number, std::int64_t visits) { return (visits * kPilotPerVisit) << std::min<std::int64_t>(number, 30); }
bool is_pilot(std::int64_t number, std::int64_t visits, std::int64_t horizon) {
  return number == 0 || pilot_moves(number, visits) <= horizon / kMainPerPilot;
}

// Then `horizon` moves: coolings from hot, as many as there is time for, because where one ends is much a matter of luck;
// after them the best plan is mended by mild reheating. What comes after the horizon goes on with that.
Cooling main_cooling(std::int64_t round, std::int64_t visits, std::int64_t horizon) {
  const auto part = static_cast<std::int64_t>(kStarts * static_cast<double>(horizon));
  const std::int64_t starts = std::clamp<std::int64_t>(part / (visits * kMovesPerVisit), 1, kStartsMax);
  if (round < starts) return {std::max<std::int64_t>(1, part / starts), kHot, false};
  return {std::max(kBlock, (horizon - part) / kReheats), kWarm, true};
}

Status check(const SyncProblem& p) {
  const auto wrong = [](const std::string& field, std::string message) { return fail_field(field, "上门服务", std::move(message)); };
  if (p.carers < 1) return wrong("carers", "没有服务人员。");
  if (p.visits.empty()) return wrong("visits", "没有要安排的服务。");
  if (p.visits.size() > static_cast<std::size_t>(kSyncVisitsMax)) return wrong("visits", "服务超过 " + std::to_string(kSyncVisitsMax) + " 次的上限。");
  if (p.locations < 1 || p.travel.size() != static_cast<std::size_t>(p.locations) * p.locations) return wrong("travel", "路程表的行列数不对。");
  if (std::any_of(p.travel.begin(), p.travel.end(), [](Units d) { return d < 0; })) return wrong("travel", "路程不能是负数。");
  for (std::size_t v = 0; v < p.visits.size(); ++v) {
    const SyncVisit& visit = p.visits[v];
    const std::string at = "visits[" + std::to_string(v) + "]";
    if (visit.location < 0 || visit.location >= p.locations) return wrong(at + ".location", "地点不在路程表中。");
    if (visit.open < 0 || visit.due < visit.open) return wrong(at + ".time_window", "最晚开始早于最早开始，或是负数。");
    if (visit.services.empty() || visit.services.size() > 2) return wrong(at + ".services", "一次上门须有一项或两项服务。");
    if (visit.gap_min < 0 || visit.gap_max < visit.gap_min) return wrong(at + ".synchronization", "两项开始的间隔不成立。");
    std::vector<int> able;
    for (const SyncService& service : visit.services) {
      if (service.duration < 0) return wrong(at + ".duration", "时长不能是负数。");
      if (service.carers.empty()) return wrong(at + ".service", "没有人会这项服务。");
      for (const int c : service.carers)
        if (c < 0 || c >= p.carers) return wrong(at + ".service", "人员编号不存在。");
      able.insert(able.end(), service.carers.begin(), service.carers.end());
    }
    std::sort(able.begin(), able.end());
    able.erase(std::unique(able.begin(), able.end()), able.end());
    if (able.size() < visit.services.size()) return wrong(at + ".service", "两项服务须由两人，只有一人会。");
  }
  return {};
}

}  // namespace

Result<SyncPlan> solve(const SyncProblem& problem, const SyncOptions& options) {
  YILIN_CHECK(check(problem));
  const CpuClock clock;
  const auto visits = static_cast<std::int64_t>(problem.visits.size());
  const bool timed = options.iterations <= 0;
  const std::int64_t limit = timed ? std::numeric_limits<std::int64_t>::max() : options.iterations;
  SyncSearch search(problem, options.seed);
  std::int64_t done = 0;
  const auto over = [&] { return done >= limit || (timed && clock.seconds() >= options.seconds); };
  const auto cool = [&](const Cooling& now) {
    if (now.from_best) search.return_to_best();
    for (std::int64_t at = 0; at < now.moves && !over();) {
      const std::int64_t moves = std::min({kBlock, now.moves - at, limit - done});
      search.run(moves, search.scale() * now.hot * std::pow(kCold / now.hot, static_cast<double>(at) / static_cast<double>(now.moves)));
      at += moves;
      done += moves;
    }
  };
  std::int64_t horizon = options.horizon > 0 ? options.horizon : timed ? 0 : std::max<std::int64_t>(1, limit - limit / 10);
  const bool learns = horizon == 0;
  for (std::int64_t pilot = 0; pilot == 0 || is_pilot(pilot, visits, horizon); ++pilot) {
    const double begun = clock.seconds();
    cool({pilot_moves(pilot, visits), kHot, false});
    if (!learns) continue;
    const double left = std::max(0.0, options.seconds - clock.seconds()), pace = static_cast<double>(pilot_moves(pilot, visits)) / std::max(1e-9, clock.seconds() - begun);
    // Not less than the pilots that were run ask for.
    horizon = std::max(static_cast<std::int64_t>(pace * left * kLaidOut), pilot == 0 ? 1 : kMainPerPilot * pilot_moves(pilot, visits));
    if (over()) break;
  }
  for (std::int64_t round = 0; !over(); ++round) cool(main_cooling(round, visits, horizon));
  SyncPlan plan = search.plan();
  plan.iterations = done;
  plan.horizon = horizon;
  return plan;
}

}  // namespace yilin::routing
