// From the plan to the review.
#include <algorithm>

#include <fmt/format.h>

#include "modules/assessment/rows.h"
#include "modules/registry/registry.h"

namespace yilin::assessment {
namespace {

// The assessment and which of its two assessors the caller is.
struct Own {
  Assessment assessment;
  Assessor assessor;
};
Result<Own> load_own(command::Tx& tx, AssessmentId id, std::string_view verb) {
  Own own;
  YILIN_TRY(own.assessment, load(tx.db, tx.vault(), tx.caller, id));
  YILIN_TRY(own.assessment.state, lifecycle::move(rules::moves(), own.assessment.state, verb, tx.caller));
  for (const AssessorId one : {own.assessment.first_assessor, own.assessment.second_assessor}) {
    if (!one) continue;
    YILIN_TRY(own.assessor, load_assessor(tx.db, tx.vault(), one));
    if (is(tx.caller, own.assessor) && own.assessor.qualified(tx.today())) return own;
  }
  return fail(errors::not_assessor);
}

// An SVG path of moves and lines, and nothing else.
bool is_path(std::string_view text) {
  return text.starts_with('M') && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || c == 'M' || c == 'L' || c == ' ' || c == '.' || c == ',';
         });
}

std::optional<Assessment> latest(command::Tx& tx, ElderId elder, std::string_view questionnaire, std::initializer_list<State> states) {
  auto statement = entity::store::select<Assessment>("assessment", "t");
  statement.add(" WHERE t.questionnaire = ?", questionnaire).add(registry::of_elder("t.elder_id", tx.kernel, elder));
  statement.add(" AND t.state IN (?", *states.begin());
  for (auto s = states.begin() + 1; s != states.end(); ++s) statement.add(", ?", *s);
  return first<Assessment>(tx.db, tx.vault(), "assessment", statement.add(") ORDER BY t.id DESC LIMIT 1"));
}

}  // namespace

Result<Assessment> plan(command::Tx& tx, const PlanAssessment& in) {
  YILIN_TRY(const registry::ElderBrief elder, registry::brief(tx, in.elder_id));
  if (elder.state != registry::ElderState::active) return fail(registry::errors::not_active);
  const auto q = questionnaire(tx.kernel, in.questionnaire);
  if (!q || !q->used_on(tx.today())) return fail_field("questionnaire", "量表", "没有这个量表，或它已停用。");
  const auto assessor = [&](AssessorId id, const char* field, const char* label) -> Result<Assessor> {
    auto found = load_assessor(tx.db, tx.vault(), id);
    if (!found) return fail_field(field, label, "没有这位评估员。");
    return found;
  };
  YILIN_TRY(const Assessor one, assessor(in.first_assessor, "first_assessor", "第一评估员"));
  YILIN_TRY(const Assessor two, assessor(in.second_assessor, "second_assessor", "第二评估员"));
  if (latest(tx, elder.id, q->code, {State::draft, State::submitted, State::reviewed})) return fail(errors::already_open);
  const auto disputed = latest(tx, elder.id, q->code, {State::disputed});
  if (disputed && in.reason != Reason::dispute) return fail_field("reason", "评估原因", "上次结果有异议，评估原因应为复评。");
  if (!disputed && in.reason == Reason::dispute) return fail_field("reason", "评估原因", "这位老人没有提出异议的评估结果。");
  YILIN_CHECK(rules::may_plan(one, two, disputed ? &*disputed : nullptr, tx.today()));
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
  if (disputed) a.previous_id = disputed->id;
  insert(tx, a);
  planned(tx, a);
  record(tx, "assessment.plan", a);
  return a;
}

Result<Assessment> save(command::Tx& tx, const SaveAssessment& in) {
  YILIN_TRY(Own own, load_own(tx, in.id, "save"));
  Assessment& a = own.assessment;
  if (a.version != in.version) return fail(yilin::errors::conflict);
  YILIN_TRY(const QuestionnairePtr q, questionnaire_of(tx.kernel, a));
  YILIN_CHECK(check_answers(*q, in.answers));
  if (in.consent != Consent::none && a.consent == Consent::none) a.consent_at = tx.now;
  if (in.consent == Consent::none) a.consent_at = {};
  a.consent = in.consent;
  a.consent_name = in.consent_name;
  a.informant_name = in.informant_name;
  a.informant = in.informant;
  a.place = in.place;
  a.started_at = in.started_at;
  a.ended_at = in.ended_at;
  a.note = in.note;
  a.answers = answers_text(in.answers);
  store(tx, a);
  // Every few seconds: the act says that it was kept, not what.
  tx.record({"assessment.save", "assessment", a.id.value, a.region, a.elder_id, {}, "{}"}, a.organisation_id);
  return a;
}

Result<Signature> sign(command::Tx& tx, const SignAssessment& in) {
  YILIN_TRY(const Own own, load_own(tx, in.id, "sign"));
  const Assessment& a = own.assessment;
  if (a.version != in.version) return fail(yilin::errors::conflict);
  if (!is_path(in.strokes)) return fail_field("strokes", "笔迹", "请在签名框内手写签名。");
  Signature s;
  s.assessment_id = a.id;
  s.signer = in.signer;
  s.name = in.name;
  if (in.signer != Signer::informant) {
    const AssessorId expected = in.signer == Signer::first_assessor ? a.first_assessor : a.second_assessor;
    if (own.assessor.id != expected) return fail_field("signer", "签名人", "评估员应用自己的账号签名。");
    s.assessor_id = own.assessor.id;
    s.name = own.assessor.name;
  } else if (in.name.empty() || in.name != a.informant_name) {
    return fail_field("name", "姓名", "签名人应是所填的信息提供者。");
  }
  s.id = tx.new_id<SignatureId>();
  s.strokes = in.strokes;
  s.digest = digest_of(tx.db, tx.vault(), a);
  s.signed_at = tx.now;
  s.by_user = tx.caller.user;
  entity::store::insert(tx.db, tx.vault(), "assessment_signature", s);
  tx.record({"assessment.sign", "assessment", a.id.value, a.region, a.elder_id, {}, entity::to_json(s)}, a.organisation_id);
  return s;
}

Status prepare_submit(command::Reader& reader, SubmitAssessment& in) {
  YILIN_TRY(const Assessment a, load(reader.db, reader.kernel.vault, reader.caller, in.id));
  const AssessorId both[] = {a.first_assessor, a.second_assessor};
  in.outliers = outliers_among(reader, a.region.at(RegionLevel::county), a.questionnaire, both);
  return {};
}

Result<Assessment> submit(command::Tx& tx, const SubmitAssessment& in) {
  YILIN_TRY(Own own, load_own(tx, in.id, "submit"));
  Assessment& a = own.assessment;
  YILIN_TRY(const QuestionnairePtr q, questionnaire_of(tx.kernel, a));
  YILIN_TRY(const Assessor one, load_assessor(tx.db, tx.vault(), a.first_assessor));
  YILIN_TRY(const Assessor two, load_assessor(tx.db, tx.vault(), a.second_assessor));
  auto signatures = signatures_of(tx.db, tx.vault(), a.id);
  const std::string stands = digest_of(tx.db, tx.vault(), a);
  std::erase_if(signatures, [&](const Signature& s) { return s.digest != stands; });
  const Score result = rate(a, *q);
  YILIN_CHECK(rules::may_submit(a, result, *q, one, two, signatures, tx.now));
  a.assessed_on = civil_date(a.started_at);
  a.submitted_at = tx.now;
  a.end_reason.clear();
  raise_flags(tx, a, flag_facts(tx, a, in.outliers));
  store(tx, a);
  record(tx, "assessment.submit", a);
  return a;
}

}  // namespace yilin::assessment
