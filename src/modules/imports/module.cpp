#include "modules/imports/module.h"

#include "modules/imports/commands.h"
#include "modules/imports/files.h"
#include "modules/imports/imports.h"
#include "modules/imports/permissions.h"

namespace yilin::imports {

std::span<const sql::Migration> migrations();

namespace {

// So that the façade finds the runner, which lives with the routes: it must end before what it works on.
struct Reference {
  std::weak_ptr<Runner> runner;
};

template <class In>
auto with(const std::shared_ptr<Runner>& runner, Result<JobView> (*work)(command::Tx&, Runner&, const In&)) {
  return [runner, work](command::Tx& tx, const In& in) { return work(tx, *runner, in); };
}

void add_routes(http::Router& router, const std::shared_ptr<Runner>& runner) {
  router.query<ImportQuery, http::Page<Job>>({"GET /api/imports", "导入批次", import_any}, list_jobs);
  router.query<ImportPath, JobView>({"GET /api/imports/{id}", "导入批次详情", import_any}, show_job);
  router.query<ImportPath, Preview>({"GET /api/imports/{id}/preview", "文件前几行", import_any}, preview);
  router.query<RowsQuery, http::Page<RowError>>({"GET /api/imports/{id}/errors", "有误的行", import_any}, list_errors);
  router.query<RowsQuery, http::Page<KeptRow>>({"GET /api/imports/{id}/kept", "未能撤回的记录", import_any}, list_kept);
  router.command<MappingInput, JobView>({"PUT /api/imports/{id}/mapping", "对应各列", import_any}, change_mapping);
  router.command<ImportPath, JobView>({"POST /api/imports/{id}/check", "检查（不写入）", import_any}, with(runner, start_check));
  router.command<ImportPath, JobView>({"POST /api/imports/{id}/run", "导入或继续导入", import_any}, with(runner, start_run));
  router.command<ImportPath, JobView>({"POST /api/imports/{id}/stop", "暂停", import_any}, with(runner, stop_job));
  router.command<RollbackInput, JobView>({"POST /api/imports/{id}/rollback", "撤回整批", import_any}, with(runner, start_rollback));
  router.command<ImportPath, JobView>({"POST /api/imports/{id}/discard", "放弃未导入的文件", import_any}, discard);
  add_file_routes(router);
}

}  // namespace

void wait_until_idle(Kernel& kernel) {
  if (const auto runner = kernel.parts.get<Reference>().runner.lock()) runner->wait_until_idle();
}

Module module() {
  Module m;
  m.name = "imports";
  m.migrations = migrations();
  m.attach = [](Kernel& kernel, http::Router& router) {
    const auto runner = std::make_shared<Runner>(kernel);
    kernel.parts.put<Reference>(Reference{runner});
    kernel.deadlines->handle(kFileDeadline, [](command::Tx& tx, const command::Deadline& d) { return forget_file(tx, {d.subject}); });
    kernel.deadlines->handle(kResumeDeadline, [weak = std::weak_ptr(runner)](command::Tx& tx, const command::Deadline& d) -> Status {
      if (const auto alive = weak.lock()) return resume(tx, *alive, {d.subject});
      tx.nothing_to_do();  // the process ends: the next start asks again
      return {};
    });
    recover(kernel);
    add_routes(router, runner);
  };
  m.errors = {&errors::columns_missing, &errors::file_gone, &errors::not_yours, &errors::stopped};
  m.verbs = {{"import.upload", "上传导入文件"},   {"import.map", "对应各列"},           {"import.start_check", "检查导入文件"}, {"import.check", "检查完成"},
             {"import.start_run", "开始导入"},    {"import.rows", "导入一段"},          {"import.finish", "导入完成"},         {"import.interrupt", "导入中断"},
             {"import.stop", "暂停导入"},         {"import.resume", "重启后自动继续"},  {"import.roll_back", "撤回整批导入"},  {"import.withdraw", "撤回一段"},
             {"import.rolled_back", "撤回完成"},  {"import.discard", "放弃导入文件"},   {"import.errors", "下载有误的行"},
             {"import.forget_file", "清除导入的原文件"}};
  return m;
}

}  // namespace yilin::imports
