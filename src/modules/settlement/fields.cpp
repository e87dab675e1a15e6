// Names, labels and bounds of everything that settlement stores, shows and takes.
#include "modules/settlement/views.h"

namespace yilin::settlement {
using entity::field;
using entity::Pii;
using entity::Table;

std::span<const entity::EnumName> enum_names(ReceiptKind) {
  static constexpr entity::EnumName names[] = {{1, "normal", "结算单"}, {2, "reversal", "冲销单"}, {3, "corrected", "更正后结算单"}};
  return names;
}
std::span<const entity::EnumName> enum_names(StatementKind) {
  static constexpr entity::EnumName names[] = {{1, "provider", "服务组织"}, {2, "elder", "老人"}, {3, "fund", "资金来源"}};
  return names;
}
std::span<const entity::EnumName> enum_names(StatementState) {
  static constexpr entity::EnumName names[] = {{0, "open", "未结账"}, {1, "closed", "已结账待签字"}, {2, "signed", "已签字"}};
  return names;
}

const Table& Receipt::fields() {
  static const Table table("Receipt", "结算单", {
      field<&Receipt::id>("id", "编号"),
      field<&Receipt::kind>("kind", "种类"),
      field<&Receipt::visit_id>("visit_id", "服务编号"),
      field<&Receipt::order_id>("order_id", "订单编号"),
      field<&Receipt::elder_id>("elder_id", "老人"),
      field<&Receipt::item_id>("item_id", "服务项目"),
      field<&Receipt::organisation_id>("organisation_id", "服务组织"),
      field<&Receipt::region>("region", "所在社区"),
      field<&Receipt::month>("month", "结算月份"),
      field<&Receipt::served_on>("served_on", "服务日期"),
      field<&Receipt::minutes>("minutes", "服务时长").unit("分钟"),
      field<&Receipt::quoted_fen>("quoted_fen", "下单价格").unit("分"),
      field<&Receipt::price_fen>("price_fen", "结算金额").unit("分"),
      field<&Receipt::subsidy_fen>("subsidy_fen", "补贴").unit("分"),
      field<&Receipt::quota_fen>("quota_fen", "其中占用额度").unit("分"),
      field<&Receipt::self_fen>("self_fen", "个人自付").unit("分"),
      field<&Receipt::reverses>("reverses", "所冲销的结算单"),
      field<&Receipt::reason>("reason", "原因"),
      field<&Receipt::by_user>("by_user", "办理人"),
      field<&Receipt::created_at>("created_at", "生成时间"),
  });
  return table;
}
const Table& ReceiptPart::fields() {
  static const Table table("ReceiptPart", "结算分担", {
      field<&ReceiptPart::id>("id", "编号"),
      field<&ReceiptPart::receipt_id>("receipt_id", "结算单"),
      field<&ReceiptPart::payer>("payer", "资金来源"),
      field<&ReceiptPart::amount_fen>("amount_fen", "金额").unit("分"),
      field<&ReceiptPart::rule>("rule", "规则编码"),
      field<&ReceiptPart::name>("name", "规则名称"),
      field<&ReceiptPart::basis>("basis", "依据").text_max(300),
      field<&ReceiptPart::from_quota>("from_quota", "占用月度额度"),
  });
  return table;
}
const Table& Statement::fields() {
  static const Table table("Statement", "月度结算表", {
      field<&Statement::id>("id", "编号"),
      field<&Statement::kind>("kind", "种类"),
      field<&Statement::month>("month", "月份"),
      field<&Statement::region>("region", "区划"),
      field<&Statement::subject>("subject", "对象").hidden(),
      field<&Statement::organisation_id>("organisation_id", "服务组织"),
      field<&Statement::elder_id>("elder_id", "老人"),
      field<&Statement::state>("state", "状态"),
      field<&Statement::total_fen>("total_fen", "合计").unit("分"),
      field<&Statement::receipts>("receipts", "结算单数"),
      field<&Statement::digest>("digest", "明细摘要"),
      field<&Statement::closed_by>("closed_by", "结账人"),
      field<&Statement::closed_at>("closed_at", "结账时间"),
      field<&Statement::signed_by>("signed_by", "签字人"),
      field<&Statement::signed_at>("signed_at", "签字时间"),
      field<&Statement::signature>("signature", "签名"),
      field<&Statement::version>("version", "版本"),
  });
  return table;
}

const Table& Reverse::fields() {
  static const Table table("ReverseReceipt", "冲销结算单", {
      field<&Reverse::id>("id", "编号").required(),
      field<&Reverse::reason>("reason", "原因").required().text_max(200),
      field<&Reverse::correct_price_fen>("correct_price_fen", "正确金额").range(0, 100'000'000).unit("分").describe("不填或 0 表示不应付款"),
  });
  return table;
}
const Table& CloseStatement::fields() {
  static const Table table("CloseStatement", "结账", {
      field<&CloseStatement::kind>("kind", "种类").required(),
      field<&CloseStatement::month>("month", "月份").required(),
      field<&CloseStatement::region>("region", "区划").required(),
      field<&CloseStatement::subject>("subject", "对象").required().text_max(40).describe("服务组织或老人的编号，或资金来源"),
  });
  return table;
}
const Table& StatementPath::fields() {
  static const Table table("StatementPath", "月度结算表", {field<&StatementPath::id>("id", "编号").required()});
  return table;
}

const Table& ReceiptView::fields() {
  static const Table table("ReceiptView", "结算单详情", {
      field<&ReceiptView::receipt>("receipt", "结算单"),
      field<&ReceiptView::elder_name>("elder_name", "老人").pii(Pii::name),
      field<&ReceiptView::organisation_name>("organisation_name", "服务组织"),
      field<&ReceiptView::item_name>("item_name", "服务项目"),
      field<&ReceiptView::region_name>("region_name", "社区"),
      field<&ReceiptView::parts>("parts", "分担").list_max(50).describe("只在单张结算单中给出"),
      field<&ReceiptView::reversed_by>("reversed_by", "冲销单"),
  });
  return table;
}
const Table& ReceiptPath::fields() {
  static const Table table("ReceiptPath", "结算单", {field<&ReceiptPath::id>("id", "编号").required()});
  return table;
}
const Table& ReceiptQuery::fields() {
  static const Table table("ReceiptQuery", "查询结算单", {
      field<&ReceiptQuery::region>("region", "区划"),
      field<&ReceiptQuery::month>("month", "结算月份"),
      field<&ReceiptQuery::organisation>("organisation", "服务组织"),
      field<&ReceiptQuery::elder>("elder", "老人"),
      field<&ReceiptQuery::order>("order", "订单编号"),
      field<&ReceiptQuery::visit>("visit", "服务编号"),
      field<&ReceiptQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&ReceiptQuery::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& StatementBrief::fields() {
  static const Table table("StatementBrief", "结算表", {
      field<&StatementBrief::id>("id", "编号"),
      field<&StatementBrief::state>("state", "状态"),
      field<&StatementBrief::region_name>("region_name", "区划名称"),
      field<&StatementBrief::receipts>("receipts", "结算单数"),
      field<&StatementBrief::total_fen>("total_fen", "合计").unit("分"),
  });
  return table;
}
const Table& ElderMonths::fields() {
  static const Table table("ElderMonths", "查询老人各月结算", {
      field<&ElderMonths::id>("id", "老人").required(),
      field<&ElderMonths::limit>("limit", "条数").range(1, http::kPageMax),
      field<&ElderMonths::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& StatementRow::fields() {
  static const Table table("StatementRow", "月度结算", {
      field<&StatementRow::kind>("kind", "种类"),
      field<&StatementRow::month>("month", "月份"),
      field<&StatementRow::subject>("subject", "对象"),
      field<&StatementRow::subject_name>("subject_name", "对象名称").pii(Pii::name),
      field<&StatementRow::receipts>("receipts", "结算单数"),
      field<&StatementRow::total_fen>("total_fen", "合计").unit("分"),
      field<&StatementRow::subsidy_fen>("subsidy_fen", "其中补贴").unit("分"),
      field<&StatementRow::self_fen>("self_fen", "其中自付").unit("分"),
      field<&StatementRow::state>("state", "状态"),
      field<&StatementRow::statement_id>("statement_id", "结算表编号"),
      field<&StatementRow::closed>("closed", "已结账的结算表").list_max(50),
      field<&StatementRow::files>("files", "档案数").describe("合并前后的档案合在一起的份数"),
  });
  return table;
}
const Table& StatementQuery::fields() {
  static const Table table("StatementQuery", "查询月度结算", {
      field<&StatementQuery::kind>("kind", "种类"),
      field<&StatementQuery::month>("month", "月份").describe("空表示本月"),
      field<&StatementQuery::region>("region", "区划"),
      field<&StatementQuery::subject>("subject", "对象").text_max(40),
      field<&StatementQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&StatementQuery::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& StatementLine::fields() {
  static const Table table("StatementLine", "结算明细", {
      field<&StatementLine::receipt_id>("receipt_id", "结算单"),
      field<&StatementLine::kind>("kind", "种类"),
      field<&StatementLine::visit_id>("visit_id", "服务编号"),
      field<&StatementLine::elder_id>("elder_id", "老人编号"),
      field<&StatementLine::elder_name>("elder_name", "老人").pii(Pii::name),
      field<&StatementLine::item_name>("item_name", "服务项目"),
      field<&StatementLine::organisation_name>("organisation_name", "服务组织"),
      field<&StatementLine::served_on>("served_on", "服务日期"),
      field<&StatementLine::minutes>("minutes", "服务时长").unit("分钟"),
      field<&StatementLine::amount_fen>("amount_fen", "金额").unit("分"),
  });
  return table;
}
const Table& StatementView::fields() {
  static const Table table("StatementView", "月度结算表详情", {
      field<&StatementView::statement>("statement", "结算表"),
      field<&StatementView::subject>("subject", "对象"),
      field<&StatementView::subject_name>("subject_name", "对象名称").pii(Pii::name),
      field<&StatementView::region_name>("region_name", "区划名称"),
      field<&StatementView::closed_by_name>("closed_by_name", "结账人"),
      field<&StatementView::signed_by_name>("signed_by_name", "签字人"),
      field<&StatementView::others>("others", "同一位老人当月的其他结算表").list_max(50),
      field<&StatementView::lines>("lines", "明细").list_max(http::kPageMax),
      field<&StatementView::next>("next", "下一页"),
  });
  return table;
}
const Table& StatementShow::fields() {
  static const Table table("StatementShow", "查看月度结算表", {
      field<&StatementShow::id>("id", "编号").required(),
      field<&StatementShow::limit>("limit", "条数").range(1, http::kPageMax),
      field<&StatementShow::cursor>("cursor", "游标").text_max(20),
  });
  return table;
}

}  // namespace yilin::settlement
