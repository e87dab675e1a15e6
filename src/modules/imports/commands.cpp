#include "modules/imports/commands.h"

#include <fmt/format.h>

#include "base/text.h"
#include "modules/imports/columns.h"
#include "modules/imports/imports.h"

namespace yilin::imports {
namespace {

Result<JobView> done(command::Tx& tx, Job job, std::string_view verb, std::string reason = {}) {
  store(tx, job);
  tx.record(act(verb, job, std::move(reason)), job.organisation_id);
  return view_of(tx.reader(), std::move(job));
}

// Hands the job to the runner once its new state is durable.
Result<JobView> started(command::Tx& tx, Runner& r, Job job, Task task, std::string_view verb, std::string reason = {}) {
  if (r.full()) return fail(yilin::errors::busy, "正在进行的导入太多，请稍后再试。");
  job.run_by = tx.caller.user;
  job.resumed = job.stalled = 0;
  job.resumed_at = {};
  tx.after_commit([&r, task, id = job.id, caller = std::make_shared<const access::Caller>(tx.caller)] { r.submit(task, id, caller); });
  return done(tx, std::move(job), verb, std::move(reason));
}

Status needs_file(const Job& job) {
  if (!job.file_kept) return fail(errors::file_gone);
  return {};
}

Status needs_columns(const Job& job) {
  const auto lacking = missing(job.kind, columns_of(job));
  if (lacking.empty()) return {};
  Error error(errors::columns_missing);
  for (const std::string& label : lacking) error.fields.push_back({"columns", label, fmt::format("没有对应“{}”的列。", label)});
  return fail(std::move(error));
}

}  // namespace

Result<JobView> change_mapping(command::Tx& tx, const MappingInput& in) {
  YILIN_TRY(Job job, visible_job(tx.reader(), in.id));
  if (job.version != in.version) return fail(yilin::errors::conflict);
  YILIN_CHECK(move(tx.caller, job, "map"));
  YILIN_CHECK(check_columns(job.kind, in.columns));
  // Which columns there are is the file's to say; a field is given to each.
  std::vector<ColumnUse> columns = columns_of(job);
  for (const ColumnUse& use : in.columns) {
    if (use.column < 0 || static_cast<std::size_t>(use.column) >= columns.size()) return fail_field("columns", "列", "文件里没有这一列。");
    columns[static_cast<std::size_t>(use.column)].field = use.field;
  }
  YILIN_CHECK(check_columns(job.kind, columns));
  job.columns = columns_text(columns);
  return done(tx, std::move(job), "import.map");
}

Result<JobView> start_check(command::Tx& tx, Runner& runner, const ImportPath& in) {
  YILIN_TRY(Job job, visible_job(tx.reader(), in.id));
  YILIN_CHECK(needs_file(job));
  YILIN_CHECK(needs_columns(job));
  YILIN_CHECK(move(tx.caller, job, "check"));
  job.position = job.added = job.known = job.wrong = job.pairs = 0;
  job.problem.clear();
  return started(tx, runner, std::move(job), Task::check, "import.start_check");
}

Result<JobView> start_run(command::Tx& tx, Runner& runner, const ImportPath& in) {
  YILIN_TRY(Job job, visible_job(tx.reader(), in.id));
  YILIN_CHECK(needs_file(job));
  // A run that begins counts anew; one that goes on keeps what its chunks have counted.
  if (job.state == State::checked) job.position = job.added = job.known = job.wrong = job.pairs = 0;
  YILIN_CHECK(move(tx.caller, job, "run"));
  job.problem.clear();
  return started(tx, runner, std::move(job), Task::run, "import.start_run");
}

Result<JobView> stop_job(command::Tx& tx, Runner& runner, const ImportPath& in) {
  YILIN_TRY(Job job, visible_job(tx.reader(), in.id));
  if (!job.at_work()) return fail(lifecycle::errors::illegal_move, "没有在进行，不需要暂停。");
  if (!runner.has(job.id)) {  // just after a restart, before it goes on
    YILIN_CHECK(give_up(tx.caller, job, "已暂停。"));
    return done(tx, std::move(job), "import.stop");
  }
  tx.after_commit([&r = runner, id = job.id] { r.stop(id); });
  tx.record(act("import.stop", job), job.organisation_id);
  return view_of(tx.reader(), std::move(job));
}

Result<JobView> start_rollback(command::Tx& tx, Runner& runner, const RollbackInput& in) {
  YILIN_TRY(Job job, visible_job(tx.reader(), in.id));
  if (text::length(text::trim(in.reason)) < 2) return fail_field("reason", "原因", "请写明撤回的原因。");
  YILIN_CHECK(move(tx.caller, job, "roll_back"));
  job.reason = in.reason;
  job.kept = 0;
  job.problem.clear();
  return started(tx, runner, std::move(job), Task::roll_back, "import.roll_back", in.reason);
}

Result<JobView> discard(command::Tx& tx, const ImportPath& in) {
  YILIN_TRY(Job job, visible_job(tx.reader(), in.id));
  YILIN_CHECK(move(tx.caller, job, "discard"));
  tx.set_deadline(kFileDeadline, job.id.value, tx.now);
  return done(tx, std::move(job), "import.discard");
}

}  // namespace yilin::imports
