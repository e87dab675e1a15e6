#include "modules/catalogue/inputs.h"

#include "http/page.h"

namespace yilin::catalogue {

namespace {
template <class Base>
std::vector<entity::Field> with(std::initializer_list<entity::Field> first, std::initializer_list<entity::Field> last = {}) {
  std::vector<entity::Field> fields(first);
  fields.insert(fields.end(), Base::fields().fields().begin(), Base::fields().fields().end());
  fields.insert(fields.end(), last.begin(), last.end());
  return fields;
}
}  // namespace

const entity::Table& ChangeItem::fields() {
  static const entity::Table table("ChangeServiceItem", "修改服务项目", with<ItemTerms>({
      entity::field<&ChangeItem::id>("id", "编号"),
      entity::field<&ChangeItem::version>("version", "版本").required(),
  }));
  return table;
}

const entity::Table& ItemQuery::fields() {
  static const entity::Table table("ServiceItemQuery", "查询服务项目", {
      entity::field<&ItemQuery::category>("category", "类别"),
      entity::field<&ItemQuery::q>("q", "关键字").text_max(40),
      entity::field<&ItemQuery::region>("region", "地区"),
      entity::field<&ItemQuery::inactive>("inactive", "含已停用"),
      entity::field<&ItemQuery::limit>("limit", "条数").range(1, http::kPageMax),
      entity::field<&ItemQuery::cursor>("cursor", "游标"),
  });
  return table;
}

const entity::Table& ItemPath::fields() {
  static const entity::Table table("ServiceItemPath", "服务项目", {
      entity::field<&ItemPath::id>("id", "编号").required(),
      entity::field<&ItemPath::region>("region", "地区"),
  });
  return table;
}

const entity::Table& RowQuery::fields() {
  static const entity::Table table("CatalogueRowQuery", "查询价格与规则", {
      entity::field<&RowQuery::item>("item", "服务项目编码").text_max(40),
      entity::field<&RowQuery::region>("region", "地区"),
      entity::field<&RowQuery::past>("past", "含已失效"),
      entity::field<&RowQuery::limit>("limit", "条数").range(1, http::kPageMax),
      entity::field<&RowQuery::cursor>("cursor", "游标"),
  });
  return table;
}

const entity::Table& ServiceView::fields() {
  static const entity::Table table("ServiceView", "服务项目与价格", with<ServiceItem>({}, {
      entity::field<&ServiceView::price_fen>("price_fen", "单价").unit("分"),
      entity::field<&ServiceView::price_region>("price_region", "价格适用地区"),
      entity::field<&ServiceView::price_basis>("price_basis", "价格依据").text_max(300),
      entity::field<&ServiceView::price_confidence>("price_confidence", "价格可信度"),
  }));
  return table;
}

const entity::Table& ServiceDetail::fields() {
  static const entity::Table table("ServiceDetail", "服务项目详情", {
      entity::field<&ServiceDetail::item>("item", "服务项目"),
      entity::field<&ServiceDetail::prices>("prices", "价格"),
      entity::field<&ServiceDetail::payer_rules>("payer_rules", "资金分担规则"),
  });
  return table;
}

const entity::Table& Subsidy::fields() {
  static const entity::Table table("Subsidy", "补贴", {
      entity::field<&Subsidy::name>("name", "名称"),
      entity::field<&Subsidy::who>("who", "对象"),
      entity::field<&Subsidy::pays>("pays", "补贴多少"),
      entity::field<&Subsidy::basis>("basis", "依据").text_max(300),
      entity::field<&Subsidy::confidence>("confidence", "可信度"),
  });
  return table;
}

const entity::Table& PublicService::fields() {
  static const entity::Table table("PublicService", "公开的服务项目", {
      entity::field<&PublicService::id>("id", "编号"),
      entity::field<&PublicService::code>("code", "编码"),
      entity::field<&PublicService::name>("name", "名称"),
      entity::field<&PublicService::category>("category", "类别"),
      entity::field<&PublicService::unit>("unit", "计量单位"),
      entity::field<&PublicService::duration_min>("duration_min", "每单位时长").unit("分钟"),
      entity::field<&PublicService::standard>("standard", "服务标准").text_max(2000),
      entity::field<&PublicService::price_fen>("price_fen", "单价").unit("分"),
      entity::field<&PublicService::price_basis>("price_basis", "价格依据").text_max(300),
      entity::field<&PublicService::price_confidence>("price_confidence", "价格可信度"),
      entity::field<&PublicService::subsidies>("subsidies", "补贴"),
  });
  return table;
}

const entity::Table& Estimate::fields() {
  static const entity::Table table("QuoteEstimate", "费用估算", {
      entity::field<&Estimate::item_id>("item_id", "服务项目").required(),
      entity::field<&Estimate::region>("region", "居住地区"),
      entity::field<&Estimate::units>("units", "数量").range(1, 100),
      entity::field<&Estimate::age>("age", "年龄").range(0, 130).unit("岁"),
      entity::field<&Estimate::ability>("ability", "能力等级"),
      entity::field<&Estimate::living>("living", "居住情况"),
      entity::field<&Estimate::labels>("labels", "特殊困难标签").list_max(20),
  });
  return table;
}

}  // namespace yilin::catalogue
