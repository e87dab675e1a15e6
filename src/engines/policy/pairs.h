#pragma once
// Private to this room: what is paid under two rule sets, side by side.

#include <array>

#include "engines/policy/run_parts.h"

namespace yilin::policy {

// One bit a row of a block.
using Words = std::array<std::uint64_t, Population::kBlockRows / 64>;

struct Pair {
  std::size_t benefit;         // position in benefits(set)
  bool household;
  Lane lane = Lane::i8;        // of both amounts
  std::int64_t unit = 0;       // base units in one of them
};

struct TwoRules {
  const RuleSet& before;
  const RuleSet& after;
  const Schema& schema;
  std::vector<NameId> names;   // benefits(before); `after` has the same
};
struct TwoNodes {
  Node before, after;
};
Node paid(Graph& graph, const Lowering::Benefit& benefit);
// What each benefit pays (nothing while entitlement or amount is to be verified), by position in benefits(set).
std::vector<TwoNodes> lower_pairs(Graph& graph, const TwoRules& rules, const Resolution& before, const Resolution& after, Facts facts);
inline bool touched(const TwoNodes& n) { return n.before != n.after; }
void widen_unit(Pair& pair, const Graph& graph, const TwoNodes& nodes);  // to one that divides them too
void widen_lane(Pair& pair, Graph& graph, TwoNodes& nodes);              // after every unit is known; makes the nodes count in it
std::unique_ptr<Program> program_of(Graph& graph, const std::vector<Pair>& pairs, const std::vector<TwoNodes>& nodes, const Schema& schema, bool gathered = false);

// Bits of the rows and households of a block in which every fact is known; `unknown` are the households that are not, ascending.
void known_of(const Population& population, const Population::Block& block, std::span<const std::uint32_t> unknown, Words& rows, Words& households);

}  // namespace yilin::policy
