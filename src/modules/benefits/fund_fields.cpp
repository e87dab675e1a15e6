// The fields() tables of funds.
#include "http/page.h"
#include "modules/benefits/funds.h"

namespace yilin::benefits {
namespace {
using entity::field;
using entity::Field;
constexpr std::size_t kNameChars = 60, kNoteChars = 500;
constexpr std::int64_t kFenMax = 100'000'000'000'000;  // a trillion yuan
Field fen(Field f) { return f.unit("分"); }
Field typed(Field f) { return fen(f).range(0, kFenMax); }
Field share(Field f) { return f.unit("万分之一"); }
}  // namespace

std::span<const entity::EnumName> enum_names(ShareState) {
  static constexpr entity::EnumName names[] = {{1, "met", "达到"}, {2, "short", "不足"}, {3, "to_verify", "待核实"}};
  return names;
}

const entity::Table& FundBudget::fields() {
  static const entity::Table table("FundBudget", "资金预算", {
      field<&FundBudget::id>("id", "编号"),
      field<&FundBudget::region>("region", "地区"),
      field<&FundBudget::year>("year", "年度"),
      field<&FundBudget::payer>("payer", "资金"),
      fen(field<&FundBudget::amount_fen>("amount_fen", "全年资金")),
      fen(field<&FundBudget::other_fen>("other_fen", "其他养老支出")),
      field<&FundBudget::basis>("basis", "依据").text_max(kNoteChars),
      field<&FundBudget::by_user>("by_user", "填报人编号"),
      field<&FundBudget::by_name>("by_name", "填报人"),
      field<&FundBudget::at>("at", "填报时间"),
      field<&FundBudget::version>("version", "版本"),
  });
  return table;
}
const entity::Table& PutFundBudget::fields() {
  static const entity::Table table("PutFundBudget", "填报资金预算", {
      field<&PutFundBudget::region>("region", "地区").required(),
      field<&PutFundBudget::year>("year", "年度").required().range(2000, 2100),
      field<&PutFundBudget::payer>("payer", "资金").required(),
      typed(field<&PutFundBudget::amount_fen>("amount_fen", "全年资金")).required(),
      typed(field<&PutFundBudget::other_fen>("other_fen", "其他养老支出")).describe("待遇与上门服务以外，这项资金用于养老的部分：建设、运营补贴等"),
      field<&PutFundBudget::basis>("basis", "依据").required().text_max(kNoteChars),
      field<&PutFundBudget::version>("version", "版本").range(0, INT64_MAX),
  });
  return table;
}
const entity::Table& FundQuery::fields() {
  static const entity::Table table("FundQuery", "资金查询", {
      field<&FundQuery::region>("region", "地区"),
      field<&FundQuery::year>("year", "年度").range(2000, 2100),
  });
  return table;
}
const entity::Table& FundBudgetView::fields() {
  static const entity::Table table("FundBudgetView", "资金预算情况", {
      field<&FundBudgetView::budget>("budget", "预算"),
      field<&FundBudgetView::region_name>("region_name", "地区名称"),
  });
  return table;
}
const entity::Table& FundBudgets::fields() {
  static const entity::Table table("FundBudgets", "资金预算列表", {field<&FundBudgets::items>("items", "预算").list_max(2'000)});
  return table;
}
const entity::Table& FundPart::fields() {
  static const entity::Table table("FundPart", "分担", {
      field<&FundPart::payer>("payer", "资金").required(),
      share(field<&FundPart::share_bp>("share_bp", "比例")).required().range(1, 10'000),
  });
  return table;
}
const entity::Table& FundShares::fields() {
  static const entity::Table table("FundShares", "待遇资金来源", {
      field<&FundShares::benefit>("benefit", "待遇"),
      field<&FundShares::region>("region", "地区"),
      field<&FundShares::region_name>("region_name", "地区名称"),
      field<&FundShares::from>("from", "起月"),
      field<&FundShares::parts>("parts", "分担"),
      field<&FundShares::basis>("basis", "依据").text_max(kNoteChars),
      field<&FundShares::confidence>("confidence", "可信度"),
  });
  return table;
}
const entity::Table& FundSharesQuery::fields() {
  static const entity::Table table("FundSharesQuery", "资金来源查询", {field<&FundSharesQuery::benefit>("benefit", "待遇").text_max(kNameChars)});
  return table;
}
const entity::Table& FundSharesList::fields() {
  static const entity::Table table("FundSharesList", "资金来源列表", {field<&FundSharesList::items>("items", "来源").list_max(20'000)});
  return table;
}
const entity::Table& PutFundShares::fields() {
  static const entity::Table table("PutFundShares", "设定资金来源", {
      field<&PutFundShares::benefit>("benefit", "待遇").required().text_max(kNameChars),
      field<&PutFundShares::region>("region", "地区").required(),
      field<&PutFundShares::from>("from", "起月").required(),
      field<&PutFundShares::parts>("parts", "分担").required().list_max(8),
      field<&PutFundShares::basis>("basis", "依据").required().text_max(kNoteChars),
      field<&PutFundShares::confidence>("confidence", "可信度").text_max(20),
  });
  return table;
}
const entity::Table& LotteryShare::fields() {
  static const entity::Table table("LotteryShare", "福彩公益金用于养老的比例", {
      field<&LotteryShare::region>("region", "地区"),
      field<&LotteryShare::region_name>("region_name", "地区名称"),
      fen(field<&LotteryShare::budget_fen>("budget_fen", "全年福彩公益金")),
      fen(field<&LotteryShare::forecast_fen>("forecast_fen", "预计用于养老")),
      fen(field<&LotteryShare::unfunded_fen>("unfunded_fen", "没有填写来源的待遇")),
      share(field<&LotteryShare::share_bp>("share_bp", "比例")),
      share(field<&LotteryShare::required_bp>("required_bp", "应达到")),
      fen(field<&LotteryShare::required_fen>("required_fen", "至少应用于养老")),
      fen(field<&LotteryShare::missing_fen>("missing_fen", "还差")),
      field<&LotteryShare::state>("state", "结论"),
      field<&LotteryShare::sentence>("sentence", "说明").text_max(2'000),
      field<&LotteryShare::without_budget>("without_budget", "还没有填报的地区").list_max(200),
  });
  return table;
}
const entity::Table& FundRow::fields() {
  static const entity::Table table("FundRow", "一项资金", {
      field<&FundRow::payer>("payer", "资金"),
      fen(field<&FundRow::budget_fen>("budget_fen", "全年资金")),
      fen(field<&FundRow::paid_fen>("paid_fen", "已支出")),
      fen(field<&FundRow::to_come_fen>("to_come_fen", "至年底尚需")),
      fen(field<&FundRow::other_fen>("other_fen", "其他养老支出")),
      fen(field<&FundRow::forecast_fen>("forecast_fen", "全年预计")),
      fen(field<&FundRow::left_fen>("left_fen", "预计结余")),
  });
  return table;
}
const entity::Table& FundLine::fields() {
  static const entity::Table table("FundLine", "各项待遇", {
      field<&FundLine::benefit>("benefit", "待遇"),
      field<&FundLine::payer>("payer", "资金"),
      fen(field<&FundLine::paid_fen>("paid_fen", "已支出")),
      fen(field<&FundLine::to_come_fen>("to_come_fen", "至年底尚需")),
  });
  return table;
}
const entity::Table& FundForecast::fields() {
  static const entity::Table table("FundForecast", "资金预测", {
      field<&FundForecast::region>("region", "地区"),
      field<&FundForecast::region_name>("region_name", "地区名称"),
      field<&FundForecast::year>("year", "年度"),
      field<&FundForecast::from_month>("from_month", "自此月起为预测"),
      field<&FundForecast::funds>("funds", "各项资金"),
      fen(field<&FundForecast::unfunded_fen>("unfunded_fen", "没有填写来源的待遇")),
      field<&FundForecast::benefits>("benefits", "各项待遇").list_max(2'000),
      field<&FundForecast::lottery>("lottery", "福彩公益金"),
      field<&FundForecast::required_basis>("required_basis", "比例的依据").text_max(kNoteChars),
      field<&FundForecast::required_confidence>("required_confidence", "可信度"),
      field<&FundForecast::children>("children", "本级与各区县").list_max(200),
  });
  return table;
}

}  // namespace yilin::benefits
