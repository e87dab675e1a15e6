#include "modules/dayplan/planner.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/log.h"
#include "kernel/command/command.h"
#include "modules/dayplan/applying.h"
#include "modules/dayplan/parameters.h"
#include "modules/dayplan/proposal.h"
#include "modules/dayplan/sets.h"
#include "modules/dayplan/store.h"
#include "modules/dayplan/tickets.h"
#include "modules/solving/solving.h"

namespace yilin::dayplan {
namespace {

const access::Caller& machine() { return access::Caller::system(); }

// Waiting or solving → solving.
Result<Plan> begin(Kernel& kernel, PlanId id) {
  return command::run_for<Plan>(kernel, machine(), [&](command::Tx& tx) -> Result<Plan> {
    auto plan = plan_by_id(tx.db, tx.vault(), id);
    if (!plan) return fail(yilin::errors::not_found);
    if (plan->state > PlanState::solving) return fail(errors::decided);
    plan->state = PlanState::solving;
    store(tx, *plan);
    tx.nothing_to_do();
    return std::move(*plan);
  });
}

// All that a plan rests on: nothing else is read while it is solved.
struct Task {
  Plan plan;
  DayOptions options;
  Day day;
  std::int64_t iterations = 0;
  routing::Time tolerance = 0;
};
Result<Task> read_task(Kernel& kernel, const Plan& plan, Instant now) {
  auto lease = kernel.readers->borrow();
  const command::Reader reader{*lease, machine(), now, kernel};
  Task out;
  out.plan = plan;
  out.options.now = plan.day == reader.today() ? reader.now : Instant{};
  out.options.promised = plan.kind == PlanKind::replan;
  out.options.absent = plan.absent_worker_ids;
  YILIN_TRY(out.day, build_day(reader, plan.region, plan.day, out.options));
  const auto get = [&](std::string_view name) { return parameters(kernel).value(name, plan.region, reader.today()); };
  out.iterations = std::clamp(std::ssize(out.day.stops) * get("iterations_per_visit"), kIterationsLeast, kIterationsMost);
  out.tolerance = get("tolerance_min") * 60;
  return out;
}

struct Made {
  Proposal proposal;
  Plan figures;
};

// PURE but for the clock of `seconds` (0: none).
Result<Made> solve(const Task& task, double cpu_seconds, const std::atomic<bool>& stop) {
  const Plan& plan = task.plan;
  const Day& day = task.day;
  YILIN_TRY(const routing::Answer before, price(day));
  const auto solved = [&]() -> Result<routing::Answer> {
    if (day.problem.carers.empty()) return before;
    if (!task.options.promised) {
      routing::Options how;
      how.iterations = task.iterations;
      how.seconds = cpu_seconds;
      how.start = &day.standing;
      how.stop = &stop;
      return routing::solve(day.problem, how);
    }
    routing::Changes changes;
    for (const WorkerId w : plan.absent_worker_ids)
      if (const auto c = day.carer_of.find(w); c != day.carer_of.end()) changes.absent_carers.push_back(c->second);
    for (std::size_t i = 0; i < plan.late_visit_ids.size() && i < plan.late_starts.size(); ++i) {
      const DayVisit* v = day.find(plan.late_visit_ids[i]);
      if (v == nullptr) continue;
      for (const int at : v->stops) changes.late.push_back({at, day.time({plan.late_starts[i]})});
    }
    if (task.options.now) changes.now = day.time(task.options.now);
    changes.tolerance = task.tolerance;
    return routing::replan(day.problem, day.standing, changes);
  }();
  if (!solved) return fail(solved.error());
  Made out;
  out.figures = plan;
  out.proposal = difference(day, *solved, task.options.promised);
  Plan& f = out.figures;
  f.visits = std::ssize(day.visits);
  f.carers = static_cast<std::int64_t>(day.problem.carers.size());
  f.proposed = std::ssize(out.proposal.changes);
  f.unassigned = std::ssize(out.proposal.unassigned);
  f.clashes = std::count_if(day.visits.begin(), day.visits.end(), [](const DayVisit& v) { return v.clash; });
  f.travel_before_min = travel_minutes(before);
  f.cost_before_fen = fen(before.score.cost);
  f.travel_min = out.proposal.travel_min;
  f.cost_fen = out.proposal.cost_fen;
  f.iterations = solved->iterations;
  return out;
}

template <class T>
Status store_chunks(Kernel& kernel, PlanId plan, std::vector<T>& rows, sql::Literal table) {
  for (std::size_t first = 0; first < rows.size(); first += kChunk) {
    const std::size_t last = std::min(first + kChunk, rows.size());
    YILIN_CHECK(command::run(
        kernel, machine(),
        [&](command::Tx& tx) -> Status {
          for (std::size_t i = first; i < last; ++i) {
            T row = rows[i];
            row.plan_id = plan;
            row.id = tx.new_id<decltype(row.id)>();
            if constexpr (requires { row.updated_at; }) row.updated_at = tx.now;
            entity::store::insert(tx.db, tx.vault(), table, row);
          }
          tx.nothing_to_do();  // told as one act when all are there
          return {};
        },
        sql::Lane::bulk));
  }
  return {};
}

Status propose(Kernel& kernel, const Plan& plan, Made& made) {
  // What an interrupted run may have left.
  YILIN_CHECK(command::run(kernel, machine(), [&](command::Tx& tx) -> Status {
    tx.db.queue("DELETE FROM day_plan_change WHERE plan_id = ? AND state = ?", plan.id, ChangeState::proposed);
    tx.db.queue("DELETE FROM day_plan_unassigned WHERE plan_id = ?", plan.id);
    tx.nothing_to_do();
    return {};
  }));
  YILIN_CHECK(store_chunks(kernel, plan.id, made.proposal.changes, "day_plan_change"));
  YILIN_CHECK(store_chunks(kernel, plan.id, made.proposal.unassigned, "day_plan_unassigned"));
  return command::run(kernel, machine(), [&](command::Tx& tx) -> Status {
    tx.db.queue("UPDATE day_plan_change SET state = ?, version = version + 1, updated_at = ? WHERE state = ? AND plan_id IN "
                "(SELECT p.id FROM day_plan p WHERE p.day = ? AND p.region = ? AND p.id <> ?)",
                ChangeState::outdated, tx.now, ChangeState::proposed, plan.day, plan.region, plan.id);
    tx.db.queue("UPDATE day_plan SET state = ?, version = version + 1, updated_at = ? WHERE day = ? AND region = ? AND id <> ? AND state = ?",
                PlanState::closed, tx.now, plan.day, plan.region, plan.id, PlanState::proposed);
    auto row = plan_by_id(tx.db, tx.vault(), plan.id);
    if (!row) return fail(yilin::errors::not_found);
    made.figures.version = row->version;
    *row = made.figures;
    row->state = PlanState::proposed;
    row->solved_at = tx.now;
    store(tx, *row);
    tx.record(act_of("dayplan.propose", *row));
    return {};
  });
}

}  // namespace

void make(Kernel& kernel, PlanId id, double cpu_seconds, const std::atomic<bool>& stop) {
  const auto give_up = [&](const std::string& why) {
    const auto told = command::run(kernel, machine(), [&](command::Tx& tx) -> Status {
      auto plan = plan_by_id(tx.db, tx.vault(), id);
      if (!plan) return fail(yilin::errors::not_found);
      plan->state = PlanState::failed;
      plan->problem = why;
      store(tx, *plan);
      tx.record(act_of("dayplan.fail", *plan));
      return {};
    });
    if (!told) log::error("day_plan_state_lost", {{"plan", id.value}});
  };
  try {
    const Instant now = kernel.clock.now();
    const auto plan = begin(kernel, id);
    if (!plan) return;
    const auto task = read_task(kernel, *plan, now);
    if (!task) return give_up(std::string(task.error().message()));
    auto made = solve(*task, cpu_seconds, stop);
    if (stop) return;
    if (!made) return give_up(std::string(made.error().message()));
    if (const auto done = propose(kernel, *plan, *made); !done) give_up(std::string(done.error().message()));
  } catch (const std::exception& e) {
    log::error("day_plan_failed", {{"plan", id.value}, {"what", e.what()}});
    give_up("系统内部出错，已记录，请稍后重新排班。");
  }
}

Planner::~Planner() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

bool Planner::ending() {
  const std::lock_guard lock(mutex_);
  return ending_;
}

void Planner::solve(PlanId plan) {
  const auto solver = solving::background(kernel_);
  if (!solver || solver->state(tickets(kernel_).of(plan))) return;  // the cell shuts down, or it is under way
  // The work itself must not hold the solver: it would end on its own thread.
  const double limit = solver->by_hand() ? 0 : kSolveSeconds;
  const auto ticket = solver->submit(kSolveSeconds, [&kernel = kernel_, plan, limit](const std::atomic<bool>& stop) { make(kernel, plan, limit, stop); });
  if (ticket != 0) tickets(kernel_).keep(plan, ticket);
}

void Planner::apply(PlanId plan) {
  const auto solver = solving::background(kernel_);
  const std::lock_guard lock(mutex_);
  waiting_.insert(plan.value);
  if (!thread_.joinable() && !(solver && solver->by_hand())) thread_ = std::thread([this] { work(); });
  changed_.notify_all();
}

bool Planner::take(PlanId& plan) {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty()) return false;
  plan = {*waiting_.begin()};
  waiting_.erase(waiting_.begin());
  return true;
}

void Planner::wait_until_idle() {
  const auto solver = solving::background(kernel_);
  if (solver) solver->wait_until_idle();
  if (solver && solver->by_hand())
    for (PlanId plan; take(plan);) carry_out(plan);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !busy_ && waiting_.empty(); });
}

void Planner::work() {
  for (;;) {
    PlanId plan;
    {
      std::unique_lock lock(mutex_);
      busy_ = false;
      changed_.notify_all();
      changed_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
      if (ending_) return;
      plan = {*waiting_.begin()};
      waiting_.erase(waiting_.begin());
      busy_ = true;
    }
    try {
      carry_out(plan);
    } catch (const std::exception& e) {
      log::error("day_plan_apply_failed", {{"plan", plan.value}, {"what", e.what()}});
    }
  }
}

// One command for each set of changes that hang together: whole, or not at all.
void Planner::carry_out(PlanId plan) {
  for (;;) {
    std::vector<Change> list;
    {
      auto lease = kernel_.readers->borrow();
      list = changes_of(*lease, kernel_.vault, plan, {ChangeState::accepted}, kVisitsMax);
    }
    if (list.empty()) return;
    const Millis way = minutes(parameters(kernel_).value("commute_min", list[0].region, civil_date(kernel_.clock.now())));
    for (const auto& set : sets_of(list, way)) {
      if (ending()) return;
      std::vector<ChangeId> ids;
      for (const std::size_t i : set) ids.push_back(list[i].id);
      ChangeId culprit;
      std::string why = fmt::format("一并调整的服务超过 {} 次，请分次采纳。", kTogetherMax);
      if (ids.size() <= kTogetherMax) {
        const auto done = command::run(kernel_, machine(), [&](command::Tx& tx) { return apply_together(tx, ids, culprit); });
        if (done) continue;
        why = done.error().message();
      }
      const auto told = command::run(kernel_, machine(), [&](command::Tx& tx) { return fail_together(tx, ids, culprit, why); });
      if (!told) return log::error("day_plan_change_lost", {{"plan", plan.value}});
    }
  }
}

void Planner::apply_interrupted() {
  std::vector<PlanId> plans;
  {
    auto lease = kernel_.readers->borrow();
    auto rows = lease->rows("SELECT DISTINCT plan_id FROM day_plan_change WHERE state = ? ORDER BY plan_id LIMIT 200", ChangeState::accepted);
    while (rows.next()) plans.push_back(rows.id<PlanId>(0));
  }
  for (const PlanId p : plans) apply(p);
}

void with_planner(const Kernel& kernel, const std::function<void(Planner&)>& what) {
  if (const auto planner = kernel.parts.get<PlannerReference>().planner.lock()) what(*planner);
}

void plan_by_hand(Kernel& kernel) {
  if (const auto solver = solving::background(kernel)) solver->work_by_hand();
}

void wait_until_idle(Kernel& kernel) {
  with_planner(kernel, [](Planner& p) { p.wait_until_idle(); });
}

}  // namespace yilin::dayplan
