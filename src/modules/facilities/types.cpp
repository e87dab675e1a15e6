#include "modules/facilities/types.h"

namespace yilin::facilities {

using Names = std::span<const entity::EnumName>;
using Name = entity::EnumName;

Names enum_names(FacilityKind) {
  static constexpr Name names[] = {
      {1, "street_centre", "综合养老服务中心"}, {2, "day_care", "日间照料中心"}, {3, "village_home", "幸福院"},
      {4, "care_home", "养老院"},               {5, "meal_point", "助餐点"},     {6, "home_care_station", "居家养老服务站"},
      {7, "bathing_point", "助浴点"},           {8, "nursing_station", "护理站"}, {9, "activity_centre", "老年活动中心"},
  };
  return names;
}
Names enum_names(OperationMode) {
  static constexpr Name names[] = {
      {1, "public_public", "公建公营"}, {2, "public_private", "公建民营"}, {3, "private_subsidised", "民建公助"},
      {4, "entrusted", "委托运营"},     {5, "private_private", "民建民营"},
  };
  return names;
}
Names enum_names(FacilityState) {
  static constexpr Name names[] = {{1, "open", "运营中"}, {2, "paused", "暂停运营"}, {3, "closed", "已关闭"}};
  return names;
}
Names enum_names(MapDatum) {
  static constexpr Name names[] = {{1, "wgs84", "WGS-84"}, {2, "gcj02", "GCJ-02"}, {3, "bd09", "BD-09"}, {4, "cgcs2000", "CGCS2000"}};
  return names;
}
Names enum_names(Level) {
  static constexpr Name names[] = {{0, "unknown", "未填"}, {1, "city", "市级"}, {2, "county", "区县级"}, {3, "street", "街道（乡镇）级"}, {4, "community", "社区（村）级"}};
  return names;
}
Names enum_names(Ownership) {
  static constexpr Name names[] = {{0, "unknown", "未填"}, {1, "state", "国有"}, {2, "collective", "集体"}, {3, "private", "民营"}, {4, "mixed", "混合"}};
  return names;
}
Names enum_names(Approval) {
  static constexpr Name names[] = {{0, "unknown", "未填"}, {1, "approved", "已通过"}, {2, "not_approved", "未通过"}, {3, "not_needed", "不涉及"}};
  return names;
}
Names enum_names(Grade) {
  static constexpr Name names[] = {{0, "none", "未评定"}, {1, "one", "一级"}, {2, "two", "二级"}, {3, "three", "三级"}, {4, "four", "四级"}, {5, "five", "五级"}};
  return names;
}
Names enum_names(Medical) {
  static constexpr Name names[] = {{0, "unknown", "未填"}, {1, "none", "未配备"}, {2, "own", "内设医疗机构"}, {3, "agreement", "与医疗机构签约"}, {4, "nearby", "毗邻医疗机构"}};
  return names;
}
Names enum_names(Known) {
  static constexpr Name names[] = {{0, "unknown", "未填"}, {1, "yes", "是"}, {2, "no", "否"}};
  return names;
}
Names enum_names(Admits) {
  static constexpr Name names[] = {{1, "self_reliant", "能自理"}, {2, "semi_dependent", "半失能"}, {3, "dependent", "失能"},
                                   {4, "dementia", "失智"},     {5, "destitute", "特困"},         {6, "preferential", "优抚"}};
  return names;
}
Names enum_names(Measure) {
  static constexpr Name names[] = {{1, "area_m2", "建筑面积"},       {2, "beds", "床位"},             {3, "beds_full", "全托床位"},
                                   {4, "beds_day", "日间床位"},      {5, "nursing_share", "护理型床位占比"}, {6, "land_m2", "占地面积"},
                                   {7, "fire_approved", "消防审验"}, {8, "food_approved", "食品经营许可"}, {9, "insured", "责任保险"},
                                   {10, "accessible", "无障碍"},     {11, "open_days", "每周开放天数"},  {12, "area_per_bed_m2", "床均建筑面积"}};
  return names;
}
Names enum_names(BedKind) {
  static constexpr Name names[] = {{1, "full", "全托"}, {2, "day", "日间"}};
  return names;
}
Names enum_names(Activity) {
  static constexpr Name names[] = {{1, "day_care", "日间照料"}, {2, "meal", "助餐"},      {3, "bath", "助浴"}, {4, "rehabilitation", "康复"},
                                   {5, "health", "健康管理"},   {6, "culture", "文化娱乐"}, {9, "other", "其他"}};
  return names;
}
Names enum_names(QuarterKind) {
  static constexpr Name names[] = {{1, "new", "新建小区"}, {2, "existing", "已建成小区"}};
  return names;
}
Names enum_names(Stage) {
  static constexpr Name names[] = {{0, "none", "未开始"}, {1, "planned", "已规划"}, {2, "building", "建设中"}, {3, "accepted", "已验收"}, {4, "delivered", "已交付"}};
  return names;
}
Names enum_names(Model) {
  static constexpr Name names[] = {{1, "cover_all", "全部覆盖"}, {2, "cover_most", "覆盖最多"}, {3, "median", "平均距离最短"},
                                   {4, "center", "最远距离最短"}, {5, "years", "分年建设"}, {6, "cover_capacity", "覆盖最多，服务能力有限"},
                                   {7, "assign", "按服务能力分派，每个社区由一处服务"}};
  return names;
}
Names enum_names(ScenarioState) {
  static constexpr Name names[] = {{1, "draft", "未计算"}, {2, "queued", "排队中"}, {3, "running", "计算中"}, {4, "done", "已完成"}, {5, "failed", "未完成"}, {6, "cancelled", "已取消"}};
  return names;
}
Names enum_names(SiteRole) {
  static constexpr Name names[] = {{1, "candidate", "备选"}, {2, "required", "必建"}, {3, "excluded", "排除"}};
  return names;
}
Names enum_names(Verdict) {
  static constexpr Name names[] = {{1, "proved_optimal", "已证明最优"}, {2, "feasible", "可行，附差距"}, {3, "infeasible", "无可行方案"}};
  return names;
}

Names enum_names(ReachKind) {
  static constexpr Name names[] = {{1, "straight", "直线距离乘绕行系数"}, {2, "walking", "沿路网步行"}, {3, "table", "按给定时间表"}};
  return names;
}
Names enum_names(LayerState) {
  static constexpr Name names[] = {{1, "current", "使用中"}, {2, "replaced", "已被替换"}, {3, "removed", "已停用"}};
  return names;
}

}  // namespace yilin::facilities
