#include "modules/benefits/module.h"

#include "modules/benefits/background.h"
#include "modules/benefits/case_views.h"
#include "modules/benefits/fact_views.h"
#include "modules/benefits/live.h"
#include "modules/benefits/programs.h"
#include "modules/benefits/quota.h"
#include "modules/benefits/routes.h"
#include "modules/benefits/runs.h"
#include "modules/benefits/scenarios.h"
#include "modules/benefits/tasks.h"

namespace yilin::benefits {

std::span<const sql::Migration> migrations();

namespace {

void attach(Kernel& kernel, http::Router& router) {
  auto lease = kernel.readers->borrow();
  kernel.parts.put<Parameters>().load(*lease, "benefit_parameter");
  kernel.parts.put<Programs>().load(*lease);
  Live& live = kernel.parts.put<Live>(kernel);
  Background& background = kernel.parts.put<Background>();
  follow_registry(kernel);
  listen_to_deaths(kernel);
  listen_to_mergers(kernel);
  feed_quotas(kernel, *lease);
  kernel.deadlines->handle("benefits.step", [](command::Tx& tx, const command::Deadline& d) { return step_overdue(tx, {d.subject}); });
  kernel.deadlines->handle("benefits.notice", [](command::Tx& tx, const command::Deadline& d) { return notice_ended(tx, {d.subject}); });
  kernel.deadlines->handle("benefits.task", [](command::Tx& tx, const command::Deadline& d) { return task_overdue(tx, {d.subject}); });
  kernel.each_minute([&live] { live.minute(); });
  resume_runs(kernel, *lease);
  resume_scenarios(kernel, *lease);
  // The routes go before the kernel does, and the thread with them.
  add_routes(router, std::shared_ptr<void>(&background, [](void* b) { static_cast<Background*>(b)->stop(); }));
}

}  // namespace

Module module() {
  return {"benefits",
          migrations(),
          attach,
          {&errors::unknown_fact, &errors::unknown_benefit, &errors::not_applied_for, &errors::already_open, &errors::already_awarded, &errors::same_person,
           &errors::not_county, &errors::relative, &errors::not_eligible, &errors::still_open, &errors::not_decided, &errors::already_replaced, &errors::from_registry, &errors::run_busy,
           &errors::not_frozen, &errors::nothing_owed, &errors::nobody_there, &errors::bad_list, &errors::not_computed, &errors::not_comparable},
          {{"fact.record", "登记事实"},
           {"fact.correct", "更正事实"},
           {"fact.region", "登记地区事实"},
           {"fact.follow", "档案变动记入事实"},
           {"benefit.program", "设定待遇办理方式"},
           {"benefit_run.start", "开始月度核定"},
           {"benefit_run.freeze", "冻结月度核定"},
           {"benefit_run.fail", "月度核定未完成"},
           {"benefit_run.check", "复算月度核定"},
           {"benefit_run.checked", "复算完成"},
           {"application.apply", "申请待遇"},
           {"application.check", "初审通过"},
           {"application.survey", "登记入户调查"},
           {"application.publish", "公示"},
           {"application.object", "公示有异议"},
           {"application.notice_end", "公示期满"},
           {"application.confirm", "县级确认"},
           {"application.refuse", "不予批准"},
           {"application.withdraw", "撤回申请"},
           {"application.overdue", "办理超时"},
           {"relative.found", "发现未备案的近亲属"},
           {"relative.file", "近亲属备案"},
           {"relative.clear", "核清同名非亲属"},
           {"award.stop", "停发待遇"},
           {"award.change", "调整待遇金额"},
           {"award.duplicate", "停发重复的待遇"},
           {"award.resume", "恢复合并时停发的待遇"},
           {"adjustment.open", "发起追补"},
           {"adjustment.sweep", "全市追溯核对"},
           {"adjustment.approve", "批准追补"},
           {"adjustment.dismiss", "不予追补"},
           {"benefit_task.hand_out", "派发任务"},
           {"benefit_task.finish", "办理任务"},
           {"benefit_task.overdue", "任务超时"},
           {"match_list.upload", "上传比对名单"},
           {"match_list.accept", "采用比对结果"},
           {"match_list.reject", "不采用比对结果"},
           {"fund.budget", "填报资金预算"},
           {"fund.shares", "设定待遇资金来源"},
           {"benefit_scenario.add", "新建测算方案"},
           {"benefit_scenario.finish", "测算完成"}}};
}

}  // namespace yilin::benefits
