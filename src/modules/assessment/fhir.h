#pragma once
// PURE: questionnaires and answers as HL7 FHIR R4 (4.0.1) resources Questionnaire and QuestionnaireResponse, both ways. Option
// scores travel as the standard extension ordinalValue; what FHIR has no place for (scales, bands, matrix, levels, triggers)
// in extensions under urn:yilin:fhir, so that reading what was written gives back the same questionnaire.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/assessment/questionnaire.h"

namespace yilin::assessment::fhir {

inline constexpr std::size_t kDocumentMax = 200'000;  // characters
inline constexpr std::size_t kItemsMax = 1000;

std::string write_questionnaire(const Questionnaire& questionnaire);
// Not checked beyond its form: see assessment::check(). Unknown elements and extensions are left out.
Result<Questionnaire> read_questionnaire(std::string_view text);

struct Response {
  std::string questionnaire, version;
  std::string status = "completed";      // or in-progress, amended, entered-in-error
  std::string subject;                   // "Patient/<id>"
  std::string author;                    // names
  Instant authored;
  std::vector<Answer> answers;
  std::optional<std::int32_t> total, level;
};
// Answers stand in their sections, with the words of the questionnaire.
std::string write_response(const Questionnaire& questionnaire, const Response& response);
Result<Response> read_response(std::string_view text);

}  // namespace yilin::assessment::fhir
