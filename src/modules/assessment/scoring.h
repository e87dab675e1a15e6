#pragma once
// PURE: answers → scores → level, with each trigger apart. Linear in items and answers. An item that is not answered is not 0:
// until all are, there is a range of what the total and the level may become, and no result.
//
//   GB/T 42195-2022, 26 items all at the top, one fall: total 90, initial level 0, risk_events: no, level 0

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "modules/assessment/questionnaire.h"

namespace yilin::assessment {

enum class Verdict : std::uint8_t { no = 0, yes = 1, unknown = 2 };
std::span<const entity::EnumName> enum_names(Verdict);

struct SectionScore {
  std::string code, title;
  std::int32_t score = 0;           // of what has been answered
  std::int32_t score_max = 0;
  std::int32_t answered = 0, items = 0;
  static const entity::Table& fields();
};
struct ScaleScore {                 // grades: 0 is best
  std::string code, title;
  std::int32_t low = 0, high = 0;   // what the sum is or may become
  std::int32_t grade_best = 0, grade_worst = 0;
  static const entity::Table& fields();
};
struct TriggerState {
  std::string code, title;
  Verdict verdict = Verdict::unknown;
  std::string effect;               // "加重 1 级"
  std::string basis, confidence;
  static const entity::Table& fields();
};
struct Score {
  bool complete = false;            // every required item is answered
  std::vector<SectionScore> sections;   // scored ones
  std::vector<ScaleScore> scales;
  std::int32_t total_low = 0, total_high = 0, total_max = 0;
  std::int32_t initial_best = 0, initial_worst = 0;  // before the triggers
  std::int32_t level_best = 0, level_worst = 0;
  std::optional<std::int32_t> total, initial_level, level;  // complete only
  std::vector<TriggerState> triggers;
  std::vector<std::string> missing;     // codes of required items without an answer, in order
  static const entity::Table& fields();
};

// `answers` have passed check_answers(), `questionnaire` check().
Score score(const Questionnaire& questionnaire, std::span<const Answer> answers);

}  // namespace yilin::assessment
