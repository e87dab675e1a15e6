// Results of other places and old records: they come in for review like our own.
#include <iterator>
#include <span>

#include <fmt/format.h>

#include "kernel/sealing/sealing.h"
#include "modules/assessment/fhir.h"
#include "modules/assessment/rows.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"

namespace yilin::assessment {
namespace {

Result<QuestionnairePtr> known(const Kernel& kernel, std::string_view code, std::string_view version = {}) {
  auto q = questionnaire(kernel, code, version);
  if (!q) return fail_field("questionnaire", "量表", fmt::format("没有编码为“{}”的量表。", code));
  return q;
}

// What all that comes from elsewhere has in common.
Result<Assessment> received(command::Tx& tx, ElderId who, const Questionnaire& q, Date assessed_on, std::string organisation, Source source) {
  YILIN_TRY(const registry::ElderBrief elder, registry::brief(tx, who));
  if (elder.state != registry::ElderState::active) return fail(registry::errors::not_active);
  if (!assessed_on || assessed_on > tx.today()) return fail_field("assessed_on", "评估日期", "评估日期不能晚于今天。");
  Assessment a;
  a.elder_id = elder.id;
  a.region = elder.region;
  a.organisation = std::move(organisation);
  a.questionnaire = q.code;
  a.questionnaire_version = q.version;
  a.reason = Reason::other;
  a.source = source;
  a.state = State::submitted;
  a.assessed_on = assessed_on;
  a.submitted_at = tx.now;
  return a;
}

std::string quoted(std::string_view text) {
  std::string out;
  entity::append_json_string(out, text);
  return out;
}
std::string hex(std::span<const std::uint8_t> bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) fmt::format_to(std::back_inserter(out), "{:02x}", byte);
  return out;
}

bool is_there(command::Tx& tx, const Assessment& a) {
  sql::Statement statement("SELECT 1 FROM assessment t WHERE t.questionnaire = ? AND t.assessed_on = ? AND t.source = ? AND t.state <> ?", a.questionnaire,
                           a.assessed_on, a.source, State::voided);
  return tx.db.rows(statement.add(registry::of_elder("t.elder_id", tx.kernel, a.elder_id)).add(" LIMIT 1")).next();
}

}  // namespace

Result<Assessment> recognise(command::Tx& tx, const Recognise& in) {
  YILIN_TRY(const QuestionnairePtr q, known(tx.kernel, in.questionnaire));
  if (!q->level(in.level)) return fail_field("level", "等级", "这个量表没有这一等级。");
  YILIN_TRY(Assessment a, received(tx, in.elder_id, *q, in.assessed_on, in.organisation, Source::recognised));
  if (in.valid_until && in.valid_until < in.assessed_on) return fail_field("valid_until", "有效期至", "有效期应在评估日期之后。");
  if (is_there(tx, a)) return fail_field("assessed_on", "评估日期", "这一天的互认结果已经登记过。");
  a.level = a.initial_level = in.level;
  a.total = in.total;
  a.valid_until = in.valid_until;
  a.assessors = in.assessors;
  a.foreign_code = in.foreign_code;
  a.note = in.note;
  insert(tx, a);
  raise_flags(tx, a, flag_facts(tx, a, {}));
  record(tx, "assessment.recognise", a);
  return a;
}

Result<Assessment> import_response(command::Tx& tx, const ImportResponse& in) {
  YILIN_TRY(const fhir::Response response, fhir::read_response(in.document));
  YILIN_TRY(const QuestionnairePtr q, known(tx.kernel, response.questionnaire, response.version));
  YILIN_CHECK(check_answers(*q, response.answers));
  YILIN_TRY(Assessment a, received(tx, in.elder_id, *q, response.authored ? civil_date(response.authored) : Date{}, in.organisation, Source::imported));
  if (is_there(tx, a)) return fail_field("document", "文件", "这一天的这份评估已经导入过。");
  a.answers = answers_text(response.answers);
  const Score result = rate(a, *q);
  if (!result.complete) return fail_field("document", "文件", fmt::format("还有 {} 项没有作答，不能作为评估结果。", result.missing.size()));
  a.assessors = response.author;
  insert(tx, a);
  rules::FlagFacts facts = flag_facts(tx, a, {});
  facts.stated_level = response.level;
  raise_flags(tx, a, facts);
  record(tx, "assessment.import", a);
  return a;
}

Result<ImportedChunk> import_rows(command::Tx& tx, std::span<const ImportedRow> rows) {
  ImportedChunk out;
  for (const ImportedRow& row : rows) {
    YILIN_TRY(const QuestionnairePtr q, known(tx.kernel, row.questionnaire, row.version));
    auto came = received(tx, row.elder, *q, row.assessed_on, row.organisation, Source::imported);
    if (!came) {  // since it was read
      out.refused.push_back({row.number, came.error().fields.empty() ? std::string(came.error().message()) : came.error().fields.front().message});
      continue;
    }
    Assessment& a = *came;
    if (is_there(tx, a)) {
      ++out.known;
      continue;
    }
    a.answers = answers_text(row.answers);
    rate(a, *q);
    insert(tx, a);
    raise_flags(tx, a, flag_facts(tx, a, {}));
    ++out.added;
  }
  if (out.added == 0) tx.nothing_to_do();
  else tx.record({"assessment.import", "assessment", 0, {}, {}, {}, fmt::format(R"({{"added":{},"known":{}}})", out.added, out.known)});
  return out;
}

Result<QuestionnaireLine> import_questionnaire(command::Tx& tx, const ImportQuestionnaire& in) {
  if (!tx.caller.in_scope(region::city(tx.kernel))) return fail(yilin::errors::forbidden, "量表全市共用，由市级民政部门导入。");
  YILIN_TRY(auto read, fhir::read_questionnaire(in.document));
  if (const auto sound = check(read); !sound) return fail_field("document", "文件", std::string(sound.error().message()));
  const auto there = shelf(tx.kernel).find(read.code, read.version);
  if (there) {
    if (entity::to_json(*there) != entity::to_json(read)) return fail(errors::questionnaire_known);
    tx.nothing_to_do();
    return line_of(*there);
  }
  struct RowId;
  const auto id = tx.new_id<Id<RowId>>();
  const std::string body = entity::to_json(read);
  tx.db.queue("INSERT INTO questionnaire (id, code, version, body, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?)", id, read.code, read.version,
              body, tx.caller.user, tx.now);
  tx.record({"assessment.questionnaire", "questionnaire", id.value, {}, {}, {}, fmt::format(R"({{"code":{},"version":{},"digest":"{}","items":{}}})", quoted(read.code), quoted(read.version), hex(sealing::sm3(body)), line_of(read).items)});
  const auto shared = std::make_shared<Questionnaire>(std::move(read));
  tx.after_commit([&kernel = tx.kernel, shared] { shelf(kernel).put(shared); });
  return line_of(*shared);
}

QuestionnaireLine line_of(const Questionnaire& q) {
  QuestionnaireLine line{q.code, q.version, q.title, q.standard, q.current, q.valid_from, q.valid_to, 0, 0, static_cast<std::int32_t>(q.levels.size()), q.basis, q.confidence};
  for (const SectionScore& s : score(q, {}).sections) {
    line.items += s.items;
    line.score_max += s.score_max;
  }
  return line;
}

}  // namespace yilin::assessment
