#include "modules/assessment/rows.h"

#include <iterator>

#include <fmt/format.h>

#include "kernel/sealing/sealing.h"

namespace yilin::assessment {

sql::Statement visible(const access::Caller& caller, RegionCode filter) {
  if (caller.kind == access::CallerKind::worker)
    return sql::Statement(
        " AND (t.first_assessor IN (SELECT a.id FROM assessor a WHERE a.worker_id = ?)"
        " OR t.second_assessor IN (SELECT b.id FROM assessor b WHERE b.worker_id = ?))",
        caller.worker, caller.worker);
  auto statement = access::visible({.region = "t.region", .organisation = "t.organisation_id", .elder = "t.elder_id"}, caller, filter);
  if (caller.kind == access::CallerKind::home) statement.add(" AND t.state IN (?, ?, ?)", State::effective, State::disputed, State::superseded);
  return statement;
}

sql::Statement reachable(const access::Caller& caller) {
  if (caller.kind != access::CallerKind::staff && caller.kind != access::CallerKind::organisation) return visible(caller);
  return sql::Statement(" AND (t.first_assessor IN (SELECT a.id FROM assessor a WHERE a.user_id = ?)"
                        " OR t.second_assessor IN (SELECT b.id FROM assessor b WHERE b.user_id = ?) OR (1 = 1", caller.user, caller.user)
      .add(visible(caller))
      .add("))");
}

Result<Assessment> load(sql::Connection& db, const entity::Vault& vault, const access::Caller& caller, AssessmentId id) {
  auto statement = entity::store::select<Assessment>("assessment", "t").add(" WHERE t.id = ?", id);
  auto found = first<Assessment>(db, vault, "assessment", statement.add(reachable(caller)));
  if (!found) return fail(yilin::errors::not_found);
  return std::move(*found);
}

Result<Assessor> load_assessor(sql::Connection& db, const entity::Vault& vault, AssessorId id) {
  auto found = first<Assessor>(db, vault, "assessor", entity::store::select<Assessor>("assessor", "t").add(" WHERE t.id = ?", id));
  if (!found) return fail(yilin::errors::not_found, "没有这位评估员。");
  return std::move(*found);
}

std::vector<Signature> signatures_of(sql::Connection& db, const entity::Vault& vault, AssessmentId id) {
  return all<Signature>(db, vault, "assessment_signature",
                        entity::store::select<Signature>("assessment_signature", "t").add(" WHERE t.assessment_id = ? ORDER BY t.id", id));
}

std::vector<Flag> flags_of(sql::Connection& db, const entity::Vault& vault, AssessmentId id) {
  return all<Flag>(db, vault, "assessment_flag",
                   entity::store::select<Flag>("assessment_flag", "t").add(" WHERE t.assessment_id = ? ORDER BY t.id", id));
}

std::vector<Photo> photos_of(sql::Connection& db, const entity::Vault& vault, AssessmentId id) {
  return all<Photo>(db, vault, "assessment_photo", entity::store::select<Photo>("assessment_photo", "t").add(" WHERE t.assessment_id = ? ORDER BY t.id", id));
}

std::string digest_of(sql::Connection& db, const entity::Vault& vault, const Assessment& assessment) {
  std::string out;
  for (const std::uint8_t byte : sealing::sm3(rules::signed_text(assessment, photos_of(db, vault, assessment.id)))) fmt::format_to(std::back_inserter(out), "{:02x}", byte);
  return out;
}

bool is(const access::Caller& caller, const Assessor& assessor) {
  return (caller.user && caller.user == assessor.user_id) || (caller.worker && caller.worker == assessor.worker_id);
}

void insert(command::Tx& tx, Assessment& assessment) {
  assessment.id = tx.new_id<AssessmentId>();
  assessment.created_by = tx.caller.user;
  assessment.created_at = assessment.updated_at = tx.now;
  if (assessment.answers.empty()) assessment.answers = "[]";
  entity::store::insert(tx.db, tx.vault(), "assessment", assessment);
}

void store(command::Tx& tx, Assessment& assessment) {
  assessment.version += 1;
  assessment.updated_at = tx.now;
  entity::store::update(tx.db, tx.vault(), "assessment", assessment);
}

void record(command::Tx& tx, std::string_view verb, const Assessment& assessment, std::string reason) {
  tx.record({verb, "assessment", assessment.id.value, assessment.region, assessment.elder_id, std::move(reason), entity::to_json(assessment)},
            assessment.organisation_id);
}

Status not_own_work(command::Tx& tx, const Assessment& assessment) {
  // Brought in from elsewhere: whoever brought it does not confirm it.
  if (assessment.source != Source::own && assessment.created_by && assessment.created_by == tx.caller.user) return fail(errors::own_work);
  for (const AssessorId id : {assessment.first_assessor, assessment.second_assessor}) {
    if (!id) continue;
    YILIN_TRY(const Assessor assessor, load_assessor(tx.db, tx.vault(), id));
    if (is(tx.caller, assessor)) return fail(errors::own_work);
  }
  return {};
}

Score rate(Assessment& assessment, const Questionnaire& questionnaire) {
  Score result = score(questionnaire, read_answers(assessment.answers));
  assessment.total = result.total;
  assessment.initial_level = result.initial_level;
  assessment.level = result.level;
  assessment.triggers.clear();
  for (const TriggerState& t : result.triggers)
    if (t.verdict == Verdict::yes) assessment.triggers.push_back(t.code);
  return result;
}

Result<QuestionnairePtr> questionnaire_of(const Kernel& kernel, const Assessment& assessment) {
  auto q = shelf(kernel).find(assessment.questionnaire, assessment.questionnaire_version);
  if (!q) return fail(yilin::errors::not_found, "没有这个量表。");
  return q;
}

}  // namespace yilin::assessment
