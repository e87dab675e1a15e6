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

Result<FacilityPhoto> take_in(command::Tx& tx, FacilityId id, const std::string& digest, const std::string& caption) {
  YILIN_TRY(const Facility facility, own_facility(tx.reader(), id));
  if (facility.state == FacilityState::closed) return fail(errors::facility_closed);
  const auto there = read_rows<FacilityPhoto>(
      tx.db, tx.vault(), entity::store::select<FacilityPhoto>("facility_photo", "t").add(" WHERE t.facility_id = ? AND t.removed = 0", id), "facility_photo");
  for (const FacilityPhoto& photo : there)
    if (photo.digest == digest) {
      tx.nothing_to_do();
      return photo;
    }
  if (static_cast<std::int64_t>(there.size()) >= kPhotosMax) return fail_field("photo", "照片", fmt::format("一处设施最多 {} 张照片。", kPhotosMax));
  FacilityPhoto photo;
  photo.id = tx.new_id<PhotoId>();
  photo.facility_id = id;
  photo.region = facility.region;
  photo.organisation_id = facility.organisation_id;
  photo.caption = caption;
  photo.digest = digest;
  photo.created_at = tx.now;
  entity::store::insert(tx.db, tx.vault(), "facility_photo", photo);
  tx.record({"facility.photo", "facility", id.value, facility.region, {}, {}, entity::to_json(photo)}, facility.organisation_id);
  tx.after_commit([&kernel = tx.kernel, photo] { shelf(kernel).facilities.add_photo(photo.facility_id, photo.id); });
  return photo;
}

Result<FacilityPhoto> keep(const http::Context& context, const http::Request& request) {
  const auto number = entity::parse_integer_text(context.parameter("id"));
  if (!number || *number <= 0) return fail(yilin::errors::not_found);
  std::string caption;
  for (const auto& [key, value] : request.query)
    if (key == "caption") caption = value;
  if (!text::valid(caption) || text::length(caption) > 60) return fail_field("caption", "说明", "说明不能超过 60 个字。");
  {
    auto lease = context.kernel.readers->borrow();
    YILIN_CHECK(own_facility({*lease, *context.session.caller, context.kernel.clock.now(), context.kernel}, {*number}));
  }
  YILIN_TRY(const auto picture, http::photos::receive(request));
  YILIN_CHECK(http::photos::keep(context.kernel, picture));
  return command::run_for<FacilityPhoto>(context.kernel, *context.session.caller,
                                         [&](command::Tx& tx) { return take_in(tx, {*number}, picture.digest, caption); });
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
