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
