#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "http/module.h"
#include "kernel/command/command.h"
#include "modules/region/geometry.h"
#include "modules/region/module.h"
#include "modules/region/queries.h"
#include "modules/region/rules.h"
#include "modules/region/site.h"
#include "modules/region/store.h"
#include "modules/region/xz.h"

namespace yilin::region {
namespace {

using access::Role;
constexpr access::Permission kZoneAdd{"region.zone_add", "新设功能区", {Role::official}};
constexpr access::Permission kMapImport{"region.map_import", "导入本市边界", {Role::official}};

Result<RegionView> add_zone(command::Tx& tx, const NewZone& in) {
  if (!tx.caller.in_scope(in.code)) return fail(yilin::errors::not_found);
  const auto tree = divisions(tx.kernel);
  YILIN_TRY(std::vector<Division> rows, rules::decide_zone(in, *tree));
  auto taken = tx.db.rows("SELECT code FROM division WHERE code = ?", in.code);
  if (taken.next()) return fail(rules::errors::zone_exists);
  insert_divisions(tx.db, rows);
  const Division zone = rows.front();
  tx.record({"region.zone_add", "region", zone.code.value, zone.code, {}, in.reason,
             fmt::format(R"({{"valid_from":"{}"}})", to_string(in.valid_from))});
  tx.after_commit([&kernel = tx.kernel, rows = std::move(rows)] { kernel.parts.get<Part>().add(rows); });

  RegionView view;
  view.code = zone.code;
  view.name = zone.name;
  view.short_name = zone.short_name;
  view.full_name = tree->full_name(tree->city()) + zone.short_name;
  view.level = zone.level;
  view.urban = true;
  view.urban_class = zone.urban;
  view.zone = true;
  view.has_children = true;
  view.valid_from = zone.valid_from;
  return view;
}

std::string_view query_of(const http::Request& request, std::string_view name) {
  for (const auto& [key, value] : request.query)
    if (key == name) return value;
  return {};
}

Result<GeometryReport> import_geometry(const http::Context& context, const http::Request& request) {
  Kernel& kernel = context.kernel;
  const std::string number(query_of(request, "review_number"));
  if (!rules::review_number_plausible(number))
    return fail_field("review_number", "审图号", "请填写地图的审图号，例如“豫S(2023)012号”。");
  const auto tree = divisions(kernel);
  if (!context.session.caller->in_scope(tree->city())) return fail(yilin::errors::not_found);
  auto text = read_file(request.body, kGeometryBytesMax);
  if (!text) return fail(yilin::errors::too_large, "边界文件不能超过 20 MB。");
  YILIN_TRY(const CheckedGeometry checked, check_geometry(*text, *tree, civil_date(kernel.clock.now())));

  const sealing::Digest digest = sealing::sm3(checked.geojson);
  std::string name = "maps/";
  for (int i = 0; i < 8; ++i) name += fmt::format("{:02x}", digest[static_cast<std::size_t>(i)]);
  name += ".geojson";
  const std::filesystem::path file = std::filesystem::path(kernel.data_folder) / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << checked.geojson;

  YILIN_CHECK(command::run(kernel, *context.session.caller, [&](command::Tx& tx) -> Status {
    store_geometry(tx, {name, number});
    tx.record({"region.map_import", "region", tree->city().value, tree->city(), {}, number,
               fmt::format(R"({{"shapes":{}}})", checked.shapes)});
    return {};
  }));
  return GeometryReport{number, checked.shapes, checked.missing};
}

void answer_import(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  auto report = import_geometry(context, request);
  if (!report) return responder->respond(http::Router::problem(report.error()));
  http::Response response;
  response.body = entity::to_json(*report);
  responder->respond(std::move(response));
}

void serve_geometry(http::Context context, http::Request, std::shared_ptr<http::Responder> responder) {
  std::optional<Geometry> geometry;
  {
    auto db = context.kernel.readers->borrow();
    geometry = stored_geometry(*db);
  }
  if (!geometry) return responder->respond(http::Router::problem(Error(yilin::errors::not_found, "本市尚未导入边界文件。")));
  http::Response response;
  response.content_type = "application/geo+json; charset=utf-8";
  response.headers.emplace_back("cache-control", "public, max-age=3600");
  response.file = context.kernel.data_folder + "/" + geometry->file;
  responder->respond(std::move(response));
}

void attach(Kernel& kernel, http::Router& router) {
  {
    auto db = kernel.readers->borrow();
    const RegionCode city = stored_city(*db);
    kernel.parts.put<Part>(std::make_shared<const Divisions>(read_tree(*db, city), city), setting(*db, "demo") == "1");
  }
  router.query<http::Nothing, Site>({"GET /api/site", "站点", http::open_to_all},
                                   [](command::Reader& reader, const http::Nothing&) -> Result<Site> { return site(reader); });
  router.query<ChildrenQuery, RegionList>({"GET /api/regions/children", "下级区划", http::open_to_all}, list_children);
  router.query<SearchQuery, RegionList>({"GET /api/regions/search", "按名称、拼音或首字母找区划", http::any_session}, search_regions);
  router.query<MapQuery, RegionMap>({"GET /api/regions/map", "地图或示意方格", http::open_to_all}, show_map);
  router.raw({"GET /api/regions/geometry", "本市边界（GeoJSON）", http::open_to_all}, serve_geometry);
  router.query<RegionPath, RegionDetail>({"GET /api/regions/{code}", "区划详情", http::open_to_all}, show_region);
  router.command<NewZone, RegionView>({"POST /api/regions/zones", "新设功能区", kZoneAdd}, add_zone);
  router.raw({"POST /api/uploads/regions/geometry", "导入本市边界（?review_number=审图号）", kMapImport, false}, answer_import,
             nullptr, &GeometryReport::fields());
}

}  // namespace

Module module() {
  Module m;
  m.name = "region";
  m.migrations = migrations();
  m.attach = attach;
  m.errors = {&errors::data_file, &errors::geometry_invalid, &rules::errors::zone_exists};
  m.verbs = {{"region.load", "载入行政区划"},
             {"region.set_city", "设定服务城市"},
             {"region.zone_add", "新设功能区"},
             {"region.map_import", "导入本市边界"}};
  return m;
}

}  // namespace yilin::region
