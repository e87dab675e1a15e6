#include "modules/catalogue/types.h"

namespace yilin::catalogue {

std::span<const entity::EnumName> enum_names(Category) {
  static constexpr entity::EnumName names[] = {
      {1, "meal", "助餐"},      {2, "bath", "助浴"},      {3, "cleaning", "助洁"},        {4, "medical", "助医"},
      {5, "outing", "助行"},    {6, "emergency", "助急"}, {7, "nursing", "基础照护"},     {8, "health", "健康管理"},
      {9, "visiting", "探访关爱"}, {10, "comfort", "精神慰藉"}, {11, "errands", "委托代办"}, {12, "rehabilitation", "康复"},
      {13, "adaptation", "适老化改造"},
  };
  return names;
}

std::span<const entity::EnumName> enum_names(Unit) {
  static constexpr entity::EnumName names[] = {
      {1, "time", "次"},  {2, "hour", "小时"}, {3, "meal", "餐"}, {4, "trip", "趟"},
      {5, "piece", "件"}, {6, "night", "夜"},  {7, "day", "天"},  {8, "home", "户"},
  };
  return names;
}

std::span<const entity::EnumName> enum_names(Skill) {
  static constexpr entity::EnumName names[] = {
      {1, "daily_care", "生活照料"},      {2, "bathing", "助浴"},          {3, "cooking", "做饭"},
      {4, "housekeeping", "保洁"},        {5, "hairdressing", "理发"},     {6, "delivery", "送餐"},
      {7, "accompanying", "陪同"},        {8, "wheelchair", "轮椅与转移"}, {9, "basic_nursing", "基础照护"},
      {10, "medical_nursing", "医疗护理"}, {11, "rehabilitation", "康复训练"}, {12, "counselling", "心理疏导"},
      {13, "errands", "代办"},            {14, "emergency_response", "应急处置"}, {15, "driving", "驾驶"},
      {16, "home_adaptation", "适老化施工"}, {17, "assessment", "能力评估"},
  };
  return names;
}

std::span<const entity::EnumName> enum_names(Licence) {
  static constexpr entity::EnumName names[] = {
      {1, "health_certificate", "健康证"}, {2, "care_worker", "养老护理员证"},       {3, "registered_nurse", "护士执业证"},
      {4, "rehabilitation_therapist", "康复治疗师证"}, {5, "driver", "驾驶证"},      {6, "first_aid", "急救员证"},
      {7, "social_worker", "社会工作者证"}, {8, "counsellor", "心理咨询师证"},       {9, "assessor", "能力评估员证"},
      {10, "housekeeper", "家政服务员证"}, {11, "electrician", "电工证"},
  };
  return names;
}

std::span<const entity::EnumName> enum_names(Proof) {
  static constexpr entity::EnumName names[] = {
      {1, "tag", "门牌标签"}, {2, "code", "服务码"},        {3, "position", "定位"},
      {4, "photo", "照片"},   {5, "callback", "电话回访"}, {6, "signature", "签名"},
  };
  return names;
}

std::span<const entity::EnumName> enum_names(Payer) {
  static constexpr entity::EnumName names[] = {
      {0, "elder", "个人自付"},        {1, "fiscal_central", "中央财政"}, {2, "fiscal_province", "省级财政"},
      {3, "fiscal_city", "市级财政"},  {4, "fiscal_county", "县级财政"},  {5, "lottery", "福彩公益金"},
      {6, "care_insurance", "长护险"}, {7, "charity", "慈善资金"},        {8, "village", "村集体"},
  };
  return names;
}

std::span<const entity::EnumName> enum_names(Confidence) {
  static constexpr entity::EnumName names[] = {{1, "sourced", "有据"}, {2, "sample", "示例"}};
  return names;
}

std::span<const entity::EnumName> enum_names(Fact) {
  static constexpr entity::EnumName names[] = {{1, "ability", "能力等级"}, {2, "labels", "特殊困难标签"}, {3, "birth", "出生日期"}, {4, "living", "居住情况"}};
  return names;
}

}  // namespace yilin::catalogue
