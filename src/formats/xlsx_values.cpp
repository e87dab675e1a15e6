#include "formats/xlsx_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"

namespace yilin::formats::xlsx {
namespace {
// Days from Excel's day 0 to 1970-01-01. In the 1900 system Excel counts a 29 February 1900 that never was, so that
// serials above 60 count from 1899-12-30 and those below from 1899-12-31.
constexpr double kSerialMax = 2'958'465;  // 9999-12-31
constexpr int kDay1900 = 25'569, kDay1904 = 24'107, kFalseLeapDay = 60;

std::string date_text(double serial, NumberKind kind, bool epoch_1904) {
  double day = std::floor(serial);
  auto second = static_cast<std::int64_t>(std::llround((serial - day) * 86'400));
  if (second == 86'400) {
    day += 1;
    second = 0;
  }
  const std::string clock = fmt::format("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
  if (kind == NumberKind::time && day == 0) return clock;
  auto days = static_cast<std::int32_t>(day) - (epoch_1904 ? kDay1904 : kDay1900);
  if (!epoch_1904 && day < kFalseLeapDay) ++days;
  const std::string date = to_string(Date{days});
  return kind == NumberKind::date || second == 0 ? date : date + " " + clock;
}

std::string shown(double value) {
  if (value == 0) return "0";
  const double magnitude = std::fabs(value);
  if (magnitude < 1e15 || magnitude >= 1e21) return fmt::format("{:.15g}", value);
  std::string digits = fmt::format("{:.14e}", magnitude);  // d.dddddddddddddde+NN
  const auto exponent = static_cast<std::size_t>(std::stoi(digits.substr(digits.find('e') + 1)));
  digits = digits.substr(0, 1) + digits.substr(2, 14);
  digits.append(exponent + 1 - digits.size(), '0');
  return value < 0 ? "-" + digits : digits;
}

int hex(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return error == std::errc{} && end == digits.data() + digits.size() ? value : -1;
}

// The UTF-16 unit of an escape at the head of `text`, or -1.
int escape_at(std::string_view text) {
  return text.size() >= 7 && text.starts_with("_x") && text[6] == '_' ? hex(text.substr(2, 4)) : -1;
}

// Appends the character that starts with `unit`; moves `rest` past a second surrogate half.
void append_unit(std::string& out, int unit, std::string_view& rest) {
  auto c = static_cast<char32_t>(unit);
  if (unit >= 0xD800 && unit <= 0xDFFF) {
    const int low = escape_at(rest);
    c = text::kReplacement;
    if (unit <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF) {
      c = 0x10000 + (static_cast<char32_t>(unit - 0xD800) << 10) + static_cast<char32_t>(low - 0xDC00);
      rest.remove_prefix(7);
    }
  }
  text::append(out, c);
}
}  // namespace

NumberKind kind_of_builtin(int id) {
  if (id == 22) return NumberKind::date_time;
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 || id == 56)
    return NumberKind::time;
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return NumberKind::date;
  return NumberKind::number;
}

NumberKind kind_of_code(std::string_view code) {
  bool day = false, clock = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == ';') break;  // the section for negative numbers
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '[') {
      const std::size_t end = std::min(code.find(']', i), code.size());
      const char first = i + 1 < end ? static_cast<char>(code[i + 1] | 0x20) : ' ';
      // [h], [mm], [s] are elapsed times; [Red], [$-804], [DBNum1] are not.
      if ((first == 'h' || first == 'm' || first == 's') && code.find_first_not_of("hHmMsS", i + 1) == end) clock = true;
      i = end;
    } else if (code.substr(i).starts_with("General")) {
      return NumberKind::number;
    } else if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') {
      day = true;
    } else if (c == 'h' || c == 'H' || c == 's' || c == 'S') {
      clock = true;
    } else if ((c == 'm' || c == 'M') && !clock) {
      day = day || code.find_first_of("hHsS") == std::string_view::npos;
    }
  }
  if (day) return clock ? NumberKind::date_time : NumberKind::date;
  return clock ? NumberKind::time : NumberKind::number;
}

std::string number_text(std::string_view raw, NumberKind kind, bool epoch_1904) {
  double value = 0;
  const auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
  if (error != std::errc{} || end != raw.data() + raw.size() || !std::isfinite(value)) return std::string(raw);
  const bool date = kind != NumberKind::number && value >= 0 && value < kSerialMax + 1 &&
                    (epoch_1904 || std::floor(value) != kFalseLeapDay) && (kind == NumberKind::time || value >= 1);
  return date ? date_text(value, kind, epoch_1904) : shown(value);
}

std::string unescaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (const int unit = escape_at(text); unit >= 0) {
      text.remove_prefix(7);
      if (unit == '\r') {
        if (!text.starts_with('\n')) out.push_back('\n');
      } else {
        append_unit(out, unit, text);
      }
      continue;
    }
    out.push_back(text.front());
    text.remove_prefix(1);
  }
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (; !text.empty(); text.remove_prefix(1)) {
    if (escape_at(text) >= 0) out += "_x005F";
    out.push_back(text.front());
  }
  return out;
}

int column_of(std::string_view reference) {
  int column = 0;
  std::size_t letters = 0;
  for (; letters < reference.size(); ++letters) {
    const char c = reference[letters] & ~0x20;
    if (c < 'A' || c > 'Z') break;
    if (letters == 3) return -1;
    column = column * 26 + (c - 'A' + 1);
  }
  return letters == 0 ? -1 : column - 1;
}
}  // namespace yilin::formats::xlsx
