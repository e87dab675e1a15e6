#include "engines/policy/frontier.h"

#include "engines/policy/rule_set.h"

namespace yilin::policy {
namespace {

bool commutes(Code c) {
  return c == Code::add || c == Code::multiply || c == Code::both || c == Code::either || c == Code::same || c == Code::smaller || c == Code::larger;
}
// What it makes of different operands is still worth a look; of other operations the result itself is compared.
bool chooses(Code c) {
  return c == Code::select || c == Code::both || c == Code::either || c == Code::not_ || c == Code::same || c == Code::smaller || c == Code::larger || c == Code::expand || c == Code::any ||
         c == Code::number;
}
}  // namespace

std::vector<std::pair<Node, Node>> Frontier::operands(Node x, Node y) const {
  const Operation &a = g_.at(x), &b = g_.at(y);
  if (commutes(a.code) && (a.a == b.b || a.b == b.a)) return {{a.a, b.b}, {a.b, b.a}};
  return {{a.a, b.a}, {a.b, b.b}, {a.c, b.c}};
}

void Frontier::leaf(Node x, Node y) { leaves_.push_back(g_.not_(g_.binary(Code::equal, x, y))); }

void Frontier::add(Node x, Node y) {
  if (!descend(x, y)) leaf(x, y);
}

bool Frontier::descend(Node x, Node y) {
  if (x == y) return true;
  const Operation a = g_.at(x), b = g_.at(y);
  const bool alike = a.code == b.code && a.imm == b.imm && !a.constant && !b.constant && a.household == b.household && a.truth == b.truth;
  const bool bottom = a.code == Code::less || a.code == Code::less_equal || a.code == Code::equal || a.code == Code::truth;
  if (!alike || bottom || a.a < 0) return false;
  if (!seen_.insert({x, y}).second) return true;  // its differences are on the list, whoever asked first
  for (const auto& [u, v] : operands(x, y)) {
    if (u < 0 || v < 0 || descend(u, v)) continue;
    if (!chooses(a.code)) {
      seen_.erase({x, y});
      return false;
    }
    leaf(u, v);
  }
  return true;
}

namespace {
Node somebody(Graph& g, const std::vector<Node>& truths) {
  Node persons = g.constant(0), households = g.constant(0);
  for (const Node n : truths) {
    Node& all = g.at(n).household ? households : persons;
    all = g.binary(Code::either, all, n);
  }
  return g.binary(Code::either, households, g.aggregate(Code::any, persons, kMembersMax));
}
}  // namespace

Node Frontier::of_household() { return somebody(g_, leaves_); }

void Divergence::add(Node x, Node y) { found_.push_back(between(x, y)); }

Node Divergence::between(Node x, Node y) {
  while (g_.at(x).code == Code::convert && !g_.at(x).constant) x = g_.at(x).a;
  while (g_.at(y).code == Code::convert && !g_.at(y).constant) y = g_.at(y).a;
  if (x == y) return g_.constant(0);
  if (const auto at = known_.find({x, y}); at != known_.end()) return at->second;
  const Node n = part(x, y);
  known_.emplace(std::pair{x, y}, n);
  return n;
}

Node Divergence::part(Node x, Node y) {
  const Operation a = g_.at(x), b = g_.at(y);
  if (a.constant && b.constant) return g_.constant(1);
  if (a.constant || b.constant || a.truth || b.truth || a.code != b.code) return differs(x, y);
  switch (a.code) {
    case Code::select: {
      const Node then = between(a.a, b.a), otherwise = between(a.b, b.b);
      const Node branch = g_.select(a.c, then, otherwise);
      return g_.binary(Code::either, differs(a.c, b.c), branch);
    }
    case Code::add: case Code::multiply: case Code::smaller: case Code::larger:
      if (a.a == b.b || a.b == b.a) return g_.binary(Code::either, between(a.a, b.b), between(a.b, b.a));
      [[fallthrough]];
    case Code::subtract: case Code::divide:
      return g_.binary(Code::either, between(a.a, b.a), between(a.b, b.b));
    case Code::shift_right: case Code::bits:
      return a.imm == b.imm ? between(a.a, b.a) : differs(x, y);
    case Code::expand: case Code::days: case Code::number:
      return between(a.a, b.a);
    case Code::sum:
      return a.imm == b.imm ? g_.aggregate(Code::any, between(a.a, b.a), kMembersMax) : g_.constant(1);
    default:
      return differs(x, y);
  }
}

Node Divergence::of_household() { return somebody(g_, found_); }

}  // namespace yilin::policy
