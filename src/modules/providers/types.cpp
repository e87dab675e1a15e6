#include "modules/providers/types.h"

#include "modules/providers/providers.h"

namespace yilin::providers {

std::span<const entity::EnumName> enum_names(OrganisationKind) {
  static constexpr entity::EnumName names[] = {
      {1, "company", "企业"},         {2, "private_nonprofit", "民办非企业单位"}, {3, "public_institution", "事业单位"},
      {4, "social_group", "社会团体"}, {5, "sole_trader", "个体工商户"},          {6, "collective", "农村集体组织"},
      {7, "volunteer_team", "志愿服务队"},
  };
  return names;
}

std::span<const entity::EnumName> enum_names(OrganisationState) {
  static constexpr entity::EnumName names[] = {
      {1, "applied", "待审核"},   {2, "vetted", "审核通过"}, {3, "active", "服务中"},
      {4, "suspended", "已暂停"}, {5, "removed", "已清退"},  {6, "refused", "审核不通过"},
  };
  return names;
}

std::span<const entity::EnumName> enum_names(FacilityKind) {
  static constexpr entity::EnumName names[] = {
      {1, "street_centre", "综合养老服务中心"}, {2, "day_care", "日间照料中心"}, {3, "village_home", "幸福院"},
      {4, "care_home", "养老院"},               {5, "meal_point", "助餐点"},     {6, "home_care_station", "居家养老服务站"},
      {7, "bathing_point", "助浴点"},           {8, "nursing_station", "护理站"}, {9, "activity_centre", "老年活动中心"},
  };
  return names;
}

std::span<const entity::EnumName> enum_names(OperationMode) {
  static constexpr entity::EnumName names[] = {
      {1, "public_public", "公建公营"}, {2, "public_private", "公建民营"}, {3, "private_subsidised", "民建公助"},
      {4, "entrusted", "委托运营"},     {5, "private_private", "民建民营"},
  };
  return names;
}

std::span<const entity::EnumName> enum_names(FacilityState) {
  static constexpr entity::EnumName names[] = {{1, "open", "运营中"}, {2, "paused", "暂停运营"}, {3, "closed", "已关闭"}};
  return names;
}

std::span<const entity::EnumName> enum_names(WorkerState) {
  static constexpr entity::EnumName names[] = {{1, "active", "在岗"}, {2, "suspended", "已暂停"}, {3, "left", "已离职"}};
  return names;
}

std::span<const entity::EnumName> enum_names(Block) {
  static constexpr entity::EnumName names[] = {
      {0, "left", "已离职"},           {1, "worker_suspended", "本人已被暂停"}, {2, "organisation_inactive", "所属组织不在服务中"},
      {3, "not_offered", "所属组织不提供此项服务"}, {4, "area", "不在服务区域内"}, {5, "skill", "缺少技能"},
      {6, "licence_missing", "缺少证书"}, {7, "licence_expired", "证书已过期"},  {8, "day_off", "当天不上班"},
      {9, "hours", "不在上班时间内"},
  };
  return names;
}

}  // namespace yilin::providers
