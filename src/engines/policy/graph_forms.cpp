// The forms a value can have: truth or number, and the unit it is counted in.
#include <numeric>

#include "base/assert.h"
#include "engines/policy/graph.h"
#include "engines/policy/rule_set.h"

namespace yilin::policy {

Node Graph::truth(Node a) {
  const Operation x = at(a);
  if (x.constant || x.truth) return a;
  if (x.code == Code::number) return x.a;
  Operation op;
  op.code = Code::truth;
  op.a = a;
  op.hi = 1;
  op.household = x.household;
  op.truth = true;
  return insert(op);
}

Node Graph::number(Node a) {
  const Operation x = at(a);
  if (!x.truth) return a;
  if (x.code == Code::truth && at(x.a).lo >= 0 && at(x.a).hi <= 1) return x.a;
  Operation op;
  op.code = Code::number;
  op.a = a;
  op.hi = 1;
  op.household = x.household;
  return insert(op);
}

Node Graph::not_(Node a) {
  if (at(a).constant) return constant(1 - at(a).imm);
  a = truth(a);
  if (at(a).code == Code::not_) return at(a).a;
  Operation op;
  op.code = Code::not_;
  op.a = a;
  op.hi = 1;
  op.household = at(a).household;
  op.truth = true;
  return insert(op);
}

Node Graph::of_truths(Code code, Node a, Node b) {
  if (code == Code::same) {
    if (a == b) return constant(1);
    if (at(a).constant) return at(a).imm ? b : not_(b);
    if (at(b).constant) return at(b).imm ? a : not_(a);
  } else {
    const bool both = code == Code::both;  // else either: 1 takes the part of 0
    if (is(a, !both) || is(b, !both)) return constant(!both);
    if (is(a, both) || a == b) return b;
    if (is(b, both)) return a;
  }
  a = truth(a);
  b = truth(b);
  if (a > b) std::swap(a, b);
  Operation op;
  op.code = code;
  op.a = a;
  op.b = b;
  op.hi = 1;
  op.truth = true;
  join(op);
  return insert(op);
}

Node Graph::scaled(Node a, std::int64_t by) {
  if (by == 1) return a;
  if (const auto known = scaled_.find({a, by}); known != scaled_.end()) return known->second;
  const Node n = scale(a, by);
  scaled_.emplace(std::pair{a, by}, n);
  return n;
}

Node Graph::scale(Node a, std::int64_t by) {
  const Operation op = at(a);
  YILIN_ASSERT(op.divisor % by == 0);
  if (op.constant) return constant(op.imm / by);
  switch (op.code) {
    case Code::add: case Code::subtract: case Code::smaller: case Code::larger:
      return binary(op.code, scaled(op.a, by), scaled(op.b, by));
    case Code::multiply: {
      const std::int64_t first = std::gcd(at(op.a).divisor, by);
      return binary(Code::multiply, scaled(op.a, first), scaled(op.b, by / first));
    }
    case Code::select: return select(op.c, scaled(op.a, by), scaled(op.b, by));
    case Code::convert: return scaled(op.a, by);
    case Code::expand: return expand(scaled(op.a, by));
    case Code::sum: return aggregate(Code::sum, scaled(op.a, by), kMembersMax);
    default: YILIN_ASSERT(false);
  }
  return a;
}

}  // namespace yilin::policy
