#include "engines/siting/walk_network.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "engines/siting/parallel.h"

namespace yilin::siting {
namespace {

constexpr double kCellMm = 250'000;    // of the grid that orders nodes and finds edges
constexpr double kEarthMm = 6'371'008'800.0;

std::uint64_t cell_of(std::int64_t x, std::int64_t y) { return static_cast<std::uint64_t>(y + (1ll << 31)) << 32 | static_cast<std::uint64_t>(x + (1ll << 31)); }

}  // namespace

WalkNetwork::WalkNetwork(Surface surface, std::span<const Point> nodes, std::span<const WayEdge> edges) : surface_(surface) {
  // Nodes by cell: a search then stays within a few pages.
  std::vector<std::int32_t> order(nodes.size()), inner(nodes.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::uint64_t> key(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i)
    key[i] = cell_of(static_cast<std::int64_t>(std::floor(nodes[i].x / kCellMm)), static_cast<std::int64_t>(std::floor(nodes[i].y / kCellMm)));
  std::ranges::stable_sort(order, [&](std::int32_t a, std::int32_t b) { return key[static_cast<std::size_t>(a)] < key[static_cast<std::size_t>(b)]; });
  at_.reserve(nodes.size());
  for (std::size_t k = 0; k < order.size(); ++k) {
    inner[static_cast<std::size_t>(order[k])] = static_cast<std::int32_t>(k);
    at_.push_back(nodes[static_cast<std::size_t>(order[k])]);
  }
  start_.assign(nodes.size() + 1, 0);
  edges_.reserve(edges.size());
  for (const WayEdge& e : edges) {
    edges_.push_back({inner[static_cast<std::size_t>(e.a)], inner[static_cast<std::size_t>(e.b)], e.length_mm});
    ++start_[static_cast<std::size_t>(edges_.back().a) + 1], ++start_[static_cast<std::size_t>(edges_.back().b) + 1];
  }
  for (std::size_t i = 1; i < start_.size(); ++i) start_[i] += start_[i - 1];
  arcs_.resize(edges.size() * 2);
  std::vector<std::uint32_t> next(start_.begin(), start_.end() - 1);
  for (std::size_t e = 0; e < edges_.size(); ++e) {
    const WayEdge& w = edges_[e];
    arcs_[next[static_cast<std::size_t>(w.a)]++] = {w.b, w.length_mm, static_cast<std::int32_t>(e)};
    arcs_[next[static_cast<std::size_t>(w.b)]++] = {w.a, w.length_mm, static_cast<std::int32_t>(e)};
  }
}

std::vector<Snap> WalkNetwork::snap(std::span<const Point> places, std::int32_t far_mm) const {
  // Edges by the cells that their box touches.
  std::unordered_map<std::uint64_t, std::vector<std::int32_t>> cells;
  const double cell = std::max(kCellMm, static_cast<double>(far_mm));
  const auto number = [&](double v) { return static_cast<std::int64_t>(std::floor(v / cell)); };
  for (std::size_t e = 0; e < edges_.size(); ++e) {
    const Point &a = at_[static_cast<std::size_t>(edges_[e].a)], &b = at_[static_cast<std::size_t>(edges_[e].b)];
    for (std::int64_t y = number(std::min(a.y, b.y)); y <= number(std::max(a.y, b.y)); ++y)
      for (std::int64_t x = number(std::min(a.x, b.x)); x <= number(std::max(a.x, b.x)); ++x) cells[cell_of(x, y)].push_back(static_cast<std::int32_t>(e));
  }
  std::vector<Snap> out(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Point& p = places[i];
    if (!placed(p)) continue;
    const double narrow = surface_ == Surface::sphere ? std::cos(p.y / kEarthMm) : 1;
    double best = static_cast<double>(far_mm) * static_cast<double>(far_mm);
    const std::int64_t reach_x = surface_ == Surface::sphere ? static_cast<std::int64_t>(std::ceil(far_mm / narrow / cell)) : 1;
    for (std::int64_t y = number(p.y) - 1; y <= number(p.y) + 1; ++y)
      for (std::int64_t x = number(p.x) - reach_x; x <= number(p.x) + reach_x; ++x) {
        const auto found = cells.find(cell_of(x, y));
        if (found == cells.end()) continue;
        for (const std::int32_t e : found->second) {
          const WayEdge& w = edges_[static_cast<std::size_t>(e)];
          const Point &a = at_[static_cast<std::size_t>(w.a)], &b = at_[static_cast<std::size_t>(w.b)];
          const double ux = (b.x - a.x) * narrow, uy = b.y - a.y, vx = (p.x - a.x) * narrow, vy = p.y - a.y;
          const double length2 = ux * ux + uy * uy;
          const double t = length2 > 0 ? std::clamp((ux * vx + uy * vy) / length2, 0.0, 1.0) : 0;
          const double dx = vx - t * ux, dy = vy - t * uy, d2 = dx * dx + dy * dy;
          if (d2 < best || (d2 == best && out[i].edge < 0)) {
            best = d2;
            out[i] = {e, static_cast<std::int32_t>(std::lround(t * w.length_mm)), static_cast<std::int32_t>(std::lround(std::sqrt(d2)))};
          }
        }
      }
  }
  return out;
}

// Dijkstra with a binary heap; distances of earlier searches are recognised by their stamp.
struct WalkNetwork::Search {
  explicit Search(std::size_t nodes) : far(nodes), stamp(nodes, 0) {}
  std::vector<std::int32_t> far;
  std::vector<std::uint32_t> stamp;
  std::vector<std::uint64_t> heap;
  std::vector<std::int32_t> reached;
  std::uint32_t now = 0;

  bool seen(std::int32_t v) const { return stamp[static_cast<std::size_t>(v)] == now; }
  void offer(std::int32_t v, std::int64_t d, std::int32_t limit) {
    const auto i = static_cast<std::size_t>(v);
    if (d > limit || (stamp[i] == now && far[i] <= d)) return;
    if (stamp[i] != now) reached.push_back(v);
    stamp[i] = now, far[i] = static_cast<std::int32_t>(d);
    heap.push_back(static_cast<std::uint64_t>(d) << 32 | static_cast<std::uint32_t>(v));
    std::ranges::push_heap(heap, std::greater<>());
  }
  void run(const WalkNetwork& net, const Snap& from, std::int32_t limit) {
    ++now;
    heap.clear(), reached.clear();
    if (from.edge < 0) return;
    const WayEdge& e = net.edges_[static_cast<std::size_t>(from.edge)];
    offer(e.a, std::int64_t{from.away_mm} + from.along_mm, limit);
    offer(e.b, std::int64_t{from.away_mm} + e.length_mm - from.along_mm, limit);
    while (!heap.empty()) {
      std::ranges::pop_heap(heap, std::greater<>());
      const std::uint64_t top = heap.back();
      heap.pop_back();
      const auto u = static_cast<std::size_t>(top & 0xffffffffu);
      const auto d = static_cast<std::int32_t>(top >> 32);
      if (far[u] != d) continue;
      for (std::uint32_t k = net.start_[u]; k < net.start_[u + 1]; ++k) offer(net.arcs_[k].to, std::int64_t{d} + net.arcs_[k].length_mm, limit);
    }
  }
};

ReachPairs WalkNetwork::within(std::span<const Snap> centres, std::span<const Snap> places, std::int32_t limit_mm, int threads) const {
  // Places by edge.
  std::vector<std::uint32_t> on_edge(edges_.size() + 1, 0);
  for (const Snap& s : places)
    if (s.edge >= 0) ++on_edge[static_cast<std::size_t>(s.edge) + 1];
  for (std::size_t e = 1; e < on_edge.size(); ++e) on_edge[e] += on_edge[e - 1];
  std::vector<std::int32_t> place(on_edge.back());
  std::vector<std::uint32_t> next(on_edge.begin(), on_edge.end() - 1);
  for (std::size_t i = 0; i < places.size(); ++i)
    if (places[i].edge >= 0) place[next[static_cast<std::size_t>(places[i].edge)]++] = static_cast<std::int32_t>(i);

  std::vector<std::vector<ReachPair>> found(centres.size());
  const std::size_t chunks = std::max<std::size_t>(1, static_cast<std::size_t>(threads));
  parallel_for(threads, chunks, [&](std::size_t chunk) {
    Search search(nodes());
    for (std::size_t k = centres.size() * chunk / chunks; k < centres.size() * (chunk + 1) / chunks; ++k) {
      search.run(*this, centres[k], limit_mm);
      std::vector<ReachPair>& mine = found[k];
      const auto end = [&](std::int32_t v) { return search.seen(v) ? std::int64_t{search.far[static_cast<std::size_t>(v)]} : std::numeric_limits<std::int32_t>::max() / 2; };
      const auto edge = [&](std::int32_t e) {
        const WayEdge& w = edges_[static_cast<std::size_t>(e)];
        const std::int64_t from_a = end(w.a), from_b = end(w.b);
        for (std::uint32_t i = on_edge[static_cast<std::size_t>(e)]; i < on_edge[static_cast<std::size_t>(e) + 1]; ++i) {
          const Snap& s = places[static_cast<std::size_t>(place[i])];
          std::int64_t d = std::min(from_a + s.along_mm, from_b + w.length_mm - s.along_mm) + s.away_mm;
          if (e == centres[k].edge) d = std::min<std::int64_t>(d, std::abs(s.along_mm - centres[k].along_mm) + std::int64_t{s.away_mm} + centres[k].away_mm);
          if (d <= limit_mm) mine.push_back({place[i], static_cast<std::int32_t>(d)});
        }
      };
      bool own = centres[k].edge >= 0;
      for (const std::int32_t u : search.reached)
        for (std::uint32_t a = start_[static_cast<std::size_t>(u)]; a < start_[static_cast<std::size_t>(u) + 1]; ++a) {
          const Arc& arc = arcs_[a];
          // An edge with both ends reached is looked at from its lower one; a loop once.
          if (search.seen(arc.to) && arc.to < u) continue;
          if (arc.to == u && a > start_[static_cast<std::size_t>(u)] && arcs_[a - 1].edge == arc.edge) continue;
          if (arc.edge == centres[k].edge) own = false;
          edge(arc.edge);
        }
      if (own) edge(centres[k].edge);
      std::ranges::sort(mine, [](const ReachPair& x, const ReachPair& y) { return x.place < y.place; });
    }
  });
  ReachPairs out;
  for (const std::vector<ReachPair>& mine : found) {
    out.pair.insert(out.pair.end(), mine.begin(), mine.end());
    out.start.push_back(out.pair.size());
  }
  return out;
}

std::vector<std::int32_t> WalkNetwork::nodes_within(std::span<const Snap> centres, std::int32_t limit_mm) const {
  Search search(nodes());
  std::vector<std::int32_t> out;
  for (const Snap& s : centres) {
    search.run(*this, s, limit_mm);
    out.push_back(static_cast<std::int32_t>(search.reached.size()));
  }
  return out;
}

}  // namespace yilin::siting
