#include "modules/dayplan/planner.h"

#include <algorithm>

#include "base/log.h"
#include "kernel/command/command.h"
#include "modules/dayplan/applying.h"
#include "modules/dayplan/parameters.h"
#include "modules/dayplan/proposal.h"
#include "modules/dayplan/store.h"
#include "modules/dayplan/tickets.h"
#include "modules/solving/solving.h"

namespace yilin::dayplan {
namespace {

const access::Caller& machine() { return access::Caller::system(); }

Status mark(Kernel& kernel, PlanId id, const std::function<void(Plan&)>& change, std::string_view verb = {}) {
  return command::run(kernel, machine(), [&](command::Tx& tx) -> Status {
    auto plan = plan_by_id(tx.db, tx.vault(), id);
    if (!plan) return fail(yilin::errors::not_found);
    change(*plan);
    store(tx, *plan);
    if (verb.empty()) tx.nothing_to_do();
    else tx.record(act_of(verb, *plan));
    return {};
  });
}

struct Made {
  Proposal proposal;
  Plan figures;
};

Result<Made> solve(const command::Reader& reader, const Plan& plan) {
  DayOptions options;
  options.now = plan.day == reader.today() ? reader.now : Instant{};
  options.promised = plan.kind == PlanKind::replan;
  options.absent = plan.absent_worker_ids;
  YILIN_TRY(const Day day, build_day(reader, plan.region, plan.day, options));
  YILIN_TRY(const routing::Answer before, price(day));
  Made out;
  out.figures = plan;
  const std::int64_t iterations =
      std::clamp(std::ssize(day.stops) * parameters(reader.kernel).value("iterations_per_visit", plan.region, reader.today()), kIterationsLeast, kIterationsMost);
  const auto solved = [&]() -> Result<routing::Answer> {
    if (day.problem.carers.empty()) return before;
    if (!options.promised) {
      routing::Options how;
      how.iterations = iterations;
      how.seconds = kSolveSeconds;
      how.start = &day.standing;
      return routing::solve(day.problem, how);
    }
    routing::Changes changes;
    for (const WorkerId w : plan.absent_worker_ids)
      if (const auto c = day.carer_of.find(w); c != day.carer_of.end()) changes.absent_carers.push_back(c->second);
    for (std::size_t i = 0; i < plan.late_visit_ids.size() && i < plan.late_starts.size(); ++i) {
      const DayVisit* v = day.find(plan.late_visit_ids[i]);
      if (v == nullptr) continue;
      for (const int stop : v->stops) changes.late.push_back({stop, day.time({plan.late_starts[i]})});
    }
    if (options.now) changes.now = day.time(options.now);
    changes.tolerance = parameters(reader.kernel).value("tolerance_min", plan.region, reader.today()) * 60;
    return routing::replan(day.problem, day.standing, changes);
  }();
  if (!solved) return fail(solved.error());
  out.proposal = difference(day, *solved, options.promised);
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

void make(Kernel& kernel, PlanId id) {
  const auto give_up = [&](std::string why) {
    const auto told = mark(kernel, id, [&](Plan& p) { p.state = PlanState::failed, p.problem = why; }, "dayplan.fail");
    if (!told) log::error("day_plan_state_lost", {{"plan", id.value}});
  };
  try {
    if (!mark(kernel, id, [](Plan& p) { p.state = PlanState::solving; })) return;
    std::optional<Plan> plan;
    Result<Made> made = fail(yilin::errors::not_found);
    {
      auto lease = kernel.readers->borrow();
      plan = plan_by_id(*lease, kernel.vault, id);
      if (!plan) return;
      made = solve({*lease, machine(), kernel.clock.now(), kernel}, *plan);
    }
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

void Planner::solve(PlanId plan) {
  const auto solver = solving::background(kernel_);
  if (!solver) return;  // the cell shuts down: recover() goes on
  const auto ticket = solver->submit(kSolveSeconds, [&kernel = kernel_, plan] {
    make(kernel, plan);
    with_planner(kernel, [](Planner& p) { p.solve_waiting(); });
  });
  if (ticket != 0) return tickets(kernel_).keep(plan, ticket);
  // The queue is full: the nightly counties come one after the other.
  const std::lock_guard lock(mutex_);
  unqueued_.push_back(plan);
}

void Planner::solve_waiting() {
  std::vector<PlanId> again;
  {
    const std::lock_guard lock(mutex_);
    again.swap(unqueued_);
  }
  for (const PlanId plan : again) solve(plan);
}

void Planner::apply(PlanId plan) {
  const std::lock_guard lock(mutex_);
  waiting_.insert(plan.value);
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  changed_.notify_all();
}

void Planner::wait_until_idle() {
  if (const auto solver = solving::background(kernel_)) solver->wait_until_idle();
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

// First everybody gives back what goes to somebody else, so that two carers can change places; then the visits are placed.
void Planner::carry_out(PlanId plan) {
  constexpr std::int64_t kAtOnce = 200;
  for (const auto& [states, step] : {std::pair{ChangeState::accepted, &give_back_step}, {ChangeState::released, &place_step}}) {
    for (;;) {
      std::vector<Change> next;
      {
        auto lease = kernel_.readers->borrow();
        next = changes_of(*lease, kernel_.vault, plan, {states}, kAtOnce);
      }
      if (next.empty()) break;
      for (const Change& c : next) {
        {
          const std::lock_guard lock(mutex_);
          if (ending_) return;
        }
        const auto done = command::run(kernel_, machine(), [&](command::Tx& tx) { return (*step)(tx, c.id); });
        if (done) continue;
        const std::string why(done.error().message());
        const auto told = command::run(kernel_, machine(), [&](command::Tx& tx) { return fail_step(tx, c.id, why); });
        if (!told) return log::error("day_plan_change_lost", {{"change", c.id.value}});
      }
    }
  }
}

void Planner::recover() {
  std::vector<PlanId> unsolved, unapplied;
  {
    auto lease = kernel_.readers->borrow();
    auto rows = lease->rows("SELECT id FROM day_plan WHERE state IN (1, 2) ORDER BY id LIMIT 200");
    while (rows.next()) unsolved.push_back(rows.id<PlanId>(0));
  }
  {
    auto lease = kernel_.readers->borrow();
    auto rows = lease->rows("SELECT DISTINCT plan_id FROM day_plan_change WHERE state IN (2, 3) ORDER BY plan_id LIMIT 200");
    while (rows.next()) unapplied.push_back(rows.id<PlanId>(0));
  }
  for (const PlanId p : unsolved) solve(p);
  for (const PlanId p : unapplied) apply(p);
}

void with_planner(const Kernel& kernel, const std::function<void(Planner&)>& what) {
  if (const auto planner = kernel.parts.get<PlannerReference>().planner.lock()) what(*planner);
}

void wait_until_idle(Kernel& kernel) {
  with_planner(kernel, [](Planner& p) { p.wait_until_idle(); });
}

}  // namespace yilin::dayplan
