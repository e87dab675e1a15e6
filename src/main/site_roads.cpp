// Reach along ways: the road file becomes a network, places are snapped to its edges, every site is walked from.
#include <algorithm>
#include <cmath>

#include "main/engine_files.h"
#include "main/site_command.h"

namespace yilin::commands {
namespace {

namespace files = formats::siting;

constexpr std::int32_t kNoLimitMm = 1'000'000'000;   // by distance: a thousand kilometres

std::int32_t millimetres(double metres) { return static_cast<std::int32_t>(std::lround(metres * 1000)); }

}  // namespace

Result<files::RoadFile> read_roads(const std::string& path) {
  YILIN_TRY(const std::string text, read_text(path));
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first != std::string::npos && text[first] == '{') return files::read_road_lines(text);
  return files::read_osm_pbf(text);
}

siting::ReachPairs Layers::walk_from(std::span<const siting::Point> sites, const SiteOptions& options, std::size_t& off_network) const {
  const std::vector<siting::Snap> snaps = walking->network.snap(sites, millimetres(options.snap_m));
  off_network = static_cast<std::size_t>(std::ranges::count_if(snaps, [](const siting::Snap& s) { return s.edge < 0; }));
  return walking->network.within(snaps, walking->people.snap, options.radius_m > 0 ? millimetres(options.radius_m) : kNoLimitMm, options.threads);
}

Status walk(const SiteOptions& options, Layers& layers) {
  YILIN_TRY(files::RoadFile roads, read_roads(options.roads));
  const bool degrees = layers.surface == siting::Surface::sphere;
  std::vector<siting::Point> nodes;
  nodes.reserve(roads.nodes.size());
  for (const files::RoadFile::Node& n : roads.nodes) {
    if (degrees && (std::abs(n.x) > 180 || std::abs(n.y) > 90)) return fail(files::bad_roads, "路网的坐标不是经纬度，而需求点是。");
    nodes.push_back(degrees ? siting::on_sphere_deg(n.x, n.y) : siting::on_plane_m(n.x * 1000, n.y * 1000));
  }
  std::vector<siting::WayEdge> edges;
  edges.reserve(roads.edges.size());
  for (const files::RoadFile::Edge& e : roads.edges) {
    const double metres = siting::distance_m(layers.surface, nodes[static_cast<std::size_t>(e.a)], nodes[static_cast<std::size_t>(e.b)]);
    if (metres > 2'000'000) return fail(files::bad_roads, "路网中有长于 2000 千米的直线段，坐标有误。");
    edges.push_back({e.a, e.b, millimetres(metres)});
  }
  siting::WalkNetwork network(layers.surface, nodes, edges);
  siting::WalkLayer people = siting::walk_layer(network, layers.people(), millimetres(options.snap_m));
  layers.walking = Layers::Walking{std::move(network), std::move(people), roads.ways};
  const auto from = [&](const Layer& sites, const char* what) {
    std::size_t off = 0;
    siting::ReachPairs pairs = layers.walk_from(sites.at, options, off);
    if (off > 0) layers.warnings.push_back(fmt::format("{} 个{}在 {:.10g} 米内没有道路，不能服务任何人。", off, what, options.snap_m));
    return pairs;
  };
  layers.pairs = Layers::Pairs{from(layers.candidates, "备选点"), from(layers.existing, "现有设施")};
  layers.warnings.insert(layers.warnings.end(), roads.warnings.begin(), roads.warnings.end());
  if (const std::int64_t off = layers.walking->people.off_network; off > 0)
    layers.warnings.push_back(fmt::format("{:.10g} 人在 {:.10g} 米内没有道路，按无法步行到达计；路网可能不全。", layers.shown(off), options.snap_m));
  return {};
}

}  // namespace yilin::commands
