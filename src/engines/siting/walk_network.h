#pragma once
// Walking along ways: nodes, edges with lengths, places snapped to edges (not to nodes: that gives false access), and bounded
// shortest-path searches from every centre. For fifteen minutes no index is needed: a search touches some hundred nodes.

#include <cstdint>
#include <span>
#include <vector>

#include "engines/siting/reach_pairs.h"

namespace yilin::siting {

struct WayEdge {
  std::int32_t a, b;               // nodes
  std::int32_t length_mm;          // ≥ 0; walked in both directions
};

// A place on the network: `along_mm` from node a of the edge, `away_mm` beside it (walked too).
struct Snap {
  std::int32_t edge = -1;          // -1: no way nearby
  std::int32_t along_mm = 0, away_mm = 0;
};

class WalkNetwork {
 public:
  // Nodes are renumbered inside so that neighbours lie together in memory; edges keep their numbers.
  WalkNetwork(Surface surface, std::span<const Point> nodes, std::span<const WayEdge> edges);

  // The nearest edge (as a straight line between its nodes) within `far_mm`.
  std::vector<Snap> snap(std::span<const Point> places, std::int32_t far_mm) const;

  // Ways of at most `limit_mm`, closed. Threads share the centres; the answer does not depend on their number.
  // `far` of a pair: millimetres.
  ReachPairs within(std::span<const Snap> centres, std::span<const Snap> places, std::int32_t limit_mm, int threads = 1) const;

  // How many nodes lie within `limit_mm` of each centre: the search alone.
  std::vector<std::int32_t> nodes_within(std::span<const Snap> centres, std::int32_t limit_mm) const;

  std::size_t nodes() const { return start_.size() - 1; }

 private:
  struct Arc {
    std::int32_t to, length_mm, edge;
  };
  struct Search;

  Surface surface_;
  std::vector<Point> at_;                      // by inner number
  std::vector<WayEdge> edges_;                 // inner numbers
  std::vector<std::uint32_t> start_;
  std::vector<Arc> arcs_;
};

}  // namespace yilin::siting
