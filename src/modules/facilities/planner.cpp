#include "modules/facilities/planner.h"

#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "kernel/command/command.h"
#include "kernel/entity/json.h"
#include "kernel/entity/store.h"

namespace yilin::facilities {

namespace {
namespace store = entity::store;

std::optional<Scenario> load(sql::Connection& db, const entity::Vault& vault, ScenarioId id) {
  auto rows = db.rows(store::select<Scenario>("plan_scenario", "t").add(" WHERE t.id = ?", id));
  if (!rows.next()) return std::nullopt;
  return store::read<Scenario>(rows, vault, "plan_scenario");
}

journal::Act act(std::string_view verb, const Scenario& s) {
  return {verb, "plan_scenario", s.id.value, s.region, {}, {}, entity::to_json(s)};
}
}  // namespace

Planner::~Planner() {
  ending_ = true;
  {
    const std::lock_guard lock(mutex_);
    waiting_.clear();
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

bool Planner::full() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size() >= kWaitingMax;
}

void Planner::start() {
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  changed_.notify_all();
}

void Planner::submit(ScenarioId id, std::int64_t seconds) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back({id, seconds, {}});
  start();
}

bool Planner::post(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= kWaitingMax) return false;
  waiting_.push_back({{}, 0, std::move(work)});
  start();
  return true;
}

void Planner::cancel(ScenarioId id) {
  const std::lock_guard lock(mutex_);
  std::erase_if(waiting_, [&](const Job& job) { return job.id == id; });
  if (busy_ && running_.id == id) cancelled_ = id.value;
}

std::optional<Planner::Progress> Planner::progress(ScenarioId id) const {
  const std::lock_guard lock(mutex_);
  if (!busy_ || running_.id != id) return std::nullopt;
  return Progress{phase_, (kernel_.clock.monotonic_us() - started_us_) / 1000, running_.seconds};
}

void Planner::wait_until_idle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !busy_ && waiting_.empty(); });
}

void Planner::work() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 10);  // those who serve go first
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      busy_ = false;
      changed_.notify_all();
      changed_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
      if (ending_) return;
      job = running_ = std::move(waiting_.front());
      waiting_.pop_front();
      busy_ = true;
      cancelled_ = 0;
      phase_.clear();
      started_us_ = kernel_.clock.monotonic_us();
    }
    try {
      if (job.other) job.other();
      else perform(job);
    } catch (const std::exception& e) {
      log::error("planning_failed", {{"scenario", job.id.value}, {"what", e.what()}});
      if (job.id) gave_up(job.id, "系统内部出错，已记录，可以稍后再算。");
    }
  }
}

void Planner::perform(const Job& job) {
  std::optional<Scenario> scenario;
  const auto started = command::run(kernel_, access::Caller::system(), [&](command::Tx& tx) -> Status {
    scenario = load(tx.db, tx.vault(), job.id);
    if (!scenario || scenario->state != ScenarioState::queued) {
      scenario.reset();
      tx.nothing_to_do();
      return {};
    }
    YILIN_TRY(scenario->state, lifecycle::move(scenario_moves(), scenario->state, "start", tx.caller));
    store::update(tx.db, tx.vault(), "plan_scenario", *scenario, {"state"});
    tx.record(act("planning.run", *scenario));
    return {};
  });
  if (!started || !scenario) return;
  Solving solving;
  const std::int64_t limit_us = job.seconds * 1'000'000;
  const auto over = [this, limit_us, id = job.id.value](std::int64_t permille) {
    return ending_ || cancelled_ == id || kernel_.clock.monotonic_us() - started_us_ >= limit_us / 1000 * permille;
  };
  solving.time_is_up = [over] { return over(1000); };
  solving.plan_is_due = [over] { return over(750); };
  solving.phase = [this](std::string phase) {
    const std::lock_guard lock(mutex_);
    phase_ = std::move(phase);
  };
  const PlanResult result = solve(kernel_, inputs_of(*scenario), solving);
  if (ending_) return;  // found as interrupted at the next start
  if (cancelled_ == job.id.value) return;
  finish(*scenario, result, (kernel_.clock.monotonic_us() - started_us_) / 1000);
}

void Planner::finish(const Scenario& scenario, const PlanResult& result, std::int64_t run_ms) {
  std::string text = entity::to_json(result);
  const auto told = command::run(kernel_, access::Caller::system(), [&](command::Tx& tx) -> Status {
    auto row = load(tx.db, tx.vault(), scenario.id);
    if (!row || row->state != ScenarioState::running) {
      tx.nothing_to_do();
      return {};
    }
    YILIN_TRY(row->state, lifecycle::move(scenario_moves(), row->state, "finish", tx.caller));
    row->state_note.clear();
    row->verdict = result.verdict;
    row->value = result.value;
    row->bound = result.bound;
    row->input_digest = result.input_digest;
    row->result_json = std::move(text);
    row->run_at = tx.now;
    row->run_ms = run_ms;
    row->updated_at = tx.now;
    store::update(tx.db, tx.vault(), "plan_scenario", *row,
                  {"state", "state_note", "verdict", "value", "bound", "input_digest", "result_json", "run_at", "run_ms", "updated_at"});
    tx.record(act("planning.finish", *row));
    return {};
  }, sql::Lane::bulk);
  if (!told) log::error("planning_result_lost", {{"scenario", scenario.id.value}});
}

void Planner::gave_up(ScenarioId id, const std::string& note) {
  const auto told = command::run(kernel_, access::Caller::system(), [&](command::Tx& tx) -> Status {
    auto row = load(tx.db, tx.vault(), id);
    if (!row || (row->state != ScenarioState::running && row->state != ScenarioState::queued)) {
      tx.nothing_to_do();
      return {};
    }
    YILIN_TRY(row->state, lifecycle::move(scenario_moves(), row->state, "give_up", tx.caller));
    row->state_note = note;
    row->updated_at = tx.now;
    store::update(tx.db, tx.vault(), "plan_scenario", *row, {"state", "state_note", "updated_at"});
    tx.record(act("planning.interrupt", *row));
    return {};
  });
  if (!told) log::error("planning_state_lost", {{"scenario", id.value}});
}

void interrupt_leftovers(Kernel& kernel) {
  std::vector<ScenarioId> left;
  {
    auto lease = kernel.readers->borrow();
    auto rows = lease->rows("SELECT id FROM plan_scenario WHERE state IN (?, ?) ORDER BY id", ScenarioState::queued, ScenarioState::running);
    while (rows.next()) left.push_back(rows.id<ScenarioId>(0));
  }
  for (const ScenarioId id : left) {
    const auto done = command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
      auto row = load(tx.db, tx.vault(), id);
      if (!row) return fail(yilin::errors::not_found);
      YILIN_TRY(row->state, lifecycle::move(scenario_moves(), row->state, "give_up", tx.caller));
      row->state_note = "计算时系统重启，请重新计算。";
      row->updated_at = tx.now;
      store::update(tx.db, tx.vault(), "plan_scenario", *row, {"state", "state_note", "updated_at"});
      tx.record(act("planning.interrupt", *row));
      return {};
    });
    if (!done) log::error("planning_state_lost", {{"scenario", id.value}});
  }
}

}  // namespace yilin::facilities
