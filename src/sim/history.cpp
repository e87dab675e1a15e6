#include "sim/history.h"

#include <algorithm>
#include <optional>

#include "modules/dayplan/dayplan.h"
#include "modules/dispatch/dispatch.h"
#include "sim/rounds.h"

namespace yilin::sim {
namespace {

constexpr Millis kTick = minutes(5);
constexpr Millis kNightTick = minutes(30);
constexpr Millis kSecond = seconds(1);
constexpr Millis kGivenUp = hours(6);
constexpr int kMorningMin = 6 * 60, kEveningMin = 21 * 60, kRoundMin = 18 * 60;

// Calls come in from half past seven to seven in the evening, most of them in the morning.
Instant moment_of_order(Date day, Rng& rng) {
  const double at = std::clamp(600 + 150 * rng.normal(), 450.0, 1140.0);
  return start_of_day(day) + Millis{static_cast<std::int64_t>(at * 60'000)};
}

void foresee_day(World& world, Date day, double orders, Instant now, Rng& rng) {
  const double weekend = day.weekday() >= 6 ? 0.7 : 1.1;
  const auto count = static_cast<int>(orders * weekend * (0.85 + 0.3 * rng.uniform()));
  for (int i = 0; i < count; ++i) {
    const Instant at = moment_of_order(day, rng);
    if (at <= now) continue;
    if (rng.chance(0.2)) world.wish(at, minutes(40), hours(4));
    else world.wish(at, hours(12), hours(72));
  }
}

// What is due, then what it set going beside the writer.
void fire(Kernel& kernel) {
  kernel.deadlines->fire_due();
  dispatch::wait_until_idle(kernel);
  dayplan::wait_until_idle(kernel);
}
// The same, one after the other: batches wait until all deadlines have fired, plans are made on this thread.
void fire_alone(Kernel& kernel, SimClock::Alone& alone) {
  kernel.deadlines->fire_due();
  alone.let_others([&] { dispatch::wait_until_idle(kernel); });
  dayplan::wait_until_idle(kernel);
}

}  // namespace

Status play_history(Kernel& kernel, World& world, Desk& desk, Hands& hands, SimClock& clock, const HistoryOptions& options,
                    const std::function<Status(Date)>& day_done, const DemoProgress& progress) {
  const auto end = [&] { return options.until ? options.until : system_clock().now(); };
  const Date first = civil_date(clock.now()), last = civil_date(end());
  Rng rng(options.seed ^ static_cast<std::uint64_t>(first.days) << 20);
  std::optional<SimClock::Alone> alone;
  if (options.repeatable) {
    dayplan::plan_by_hand(kernel);
    alone.emplace(clock, kernel);
  }
  if (options.begins) {
    world.fix_tags();
    const int plans = static_cast<int>(options.orders_a_day / 2);
    for (int i = 0; i < plans; ++i) world.make_plan(clock.now() + minutes(i));
  }
  for (Date day = first; day <= last; day = day + 1) {
    progress("演练往日服务", last == first ? 1 : day - first, std::max(1, last - first));
    foresee_day(world, day, options.orders_a_day, clock.now(), rng);
    if (day == last && !options.until) {  // something is always going on when the demonstration begins
      const Instant now = system_clock().now();
      for (int i = 0; i < std::max(6, static_cast<int>(options.orders_a_day / 4)); ++i)
        world.wish(std::max(clock.now(), now - minutes(rng.between(2, 150))), minutes(40), hours(3));
    }
    bool evening_done = false;
    while (civil_date(clock.now()) == day && clock.now() < end()) {
      const int minute = minute_of_day(clock.now());
      const Millis tick = alone ? kSecond : minute < kMorningMin || minute >= kEveningMin ? kNightTick : kTick;
      clock.set(std::min({clock.now() + tick, alone ? Instant{INT64_MAX} : world.next_exact(), start_of_day(day + 1), end()}));
      if (alone) fire_alone(kernel, *alone);
      else fire(kernel);
      world.step();
      if (minute >= kRoundMin && !evening_done) {
        evening_done = true;
        accept_plans(desk, hands, world.dispatchers());
        // Whom the city draws for a call-back hangs on its secret key: the next day's orders must not.
        Rng evening(options.seed ^ 0x6576656e696e67 ^ static_cast<std::uint64_t>(day.days));
        evening_round(desk, hands, world.operators(), world.official(), evening);
        dayplan::wait_until_idle(kernel);
        close_overdue(desk, hands, world.operators(), clock.now() - kGivenUp);
      }
    }
    if (day < last) YILIN_CHECK(day_done(day));
  }
  close_overdue(desk, hands, world.operators(), clock.now() - kGivenUp);
  return {};
}

}  // namespace yilin::sim
