// The façade's other half: what stands, and what the simulator tells as it happened.
#include "modules/assessment/rows.h"
#include "modules/registry/registry.h"

namespace yilin::assessment {

std::optional<Standing> standing(sql::Connection& db, const Kernel& kernel, ElderId elder, std::string_view questionnaire) {
  sql::Statement statement("SELECT t.id, t.questionnaire_version, t.level, t.assessed_on, t.valid_until, t.source, t.state FROM assessment t"
                           " WHERE t.questionnaire = ? AND t.state IN (?, ?)", questionnaire, State::effective, State::disputed);
  auto rows = db.rows(statement.add(registry::of_elder("t.elder_id", kernel, elder)).add(" ORDER BY t.assessed_on DESC NULLS LAST, t.id DESC LIMIT 1"));
  if (!rows.next()) return std::nullopt;
  const auto day = [&](int column) { return rows.null(column) ? Date{} : Date{static_cast<std::int32_t>(rows.integer(column))}; };
  return Standing{{rows.integer(0)}, std::string(questionnaire), rows.str(1), static_cast<std::int32_t>(rows.integer(2)), day(3), day(4),
                  static_cast<Source>(rows.integer(5)), static_cast<State>(rows.integer(6)) == State::disputed};
}

Result<AssessmentId> add_past(command::Tx& tx, const PastAssessment& in) {
  YILIN_TRY(const registry::ElderBrief elder, registry::brief(tx, in.elder));
  const auto q = questionnaire(tx.kernel, in.questionnaire);
  if (!q) return fail_field("questionnaire", "量表", "没有这个量表。");
  YILIN_CHECK(check_answers(*q, in.answers));
  YILIN_TRY(const Assessor one, load_assessor(tx.db, tx.vault(), in.first_assessor));
  YILIN_TRY(const Assessor two, load_assessor(tx.db, tx.vault(), in.second_assessor));
  YILIN_CHECK(rules::may_plan(one, two, nullptr, civil_date(in.started_at)));
  Assessment a;
  a.elder_id = elder.id;
  a.region = elder.region;
  a.organisation_id = one.organisation_id;
  a.organisation = one.organisation;
  a.questionnaire = q->code;
  a.questionnaire_version = q->version;
  a.reason = in.reason;
  a.first_assessor = one.id;
  a.second_assessor = two.id;
  if (in.state == State::draft) {
    insert(tx, a);
    planned(tx, a);
    return a.id;
  }
  a.consent = Consent::elder;
  a.consent_name = elder.name;
  a.consent_at = in.started_at;
  a.informant = in.informant;
  a.informant_name = in.informant_name;
  a.place = elder.address;
  a.started_at = in.started_at;
  a.ended_at = in.ended_at;
  a.assessed_on = civil_date(in.started_at);
  a.answers = answers_text(in.answers);
  if (!rate(a, *q).complete) return fail_field("answers", "评估项目", "模拟的评估没有评完。");
  a.submitted_at = in.ended_at;
  a.state = State::submitted;
  insert(tx, a);
  if (in.state == State::submitted) {
    planned(tx, a);
    raise_flags(tx, a, flag_facts(tx, a, {}));
    return a.id;
  }
  a.state = State::effective;
  a.told_name = elder.name;
  YILIN_CHECK(make_effective(tx, a));
  a.effective_at = a.reviewed_at = in.ended_at;
  store(tx, a);
  return a.id;
}

}  // namespace yilin::assessment
