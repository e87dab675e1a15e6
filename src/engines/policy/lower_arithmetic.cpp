// The arithmetic of ends and fractions.
#include <numeric>

#include "base/assert.h"
#include "engines/policy/lower.h"

namespace yilin::policy {

Lowering::Ends Lowering::constant(const Rational& r) {
  const Fraction f{one(r.num), one(r.den)};
  return {f, f};
}

Lowering::Fraction Lowering::plus(Fraction a, Fraction b, bool minus) {
  const Code code = minus ? Code::subtract : Code::add;
  align(a, b);
  if (a.den == b.den) return {g_.binary(code, a.num, b.num), a.den};
  return {g_.binary(code, g_.binary(Code::multiply, a.num, b.den), g_.binary(Code::multiply, b.num, a.den)), g_.binary(Code::multiply, a.den, b.den)};
}

Lowering::Fraction Lowering::times(Fraction a, Fraction b) {
  const auto cancel = [&](Node& num, Node& den) {  // 30000 × 50/100 stays small
    const Operation n = g_.at(num), d = g_.at(den);
    if (!n.constant || !d.constant || n.imm == 0) return;
    const std::int64_t by = std::gcd(n.imm, d.imm);
    num = one(n.imm / by);
    den = one(d.imm / by);
  };
  cancel(a.num, b.den);
  cancel(b.num, a.den);
  return {g_.binary(Code::multiply, a.num, b.num), g_.binary(Code::multiply, a.den, b.den)};
}

Node Lowering::less(Fraction a, Fraction b, bool or_equal) {
  const Code code = or_equal ? Code::less_equal : Code::less;
  align(a, b);
  if (a.den == b.den) return g_.binary(code, a.num, b.num);
  return g_.binary(code, g_.binary(Code::multiply, a.num, b.den), g_.binary(Code::multiply, b.num, a.den));
}

// Two constant denominators become one: dividing by a constant is a multiplication later.
void Lowering::align(Fraction& a, Fraction& b) {
  const Operation x = g_.at(a.den), y = g_.at(b.den);
  if (a.den == b.den || !x.constant || !y.constant) return;
  const std::int64_t common = std::gcd(x.imm, y.imm);
  a.num = g_.binary(Code::multiply, a.num, one(y.imm / common));
  b.num = g_.binary(Code::multiply, b.num, one(x.imm / common));
  a.den = b.den = g_.binary(Code::multiply, a.den, one(y.imm / common));
}

Lowering::Fraction Lowering::pick(Node c, Fraction a, Fraction b) {
  align(a, b);
  return {g_.select(c, a.num, b.num), g_.select(c, a.den, b.den)};
}

Lowering::Fraction Lowering::extreme(Fraction a, Fraction b, bool smaller) {
  align(a, b);
  if (a.den == b.den) return {g_.binary(smaller ? Code::smaller : Code::larger, a.num, b.num), a.den};
  return smaller ? pick(less(a, b, true), a, b) : pick(less(b, a, true), a, b);
}
Lowering::Ends Lowering::extreme(const Ends& a, const Ends& b, bool smaller) {
  const Fraction lo = extreme(a.lo, b.lo, smaller);
  return {lo, same(a) && same(b) ? lo : extreme(a.hi, b.hi, smaller)};
}

Lowering::Ends Lowering::compare(Op op, const Ends& a, const Ends& b) {
  const bool exact = same(a) && same(b);
  if (op == Op::less || op == Op::less_equal) {
    const Node lo = less(a.hi, b.lo, op == Op::less_equal);
    return truth(lo, exact ? lo : less(a.lo, b.hi, op == Op::less_equal));
  }
  Ends r;
  if (exact) {
    const Node n = a.lo.den == b.lo.den ? g_.binary(Code::equal, a.lo.num, b.lo.num)
                                        : g_.binary(Code::equal, g_.binary(Code::multiply, a.lo.num, b.lo.den), g_.binary(Code::multiply, b.lo.num, a.lo.den));
    r = truth(n, n);
  } else {
    r = both(compare(Op::less_equal, a, b), compare(Op::less_equal, b, a));
  }
  return op == Op::not_equal ? negated(r) : r;
}

Lowering::Ends Lowering::both(const Ends& a, const Ends& b) {
  const Node lo = g_.binary(Code::both, a.lo.num, b.lo.num);
  return truth(lo, same(a) && same(b) ? lo : g_.binary(Code::both, a.hi.num, b.hi.num));
}
Lowering::Ends Lowering::either(const Ends& a, const Ends& b) {
  const Node lo = g_.binary(Code::either, a.lo.num, b.lo.num);
  return truth(lo, same(a) && same(b) ? lo : g_.binary(Code::either, a.hi.num, b.hi.num));
}
Lowering::Ends Lowering::negated(const Ends& a) {
  const Node lo = g_.not_(a.hi.num);
  return truth(lo, same(a) ? lo : g_.not_(a.lo.num));
}
Lowering::Ends Lowering::hull(const Ends& a, const Ends& b) { return {extreme(a.lo, b.lo, true), extreme(a.hi, b.hi, false)}; }

Lowering::Ends Lowering::choose(const Ends& c, const Ends& a, const Ends& b) {
  if (same(c)) {
    const Fraction lo = pick(c.lo.num, a.lo, b.lo);
    return {lo, same(a) && same(b) ? lo : pick(c.lo.num, a.hi, b.hi)};
  }
  const Ends h = hull(a, b);
  return {pick(c.lo.num, a.lo, pick(c.hi.num, h.lo, b.lo)), pick(c.lo.num, a.hi, pick(c.hi.num, h.hi, b.hi))};
}

Lowering::Ends Lowering::multiply(const Ends& a, const Ends& b) {
  if (same(a) && same(b)) {
    const Fraction f = times(a.lo, b.lo);
    return {f, f};
  }
  if (g_.at(a.lo.num).lo >= 0 && g_.at(b.lo.num).lo >= 0) return {times(a.lo, b.lo), times(a.hi, b.hi)};
  const Fraction p[] = {times(a.lo, b.lo), times(a.lo, b.hi), times(a.hi, b.lo), times(a.hi, b.hi)};
  Ends r{p[0], p[0]};
  for (int i = 1; i < 4; ++i) r = {extreme(r.lo, p[i], true), extreme(r.hi, p[i], false)};
  return r;
}

Lowering::Ends Lowering::divide(const Ends& a, const Ends& b) {
  const auto over = [&](Fraction x, Fraction y) {
    if (g_.at(y.num).lo <= 0) throw OutOfBounds{true};
    return times(x, Fraction{y.den, y.num});
  };
  if (same(a) && same(b)) {
    const Fraction f = over(a.lo, b.lo);
    return {f, f};
  }
  const auto positive = [&](Fraction x) { return g_.binary(Code::less_equal, one(0), x.num); };
  return {over(a.lo, pick(positive(a.lo), b.hi, b.lo)), over(a.hi, pick(positive(a.hi), b.lo, b.hi))};
}

Lowering::Fraction Lowering::rounded(Fraction x, Rounding how, std::int64_t unit) {
  const Node divisor = g_.binary(Code::multiply, x.den, one(unit));
  if (g_.is(divisor, 1)) return x;
  const auto magnitude = [&](Node n) {
    Node q;
    if (how == Rounding::down) q = g_.binary(Code::divide, n, divisor);
    else if (how == Rounding::up) q = g_.binary(Code::divide, g_.binary(Code::add, n, g_.binary(Code::subtract, divisor, one(1))), divisor);
    else q = g_.binary(Code::divide, g_.binary(Code::add, g_.binary(Code::multiply, n, one(2)), divisor), g_.binary(Code::multiply, divisor, one(2)));
    return g_.narrow(g_.binary(Code::multiply, q, one(unit)));
  };
  if (g_.at(x.num).lo >= 0) return {magnitude(x.num), one(1)};
  const Node minus = g_.binary(Code::less, x.num, one(0));
  const Node size = g_.binary(Code::larger, g_.binary(Code::larger, x.num, g_.binary(Code::subtract, one(0), x.num)), one(0));
  const Node q = magnitude(size);
  return {g_.select(minus, g_.binary(Code::subtract, one(0), q), q), one(1)};
}
Lowering::Ends Lowering::rounded(const Ends& x, Rounding how, std::int64_t unit) {
  const Fraction lo = rounded(x.lo, how, unit);
  return {lo, same(x) ? lo : rounded(x.hi, how, unit)};
}

Lowering::Ends Lowering::dates(Op op, const Ends& from, const Ends& to) {
  const auto between = [&](Node a, Node b) {
    const auto month = [&](Node p) {
      return g_.binary(Code::add, g_.binary(Code::multiply, g_.convert(g_.shift_right(p, 9), Lane::i32), one(12)), g_.bits(g_.shift_right(p, 5), 15));
    };
    if (op == Op::years) return g_.narrow(g_.shift_right(g_.binary(Code::subtract, b, a), 9));
    if (op == Op::months) return g_.narrow(g_.binary(Code::subtract, month(b), month(a)));
    return g_.binary(Code::subtract, g_.days(b), g_.days(a));
  };
  const Node lo = between(from.hi.num, to.lo.num);
  const Node hi = same(from) && same(to) ? lo : between(from.lo.num, to.hi.num);
  return {{lo, one(1)}, {hi, one(1)}};
}

}  // namespace yilin::policy
