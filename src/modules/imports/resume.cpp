// After a restart: a job that was at work goes on where its last chunk was made durable, in the name and with the present
// rights of whoever began it.
#include "base/log.h"
#include "modules/accounts/accounts.h"
#include "modules/imports/runner.h"

namespace yilin::imports {
namespace {

CallerPtr caller_for(command::Tx& tx, const Job& job) {
  if (!job.run_by) return std::make_shared<const access::Caller>(access::Caller::system());
  return accounts::caller_of(tx.db, tx.kernel, job.run_by);
}

// Why it must wait for a person; "": it need not.
std::string hindrance(const Job& job, const CallerPtr& caller) {
  if (job.state != State::rolling_back && !job.file_kept) return "原文件已经清除，请重新上传。";
  if (!caller || !caller->may(permission_of(job.kind)) || (caller->kind == access::CallerKind::staff && !caller->in_scope(job.region)))
    return "服务重新启动。启动人的账号已停用，或不再有这项权限，请由有权限的人员继续。";
  if (job.stalled >= kStalledMax) return "服务多次重新启动都没有进展，请联系系统管理员查明原因后再继续。";
  return {};
}

}  // namespace

void recover(Kernel& kernel) {
  std::vector<ImportId> left;
  {
    auto lease = kernel.readers->borrow();
    auto rows = lease->rows("SELECT id FROM import_job WHERE state IN (?, ?, ?)", State::checking, State::running, State::rolling_back);
    while (rows.next()) left.push_back(rows.id<ImportId>(0));
  }
  if (left.empty()) return;
  const auto told = command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    tx.nothing_to_do();
    for (const ImportId id : left) tx.set_deadline(kResumeDeadline, id.value, tx.now);
    return {};
  });
  if (!told) log::error("import_recovery_failed", {{"jobs", static_cast<std::int64_t>(left.size())}});
}

Status resume(command::Tx& tx, Runner& runner, ImportId id) {
  auto job = load(tx.db, tx.kernel, id);
  if (!job || !job->at_work() || runner.has(id)) {
    tx.nothing_to_do();
    return {};
  }
  job->stalled = job->resumed > 0 && job->progress() == job->resumed_from ? job->stalled + 1 : 0;
  const CallerPtr caller = caller_for(tx, *job);
  if (std::string why = hindrance(*job, caller); !why.empty()) {
    YILIN_CHECK(give_up(tx.caller, *job, std::move(why)));
    store(tx, *job);
    tx.record(act("import.interrupt", *job), job->organisation_id);
    return {};
  }
  ++job->resumed;
  job->resumed_from = job->progress();
  job->resumed_at = tx.now;
  const Task task = job->state == State::checking ? Task::check : job->state == State::running ? Task::run : Task::roll_back;
  // A check counts anew; what stayed is met again by a roll-back that goes on.
  if (task == Task::check) job->position = job->added = job->known = job->wrong = 0;
  if (task == Task::roll_back) job->kept = 0;
  store(tx, *job);
  tx.record(act("import.resume", *job), job->organisation_id);
  tx.after_commit([&runner, task, id, caller] { runner.submit(task, id, caller); });
  return {};
}

}  // namespace yilin::imports
