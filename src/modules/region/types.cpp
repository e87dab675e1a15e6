#include "modules/region/types.h"

namespace yilin {
std::span<const entity::EnumName> enum_names(RegionLevel) {
  static constexpr entity::EnumName names[] = {{0, "country", "全国"}, {1, "province", "省"}, {2, "city", "市"},
                                               {3, "county", "区县"},  {4, "street", "街道乡镇"}, {5, "community", "社区村"}};
  return names;
}
}  // namespace yilin

namespace yilin::region {
using entity::field;
using entity::Table;

std::span<const entity::EnumName> enum_names(UrbanClass) {
  static constexpr entity::EnumName names[] = {
      {0, "unknown", "未分类"}, {111, "city_centre", "主城区"}, {121, "town_centre", "镇中心区"}, {220, "village", "村庄"}};
  return names;
}

const Table& RegionPath::fields() {
  static const Table table("RegionPath", "区划", {field<&RegionPath::code>("code", "区划代码").required()});
  return table;
}

const Table& ChildrenQuery::fields() {
  static const Table table("RegionChildrenQuery", "下级区划查询",
                           {field<&ChildrenQuery::parent>("parent", "上级区划").describe("不填时为全国各省")});
  return table;
}

const Table& SearchQuery::fields() {
  static const Table table("RegionSearchQuery", "区划搜索", {
      field<&SearchQuery::q>("q", "名称、拼音或首字母").required().text_max(50),
      field<&SearchQuery::limit>("limit", "条数").range(1, 50),
  });
  return table;
}

const Table& MapQuery::fields() {
  static const Table table("RegionMapQuery", "地图查询",
                           {field<&MapQuery::region>("region", "区划").describe("不填时为本市")});
  return table;
}

const Table& NewZone::fields() {
  static const Table table("NewZone", "新设功能区", {
      field<&NewZone::code>("code", "功能区代码").required().describe("县级代码，第 5、6 位为 71 至 99"),
      field<&NewZone::name>("name", "功能区名称").required().text_max(60),
      field<&NewZone::valid_from>("valid_from", "启用日期").required(),
      field<&NewZone::reason>("reason", "依据").required().text_max(200),
  });
  return table;
}

const Table& RegionView::fields() {
  static const Table table("Region", "区划", {
      field<&RegionView::code>("code", "区划代码"),
      field<&RegionView::name>("name", "全名"),
      field<&RegionView::short_name>("short_name", "名称"),
      field<&RegionView::full_name>("full_name", "完整名称"),
      field<&RegionView::level>("level", "级别"),
      field<&RegionView::urban>("urban", "城镇").describe("否为乡村"),
      field<&RegionView::urban_class>("urban_class", "城乡分类"),
      field<&RegionView::urban_derived>("urban_derived", "城乡分类为推定"),
      field<&RegionView::synthetic>("synthetic", "代管节点").describe("代替缺少的一级，如市直、未定社区"),
      field<&RegionView::zone>("zone", "功能区"),
      field<&RegionView::has_children>("has_children", "有下级"),
      field<&RegionView::valid_from>("valid_from", "启用日期"),
      field<&RegionView::valid_to>("valid_to", "废止日期"),
  });
  return table;
}

const Table& RegionStep::fields() {
  static const Table table("RegionStep", "区划路径", {
      field<&RegionStep::code>("code", "区划代码"),
      field<&RegionStep::name>("name", "名称"),
      field<&RegionStep::level>("level", "级别"),
  });
  return table;
}

const Table& RegionDetail::fields() {
  static const Table table("RegionDetail", "区划详情", {
      field<&RegionDetail::region>("region", "区划"),
      field<&RegionDetail::path>("path", "路径").list_max(6),
  });
  return table;
}

const Table& RegionList::fields() {
  static const Table table("RegionList", "区划列表", {field<&RegionList::items>("items", "各区划").list_max(2000)});
  return table;
}

const Table& MapTile::fields() {
  static const Table table("MapTile", "示意图方格", {
      field<&MapTile::code>("code", "区划代码"),
      field<&MapTile::name>("name", "名称"),
      field<&MapTile::column>("column", "列"),
      field<&MapTile::row>("row", "行"),
  });
  return table;
}

const Table& RegionMap::fields() {
  static const Table table("RegionMap", "地图", {
      field<&RegionMap::region>("region", "区划"),
      field<&RegionMap::kind>("kind", "种类").describe("schematic 示意方格，geometry 本市边界"),
      field<&RegionMap::stamp>("stamp", "图上必须注明"),
      field<&RegionMap::columns>("columns", "列数"),
      field<&RegionMap::rows>("rows", "行数"),
      field<&RegionMap::tiles>("tiles", "方格").list_max(2000),
      field<&RegionMap::geometry_url>("geometry_url", "边界文件地址"),
      field<&RegionMap::review_number>("review_number", "审图号"),
  });
  return table;
}

const Table& GeometryReport::fields() {
  static const Table table("GeometryReport", "边界导入结果", {
      field<&GeometryReport::review_number>("review_number", "审图号"),
      field<&GeometryReport::shapes>("shapes", "图形数"),
      field<&GeometryReport::missing>("missing", "缺少图形的区划").list_max(500),
  });
  return table;
}

}  // namespace yilin::region
