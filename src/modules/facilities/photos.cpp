#include "modules/facilities/photos.h"

#include <fmt/format.h>

#include "base/text.h"
#include "http/photos/photos.h"
#include "kernel/entity/json.h"
#include "kernel/entity/store.h"
#include "modules/facilities/index.h"
#include "modules/facilities/register.h"
#include "modules/facilities/rules.h"

namespace yilin::facilities {
namespace {

// Whether a photo may be added, and (once it is read) whether there is room for it; the photo that is there already.
Result<std::optional<FacilityPhoto>> may_add(const command::Reader& reader, const Facility& facility, const http::photos::Picture* picture) {
  if (facility.state == FacilityState::closed) return fail(errors::facility_closed);
  if (picture == nullptr) return std::optional<FacilityPhoto>();
  const auto there = read_rows<FacilityPhoto>(
      reader.db, reader.kernel.vault, entity::store::select<FacilityPhoto>("facility_photo", "t").add(" WHERE t.facility_id = ? AND t.removed = 0", facility.id), "facility_photo");
  for (const FacilityPhoto& photo : there)
    if (photo.digest == picture->digest) return std::optional(photo);
  if (static_cast<std::int64_t>(there.size()) >= kPhotosMax) return fail_field("photo", "照片", fmt::format("一处设施最多 {} 张照片。", kPhotosMax));
  return std::optional<FacilityPhoto>();
}

Result<FacilityPhoto> take_in(command::Tx& tx, FacilityId id, const http::photos::Picture& picture, const std::string& caption) {
  YILIN_TRY(const Facility facility, own_facility(tx.reader(), id));
  YILIN_TRY(auto there, may_add(tx.reader(), facility, &picture));
  if (there) {
    tx.nothing_to_do();
    return std::move(*there);
  }
  FacilityPhoto photo;
  photo.id = tx.new_id<PhotoId>();
  photo.facility_id = id;
  photo.region = facility.region;
  photo.organisation_id = facility.organisation_id;
  photo.caption = caption;
  photo.digest = picture.digest;
  photo.created_at = tx.now;
  entity::store::insert(tx.db, tx.vault(), "facility_photo", photo);
  tx.record({"facility.photo", "facility", id.value, facility.region, {}, {}, entity::to_json(photo)}, facility.organisation_id);
  tx.after_commit([&kernel = tx.kernel, photo] { shelf(kernel).facilities.add_photo(photo.facility_id, photo.id); });
  return photo;
}

Result<FacilityPhoto> keep(const http::Context& context, const http::Request& request) {
  const auto number = entity::parse_integer_text(context.parameter("id"));
  if (!number || *number <= 0) return fail(yilin::errors::not_found);
  const FacilityId id{*number};
  std::string caption;
  for (const auto& [key, value] : request.query)
    if (key == "caption") caption = value;
  if (!text::valid(caption) || text::length(caption) > 60) return fail_field("caption", "说明", "说明不能超过 60 个字。");
  return http::photos::take<FacilityPhoto>(
      context, request,
      [&](const command::Reader& reader, const http::photos::Picture* picture) -> Status {
        YILIN_TRY(const Facility facility, own_facility(reader, id));
        YILIN_CHECK(may_add(reader, facility, picture));
        return {};
      },
      [&](command::Tx& tx, const http::photos::Picture& picture) { return take_in(tx, id, picture, caption); });
}

Result<http::Response> shown(const http::Context& context) {
  const auto number = entity::parse_integer_text(context.parameter("id"));
  if (!number || *number <= 0) return fail(yilin::errors::not_found);
  std::string digest;
  {
    auto lease = context.kernel.readers->borrow();
    auto rows = lease->rows("SELECT p.digest FROM facility_photo p JOIN facility f ON f.id = p.facility_id WHERE p.id = ? AND p.removed = 0 AND f.state <> ?",
                            PhotoId{*number}, FacilityState::closed);
    if (!rows.next()) return fail(yilin::errors::not_found);
    digest = rows.str(0);
  }
  return http::photos::show(context.kernel, digest);
}

}  // namespace

void keep_photo(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const auto photo = keep(context, request);
  if (!photo) return responder->respond(http::Router::problem(photo.error()));
  http::Response response;
  response.body = entity::to_json(*photo);
  responder->respond(std::move(response));
}

void show_photo(http::Context context, http::Request, std::shared_ptr<http::Responder> responder) {
  auto photo = shown(context);
  responder->respond(photo ? std::move(*photo) : http::Router::problem(photo.error()));
}

}  // namespace yilin::facilities
