#include "modules/dayplan/routes.h"

#include "modules/dayplan/commands.h"

namespace yilin::dayplan {
namespace {
using access::Permission;
using access::Role;

constexpr Permission plan_read{"dayplan.read", "查看日排班", {Role::official, Role::dispatcher, Role::auditor}};
constexpr Permission plan_edit{"dayplan.edit", "排班与调整", {Role::dispatcher}};
}  // namespace

void add_routes(http::Router& router, std::shared_ptr<Planner> planner) {
  using http::Page;
  router.query<PlanQuery, Page<PlanView>>({"GET /api/day-plans", "日排班方案", plan_read}, list_plans);
  router.query<GanttQuery, Gantt>({"GET /api/day-plans/board", "排班看板（甘特图）", plan_read}, board);
  router.query<TryQuery, Trial>({"GET /api/day-plans/try", "试排：改派或改时间会怎样（不保存）", plan_read}, try_move);
  router.query<SlotQuery, Slots>({"GET /api/day-plans/slots", "可约的时间与人员及其代价", plan_read}, slots);
  router.query<PlanPath, PlanView>({"GET /api/day-plans/{id}", "排班方案", plan_read}, show_plan);
  router.query<ChangeQuery, Page<ChangeRow>>({"GET /api/day-plans/{id}/changes", "方案中的改动", plan_read}, list_changes);
  router.query<UnassignedQuery, Page<UnassignedRow>>({"GET /api/day-plans/{id}/unassigned", "没有排上的服务及原因", plan_read}, list_unassigned);
  router.command<NewPlan, Plan>({"POST /api/day-plans", "排一天的班", plan_edit}, [planner](command::Tx& tx, const NewPlan& in) { return ask_for_plan(tx, in); });
  router.command<Replan, Plan>({"POST /api/day-plans/replan", "有人缺勤或晚点后重排", plan_edit}, ask_for_replan);
  router.command<Choice, Plan>({"POST /api/day-plans/{id}/accept", "采纳改动", plan_edit}, accept);
  router.command<Choice, Plan>({"POST /api/day-plans/{id}/dismiss", "不采纳改动", plan_edit}, dismiss);
  router.command<Move, Change>({"POST /api/day-plans/moves", "改派或改时间", plan_edit}, move, prepare_move);
  router.command<PlanPath, Change>({"POST /api/day-plans/{id}/undo", "撤销最近一次改动", plan_edit}, undo_last);
  router.command<ChangePath, Change>({"POST /api/day-plans/{id}/changes/{change}/undo", "撤销一项改动", plan_edit}, undo);
}

}  // namespace yilin::dayplan
