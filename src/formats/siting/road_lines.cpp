#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <unordered_map>

#include "formats/siting/roads.h"

namespace yilin::formats::siting {
namespace {

namespace json = boost::json;
constexpr std::size_t kBytesMax = 512 * 1024 * 1024;
constexpr std::size_t kNodesMax = 50'000'000;

class Lines {
 public:
  Result<RoadFile> run(std::string_view text) {
    if (text.size() > kBytesMax) return fail(bad_roads, "GeoJSON：文件大于 512 MB，请改用 .osm.pbf。");
    boost::system::error_code error;
    json::parse_options options;
    options.max_depth = 16;
    const json::value root = json::parse(text, error, {}, options);
    if (error || !root.is_object()) return fail(bad_roads, "GeoJSON：不是 JSON 对象。");
    const json::value* features = root.as_object().if_contains("features");
    if (features && features->is_array()) {
      std::size_t number = 0;
      for (const json::value& f : features->as_array()) {
        ++number;
        if (!f.is_object() || !feature(f.as_object())) return fail(bad_roads, fmt::format("GeoJSON：第 {} 个要素的坐标有误。", number));
      }
    } else if (!geometry(root)) {
      return fail(bad_roads, "GeoJSON：没有 features，也不是线。");
    }
    if (out_.edges.empty()) return fail(bad_roads, "GeoJSON：没有一条可步行的线。");
    if (others_ > 0) out_.warnings.push_back(fmt::format("路网文件中有 {} 个要素不是线，未用。", others_));
    return std::move(out_);
  }

 private:
  bool feature(const json::object& f) {
    const json::value* shape = f.if_contains("geometry");
    if (!shape || !shape->is_object()) {
      ++others_;
      return true;
    }
    std::vector<std::pair<std::string_view, std::string_view>> tags;
    if (const json::value* p = f.if_contains("properties"); p && p->is_object())
      for (const json::key_value_pair& tag : p->as_object())
        if (tag.value().is_string()) tags.emplace_back(tag.key(), tag.value().as_string());
    const bool tagged = std::ranges::any_of(tags, [](const auto& t) { return t.first == "highway"; });
    if (tagged && !walkable(tags)) {
      ++out_.not_for_walking;
      return true;
    }
    return geometry(*shape);
  }

  bool geometry(const json::value& shape) {
    const json::object& g = shape.as_object();
    const json::value *type = g.if_contains("type"), *coordinates = g.if_contains("coordinates");
    if (!type || !type->is_string()) return false;
    if (type->as_string() == "LineString") return coordinates && coordinates->is_array() && line(coordinates->as_array());
    if (type->as_string() == "MultiLineString") {
      if (!coordinates || !coordinates->is_array()) return false;
      for (const json::value& l : coordinates->as_array())
        if (!l.is_array() || !line(l.as_array())) return false;
      return true;
    }
    ++others_;
    return true;
  }

  bool line(const json::array& points) {
    std::int32_t before = -1;
    ++out_.ways;
    for (const json::value& p : points) {
      if (!p.is_array() || p.as_array().size() < 2 || !p.as_array()[0].is_number() || !p.as_array()[1].is_number()) return false;
      const double x = p.as_array()[0].to_number<double>(), y = p.as_array()[1].to_number<double>();
      if (!(std::abs(x) <= 100'000 && std::abs(y) <= 100'000)) return false;
      const std::int32_t here = node(x, y);
      if (before >= 0 && before != here) out_.edges.push_back({before, here});
      before = here;
    }
    return out_.nodes.size() <= kNodesMax;
  }

  // Vertices agree to the seventh decimal: a centimetre.
  std::int32_t node(double x, double y) {
    const std::int64_t a = std::llround(x * 1e7), b = std::llround(y * 1e7);
    const std::uint64_t key = static_cast<std::uint64_t>(a) * 0x9e3779b97f4a7c15 + static_cast<std::uint64_t>(b);
    for (auto [it, end] = by_key_.equal_range(key); it != end; ++it) {
      const RoadFile::Node& n = out_.nodes[static_cast<std::size_t>(it->second)];
      if (std::llround(n.x * 1e7) == a && std::llround(n.y * 1e7) == b) return it->second;
    }
    const auto fresh = static_cast<std::int32_t>(out_.nodes.size());
    out_.nodes.push_back({x, y});
    by_key_.emplace(key, fresh);
    return fresh;
  }

  RoadFile out_;
  std::int64_t others_ = 0;
  std::unordered_multimap<std::uint64_t, std::int32_t> by_key_;
};

}  // namespace

Result<RoadFile> read_road_lines(std::string_view geojson) { return Lines().run(geojson); }

}  // namespace yilin::formats::siting
