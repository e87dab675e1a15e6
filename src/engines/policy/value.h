#pragma once
// Values of the rule language 规则语. A number is an exact rational of int64 parts; money is counted in fen. What is not
// known is an interval: a fact that nobody recorded lies anywhere in its declared range, and every operation carries both
// ends, so "unknown" never turns into 0 or "no". A truth value is an interval over {0, 1}: [1,1] 是, [0,0] 否, [0,1] 待核实.

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/region_code.h"
#include "base/time.h"

namespace yilin::policy {

// In lowest terms, den > 0. The compiler proves that rules stay below 2^62 (bounds.cpp); arithmetic asserts it.
struct Rational {
  std::int64_t num = 0, den = 1;
  constexpr Rational() = default;
  constexpr Rational(std::int64_t whole) : num(whole) {}
  Rational(std::int64_t n, std::int64_t d);
  bool whole() const { return den == 1; }
  friend bool operator==(const Rational&, const Rational&) = default;
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b);
  friend Rational operator+(const Rational& a, const Rational& b);
  friend Rational operator-(const Rational& a, const Rational& b);
  friend Rational operator*(const Rational& a, const Rational& b);
  friend Rational operator/(const Rational& a, const Rational& b);  // b ≠ 0
  Rational operator-() const { Rational r; r.num = -num; r.den = den; return r; }
};

struct Interval {
  Rational lo, hi;
  bool known() const { return lo == hi; }
  bool surely() const { return lo.num != 0; }   // of a truth value
  bool possibly() const { return hi.num != 0; }
  friend bool operator==(const Interval&, const Interval&) = default;
};
inline Interval exactly(Rational r) { return {r, r}; }
inline Interval truth(bool b) { return exactly(b ? 1 : 0); }

Interval add(const Interval& a, const Interval& b);
Interval subtract(const Interval& a, const Interval& b);
Interval multiply(const Interval& a, const Interval& b);
Interval divide(const Interval& a, const Interval& b);  // b.lo > 0
Interval less(const Interval& a, const Interval& b);
Interval less_equal(const Interval& a, const Interval& b);
Interval equal(const Interval& a, const Interval& b);
Interval smaller(const Interval& a, const Interval& b);
Interval larger(const Interval& a, const Interval& b);
Interval both(const Interval& a, const Interval& b);
Interval either(const Interval& a, const Interval& b);
Interval negated(const Interval& a);
Interval choose(const Interval& condition, const Interval& a, const Interval& b);
Interval hull(const Interval& a, const Interval& b);

// 四舍五入: half away from zero; 舍去: towards zero; 进位: away from zero. `unit` in base units (元 = 100).
enum class Rounding : std::uint8_t { half_up, down, up };
Rational round_to(const Rational& x, Rounding how, std::int64_t unit);
Interval round_to(const Interval& x, Rounding how, std::int64_t unit);

// Dates are packed so that ages are one subtraction and one shift: year << 9 | month << 5 | day. Packed dates sort as dates.
std::int64_t pack(Date date);
Date unpack(std::int64_t packed);  // the packed value must be a real date
bool packed_exists(std::int64_t packed);
constexpr std::int64_t years_between(std::int64_t from, std::int64_t to) { return (to - from) >> 9; }  // floor, as age_on
constexpr std::int64_t month_index(std::int64_t packed) { return (packed >> 9) * 12 + ((packed >> 5) & 15) - 1; }
// Whole months from one month of the calendar to the other; the day plays no part.
constexpr std::int64_t months_between(std::int64_t from, std::int64_t to) { return month_index(to) - month_index(from); }

// ---- types -------------------------------------------------------------------------------------------------------------------
enum class Base : std::uint8_t { money, year, month, day, times, hour, person, point };
inline constexpr int kBases = 8;
// Exponents: 元/人 is money +1, person −1; all zero is a plain number (ratios too).
struct Dims {
  std::array<std::int8_t, kBases> power{};
  friend bool operator==(const Dims&, const Dims&) = default;
  bool plain() const { return *this == Dims{}; }
};
Dims operator*(const Dims& a, const Dims& b);
Dims operator/(const Dims& a, const Dims& b);
std::string to_string(const Dims& dims);  // "元/人"; "比例" when plain

enum class Kind : std::uint8_t { boolean, number, date, enumeration, region };
struct Type {
  Kind kind = Kind::number;
  bool whole = true;              // a number that is an integer of its base unit (fen)
  std::int16_t enumeration = -1;  // index into RuleSet::enumerations
  Dims dims;
  // Equal for the purposes of comparing and assigning; wholeness is checked apart.
  bool matches(const Type& o) const { return kind == o.kind && enumeration == o.enumeration && dims == o.dims; }
};

struct Unit {
  std::string_view name;
  Dims dims;
  std::int64_t scale;  // base units in one of it: 元 100, 万元 1,000,000
};
// The longest unit that `text` begins with.
const Unit* unit_prefix(std::string_view text);

// "50元", "12.34元", "80岁", "50%", "2024-06-30", "是": with unit, in Chinese. Enumerations and regions: see rule_set.h.
std::string format_number(const Rational& value, const Dims& dims);

}  // namespace yilin::policy
