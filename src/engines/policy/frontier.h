#pragma once
// Private to this room: where two graphs of the same shape begin to differ.

#include <map>
#include <set>

#include "engines/policy/graph.h"

namespace yilin::policy {

// For two nodes of one graph that come from the same rules in two months: truth values ("these two differ") of which none holds
// wherever the nodes surely have equal values. They lie as far down as comparisons and as far up as choices, where months seldom
// differ: "80 or older" changes for few, the days lived for everybody. A node of a household's member stands for the member's row.
class Frontier {
 public:
  explicit Frontier(Graph& graph) : g_(graph) {}
  void add(Node x, Node y);
  // For a household: something differs for it or for one of its members.
  Node of_household();

 private:
  bool descend(Node x, Node y);  // false: the two differ in a way that only their values tell
  std::vector<std::pair<Node, Node>> operands(Node x, Node y) const;
  void leaf(Node x, Node y);
  Graph& g_;
  std::set<std::pair<Node, Node>> seen_;
  std::vector<Node> leaves_;
};

// For which rows two values differ, with the conditions on the way down kept: an amount that a new tariff changes for everybody
// differs only for those who get it. It asks more than the frontier, which holds what the conditions themselves say against each
// other, and finds fewer.
class Divergence {
 public:
  explicit Divergence(Graph& graph) : g_(graph) {}
  void add(Node x, Node y);
  // A truth value of a household: one of the added pairs may differ for it or for one of its members. Surely false elsewhere.
  Node of_household();

 private:
  Node between(Node x, Node y);
  Node part(Node x, Node y);
  Node differs(Node x, Node y) { return g_.not_(g_.binary(Code::equal, x, y)); }
  Graph& g_;
  std::map<std::pair<Node, Node>, Node> known_;
  std::vector<Node> found_;
};

}  // namespace yilin::policy
