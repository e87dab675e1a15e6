#include "engines/siting/distance_table.h"

#include <algorithm>
#include <utility>

#include "engines/siting/wide.h"

namespace yilin::siting {

namespace {

constexpr std::int32_t kSmall = 1'200;
constexpr std::uint16_t kTooFar = 0x7fff;   // two of them still fit sixteen bits

YILIN_WIDE void relax_row(std::uint16_t* to, const std::uint16_t* by, std::uint16_t here, std::size_t n) {
  for (std::size_t j = 0; j < n; ++j) {
    const auto through = static_cast<std::uint16_t>(by[j] + here);
    to[j] = through < to[j] ? through : to[j];
  }
}

// False: a distance does not fit, or some nodes are not connected.
bool by_triple_loop(const std::vector<std::pair<std::int64_t, std::int32_t>>& edges, DistanceTable& table) {
  const auto n = static_cast<std::size_t>(table.clients);
  std::vector<std::uint16_t> far(n * n, kTooFar);
  for (const auto& [key, length] : edges) {
    const auto a = static_cast<std::size_t>(key) / n, b = static_cast<std::size_t>(key) % n;
    far[a * n + b] = far[b * n + a] = static_cast<std::uint16_t>(std::min<std::int32_t>(length, kTooFar));
  }
  for (std::size_t i = 0; i < n; ++i) far[i * n + i] = 0;
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = 0; i < n; ++i)
      if (far[i * n + k] < kTooFar) relax_row(far.data() + i * n, far.data() + k * n, far[i * n + k], n);
  if (std::ranges::find(far, kTooFar) != far.end()) return false;
  std::ranges::copy(far, table.far.begin());
  return true;
}

}  // namespace

DistanceTable all_shortest_paths(std::int32_t nodes, std::span<const Edge> edges) {
  const auto n = static_cast<std::size_t>(nodes);
  // One entry for each pair of nodes, in order of the pair: of parallel edges the last one.
  std::vector<std::pair<std::int64_t, std::int32_t>> last;
  last.reserve(edges.size());
  for (const Edge& e : edges) last.emplace_back(static_cast<std::int64_t>(std::min(e.a, e.b)) * nodes + std::max(e.a, e.b), e.length);
  std::ranges::stable_sort(last, {}, &std::pair<std::int64_t, std::int32_t>::first);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < last.size(); ++i) {
    if (kept > 0 && last[kept - 1].first == last[i].first) --kept;
    last[kept++] = last[i];
  }
  last.resize(kept);
  DistanceTable table{nodes, nodes, std::vector<std::int32_t>(n * n, kUnreachable)};
  if (nodes <= kSmall && last.size() * 100 > n * n && by_triple_loop(last, table)) return table;

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
