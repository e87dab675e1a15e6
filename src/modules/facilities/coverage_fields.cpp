#include "modules/facilities/coverage.h"
#include "modules/facilities/joined.h"

namespace yilin::facilities {

using entity::field;
using entity::Table;

std::span<const entity::EnumName> enum_names(AccessMethod) {
  static constexpr entity::EnumName names[] = {{1, "two_step", "2SFCA"}, {2, "enhanced", "E2SFCA"}};
  return names;
}

const Table& ReachWish::fields() {
  using F = ReachWish;
  static const Table table("ReachWish", "口径", {
      field<&F::reach>("reach", "路程算法"),
      field<&F::urban_minutes>("urban_minutes", "步行时间").range(1, 120).unit("分钟"),
      field<&F::urban_pace_mm_s>("urban_pace_mm_s", "步行速度").range(100, 3'000).unit("毫米/秒"),
      field<&F::urban_detour_permille>("urban_detour_permille", "城镇绕行系数").range(1'000, 3'000).unit("千分之一"),
      field<&F::rural_path_m>("rural_path_m", "农村可达路程").range(1, 20'000).unit("米"),
      field<&F::rural_detour_permille>("rural_detour_permille", "农村绕行系数").range(1'000, 3'000).unit("千分之一"),
  });
  return table;
}
const Table& CoverageQuery::fields() {
  using F = CoverageQuery;
  static const Table table("CoverageQuery", "查询服务圈覆盖", joined({}, ReachWish::fields(), {
      field<&F::region>("region", "地区"),
      field<&F::kinds>("kinds", "设施类型").list_max(9),
  }));
  return table;
}
const Table& CoverageRow::fields() {
  using F = CoverageRow;
  static const Table table("CoverageRow", "覆盖情况", {
      field<&F::region>("region", "地区"),
      field<&F::region_name>("region_name", "地区名称"),
      field<&F::urban>("urban", "城镇"),
      field<&F::elders>("elders", "老人").unit("人"),
      field<&F::covered>("covered", "已覆盖").unit("人"),
      field<&F::uncovered>("uncovered", "未覆盖").unit("人"),
      field<&F::unplaced>("unplaced", "没有位置").unit("人"),
      field<&F::share_bp>("share_bp", "覆盖率").unit("万分之一").describe("已覆盖占有位置的老人"),
  });
  return table;
}
const Table& CoverageTable::fields() {
  using F = CoverageTable;
  static const Table table("CoverageTable", "服务圈覆盖表", {
      field<&F::total>("total", "合计"),
      field<&F::children>("children", "下级").list_max(2000),
      field<&F::centres>("centres", "设施"),
      field<&F::centres_without_place>("centres_without_place", "没有位置的设施"),
      field<&F::terms>("terms", "口径"),
      field<&F::notes>("notes", "说明").list_max(10),
      field<&F::as_of>("as_of", "数据时间"),
  });
  return table;
}
const Table& UncoveredQuery::fields() {
  using F = UncoveredQuery;
  static const Table table("UncoveredQuery", "查询未覆盖老人", joined({}, ReachWish::fields(), {
      field<&F::region>("region", "地区"),
      field<&F::kinds>("kinds", "设施类型").list_max(9),
      field<&F::unplaced>("unplaced", "没有位置"),
      field<&F::limit>("limit", "条数").range(1, http::kPageMax),
      field<&F::cursor>("cursor", "游标"),
  }));
  return table;
}
const Table& UncoveredElder::fields() {
  using F = UncoveredElder;
  static const Table table("UncoveredElder", "未覆盖老人", {
      field<&F::id>("id", "老人"),
      field<&F::name>("name", "姓名").pii(entity::Pii::name),
      field<&F::age>("age", "年龄").unit("岁"),
      field<&F::region_name>("region_name", "所在地区"),
      field<&F::address>("address", "住址").pii(entity::Pii::address),
      field<&F::lon_e6>("lon_e6", "经度").pii(entity::Pii::place),
      field<&F::lat_e6>("lat_e6", "纬度").pii(entity::Pii::place),
      field<&F::nearest>("nearest", "最近的设施"),
      field<&F::nearest_name>("nearest_name", "最近的设施名称"),
      field<&F::nearest_m>("nearest_m", "直线距离").unit("米"),
  });
  return table;
}
const Table& UncoveredPage::fields() {
  using F = UncoveredPage;
  static const Table table("UncoveredPage", "未覆盖老人名单", {
      field<&F::items>("items", "各项").list_max(http::kPageMax),
      field<&F::next>("next", "下一页"),
      field<&F::total>("total", "总数"),
      field<&F::terms>("terms", "口径"),
  });
  return table;
}
const Table& CentreLoadQuery::fields() {
  using F = CentreLoadQuery;
  static const Table table("CentreLoadQuery", "查询设施负荷", joined({}, ReachWish::fields(), {
      field<&F::region>("region", "地区"),
      field<&F::kinds>("kinds", "设施类型").list_max(9),
      field<&F::limit>("limit", "条数").range(1, http::kPageMax),
      field<&F::cursor>("cursor", "游标").range(0, 1'000'000),
  }));
  return table;
}
const Table& CentreLoad::fields() {
  using F = CentreLoad;
  static const Table table("CentreLoad", "设施负荷", {
      field<&F::id>("id", "设施"),
      field<&F::name>("name", "名称"),
      field<&F::kind>("kind", "类型"),
      field<&F::region_name>("region_name", "所在地区"),
      field<&F::in_reach>("in_reach", "可达老人").unit("人"),
      field<&F::only_here>("only_here", "只能到这里的老人").unit("人"),
      field<&F::beds>("beds", "床位").unit("张"),
      field<&F::beds_taken>("beds_taken", "在住").unit("人"),
      field<&F::elders_per_bed>("elders_per_bed", "每张床位对应老人").unit("人"),
  });
  return table;
}
const Table& CentreLoadPage::fields() {
  using F = CentreLoadPage;
  static const Table table("CentreLoadPage", "设施负荷表", {
      field<&F::items>("items", "各项").list_max(http::kPageMax),
      field<&F::next>("next", "下一页"),
      field<&F::total>("total", "总数"),
      field<&F::terms>("terms", "口径"),
  });
  return table;
}
const Table& AccessQuery::fields() {
  using F = AccessQuery;
  static const Table table("AccessQuery", "查询可及性", joined({}, ReachWish::fields(), {
      field<&F::region>("region", "地区"),
      field<&F::kinds>("kinds", "设施类型").list_max(9),
      field<&F::method>("method", "方法"),
      field<&F::path_m>("path_m", "可达路程").range(1, 20'000).unit("米"),
  }));
  return table;
}
const Table& AccessRow::fields() {
  using F = AccessRow;
  static const Table table("AccessRow", "可及性", {
      field<&F::region>("region", "地区"),
      field<&F::region_name>("region_name", "地区名称"),
      field<&F::elders>("elders", "老人").unit("人"),
      field<&F::without>("without", "可达范围内没有床位的老人").unit("人"),
      field<&F::beds_per_1000_milli>("beds_per_1000_milli", "每千人可及床位").unit("千分之一张"),
  });
  return table;
}
const Table& AccessTable::fields() {
  using F = AccessTable;
  static const Table table("AccessTable", "可及性表", {
      field<&F::total>("total", "合计"),
      field<&F::children>("children", "下级").list_max(2000),
      field<&F::beds>("beds", "床位").unit("张"),
      field<&F::beds_reaching_milli>("beds_reaching_milli", "有人可达的床位").unit("千分之一张"),
      field<&F::path_m>("path_m", "可达路程").unit("米"),
      field<&F::detour_permille>("detour_permille", "绕行系数").unit("千分之一"),
      field<&F::terms>("terms", "口径"),
      field<&F::method>("method", "方法"),
      field<&F::as_of>("as_of", "数据时间"),
  });
  return table;
}
const Table& CoverageParameter::fields() {
  using F = CoverageParameter;
  static const Table table("CoverageParameter", "服务圈参数", {
      field<&F::name>("name", "名称").required().text_max(40),
      field<&F::region>("region", "地区").required(),
      field<&F::valid_from>("valid_from", "生效日期").required(),
      field<&F::value>("value", "数值").required(),
      field<&F::basis>("basis", "依据").required().text_max(300),
      field<&F::confidence>("confidence", "可信度").required().text_max(20),
  });
  return table;
}
const Table& CoverageParameters::fields() {
  static const Table table("CoverageParameters", "服务圈参数列表", {field<&CoverageParameters::items>("items", "各项").list_max(500)});
  return table;
}

}  // namespace yilin::facilities
