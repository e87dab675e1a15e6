// Tasks of 主动发现 and of verification: handed out, done, late.
#include <algorithm>

#include <fmt/format.h>

#include "modules/accounts/accounts.h"
#include "modules/benefits/awards.h"
#include "modules/benefits/programs.h"
#include "modules/benefits/rows.h"
#include "modules/benefits/tasks.h"

namespace yilin::benefits {
namespace {

constexpr std::string_view kDeadline = "benefits.task";
constexpr sql::Literal kTable = "benefit_task";

std::optional<Task> not_done(command::Tx& tx, ElderId elder, std::string_view benefit, TaskKind kind) {
  return first<Task>(tx.db, tx.vault(), kTable,
                     entity::store::select<Task>(kTable, "t").add(" WHERE t.elder_id = ? AND t.benefit = ? AND t.kind = ? AND t.state < ?", elder, benefit, kind, TaskState::done));
}

Result<Task> visible_task(sql::Connection& db, const Kernel& kernel, const access::Caller& caller, TaskId id) {
  auto found = first<Task>(db, kernel.vault, kTable,
                           entity::store::select<Task>(kTable, "t").add(" WHERE t.id = ?", id).add(access::visible({.region = "t.region"}, caller)));
  if (!found) return fail(yilin::errors::not_found);
  return std::move(*found);
}

void insert(command::Tx& tx, Task& t, std::string_view days) {
  t.id = tx.new_id<TaskId>();
  t.created_at = tx.now;
  t.created_by = tx.caller.user;
  t.due_at = start_of_day(tx.today() + 1 + static_cast<std::int32_t>(days_of(tx.kernel, days, t.region, tx.today())));
  tx.set_deadline(kDeadline, t.id.value, t.due_at);
  entity::store::insert(tx.db, tx.vault(), kTable, t);
  tx.changed({"benefit_task", t.id.value, t.region, {}, {}, t.elder_id});
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& w : words) out += (out.empty() ? "" : "、") + w;
  return out;
}

}  // namespace

Result<Handed> hand_out(command::Tx& tx, const HandOut& in) {
  const UserId to = in.assigned_to ? in.assigned_to : tx.caller.user;
  const std::string name = to == tx.caller.user ? tx.caller.name : accounts::user_name(tx.db, to);
  if (name.empty()) return fail_field("assigned_to", "承办人", "没有这个工作人员。");
  Handed out;
  std::vector<Task> made;
  std::string ids;
  for (const Gap& gap : in.chosen) {
    const auto there = not_done(tx, gap.elder_id, in.benefit, in.kind);
    if (there && there->state != TaskState::open) {
      ++out.there_already;
      continue;
    }
    Task t = there.value_or(Task{});  // one that was opened for a claim keeps its time limit
    t.kind = in.kind;
    t.elder_id = gap.elder_id;
    t.region = gap.region;
    t.benefit = in.benefit;
    t.facts = joined(gap.open_facts);
    t.amount = gap.amount_fen.value;
    t.amount_max = gap.amount_max_fen.value;
    t.state = TaskState::handed_out;
    t.assigned_to = to;
    t.assigned_name = name;
    if (there) {
      store_row(tx, kTable, t);
      tx.changed({"benefit_task", t.id.value, t.region, {}, {}, t.elder_id});
    } else {
      insert(tx, t, "task_days");
    }
    ids += fmt::format("{}\"{}\"", ids.empty() ? "" : ",", t.id.value);
    made.push_back(std::move(t));
    ++out.made;
  }
  if (made.empty()) return fail(errors::nobody_there, "这些老人都已有正在办理的任务。");
  out.tasks = views_of(tx.reader(), std::move(made), &TaskView::task);
  tx.record({"benefit_task.hand_out", "benefit_task", out.tasks.front().task.id.value, in.region, {}, {}, fmt::format(R"({{"tasks":[{}],"assigned_to":"{}"}})", ids, to.value)});
  return out;
}

Result<http::Page<TaskView>> list_tasks(command::Reader& reader, const TaskQuery& in) {
  auto q = entity::store::select<Task>(kTable, "t").add(" WHERE 1 = 1").add(access::visible({.region = "t.region"}, reader.caller, in.region));
  if (in.kind) q.add(" AND t.kind = ?", *in.kind);
  if (in.state) q.add(" AND t.state = ?", *in.state);
  if (!in.benefit.empty()) q.add(" AND t.benefit = ?", in.benefit);
  if (in.elder) q.add(registry::of_elder("t.elder_id", reader.kernel, in.elder));
  if (in.mine) q.add(" AND t.assigned_to = ?", reader.caller.user.value);
  if (in.cursor) q.add(" AND t.id < ?", in.cursor);
  return page_of(reader, all<Task>(reader.db, reader.kernel.vault, kTable, q.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1)), in.limit, &TaskView::task);
}

Result<TaskView> show_task(command::Reader& reader, const TaskPath& in) {
  YILIN_TRY(Task t, visible_task(reader.db, reader.kernel, reader.caller, in.id));
  return view_of(reader, std::move(t), &TaskView::task);
}

Result<TaskView> finish_task(command::Tx& tx, const TaskResult& in) {
  YILIN_TRY(Task t, visible_task(tx.db, tx.kernel, tx.caller, in.id));
  YILIN_CHECK(saw(t, in.version));
  if (t.state == TaskState::done) return fail(yilin::errors::conflict, "这件任务已经办结。");
  using enum Outcome;
  const bool fits = in.outcome == not_reached || (t.kind == TaskKind::outreach ? in.outcome == applied || in.outcome == declined || in.outcome == not_eligible
                                                                               : in.outcome == verified || in.outcome == not_verifiable || in.outcome == not_eligible);
  if (!fits) return fail_field("outcome", "结果", "请选择与任务种类相符的结果。");
  t.outcome = in.outcome;
  t.note = in.note;
  if (in.outcome == not_reached) {  // tried, and to be tried again
    t.state = TaskState::handed_out;
  } else {
    t.state = TaskState::done;
    t.done_at = tx.now;
    t.done_by = tx.caller.user;
    t.application_id = in.application_id;
    tx.cancel_deadline(kDeadline, t.id.value);
  }
  store_row(tx, kTable, t);
  tx.record({"benefit_task.finish", "benefit_task", t.id.value, t.region, t.elder_id, in.note, entity::to_json(t)});
  return view_of(tx.reader(), std::move(t), &TaskView::task);
}

Status task_overdue(command::Tx& tx, TaskId id) {
  auto t = first<Task>(tx.db, tx.vault(), kTable, entity::store::select<Task>(kTable, "t").add(" WHERE t.id = ?", id));
  if (!t || t->state == TaskState::done || t->overdue) {
    tx.nothing_to_do();
    return {};
  }
  t->overdue = true;
  store_row(tx, kTable, *t);
  tx.record({"benefit_task.overdue", "benefit_task", id.value, t->region, t->elder_id, {}, "{}"});
  return {};
}

Result<std::vector<TaskId>> open_verifications(command::Tx& tx, const policy::RuleSet& rules, const Dossier& dossier, const AsOf& as_of) {
  const bool in_town = urban(tx.kernel, dossier);
  const CaseFile known = build_case(rules, dossier, as_of, in_town);
  AsOf believing = as_of;
  believing.take_claims = true;
  const Outcomes sure = decide(rules, known), likely = decide(rules, build_case(rules, dossier, believing, in_town));
  const Held held = held_by(tx.db, tx.kernel, dossier);
  const registry::Facts& her = dossier.members[0].facts;
  std::vector<TaskId> out;
  for (std::size_t i = 0; i < sure.decisions.size(); ++i) {
    const policy::NameId benefit = sure.decisions[i].benefit;
    const std::string& name = rules.name(benefit).text;
    if (verdict_of(sure.decisions[i]) != Verdict::to_verify || verdict_of(likely.decisions[i]) != Verdict::yes) continue;
    if (!programs(tx.kernel).of(name).by_application || held.award(name) || not_done(tx, her.id, name, TaskKind::verify)) continue;
    Task t;
    t.kind = TaskKind::verify;
    t.elder_id = her.id;
    t.region = her.region;
    t.benefit = name;
    t.facts = joined(open_facts(rules, known, sure, benefit));
    t.amount = least(rules, likely.decisions[i]).value;
    t.amount_max = most(rules, likely.decisions[i]).value;
    insert(tx, t, "promise_verify_days");
    out.push_back(t.id);
  }
  return out;
}

}  // namespace yilin::benefits
