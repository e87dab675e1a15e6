#include "modules/region/geometry.h"

#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace yilin::region {
namespace {
namespace json = boost::json;

constexpr double kWest = 73, kEast = 136, kSouth = 3, kNorth = 54;

struct Shapes {
  std::size_t points = 0;

  bool position(const json::value& v) {
    if (!v.is_array() || v.get_array().size() < 2 || v.get_array().size() > 3 || ++points > kPointsMax) return false;
    const auto number = [](const json::value& n, double& out) {
      boost::system::error_code error;
      out = n.to_number<double>(error);
      return !error;
    };
    double lon = 0, lat = 0;
    return number(v.get_array()[0], lon) && number(v.get_array()[1], lat) && lon >= kWest && lon <= kEast &&
           lat >= kSouth && lat <= kNorth;
  }
  bool ring(const json::value& v) {
    if (!v.is_array() || v.get_array().size() < 4) return false;
    const json::array& positions = v.get_array();
    for (const json::value& p : positions)
      if (!position(p)) return false;
    return positions.front() == positions.back();
  }
  bool polygon(const json::value& v) {
    if (!v.is_array() || v.get_array().empty()) return false;
    for (const json::value& r : v.get_array())
      if (!ring(r)) return false;
    return true;
  }
  bool shape(const json::value& v) {
    if (!v.is_object()) return false;
    const json::object& o = v.get_object();
    const json::value* type = o.if_contains("type");
    const json::value* coordinates = o.if_contains("coordinates");
    if (type == nullptr || coordinates == nullptr || !type->is_string()) return false;
    if (type->get_string() == "Polygon") return polygon(*coordinates);
    if (type->get_string() != "MultiPolygon" || !coordinates->is_array()) return false;
    for (const json::value& p : coordinates->get_array())
      if (!polygon(p)) return false;
    return !coordinates->get_array().empty();
  }
};

std::optional<RegionCode> code_of(const json::object& feature) {
  const auto read = [](const json::value* v) -> std::optional<RegionCode> {
    if (v == nullptr) return std::nullopt;
    std::string text;
    if (v->is_string()) text = std::string(v->get_string());
    else if (v->is_int64()) text = std::to_string(v->get_int64());
    const auto code = RegionCode::parse(text);
    if (!code) return std::nullopt;
    return *code;
  };
  if (const json::value* properties = feature.if_contains("properties"); properties != nullptr && properties->is_object())
    for (const char* name : {"code", "adcode", "id"})
      if (const auto code = read(properties->get_object().if_contains(name))) return code;
  return read(feature.if_contains("id"));
}

}  // namespace

std::optional<Geometry> stored_geometry(sql::Connection& db) {
  const auto file = setting(db, "map_file"), number = setting(db, "map_review_number");
  if (!file || !number) return std::nullopt;
  return Geometry{*file, *number};
}

void store_geometry(command::Tx& tx, const Geometry& geometry) {
  put_setting(tx, "map_file", geometry.file);
  put_setting(tx, "map_review_number", geometry.review_number);
}

Result<CheckedGeometry> check_geometry(std::string_view text, const Divisions& tree, Date today) {
  const auto wrong = [](std::string sentence) { return fail(errors::geometry_invalid, std::move(sentence)); };
  json::parse_options options;
  options.max_depth = 12;
  boost::system::error_code error;
  const json::value root = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error || !root.is_object()) return wrong("文件不是正确的 GeoJSON。");
  const json::value* type = root.get_object().if_contains("type");
  const json::value* features = root.get_object().if_contains("features");
  if (type == nullptr || !type->is_string() || type->get_string() != "FeatureCollection" || features == nullptr ||
      !features->is_array())
    return wrong("文件应为 GeoJSON 的 FeatureCollection。");
  if (features->get_array().empty() || features->get_array().size() > kShapesMax)
    return wrong(fmt::format("图形应有 1 至 {} 个。", kShapesMax));

  CheckedGeometry checked;
  Shapes shapes;
  std::set<RegionCode> seen;
  std::size_t number = 0;
  checked.geojson = R"({"type":"FeatureCollection","features":[)";
  for (const json::value& feature : features->get_array()) {
    ++number;
    if (!feature.is_object()) return wrong(fmt::format("第 {} 个图形格式不正确。", number));
    const auto code = code_of(feature.get_object());
    if (!code) return wrong(fmt::format("第 {} 个图形没有区划代码（属性 code）。", number));
    const Division* division = tree.find(*code);
    if (division == nullptr || division->synthetic || !tree.city().contains(*code) || !division->valid_on(today))
      return wrong(fmt::format("第 {} 个图形的区划代码 {} 不是本市现行区划。", number, to_string(*code)));
    if (!seen.insert(*code).second) return wrong(fmt::format("区划代码 {} 出现了两次。", to_string(*code)));
    const json::value* shape = feature.get_object().if_contains("geometry");
    if (shape == nullptr || !shapes.shape(*shape))
      return wrong(fmt::format("第 {} 个图形（{}）的边界不正确：应为闭合的多边形，坐标为经纬度，总点数不超过 {}。", number,
                               division->short_name, kPointsMax));
    json::object kept;
    kept["type"] = shape->get_object().at("type");
    kept["coordinates"] = shape->get_object().at("coordinates");
    checked.geojson += fmt::format(R"({}{{"type":"Feature","properties":{{"code":"{}"}},"geometry":{}}})", number > 1 ? "," : "",
                                   to_string(*code), json::serialize(kept));
  }
  checked.geojson += "]}";
  checked.shapes = static_cast<std::int64_t>(number);

  // Every level of which something is drawn should be whole.
  std::set<RegionLevel> levels;
  for (const RegionCode code : seen) levels.insert(code.level());
  const auto look = [&](const auto& self, RegionCode parent) -> void {
    for (const RegionCode child : tree.children(parent)) {
      const Division* d = tree.find(child);
      if (d->synthetic || !d->valid_on(today)) continue;
      if (levels.count(d->level) != 0 && seen.count(child) == 0 && checked.missing.size() < 500)
        checked.missing.push_back(to_string(child) + " " + d->short_name);
      self(self, child);
    }
  };
  look(look, tree.city());
  return checked;
}

}  // namespace yilin::region
