// Names, labels and bounds of everything that figures show and take.
#include "modules/figures/views.h"

namespace yilin::figures {
using entity::field;
using entity::Pii;
using entity::Table;

std::span<const entity::EnumName> enum_names(Metric) {
  static constexpr entity::EnumName names[] = {
      {1, "orders_placed", "下单数"},          {2, "orders_cancelled", "取消订单数"},      {3, "visits_done", "完成服务次数"},
      {4, "visit_minutes", "服务时长"},        {5, "visits_confirmed", "确认服务次数"},    {6, "ratings_bad", "不满意"},
      {7, "ratings_fair", "一般"},             {8, "ratings_good", "满意"},                {9, "complaints", "投诉数"},
      {10, "settled_fen", "结算金额"},         {11, "subsidy_fen", "补贴金额"},            {12, "self_fen", "个人自付"},
      {13, "response_5", "5 分钟内应答"},      {14, "response_15", "5 至 15 分钟应答"},    {15, "response_30", "15 至 30 分钟应答"},
      {16, "response_60", "30 至 60 分钟应答"}, {17, "response_240", "1 至 4 小时应答"},    {18, "response_over", "4 小时以上应答"}};
  return names;
}

const Table& FiguresQuery::fields() {
  static const Table table("FiguresQuery", "统计查询", {
      field<&FiguresQuery::region>("region", "区划"),
      field<&FiguresQuery::from>("from", "开始日期"),
      field<&FiguresQuery::to>("to", "结束日期"),
  });
  return table;
}
const Table& FigureRow::fields() {
  static const Table table("FigureRow", "统计数", {
      field<&FigureRow::region>("region", "区划"),
      field<&FigureRow::name>("name", "名称"),
      field<&FigureRow::has_children>("has_children", "有下级"),
      field<&FigureRow::orders_placed>("orders_placed", "下单数").unit("单"),
      field<&FigureRow::orders_cancelled>("orders_cancelled", "取消订单数").unit("单"),
      field<&FigureRow::visits_done>("visits_done", "完成服务次数").unit("次"),
      field<&FigureRow::visit_minutes>("visit_minutes", "服务时长").unit("分钟"),
      field<&FigureRow::visits_confirmed>("visits_confirmed", "确认服务次数").unit("次"),
      field<&FigureRow::ratings_bad>("ratings_bad", "不满意").unit("次"),
      field<&FigureRow::ratings_fair>("ratings_fair", "一般").unit("次"),
      field<&FigureRow::ratings_good>("ratings_good", "满意").unit("次"),
      field<&FigureRow::complaints>("complaints", "投诉数").unit("件"),
      field<&FigureRow::settled_fen>("settled_fen", "结算金额").unit("分"),
      field<&FigureRow::subsidy_fen>("subsidy_fen", "补贴金额").unit("分"),
      field<&FigureRow::self_fen>("self_fen", "个人自付").unit("分"),
      field<&FigureRow::response_5>("response_5", "5 分钟内应答").unit("次"),
      field<&FigureRow::response_15>("response_15", "5 至 15 分钟应答").unit("次"),
      field<&FigureRow::response_30>("response_30", "15 至 30 分钟应答").unit("次"),
      field<&FigureRow::response_60>("response_60", "30 至 60 分钟应答").unit("次"),
      field<&FigureRow::response_240>("response_240", "1 至 4 小时应答").unit("次"),
      field<&FigureRow::response_over>("response_over", "4 小时以上应答").unit("次"),
      field<&FigureRow::cancelled_permille>("cancelled_permille", "取消率").unit("‰").describe("取消订单数 ÷ 下单数"),
      field<&FigureRow::satisfied_permille>("satisfied_permille", "满意率").unit("‰").describe("满意 ÷ 全部评价"),
      field<&FigureRow::answered_30_permille>("answered_30_permille", "30 分钟应答率").unit("‰").describe("30 分钟内应答 ÷ 全部应答"),
      field<&FigureRow::subsidy_permille>("subsidy_permille", "补贴占比").unit("‰").describe("补贴金额 ÷ 结算金额"),
      field<&FigureRow::minutes_per_visit>("minutes_per_visit", "次均时长").unit("分钟").describe("服务时长 ÷ 完成服务次数"),
  });
  return table;
}
const Table& Figures::fields() {
  static const Table table("Figures", "统计", {
      field<&Figures::from>("from", "开始日期"),
      field<&Figures::to>("to", "结束日期"),
      field<&Figures::total>("total", "合计"),
      field<&Figures::children>("children", "下级").list_max(2000).describe("各下级之和等于合计"),
  });
  return table;
}

const Table& EldersQuery::fields() {
  static const Table table("ElderFiguresQuery", "老人构成查询", {field<&EldersQuery::region>("region", "区划")});
  return table;
}
const Table& ElderCount::fields() {
  static const Table table("ElderCount", "老人数", {
      field<&ElderCount::key>("key", "类别编码"),
      field<&ElderCount::label>("label", "类别"),
      field<&ElderCount::elders>("elders", "人数").unit("人"),
  });
  return table;
}
const Table& ElderRow::fields() {
  static const Table table("ElderFigureRow", "老人构成", {
      field<&ElderRow::region>("region", "区划"),
      field<&ElderRow::name>("name", "名称"),
      field<&ElderRow::elders>("elders", "老人数").unit("人"),
      field<&ElderRow::labels>("labels", "特殊困难标签").list_max(32),
      field<&ElderRow::ages>("ages", "年龄").list_max(6),
      field<&ElderRow::living>("living", "居住情况").list_max(6),
      field<&ElderRow::ability>("ability", "能力等级").list_max(6),
      field<&ElderRow::sexes>("sexes", "性别").list_max(3),
  });
  return table;
}
const Table& ElderFigures::fields() {
  static const Table table("ElderFigures", "老人构成统计", {
      field<&ElderFigures::total>("total", "合计"),
      field<&ElderFigures::children>("children", "下级").list_max(2000),
  });
  return table;
}

const Table& RowsQuery::fields() {
  static const Table table("FigureRowsQuery", "统计明细查询", {
      field<&RowsQuery::metric>("metric", "指标").required(),
      field<&RowsQuery::region>("region", "区划"),
      field<&RowsQuery::from>("from", "开始日期"),
      field<&RowsQuery::to>("to", "结束日期"),
      field<&RowsQuery::limit>("limit", "每页条数").range(1, http::kPageMax),
      field<&RowsQuery::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& FigureItem::fields() {
  static const Table table("FigureItem", "统计明细", {
      field<&FigureItem::order_id>("order_id", "订单编号"),
      field<&FigureItem::visit_id>("visit_id", "服务编号"),
      field<&FigureItem::elder_id>("elder_id", "老人"),
      field<&FigureItem::elder_name>("elder_name", "姓名").pii(Pii::name),
      field<&FigureItem::region_name>("region_name", "社区名称"),
      field<&FigureItem::region>("region", "社区"),
      field<&FigureItem::at>("at", "时间"),
      field<&FigureItem::value>("value", "计入数"),
  });
  return table;
}

const Table& TodayItem::fields() {
  static const Table table("TodayItem", "待办事项", {
      field<&TodayItem::kind>("kind", "种类"),
      field<&TodayItem::title>("title", "事项"),
      field<&TodayItem::count>("count", "件数"),
      field<&TodayItem::link>("link", "页面"),
  });
  return table;
}
const Table& Today::fields() {
  static const Table table("Today", "今日待办", {field<&Today::items>("items", "待办").list_max(50)});
  return table;
}

}  // namespace yilin::figures
