#include "engines/policy/graph.h"

#include <algorithm>
#include <numeric>

#include "base/assert.h"
#include "engines/policy/value.h"

namespace yilin::policy {
namespace {
constexpr std::int64_t kLimit = std::int64_t{1} << 62;

std::int64_t days_of(std::int64_t p) {
  return days_from_civil(static_cast<int>(p >> 9), static_cast<unsigned>(p >> 5 & 15), static_cast<unsigned>(p & 31));
}
}  // namespace

Lane lane_for(std::int64_t lo, std::int64_t hi) {
  if (lo > INT8_MIN && hi <= INT8_MAX) return Lane::i8;
  if (lo > INT16_MIN && hi <= INT16_MAX) return Lane::i16;
  if (lo > INT32_MIN && hi <= INT32_MAX) return Lane::i32;
  return Lane::i64;
}

namespace {
std::size_t hash_of(const Operation& op) {
  std::uint64_t h = static_cast<std::uint64_t>(op.code) << 8 | static_cast<std::uint64_t>(op.lane);
  h = (h ^ (static_cast<std::uint64_t>(static_cast<std::uint32_t>(op.a)) << 32 | static_cast<std::uint32_t>(op.b))) * 0x9E3779B97F4A7C15ULL;
  h = (h ^ h >> 29 ^ static_cast<std::uint64_t>(op.imm) ^ static_cast<std::uint64_t>(static_cast<std::uint32_t>(op.c)) << 40) * 0xBF58476D1CE4E5B9ULL;
  return h ^ h >> 32;
}
bool alike(const Operation& x, const Operation& y) {
  return x.code == y.code && x.lane == y.lane && x.household == y.household && x.a == y.a && x.b == y.b && x.c == y.c && x.imm == y.imm;
}
}  // namespace

Node Graph::insert(const Operation& op) {
  if (nodes_.size() * 2 >= known_.size()) grow();
  for (std::size_t i = hash_of(op);; ++i) {
    Node& slot = known_[i & (known_.size() - 1)];
    if (slot < 0) {
      slot = static_cast<Node>(nodes_.size());
      nodes_.push_back(op);
      return slot;
    }
    if (alike(nodes_[static_cast<std::size_t>(slot)], op)) return slot;
  }
}

void Graph::grow() {
  known_.assign(std::max<std::size_t>(4'096, known_.size() * 2), -1);
  nodes_.reserve(known_.size() / 2);
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    std::size_t i = hash_of(nodes_[n]);
    while (known_[i & (known_.size() - 1)] >= 0) ++i;
    known_[i & (known_.size() - 1)] = static_cast<Node>(n);
  }
}

void Graph::bound(Operation& op, __int128 lo, __int128 hi) {
  if (lo < -kLimit || hi > kLimit) throw OutOfBounds{};
  op.lo = static_cast<std::int64_t>(lo);
  op.hi = static_cast<std::int64_t>(hi);
}

void Graph::join(Operation& op) {
  bool person = false;
  for (const Node n : {op.a, op.b, op.c})
    if (n >= 0 && !at(n).constant && !at(n).household) person = true;
  op.household = !person;
  if (!person) return;
  for (Node* n : {&op.a, &op.b, &op.c})
    if (*n >= 0) *n = expand(*n);
}

Node Graph::constant(std::int64_t value) {
  Operation op;
  op.constant = op.household = true;
  op.imm = value;
  op.lo = op.hi = value;
  op.divisor = value < 0 ? -value : value;
  op.lane = lane_for(value, value);
  return insert(op);
}

Node Graph::load(Code code, std::int64_t column, bool household, Lane lane, std::int64_t lo, std::int64_t hi) {
  Operation op;
  op.code = code;
  op.imm = column;
  op.household = household;
  op.lane = lane;
  op.lo = lo;
  op.hi = hi;
  return insert(op);
}

Node Graph::expand(Node a) {
  if (at(a).constant || !at(a).household) return a;
  Operation op = at(a);
  op.code = Code::expand;
  op.a = a;
  op.b = op.c = -1;
  op.imm = 0;
  op.household = false;
  return insert(op);
}

Node Graph::convert(Node a, Lane lane) {
  a = number(a);
  if (at(a).lane == lane || at(a).constant) return a;
  Operation op = at(a);
  op.code = Code::convert;
  op.a = a;
  op.b = op.c = -1;
  op.imm = 0;
  op.lane = lane;
  return insert(op);
}
Node Graph::narrow(Node a) { return convert(a, lane_for(at(a).lo, at(a).hi)); }

Node Graph::binary(Code code, Node a, Node b) {
  const auto truth_like = [&](Node n) { return at(n).truth || is(n, 0) || is(n, 1); };
  if (code == Code::equal && truth_like(a) && truth_like(b)) code = Code::same;
  if (code == Code::both || code == Code::either || code == Code::same) return of_truths(code, a, b);
  a = number(a);
  b = number(b);
  const Operation x = at(a), y = at(b);
  const bool constants = x.constant && y.constant;
  const bool compares = code == Code::less || code == Code::less_equal || code == Code::equal;
  Operation op;
  op.code = code;
  op.divisor = std::gcd(x.divisor, y.divisor);
  using W = __int128;
  switch (code) {
    case Code::add:
      if (is(a, 0)) return b;
      if (is(b, 0)) return a;
      bound(op, W(x.lo) + y.lo, W(x.hi) + y.hi);
      if (constants) return constant(x.imm + y.imm);
      break;
    case Code::subtract:
      if (is(b, 0)) return a;
      bound(op, W(x.lo) - y.hi, W(x.hi) - y.lo);
      if (constants) return constant(x.imm - y.imm);
      if (a == b) return constant(0);
      break;
    case Code::multiply: {
      if (is(a, 0) || is(b, 0)) return constant(0);
      if (is(a, 1)) return b;
      if (is(b, 1)) return a;
      const W p[] = {W(x.lo) * y.lo, W(x.lo) * y.hi, W(x.hi) * y.lo, W(x.hi) * y.hi};
      bound(op, std::min({p[0], p[1], p[2], p[3]}), std::max({p[0], p[1], p[2], p[3]}));
      if (constants) return constant(x.imm * y.imm);
      op.divisor = W(x.divisor) * y.divisor <= kLimit ? x.divisor * y.divisor : x.divisor;
      break;
    }
    case Code::divide:
      if (y.lo <= 0) throw OutOfBounds{true};
      YILIN_ASSERT(x.lo >= 0);
      if (is(b, 1)) return a;
      bound(op, x.lo / y.hi, x.hi / y.lo);
      if (constants) return constant(x.imm / y.imm);
      op.divisor = 1;
      break;
    case Code::less:
      if (x.hi < y.lo) return constant(1);
      if (x.lo >= y.hi || a == b) return constant(0);
      bound(op, 0, 1);
      break;
    case Code::less_equal:
      if (x.hi <= y.lo || a == b) return constant(1);
      if (x.lo > y.hi) return constant(0);
      bound(op, 0, 1);
      break;
    case Code::equal:
      if (a == b || (constants && x.imm == y.imm)) return constant(1);
      if (x.hi < y.lo || y.hi < x.lo) return constant(0);
      if (x.lo >= 0 && x.hi <= 1 && y.constant) return y.imm ? truth(a) : not_(truth(a));
      if (y.lo >= 0 && y.hi <= 1 && x.constant) return x.imm ? truth(b) : not_(truth(b));
      bound(op, 0, 1);
      break;
    case Code::smaller:
      if (x.hi <= y.lo || a == b) return a;
      if (y.hi <= x.lo) return b;
      bound(op, std::min(x.lo, y.lo), std::min(x.hi, y.hi));
      break;
    case Code::larger:
      if (x.lo >= y.hi || a == b) return a;
      if (y.lo >= x.hi) return b;
      bound(op, std::max(x.lo, y.lo), std::max(x.hi, y.hi));
      break;
    default: YILIN_ASSERT(false);
  }
  if (compares && op.divisor > 1) return binary(code, scaled(a, op.divisor), scaled(b, op.divisor));
  const bool commutes = code != Code::subtract && code != Code::divide && code != Code::less && code != Code::less_equal;
  if (commutes && (at(a).constant || (!at(b).constant && a > b))) std::swap(a, b);
  // The lane in which the operation is done holds operands and result.
  const Lane lane = lane_for(std::min({x.lo, y.lo, op.lo}), std::max({x.hi, y.hi, op.hi}));
  const Lane work = code == Code::divide ? std::max(lane, Lane::i32) : lane;
  op.a = convert(a, work);
  op.b = convert(b, work);
  join(op);
  op.truth = compares;
  op.lane = compares ? Lane::i8 : work;
  return insert(op);
}

Node Graph::select(Node c, Node a, Node b) {
  if (at(c).constant) return at(c).imm ? a : b;
  if (a == b) return a;
  c = truth(c);
  const auto truth_like = [&](Node n) { return at(n).truth || is(n, 0) || is(n, 1); };
  if (truth_like(a) && truth_like(b)) return binary(Code::either, binary(Code::both, c, a), binary(Code::both, not_(c), b));
  a = number(a);
  b = number(b);
  Operation op;
  op.code = Code::select;
  op.divisor = std::gcd(at(a).divisor, at(b).divisor);
  op.lo = std::min(at(a).lo, at(b).lo);
  op.hi = std::max(at(a).hi, at(b).hi);
  op.lane = lane_for(op.lo, op.hi);
  op.a = convert(a, op.lane);
  op.b = convert(b, op.lane);
  op.c = c;
  join(op);
  return insert(op);
}

Node Graph::shift_right(Node a, std::int64_t by) {
  a = number(a);
  const Operation x = at(a);
  if (x.constant) return constant(x.imm >> by);
  Operation op = x;
  op.code = Code::shift_right;
  op.a = a;
  op.b = op.c = -1;
  op.imm = by;
  op.divisor = 1;
  bound(op, x.lo >> by, x.hi >> by);
  return insert(op);
}

Node Graph::bits(Node a, std::int64_t mask) {
  a = number(a);
  const Operation x = at(a);
  if (x.constant) return constant(x.imm & mask);
  Operation op = x;
  op.code = Code::bits;
  op.a = a;
  op.b = op.c = -1;
  op.imm = mask;
  op.divisor = 1;
  bound(op, 0, mask);
  return insert(op);
}

Node Graph::days(Node a) {
  const Operation x = at(a);
  if (x.constant) return constant(days_of(x.imm));
  a = convert(a, Lane::i32);
  Operation op = at(a);
  op.code = Code::days;
  op.a = a;
  op.b = op.c = -1;
  op.imm = 0;
  op.divisor = 1;
  bound(op, days_of(x.lo) - 31, days_of(x.hi) + 31);
  op.lane = Lane::i32;
  return insert(op);
}

Node Graph::aggregate(Code code, Node a, int members_max) {
  Operation op;
  op.code = code;
  op.household = true;
  const bool sum = code == Code::sum;
  if (at(a).constant && !sum) return a;
  a = sum ? number(a) : truth(a);
  // A constant still counts the members: it is made a person's value first.
  const __int128 most = members_max;
  bound(op, sum ? std::min<__int128>(at(a).lo, at(a).lo * most) : 0, sum ? std::max<__int128>(at(a).hi, at(a).hi * most) : 1);
  op.lane = sum ? std::max(Lane::i32, lane_for(op.lo, op.hi)) : Lane::i8;
  op.truth = !sum;
  if (sum) op.divisor = at(a).divisor;
  op.a = sum ? convert(expand(a), op.lane) : expand(a);
  op.imm = at(a).constant ? at(a).imm : 0;
  return insert(op);
}

}  // namespace yilin::policy
