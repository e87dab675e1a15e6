#include "modules/registry/types.h"

namespace yilin::registry {

std::span<const entity::EnumName> enum_names(Living) {
  static constexpr entity::EnumName names[] = {{0, "unknown", "未登记"},      {1, "alone", "独居"},
                                               {2, "empty_nest", "空巢"},     {3, "left_behind", "留守"},
                                               {4, "with_family", "与家人同住"}, {5, "institution", "机构养老"}};
  return names;
}

std::span<const entity::EnumName> enum_names(Ability) {
  static constexpr entity::EnumName names[] = {{-1, "unassessed", "未评估"},     {0, "able", "能力完好"},
                                               {1, "mild", "轻度失能"},          {2, "moderate", "中度失能"},
                                               {3, "severe", "重度失能"},        {4, "complete", "完全失能"}};
  return names;
}

std::span<const entity::EnumName> enum_names(ElderState) {
  static constexpr entity::EnumName names[] = {
      {1, "active", "在册"}, {2, "dead", "已故"}, {3, "moved_away", "已迁出"}, {4, "merged", "已合并"}};
  return names;
}

std::span<const entity::EnumName> enum_names(PhoneUse) {
  static constexpr entity::EnumName names[] = {{1, "own", "本人电话"}, {2, "shared", "与他人共用"}, {3, "none", "没有电话"}};
  return names;
}

std::span<const entity::EnumName> enum_names(Datum) {
  static constexpr entity::EnumName names[] = {
      {0, "unknown", "未知"}, {1, "gcj02", "GCJ-02"}, {2, "wgs84", "WGS-84"}, {3, "cgcs2000", "CGCS2000"}};
  return names;
}

std::span<const entity::EnumName> enum_names(Source) {
  static constexpr entity::EnumName names[] = {
      {1, "desk", "窗口登记"}, {2, "import", "批量导入"}, {3, "simulated", "演示数据"}, {4, "hotline", "热线登记"}};
  return names;
}

std::span<const entity::EnumName> enum_names(Marital) {
  static constexpr entity::EnumName names[] = {
      {0, "unknown", "未登记"}, {1, "single", "未婚"}, {2, "married", "已婚"}, {3, "widowed", "丧偶"}, {4, "divorced", "离异"}};
  return names;
}

std::span<const entity::EnumName> enum_names(Label) {
  static constexpr entity::EnumName names[] = {
      {1, "extreme_poverty", "特困"},      {2, "subsistence", "低保"},          {3, "near_subsistence", "低保边缘"},
      {4, "disabled", "失能"},             {5, "dementia", "失智"},             {6, "severe_disability", "重残"},
      {7, "family_planning", "计生特殊家庭"}, {8, "preferential", "优抚"},        {9, "lost_only_child", "失独"},
      {10, "key_visit", "重点探访"},       {11, "semi_disabled", "半失能"},     {12, "model_worker", "劳模"}};
  return names;
}

std::span<const entity::EnumName> enum_names(Relation) {
  static constexpr entity::EnumName names[] = {
      {0, "other", "其他"},      {1, "spouse", "配偶"},     {2, "son", "儿子"},     {3, "daughter", "女儿"},
      {4, "child_in_law", "儿媳女婿"}, {5, "grandchild", "孙辈"}, {6, "sibling", "兄弟姐妹"}, {7, "relative", "亲戚"},
      {8, "neighbour", "邻居"},  {9, "community", "社区干部"}, {10, "organisation", "机构"}};
  return names;
}

std::span<const entity::EnumName> enum_names(PairState) {
  static constexpr entity::EnumName names[] = {{1, "open", "待核对"}, {2, "merged", "已合并"}, {3, "distinct", "不是同一人"}};
  return names;
}

std::span<const entity::EnumName> enum_names(MergeState) {
  static constexpr entity::EnumName names[] = {{1, "merged", "已合并"}, {2, "undone", "已撤销"}};
  return names;
}

std::span<const entity::EnumName> enum_names(MigrationKind) {
  static constexpr entity::EnumName names[] = {{1, "pull", "申请迁入"}, {2, "push", "移交迁出"}};
  return names;
}

std::span<const entity::EnumName> enum_names(MigrationState) {
  static constexpr entity::EnumName names[] = {
      {1, "open", "待对方办理"}, {2, "accepted", "已接收"}, {3, "refused", "已退回"}, {4, "withdrawn", "已撤回"}};
  return names;
}

std::span<const entity::EnumName> enum_names(SecretField) {
  static constexpr entity::EnumName names[] = {
      {1, "id_card", "身份证号"}, {2, "phone", "电话"}, {3, "contact_phone", "联系人电话"}};
  return names;
}

}  // namespace yilin::registry
