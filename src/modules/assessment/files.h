#pragma once
// What comes and goes as a file: photos, FHIR resources, tables of item scores. Internal to assessment.

#include "http/router.h"
#include "modules/assessment/commands.h"

namespace yilin::assessment {

inline constexpr int kPhotosMax = 6;              // of one assessment
inline constexpr std::size_t kImportRowsMax = 2000;

struct AssessmentPhotoKept {
  PhotoId id;
  std::string sha256;                             // hex, of what was taken in
  static const entity::Table& fields();
};
struct ImportReport {
  std::int64_t rows = 0, added = 0, known = 0, refused = 0;
  std::vector<RowError> errors;                   // the first 100
  static const entity::Table& fields();
};
struct ItemsQuery {
  std::string questionnaire = "gbt42195";
  RegionCode region;
  static const entity::Table& fields();
};

// POST /api/uploads/assessments/{id}/photo?caption=: the body is a JPEG, while it is a draft. The same bytes: the same photo.
void keep_photo(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);
void show_photo(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);

// GET /api/questionnaires/{code}/fhir, GET /api/assessments/{id}/fhir
void send_questionnaire(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);
void send_response(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);

// One row an assessment, one column an item with the codes of what was chosen (several parted by blanks). What
// send_items() wrote, take_items() reads.
//   elder_id, elder_name, assessed_on, organisation, level, B.1.1, B.1.2 …
void send_items(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);
// POST /api/uploads/assessment-items?questionnaire=: CSV or XLSX; instead of elder_id there may be a column id_card.
void take_items(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);

}  // namespace yilin::assessment
