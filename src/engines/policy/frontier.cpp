#include "engines/policy/frontier.h"

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

Node Frontier::of_household(int members_max) {
  Node persons = g_.constant(0), households = g_.constant(0);
  for (const Node n : leaves_) {
    Node& all = g_.at(n).household ? households : persons;
    all = g_.binary(Code::either, all, n);
  }
  return g_.binary(Code::either, households, g_.aggregate(Code::any, persons, members_max));
}

}  // namespace yilin::policy
