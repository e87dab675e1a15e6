// Lists and details of assessments.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "modules/accounts/accounts.h"
#include "modules/assessment/listing.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"

namespace yilin::assessment {
namespace {

constexpr int kEarlierShown = 10;

std::string user_name(command::Reader& reader, UserId id) { return id ? accounts::user_name(reader.db, id) : std::string(); }

bool signed_by_all(const std::vector<Signature>& signatures, const std::string& digest) {
  for (const Signer signer : {Signer::first_assessor, Signer::second_assessor, Signer::informant})
    if (std::none_of(signatures.begin(), signatures.end(), [&](const Signature& s) { return s.signer == signer && s.digest == digest; })) return false;
  return true;
}

// As it is printed, however it was typed: "abcd efgh" → "ABCD-EFGH".
std::string printed_code(std::string_view typed) {
  std::string out;
  int letters = 0;
  for (const char c : text::compact(typed)) {
    if (c == '-') continue;
    if (letters > 0 && letters % 4 == 0) out += '-';
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    ++letters;
  }
  return out;
}

}  // namespace

std::map<AssessorId, std::string> assessor_names(command::Reader& reader, std::span<const AssessorId> ids) {
  std::map<AssessorId, std::string> out;
  sql::Statement statement("SELECT id, name FROM assessor WHERE id IN (0");
  for (const AssessorId id : ids)
    if (id && out.emplace(id, "").second) statement.add(", ?", id);
  auto rows = reader.db.rows(statement.add(")"));
  while (rows.next()) out[rows.id<AssessorId>(0)] = rows.str(1);
  return out;
}

std::vector<AssessmentRow> rows_of(command::Reader& reader, const std::vector<Assessment>& found) {
  std::vector<ElderId> elders;
  std::vector<AssessorId> assessors;
  for (const Assessment& a : found) {
    elders.push_back(a.elder_id);
    assessors.insert(assessors.end(), {a.first_assessor, a.second_assessor});
  }
  const registry::Briefs briefs(reader, elders);
  auto names = assessor_names(reader, assessors);
  const auto tree = region::divisions(reader.kernel);
  std::vector<AssessmentRow> out;
  for (const Assessment& a : found) {
    AssessmentRow row;
    row.id = a.id;
    row.elder_id = a.elder_id;
    if (const auto* brief = briefs.find(a.elder_id)) {
      row.elder_name = brief->name;
      row.elder_age = brief->age;
    }
    row.region = a.region;
    row.region_name = tree->full_name(a.region);
    row.questionnaire = a.questionnaire;
    if (const auto q = questionnaire(reader.kernel, a.questionnaire, a.questionnaire_version)) row.questionnaire_title = q->title;
    row.reason = a.reason;
    row.source = a.source;
    row.state = a.state;
    row.first_assessor_name = a.first_assessor ? names[a.first_assessor] : a.assessors;
    row.second_assessor_name = a.second_assessor ? names[a.second_assessor] : std::string();
    row.organisation = a.organisation;
    row.assessed_on = a.assessed_on;
    row.valid_until = a.valid_until;
    row.total = a.total;
    row.level = a.level;
    row.level_name = level_name(reader.kernel, a);
    row.submitted_at = a.submitted_at;
    row.created_at = a.created_at;
    out.push_back(std::move(row));
  }
  return out;
}

sql::Statement mine(const access::Caller& caller) {
  return sql::Statement(" AND (t.first_assessor IN (SELECT m.id FROM assessor m WHERE m.user_id = ? OR m.worker_id = ?)"
                        " OR t.second_assessor IN (SELECT n.id FROM assessor n WHERE n.user_id = ? OR n.worker_id = ?))",
                        caller.user, caller.worker, caller.user, caller.worker);
}

Result<http::Page<AssessmentRow>> list(command::Reader& reader, const AssessmentQuery& in) {
  auto statement = entity::store::select<Assessment>("assessment", "t").add(" WHERE 1 = 1");
  const bool desk = reader.caller.kind == access::CallerKind::staff || reader.caller.kind == access::CallerKind::organisation;
  if (in.mine && desk) statement.add(mine(reader.caller));  // wherever they live
  else statement.add(visible(reader.caller, in.region));
  if (in.state) statement.add(" AND t.state = ?", *in.state);
  if (in.source) statement.add(" AND t.source = ?", *in.source);
  if (!in.questionnaire.empty()) statement.add(" AND t.questionnaire = ?", in.questionnaire);
  if (in.elder) statement.add(registry::of_elder("t.elder_id", reader.kernel, in.elder));
  if (in.assessor) statement.add(" AND (t.first_assessor = ? OR t.second_assessor = ?)", in.assessor, in.assessor);
  if (in.cursor) statement.add(" AND t.id < ?", in.cursor);
  statement.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1);
  auto found = all<Assessment>(reader.db, reader.kernel.vault, "assessment", statement);
  http::Page<AssessmentRow> page;
  if (static_cast<std::int64_t>(found.size()) > in.limit) {
    found.pop_back();
    page.next = std::to_string(found.back().id.value);
  }
  page.items = rows_of(reader, found);
  return page;
}

Result<AssessmentView> show(command::Reader& reader, const AssessmentPath& in) {
  const entity::Vault& vault = reader.kernel.vault;
  AssessmentView view;
  YILIN_TRY(view.assessment, load(reader.db, vault, reader.caller, in.id));
  const Assessment& a = view.assessment;
  const registry::Briefs briefs(reader, {a.elder_id});
  if (const auto* brief = briefs.find(a.elder_id)) view.elder = *brief;
  YILIN_TRY(const QuestionnairePtr q, questionnaire_of(reader.kernel, a));
  view.questionnaire_title = q->title;
  view.level_name = level_name(reader.kernel, a);
  for (const auto& [id, name, signer] : {std::tuple(a.first_assessor, &view.first_assessor_name, Signer::first_assessor),
                                         std::tuple(a.second_assessor, &view.second_assessor_name, Signer::second_assessor)}) {
    if (!id) continue;
    YILIN_TRY(const Assessor assessor, load_assessor(reader.db, vault, id));
    *name = assessor.name;
    if (is(reader.caller, assessor)) view.i_am = signer;
  }
  if (!a.first_assessor) view.first_assessor_name = a.assessors;
  view.reviewed_by_name = user_name(reader, a.reviewed_by);
  view.confirmed_by_name = user_name(reader, a.confirmed_by);
  view.answers = read_answers(a.answers);
  view.score = score(*q, view.answers);
  view.signatures = signatures_of(reader.db, vault, a.id);
  view.signed_as_it_stands = signed_by_all(view.signatures, digest_of(reader.db, vault, a));
  view.photos = photos_of(reader.db, vault, a.id);
  if (reader.caller.kind != access::CallerKind::home) view.flags = flags_of(reader.db, vault, a.id);
  auto earlier = entity::store::select<Assessment>("assessment", "t").add(" WHERE t.id <> ?", a.id).add(visible(reader.caller));
  earlier.add(registry::of_elder("t.elder_id", reader.kernel, a.elder_id)).add(" ORDER BY t.id DESC LIMIT ?", kEarlierShown);
  view.earlier = rows_of(reader, all<Assessment>(reader.db, vault, "assessment", earlier));
  return view;
}

Result<http::Page<AssessorRow>> list_assessors(command::Reader& reader, const AssessorQuery& in) {
  // Who may assess is no secret among those who plan: a street engages assessors of its county.
  auto statement = entity::store::select<Assessor>("assessor", "t").add(" WHERE t.id > ?", in.cursor.value);
  if (!in.ended) statement.add(" AND t.state = ?", AssessorState::active);
  if (in.region.value) {
    const RegionRange range = in.region.subtree();
    statement.add(" AND t.region >= ? AND t.region < ?", range.lo, range.hi);
  }
  statement.add(" ORDER BY t.id LIMIT ?", in.limit + 1);
  auto found = all<Assessor>(reader.db, reader.kernel.vault, "assessor", statement);
  http::Page<AssessorRow> page;
  if (static_cast<std::int64_t>(found.size()) > in.limit) {
    found.pop_back();
    page.next = std::to_string(found.back().id.value);
  }
  const auto tree = region::divisions(reader.kernel);
  for (Assessor& a : found) {
    AssessorRow row;
    row.region_name = tree->full_name(a.region);
    row.qualified = a.qualified(reader.today());
    row.me = is(reader.caller, a);
    row.assessor = std::move(a);
    page.items.push_back(std::move(row));
  }
  return page;
}

Result<QuestionnaireList> list_questionnaires(command::Reader& reader, const http::Nothing&) {
  QuestionnaireList out;
  for (const QuestionnairePtr& q : shelf(reader.kernel).all()) out.items.push_back(line_of(*q));
  return out;
}

Result<Questionnaire> show_questionnaire(command::Reader& reader, const QuestionnairePath& in) {
  const auto q = questionnaire(reader.kernel, in.code, in.version);
  if (!q) return fail(yilin::errors::not_found, "没有这个量表。");
  return *q;
}

Result<VerifyAnswer> verify(command::Reader& reader, const VerifyQuery& in) {
  auto found = first<Assessment>(reader.db, reader.kernel.vault, "assessment",
                                 entity::store::select<Assessment>("assessment", "t").add(" WHERE t.verify_code = ? AND t.verify_code <> ''", printed_code(in.code)));
  if (!found) return fail(errors::certificate_unknown);
  const Assessment& a = *found;
  const ElderId elder[] = {a.elder_id};
  const auto briefs = registry::briefs(reader.db, reader.kernel, elder, reader.today());
  if (briefs.empty() || (in.name != briefs[0].name && in.name != mask_name(briefs[0].name))) return fail(errors::certificate_unknown);
  const auto q = questionnaire(reader.kernel, a.questionnaire, a.questionnaire_version);
  VerifyAnswer out;
  out.name = mask_name(briefs[0].name);
  out.standard = q ? q->standard : std::string();
  out.level = a.level.value_or(0);
  out.level_name = level_name(reader.kernel, a);
  out.assessed_on = a.assessed_on;
  out.valid_until = a.valid_until;
  out.organisation = a.organisation;
  out.region_name = region::divisions(reader.kernel)->full_name(a.region.at(RegionLevel::county));
  out.state = a.state;
  const bool in_time = !a.valid_until || reader.today() <= a.valid_until;
  out.valid = in_time && (a.state == State::effective || a.state == State::disputed);
  if (out.valid) out.words = a.state == State::disputed ? "结果有效，当事人有异议，正在复评。" : "结果有效。";
  else if (a.state == State::superseded) out.words = "这次结果已被新的评估取代。";
  else if (a.state == State::voided) out.words = "这次结果已作废。";
  else out.words = "结果已过有效期，应重新评估。";
  return out;
}

}  // namespace yilin::assessment
