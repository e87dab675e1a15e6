#include "engines/siting/distance_table.h"

#include <algorithm>
#include <unordered_map>

namespace yilin::siting {

DistanceTable all_shortest_paths(std::int32_t nodes, std::span<const Edge> edges) {
  const auto n = static_cast<std::size_t>(nodes);
  std::unordered_map<std::int64_t, std::int32_t> last;
  last.reserve(edges.size() * 2);
  for (const Edge& e : edges) last[static_cast<std::int64_t>(std::min(e.a, e.b)) * nodes + std::max(e.a, e.b)] = e.length;

  struct Arc {
    std::int32_t to, length;
  };
  std::vector<std::uint32_t> start(n + 1, 0);
  std::vector<Arc> arcs(last.size() * 2);
  std::int32_t longest = 1;
  for (const auto& [key, length] : last) {
    ++start[static_cast<std::size_t>(key / nodes) + 1], ++start[static_cast<std::size_t>(key % nodes) + 1];
    longest = std::max(longest, length);
  }
  for (std::size_t i = 1; i <= n; ++i) start[i] += start[i - 1];
  std::vector<std::uint32_t> fill(start.begin(), start.end() - 1);
  for (const auto& [key, length] : last) {
    const auto a = static_cast<std::int32_t>(key / nodes), b = static_cast<std::int32_t>(key % nodes);
    arcs[fill[static_cast<std::size_t>(a)]++] = {b, length};
    arcs[fill[static_cast<std::size_t>(b)]++] = {a, length};
  }

  DistanceTable table{nodes, nodes, std::vector<std::int32_t>(n * n, kUnreachable)};
  const auto buckets = static_cast<std::size_t>(longest) + 1;
  std::vector<std::vector<std::int32_t>> bucket(buckets);
  for (std::size_t source = 0; source < n; ++source) {
    std::int32_t* far = table.far.data() + source * n;
    far[source] = 0;
    bucket[0].push_back(static_cast<std::int32_t>(source));
    std::size_t waiting = 1;
    for (std::int32_t now = 0; waiting > 0; ++now) {
      std::vector<std::int32_t>& here = bucket[static_cast<std::size_t>(now) % buckets];
      for (std::size_t i = 0; i < here.size(); ++i) {  // grows while edges of length 0 are followed
        const auto u = static_cast<std::size_t>(here[i]);
        --waiting;
        if (far[u] != now) continue;
        for (std::uint32_t k = start[u]; k < start[u + 1]; ++k) {
          const std::int32_t through = now + arcs[k].length;
          const auto v = static_cast<std::size_t>(arcs[k].to);
          if (through >= far[v]) continue;
          far[v] = through;
          bucket[static_cast<std::size_t>(through) % buckets].push_back(arcs[k].to);
          ++waiting;
        }
      }
      here.clear();
    }
  }
  return table;
}

}  // namespace yilin::siting
