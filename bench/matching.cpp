// Live dispatch over synthetic days (matching_day.h): our dispatcher against nearest-first, in one run. The rules were tuned
// on seeds 1 to 4; the report starts at seed 11. Arguments: days (default 5), first seed (default 11).
#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "bench/matching_day.h"
#include "bench/report.h"

namespace {
using namespace yilin;
using namespace yilin::bench;
using matching::Rules;

constexpr int kOrders = 10'000, kPlenty = 3'000, kScarce = 1'400;

void line(std::string_view name, const Outcome& o) {
  fmt::print("{:<52} {:>8.2f} {:>8.1f} {:>8.1f} {:>8.1f} {:>8} {:>8.3f} {:>10.1f}\n", name, o.travel_min, o.response_mean, o.response_p95, o.response_p99, o.unserved, o.gini, o.us_per_order);
  std::fflush(stdout);
}

template <typename Play>
std::vector<Outcome> over_days(const std::vector<Day>& days, Play play) {
  std::vector<Outcome> all;
  for (const Day& day : days) all.push_back(play(day));
  return all;
}

struct Rival {
  std::string name;
  std::vector<Outcome> days;
  bool growing = false;
};

double less_percent(const Outcome& ours, const Outcome& rival) { return 100 * (1 - ours.travel_min / rival.travel_min); }

std::vector<Rival> play_rivals(const std::vector<Day>& days) {
  std::vector<Rival> rivals;
  const auto add = [&](int cap, bool oldest, int patience) {
    Rival r{fmt::format("{} workers, nearest-first, cap {}{}, queue {}", kScarce, cap, patience ? fmt::format(" growing by {} %", patience) : "", oldest ? "oldest" : "nearest"),
            over_days(days, [&](const Day& d) { return play_nearest(d, {cap * 60, oldest, patience}); }), patience > 0};
    line(r.name, mean(r.days));
    rivals.push_back(std::move(r));
  };
  for (const int cap : {8, 10, 12, 15, 20, 30}) add(cap, false, 0);
  for (const int cap : {10, 15, 20, 30}) add(cap, true, 0);
  for (const int cap : {4, 6, 8, 10}) add(cap, false, 15);
  for (const int patience : {10, 20}) add(6, false, patience);
  return rivals;
}

// Of those that leave at most `unserved` orders, the one that travels least; none = null.
template <typename OutcomeOf>
const Rival* strongest(const std::vector<Rival>& rivals, bool growing, int unserved, OutcomeOf outcome_of) {
  const Rival* best = nullptr;
  for (const Rival& r : rivals)
    if (r.growing == growing && outcome_of(r).unserved <= unserved && (!best || outcome_of(r).travel_min < outcome_of(*best).travel_min)) best = &r;
  return best;
}

void compare(Report& report, const Outcome& ours, const Rival& rival) {
  const Outcome them = mean(rival.days);
  fmt::print("  against: {}\n", rival.name);
  report.figure("  our mean response is longer by", 100 * (ours.response_mean / them.response_mean - 1), "%");
  report.figure("  our p95 response is longer by", 100 * (ours.response_p95 / them.response_p95 - 1), "%");
}

// A rival counts where it serves at least as many as we do: over all days together, and day by day.
void against_rivals(Report& report, const std::vector<Day>& days, const std::vector<Outcome>& ours) {
  const std::vector<Rival> rivals = play_rivals(days);
  const Outcome whole = mean(ours);
  line(fmt::format("{} workers, ours", kScarce), whole);
  const auto all_days = [](const Rival& r) { return mean(r.days); };
  const Rival* best = strongest(rivals, false, whole.unserved, all_days);
  report.at_least("less travel than the best nearest-first", best ? less_percent(whole, mean(best->days)) : 0, "%", 18);
  if (best) compare(report, whole, *best);
  double least = 100;
  for (std::size_t i = 0; i < days.size(); ++i)
    if (const Rival* r = strongest(rivals, false, ours[i].unserved, [&](const Rival& x) { return x.days[i]; })) least = std::min(least, less_percent(ours[i], r->days[i]));
  report.at_least("the worst day, against its own best", least, "%", 18);
  if (const Rival* r = strongest(rivals, false, whole.unserved + static_cast<int>(days.size()) * kOrders / 1'000, all_days)) {
    report.figure(fmt::format("against those leaving <= 1 in 1,000 ({} left)", mean(r->days).unserved), less_percent(whole, mean(r->days)), "%");
    compare(report, whole, *r);
  }
  if (const Rival* r = strongest(rivals, true, whole.unserved, all_days)) {
    report.figure("against nearest-first with a growing cap", less_percent(whole, mean(r->days)), "%");
    compare(report, whole, *r);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
  const int first = argc > 2 ? std::max(1, std::atoi(argv[2])) : 11;
  Report report("matching");
  std::vector<Day> plenty, scarce;
  for (int s = first; s < first + count; ++s) {
    plenty.push_back(make_day(static_cast<std::uint64_t>(s), kPlenty, kOrders));
    scarce.push_back(make_day(static_cast<std::uint64_t>(s), kScarce, kOrders));
  }
  fmt::print("{:<52} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>10}\n", "10,000 orders, minutes", "travel", "response", "p95", "p99", "unserved", "Gini", "us/order");
  const Rules rules;
  line(fmt::format("{} workers, nearest-first, cap 20", kPlenty), mean(over_days(plenty, [](const Day& d) { return play_nearest(d, {20 * 60, false, 0}); })));
  const Outcome many = mean(over_days(plenty, [&](const Day& d) { return play_ours(d, rules); }));
  line(fmt::format("{} workers, ours", kPlenty), many);
  Rules fair = rules;
  fair.fairness = 180;
  line(fmt::format("{} workers, ours, fairness 3 min a job", kPlenty), mean(over_days(plenty, [&](const Day& d) { return play_ours(d, fair); })));

  const std::vector<Outcome> ours = over_days(scarce, [&](const Day& d) { return play_ours(d, rules); });
  against_rivals(report, scarce, ours);
  const Outcome few = mean(ours);
  report.at_most("immediate, 3,000 workers, per order", many.us_per_order, "us", 10);
  report.at_most("batched, 1,400 workers, per order", few.us_per_order, "us", 50);
  report.at_most("unserved, 1,400 workers", few.unserved, "orders", 0);
  report.figure("slowest batch", few.slowest_batch_ms, "ms");
  report.at_most("city day replayed, 3,000 workers, CPU", many.day_s, "s", 1);
  report.at_most("city day replayed, 1,400 workers, CPU", few.day_s, "s", 1);
  return report.finish();
}
