#include "base/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace yilin {
namespace {
TEST(Date, ReadsTheWaysPeopleWriteIt) {
  for (const char* text : {"1942-03-05", "19420305", "1942/3/5", "1942.03.05", "1942-3-5"})
    EXPECT_EQ(Date::parse(text), Date::from_ymd(1942, 3, 5)) << text;
  for (const char* text : {"", "1942", "1942-3", "1942-13-01", "1942-00-10", "1942-02-30", "194203", "1942-3-5 ", "42-3-5",
                           "1849-12-31", "2201-01-01", "1942-03-05x", "-942-03-05", "1942305"})
    EXPECT_FALSE(Date::parse(text)) << text;
}

TEST(Date, LeapDays) {
  EXPECT_TRUE(Date::exists(2024, 2, 29));
  EXPECT_TRUE(Date::exists(2000, 2, 29));
  EXPECT_FALSE(Date::exists(1900, 2, 29));
  EXPECT_FALSE(Date::exists(2023, 2, 29));
  EXPECT_FALSE(Date::exists(2024, 4, 31));
  EXPECT_EQ(Date::from_ymd(2024, 2, 29) + 1, Date::from_ymd(2024, 3, 1));
  EXPECT_EQ(Date::from_ymd(2024, 3, 1) - Date::from_ymd(2023, 3, 1), 366);
}

TEST(Date, Weekdays) {
  EXPECT_EQ(Date::from_ymd(1970, 1, 1).weekday(), 4);
  EXPECT_EQ(Date::from_ymd(2026, 1, 5).weekday(), 1);
  EXPECT_EQ(Date::from_ymd(1949, 10, 1).weekday(), 6);
  EXPECT_EQ(Date::from_ymd(1905, 1, 1).weekday(), 7);
}

RC_GTEST_PROP(Date, DaysAndCalendarAgree, ()) {
  const Date date{*rc::gen::inRange(-43'000, 84'000)};
  RC_ASSERT(Date::from_ymd(date.year(), date.month(), date.day()) == date);
  RC_ASSERT(Date::exists(date.year(), date.month(), date.day()));
  RC_ASSERT(Date::parse(to_string(date)) == date);
  RC_ASSERT((date + 7).weekday() == date.weekday());
  const Month month = Month::of(date);
  RC_ASSERT(month.first_day() <= date && date < month.end());
  RC_ASSERT(Month::parse(to_string(month)) == month);
}

TEST(Age, ChangesOnTheBirthday) {
  const Date birth = Date::from_ymd(1942, 3, 5);
  EXPECT_EQ(age_on(birth, Date::from_ymd(2022, 3, 4)), 79);
  EXPECT_EQ(age_on(birth, Date::from_ymd(2022, 3, 5)), 80);
  EXPECT_EQ(age_on(birth, birth), 0);
}

TEST(Age, BornOnALeapDay) {
  const Date birth = Date::from_ymd(1944, 2, 29);
  EXPECT_EQ(age_on(birth, Date::from_ymd(2023, 2, 28)), 78);
  EXPECT_EQ(age_on(birth, Date::from_ymd(2023, 3, 1)), 79);
  EXPECT_EQ(age_on(birth, Date::from_ymd(2024, 2, 29)), 80);
}

TEST(Month, TurnsOverTheYear) {
  const Month december = Month::parse("2025-12").value();
  EXPECT_EQ(to_string(december + 1), "2026-01");
  EXPECT_EQ(december.end(), Date::from_ymd(2026, 1, 1));
  for (const char* text : {"2025-13", "2025-00", "2025-1", "202501", ""}) EXPECT_FALSE(Month::parse(text)) << text;
}

TEST(Instant, TheDayTurnsAtMidnightInChina) {
  const Instant midnight = parse_instant("2026-01-05T00:00:00+08:00").value();
  EXPECT_EQ(parse_instant("2026-01-04T16:00:00Z"), midnight);
  EXPECT_EQ(parse_instant("2026-01-05T00:00"), midnight);
  EXPECT_EQ(civil_date(midnight), Date::from_ymd(2026, 1, 5));
  EXPECT_EQ(civil_date(midnight - Millis{1}), Date::from_ymd(2026, 1, 4));
  EXPECT_EQ(start_of_day(Date::from_ymd(2026, 1, 5)), midnight);
  EXPECT_EQ(minute_of_day(midnight + minutes(570)), 570);
  EXPECT_EQ(to_clock(midnight + minutes(570)), "09:30");
  EXPECT_EQ(to_string(midnight + Millis{7}), "2026-01-05T00:00:00.007+08:00");
}

TEST(Instant, RefusesNonsense) {
  for (const char* text : {"", "2026-01-05", "2026-01-05T24:00", "2026-01-05T12:60", "2026-01-05T12:00:61",
                           "2026-01-05T12:00+15:00", "2026-01-05T12:00+0800x", "2026-02-30T12:00", "2026-01-05T1200"})
    EXPECT_FALSE(parse_instant(text)) << text;
}

RC_GTEST_PROP(Instant, PrintsAndReadsBack, ()) {
  const Instant t{*rc::gen::inRange<std::int64_t>(-3'000'000'000'000, 6'000'000'000'000)};
  RC_ASSERT(parse_instant(to_string(t)) == t);
  const int minute = minute_of_day(t);
  RC_ASSERT(minute >= 0 && minute < 1440);
}

TEST(ManualClock, MovesOnlyWhenMoved) {
  ManualClock clock(Instant{1000});
  EXPECT_EQ(clock.now(), Instant{1000});
  clock.advance(seconds(2));
  EXPECT_EQ(clock.now(), Instant{3000});
  EXPECT_EQ(clock.monotonic_us(), 3'000'000);
}
}  // namespace
}  // namespace yilin
