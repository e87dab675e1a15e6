#include "modules/facilities/allocation.h"
#include "modules/facilities/memory.h"
#include "modules/facilities/reach_shape.h"
#include "modules/facilities/routes.h"

namespace yilin::facilities {

void add_coverage_routes(http::Router& router) {
  router.query<CoverageQuery, CoverageTable>({"GET /api/coverage", "服务圈覆盖表", coverage_read}, coverage_table);
  router.query<UncoveredQuery, UncoveredPage>({"GET /api/coverage/uncovered", "未覆盖老人名单", coverage_list}, uncovered);
  router.query<CentreLoadQuery, CentreLoadPage>({"GET /api/coverage/centres", "设施负荷表", coverage_read}, centre_loads);
  router.query<AccessQuery, AccessTable>({"GET /api/coverage/access", "可及性表", coverage_read}, access_table);
  router.query<ReachShapeQuery, ReachShape>({"GET /api/coverage/reach", "一处设施的可达范围", coverage_read}, reach_shape);
  router.query<http::Nothing, ReachLayers>({"GET /api/coverage/layers", "路网和时间表", coverage_read}, list_layers);
  router.raw({"POST /api/uploads/coverage/roads", "导入步行路网（.osm.pbf 或 GeoJSON 线，?source=来源&datum=坐标系&dated_on=数据日期）", coverage_set, false}, upload_roads, nullptr,
             &ReachLayer::fields());
  router.raw({"POST /api/uploads/coverage/times", "导入路程时间表（CSV 或 XLSX，?source=来源&dated_on=数据日期）", coverage_set, false}, upload_times, nullptr, &ReachLayer::fields());
  router.command<RemoveLayer, ReachLayer>({"POST /api/coverage/layers/{id}/remove", "停用路网或时间表", coverage_set}, remove_layer);
  router.query<http::Nothing, CoverageParameters>({"GET /api/coverage/parameters", "服务圈口径", coverage_read}, coverage_parameters);
  router.command<CoverageParameter, CoverageParameter>({"POST /api/coverage/parameters", "设定服务圈口径", coverage_set}, set_coverage_parameter);
}

void add_planning_routes(Kernel& kernel, http::Router& router) {
  using http::Page;
  const auto planner = std::make_shared<Planner>(kernel);
  memory(kernel).planner = planner;
  router.query<WhatIfQuery, WhatIfAnswer>({"GET /api/planning/what-if", "试一试：增减或移动一处设施", planning_read}, what_if);
  router.query<ScenarioQuery, Page<ScenarioView>>({"GET /api/planning/scenarios", "规划方案列表", planning_read}, list_scenarios);
  router.query<CompareQuery, Comparison>({"GET /api/planning/compare", "方案对比", planning_read}, compare);
  router.query<ScenarioPath, ScenarioDetail>({"GET /api/planning/scenarios/{id}", "规划方案详情", planning_read}, show_scenario);
  router.query<ScenarioPath, PlanResult>({"GET /api/planning/scenarios/{id}/result", "规划结果", planning_read}, show_result);
  router.command<ScenarioInputs, ScenarioView>({"POST /api/planning/scenarios", "新建规划方案", planning_edit}, create_scenario,
                                               [](command::Reader& reader, ScenarioInputs& in) { return check_inputs(reader, in); });
  router.command<ChangeScenario, ScenarioView>({"PUT /api/planning/scenarios/{id}", "修改规划方案", planning_edit}, change_scenario,
                                               [](command::Reader& reader, ChangeScenario& in) { return check_inputs(reader, in); });
  router.command<RunScenario, ScenarioView>({"POST /api/planning/scenarios/{id}/run", "计算规划方案", planning_edit},
                                            [planner](command::Tx& tx, const RunScenario& in) { return run_scenario(tx, in); });
  router.command<ScenarioPath, ScenarioView>({"POST /api/planning/scenarios/{id}/cancel", "取消计算", planning_edit}, cancel_scenario);
  router.query<AllocationQuery, Page<AllocationView>>({"GET /api/planning/allocations", "任务和套餐分配列表", planning_read}, list_allocations);
  router.query<AllocationPath, AllocationDetail>({"GET /api/planning/allocations/{id}", "任务和套餐分配详情", planning_read}, show_allocation);
  router.command<NewAllocation, AllocationDetail>({"POST /api/planning/allocations", "分配任务和套餐", planning_edit}, create_allocation, prepare_allocation);
}

}  // namespace yilin::facilities
