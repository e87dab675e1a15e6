#include "engines/policy/value.h"

#include <numeric>

#include <fmt/format.h>

#include "base/assert.h"

namespace yilin::policy {
namespace {
using Wide = __int128;

std::int64_t narrow(Wide x) {
  YILIN_ASSERT(x <= INT64_MAX && x >= INT64_MIN + 1);
  return static_cast<std::int64_t>(x);
}

Rational reduced(Wide n, Wide d) {
  if (d < 0) n = -n, d = -d;
  Wide a = n < 0 ? -n : n, b = d;
  while (b != 0) {
    const Wide t = a % b;
    a = b;
    b = t;
  }
  Rational r;
  r.num = narrow(n / a);
  r.den = narrow(d / a);
  return r;
}

// By base; the first of a base is the one that numbers are shown in.
constexpr Unit make(std::string_view name, Base base, std::int64_t scale) {
  Unit u{name, {}, scale};
  u.dims.power[static_cast<int>(base)] = 1;
  return u;
}
constexpr Unit kUnits[] = {
    make("元", Base::money, 100),   make("万元", Base::money, 1'000'000), make("角", Base::money, 10), make("分", Base::money, 1),
    make("岁", Base::year, 1),      make("个月", Base::month, 1),         make("月", Base::month, 1),  make("天", Base::day, 1),
    make("日", Base::day, 1),       make("次", Base::times, 1),           make("小时", Base::hour, 1), make("人", Base::person, 1),
    make("分值", Base::point, 1),
};
constexpr std::string_view kShown[kBases] = {"元", "岁", "个月", "天", "次", "小时", "人", "分值"};
}  // namespace

Rational::Rational(std::int64_t n, std::int64_t d) {
  YILIN_ASSERT(d != 0);
  *this = reduced(n, d);
}

std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
  if (a.den == b.den) return a.num <=> b.num;
  const Wide l = static_cast<Wide>(a.num) * b.den, r = static_cast<Wide>(b.num) * a.den;
  return l < r ? std::strong_ordering::less : l > r ? std::strong_ordering::greater : std::strong_ordering::equal;
}
Rational operator+(const Rational& a, const Rational& b) {
  if (a.den == 1 && b.den == 1) return narrow(static_cast<Wide>(a.num) + b.num);
  return reduced(static_cast<Wide>(a.num) * b.den + static_cast<Wide>(b.num) * a.den, static_cast<Wide>(a.den) * b.den);
}
Rational operator-(const Rational& a, const Rational& b) { return a + -b; }
Rational operator*(const Rational& a, const Rational& b) {
  if (a.den == 1 && b.den == 1) return narrow(static_cast<Wide>(a.num) * b.num);
  const std::int64_t g = std::gcd(a.num, b.den), h = std::gcd(b.num, a.den);
  return reduced(static_cast<Wide>(a.num / g) * (b.num / h), static_cast<Wide>(a.den / h) * (b.den / g));
}
Rational operator/(const Rational& a, const Rational& b) {
  YILIN_ASSERT(b.num != 0);
  Rational inverse;
  inverse.num = b.num < 0 ? -b.den : b.den;
  inverse.den = b.num < 0 ? -b.num : b.num;
  return a * inverse;
}

Interval add(const Interval& a, const Interval& b) { return {a.lo + b.lo, a.hi + b.hi}; }
Interval subtract(const Interval& a, const Interval& b) { return {a.lo - b.hi, a.hi - b.lo}; }
Interval multiply(const Interval& a, const Interval& b) {
  if (a.known() && b.known()) return exactly(a.lo * b.lo);
  const Rational p[] = {a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi};
  Interval r{p[0], p[0]};
  for (const Rational& x : p) r.lo = std::min(r.lo, x), r.hi = std::max(r.hi, x);
  return r;
}
Interval divide(const Interval& a, const Interval& b) {
  YILIN_ASSERT(b.lo > Rational(0));
  return {a.lo / (a.lo.num >= 0 ? b.hi : b.lo), a.hi / (a.hi.num >= 0 ? b.lo : b.hi)};
}
Interval less(const Interval& a, const Interval& b) { return {a.hi < b.lo, a.lo < b.hi}; }
Interval less_equal(const Interval& a, const Interval& b) { return {a.hi <= b.lo, a.lo <= b.hi}; }
Interval equal(const Interval& a, const Interval& b) { return both(less_equal(a, b), less_equal(b, a)); }
Interval smaller(const Interval& a, const Interval& b) { return {std::min(a.lo, b.lo), std::min(a.hi, b.hi)}; }
Interval larger(const Interval& a, const Interval& b) { return {std::max(a.lo, b.lo), std::max(a.hi, b.hi)}; }
Interval both(const Interval& a, const Interval& b) { return smaller(a, b); }
Interval either(const Interval& a, const Interval& b) { return larger(a, b); }
Interval negated(const Interval& a) { return {Rational(1) - a.hi, Rational(1) - a.lo}; }
Interval choose(const Interval& c, const Interval& a, const Interval& b) {
  return c.surely() ? a : c.possibly() ? hull(a, b) : b;
}
Interval hull(const Interval& a, const Interval& b) { return {std::min(a.lo, b.lo), std::max(a.hi, b.hi)}; }

Rational round_to(const Rational& x, Rounding how, std::int64_t unit) {
  const Wide n = x.num < 0 ? -static_cast<Wide>(x.num) : x.num, d = static_cast<Wide>(x.den) * unit;
  const Wide q = how == Rounding::down ? n / d : how == Rounding::up ? (n + d - 1) / d : (2 * n + d) / (2 * d);
  const std::int64_t r = narrow(q * unit);
  return x.num < 0 ? -r : r;
}
Interval round_to(const Interval& x, Rounding how, std::int64_t unit) {
  return {round_to(x.lo, how, unit), round_to(x.hi, how, unit)};
}

std::int64_t pack(Date date) {
  return static_cast<std::int64_t>(date.year()) << 9 | static_cast<std::int64_t>(date.month()) << 5 | date.day();
}
bool packed_exists(std::int64_t p) {
  return p > 0 && p >> 9 < 10'000 && Date::exists(static_cast<int>(p >> 9), (p >> 5) & 15, p & 31);
}
Date unpack(std::int64_t p) { return Date::from_ymd(static_cast<int>(p >> 9), (p >> 5) & 15, p & 31); }

Dims operator*(const Dims& a, const Dims& b) {
  Dims r;
  for (int i = 0; i < kBases; ++i) r.power[i] = static_cast<std::int8_t>(a.power[i] + b.power[i]);
  return r;
}
Dims operator/(const Dims& a, const Dims& b) {
  Dims r;
  for (int i = 0; i < kBases; ++i) r.power[i] = static_cast<std::int8_t>(a.power[i] - b.power[i]);
  return r;
}
std::string to_string(const Dims& dims) {
  std::string over, under;
  for (int i = 0; i < kBases; ++i) {
    for (int n = 0; n < dims.power[i]; ++n) over += (over.empty() ? "" : "·") + std::string(kShown[i]);
    for (int n = 0; n > dims.power[i]; --n) under += "/" + std::string(kShown[i]);
  }
  return over.empty() && under.empty() ? "比例" : (over.empty() ? "1" : over) + under;
}

const Unit* unit_prefix(std::string_view text) {
  const Unit* best = nullptr;
  for (const Unit& u : kUnits)
    if (text.starts_with(u.name) && (!best || u.name.size() > best->name.size())) best = &u;
  return best;
}

std::string format_number(const Rational& value, const Dims& dims) {
  const std::string unit = dims.plain() ? "" : to_string(dims);
  Rational shown = value;
  if (dims.power[0] == 1) shown = value / Rational(100);
  if (dims.plain() && !value.whole() && (value * Rational(10'000)).whole()) {
    const Rational percent = value * Rational(100);
    return percent.whole() ? fmt::format("{}%", percent.num) : fmt::format("{:g}%", static_cast<double>(percent.num) / static_cast<double>(percent.den));
  }
  if (shown.whole()) return fmt::format("{}{}", shown.num, unit);
  const Rational cents = round_to(shown * Rational(100), Rounding::half_up, 1);
  const std::int64_t magnitude = cents.num < 0 ? -cents.num : cents.num;
  const bool exact = cents == shown * Rational(100);
  return fmt::format("{}{}{}.{:02}{}", exact ? "" : "约", cents.num < 0 ? "-" : "", magnitude / 100, magnitude % 100, unit);
}

}  // namespace yilin::policy
