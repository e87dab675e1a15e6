#pragma once
// Levels by assessor, for the comparison with her peers. Internal to assessment.

#include <map>

#include "kernel/command/tx.h"
#include "modules/assessment/rules.h"

namespace yilin::assessment {

struct LevelCounts {
  rules::Distribution everybody{};                      // each assessment once
  std::map<AssessorId, rules::Distribution> by_assessor;  // each for both of its assessors
};
// Of the assessments of our own that are neither drafts nor void, since `since`; `where` bounds table assessment as t.
LevelCounts level_counts(sql::Connection& db, std::string_view questionnaire, Date since, const sql::Statement& where);
// One assessor against the assessments that she had no part in.
rules::Deviation deviation_of(const LevelCounts& counts, AssessorId assessor, std::int64_t own_min);
std::int64_t total_of(const rules::Distribution& levels);

}  // namespace yilin::assessment
