#include "engines/policy/pairs.h"

#include <algorithm>
#include <numeric>

namespace yilin::policy {

Node paid(Graph& g, const Lowering::Benefit& b) {
  if (b.granted.lo.num == b.granted.hi.num && b.amount.lo.num == b.amount.hi.num) return b.amount.lo.num;
  const Node sure = g.binary(Code::both, g.binary(Code::equal, b.granted.lo.num, b.granted.hi.num), g.binary(Code::equal, b.amount.lo.num, b.amount.hi.num));
  return g.select(sure, b.amount.lo.num, g.constant(0));
}

std::vector<TwoNodes> lower_pairs(Graph& g, const TwoRules& rules, const Resolution& before, const Resolution& after, Facts facts) {
  const auto old_benefits = Lowering(g, rules.before, before, columns_of(rules.before, rules.schema), facts).benefits();
  const auto new_benefits = Lowering(g, rules.after, after, columns_of(rules.after, rules.schema), facts).benefits();
  std::vector<TwoNodes> out;
  for (std::size_t i = 0; i < rules.names.size(); ++i) out.push_back({paid(g, old_benefits[i]), paid(g, new_benefits[i])});
  return out;
}

void widen_unit(Pair& pair, const Graph& graph, const TwoNodes& nodes) {
  for (const Node n : {nodes.before, nodes.after}) pair.unit = std::gcd(pair.unit, graph.at(n).divisor);
}

void widen_lane(Pair& pair, Graph& graph, TwoNodes& nodes) {
  pair.unit = std::max<std::int64_t>(pair.unit, 1);
  for (Node* n : {&nodes.before, &nodes.after}) {
    *n = graph.scaled(*n, pair.unit);
    pair.lane = std::max(pair.lane, lane_for(graph.at(*n).lo, graph.at(*n).hi));
  }
}

std::unique_ptr<Program> program_of(Graph& graph, const std::vector<Pair>& pairs, const std::vector<TwoNodes>& nodes, const Schema& schema, bool gathered) {
  std::vector<ProgramOutput> outputs;
  for (const Pair& p : pairs)
    for (const Node n : {nodes[p.benefit].before, nodes[p.benefit].after}) outputs.push_back({n, p.lane, p.household});
  return std::make_unique<Program>(graph, std::move(outputs), schema, gathered);
}

void known_of(const Population& population, const Population::Block& b, std::span<const std::uint32_t> unknown, Words& rows, Words& households) {
  rows.fill(~std::uint64_t{0});
  households = rows;
  const auto leave_out = [](Words& words, std::uint32_t at) { words[at / 64] &= ~(std::uint64_t{1} << (at % 64)); };
  for (auto next = std::ranges::lower_bound(unknown, b.household_from); next != unknown.end() && *next < b.household_to; ++next) {
    leave_out(households, *next - b.household_from);
    for (std::uint32_t r = population.first_row(*next); r < population.first_row(*next + 1); ++r) leave_out(rows, r - b.row_from);
  }
}

}  // namespace yilin::policy
