// Back-dated changes: what the frozen months granted against what is known now. A list of recoveries and make-ups, decided by
// another person; nothing that was frozen is touched.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/log.h"
#include "kernel/command/command.h"
#include "modules/accounts/accounts.h"
#include "modules/benefits/awards.h"
#include "modules/benefits/case_views.h"
#include "modules/benefits/rows.h"
#include "modules/benefits/runs.h"
#include "modules/benefits/relatives.h"
#include "modules/policy/policy.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {

constexpr int kMonthsBack = 60;

// What earlier lists have already settled, and what still waits, of one award.
struct Settled {
  std::map<Month, std::int64_t> by_month;
  std::set<Month> waiting;
};
Settled settled(sql::Connection& db, AwardId award) {
  Settled out;
  auto rows = db.rows("SELECT l.month, l.after_fen - l.before_fen, a.state FROM adjustment_line l JOIN adjustment a ON a.id = l.adjustment_id "
                      "WHERE l.award_id = ? AND a.state <> ?", award, AdjustmentState::dismissed);
  while (rows.next()) {
    const Month month{static_cast<std::int32_t>(rows.integer(0))};
    if (static_cast<AdjustmentState>(rows.integer(2)) == AdjustmentState::approved) out.by_month[month] += rows.integer(1);
    else out.waiting.insert(month);
  }
  return out;
}

std::vector<AdjustmentLine> lines_of(const command::Reader& reader, AdjustmentId id) {
  return all<AdjustmentLine>(reader.db, reader.kernel.vault, "adjustment_line",
                             entity::store::select<AdjustmentLine>("adjustment_line", "t").add(" WHERE t.adjustment_id = ? ORDER BY t.id LIMIT 500", id));
}

AdjustmentView full_view(const command::Reader& reader, Adjustment a) {
  AdjustmentView out = view_of(reader, std::move(a), &AdjustmentView::adjustment);
  out.opened_name = accounts::user_name(reader.db, out.adjustment.opened_by);
  out.lines = lines_of(reader, out.adjustment.id);
  return out;
}

}  // namespace

std::int64_t given(std::span<const AwardChange> changes, Month month, Instant known) {
  std::int64_t amount = 0;
  for (const AwardChange& c : changes)
    if (c.at <= known && c.month <= month) amount = c.after;
  return amount;
}

std::map<Month, Instant> frozen_months(sql::Connection& db, Month from, Month until) {
  std::map<Month, Instant> out;
  auto rows = db.rows("SELECT month, MAX(frozen_at) FROM benefit_run WHERE state = ? AND month >= ? AND month <= ? GROUP BY month", RunState::frozen, from, until);
  while (rows.next()) out[{static_cast<std::int32_t>(rows.integer(0))}] = {rows.integer(1)};
  return out;
}

Result<Delta> delta_of(command::Tx& tx, const Dossier& dossier, Month from, Month until) {
  Delta out;
  const auto months = frozen_months(tx.db, from, until);
  if (months.empty()) return out;
  auto awards = awards_of(tx.db, tx.kernel, dossier);
  if (awards.empty()) return out;
  const auto rules = policies::in_force(tx.kernel);
  std::ranges::stable_sort(awards, {}, &Award::from_month);
  struct Book {
    std::vector<AwardChange> changes;
    Settled settled;
  };
  std::vector<Book> books;
  for (const Award& a : awards)
    books.push_back({all<AwardChange>(tx.db, tx.vault(), "award_change", entity::store::select<AwardChange>("award_change", "t").add(" WHERE t.award_id = ? ORDER BY t.id", a.id)),
                     settled(tx.db, a.id)});
  const bool in_town = urban(tx.kernel, dossier);
  for (const auto& [month, frozen_at] : months) {
    std::set<std::string_view> granted;  // a benefit is had once, however many awards there are
    const Outcomes outcomes = decide(*rules, build_case(*rules, dossier, {month, tx.now, false, {}}, in_town));
    for (std::size_t i = 0; i < awards.size(); ++i) {
      if (books[i].settled.waiting.contains(month)) continue;
      const policy::NameId benefit = rules->find(awards[i].benefit);
      const auto decision = std::ranges::find(outcomes.decisions, benefit, &policy::Decision::benefit);
      if (decision == outcomes.decisions.end() || measure_of(rules->name(benefit)) != Measure::money) continue;
      const auto earlier = books[i].settled.by_month.find(month);
      const std::int64_t before = given(books[i].changes, month, frozen_at) + (earlier == books[i].settled.by_month.end() ? 0 : earlier->second);
      const Verdict verdict = verdict_of(*decision);
      const bool covered = given(books[i].changes, month, tx.now) > 0;
      if (covered && verdict == Verdict::to_verify) continue;  // unknown is never "no"
      const bool second = covered && verdict == Verdict::yes && !granted.insert(awards[i].benefit).second;
      const std::int64_t after = covered && verdict == Verdict::yes && !second ? least(*rules, *decision).value : 0;
      if (before == after) continue;
      AdjustmentLine line;
      line.award_id = awards[i].id;
      line.benefit = awards[i].benefit;
      line.month = month;
      line.before = before;
      line.after = after;
      line.why = awards[i].stop_reason == StopReason::duplicate ? "两份档案合并，这项待遇已另有一份"
                 : verdict == Verdict::no                       ? "按现有事实当月不符合条件"
                 : !covered                                     ? "已决定停发"
                 : second                                       ? "同一待遇当月已另有一份"
                                                                : "按现有事实与规则重新核定";
      (after < before ? out.recover : out.make_up) += std::abs(after - before);
      out.lines.push_back(std::move(line));
    }
  }
  return out;
}

Result<std::optional<Adjustment>> open_delta(command::Tx& tx, ElderId elder, Month from, std::string cause, UserId by) {
  const Month present = Month::of(tx.today());
  YILIN_TRY(const Dossier dossier, load_dossier(tx.db, tx.kernel, elder));
  YILIN_TRY(Delta delta, delta_of(tx, dossier, std::max(from, present + -kMonthsBack), present));
  if (delta.lines.empty()) return std::optional<Adjustment>();
  Adjustment a;
  a.id = tx.new_id<AdjustmentId>();
  a.elder_id = dossier.members[0].facts.id;
  a.region = dossier.members[0].facts.region;
  a.cause = std::move(cause);
  a.from_month = delta.lines.front().month;
  a.to_month = delta.lines.back().month;
  a.recover = delta.recover;
  a.make_up = delta.make_up;
  a.opened_by = by;
  a.opened_at = tx.now;
  entity::store::insert(tx.db, tx.vault(), "adjustment", a);
  for (AdjustmentLine& line : delta.lines) {
    line.id = tx.new_id<AdjustmentLineId>();
    line.adjustment_id = a.id;
    entity::store::insert(tx.db, tx.vault(), "adjustment_line", line);
  }
  tx.changed({"adjustment", a.id.value, a.region, {}, {}, a.elder_id});
  return std::optional(a);
}

Result<AdjustmentView> open_adjustment(command::Tx& tx, const OpenAdjustment& in) {
  YILIN_TRY(const registry::Standing her, registry::standing(tx, in.elder_id));
  const Month present = Month::of(tx.today());
  if (in.from > present || in.from < present + -kMonthsBack) return fail_field("from", "起月", "应为过去六十个月内的月份。");
  YILIN_TRY(const auto opened, open_delta(tx, her.id, in.from, in.cause, tx.caller.user));
  if (!opened) return fail(errors::nothing_owed);
  tx.record({"adjustment.open", "adjustment", opened->id.value, opened->region, opened->elder_id, in.cause, entity::to_json(*opened)});
  return full_view(tx.reader(), *opened);
}

namespace {
// On the background thread: a list for each elder whose frozen months would be otherwise now.
void sweep(Kernel& kernel, Month from, const std::string& cause, UserId by) {
  const auto elders = decided_otherwise(kernel, from);
  if (!elders) return log::error("benefits_sweep", {{"what", elders.error().message()}});
  for (const ElderId elder : *elders) {
    if (kernel.parts.get<Background>().ending()) return;
    const Status opened = command::run(
        kernel, access::Caller::system(),
        [&](command::Tx& tx) -> Status {
          YILIN_TRY(const auto list, open_delta(tx, elder, from, cause, by));
          if (list) tx.record({"adjustment.open", "adjustment", list->id.value, list->region, list->elder_id, cause, entity::to_json(*list)});
          else tx.nothing_to_do();
          return {};
        },
        sql::Lane::bulk);
    if (!opened) log::error("benefits_sweep", {{"elder", elder.value}, {"what", opened.error().message()}});
  }
}
}  // namespace

Result<SweepStarted> sweep_adjustments(command::Tx& tx, const SweepAdjustments& in) {
  if (!covers(tx.caller, region::city(tx.kernel))) return fail(yilin::errors::forbidden, "全市追溯核对由市级民政部门办理。");
  const Month present = Month::of(tx.today());
  if (in.from > present || in.from < present + -kMonthsBack) return fail_field("from", "起月", "应为过去六十个月内的月份。");
  SweepStarted out;
  out.months = static_cast<std::int64_t>(frozen_months(tx.db, in.from, present).size());
  if (out.months == 0) return fail(errors::nothing_owed, "这段时间没有冻结的月份。");
  tx.after_commit([&kernel = tx.kernel, from = in.from, cause = in.cause, by = tx.caller.user] {
    kernel.parts.get<Background>().submit([&kernel, from, cause, by] { sweep(kernel, from, cause, by); });
  });
  tx.record({"adjustment.sweep", "region", region::city(tx.kernel).value, region::city(tx.kernel), {}, in.cause, "{}"});
  return out;
}

Result<AdjustmentView> decide_adjustment(command::Tx& tx, const DecideAdjustment& in) {
  YILIN_TRY(Adjustment a, (visible_row<Adjustment>(tx.db, tx.kernel, tx.caller, "adjustment", in.id)));
  YILIN_CHECK(saw(a, in.version));
  if (a.state != AdjustmentState::open) return fail(yilin::errors::conflict, "这份清单已经决定。");
  if (a.opened_by && a.opened_by == tx.caller.user) return fail(errors::same_person);
  YILIN_CHECK(not_a_relative(tx.db, tx.kernel, tx.caller, a.elder_id));
  a.state = in.approve ? AdjustmentState::approved : AdjustmentState::dismissed;
  a.decided_by = tx.caller.user;
  a.decided_name = tx.caller.name;
  a.decided_at = tx.now;
  a.reason = in.reason;
  store_row(tx, "adjustment", a);
  tx.record({in.approve ? "adjustment.approve" : "adjustment.dismiss", "adjustment", a.id.value, a.region, a.elder_id, in.reason, entity::to_json(a)});
  return full_view(tx.reader(), std::move(a));
}

Result<http::Page<AdjustmentView>> list_adjustments(command::Reader& reader, const AdjustmentQuery& in) {
  auto q = entity::store::select<Adjustment>("adjustment", "t").add(" WHERE 1 = 1").add(access::visible({.region = "t.region", .elder = "t.elder_id"}, reader.caller, in.region));
  if (in.state) q.add(" AND t.state = ?", *in.state);
  if (in.elder) q.add(registry::of_elder("t.elder_id", reader.kernel, in.elder));
  if (in.cursor) q.add(" AND t.id < ?", in.cursor);
  auto page = page_of(reader, all<Adjustment>(reader.db, reader.kernel.vault, "adjustment", q.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1)), in.limit,
                      &AdjustmentView::adjustment);
  for (AdjustmentView& v : page.items) v.opened_name = accounts::user_name(reader.db, v.adjustment.opened_by);
  return page;
}

Result<AdjustmentView> show_adjustment(command::Reader& reader, const AdjustmentPath& in) {
  YILIN_TRY(Adjustment a, (visible_row<Adjustment>(reader.db, reader.kernel, reader.caller, "adjustment", in.id)));
  return full_view(reader, std::move(a));
}

Status stop_after_death(command::Tx& tx, ElderId elder, Date on, std::string_view how) {
  YILIN_TRY(const Dossier dossier, load_dossier(tx.db, tx.kernel, elder));
  for (Award& award : held_by(tx.db, tx.kernel, dossier).awards)
    if (ends_with_her(tx.kernel, dossier, award)) end_award(tx, award, StopReason::died, Month::of(on) + -1, "去世：" + to_string(on));
  YILIN_TRY(const auto opened, open_delta(tx, elder, Month::of(on), fmt::format("{}：{}", how, to_string(on)), tx.caller.user));
  static_cast<void>(opened);
  return {};
}

void listen_to_deaths(Kernel& kernel) {
  kernel.notifications.on<registry::ElderDied>([](command::Tx& tx, const registry::ElderDied& e) { return stop_after_death(tx, e.elder, e.on, "死亡登记"); });
  kernel.notifications.on<registry::ElderMoved>([](command::Tx& tx, const registry::ElderMoved& e) -> Status {
    if (e.to.value != 0) return {};
    YILIN_TRY(const Dossier dossier, load_dossier(tx.db, tx.kernel, e.elder));
    for (Award& award : held_by(tx.db, tx.kernel, dossier).awards)
      if (ends_with_her(tx.kernel, dossier, award)) end_award(tx, award, StopReason::moved, Month::of(tx.today()), "迁出本市");
    return {};
  });
}

}  // namespace yilin::benefits
