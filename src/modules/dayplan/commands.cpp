#include "modules/dayplan/commands.h"

#include <algorithm>

#include "kernel/command/command.h"
#include "modules/dayplan/applying.h"
#include "modules/dayplan/parameters.h"
#include "modules/dayplan/planner.h"
#include "modules/region/region.h"
#include "modules/solving/solving.h"

namespace yilin::dayplan {
namespace {

constexpr std::int64_t kChoiceMax = static_cast<std::int64_t>(kVisitsMax);

Status check_day(const command::Tx& tx, RegionCode region, Date day) {
  if (!tx.caller.in_scope(region) || region::divisions(tx.kernel)->find(region) == nullptr) return fail(yilin::errors::not_found);
  if (day < tx.today()) return fail(errors::day_gone);
  if (day > tx.today() + kDaysAheadMax) return fail_field("day", "日期", "最多提前 60 天排班。");
  return {};
}

// Until it is solved or has failed.
void have_solved(command::Tx& tx, PlanId plan) {
  tx.set_deadline(kTryAgain, plan.value, tx.now + kTriedAgainAfter);
  tx.after_commit([&kernel = tx.kernel, plan] { with_planner(kernel, [&](Planner& p) { p.solve(plan); }); });
}

Result<Plan> open_plan(command::Tx& tx, Plan plan) {
  if (const auto last = latest(tx.db, tx.vault(), plan.region, plan.day); last && last->state <= PlanState::solving) return fail(errors::being_solved);
  plan.id = tx.new_id<PlanId>();
  plan.by_user = tx.caller.user;
  plan.by_name = tx.caller.name;
  plan.created_at = plan.updated_at = tx.now;
  entity::store::insert(tx.db, tx.vault(), "day_plan", plan);
  tx.changed({"day_plan", plan.id.value, plan.region, {}, {}, {}});
  if (plan.state == PlanState::waiting) have_solved(tx, plan.id);
  return plan;
}

bool solver_full(const Kernel& kernel) {
  const auto solver = solving::background(kernel);
  return !solver || solver->full();
}

// The proposed ones among those named, or all of them.
Result<std::vector<Change>> chosen(command::Tx& tx, const Plan& plan, const Choice& in) {
  if (in.change_ids.empty()) return changes_of(tx.db, tx.vault(), plan.id, {ChangeState::proposed}, kChoiceMax);
  std::vector<Change> out;
  for (const ChangeId id : in.change_ids) {
    YILIN_TRY(Change c, change_of(tx, plan, id));
    if (c.state != ChangeState::proposed) return fail(errors::decided);
    if (std::none_of(out.begin(), out.end(), [&](const Change& o) { return o.id == c.id; })) out.push_back(std::move(c));
  }
  return out;
}

Result<Plan> decide(command::Tx& tx, const Choice& in, ChangeState state, std::string_view verb) {
  YILIN_TRY(Plan plan, plan_in_scope(tx.reader(), in.id));
  YILIN_TRY(const std::vector<Change> list, chosen(tx, plan, in));
  if (list.empty()) return fail(errors::decided, "没有待决定的改动。");
  if (in.change_ids.empty()) {  // one statement for a whole day
    tx.db.queue("UPDATE day_plan_change SET state = ?, by_user = ?, decided_at = ?, version = version + 1, updated_at = ? WHERE plan_id = ? AND state = ?", state,
                tx.caller.user, tx.now, tx.now, plan.id, ChangeState::proposed);
  } else {
    for (Change c : list) {
      c.state = state;
      c.by_user = tx.caller.user;
      c.decided_at = tx.now;
      store(tx, c);
    }
  }
  store(tx, plan);
  std::string ids;
  for (const Change& c : list) ids += (ids.empty() ? "\"" : ",\"") + std::to_string(c.id.value) + "\"";
  tx.record({verb, "day_plan", plan.id.value, plan.region, {}, {}, R"({"changes":[)" + ids + "]}"});
  return plan;
}

// On whose undo stack a move lies: of the board that was looked at, else of the widest one that the caller may see.
Result<RegionCode> board_of(const command::Tx& tx, const orders::Visit& visit, RegionCode said) {
  if (said.value != 0) {
    if (!said.contains(visit.region) || !tx.caller.in_scope(said)) return fail_field("region", "看板的区划", "这次服务不在这个看板的区划内。");
    return said;
  }
  for (const RegionLevel level : {RegionLevel::county, RegionLevel::street})
    if (tx.caller.in_scope(visit.region.at(level))) return visit.region.at(level);
  return visit.region;
}

}  // namespace

Result<Plan> ask_for_plan(command::Tx& tx, const NewPlan& in) {
  YILIN_CHECK(check_day(tx, in.region, in.day));
  if (solver_full(tx.kernel)) return fail(solving::errors::queue_full);
  Plan plan;
  plan.region = in.region;
  plan.day = in.day;
  YILIN_TRY(plan, open_plan(tx, std::move(plan)));
  tx.record(act_of("dayplan.ask", plan));
  return plan;
}

Result<Plan> ask_for_replan(command::Tx& tx, const Replan& in) {
  YILIN_CHECK(check_day(tx, in.region, in.day));
  if (in.absent_worker_ids.empty() && in.late.empty()) return fail_field("absent_worker_ids", "缺勤人员", "请写明谁缺勤，或哪次服务晚点。");
  for (const WorkerId w : in.absent_worker_ids)
    if (!providers::worker(tx.kernel, w)) return fail_field("absent_worker_ids", "缺勤人员", "没有这位服务人员。");
  if (solver_full(tx.kernel)) return fail(solving::errors::queue_full);
  Plan plan;
  plan.region = in.region;
  plan.day = in.day;
  plan.kind = PlanKind::replan;
  plan.absent_worker_ids = in.absent_worker_ids;
  for (const LateVisit& late : in.late) {
    YILIN_TRY(const orders::Visit visit, orders::visit_in_scope(tx.reader(), late.visit_id));
    if (civil_date(visit.planned_start) != in.day || civil_date(late.start) != in.day) return fail_field("late", "晚点的服务", "晚点的服务须在这一天之内。");
    plan.late_visit_ids.push_back(visit.id);
    plan.late_starts.push_back(late.start.ms);
  }
  YILIN_TRY(plan, open_plan(tx, std::move(plan)));
  tx.record(act_of("dayplan.replan", plan));
  return plan;
}

Result<Plan> accept(command::Tx& tx, const Choice& in) {
  YILIN_TRY(const Plan plan, decide(tx, in, ChangeState::accepted, "dayplan.accept"));
  tx.after_commit([&kernel = tx.kernel, id = plan.id] { with_planner(kernel, [&](Planner& p) { p.apply(id); }); });
  return plan;
}

Result<Plan> dismiss(command::Tx& tx, const Choice& in) { return decide(tx, in, ChangeState::dismissed, "dayplan.dismiss"); }

Status prepare_move(command::Reader& reader, Move& in) {
  YILIN_TRY(in.trial, try_move(reader, {in.visit_id, in.worker_ids, in.start}));
  for (const Breach& b : in.trial.breaches)
    if (b.forbidden) return fail(yilin::errors::conflict, b.sentence);
  return {};
}

Result<Change> move(command::Tx& tx, const Move& in) {
  YILIN_TRY(const orders::Visit visit, orders::visit_in_scope(tx.reader(), in.visit_id));
  const Date day = civil_date(visit.planned_start);
  YILIN_TRY(const RegionCode region, board_of(tx, visit, in.region));
  auto plan = latest(tx.db, tx.vault(), region, day);
  if (!plan || plan->state == PlanState::failed || plan->state == PlanState::closed) {
    Plan board;
    board.region = region;
    board.day = day;
    board.kind = PlanKind::board;
    board.state = PlanState::proposed;
    YILIN_TRY(plan, open_plan(tx, std::move(board)));
  }
  Change c;
  c.id = tx.new_id<ChangeId>();
  c.plan_id = plan->id;
  c.region = visit.region;
  c.visit_id = visit.id;
  c.elder_id = visit.elder_id;
  c.origin = Origin::hand;
  c.state = ChangeState::applied;
  for (const orders::Assignment& a : orders::assignments(tx.db, tx.vault(), visit.id)) {
    if (a.state > orders::AssignmentState::checked_out) continue;
    c.from_worker_ids.push_back(a.worker_id);
    c.from_manual = c.from_manual || a.manual;
  }
  c.from_start = visit.planned_start;
  c.to_worker_ids = in.worker_ids;
  c.to_start = in.start ? in.start : in.worker_ids.empty() || !in.trial.possible ? visit.planned_start : in.trial.start;
  c.kind = in.worker_ids.empty() ? ChangeKind::release : c.from_worker_ids.empty() ? ChangeKind::assign : ChangeKind::move;
  if (c.from_worker_ids == c.to_worker_ids) c.kind = ChangeKind::retime;
  c.duration_min = (visit.planned_end - visit.planned_start).value / 60'000;
  c.price_fen = in.trial.change_fen;
  c.travel_min = in.trial.travel_change_min;
  for (const Breach& b : in.trial.breaches) c.why += b.sentence;
  c.sequence = next_sequence(tx, plan->id);
  c.by_user = tx.caller.user;
  c.decided_at = c.updated_at = tx.now;

  dispatch::Placement p;
  p.visit = visit.id;
  p.start = c.to_start;
  p.workers = in.worker_ids;
  p.manual = p.over_manual = true;
  p.tolerance = minutes(parameters(tx.kernel).value("tolerance_min", c.region, tx.today()));
  p.reason_text = "调度员改派";
  YILIN_CHECK(dispatch::place(tx, p));
  entity::store::insert(tx.db, tx.vault(), "day_plan_change", c);
  // A proposal for the same visit is out of date.
  tx.db.queue("UPDATE day_plan_change SET state = ?, version = version + 1, updated_at = ? WHERE plan_id = ? AND visit_id = ? AND state = ?", ChangeState::outdated,
              tx.now, plan->id, visit.id, ChangeState::proposed);
  tx.changed({"day_plan", plan->id.value, plan->region, {}, {}, {}});
  tx.record(act_of("dayplan.move", c));
  return c;
}

Result<Change> undo(command::Tx& tx, const ChangePath& in) {
  YILIN_TRY(const Plan plan, plan_in_scope(tx.reader(), in.id));
  YILIN_TRY(const Change asked, change_of(tx, plan, in.change));
  if (asked.state != ChangeState::applied) return fail(errors::decided);
  std::vector<Change> list = applied_at(tx, plan.id, asked.sequence);
  YILIN_CHECK(undo_together(tx, list));
  tx.record(act_of("dayplan.undo", plan, list));
  return *std::find_if(list.begin(), list.end(), [&](const Change& c) { return c.id == asked.id; });
}

Result<Change> undo_last(command::Tx& tx, const PlanPath& in) {
  YILIN_TRY(const Plan plan, plan_in_scope(tx.reader(), in.id));
  ChangeId last;
  {
    auto rows = tx.db.rows("SELECT id FROM day_plan_change WHERE plan_id = ? AND state = ? ORDER BY sequence DESC LIMIT 1", plan.id, ChangeState::applied);
    if (!rows.next()) return fail(errors::nothing_to_undo);
    last = rows.id<ChangeId>(0);
  }
  return undo(tx, {plan.id, last});
}

// ---- the night ----

namespace {
Instant next_night(const command::Tx& tx, RegionCode region, Date day) {
  return start_of_day(day) + minutes(parameters(tx.kernel).value("plan_at_min", region, day));
}
}  // namespace

void plan_nights(Kernel& kernel) {
  const auto tree = region::divisions(kernel);
  if (tree->city().value == 0) return;
  std::vector<RegionCode> counties;
  for (const RegionCode code : tree->children(tree->city()))
    if (code.level() == RegionLevel::county) counties.push_back(code);
  if (counties.empty()) counties.push_back(tree->city());
  const auto done = command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    for (const RegionCode county : counties) {
      if (tx.db.rows("SELECT 1 FROM day_plan_night WHERE region = ?", county).next()) continue;
      tx.db.queue("INSERT INTO day_plan_night (region) VALUES (?)", county);
      Instant at = next_night(tx, county, tx.today());
      if (at <= tx.now) at = next_night(tx, county, tx.today() + 1);
      tx.set_deadline(kNightly, county.value, at);
    }
    tx.nothing_to_do();
    return {};
  });
  if (!done) throw sql::Failure("排班时限没有建立：" + std::string(done.error().message()));
}

Status night(command::Tx& tx, const command::Deadline& deadline) {
  const RegionCode region{deadline.subject};
  const Date tomorrow = tx.today() + 1;
  tx.set_deadline(kNightly, region.value, next_night(tx, region, tomorrow));
  const bool wanted = parameters(tx.kernel).value("nightly", region, tx.today()) != 0;
  const auto last = latest(tx.db, tx.vault(), region, tomorrow);
  // Where nobody waits for a carer there is nothing to plan.
  const orders::DayQuery waiting{region, start_of_day(tomorrow), start_of_day(tomorrow + 1), {orders::VisitState::planned}, {}, {}, 1};
  if (!wanted || (last && last->state <= PlanState::solving) || orders::visits_of_day(tx.reader(), waiting).empty()) {
    tx.nothing_to_do();
    return {};
  }
  Plan plan;
  plan.region = region;
  plan.day = tomorrow;
  plan.kind = PlanKind::nightly;
  YILIN_TRY(plan, open_plan(tx, std::move(plan)));
  tx.record(act_of("dayplan.night", plan));
  return {};
}

Status try_again(command::Tx& tx, const command::Deadline& deadline) {
  tx.nothing_to_do();
  const auto plan = plan_by_id(tx.db, tx.vault(), {deadline.subject});
  if (plan && plan->state <= PlanState::solving) have_solved(tx, plan->id);
  return {};
}

Status recover(command::Tx& tx) {
  tx.nothing_to_do();
  std::vector<std::int64_t> unsolved;
  {
    auto rows = tx.db.rows("SELECT id FROM day_plan WHERE state IN (?, ?) ORDER BY id", PlanState::waiting, PlanState::solving);
    while (rows.next()) unsolved.push_back(rows.integer(0));
  }
  for (const std::int64_t plan : unsolved) tx.set_deadline(kTryAgain, plan, tx.now);
  tx.after_commit([&kernel = tx.kernel] { with_planner(kernel, [](Planner& p) { p.apply_interrupted(); }); });
  return {};
}

}  // namespace yilin::dayplan
