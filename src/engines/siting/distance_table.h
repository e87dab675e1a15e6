#pragma once
// Distances between clients and sites as one dense table, row by site; and shortest paths on a public benchmark's graph.

#include <cstdint>
#include <span>
#include <vector>

namespace yilin::siting {

inline constexpr std::int32_t kUnreachable = 1'000'000'000;

struct DistanceTable {
  std::int32_t clients = 0, sites = 0;
  std::vector<std::int32_t> far;                 // far[site × clients + client], whole units (metres, or the file's own)
  const std::int32_t* row(std::int32_t site) const { return far.data() + static_cast<std::size_t>(site) * static_cast<std::size_t>(clients); }
  std::int32_t at(std::int32_t site, std::int32_t client) const { return row(site)[client]; }
};

struct Edge {
  std::int32_t a, b, length;                     // nodes from 0, length ≥ 0
};
// Every node is a client and a site. Of edges between the same two nodes the last one counts (OR-Library's rule).
// Floyd and Warshall's triple loop on short numbers, sixteen at a time, where the graph is small and its distances fit;
// otherwise Dial's buckets from every node, O(n · (edges + longest path)).
DistanceTable all_shortest_paths(std::int32_t nodes, std::span<const Edge> edges);

}  // namespace yilin::siting
