#include "modules/facilities/joined.h"
#include "modules/facilities/plan.h"

namespace yilin::facilities {

using entity::field;
using entity::Table;

namespace {
constexpr std::int64_t kDegree = 1'000'000;
constexpr std::int64_t kMoneyMax = 10'000'000'000'00;
constexpr std::int64_t kServedMax = 1'000'000;
constexpr std::size_t kCommunitiesMax = 20'000;
}  // namespace

const Table& PlanSite::fields() {
  using F = PlanSite;
  static const Table table("PlanSite", "备选点", {
      field<&F::name>("name", "名称").required().text_max(80),
      field<&F::lon_e6>("lon_e6", "经度").required().range(-180 * kDegree, 180 * kDegree).unit("百万分之一度"),
      field<&F::lat_e6>("lat_e6", "纬度").required().range(-180 * kDegree, 180 * kDegree).unit("百万分之一度"),
      field<&F::cost_fen>("cost_fen", "费用").range(0, kMoneyMax).unit("分"),
      field<&F::role>("role", "安排"),
      field<&F::capacity>("capacity", "服务能力").range(0, kServedMax).unit("人"),
  });
  return table;
}
const Table& ScenarioInputs::fields() {
  using F = ScenarioInputs;
  static const Table table("ScenarioInputs", "规划方案", joined({
      field<&F::name>("name", "方案名称").required().text_max(80),
      field<&F::region>("region", "规划范围").required(),
      field<&F::model>("model", "模型").required(),
      field<&F::p>("p", "新建处数").range(0, 5'000).unit("处"),
      field<&F::budget_fen>("budget_fen", "预算").range(0, kMoneyMax).unit("分"),
      field<&F::years>("years", "各年安排").list_max(10).range(0, kMoneyMax),
      field<&F::by_cost>("by_cost", "各年按预算"),
      field<&F::kinds>("kinds", "计入的现有设施类型").list_max(9),
      field<&F::without>("without", "不计的现有设施").list_max(200),
      field<&F::from_communities>("from_communities", "以社区为备选点"),
      field<&F::site_cost_fen>("site_cost_fen", "每处费用").range(0, kMoneyMax).unit("分"),
      field<&F::site_capacity>("site_capacity", "每处服务能力").range(0, kServedMax).unit("人"),
      field<&F::way_fen_per_km>("way_fen_per_km", "每人每公里折算").range(0, 1'000'000).unit("分"),
      field<&F::datum>("datum", "备选点坐标系"),
  }, ReachWish::fields(), {
      field<&F::sites>("sites", "备选点").list_max(kSitesMax),
  }));
  return table;
}
const Table& Scenario::fields() {
  using F = Scenario;
  static const Table table("Scenario", "规划方案档案", {
      field<&F::id>("id", "编号"),
      field<&F::name>("name", "方案名称"),
      field<&F::region>("region", "规划范围"),
      field<&F::model>("model", "模型"),
      field<&F::inputs_json>("inputs_json", "输入").hidden(),
      field<&F::sites>("sites", "备选点数"),
      field<&F::state>("state", "状态"),
      field<&F::state_note>("state_note", "状态说明"),
      field<&F::verdict>("verdict", "结论"),
      field<&F::value>("value", "目标值"),
      field<&F::bound>("bound", "界"),
      field<&F::input_digest>("input_digest", "输入摘要（SM3）"),
      field<&F::result_json>("result_json", "结果").hidden(),
      field<&F::created_by>("created_by", "编制人编号"),
      field<&F::run_at>("run_at", "计算时间"),
      field<&F::run_ms>("run_ms", "计算用时").unit("毫秒"),
      field<&F::version>("version", "版本"),
      field<&F::created_at>("created_at", "建立时间"),
      field<&F::updated_at>("updated_at", "更新时间"),
  });
  return table;
}
const Table& ChosenSite::fields() {
  using F = ChosenSite;
  static const Table table("ChosenSite", "选中的点", {
      field<&F::number>("number", "序号"),
      field<&F::name>("name", "名称"),
      field<&F::lon_e6>("lon_e6", "经度"),
      field<&F::lat_e6>("lat_e6", "纬度"),
      field<&F::cost_fen>("cost_fen", "费用").unit("分"),
      field<&F::role>("role", "安排"),
      field<&F::year>("year", "年份"),
      field<&F::in_reach>("in_reach", "可达的未覆盖老人").unit("人"),
      field<&F::only_here>("only_here", "边际价值").unit("人").describe("没有这一处，就没有可达设施的老人"),
      field<&F::served>("served", "接纳老人").unit("人"),
      field<&F::capacity>("capacity", "服务能力").unit("人"),
      field<&F::key>("key", "时间表中的代号"),
  });
  return table;
}
const Table& NextSite::fields() {
  using F = NextSite;
  static const Table table("NextSite", "次优备选点", {
      field<&F::number>("number", "序号"),
      field<&F::name>("name", "名称"),
      field<&F::lon_e6>("lon_e6", "经度"),
      field<&F::lat_e6>("lat_e6", "纬度"),
      field<&F::gains>("gains", "再覆盖").unit("人"),
  });
  return table;
}
const Table& Neighbour::fields() {
  using F = Neighbour;
  static const Table table("PlanNeighbour", "多建或少建一处", {
      field<&F::p>("p", "处数"),
      field<&F::verdict>("verdict", "结论"),
      field<&F::value>("value", "目标值"),
      field<&F::bound>("bound", "界"),
      field<&F::change>("change", "变化"),
  });
  return table;
}
const Table& RegionGain::fields() {
  using F = RegionGain;
  static const Table table("RegionGain", "受益社区", {
      field<&F::region>("region", "地区"),
      field<&F::region_name>("region_name", "地区名称"),
      field<&F::elders>("elders", "老人").unit("人"),
      field<&F::before>("before", "原已覆盖").unit("人"),
      field<&F::gained>("gained", "新覆盖").unit("人"),
  });
  return table;
}
const Table& LabelGain::fields() {
  using F = LabelGain;
  static const Table table("LabelGain", "受益人群", {
      field<&F::label>("label", "标签"),
      field<&F::elders>("elders", "老人").unit("人"),
      field<&F::before>("before", "原已覆盖").unit("人"),
      field<&F::gained>("gained", "新覆盖").unit("人"),
  });
  return table;
}
const Table& YearStep::fields() {
  using F = YearStep;
  static const Table table("PlanYear", "分年情况", {
      field<&F::year>("year", "年份"),
      field<&F::opened>("opened", "新建").unit("处"),
      field<&F::covered>("covered", "累计新覆盖").unit("人"),
  });
  return table;
}
const Table& Assigned::fields() {
  using F = Assigned;
  static const Table table("PlanAssigned", "社区由哪处服务", {
      field<&F::region>("region", "地区"),
      field<&F::region_name>("region_name", "地区名称"),
      field<&F::site>("site", "序号"),
      field<&F::site_name>("site_name", "由哪处服务"),
      field<&F::elders>("elders", "老人").unit("人"),
      field<&F::path_m>("path_m", "路程").unit("米"),
  });
  return table;
}
const Table& PlanResult::fields() {
  using F = PlanResult;
  static const Table table("PlanResult", "规划结果", {
      field<&F::verdict>("verdict", "结论"),
      field<&F::status>("status", "结论说明").text_max(1000),
      field<&F::reason>("reason", "原因").text_max(1000),
      field<&F::objective>("objective", "目标"),
      field<&F::unit>("unit", "单位"),
      field<&F::value>("value", "目标值"),
      field<&F::bound>("bound", "界"),
      field<&F::gap_ppm>("gap_ppm", "差距").unit("百万分之一"),
      field<&F::method>("method", "方法").text_max(1000),
      field<&F::unit_price>("unit_price", "预算的边际效果"),
      field<&F::terms>("terms", "口径"),
      field<&F::input_digest>("input_digest", "输入摘要（SM3）"),
      field<&F::as_of>("as_of", "数据时间"),
      field<&F::elders>("elders", "老人").unit("人"),
      field<&F::unplaced>("unplaced", "没有位置").unit("人"),
      field<&F::beyond_reach>("beyond_reach", "附近没有备选点").unit("人"),
      field<&F::covered_before>("covered_before", "原已覆盖").unit("人"),
      field<&F::covered_after>("covered_after", "方案后覆盖").unit("人"),
      field<&F::existing>("existing", "现有设施").unit("处"),
      field<&F::cost_fen>("cost_fen", "费用合计").unit("分"),
      field<&F::sites>("sites", "选中的点").list_max(kSitesMax),
      field<&F::next_best>("next_best", "次优备选点").list_max(20),
      field<&F::neighbours>("neighbours", "多建或少建一处").list_max(4),
      field<&F::years>("years", "分年情况").list_max(10),
      field<&F::by_region>("by_region", "受益社区").list_max(kCommunitiesMax),
      field<&F::by_label>("by_label", "受益人群").list_max(40),
      field<&F::assigned>("assigned", "社区由哪处服务").list_max(kCommunitiesMax),
      field<&F::warnings>("warnings", "提示").list_max(40),
  });
  return table;
}
const Table& ChangeScenario::fields() {
  static const Table table("ChangeScenario", "修改规划方案",
                           joined({field<&ChangeScenario::id>("id", "编号"), field<&ChangeScenario::version>("version", "版本").required()}, ScenarioInputs::fields()));
  return table;
}
const Table& ScenarioPath::fields() {
  static const Table table("PlanScenarioPath", "方案", {field<&ScenarioPath::id>("id", "编号").required()});
  return table;
}
const Table& RunScenario::fields() {
  static const Table table("RunScenario", "计算规划方案", {
      field<&RunScenario::id>("id", "编号"),
      field<&RunScenario::seconds>("seconds", "最长用时").range(1, 120).unit("秒"),
  });
  return table;
}
const Table& ScenarioQuery::fields() {
  using F = ScenarioQuery;
  static const Table table("PlanScenarioQuery", "查询规划方案", {
      field<&F::region>("region", "地区"),
      field<&F::state>("state", "状态"),
      field<&F::limit>("limit", "条数").range(1, http::kPageMax),
      field<&F::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& ScenarioView::fields() {
  using F = ScenarioView;
  static const Table table("PlanScenarioView", "规划方案情况", joined({}, Scenario::fields(), {
      field<&F::region_name>("region_name", "规划范围名称"),
      field<&F::phase>("phase", "正在进行"),
      field<&F::elapsed_ms>("elapsed_ms", "已用时").unit("毫秒"),
      field<&F::seconds>("seconds", "最长用时").unit("秒"),
  }));
  return table;
}
const Table& ScenarioDetail::fields() {
  static const Table table("ScenarioDetail", "规划方案详情", joined({}, ScenarioView::fields(), {
      field<&ScenarioDetail::inputs>("inputs", "输入"),
      field<&ScenarioDetail::warnings>("warnings", "提示").list_max(20),
  }));
  return table;
}
const Table& CompareQuery::fields() {
  static const Table table("CompareScenarios", "对比规划方案", {field<&CompareQuery::ids>("ids", "方案").required().list_max(20).describe("最多 6 个")});
  return table;
}
const Table& CompareRow::fields() {
  using F = CompareRow;
  static const Table table("ComparedScenario", "对比的方案", {
      field<&F::id>("id", "编号"),
      field<&F::name>("name", "方案名称"),
      field<&F::region_name>("region_name", "规划范围"),
      field<&F::model>("model", "模型"),
      field<&F::state>("state", "状态"),
      field<&F::result>("result", "结果"),
      field<&F::sites_chosen>("sites_chosen", "选中").unit("处"),
      field<&F::cost_per_elder_fen>("cost_per_elder_fen", "每新覆盖一人费用").unit("分"),
      field<&F::shared>("shared", "与各方案相同的点").list_max(6),
  });
  return table;
}
const Table& Comparison::fields() {
  static const Table table("PlanComparison", "方案对比", {
      field<&Comparison::items>("items", "各方案").list_max(6),
      field<&Comparison::same_terms>("same_terms", "口径相同"),
  });
  return table;
}

}  // namespace yilin::facilities
