#pragma once
// In memory: questionnaires, parameters, subsidy days. Internal to assessment.

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "kernel/parameters/parameters.h"
#include "modules/assessment/assessment.h"
#include "modules/assessment/rules.h"

namespace yilin::assessment {

using QuestionnairePtr = std::shared_ptr<const Questionnaire>;

class Shelf {
 public:
  // Reads the data files of the program (a broken one stops the process) and what has been imported.
  Shelf(sql::Connection& db, Date today);
  QuestionnairePtr find(std::string_view code, std::string_view version) const;       // null: unknown
  // The version that is used on a day, or else the newest that had begun by then; one that is still to come only when there is no other.
  QuestionnairePtr in_use(std::string_view code, Date on) const;
  std::vector<QuestionnairePtr> all() const;                                          // by code, newest version first
  void put(QuestionnairePtr questionnaire);                                           // after the commit that stored it

  DatedParameters parameters;
  std::vector<rules::SubsidyDay> subsidy_days;

 private:
  mutable std::mutex mutex_;
  std::vector<QuestionnairePtr> all_;
};

Shelf& shelf(const Kernel& kernel);
std::int64_t parameter(const Kernel& kernel, std::string_view name, RegionCode region, Date on);
rules::Thresholds thresholds(const Kernel& kernel, RegionCode region, Date on);
std::string level_name(const Kernel& kernel, const Assessment& assessment);  // "" without a level

// Answers as they are kept in their column.
std::string answers_text(std::span<const Answer> answers);
std::vector<Answer> read_answers(std::string_view text);

}  // namespace yilin::assessment
