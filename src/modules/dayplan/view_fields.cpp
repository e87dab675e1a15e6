// Names, labels and bounds of what dispatchers send and see.
#include "modules/dayplan/views.h"

namespace yilin::dayplan {
using entity::field;
using entity::Pii;
using entity::Table;

std::span<const entity::EnumName> enum_names(BlockKind) {
  static constexpr entity::EnumName names[] = {{1, "visit", "服务"}, {2, "travel", "路上"}, {3, "rest", "休息"}, {4, "elsewhere", "其他区县的服务"}};
  return names;
}

const Table& PlanPath::fields() {
  static const Table table("DayPlanPath", "排班方案", {field<&PlanPath::id>("id", "编号").required()});
  return table;
}
const Table& PlanQuery::fields() {
  static const Table table("DayPlanQuery", "查询排班方案", {
      field<&PlanQuery::region>("region", "区划"),
      field<&PlanQuery::day>("day", "日期"),
      field<&PlanQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&PlanQuery::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& PlanView::fields() {
  static const Table table("DayPlanView", "排班方案", {
      field<&PlanView::plan>("plan", "方案"),
      field<&PlanView::region_name>("region_name", "区划名称"),
      field<&PlanView::open>("open", "待办改动"),
      field<&PlanView::applied>("applied", "已派单改动"),
      field<&PlanView::failed>("failed", "未成改动"),
      field<&PlanView::percent>("percent", "进度").unit("%"),
      field<&PlanView::ahead>("ahead", "前面还有"),
  });
  return table;
}
const Table& NewPlan::fields() {
  static const Table table("NewDayPlan", "排一天的班", {
      field<&NewPlan::region>("region", "区划").required(),
      field<&NewPlan::day>("day", "日期").required(),
  });
  return table;
}
const Table& LateVisit::fields() {
  static const Table table("LateVisit", "晚点的服务", {
      field<&LateVisit::visit_id>("visit_id", "服务编号").required(),
      field<&LateVisit::start>("start", "实际开始").required(),
  });
  return table;
}
const Table& Replan::fields() {
  static const Table table("DayReplan", "重排", {
      field<&Replan::region>("region", "区划").required(),
      field<&Replan::day>("day", "日期").required(),
      field<&Replan::absent_worker_ids>("absent_worker_ids", "缺勤人员").list_max(100),
      field<&Replan::late>("late", "晚点的服务").list_max(100),
  });
  return table;
}
const Table& ChangeQuery::fields() {
  static const Table table("DayPlanChangeQuery", "查询改动", {
      field<&ChangeQuery::id>("id", "方案").required(),
      field<&ChangeQuery::state>("state", "状态").list_max(8),
      field<&ChangeQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&ChangeQuery::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& Named::fields() {
  static const Table table("NamedWorker", "服务人员", {
      field<&Named::worker_id>("worker_id", "服务人员"),
      field<&Named::name>("name", "姓名"),
      field<&Named::organisation_name>("organisation_name", "服务组织"),
  });
  return table;
}
const Table& ChangeRow::fields() {
  using T = ChangeRow;
  static const Table table("DayPlanChangeRow", "改动", {
      field<&T::change>("change", "改动"),
      field<&T::order_id>("order_id", "订单编号"),
      field<&T::elder_name>("elder_name", "老人姓名").pii(Pii::name),
      field<&T::region_name>("region_name", "社区"),
      field<&T::address>("address", "住址").pii(Pii::address),
      field<&T::item_name>("item_name", "服务项目"),
      field<&T::from_workers>("from_workers", "原人员").list_max(kTeamMax),
      field<&T::to_workers>("to_workers", "新人员").list_max(kTeamMax),
  });
  return table;
}
const Table& UnassignedQuery::fields() {
  static const Table table("DayPlanUnassignedQuery", "查询没有排上的服务", {
      field<&UnassignedQuery::id>("id", "方案").required(),
      field<&UnassignedQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&UnassignedQuery::cursor>("cursor", "游标").range(0, INT64_MAX),
  });
  return table;
}
const Table& UnassignedRow::fields() {
  using T = UnassignedRow;
  static const Table table("DayPlanUnassignedRow", "没有排上的服务", {
      field<&T::unassigned>("unassigned", "原因"),
      field<&T::order_id>("order_id", "订单编号"),
      field<&T::elder_name>("elder_name", "老人姓名").pii(Pii::name),
      field<&T::region_name>("region_name", "社区"),
      field<&T::item_name>("item_name", "服务项目"),
      field<&T::planned_start>("planned_start", "计划开始"),
      field<&T::wanted_from>("wanted_from", "约定最早"),
      field<&T::wanted_to>("wanted_to", "约定最晚"),
  });
  return table;
}
const Table& Choice::fields() {
  static const Table table("DayPlanChoice", "选定的改动", {
      field<&Choice::id>("id", "方案").required(),
      field<&Choice::change_ids>("change_ids", "改动").list_max(200).describe("空：全部待决定的改动"),
  });
  return table;
}
const Table& ChangePath::fields() {
  static const Table table("DayPlanChangePath", "一项改动", {
      field<&ChangePath::id>("id", "方案").required(),
      field<&ChangePath::change>("change", "改动").required(),
  });
  return table;
}

const Table& Block::fields() {
  static const Table table("GanttBlock", "时间块", {
      field<&Block::kind>("kind", "种类"),
      field<&Block::from>("from", "开始"),
      field<&Block::to>("to", "结束"),
      field<&Block::visit_id>("visit_id", "服务编号").describe("服务本身，或去这次服务的路上"),
      field<&Block::travel_min>("travel_min", "路程").unit("分钟"),
      field<&Block::distance_m>("distance_m", "距离").unit("米"),
      field<&Block::proposed>("proposed", "方案中的"),
      field<&Block::clash>("clash", "与其他安排冲突"),
  });
  return table;
}
const Table& GanttRow::fields() {
  using T = GanttRow;
  static const Table table("GanttRow", "一位人员的一天", {
      field<&T::worker_id>("worker_id", "服务人员"),
      field<&T::name>("name", "姓名"),
      field<&T::organisation_name>("organisation_name", "服务组织"),
      field<&T::off_duty>("off_duty", "当天不在班"),
      field<&T::shift_from_min>("shift_from_min", "上班").unit("分钟").describe("自零点起"),
      field<&T::shift_to_min>("shift_to_min", "下班").unit("分钟"),
      field<&T::home_lon_e6>("home_lon_e6", "住处经度").pii(Pii::place).unit("百万分之一度"),
      field<&T::home_lat_e6>("home_lat_e6", "住处纬度").pii(Pii::place).unit("百万分之一度"),
      field<&T::work_min>("work_min", "工时").unit("分钟"),
      field<&T::travel_min>("travel_min", "路程").unit("分钟"),
      field<&T::overtime_min>("overtime_min", "加班").unit("分钟"),
      field<&T::blocks>("blocks", "安排").list_max(400),
  });
  return table;
}
const Table& GanttVisit::fields() {
  using T = GanttVisit;
  static const Table table = dispatch::board_table("GanttVisit", "一次服务", {
      field<&T::wanted_from>("wanted_from", "约定最早"),
      field<&T::wanted_to>("wanted_to", "约定最晚"),
      field<&T::worker_ids>("worker_ids", "人员").list_max(kTeamMax),
      field<&T::manual>("manual", "人工指派"),
      field<&T::clash>("clash", "与其他安排冲突"),
      field<&T::change_id>("change_id", "方案中的改动"),
  });
  return table;
}
const Table& GanttQuery::fields() {
  static const Table table("GanttQuery", "查询排班看板", {
      field<&GanttQuery::region>("region", "区划").required(),
      field<&GanttQuery::day>("day", "日期").describe("空表示今天"),
      field<&GanttQuery::plan>("plan", "方案").describe("按这个方案未决定的改动显示"),
  });
  return table;
}
const Table& Gantt::fields() {
  static const Table table("Gantt", "排班看板", {
      field<&Gantt::region>("region", "区划"),
      field<&Gantt::day>("day", "日期"),
      field<&Gantt::plan>("plan", "最近的方案"),
      field<&Gantt::rows>("rows", "人员").list_max(kCarersMax),
      field<&Gantt::visits>("visits", "服务").list_max(kVisitsMax),
      field<&Gantt::travel_min>("travel_min", "路程合计").unit("分钟"),
      field<&Gantt::cost_fen>("cost_fen", "代价合计").unit("分"),
  });
  return table;
}

const Table& TryQuery::fields() {
  static const Table table("TryQuery", "试排", {
      field<&TryQuery::visit_id>("visit_id", "服务编号").required(),
      field<&TryQuery::worker_ids>("worker_ids", "人员").list_max(20).describe("空：不派任何人；最多为这次服务所需的人数"),
      field<&TryQuery::start>("start", "开始时间").describe("空：约定范围内最合适的时间"),
  });
  return table;
}
const Table& Breach::fields() {
  static const Table table("RuleBreach", "违反的规则", {
      field<&Breach::rule>("rule", "规则"),
      field<&Breach::sentence>("sentence", "说明"),
      field<&Breach::forbidden>("forbidden", "不可办理"),
  });
  return table;
}
const Table& Trial::fields() {
  using T = Trial;
  static const Table table("Trial", "试排结果", {
      field<&T::visit_id>("visit_id", "服务编号"),
      field<&T::workers>("workers", "人员").list_max(kTeamMax),
      field<&T::possible>("possible", "不违反规则"),
      field<&T::allowed>("allowed", "可以办理"),
      field<&T::start>("start", "开始"),
      field<&T::end>("end", "结束"),
      field<&T::change_fen>("change_fen", "代价变化").unit("分"),
      field<&T::travel_fen>("travel_fen", "其中路程").unit("分"),
      field<&T::overtime_fen>("overtime_fen", "其中加班").unit("分"),
      field<&T::unfairness_fen>("unfairness_fen", "其中工时均衡").unit("分"),
      field<&T::continuity_fen>("continuity_fen", "其中熟悉程度").unit("分"),
      field<&T::travel_change_min>("travel_change_min", "路程变化").unit("分钟"),
      field<&T::breaches>("breaches", "违反的规则").list_max(20),
      field<&T::relaxations>("relaxations", "怎样就可以").list_max(20),
  });
  return table;
}
const Table& Move::fields() {
  static const Table table("DayPlanMove", "改派或改时间", {
      field<&Move::visit_id>("visit_id", "服务编号").required(),
      field<&Move::worker_ids>("worker_ids", "人员").list_max(kTeamMax).describe("空：撤下所有人员"),
      field<&Move::start>("start", "开始时间"),
      field<&Move::region>("region", "看板的区划").describe("在哪个看板上改派，就在哪个看板上撤销；空表示区县"),
  });
  return table;
}
const Table& SlotQuery::fields() {
  using T = SlotQuery;
  static const Table table("SlotQuery", "查询可约时间", {
      field<&T::visit_id>("visit_id", "等待安排的服务"),
      field<&T::elder_id>("elder_id", "老人"),
      field<&T::item_id>("item_id", "服务项目"),
      field<&T::units>("units", "数量").range(1, 100),
      field<&T::organisation_id>("organisation_id", "指定服务组织"),
      field<&T::from>("from", "最早开始"),
      field<&T::to>("to", "最晚开始"),
  });
  return table;
}
const Table& Slot::fields() {
  static const Table table("Slot", "可约时间", {
      field<&Slot::start>("start", "开始"),
      field<&Slot::end>("end", "结束"),
      field<&Slot::workers>("workers", "人员").list_max(kTeamMax),
      field<&Slot::price_fen>("price_fen", "代价").unit("分"),
      field<&Slot::usual>("usual", "熟悉的人员"),
  });
  return table;
}
const Table& Slots::fields() {
  static const Table table("Slots", "可约时间列表", {
      field<&Slots::items>("items", "各项").list_max(kSlotsMax),
      field<&Slots::reason>("reason", "没有可约时间的原因"),
      field<&Slots::relaxations>("relaxations", "怎样就可以").list_max(20),
  });
  return table;
}

}  // namespace yilin::dayplan
