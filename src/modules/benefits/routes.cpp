#include "modules/benefits/routes.h"

#include "modules/benefits/case_views.h"
#include "modules/benefits/decision_views.h"
#include "modules/benefits/funds.h"
#include "modules/benefits/lists.h"
#include "modules/benefits/programs.h"
#include "modules/benefits/relatives.h"
#include "modules/benefits/run_views.h"
#include "modules/benefits/scenarios.h"
#include "modules/benefits/tariffs.h"
#include "modules/benefits/tasks.h"

namespace yilin::benefits {
namespace {
using access::Permission;
using access::Role;

constexpr Permission benefit_read{"benefit.read", "查看待遇与事实", {Role::official, Role::community_worker, Role::hotline_operator, Role::finance, Role::auditor,
                                                                     Role::elder, Role::family}};
constexpr Permission fact_record{"fact.record", "登记事实", {Role::official, Role::community_worker, Role::hotline_operator, Role::elder, Role::family}};
constexpr Permission fact_correct{"fact.correct", "更正事实", {Role::official, Role::community_worker}};
constexpr Permission fact_region{"fact.region", "登记地区事实", {Role::official}};
constexpr Permission program_write{"benefit.program", "设定待遇办理方式", {Role::official}};
constexpr Permission run_read{"benefit_run.read", "查看月度核定", {Role::official, Role::finance, Role::auditor}};
constexpr Permission run_write{"benefit_run.start", "月度核定", {Role::official}};
constexpr Permission application_write{"application.apply", "申请待遇", {Role::official, Role::community_worker, Role::hotline_operator, Role::elder, Role::family}};
constexpr Permission application_handle{"application.handle", "办理待遇申请", {Role::official, Role::community_worker}};
constexpr Permission award_write{"award.write", "停发与调整待遇", {Role::official}};
constexpr Permission adjustment_read{"adjustment.read", "查看追补清单", {Role::official, Role::community_worker, Role::finance, Role::auditor, Role::elder, Role::family}};
constexpr Permission adjustment_write{"adjustment.decide", "发起与决定追补", {Role::official, Role::finance}};
constexpr Permission task_read{"benefit_task.read", "查看主动发现与核实任务", {Role::official, Role::community_worker, Role::auditor}};
constexpr Permission task_write{"benefit_task.write", "派发与办理主动发现任务", {Role::official, Role::community_worker}};
constexpr Permission list_write{"match_list.write", "名单比对", {Role::official}};
constexpr Permission fund_read{"fund.read", "查看资金预测", {Role::official, Role::finance, Role::auditor}};
constexpr Permission fund_write{"fund.write", "填报资金预算与来源", {Role::official}};
constexpr Permission scenario_write{"benefit_scenario.write", "政策测算", {Role::official}};

template <int Verb>
Result<ApplicationView> step(command::Tx& tx, const StepInput& in) {
  constexpr std::string_view verbs[] = {"check", "survey", "publish", "object", "confirm", "refuse", "withdraw"};
  return take_step(tx, in, verbs[Verb]);
}

}  // namespace

void add_routes(http::Router& router, std::shared_ptr<void> background) {
  using http::Nothing;
  using http::Page;
  router.query<Nothing, Vocabulary>({"GET /api/benefits/vocabulary", "事实与待遇名称", benefit_read},
                                    [background](command::Reader& reader, const Nothing&) { return vocabulary(reader); });
  router.query<ElderMonth, ElderFacts>({"GET /api/elders/{id}/facts", "老人的事实", benefit_read}, elder_facts);
  router.command<RecordFacts, FactsWritten>({"POST /api/elders/{id}/facts", "登记事实", fact_record}, record_facts);
  router.command<CorrectFact, FactsWritten>({"POST /api/facts/{id}/correct", "更正事实", fact_correct}, correct_fact);
  router.command<RegionFact, FactRecord>({"POST /api/facts/regions", "登记地区事实", fact_region}, record_region_fact);
  router.query<ElderMonth, ElderDecisions>({"GET /api/elders/{id}/benefits", "老人的待遇", benefit_read}, elder_decisions);
  router.query<ExplainQuery, ExplanationView>({"GET /api/elders/{id}/benefits/explain", "待遇说明", benefit_read}, explanation);
  router.query<ExplainQuery, NoticeView>({"GET /api/elders/{id}/benefits/notice", "待遇告知书", benefit_read}, notice);
  router.query<HistoryQuery, History>({"GET /api/elders/{id}/benefits/history", "历月核定", benefit_read}, history);
  router.query<Nothing, ProgramList>({"GET /api/benefits/programs", "待遇办理方式", benefit_read},
                                     [](command::Reader& reader, const Nothing&) { return list_programs(reader); });
  router.command<PutProgram, Program>({"PUT /api/benefits/programs", "设定待遇办理方式", program_write}, put_program);

  router.command<NewRun, RunView>({"POST /api/benefits/runs", "开始月度核定", run_write}, begin_run);
  router.query<RunQuery, Page<RunView>>({"GET /api/benefits/runs", "月度核定列表", run_read}, list_runs);
  router.query<RunPath, RunView>({"GET /api/benefits/runs/{id}", "月度核定情况", run_read}, show_run);
  router.command<RunPath, RunView>({"POST /api/benefits/runs/{id}/check", "重新推导并比对", run_write}, check_run);
  router.query<TallyQuery, TallyView>({"GET /api/benefits/runs/{id}/tallies", "核定汇总", run_read}, run_tallies);
  router.query<RunRowsQuery, Page<RunRow>>({"GET /api/benefits/runs/{id}/rows", "核定明细", run_read}, run_rows);

  router.command<Apply, ApplicationView>({"POST /api/benefits/applications", "申请待遇", application_write}, apply);
  router.query<ApplicationQuery, Page<ApplicationView>>({"GET /api/benefits/applications", "申请列表", benefit_read}, list_applications);
  router.query<ApplicationPath, ApplicationView>({"GET /api/benefits/applications/{id}", "申请情况", benefit_read}, show_application);
  router.query<ApplicationPath, NoticeView>({"GET /api/benefits/applications/{id}/notice", "申请决定告知书", benefit_read}, application_notice);
  router.command<StepInput, ApplicationView>({"POST /api/benefits/applications/{id}/check", "初审通过", application_handle}, step<0>, prepare_step);
  router.command<StepInput, ApplicationView>({"POST /api/benefits/applications/{id}/survey", "登记入户调查", application_handle}, step<1>, prepare_step);
  router.command<StepInput, ApplicationView>({"POST /api/benefits/applications/{id}/publish", "公示", application_handle}, step<2>, prepare_step);
  router.command<StepInput, ApplicationView>({"POST /api/benefits/applications/{id}/object", "公示有异议", application_handle}, step<3>, prepare_step);
  router.command<StepInput, ApplicationView>({"POST /api/benefits/applications/{id}/confirm", "县级确认", application_handle}, step<4>, prepare_decision);
  router.command<StepInput, ApplicationView>({"POST /api/benefits/applications/{id}/refuse", "不予批准", application_handle}, step<5>, prepare_decision);
  router.command<StepInput, ApplicationView>({"POST /api/benefits/applications/{id}/withdraw", "撤回申请", application_write}, step<6>);
  router.query<RelativeQuery, Page<RelativeView>>({"GET /api/benefits/relatives", "工作人员近亲属", application_handle}, list_relatives);
  router.command<FileRelative, RelativeView>({"POST /api/benefits/relatives", "近亲属备案", application_handle}, file_relative);
  router.command<ClearRelative, RelativeView>({"POST /api/benefits/relatives/{id}/clear", "核清同名非亲属", award_write}, clear_relative);
  router.query<PublicNoticeQuery, Page<PublicNotice>>({"GET /api/public/benefit-notices", "待遇公示", http::open_to_all}, public_notices);

  router.query<AwardQuery, Page<AwardView>>({"GET /api/benefits/awards", "享受记录列表", benefit_read}, list_awards);
  router.query<AwardPath, AwardView>({"GET /api/benefits/awards/{id}", "享受情况", benefit_read}, show_award);
  router.command<StopAward, AwardView>({"POST /api/benefits/awards/{id}/stop", "停发", award_write}, stop_award, prepare_stop);
  router.command<ChangeAward, AwardView>({"POST /api/benefits/awards/{id}/change", "调整金额", award_write}, change_award, prepare_change);
  router.command<OpenAdjustment, AdjustmentView>({"POST /api/benefits/adjustments", "发起追补", adjustment_write}, open_adjustment);
  router.command<SweepAdjustments, SweepStarted>({"POST /api/benefits/adjustments/sweep", "全市追溯核对", run_write}, sweep_adjustments);
  router.query<AdjustmentQuery, Page<AdjustmentView>>({"GET /api/benefits/adjustments", "追补清单列表", adjustment_read}, list_adjustments);
  router.query<AdjustmentPath, AdjustmentView>({"GET /api/benefits/adjustments/{id}", "追补情况", adjustment_read}, show_adjustment);
  router.command<DecideAdjustment, AdjustmentView>({"POST /api/benefits/adjustments/{id}/decide", "决定追补", adjustment_write}, decide_adjustment, prepare_settling);

  router.query<GapSummaryQuery, GapSummary>({"GET /api/benefits/gaps/summary", "应享未享汇总", task_read}, gap_summary);
  router.query<GapQuery, Page<Gap>>({"GET /api/benefits/gaps", "应享未享的老人", task_read}, gaps);
  router.command<HandOut, Handed>({"POST /api/benefits/tasks", "派发任务", task_write}, hand_out, prepare_hand_out);
  router.query<TaskQuery, Page<TaskView>>({"GET /api/benefits/tasks", "任务列表", task_read}, list_tasks);
  router.query<TaskPath, TaskView>({"GET /api/benefits/tasks/{id}", "任务情况", task_read}, show_task);
  router.command<TaskResult, TaskView>({"POST /api/benefits/tasks/{id}/finish", "办结任务", task_write}, finish_task);

  router.query<FundQuery, FundForecast>({"GET /api/benefits/funds/forecast", "资金预测", fund_read}, forecast_funds);
  router.query<FundQuery, FundBudgets>({"GET /api/benefits/funds/budgets", "资金预算列表", fund_read}, list_fund_budgets);
  router.command<PutFundBudget, FundBudgetView>({"PUT /api/benefits/funds/budgets", "填报资金预算", fund_write}, put_fund_budget);
  router.query<FundSharesQuery, FundSharesList>({"GET /api/benefits/funds/shares", "待遇资金来源", fund_read}, list_fund_shares);
  router.command<PutFundShares, FundShares>({"PUT /api/benefits/funds/shares", "设定待遇资金来源", fund_write}, put_fund_shares);

  add_list_routes(router, list_write);
  router.query<ListQuery, Page<MatchList>>({"GET /api/benefits/lists", "比对名单列表", list_write}, list_lists);
  router.query<ListPath, MatchList>({"GET /api/benefits/lists/{id}", "比对名单", list_write}, show_list);
  router.query<ListRowsQuery, Page<MatchRowView>>({"GET /api/benefits/lists/{id}/rows", "比对结果", list_write}, list_rows);
  router.command<DecideRows, RowsDecided>({"POST /api/benefits/lists/{id}/decide", "处理比对结果", list_write}, decide_rows);

  router.command<NewScenario, ScenarioView>({"POST /api/benefits/scenarios", "新建测算方案", scenario_write}, add_scenario, prepare_scenario);
  router.query<ScenarioQuery, Page<ScenarioView>>({"GET /api/benefits/scenarios", "测算方案列表", scenario_write}, list_scenarios);
  router.query<CompareQuery, SideBySide>({"GET /api/benefits/scenarios/compare", "方案对比", scenario_write}, compare_scenarios);
  router.query<ScenarioPath, ScenarioView>({"GET /api/benefits/scenarios/{id}", "测算方案", scenario_write}, show_scenario);
  router.query<TariffQuery, TariffView>({"GET /api/benefits/tariffs", "标准比选", scenario_write}, compare_tariff);
  router.command<PublishScenario, Published>({"POST /api/benefits/scenarios/{id}/publish", "写成规则草案", scenario_write}, publish_scenario, prepare_publish);
}

}  // namespace yilin::benefits
