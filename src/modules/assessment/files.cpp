#include "modules/assessment/files.h"

#include <fmt/format.h>

#include "base/text.h"
#include "http/photos/photos.h"
#include "modules/assessment/fhir.h"
#include "modules/assessment/rows.h"

namespace yilin::assessment {
namespace {

std::string_view query_of(const http::Request& request, std::string_view name) {
  for (const auto& [key, value] : request.query)
    if (key == name) return value;
  return {};
}

template <class IdType>
Result<IdType> id_in_path(const http::Context& context) {
  const auto number = entity::parse_integer_text(context.parameter("id"));
  if (!number || *number <= 0) return fail(yilin::errors::not_found);
  return IdType{*number};
}

// Whether a photo may be added, and (once it is read) whether there is room for it; the photo that is there already.
Result<std::optional<Photo>> may_add(const command::Reader& reader, const Assessment& a, const http::photos::Picture* picture) {
  YILIN_TRY(const State stays, lifecycle::move(rules::moves(), a.state, "save", reader.caller));
  bool own = false;
  for (const AssessorId one : {a.first_assessor, a.second_assessor}) {
    const auto assessor = load_assessor(reader.db, reader.kernel.vault, one);
    own = own || (assessor && is(reader.caller, *assessor));
  }
  if (!own || stays != State::draft) return fail(errors::not_assessor);
  if (picture == nullptr) return std::optional<Photo>();
  const std::vector<Photo> taken = photos_of(reader.db, reader.kernel.vault, a.id);
  for (const Photo& photo : taken)
    if (photo.digest == picture->digest) return std::optional(photo);
  if (taken.size() >= static_cast<std::size_t>(kPhotosMax)) return fail_field("photo", "照片", fmt::format("一次评估最多 {} 张照片。", kPhotosMax));
  return std::optional<Photo>();
}

Result<AssessmentPhotoKept> take_in(command::Tx& tx, AssessmentId id, const std::string& caption, const http::photos::Picture& picture) {
  YILIN_TRY(const Assessment a, load(tx.db, tx.vault(), tx.caller, id));
  YILIN_TRY(const auto there, may_add(tx.reader(), a, &picture));
  if (there) {
    tx.nothing_to_do();
    return AssessmentPhotoKept{there->id, picture.sha256};
  }
  const Photo photo{tx.new_id<PhotoId>(), id, caption, picture.digest, tx.now, tx.caller.user};
  entity::store::insert(tx.db, tx.vault(), "assessment_photo", photo);
  tx.record({"assessment.photo", "assessment", id.value, a.region, a.elder_id, {}, entity::to_json(photo)}, a.organisation_id);
  return AssessmentPhotoKept{photo.id, picture.sha256};
}

Result<AssessmentPhotoKept> kept(const http::Context& context, const http::Request& request) {
  YILIN_TRY(const AssessmentId id, id_in_path<AssessmentId>(context));
  const std::string caption(query_of(request, "caption"));
  if (!text::valid(caption) || text::length(caption) > 100) return fail_field("caption", "说明", "说明最多 100 个字。");
  return http::photos::take<AssessmentPhotoKept>(
      context, request,
      [&](const command::Reader& reader, const http::photos::Picture* picture) -> Status {
        YILIN_TRY(const Assessment a, load(reader.db, reader.kernel.vault, reader.caller, id));
        YILIN_CHECK(may_add(reader, a, picture));
        return {};
      },
      [&](command::Tx& tx, const http::photos::Picture& picture) { return take_in(tx, id, caption, picture); });
}

Result<http::Response> shown(const http::Context& context) {
  YILIN_TRY(const PhotoId id, id_in_path<PhotoId>(context));
  std::string digest;
  {
    auto db = context.kernel.readers->borrow();
    sql::Statement statement("SELECT p.digest FROM assessment_photo p JOIN assessment t ON t.id = p.assessment_id WHERE p.id = ?", id);
    auto rows = db->rows(statement.add(reachable(*context.session.caller)));
    if (!rows.next()) return fail(yilin::errors::not_found);
    digest = rows.str(0);
  }
  return http::photos::show(context.kernel, digest);
}

http::Response fhir_file(std::string name, std::string body) {
  http::Response response;
  response.content_type = "application/fhir+json; charset=utf-8";
  response.headers.emplace_back("content-disposition", fmt::format("attachment; filename=\"{}.json\"", name));
  response.body = std::move(body);
  return response;
}

Result<http::Response> response_file(const http::Context& context) {
  Kernel& kernel = context.kernel;
  YILIN_TRY(const AssessmentId id, id_in_path<AssessmentId>(context));
  return command::run_for<http::Response>(kernel, *context.session.caller, [&](command::Tx& tx) -> Result<http::Response> {
    YILIN_TRY(const Assessment a, load(tx.db, tx.vault(), tx.caller, id));
    YILIN_TRY(const QuestionnairePtr q, questionnaire_of(tx.kernel, a));
    fhir::Response out;
    out.status = a.state == State::draft ? "in-progress" : a.state == State::voided ? "entered-in-error" : "completed";
    out.subject = fmt::format("Patient/{}", a.elder_id.value);
    out.author = a.assessors;
    for (const AssessorId one : {a.first_assessor, a.second_assessor})
      if (const auto assessor = load_assessor(tx.db, tx.vault(), one)) out.author += (out.author.empty() ? "" : "、") + assessor->name;
    out.authored = a.started_at ? a.started_at : a.assessed_on ? start_of_day(a.assessed_on) : a.created_at;
    out.answers = read_answers(a.answers);
    out.total = a.total;
    out.level = a.level;
    tx.record({"assessment.export", "assessment", a.id.value, a.region, a.elder_id, {}, R"({"format":"fhir"})"}, a.organisation_id);
    return fhir_file(fmt::format("assessment-{}", a.id.value), fhir::write_response(*q, out));
  });
}

template <class Made>
void answer(const std::shared_ptr<http::Responder>& responder, Result<Made> made) {
  if (!made) return responder->respond(http::Router::problem(made.error()));
  if constexpr (std::is_same_v<Made, http::Response>) {
    responder->respond(std::move(*made));
  } else {
    http::Response response;
    response.body = entity::to_json(*made);
    responder->respond(std::move(response));
  }
}

}  // namespace

void keep_photo(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  answer(responder, kept(context, request));
}
void show_photo(http::Context context, http::Request, std::shared_ptr<http::Responder> responder) { answer(responder, shown(context)); }

void send_questionnaire(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const auto q = questionnaire(context.kernel, context.parameter("code"), query_of(request, "version"));
  if (!q) return responder->respond(http::Router::problem(Error(yilin::errors::not_found, "没有这个量表。")));
  responder->respond(fhir_file("questionnaire", fhir::write_questionnaire(*q)));
}

void send_response(http::Context context, http::Request, std::shared_ptr<http::Responder> responder) { answer(responder, response_file(context)); }

const entity::Table& AssessmentPhotoKept::fields() {
  static const entity::Table table("AssessmentPhotoKept", "评估照片", {
      entity::field<&AssessmentPhotoKept::id>("id", "编号"),
      entity::field<&AssessmentPhotoKept::sha256>("sha256", "收到内容的 SHA-256"),
  });
  return table;
}
const entity::Table& RowError::fields() {
  static const entity::Table table("AssessmentRowError", "行错误", {
      entity::field<&RowError::row>("row", "行号"),
      entity::field<&RowError::message>("message", "说明"),
  });
  return table;
}
const entity::Table& ImportReport::fields() {
  static const entity::Table table("AssessmentImportReport", "导入结果", {
      entity::field<&ImportReport::rows>("rows", "行数"),
      entity::field<&ImportReport::added>("added", "新增"),
      entity::field<&ImportReport::known>("known", "已有"),
      entity::field<&ImportReport::refused>("refused", "未导入"),
      entity::field<&ImportReport::errors>("errors", "错误"),
  });
  return table;
}
const entity::Table& ItemsQuery::fields() {
  static const entity::Table table("AssessmentItemsQuery", "评估明细查询", {
      entity::field<&ItemsQuery::questionnaire>("questionnaire", "量表").text_max(40),
      entity::field<&ItemsQuery::region>("region", "区划"),
  });
  return table;
}

}  // namespace yilin::assessment
