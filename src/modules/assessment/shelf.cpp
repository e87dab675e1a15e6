#include "modules/assessment/shelf.h"

#include <algorithm>

#include "base/assert.h"
#include "kernel/entity/json.h"

namespace yilin::assessment {

Shelf::Shelf(sql::Connection& db, Date today) {
  for (const std::string_view text : data_files()) {
    auto read = read_questionnaire(text, today);
    YILIN_ASSERT(read);
    put(std::make_shared<Questionnaire>(std::move(*read)));
  }
  {
    auto rows = db.rows("SELECT body FROM questionnaire ORDER BY id");
    while (rows.next()) {
      auto read = read_questionnaire(rows.text(0), today);
      YILIN_ASSERT(read);
      put(std::make_shared<Questionnaire>(std::move(*read)));
    }
  }
  parameters.load(db, "assessment_parameter");
  auto rows = db.rows("SELECT region, month, day, valid_from, valid_to, name FROM assessment_subsidy_day ORDER BY region, month, day");
  while (rows.next())
    subsidy_days.push_back({{rows.integer(0)}, static_cast<unsigned>(rows.integer(1)), static_cast<unsigned>(rows.integer(2)),
                            {static_cast<std::int32_t>(rows.integer(3))},
                            rows.null(4) ? Date{} : Date{static_cast<std::int32_t>(rows.integer(4))}, rows.str(5)});
}

QuestionnairePtr Shelf::find(std::string_view code, std::string_view version) const {
  const std::lock_guard lock(mutex_);
  for (const QuestionnairePtr& q : all_)
    if (q->code == code && q->version == version) return q;
  return {};
}

QuestionnairePtr Shelf::in_use(std::string_view code, Date on) const {
  const std::lock_guard lock(mutex_);
  QuestionnairePtr begun, to_come;
  for (const QuestionnairePtr& q : all_) {  // the newest first
    if (q->code != code) continue;
    if (q->used_on(on)) return q;
    if (q->valid_from > on) to_come = q;
    else if (!begun) begun = q;
  }
  return begun ? begun : to_come;
}

std::vector<QuestionnairePtr> Shelf::all() const {
  const std::lock_guard lock(mutex_);
  return all_;
}

void Shelf::put(QuestionnairePtr questionnaire) {
  const std::lock_guard lock(mutex_);
  all_.push_back(std::move(questionnaire));
  std::stable_sort(all_.begin(), all_.end(), [](const QuestionnairePtr& a, const QuestionnairePtr& b) {
    return a->code != b->code ? a->code < b->code : a->valid_from != b->valid_from ? a->valid_from > b->valid_from : a->version > b->version;
  });
}

Shelf& shelf(const Kernel& kernel) { return kernel.parts.get<Shelf>(); }

std::int64_t parameter(const Kernel& kernel, std::string_view name, RegionCode region, Date on) {
  return shelf(kernel).parameters.value(name, region, on);
}

rules::Thresholds thresholds(const Kernel& kernel, RegionCode region, Date on) {
  const auto of = [&](std::string_view name) { return parameter(kernel, name, region, on); };
  return {of("fast_minutes"), of("same_assessor_times"), of("jump_levels"), of("jump_window_days"), of("outlier_min")};
}

std::shared_ptr<const Questionnaire> questionnaire(const Kernel& kernel, std::string_view code, std::string_view version) {
  return version.empty() ? shelf(kernel).in_use(code, civil_date(kernel.clock.now())) : shelf(kernel).find(code, version);
}

std::string level_name(const Kernel& kernel, const Assessment& assessment) {
  if (!assessment.level) return {};
  const auto q = questionnaire(kernel, assessment.questionnaire, assessment.questionnaire_version);
  const Level* level = q ? q->level(*assessment.level) : nullptr;
  return level ? level->name : std::string();
}

std::string answers_text(std::span<const Answer> answers) {
  std::string out = "[";
  for (const Answer& a : answers) {
    if (unanswered(a) && a.note.empty()) continue;
    if (out.size() > 1) out += ',';
    entity::write(out, a, entity::Viewer::all());
  }
  return out + "]";
}

std::vector<Answer> read_answers(std::string_view text) {
  std::vector<Answer> out;
  const auto parsed = entity::parse_json(text);
  if (!parsed || !parsed->is_array()) return out;
  for (const auto& value : parsed->get_array()) {
    auto answer = entity::from_json<Answer>(value, Date{});
    YILIN_ASSERT(answer);
    out.push_back(std::move(*answer));
  }
  return out;
}

}  // namespace yilin::assessment
