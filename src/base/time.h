#pragma once
// Time. An Instant is a moment (ms since 1970 UTC); a Date is a day of the civil calendar in China (UTC+8, no summer
// time since 1992); a Month is a calendar month. The clock is a parameter everywhere: only base/clock.cpp asks the
// operating system.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yilin {

struct Millis {
  std::int64_t value = 0;
  friend constexpr auto operator<=>(Millis, Millis) = default;
};
constexpr Millis seconds(std::int64_t n) { return {n * 1000}; }
constexpr Millis minutes(std::int64_t n) { return {n * 60'000}; }
constexpr Millis hours(std::int64_t n) { return {n * 3'600'000}; }
constexpr Millis days(std::int64_t n) { return {n * 86'400'000}; }

struct Instant {
  std::int64_t ms = 0;  // 0 = none
  constexpr explicit operator bool() const { return ms != 0; }
  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr Instant operator+(Instant t, Millis d) { return {t.ms + d.value}; }
  friend constexpr Instant operator-(Instant t, Millis d) { return {t.ms - d.value}; }
  friend constexpr Millis operator-(Instant a, Instant b) { return {a.ms - b.ms}; }
};

struct Date {
  std::int32_t days = kNone;  // since 1970-01-01
  static constexpr std::int32_t kNone = INT32_MIN;
  constexpr explicit operator bool() const { return days != kNone; }
  friend constexpr auto operator<=>(Date, Date) = default;
  friend constexpr Date operator+(Date d, std::int32_t n) { return {d.days + n}; }
  friend constexpr std::int32_t operator-(Date a, Date b) { return a.days - b.days; }

  static constexpr Date from_ymd(int year, unsigned month, unsigned day);  // must be a real date
  static Result<Date> parse(std::string_view text);  // "YYYY-MM-DD" or "YYYYMMDD" or "YYYY/M/D"; years 1850–2200
  static bool exists(int year, unsigned month, unsigned day);
  int year() const;
  unsigned month() const;  // 1–12
  unsigned day() const;    // 1–31
  int weekday() const;     // 1 = Monday … 7 = Sunday
};

struct Month {
  std::int32_t index = 0;  // year * 12 + month - 1; 0 = none
  friend constexpr auto operator<=>(Month, Month) = default;
  friend constexpr Month operator+(Month m, std::int32_t n) { return {m.index + n}; }
  static Month of(Date date);
  static Result<Month> parse(std::string_view text);  // "YYYY-MM"
  Date first_day() const;
  Date end() const;  // first day of the next month
};

// Years completed on `on`; a person born on 29 February has her birthday on 1 March in common years (GB practice of
// counting 周岁 from the day after the birthday is not used: the age changes on the birthday itself).
int age_on(Date birth, Date on);

Date civil_date(Instant t);         // the day in China
Instant start_of_day(Date d);       // 00:00 in China
int minute_of_day(Instant t);       // 0–1439 in China

std::string to_string(Date d);      // "2026-11-22"
std::string to_string(Month m);     // "2026-11"
std::string to_string(Instant t);   // "2026-11-22T13:20:56.123+08:00"
std::string to_clock(Instant t);    // "13:20"
Result<Instant> parse_instant(std::string_view text);  // ISO 8601 with offset or Z; without one: China time

constexpr std::int32_t days_from_civil(int y, unsigned m, unsigned d) {
  // H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
  y -= m <= 2;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const unsigned yoe = static_cast<unsigned>(y - era * 400);
  const unsigned doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
  const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + static_cast<int>(doe) - 719468;
}
constexpr Date Date::from_ymd(int year, unsigned month, unsigned day) { return {days_from_civil(year, month, day)}; }

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;                    // wall clock
  virtual std::int64_t monotonic_us() const = 0;      // for durations only
};

const Clock& system_clock();

// A clock that stands still until it is moved: tests and the simulator.
class ManualClock : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  Instant now() const override { return now_; }
  std::int64_t monotonic_us() const override { return now_.ms * 1000; }
  void set(Instant t) { now_ = t; }
  void advance(Millis d) { now_ = now_ + d; }

 private:
  Instant now_;
};

}  // namespace yilin
