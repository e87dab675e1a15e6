#include "http/wire/http_date.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/time.h"

namespace yilin::http {
namespace {

constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t kDaySeconds = 86'400;

int number(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() && value >= 0 ? value : -1;
}

}  // namespace

std::string http_date(std::int64_t unix_seconds) {
  const Date day{static_cast<std::int32_t>(unix_seconds / kDaySeconds)};
  const std::int64_t second = unix_seconds % kDaySeconds;
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[day.weekday() - 1], day.day(), kMonths[day.month() - 1],
                     day.year(), second / 3600, second / 60 % 60, second % 60);
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  // Sun, 06 Nov 1994 08:49:37 GMT
  // 0    5  8   12   17 20 23 26
  if (text.size() != 29 || text.substr(26) != "GMT" || text[19] != ':' || text[22] != ':') return {};
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const int day = number(text.substr(5, 2)), year = number(text.substr(12, 4));
  const int hour = number(text.substr(17, 2)), minute = number(text.substr(20, 2)), second = number(text.substr(23, 2));
  if (month == kMonths.end() || year < 1970 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return {};
  const unsigned m = static_cast<unsigned>(month - kMonths.begin()) + 1;
  if (day < 1 || !Date::exists(year, m, static_cast<unsigned>(day))) return {};
  return Date::from_ymd(year, m, static_cast<unsigned>(day)).days * kDaySeconds + hour * 3600 + minute * 60 + second;
}

}  // namespace yilin::http
