// Facilities: entering, changing, life cycle.
#include "modules/facilities/register.h"

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "kernel/entity/store.h"
#include "modules/catalogue/catalogue.h"
#include "modules/facilities/crowd.h"
#include "modules/facilities/index.h"
#include "modules/facilities/rules.h"
#include "modules/providers/providers.h"
#include "modules/region/region.h"

namespace yilin::facilities {
namespace {

namespace store = entity::store;

Status check_region(command::Tx& tx, RegionCode region) {
  if (region::divisions(tx.kernel)->exists(region, tx.today()) &&
      (tx.caller.kind != access::CallerKind::staff || tx.caller.in_scope(region)))
    return {};
  return fail_field("region", "所在地区", "没有这个地区，或不在您的管辖范围内。");
}

// The operator must be hers to speak for; a provider's own user runs facilities of her organisation only.
Status check_operator(command::Tx& tx, OrganisationId operator_) {
  const auto wrong = [] { return fail_field("organisation_id", "运营组织", "没有这个服务组织，或不归您管理。"); };
  if (tx.caller.kind == access::CallerKind::organisation) return operator_ == tx.caller.organisation ? Status{} : wrong();
  if (!operator_) return {};
  const auto organisation = providers::organisation(tx.db, tx.vault(), operator_);
  return organisation && organisation->state != providers::OrganisationState::removed ? Status{} : wrong();
}

// `in` over `row`; the record is taken apart from it.
Status take_essentials(command::Tx& tx, Facility& row, const NewFacility& in) {
  YILIN_CHECK(check_region(tx, in.region));
  for (const std::string& code : in.services)
    if (!catalogue::item_by_code(tx.kernel, code))
      return fail_field("services", "服务项目", fmt::format("没有编码为“{}”的服务项目。", code));
  YILIN_TRY(const Place at, rules::place_of(in.lon_e6, in.lat_e6, in.datum));
  YILIN_CHECK(providers::rules::check_service_phone(in.phone));
  YILIN_CHECK(providers::rules::check_hours(in.work_days, in.opens_min, in.closes_min, false));
  YILIN_CHECK(check_operator(tx, in.organisation_id));
  row.organisation_id = in.organisation_id;
  row.name = in.name;
  row.kind = in.kind;
  row.mode = in.mode;
  row.region = in.region;
  row.address = in.address;
  row.lon_e6 = at.lon_e6;
  row.lat_e6 = at.lat_e6;
  row.source_datum = in.datum;
  row.beds = in.beds;
  row.area_m2 = in.area_m2;
  row.phone = in.phone;
  row.services = in.services;
  row.work_days = in.work_days;
  row.opens_min = in.opens_min;
  row.closes_min = in.closes_min;
  return {};
}

Result<Facility> insert(command::Tx& tx, const NewFacility& in, std::string_view verb) {
  Facility row;
  YILIN_CHECK(take_essentials(tx, row, in));
  YILIN_CHECK(rules::check_record(in, in.beds));
  static_cast<FacilityRecord&>(row) = in;
  row.id = tx.new_id<FacilityId>();
  row.created_at = row.updated_at = tx.now;
  store::insert(tx.db, tx.vault(), "facility", row);
  keep_change(tx, nullptr, row, verb);
  return row;
}

Result<FacilityView> finish_change(command::Tx& tx, const Facility& before, Facility row, std::string_view verb, const std::string& reason = {}) {
  ++row.version;
  row.updated_at = tx.now;
  store::update(tx.db, tx.vault(), "facility", row);
  keep_change(tx, &before, row, verb, reason);
  tx.record({verb, "facility", row.id.value, row.region, {}, reason, entity::to_json(row)}, row.organisation_id);
  return view_of(tx.reader(), std::move(row));
}

Result<FacilityView> move_facility(command::Tx& tx, const FacilityMove& in, std::string_view verb, std::string_view act_verb) {
  YILIN_TRY(const Facility before, own_facility(tx.reader(), in.id));
  Facility row = before;
  YILIN_TRY(row.state, lifecycle::move(rules::facility_moves(), row.state, verb, tx.caller, in.reason));
  row.state_reason = in.reason;
  return finish_change(tx, before, std::move(row), act_verb, in.reason);
}

// What people would see differ.
std::string differences(const Facility* before, const Facility& after) {
  std::string out = "[";
  if (before != nullptr)
    for (const entity::Field& f : Facility::fields().fields()) {
      if (f.name == "id" || f.name == "version" || f.name == "created_at" || f.name == "updated_at") continue;
      FieldChange change{std::string(f.name), std::string(f.label), f.codec->to_text(f.get(before), f, entity::Viewer::all()),
                         f.codec->to_text(f.get(&after), f, entity::Viewer::all())};
      if (change.before == change.after) continue;
      if (out.size() > 1) out += ',';
      entity::write(out, change, entity::Viewer::all());
    }
  return out + "]";
}

}  // namespace

void keep_change(command::Tx& tx, const Facility* before, const Facility& after, std::string_view verb, std::string_view reason) {
  FacilityChange change;
  change.id = tx.new_id<ChangeId>();
  change.facility_id = after.id;
  change.region = after.region;
  change.organisation_id = after.organisation_id;
  change.at = tx.now;
  change.by = tx.caller.user;
  change.by_name = tx.caller.name;
  change.verb = verb;
  change.reason = reason;
  change.changes_json = differences(before, after);
  store::insert(tx.db, tx.vault(), "facility_change", change);
  tx.after_commit([&kernel = tx.kernel, after] { shelf(kernel).facilities.put(after); });
}

Status plausible(command::Reader& reader, const NewFacility& in) {
  YILIN_TRY(const Place at, rules::place_of(in.lon_e6, in.lat_e6, in.datum));
  return check_inside_city(reader, at, "lon_e6", "经度");
}

Result<FacilityId> add_facility(command::Tx& tx, const NewFacility& in) {
  YILIN_TRY(const Facility row, insert(tx, in, "facility.add"));
  return row.id;
}

Result<FacilityView> create_facility(command::Tx& tx, const NewFacility& in) {
  YILIN_TRY(Facility row, insert(tx, in, "facility.add"));
  tx.record({"facility.add", "facility", row.id.value, row.region, {}, {}, entity::to_json(row)}, row.organisation_id);
  return view_of(tx.reader(), std::move(row));
}

Result<FacilityView> change_facility(command::Tx& tx, const ChangeFacility& in) {
  YILIN_TRY(const Facility before, own_facility(tx.reader(), in.id));
  if (before.version != in.version) return fail(yilin::errors::conflict);
  Facility row = before;
  YILIN_CHECK(take_essentials(tx, row, in));
  YILIN_CHECK(rules::check_record(row, row.beds));
  return finish_change(tx, before, std::move(row), "facility.change");
}

Result<FacilityView> change_record(command::Tx& tx, const ChangeRecord& in) {
  YILIN_TRY(const Facility before, own_facility(tx.reader(), in.id));
  if (before.version != in.version) return fail(yilin::errors::conflict);
  Facility row = before;
  static_cast<FacilityRecord&>(row) = in;
  if (row.beds_full + row.beds_day > 0) row.beds = row.beds_full + row.beds_day;
  YILIN_CHECK(rules::check_record(row, row.beds));
  return finish_change(tx, before, std::move(row), "facility.record");
}

Result<FacilityView> pause_facility(command::Tx& tx, const FacilityMove& in) { return move_facility(tx, in, "pause", "facility.pause"); }
Result<FacilityView> reopen_facility(command::Tx& tx, const FacilityMove& in) { return move_facility(tx, in, "reopen", "facility.reopen"); }
Result<FacilityView> close_facility(command::Tx& tx, const FacilityMove& in) { return move_facility(tx, in, "close", "facility.close"); }

Result<FacilityPhoto> remove_photo(command::Tx& tx, const PhotoPath& in) {
  auto found = read_rows<FacilityPhoto>(tx.db, tx.vault(), store::select<FacilityPhoto>("facility_photo", "t")
                                                               .add(" WHERE t.id = ? AND t.removed = 0", in.id)
                                                               .add(access::visible(kRowOwner, tx.caller)), "facility_photo");
  if (found.empty()) return fail(yilin::errors::not_found);
  FacilityPhoto& photo = found[0];
  photo.removed = true;
  store::update(tx.db, tx.vault(), "facility_photo", photo, {"removed"});
  tx.record({"facility.photo_remove", "facility", photo.facility_id.value, photo.region, {}, in.reason, entity::to_json(photo)}, photo.organisation_id);
  tx.after_commit([&kernel = tx.kernel, photo] { shelf(kernel).facilities.remove_photo(photo.facility_id, photo.id); });
  return photo;
}

Result<bool> withdraw_facility(command::Tx& tx, FacilityId id) {
  {
    auto rows = tx.db.rows("SELECT version FROM facility WHERE id = ?", id);
    if (!rows.next() || rows.integer(0) != 1) return false;
  }
  {
    auto rows = tx.db.rows("SELECT 1 FROM facility_photo WHERE facility_id = ? UNION ALL SELECT 1 FROM facility_stay WHERE facility_id = ? "
                           "UNION ALL SELECT 1 FROM facility_attendance WHERE facility_id = ? UNION ALL SELECT 1 FROM quarter WHERE facility_id = ?",
                           id, id, id, id);
    if (rows.next()) return false;
  }
  tx.db.queue("DELETE FROM facility_change WHERE facility_id = ?", id);
  tx.db.queue("DELETE FROM facility WHERE id = ?", id);
  tx.after_commit([&kernel = tx.kernel, id] { shelf(kernel).facilities.erase(id); });
  return true;
}

std::string facility_name(sql::Connection& db, FacilityId id) {
  auto rows = db.rows("SELECT name FROM facility WHERE id = ?", id);
  return rows.next() ? rows.str(0) : std::string();
}

}  // namespace yilin::facilities
