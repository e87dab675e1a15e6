// An uploaded road file, checked and cut to the city.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "formats/siting/roads.h"
#include "modules/facilities/reach_files.h"
#include "modules/facilities/rules.h"

namespace yilin::facilities {
namespace {

namespace files = formats::siting;
constexpr std::size_t kLookedAt = 2'000;        // elders whose way to the nearest road is measured
constexpr std::int32_t kNear_mm = 100'000;
constexpr double kClearly = 0.1;                // a datum fits better when so many more elders are near a way

Result<files::RoadFile> read_any(const std::string& path) {
  std::error_code none;
  const auto size = static_cast<std::int64_t>(std::filesystem::file_size(path, none));
  if (none || size > kRoadBytesMax) return fail(yilin::errors::too_large, fmt::format("路网文件不能超过 {} MB。", kRoadBytesMax >> 20));
  std::ifstream in(path, std::ios::binary);
  char first = ' ';
  while (in.get(first) && (std::isspace(static_cast<unsigned char>(first)) || first == '\xEF' || first == '\xBB' || first == '\xBF')) {}
  const bool lines = first == '{';
  if (lines && size > kRoadLinesBytesMax)
    return fail(yilin::errors::too_large, fmt::format("GeoJSON 路网不能超过 {} MB，更大的请用 .osm.pbf。", kRoadLinesBytesMax >> 20));
  in.clear();
  in.seekg(0);
  std::string text(static_cast<std::size_t>(size), '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (text.empty()) return fail_field("file", "路网文件", "文件是空的。");
  return lines ? files::read_road_lines(text) : files::read_osm_pbf(text);
}

struct Box {
  double west = INFINITY, east = -INFINITY, south = INFINITY, north = -INFINITY;
  void add(const siting::Point& p) {
    west = std::min(west, p.x), east = std::max(east, p.x), south = std::min(south, p.y), north = std::max(north, p.y);
  }
  void widen(double by) { west -= by, east += by, south -= by, north += by; }
  bool holds(const siting::Point& p) const { return p.x >= west && p.x <= east && p.y >= south && p.y <= north; }
};

// How well the network would lie under the elders if it had been given in another datum: the elders are shifted instead.
double near_share(const siting::WalkNetwork& network, const Crowd& crowd, siting::Datum taken_as, siting::Datum if_it_were) {
  std::vector<siting::Point> at;
  const std::size_t step = std::max<std::size_t>(1, crowd.size() / kLookedAt);
  for (std::size_t i = 0; i < crowd.size(); i += step) {
    if (!siting::placed(crowd.at[i])) continue;
    const Place place = place_at(crowd.at[i]);
    const siting::Degrees here{static_cast<double>(place.lon_e6) / 1e6, static_cast<double>(place.lat_e6) / 1e6};
    const siting::Degrees there = siting::to_wgs84(siting::from_wgs84(here, if_it_were), taken_as);
    at.push_back(siting::on_sphere_deg(there.lon, there.lat));
  }
  if (at.empty()) return 0;
  const auto snaps = network.snap(at, kNear_mm);
  return static_cast<double>(std::ranges::count_if(snaps, [](const siting::Snap& s) { return s.edge >= 0; })) / static_cast<double>(at.size());
}

void judge_datum(RoadDraft& draft, const std::vector<siting::Point>& node, const Crowd& crowd, MapDatum datum) {
  std::vector<siting::WayEdge> edges;
  for (const auto& [a, b] : draft.edge) edges.push_back({a, b, 0});
  const siting::WalkNetwork network(siting::Surface::sphere, node, edges);
  const siting::Datum taken = rules::engine_datum(datum);
  draft.near_share = near_share(network, crowd, taken, taken);
  for (const MapDatum other : {MapDatum::wgs84, MapDatum::gcj02, MapDatum::bd09}) {
    const double share = rules::engine_datum(other) == taken ? 0 : near_share(network, crowd, taken, rules::engine_datum(other));
    if (share < draft.near_share + kClearly) continue;
    const auto name = std::ranges::find_if(enum_names(other), [&](const entity::EnumName& n) { return n.value == static_cast<std::int64_t>(other); })->label;
    draft.notes.push_back(fmt::format("若按 {} 读取，{:.0f}% 的老人 100 米内有道路，比现在的 {:.0f}% 多：请核对坐标系。", name, share * 100, draft.near_share * 100));
  }
}

}  // namespace

Result<RoadDraft> read_roads(const std::string& path, MapDatum datum, const Crowd& crowd, std::int64_t margin_m) {
  YILIN_TRY(const files::RoadFile file, read_any(path));
  RoadDraft out;
  out.notes = file.warnings;
  std::vector<siting::Point> at;
  std::vector<RoadDraft::Degrees> degrees;
  at.reserve(file.nodes.size());
  degrees.reserve(file.nodes.size());
  for (std::size_t i = 0; i < file.nodes.size(); ++i) {
    const auto& n = file.nodes[i];
    if (n.x >= 3 && n.x <= 54 && n.y >= 73 && n.y <= 136)
      return fail_field("file", "路网文件", fmt::format("第 {} 个点（{:.6f}，{:.6f}）的经度和纬度像是写反了。", i + 1, n.x, n.y));
    if (std::abs(n.x) > 180 || std::abs(n.y) > 90)
      return fail_field("file", "路网文件", fmt::format("第 {} 个点（{:.2f}，{:.2f}）不是经纬度，请先换算成经纬度。", i + 1, n.x, n.y));
    const siting::Degrees right = siting::to_wgs84({n.x, n.y}, rules::engine_datum(datum));
    at.push_back(siting::on_sphere_deg(right.lon, right.lat));
    degrees.push_back({static_cast<std::int32_t>(std::lround(right.lon * 1e7)), static_cast<std::int32_t>(std::lround(right.lat * 1e7))});
  }
  Box box;
  for (const siting::Point& c : crowd.centre)
    if (siting::placed(c)) box.add(c);
  const bool cut = crowd.placed > 0;
  box.widen(static_cast<double>(margin_m) * 1000);
  std::vector<std::int32_t> number(at.size(), -1);
  std::vector<siting::Point> kept;
  const auto keep = [&](std::int32_t n) {
    auto& k = number[static_cast<std::size_t>(n)];
    if (k < 0) {
      k = static_cast<std::int32_t>(kept.size());
      kept.push_back(at[static_cast<std::size_t>(n)]);
      out.node.push_back(degrees[static_cast<std::size_t>(n)]);
    }
    return k;
  };
  for (const files::RoadFile::Edge& e : file.edges) {
    if (cut && !box.holds(at[static_cast<std::size_t>(e.a)]) && !box.holds(at[static_cast<std::size_t>(e.b)])) continue;
    const std::int32_t a = keep(e.a);
    out.edge.push_back({a, keep(e.b)});
  }
  if (out.edge.empty())
    return fail_field("file", "路网文件", fmt::format("路网离本市老人居住的地方都在 {} 公里以外，请核对坐标系和文件。", margin_m / 1000));
  if (out.edge.size() < file.edges.size())
    out.notes.push_back(fmt::format("{} 段道路离本市超过 {} 公里，没有保留。", file.edges.size() - out.edge.size(), margin_m / 1000));
  if (file.not_for_walking > 0) out.notes.push_back(fmt::format("{} 条高速路、私有或未建成的路不供步行，没有采用。", file.not_for_walking));
  out.ways = file.ways;
  if (cut) judge_datum(out, kept, crowd, datum);
  else out.notes.push_back("还没有老人登记住处，不能核对路网的坐标系。");
  return out;
}

}  // namespace yilin::facilities
