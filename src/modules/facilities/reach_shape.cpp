#include "modules/facilities/reach_shape.h"

#include <algorithm>
#include <map>

#include "modules/facilities/joined.h"
#include "modules/facilities/memory.h"
#include "modules/facilities/rules.h"

namespace yilin::facilities {
namespace {

using entity::field;
using entity::Table;

// Streets that can be walked to the end. A town's limit and the country's may differ: the longer one is drawn.
void walk(const Roads& roads, const ReachTerms& terms, const siting::Point& from, ReachShape& out) {
  const std::int32_t most = std::max(reach_limit(terms, true), reach_limit(terms, false));
  const auto around = roads.around(from, most, static_cast<std::int32_t>(terms.snap_m * 1000));
  if (around.centre.edge < 0) {
    out.note = "这里附近没有道路，走不到任何地方；路网可能不全。";
    return;
  }
  // A node lies at an end of each of its ways.
  std::vector<siting::Snap> ends(around.node.size());
  for (std::size_t e = 0; e < around.edge.size(); ++e) {
    const siting::WayEdge& way = around.edge[e];
    ends[static_cast<std::size_t>(way.a)] = {static_cast<std::int32_t>(e), 0, 0};
    ends[static_cast<std::size_t>(way.b)] = {static_cast<std::int32_t>(e), way.length_mm, 0};
  }
  std::vector<char> reached(around.node.size(), 0);
  const auto found = around.network->within(std::span(&around.centre, 1), ends, most);
  for (const siting::ReachPair& p : found.pair) reached[static_cast<std::size_t>(p.place)] = 1;
  for (const siting::WayEdge& way : around.edge) {
    if (!reached[static_cast<std::size_t>(way.a)] || !reached[static_cast<std::size_t>(way.b)]) continue;
    if (out.ways.size() == kWaysShown) {
      out.note = "走得到的路段很多，图上只画一部分。";
      break;
    }
    const Place a = place_at(around.node[static_cast<std::size_t>(way.a)]), b = place_at(around.node[static_cast<std::size_t>(way.b)]);
    out.ways.push_back({a.lon_e6, a.lat_e6, b.lon_e6, b.lat_e6});
  }
}

void list_communities(const command::Reader& reader, const Reacher& walked, const ReachSite& site, ReachShape& out) {
  const auto divisions = region::divisions(reader.kernel);
  std::map<std::int32_t, std::int32_t> seconds;    // by community
  for (const siting::ReachPair& p : walked.from(site)) seconds.emplace(walked.crowd().group[static_cast<std::size_t>(p.place)], p.far);
  for (const auto& [group, s] : seconds) {
    const RegionCode code = divisions->community_at(static_cast<std::uint32_t>(group));
    out.communities.push_back({code, divisions->full_name(code), s});
  }
  std::ranges::stable_sort(out.communities, {}, &ReachedCommunity::seconds);
  if (out.communities.size() > kCommunitiesShown) out.communities.resize(kCommunitiesShown);
  if (!walked.has(site)) out.note = "时间表里没有这一处。";
}

}  // namespace

Result<ReachShape> reach_shape(command::Reader& reader, const ReachShapeQuery& in) {
  ReachShape out;
  ReachSite site;
  YILIN_TRY(out.terms, reach_terms(reader.kernel, reader.today(), in));
  if (in.facility) {
    const auto entry = shelf(reader.kernel).facilities.get(in.facility);
    if (!entry) return fail(yilin::errors::not_found);
    out.name = entry->facility.name;
    out.lon_e6 = entry->facility.lon_e6;
    out.lat_e6 = entry->facility.lat_e6;
    site.key = facility_key(in.facility);
  } else {
    YILIN_TRY(const Place given, rules::parse_place(in.at, "at"));
    YILIN_TRY(const Place at, rules::place_of(given.lon_e6, given.lat_e6, MapDatum::wgs84));
    out.lon_e6 = at.lon_e6;
    out.lat_e6 = at.lat_e6;
  }
  site.at = point_of({out.lon_e6, out.lat_e6});
  if (!siting::placed(site.at)) return fail_field(in.facility ? "facility" : "at", "位置", "这一处没有登记位置。");
  const auto picture = crowd(reader.kernel);
  const auto divisions = region::divisions(reader.kernel);
  const auto ranges = seen(reader, *divisions, divisions->city());
  const auto walked = reacher(reader.kernel, picture, out.terms);
  if (walked) {
    for (const siting::ReachPair& p : walked->from(site)) out.elders += within(ranges, picture->group[static_cast<std::size_t>(p.place)]);
    if (out.terms.reach == ReachKind::table) list_communities(reader, *walked, site, out);
    else if (const auto roads = memory(reader.kernel).layers.roads(out.terms.layer_id)) walk(*roads, out.terms, site.at, out);
    return out;
  }
  const double urban2 = urban_reach(out.terms).limit2_mm2(), rural2 = rural_reach(out.terms).limit2_mm2();
  for (std::size_t i = 0; i < picture->size(); ++i)
    out.elders += siting::placed(picture->at[i]) && siting::distance2_mm2(siting::Surface::sphere, site.at, picture->at[i]) <= (i < picture->urban ? urban2 : rural2) &&
                  within(ranges, picture->group[i]);
  out.urban_radius_m = out.terms.urban_path_m * 1000 / out.terms.urban_detour_permille;
  out.rural_radius_m = out.terms.rural_path_m * 1000 / out.terms.rural_detour_permille;
  return out;
}

const Table& ReachShapeQuery::fields() {
  using F = ReachShapeQuery;
  static const Table table("ReachShapeQuery", "查询一处的可达范围", joined({}, ReachWish::fields(), {
      field<&F::facility>("facility", "设施"),
      field<&F::at>("at", "位置").text_max(40).describe("经度,纬度（WGS-84）；不给设施时填写"),
  }));
  return table;
}
const Table& ReachedWay::fields() {
  using F = ReachedWay;
  static const Table table("ReachedWay", "走得到的路段", {
      field<&F::from_lon_e6>("from_lon_e6", "起点经度"),
      field<&F::from_lat_e6>("from_lat_e6", "起点纬度"),
      field<&F::to_lon_e6>("to_lon_e6", "终点经度"),
      field<&F::to_lat_e6>("to_lat_e6", "终点纬度"),
  });
  return table;
}
const Table& ReachedCommunity::fields() {
  using F = ReachedCommunity;
  static const Table table("ReachedCommunity", "到得了的社区", {
      field<&F::region>("region", "地区"),
      field<&F::region_name>("region_name", "地区名称"),
      field<&F::seconds>("seconds", "时间").unit("秒"),
  });
  return table;
}
const Table& ReachShape::fields() {
  using F = ReachShape;
  static const Table table("ReachShape", "可达范围", {
      field<&F::name>("name", "名称"),
      field<&F::lon_e6>("lon_e6", "经度"),
      field<&F::lat_e6>("lat_e6", "纬度"),
      field<&F::urban_radius_m>("urban_radius_m", "城镇半径").unit("米"),
      field<&F::rural_radius_m>("rural_radius_m", "农村半径").unit("米"),
      field<&F::ways>("ways", "走得到的路段").list_max(kWaysShown),
      field<&F::communities>("communities", "到得了的社区").list_max(kCommunitiesShown),
      field<&F::elders>("elders", "可达老人").unit("人"),
      field<&F::note>("note", "说明"),
      field<&F::terms>("terms", "口径"),
  });
  return table;
}

}  // namespace yilin::facilities
