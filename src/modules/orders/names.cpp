// What the enums are called.
#include "modules/orders/types.h"

namespace yilin::orders {

std::span<const entity::EnumName> enum_names(Channel) {
  static constexpr entity::EnumName n[] = {{1, "hotline", "热线"}, {2, "desk", "工作台"}, {3, "elder", "老人自助"},
                                           {4, "family", "家属代办"}, {5, "plan", "定期计划"}, {6, "imported", "历史导入"}};
  return n;
}
std::span<const entity::EnumName> enum_names(OrderState) {
  static constexpr entity::EnumName n[] = {{1, "draft", "草稿"},   {2, "placed", "已下单"}, {3, "in_review", "待审核"}, {4, "scheduled", "已排班"},
                                           {5, "done", "已完成"}, {6, "closed", "已办结"}, {7, "cancelled", "已取消"}};
  return n;
}
std::span<const entity::EnumName> enum_names(VisitState) {
  static constexpr entity::EnumName n[] = {
      {1, "planned", "待派单"},   {2, "staffed", "已接单"},   {3, "in_service", "服务中"}, {4, "completed", "待确认"},
      {5, "confirmed", "已确认"}, {6, "settled", "已结算"},   {7, "cancelled", "已取消"},  {8, "no_show", "无人应门"},
      {9, "failed", "未能服务"},  {10, "disputed", "有争议"}, {11, "corrected", "已更正"}};
  return n;
}
std::span<const entity::EnumName> enum_names(AssignmentState) {
  static constexpr entity::EnumName n[] = {
      {1, "offered", "已派单"},     {2, "accepted", "已接单"}, {3, "en_route", "路上"},    {4, "checked_in", "已签到"},
      {5, "checked_out", "已签退"}, {6, "rejected", "已拒绝"}, {7, "expired", "超时未应"}, {8, "cancelled", "已取消"},
      {9, "no_show", "无人应门"}};
  return n;
}
std::span<const entity::EnumName> enum_names(CancelledBy) {
  static constexpr entity::EnumName n[] = {{0, "nobody", "未取消"}, {1, "elder", "老人"},      {2, "family", "家属"},
                                           {3, "staff", "工作人员"}, {4, "provider", "服务组织"}, {5, "system", "系统"}};
  return n;
}
std::span<const entity::EnumName> enum_names(Reason) {
  static constexpr entity::EnumName n[] = {
      {0, "none", "无"},           {1, "not_needed", "不需要了"},   {2, "hospital", "住院"},       {3, "away", "外出"},
      {4, "other_time", "改时间"}, {5, "price", "价格原因"},        {6, "placed_in_error", "误下单"}, {7, "carer_ill", "服务人员生病"},
      {8, "carer_busy", "服务人员没空"}, {9, "too_far", "距离太远"}, {10, "skill_unfit", "技能不符"}, {11, "nobody_home", "敲门无人"},
      {12, "elder_refused", "老人拒绝"}, {13, "elder_unwell", "老人不适"}, {14, "weather", "天气原因"}, {15, "no_carer", "无人可派"},
      {16, "elder_died", "老人去世"}, {17, "elder_left", "老人迁出本市"},
      {99, "other", "其他"}};
  return n;
}
std::span<const entity::EnumName> enum_names(Flag) {
  static constexpr entity::EnumName n[] = {
      {0, "overlap", "时间重叠"},      {1, "impossible_travel", "路程不可能"}, {2, "shortened", "时长不足"}, {3, "back_entered", "事后补录"},
      {4, "weak_proof", "凭证不足"}, {5, "far_from_home", "离家过远"},         {6, "clock_drift", "设备时间不准"}};
  return n;
}
std::span<const entity::EnumName> enum_names(QuotaMoveKind) {
  static constexpr entity::EnumName n[] = {{1, "grant", "发放"}, {2, "reserve", "预留"}, {3, "consume", "使用"}, {4, "release", "退回"}, {5, "expire", "过期"}, {6, "correct", "更正"}};
  return n;
}
std::span<const entity::EnumName> enum_names(Face) {
  static constexpr entity::EnumName n[] = {{1, "bad", "不满意"}, {2, "fair", "一般"}, {3, "good", "满意"}};
  return n;
}
std::span<const entity::EnumName> enum_names(ComplaintState) {
  static constexpr entity::EnumName n[] = {{1, "open", "待处理"}, {2, "handling", "处理中"}, {3, "closed", "已办结"}};
  return n;
}
std::span<const entity::EnumName> enum_names(CallbackState) {
  static constexpr entity::EnumName n[] = {{1, "open", "待回访"}, {2, "answered", "已回访"}, {3, "unreachable", "联系不上"}};
  return n;
}
std::span<const entity::EnumName> enum_names(PlanState) {
  static constexpr entity::EnumName n[] = {{1, "active", "执行中"}, {2, "paused", "暂停"}, {3, "ended", "已结束"}};
  return n;
}

}  // namespace yilin::orders
