#include "modules/imports/runner.h"

#include <algorithm>

#include "base/log.h"

namespace yilin::imports {

namespace {
constexpr std::int64_t kTellEvery_us = 500'000;
}

Runner::~Runner() {
  ending_ = true;
  {
    const std::lock_guard lock(mutex_);
    waiting_.clear();
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

bool Runner::full() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size() >= kWaitingMax;
}

bool Runner::has(ImportId job) const {
  const std::lock_guard lock(mutex_);
  return current_ == job || std::any_of(waiting_.begin(), waiting_.end(), [&](const Order& order) { return order.job == job; });
}

void Runner::submit(Task task, ImportId job, CallerPtr caller) {
  const std::lock_guard lock(mutex_);
  asked_to_stop_.erase(job);
  waiting_.push_back({task, job, std::move(caller)});
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  changed_.notify_all();
}

void Runner::stop(ImportId job) {
  const std::lock_guard lock(mutex_);
  asked_to_stop_.insert(job);
}

void Runner::wait_until_idle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !current_ && waiting_.empty(); });
}

void Runner::work() {
  for (;;) {
    Order order;
    {
      std::unique_lock lock(mutex_);
      current_ = {};
      changed_.notify_all();
      changed_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
      if (ending_) return;
      order = std::move(waiting_.front());
      waiting_.pop_front();
      current_ = order.job;
    }
    try {
      perform(order);
    } catch (const std::exception& e) {
      log::error("import_failed", {{"job", order.job.value}, {"what", e.what()}});
      gave_up(order, "系统内部出错，已记录，可以稍后继续。");
    }
  }
}

void Runner::perform(const Order& order) {
  std::optional<Job> job;
  {
    auto lease = kernel_.readers->borrow();
    job = load(*lease, kernel_, order.job);
  }
  if (!job) return;
  Pass pass{kernel_, order.caller, std::move(*job), [this, id = order.job] {
              if (ending_) return true;
              const std::lock_guard lock(mutex_);
              return asked_to_stop_.contains(id);
            }};
  const bool elders = pass.job.kind == Kind::elders;
  const Status done = order.task == Task::check ? (elders ? check_elders(pass) : check_rows(pass))
                      : order.task == Task::run ? (elders ? run_elders(pass) : run_rows(pass))
                                                : roll_back(pass);
  if (!done && !ending_) gave_up(order, std::string(done.error().message()));
}

// The job as it is in the database keeps what its chunks have made durable.
void Runner::gave_up(const Order& order, std::string problem) {
  const auto told = command::run(kernel_, access::Caller::system(), [&](command::Tx& tx) -> Status {
    auto job = load(tx.db, tx.kernel, order.job);
    if (!job) {
      tx.nothing_to_do();
      return {};
    }
    YILIN_CHECK(give_up(tx.caller, *job, problem));
    store(tx, *job);
    tx.record(act("import.interrupt", *job));
    return {};
  });
  if (!told) log::error("import_state_lost", {{"job", order.job.value}});
}

Status checked(Pass& pass) {
  return command::run(pass.kernel, *pass.caller, [&](command::Tx& tx) -> Status {
    auto job = load(tx.db, tx.kernel, pass.job.id);
    if (!job) return fail(yilin::errors::not_found);
    job->rows_total = job->position = pass.job.position;
    job->added = pass.job.added;
    job->known = pass.job.known;
    job->wrong = pass.job.wrong;
    job->pairs = 0;
    job->problem.clear();
    YILIN_CHECK(move(tx.caller, *job, "checked"));
    store(tx, *job);
    tx.set_deadline(kFileDeadline, job->id.value, tx.now + kFileKept);
    tx.record(act("import.check", *job));
    return {};
  });
}

// A file of which every row has come in is not needed any more; one with faults waits for whoever mends it.
Status finished(Pass& pass) {
  return command::run(pass.kernel, *pass.caller, [&](command::Tx& tx) -> Status {
    auto job = load(tx.db, tx.kernel, pass.job.id);
    if (!job) return fail(yilin::errors::not_found);
    job->problem.clear();
    job->rows_total = job->position;
    YILIN_CHECK(move(tx.caller, *job, "finish"));
    store(tx, *job);
    tx.set_deadline(kFileDeadline, job->id.value, job->wrong == 0 ? tx.now : tx.now + kFileKept);
    tx.record(act("import.finish", *job));
    return {};
  });
}

bool Progress::due() {
  const std::int64_t now = pass_.kernel.clock.monotonic_us();
  if (now - told_us_ < kTellEvery_us) return false;
  told_us_ = now;
  return true;
}

Status Progress::write(std::span<const std::pair<std::int64_t, std::vector<FieldError>>> errors) {
  return command::run(
      pass_.kernel, *pass_.caller,
      [&](command::Tx& tx) -> Status {
        tx.nothing_to_do();
        const Job& j = pass_.job;
        tx.db.queue("UPDATE import_job SET position = ?, added = ?, known = ?, wrong = ? WHERE id = ?", j.position, j.added, j.known, j.wrong, j.id);
        for (const auto& [row, faults] : errors) add_errors(tx, j.id, row, faults);
        tell(tx, j);
        return {};
      },
      sql::Lane::bulk);
}

}  // namespace yilin::imports
