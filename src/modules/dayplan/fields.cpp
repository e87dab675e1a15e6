// Names, labels and bounds of what day plans store.
#include "modules/dayplan/day.h"

namespace yilin::dayplan {
using entity::field;
using entity::Table;

std::span<const entity::EnumName> enum_names(PlanKind) {
  static constexpr entity::EnumName names[] = {{1, "nightly", "夜间自动"}, {2, "asked", "人工发起"}, {3, "replan", "重排"}, {4, "board", "看板调整"}};
  return names;
}
std::span<const entity::EnumName> enum_names(PlanState) {
  static constexpr entity::EnumName names[] = {{1, "waiting", "排队中"}, {2, "solving", "排班中"}, {3, "proposed", "已提出"}, {4, "closed", "已被新方案取代"}, {5, "failed", "未完成"}};
  return names;
}
std::span<const entity::EnumName> enum_names(Origin) {
  static constexpr entity::EnumName names[] = {{1, "solver", "系统提出"}, {2, "hand", "人工调整"}};
  return names;
}
std::span<const entity::EnumName> enum_names(ChangeKind) {
  static constexpr entity::EnumName names[] = {{1, "assign", "安排人员"}, {2, "move", "换人"}, {3, "retime", "改时间"}, {4, "release", "无人可派"}};
  return names;
}
std::span<const entity::EnumName> enum_names(ChangeState) {
  static constexpr entity::EnumName names[] = {{1, "proposed", "待决定"},  {2, "accepted", "已采纳"}, {4, "applied", "已派单"}, {5, "undone", "已撤销"},
                                               {6, "dismissed", "不采纳"}, {7, "failed", "未成"},     {8, "outdated", "已过时"}};
  return names;
}

const Table& Plan::fields() {
  static const Table table("DayPlan", "日排班方案", {
      field<&Plan::id>("id", "编号"),
      field<&Plan::region>("region", "区划"),
      field<&Plan::day>("day", "日期"),
      field<&Plan::kind>("kind", "来源"),
      field<&Plan::state>("state", "状态"),
      field<&Plan::absent_worker_ids>("absent_worker_ids", "缺勤人员").list_max(100),
      field<&Plan::late_visit_ids>("late_visit_ids", "晚点的服务").list_max(100),
      field<&Plan::late_starts>("late_starts", "晚点后的开始").list_max(100).describe("自 1970 年起的毫秒，与晚点的服务一一对应"),
      field<&Plan::problem>("problem", "未完成原因"),
      field<&Plan::visits>("visits", "服务数"),
      field<&Plan::carers>("carers", "人员数"),
      field<&Plan::proposed>("proposed", "改动数"),
      field<&Plan::unassigned>("unassigned", "未排上"),
      field<&Plan::clashes>("clashes", "互相冲突"),
      field<&Plan::travel_before_min>("travel_before_min", "原有路程").unit("分钟"),
      field<&Plan::travel_min>("travel_min", "方案路程").unit("分钟"),
      field<&Plan::cost_before_fen>("cost_before_fen", "原有代价").unit("分"),
      field<&Plan::cost_fen>("cost_fen", "方案代价").unit("分"),
      field<&Plan::iterations>("iterations", "搜索次数"),
      field<&Plan::by_user>("by_user", "发起人"),
      field<&Plan::by_name>("by_name", "发起人姓名"),
      field<&Plan::created_at>("created_at", "发起时间"),
      field<&Plan::solved_at>("solved_at", "提出时间"),
      field<&Plan::version>("version", "版本"),
      field<&Plan::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const Table& Change::fields() {
  static const Table table("DayPlanChange", "排班改动", {
      field<&Change::id>("id", "编号"),
      field<&Change::plan_id>("plan_id", "方案"),
      field<&Change::region>("region", "所在社区"),
      field<&Change::visit_id>("visit_id", "服务编号"),
      field<&Change::elder_id>("elder_id", "老人"),
      field<&Change::origin>("origin", "来源"),
      field<&Change::kind>("kind", "改动"),
      field<&Change::state>("state", "状态"),
      field<&Change::from_worker_ids>("from_worker_ids", "原人员").list_max(5),
      field<&Change::from_start>("from_start", "原开始"),
      field<&Change::from_manual>("from_manual", "原为人工指派"),
      field<&Change::to_worker_ids>("to_worker_ids", "新人员").list_max(5),
      field<&Change::to_start>("to_start", "新开始"),
      field<&Change::duration_min>("duration_min", "时长").unit("分钟"),
      field<&Change::price_fen>("price_fen", "代价").unit("分"),
      field<&Change::travel_min>("travel_min", "路程").unit("分钟"),
      field<&Change::usual>("usual", "熟悉的人员"),
      field<&Change::why>("why", "说明").text_max(500),
      field<&Change::problem>("problem", "未成原因"),
      field<&Change::sequence>("sequence", "次序"),
      field<&Change::by_user>("by_user", "决定人"),
      field<&Change::decided_at>("decided_at", "决定时间"),
      field<&Change::version>("version", "版本"),
      field<&Change::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const Table& Unassigned::fields() {
  static const Table table("DayPlanUnassigned", "没有排上的服务", {
      field<&Unassigned::id>("id", "编号"),
      field<&Unassigned::plan_id>("plan_id", "方案"),
      field<&Unassigned::region>("region", "所在社区"),
      field<&Unassigned::visit_id>("visit_id", "服务编号"),
      field<&Unassigned::elder_id>("elder_id", "老人"),
      field<&Unassigned::reason>("reason", "原因"),
      field<&Unassigned::relaxations>("relaxations", "怎样就能排上").list_max(20),
  });
  return table;
}

}  // namespace yilin::dayplan
