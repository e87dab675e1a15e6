#include "modules/orders/photos.h"

#include <fmt/format.h>

#include "http/photos/photos.h"
#include "kernel/lifecycle/lifecycle.h"
#include "modules/orders/rows.h"
#include "modules/orders/rules.h"

namespace yilin::orders {
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

std::optional<Evidence> photo_with(command::Tx& tx, std::string_view digest) {
  return first<Evidence>(tx.db, tx.vault(), "evidence",
                         entity::store::select<Evidence>("evidence", "t").add(" WHERE t.digest = ? ORDER BY t.id LIMIT 1", digest));
}

PhotoKept kept(const Evidence& evidence, std::string sha256) { return {evidence.id, std::move(sha256), evidence.accepted, evidence.detail}; }

Result<PhotoKept> take_in(command::Tx& tx, AssignmentId id, Instant device_at, const std::string& digest, const std::string& sha256) {
  YILIN_TRY(const Assignment assignment, my_assignment(tx, id));
  const auto known = photo_with(tx, digest);
  if (known && known->assignment_id == assignment.id) {
    tx.nothing_to_do();
    return kept(*known, sha256);
  }
  if (assignment.state != AssignmentState::accepted && assignment.state != AssignmentState::en_route &&
      assignment.state != AssignmentState::checked_in)
    return fail(lifecycle::errors::illegal_move, "照片要在接单之后、签退之前拍。");
  int taken = 0;
  for (const Evidence& e : all<Evidence>(tx.db, tx.vault(), "evidence",
                                         entity::store::select<Evidence>("evidence", "t").add(" WHERE t.visit_id = ?", assignment.visit_id)))
    taken += e.assignment_id == assignment.id && e.kind == catalogue::Proof::photo;
  if (taken >= kPhotosMax) return fail_field("photo", "照片", fmt::format("一次服务最多 {} 张照片。", kPhotosMax));

  Evidence evidence;
  evidence.id = tx.new_id<EvidenceId>();
  evidence.visit_id = assignment.visit_id;
  evidence.assignment_id = assignment.id;
  evidence.worker_id = assignment.worker_id;
  evidence.kind = catalogue::Proof::photo;
  evidence.at_check_out = assignment.state == AssignmentState::checked_in;
  evidence.at = tx.now;
  evidence.device_at = device_at;
  const ProofVerdict verdict = judge({.kind = catalogue::Proof::photo, .digest = digest}, {});
  evidence.accepted = verdict.accepted && !known;
  evidence.points = evidence.accepted ? verdict.points : 0;
  evidence.detail = known ? "与另一次服务的照片相同" : verdict.detail;
  evidence.digest = digest;
  evidence.file_id = {evidence.id.value};
  entity::store::insert(tx.db, tx.vault(), "evidence", evidence);
  tx.changed({"order", assignment.order_id.value, assignment.region, assignment.organisation_id, assignment.worker_id, assignment.elder_id});
  tx.record({"evidence.photo", "visit", assignment.visit_id.value, assignment.region, assignment.elder_id, {}, entity::to_json(evidence)},
            assignment.organisation_id, assignment.worker_id);
  return kept(evidence, sha256);
}

// Whose visit it is; whether a photo is due is for the command to say.
Status may_add(const command::Reader& reader, AssignmentId id) {
  sql::Statement statement("SELECT 1 FROM assignment t WHERE t.id = ?", id);
  statement.add(access::visible(kAssignmentOwner, reader.caller));
  if (!reader.db.rows(statement).next()) return fail(yilin::errors::not_found);
  return {};
}

Result<PhotoKept> keep(const http::Context& context, const http::Request& request) {
  YILIN_TRY(const AssignmentId id, id_in_path<AssignmentId>(context));
  const auto device_at = parse_instant(query_of(request, "device_at"));
  return http::photos::take<PhotoKept>(
      context, request, [&](const command::Reader& reader, const http::photos::Picture*) { return may_add(reader, id); },
      [&](command::Tx& tx, const http::photos::Picture& picture) {
        return take_in(tx, id, device_at ? *device_at : Instant{}, picture.digest, picture.sha256);
      });
}

Result<http::Response> opened(const http::Context& context) {
  Kernel& kernel = context.kernel;
  YILIN_TRY(const EvidenceId id, id_in_path<EvidenceId>(context));
  std::string digest;
  {
    auto db = kernel.readers->borrow();
    sql::Statement statement("SELECT e.digest FROM evidence e JOIN visit t ON t.id = e.visit_id WHERE e.id = ? AND e.kind = ?", id,
                             catalogue::Proof::photo);
    if (context.session.caller->kind == access::CallerKind::worker)
      statement.add(" AND e.worker_id = ?", context.session.caller->worker);
    else statement.add(access::visible(kVisitOwner, *context.session.caller));
    auto rows = db->rows(statement);
    if (!rows.next()) return fail(yilin::errors::not_found);
    digest = rows.str(0);
  }
  return http::photos::show(kernel, digest);
}

}  // namespace

const entity::Table& PhotoKept::fields() {
  static const entity::Table table("PhotoKept", "照片", {
      entity::field<&PhotoKept::id>("id", "凭证编号"),
      entity::field<&PhotoKept::sha256>("sha256", "收到内容的 SHA-256"),
      entity::field<&PhotoKept::accepted>("accepted", "有效"),
      entity::field<&PhotoKept::detail>("detail", "说明"),
  });
  return table;
}

void keep_photo(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const auto photo = keep(context, request);
  if (!photo) return responder->respond(http::Router::problem(photo.error()));
  http::Response response;
  response.body = entity::to_json(*photo);
  responder->respond(std::move(response));
}

void show_photo(http::Context context, http::Request, std::shared_ptr<http::Responder> responder) {
  auto photo = opened(context);
  responder->respond(photo ? std::move(*photo) : http::Router::problem(photo.error()));
}

}  // namespace yilin::orders
