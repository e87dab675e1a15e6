#include "base/time.h"

#include <charconv>

#include <fmt/format.h>

namespace yilin {
namespace {
constexpr std::int64_t kOffsetMs = 8 * 3'600'000;
constexpr std::int64_t kDayMs = 86'400'000;
constexpr ErrorKind bad_date{"bad_date", 422, "日期不正确，应为“年-月-日”，例如 1942-03-05。", "Not a date."};
constexpr ErrorKind bad_time{"bad_time", 422, "时间不正确，应为“年-月-日T时:分”，例如 2026-01-05T09:30。", "Not a time."};

struct Civil {
  int year;
  unsigned month, day;
};
Civil civil_from_days(std::int32_t z) {
  // H. Hinnant, civil_from_days.
  z += 719468;
  const int era = (z >= 0 ? z : z - 146096) / 146097;
  const unsigned doe = static_cast<unsigned>(z - era * 146097);
  const unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const unsigned mp = (5 * doy + 2) / 153;
  const unsigned m = mp < 10 ? mp + 3 : mp - 9;
  return {static_cast<int>(yoe) + era * 400 + (m <= 2), m, doy - (153 * mp + 2) / 5 + 1};
}

// Reads a run of digits of length [min, max]; advances `text`.
bool take_number(std::string_view& text, std::size_t min, std::size_t max, int& out) {
  std::size_t n = 0;
  while (n < text.size() && n < max && text[n] >= '0' && text[n] <= '9') ++n;
  if (n < min) return false;
  std::from_chars(text.data(), text.data() + n, out);
  text.remove_prefix(n);
  return true;
}
bool take_char(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}
bool take_date(std::string_view& text, Date& out) {
  int y = 0, m = 0, d = 0;
  if (!take_number(text, 4, 4, y)) return false;
  if (take_char(text, "-/.")) {
    if (!take_number(text, 1, 2, m) || !take_char(text, "-/.") || !take_number(text, 1, 2, d)) return false;
  } else if (!take_number(text, 2, 2, m) || !take_number(text, 2, 2, d)) {
    return false;
  }
  if (y < 1850 || y > 2200 || !Date::exists(y, m, d)) return false;
  out = Date::from_ymd(y, m, d);
  return true;
}
}  // namespace

bool Date::exists(int year, unsigned month, unsigned day) {
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const Civil back = civil_from_days(days_from_civil(year, month, day));
  return back.year == year && back.month == month && back.day == day;
}

Result<Date> Date::parse(std::string_view text) {
  Date date;
  if (!take_date(text, date) || !text.empty()) return fail(bad_date);
  return date;
}

int Date::year() const { return civil_from_days(days).year; }
unsigned Date::month() const { return civil_from_days(days).month; }
unsigned Date::day() const { return civil_from_days(days).day; }
int Date::weekday() const { return (days % 7 + 10) % 7 + 1; }  // 1970-01-01 was a Thursday

Month Month::of(Date date) { return {date.year() * 12 + static_cast<int>(date.month()) - 1}; }
Result<Month> Month::parse(std::string_view text) {
  int y = 0, m = 0;
  if (!take_number(text, 4, 4, y) || !take_char(text, "-") || !take_number(text, 2, 2, m) || !text.empty() || m < 1 ||
      m > 12 || y < 1850 || y > 2200)
    return fail(bad_date, "月份不正确，应为“年-月”，例如 2026-01。");
  return Month{y * 12 + m - 1};
}
Date Month::first_day() const { return Date::from_ymd(index / 12, index % 12 + 1, 1); }
Date Month::end() const { return (*this + 1).first_day(); }

int age_on(Date birth, Date on) {
  const Civil b = civil_from_days(birth.days), t = civil_from_days(on.days);
  const bool reached = t.month > b.month || (t.month == b.month && t.day >= b.day);
  return t.year - b.year - (reached ? 0 : 1);
}

Date civil_date(Instant t) {
  const std::int64_t local = t.ms + kOffsetMs;
  return {static_cast<std::int32_t>(local >= 0 ? local / kDayMs : (local - kDayMs + 1) / kDayMs)};
}
Instant start_of_day(Date d) { return {d.days * kDayMs - kOffsetMs}; }
int minute_of_day(Instant t) { return static_cast<int>((t - start_of_day(civil_date(t))).value / 60'000); }

std::string to_string(Date d) {
  const Civil c = civil_from_days(d.days);
  return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
}
std::string to_string(Month m) { return fmt::format("{:04}-{:02}", m.index / 12, m.index % 12 + 1); }
std::string to_string(Instant t) {
  const Date day = civil_date(t);
  const std::int64_t ms = t.ms - start_of_day(day).ms;
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}+08:00", to_string(day), ms / 3'600'000, ms / 60'000 % 60,
                     ms / 1000 % 60, ms % 1000);
}
std::string to_clock(Instant t) {
  const int minute = minute_of_day(t);
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

Result<Instant> parse_instant(std::string_view text) {
  Date day;
  int h = 0, m = 0, s = 0, ms = 0;
  if (!take_date(text, day) || !take_char(text, "T ") || !take_number(text, 1, 2, h) || !take_char(text, ":") ||
      !take_number(text, 2, 2, m))
    return fail(bad_time);
  if (take_char(text, ":")) {
    if (!take_number(text, 2, 2, s)) return fail(bad_time);
    if (take_char(text, ".")) {
      const std::size_t before = text.size();
      if (!take_number(text, 1, 9, ms)) return fail(bad_time);
      std::size_t digits = before - text.size();
      for (; digits < 3; ++digits) ms *= 10;
      for (; digits > 3; --digits) ms /= 10;
    }
  }
  std::int64_t offset = kOffsetMs;
  if (!text.empty()) {
    if (text == "Z") {
      offset = 0;
    } else {
      const bool minus = text.front() == '-';
      int oh = 0, om = 0;
      if (!take_char(text, "+-") || !take_number(text, 2, 2, oh)) return fail(bad_time);
      take_char(text, ":");
      if (!take_number(text, 2, 2, om) || !text.empty() || oh > 14 || om > 59) return fail(bad_time);
      offset = (oh * 60 + om) * 60'000LL * (minus ? -1 : 1);
    }
  }
  if (h > 23 || m > 59 || s > 59) return fail(bad_time);
  return Instant{day.days * kDayMs + ((h * 60 + m) * 60 + s) * 1000LL + ms - offset};
}
}  // namespace yilin
