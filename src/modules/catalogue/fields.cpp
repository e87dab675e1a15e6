// The fields() tables of what is stored and of what the façade answers.
#include "modules/catalogue/types.h"

namespace yilin::catalogue {

namespace {

// id, then the terms, then what every stored row ends with.
template <class Row, class Terms>
std::vector<entity::Field> stored() {
  std::vector<entity::Field> fields{entity::field<&Row::id>("id", "编号")};
  fields.insert(fields.end(), Terms::fields().fields().begin(), Terms::fields().fields().end());
  fields.push_back(entity::field<&Row::version>("version", "版本"));
  fields.push_back(entity::field<&Row::created_at>("created_at", "建立时间"));
  fields.push_back(entity::field<&Row::updated_at>("updated_at", "更新时间"));
  return fields;
}

constexpr std::int64_t kFenMax = 100'000'000;  // a million yuan: a typing error

}  // namespace

const entity::Table& ItemTerms::fields() {
  static const entity::Table table("NewServiceItem", "服务项目", {
      entity::field<&ItemTerms::code>("code", "编码").required().text_max(40),
      entity::field<&ItemTerms::name>("name", "名称").required().text_max(40),
      entity::field<&ItemTerms::category>("category", "类别").required(),
      entity::field<&ItemTerms::unit>("unit", "计量单位").required(),
      entity::field<&ItemTerms::duration_min>("duration_min", "每单位时长").required().range(5, 1440).unit("分钟"),
      entity::field<&ItemTerms::duration_floor_min>("duration_floor_min", "最短服务时长").range(0, 1440).unit("分钟"),
      entity::field<&ItemTerms::units_max>("units_max", "每单上限").required().range(1, 100),
      entity::field<&ItemTerms::workers_needed>("workers_needed", "所需人数").required().range(1, 4),
      entity::field<&ItemTerms::skills>("skills", "所需技能").list_max(8),
      entity::field<&ItemTerms::licences>("licences", "所需证书").list_max(8),
      entity::field<&ItemTerms::proofs>("proofs", "所需服务凭证").list_max(6),
      entity::field<&ItemTerms::review_required>("review_required", "下单后需审核"),
      entity::field<&ItemTerms::standard>("standard", "服务标准").text_max(2000),
      entity::field<&ItemTerms::basis>("basis", "依据").required().text_max(300),
      entity::field<&ItemTerms::confidence>("confidence", "可信度"),
      entity::field<&ItemTerms::active>("active", "启用"),
  });
  return table;
}

const entity::Table& ServiceItem::fields() {
  static const entity::Table table("ServiceItem", "服务项目", stored<ServiceItem, ItemTerms>());
  return table;
}

const entity::Table& PriceTerms::fields() {
  static const entity::Table table("NewPrice", "价格", {
      entity::field<&PriceTerms::item>("item", "服务项目编码").required().text_max(40),
      entity::field<&PriceTerms::region>("region", "适用地区").describe("空表示全国"),
      entity::field<&PriceTerms::valid_from>("valid_from", "有效期自").required(),
      entity::field<&PriceTerms::valid_to>("valid_to", "有效期至").describe("含当日；空表示长期"),
      entity::field<&PriceTerms::ceiling_fen>("ceiling_fen", "最高限价").required().range(0, kFenMax).unit("分"),
      entity::field<&PriceTerms::basis>("basis", "依据").required().text_max(300),
      entity::field<&PriceTerms::confidence>("confidence", "可信度"),
  });
  return table;
}

const entity::Table& Price::fields() {
  static const entity::Table table("Price", "价格", {
      entity::field<&Price::id>("id", "编号"),
      entity::field<&Price::item_id>("item_id", "服务项目"),
      entity::field<&Price::region>("region", "适用地区").describe("空表示全国"),
      entity::field<&Price::valid_from>("valid_from", "有效期自"),
      entity::field<&Price::valid_to>("valid_to", "有效期至").describe("含当日；空表示长期"),
      entity::field<&Price::ceiling_fen>("ceiling_fen", "最高限价").unit("分"),
      entity::field<&Price::basis>("basis", "依据").text_max(300),
      entity::field<&Price::confidence>("confidence", "可信度"),
      entity::field<&Price::version>("version", "版本"),
      entity::field<&Price::created_at>("created_at", "建立时间"),
      entity::field<&Price::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const entity::Table& PayerTerms::fields() {
  static const entity::Table table("NewPayerRule", "资金分担规则", {
      entity::field<&PayerTerms::code>("code", "编码").required().text_max(60),
      entity::field<&PayerTerms::benefit>("benefit", "待遇编码").required().text_max(40),
      entity::field<&PayerTerms::name>("name", "待遇名称").required().text_max(60),
      entity::field<&PayerTerms::items>("items", "适用项目").list_max(50),
      entity::field<&PayerTerms::categories>("categories", "适用类别").list_max(20),
      entity::field<&PayerTerms::region>("region", "适用地区").describe("空表示全国"),
      entity::field<&PayerTerms::valid_from>("valid_from", "有效期自").required(),
      entity::field<&PayerTerms::valid_to>("valid_to", "有效期至").describe("含当日；空表示长期"),
      entity::field<&PayerTerms::labels>("labels", "特殊困难标签").list_max(20),
      entity::field<&PayerTerms::living>("living", "居住情况").list_max(6),
      entity::field<&PayerTerms::ability_min>("ability_min", "能力等级不低于"),
      entity::field<&PayerTerms::ability_max>("ability_max", "能力等级不高于"),
      entity::field<&PayerTerms::age_min>("age_min", "年龄不小于").range(0, 130).unit("岁"),
      entity::field<&PayerTerms::payer>("payer", "资金来源").required(),
      entity::field<&PayerTerms::ratio_bp>("ratio_bp", "分担比例").required().range(0, 10'000).unit("万分之一"),
      entity::field<&PayerTerms::cap_fen>("cap_fen", "每次上限").range(0, kFenMax).unit("分"),
      entity::field<&PayerTerms::order_no>("order_no", "支付顺序").required().range(0, 10'000),
      entity::field<&PayerTerms::exclusive_group>("exclusive_group", "互斥组").text_max(40),
      entity::field<&PayerTerms::from_quota>("from_quota", "占用月度额度"),
      entity::field<&PayerTerms::basis>("basis", "依据").required().text_max(300),
      entity::field<&PayerTerms::confidence>("confidence", "可信度"),
  });
  return table;
}

const entity::Table& PayerRule::fields() {
  static const entity::Table table("PayerRule", "资金分担规则", stored<PayerRule, PayerTerms>());
  return table;
}

const entity::Table& QuotaTerms::fields() {
  static const entity::Table table("NewQuotaRule", "月度额度规则", {
      entity::field<&QuotaTerms::code>("code", "编码").required().text_max(60),
      entity::field<&QuotaTerms::name>("name", "名称").required().text_max(60),
      entity::field<&QuotaTerms::region>("region", "适用地区").describe("空表示全国"),
      entity::field<&QuotaTerms::valid_from>("valid_from", "有效期自").required(),
      entity::field<&QuotaTerms::valid_to>("valid_to", "有效期至").describe("含当日；空表示长期"),
      entity::field<&QuotaTerms::labels>("labels", "特殊困难标签").list_max(20),
      entity::field<&QuotaTerms::living>("living", "居住情况").list_max(6),
      entity::field<&QuotaTerms::ability_min>("ability_min", "能力等级不低于"),
      entity::field<&QuotaTerms::ability_max>("ability_max", "能力等级不高于"),
      entity::field<&QuotaTerms::age_min>("age_min", "年龄不小于").range(0, 130).unit("岁"),
      entity::field<&QuotaTerms::amount_fen>("amount_fen", "每月额度").required().range(0, kFenMax).unit("分"),
      entity::field<&QuotaTerms::basis>("basis", "依据").required().text_max(300),
      entity::field<&QuotaTerms::confidence>("confidence", "可信度"),
  });
  return table;
}

const entity::Table& QuotaRule::fields() {
  static const entity::Table table("QuotaRule", "月度额度规则", stored<QuotaRule, QuotaTerms>());
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
