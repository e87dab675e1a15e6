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
  static constexpr entity::EnumName names[] = {{1, "ability", "能力等级"}, {2, "labels", "特殊困难标签"}, {3, "birth", "出生日期"}};
  return names;
}

const entity::Table& ServiceItem::fields() {
  static const entity::Table table("ServiceItem", "服务项目", {
      entity::field<&ServiceItem::id>("id", "编号"),
      entity::field<&ServiceItem::code>("code", "编码").required().text_max(40),
      entity::field<&ServiceItem::name>("name", "名称").required().text_max(40),
      entity::field<&ServiceItem::category>("category", "类别").required(),
      entity::field<&ServiceItem::unit>("unit", "计量单位").required(),
      entity::field<&ServiceItem::duration_min>("duration_min", "每单位时长").required().range(5, 1440).unit("分钟"),
      entity::field<&ServiceItem::duration_floor_min>("duration_floor_min", "最短服务时长").range(0, 1440).unit("分钟"),
      entity::field<&ServiceItem::units_max>("units_max", "每单上限").required().range(1, 100),
      entity::field<&ServiceItem::workers_needed>("workers_needed", "所需人数").required().range(1, 4),
      entity::field<&ServiceItem::skills>("skills", "所需技能").list_max(8),
      entity::field<&ServiceItem::licences>("licences", "所需证书").list_max(8),
      entity::field<&ServiceItem::proofs>("proofs", "所需服务凭证").list_max(6),
      entity::field<&ServiceItem::review_required>("review_required", "下单后需审核"),
      entity::field<&ServiceItem::standard>("standard", "服务标准").text_max(2000),
      entity::field<&ServiceItem::basis>("basis", "依据").required().text_max(300),
      entity::field<&ServiceItem::confidence>("confidence", "可信度"),
      entity::field<&ServiceItem::active>("active", "启用"),
      entity::field<&ServiceItem::version>("version", "版本"),
      entity::field<&ServiceItem::created_at>("created_at", "建立时间"),
      entity::field<&ServiceItem::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const entity::Table& QuotePart::fields() {
  static const entity::Table table("QuotePart", "资金分担", {
      entity::field<&QuotePart::payer>("payer", "资金来源"),
      entity::field<&QuotePart::amount_fen>("amount_fen", "金额").unit("分"),
      entity::field<&QuotePart::rule>("rule", "规则编码"),
      entity::field<&QuotePart::name>("name", "规则名称"),
      entity::field<&QuotePart::basis>("basis", "依据").text_max(300),
      entity::field<&QuotePart::confidence>("confidence", "可信度"),
      entity::field<&QuotePart::from_quota>("from_quota", "占用月度额度"),
  });
  return table;
}

const entity::Table& OpenPoint::fields() {
  static const entity::Table table("OpenPoint", "待核实事项", {
      entity::field<&OpenPoint::facts>("facts", "待核实"),
      entity::field<&OpenPoint::sentence>("sentence", "说明"),
      entity::field<&OpenPoint::rule>("rule", "规则编码"),
      entity::field<&OpenPoint::self_fen>("self_fen", "核实后的金额").unit("分"),
  });
  return table;
}

const entity::Table& Quote::fields() {
  static const entity::Table table("Quote", "报价", {
      entity::field<&Quote::item_id>("item_id", "服务项目"),
      entity::field<&Quote::item_name>("item_name", "项目名称"),
      entity::field<&Quote::units>("units", "数量"),
      entity::field<&Quote::minutes>("minutes", "预计时长").unit("分钟"),
      entity::field<&Quote::unit_price_fen>("unit_price_fen", "单价").unit("分"),
      entity::field<&Quote::price_fen>("price_fen", "总价").unit("分"),
      entity::field<&Quote::subsidy_fen>("subsidy_fen", "补贴合计").unit("分"),
      entity::field<&Quote::quota_fen>("quota_fen", "占用额度").unit("分"),
      entity::field<&Quote::quota_short_fen>("quota_short_fen", "额度不足部分").unit("分"),
      entity::field<&Quote::self_fen>("self_fen", "个人自付").unit("分"),
      entity::field<&Quote::parts>("parts", "资金分担").list_max(20),
      entity::field<&Quote::open_points>("open_points", "待核实事项").list_max(20),
      entity::field<&Quote::basis>("basis", "价格依据").text_max(300),
      entity::field<&Quote::confidence>("confidence", "可信度"),
  });
  return table;
}

const entity::Table& MonthlyQuota::fields() {
  static const entity::Table table("MonthlyQuota", "月度额度", {
      entity::field<&MonthlyQuota::amount_fen>("amount_fen", "额度").unit("分"),
      entity::field<&MonthlyQuota::rule>("rule", "规则编码"),
      entity::field<&MonthlyQuota::name>("name", "规则名称"),
      entity::field<&MonthlyQuota::basis>("basis", "依据").text_max(300),
      entity::field<&MonthlyQuota::confidence>("confidence", "可信度"),
      entity::field<&MonthlyQuota::open_points>("open_points", "待核实事项").list_max(20),
  });
  return table;
}

}  // namespace yilin::catalogue
