// Review, result, dispute.
#include <algorithm>

#include <fmt/format.h>

#include "modules/assessment/rows.h"
#include "modules/registry/registry.h"

namespace yilin::assessment {
namespace {

Result<Assessment> load_for(command::Tx& tx, AssessmentId id, std::string_view verb, std::string_view reason = {}) {
  YILIN_TRY(Assessment a, load(tx.db, tx.vault(), tx.caller, id));
  YILIN_TRY(a.state, lifecycle::move(rules::moves(), a.state, verb, tx.caller, reason));
  return a;
}

// 80 bits that only this cell can make, in letters that nobody confuses.
std::string certificate_code(const Kernel& kernel, AssessmentId id) {
  constexpr std::string_view letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  const sealing::Digest digest = sealing::Mac(*kernel.keys, "assessment.certificate").of(std::to_string(id.value));
  std::string out;
  for (int n = 0; n < 16; ++n) {
    if (n > 0 && n % 4 == 0) out += '-';
    out += letters[digest[static_cast<std::size_t>(n)] % letters.size()];
  }
  return out;
}

std::vector<Assessment> in_force(command::Tx& tx, const Assessment& a) {
  auto statement = entity::store::select<Assessment>("assessment", "t");
  statement.add(" WHERE t.questionnaire = ? AND t.id <> ? AND t.state IN (?, ?)", a.questionnaire, a.id, State::effective, State::disputed);
  return all<Assessment>(tx.db, tx.vault(), "assessment", statement.add(registry::of_elder("t.elder_id", tx.kernel, a.elder_id)));
}

std::optional<std::int32_t> ability_of(const Kernel& kernel, const Assessment& a) {
  const auto q = questionnaire(kernel, a.questionnaire, a.questionnaire_version);
  const Level* level = q && a.level ? q->level(*a.level) : nullptr;
  return level ? level->ability : std::nullopt;
}

Due next_due(command::Tx& tx, const Assessment& a) {
  const std::int64_t months = parameter(tx.kernel, "interval_months", a.region, a.assessed_on);
  Date due = rules::months_after(a.assessed_on, months);
  if (a.valid_until && a.valid_until < due) due = a.valid_until;
  return {{}, a.elder_id, a.questionnaire, a.region, DueKind::routine, due, fmt::format("上次评估 {}，每 {} 个月评估一次。", to_string(a.assessed_on), months), a.id, {}};
}

}  // namespace

Status make_effective(command::Tx& tx, Assessment& a) {
  a.effective_at = tx.now;
  a.verify_code = certificate_code(tx.kernel, a.id);
  Due due = next_due(tx, a);
  if (!a.valid_until) a.valid_until = due.due_on;
  std::vector<Assessment> others = in_force(tx, a);
  const auto newer = std::find_if(others.begin(), others.end(), [&](const Assessment& o) { return o.assessed_on > a.assessed_on; });
  if (newer != others.end()) {  // an old record: it never was the last word
    YILIN_TRY(a.state, lifecycle::move(rules::moves(), a.state, "supersede", access::Caller::system()));
    a.superseded_by = newer->id;
    unplanned(tx, a.id);
    return {};
  }
  for (Assessment& o : others) {
    YILIN_TRY(o.state, lifecycle::move(rules::moves(), o.state, "supersede", access::Caller::system()));
    o.superseded_by = a.id;
    store(tx, o);
    tx.changed({"assessment", o.id.value, o.region, o.organisation_id, {}, o.elder_id});
  }
  due_after(tx, std::move(due));
  const auto ability = ability_of(tx.kernel, a);
  if (ability) YILIN_CHECK(registry::set_ability(tx, a.elder_id, static_cast<registry::Ability>(*ability)));
  return tx.announce(AssessmentConfirmed{a.id, a.elder_id, a.region, a.level.value_or(0), ability, a.assessed_on});
}

Result<Assessment> send_back(command::Tx& tx, const AssessmentReason& in) {
  YILIN_TRY(Assessment a, load_for(tx, in.id, "return", in.reason));
  if (a.source != Source::own) return fail(lifecycle::errors::illegal_move, "互认和导入的结果不能退回修改，可以作废后重新登记。");
  a.end_reason = in.reason;
  store(tx, a);
  record(tx, "assessment.return", a, in.reason);
  return a;
}

Result<Assessment> review(command::Tx& tx, const ReviewAssessment& in) {
  YILIN_TRY(Assessment a, load_for(tx, in.id, "review"));
  YILIN_CHECK(not_own_work(tx, a));
  for (const Flag& f : flags_of(tx.db, tx.vault(), a.id))
    if (f.state == FlagState::open) return fail(errors::flags_open);
  a.review_note = in.note;
  a.reviewed_by = tx.caller.user;
  a.reviewed_at = tx.now;
  store(tx, a);
  record(tx, "assessment.review", a);
  return a;
}

Result<Assessment> confirm(command::Tx& tx, const ConfirmAssessment& in) {
  YILIN_TRY(Assessment a, load_for(tx, in.id, "confirm"));
  YILIN_CHECK(not_own_work(tx, a));
  a.told_name = in.told_name;
  a.confirmed_by = tx.caller.user;
  YILIN_CHECK(make_effective(tx, a));
  store(tx, a);
  record(tx, "assessment.confirm", a);
  return a;
}

Result<Assessment> dispute(command::Tx& tx, const DisputeAssessment& in) {
  YILIN_TRY(Assessment a, load_for(tx, in.id, "dispute", in.reason));
  const std::int64_t window = parameter(tx.kernel, "dispute_window_days", a.region, tx.today());
  if (tx.today() - civil_date(a.effective_at) > window) return fail(errors::window_over);
  a.disputed_at = tx.now;
  a.dispute_name = in.name;
  a.dispute_reason = in.reason;
  store(tx, a);
  const std::int64_t within = parameter(tx.kernel, "dispute_due_days", a.region, tx.today());
  bring_forward(tx, {{}, a.elder_id, a.questionnaire, a.region, DueKind::dispute, tx.today() + static_cast<std::int32_t>(within),
                     fmt::format("对 {} 的结果有异议，{} 天内复评。", to_string(a.assessed_on), within), a.id, {}});
  if (tx.caller.kind == access::CallerKind::home) tx.on_behalf_of(a.elder_id);
  record(tx, "assessment.dispute", a, in.reason);
  return a;
}

Result<Assessment> uphold(command::Tx& tx, const AssessmentReason& in) {
  YILIN_TRY(Assessment a, load_for(tx, in.id, "uphold", in.reason));
  YILIN_CHECK(not_own_work(tx, a));
  a.review_note = in.reason;
  store(tx, a);
  due_after(tx, next_due(tx, a));
  record(tx, "assessment.uphold", a, in.reason);
  return a;
}

Result<Assessment> make_void(command::Tx& tx, const AssessmentReason& in) {
  YILIN_TRY(const Assessment before, load(tx.db, tx.vault(), tx.caller, in.id));
  YILIN_TRY(Assessment a, load_for(tx, in.id, "void", in.reason));
  a.end_reason = in.reason;
  store(tx, a);
  unplanned(tx, a.id);
  if (before.state == State::effective || before.state == State::disputed) {
    if (ability_of(tx.kernel, a)) YILIN_CHECK(registry::set_ability(tx, a.elder_id, registry::Ability::unassessed));
    due_after(tx, {{}, a.elder_id, a.questionnaire, a.region, DueKind::voided, tx.today(), "原结果已作废，应重新评估。", a.id, {}});
    YILIN_CHECK(tx.announce(AssessmentEnded{a.id, a.elder_id, a.region}));
  }
  record(tx, "assessment.void", a, in.reason);
  return a;
}

Result<Flag> decide_flag(command::Tx& tx, const DecideFlag& in) {
  auto statement = entity::store::select<Flag>("assessment_flag", "t").add(" WHERE t.id = ?", in.id);
  auto found = first<Flag>(tx.db, tx.vault(), "assessment_flag", statement.add(access::in_region("t.region", tx.caller)));
  if (!found) return fail(yilin::errors::not_found);
  YILIN_TRY(const Assessment a, load(tx.db, tx.vault(), tx.caller, found->assessment_id));
  YILIN_CHECK(not_own_work(tx, a));
  if (in.decision == FlagState::open) return fail_field("decision", "处理", "请选择已说明或属实。");
  YILIN_TRY(found->state, lifecycle::move(rules::flag_moves(), found->state, in.decision == FlagState::explained ? "explain" : "confirm", tx.caller, in.note));
  found->decision = in.note;
  found->decided_by = tx.caller.user;
  found->decided_at = tx.now;
  entity::store::update(tx.db, tx.vault(), "assessment_flag", *found);
  tx.record({"assessment.flag", "assessment", a.id.value, a.region, a.elder_id, in.note, entity::to_json(*found)}, a.organisation_id);
  return *found;
}

}  // namespace yilin::assessment
