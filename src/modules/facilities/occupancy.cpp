// Beds taken and left, and who came for the day.
#include "modules/facilities/occupancy.h"

#include <array>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "kernel/entity/store.h"
#include "modules/facilities/index.h"
#include "modules/facilities/register.h"
#include "modules/facilities/rules.h"
#include "modules/registry/registry.h"

namespace yilin::facilities {
namespace {

namespace store = entity::store;

// An elder whom the caller may see, or whose ID number she has been shown; active.
Result<registry::ElderBrief> guest(command::Tx& tx, ElderId elder, const IdCard& card) {
  if (card.empty() == !elder) return fail_field("elder_id", "老人", "请选择老人，或填写身份证号。");
  std::optional<registry::ElderBrief> brief;
  if (elder) {
    YILIN_TRY(brief, registry::brief(tx, elder));
  } else {
    const auto found = registry::by_id_card(tx.reader(), card);
    if (found)
      if (auto named = registry::briefs(tx.db, tx.kernel, std::array{*found}, tx.today()); !named.empty()) brief = std::move(named[0]);
    if (!brief) return fail_field("id_card", "身份证号", "没有这个身份证号的老人档案，请先由社区建档。");
  }
  if (brief->state != registry::ElderState::active) return fail(registry::errors::not_active);
  return std::move(*brief);
}

Status past_day(Date day, Date today, std::string_view field) {
  if (day > today) return fail_field(std::string(field), "日期", "日期不能晚于今天。");
  if (day < today + -366) return fail_field(std::string(field), "日期", "只能补登一年以内的记录。");
  return {};
}

Result<Stay> insert_stay(command::Tx& tx, const Facility& f, ElderId elder, BedKind bed, Date from) {
  {
    sql::Statement statement("SELECT 1 FROM facility_stay t WHERE t.to_day IS NULL");
    if (tx.db.rows(statement.add(registry::of_elder("t.elder_id", tx.kernel, elder))).next()) return fail(errors::has_bed);
  }
  std::int64_t taken = 0;
  {
    auto rows = tx.db.rows("SELECT COUNT(*) FROM facility_stay WHERE facility_id = ? AND to_day IS NULL", f.id);
    if (rows.next()) taken = rows.integer(0);
  }
  std::int64_t of_kind = 0;
  {
    auto rows = tx.db.rows("SELECT COUNT(*) FROM facility_stay WHERE facility_id = ? AND bed = ? AND to_day IS NULL", f.id, bed);
    if (rows.next()) of_kind = rows.integer(0);
  }
  const bool parted = f.beds_full + f.beds_day > 0;
  const std::int64_t room = bed == BedKind::full ? f.beds_full : f.beds_day;
  if (taken >= f.beds || (parted && of_kind >= room)) return fail(errors::no_bed);
  Stay stay;
  stay.id = tx.new_id<StayId>();
  stay.facility_id = f.id;
  stay.region = f.region;
  stay.organisation_id = f.organisation_id;
  stay.elder_id = elder;
  stay.bed = bed;
  stay.from_day = from;
  stay.created_at = stay.updated_at = tx.now;
  store::insert(tx.db, tx.vault(), "facility_stay", stay);
  tx.after_commit([&kernel = tx.kernel, stay] { shelf(kernel).facilities.occupy(stay.facility_id, stay.bed, 1); });
  return stay;
}

Result<Facility> any_facility(command::Tx& tx, FacilityId id) {
  auto found = read_rows<Facility>(tx.db, tx.vault(), store::select<Facility>("facility", "f").add(" WHERE f.id = ?", id), "facility");
  if (found.empty()) return fail(yilin::errors::not_found);
  return std::move(found[0]);
}

Attendance insert_attendance(command::Tx& tx, const Facility& f, ElderId elder, Date day, Activity activity, std::int32_t times) {
  Attendance row;
  row.id = tx.new_id<AttendanceId>();
  row.facility_id = f.id;
  row.region = f.region;
  row.organisation_id = f.organisation_id;
  row.elder_id = elder;
  row.day = day;
  row.activity = activity;
  row.times = times;
  row.created_at = tx.now;
  store::insert(tx.db, tx.vault(), "facility_attendance", row);
  return row;
}

StayView view_of_stay(Stay stay, std::string elder_name, std::string facility_name) {
  StayView view;
  static_cast<Stay&>(view) = std::move(stay);
  view.elder_name = std::move(elder_name);
  view.facility_name = std::move(facility_name);
  return view;
}

}  // namespace

Result<StayId> add_stay(command::Tx& tx, FacilityId facility, ElderId elder, BedKind bed, Date from) {
  YILIN_TRY(const Facility f, any_facility(tx, facility));
  YILIN_TRY(const Stay stay, insert_stay(tx, f, elder, bed, from));
  return stay.id;
}

Result<AttendanceId> add_attendance(command::Tx& tx, FacilityId facility, ElderId elder, Date day, Activity activity, std::int32_t times) {
  YILIN_TRY(const Facility f, any_facility(tx, facility));
  return insert_attendance(tx, f, elder, day, activity, times).id;
}

Result<StayView> create_stay(command::Tx& tx, const NewStay& in) {
  YILIN_TRY(const Facility f, own_facility(tx.reader(), in.id));
  if (f.state != FacilityState::open) return fail(errors::facility_closed, "该设施没有运营，不能办理入住。");
  const Date from = in.from_day ? in.from_day : tx.today();
  YILIN_CHECK(past_day(from, tx.today(), "from_day"));
  YILIN_TRY(const registry::ElderBrief elder, guest(tx, in.elder_id, in.id_card));
  YILIN_TRY(Stay stay, insert_stay(tx, f, elder.id, in.bed, from));
  tx.record({"facility.stay", "facility", f.id.value, f.region, elder.id, {}, entity::to_json(stay)}, f.organisation_id);
  return view_of_stay(std::move(stay), elder.name, f.name);
}

Result<StayView> end_stay(command::Tx& tx, const EndStay& in) {
  auto found = read_rows<Stay>(tx.db, tx.vault(), store::select<Stay>("facility_stay", "t").add(" WHERE t.id = ?", in.id).add(access::visible(kRowOwner, tx.caller)),
                               "facility_stay");
  if (found.empty()) return fail(yilin::errors::not_found);
  Stay& stay = found[0];
  if (stay.to_day) return fail(lifecycle::errors::illegal_move, "已经办理过离开。");
  const Date to = in.to_day ? in.to_day : tx.today();
  YILIN_CHECK(past_day(to, tx.today(), "to_day"));
  if (to < stay.from_day) return fail_field("to_day", "离开日期", "离开日期不能早于入住日期。");
  stay.to_day = to;
  stay.end_reason = in.reason;
  stay.updated_at = tx.now;
  store::update(tx.db, tx.vault(), "facility_stay", stay, {"to_day", "end_reason", "updated_at"});
  tx.record({"facility.leave", "facility", stay.facility_id.value, stay.region, stay.elder_id, in.reason, entity::to_json(stay)}, stay.organisation_id);
  tx.after_commit([&kernel = tx.kernel, stay] { shelf(kernel).facilities.occupy(stay.facility_id, stay.bed, -1); });
  const auto named = registry::briefs(tx.db, tx.kernel, std::array{stay.elder_id}, tx.today());
  return view_of_stay(stay, named.empty() ? std::string() : named[0].name, facility_name(tx.db, stay.facility_id));
}

Result<AttendanceView> create_attendance(command::Tx& tx, const NewAttendance& in) {
  YILIN_TRY(const Facility f, own_facility(tx.reader(), in.id));
  if (f.state == FacilityState::closed) return fail(errors::facility_closed);
  const Date day = in.day ? in.day : tx.today();
  YILIN_CHECK(past_day(day, tx.today(), "day"));
  YILIN_TRY(const registry::ElderBrief elder, guest(tx, in.elder_id, in.id_card));
  AttendanceView view;
  static_cast<Attendance&>(view) = insert_attendance(tx, f, elder.id, day, in.activity, in.times);
  view.elder_name = elder.name;
  tx.record({"facility.attend", "facility", f.id.value, f.region, elder.id, {}, entity::to_json(static_cast<const Attendance&>(view))}, f.organisation_id);
  return view;
}

Result<http::Page<StayView>> list_stays(command::Reader& reader, const StayQuery& in) {
  YILIN_TRY(const Facility f, own_facility(reader, in.id));
  auto statement = store::select<Stay>("facility_stay", "t").add(" WHERE t.facility_id = ? AND t.id > ?", in.id, in.cursor.value);
  if (in.ended) statement.add(" AND t.to_day IS NOT NULL");
  else statement.add(" AND t.to_day IS NULL");
  auto rows = read_rows<Stay>(reader.db, reader.kernel.vault, statement.add(" ORDER BY t.id LIMIT ?", in.limit + 1), "facility_stay");
  std::vector<ElderId> ids;
  for (const Stay& s : rows) ids.push_back(s.elder_id);
  const registry::Briefs elders(reader, ids);
  std::vector<StayView> views;
  for (Stay& s : rows) {
    std::string name = elders.name(s.elder_id);
    views.push_back(view_of_stay(std::move(s), std::move(name), f.name));
  }
  return page_of(std::move(views), in.limit);
}

Result<http::Page<AttendanceView>> list_attendance(command::Reader& reader, const AttendanceQuery& in) {
  YILIN_CHECK(own_facility(reader, in.id));
  auto statement = store::select<Attendance>("facility_attendance", "t").add(" WHERE t.facility_id = ? AND t.id > ?", in.id, in.cursor.value);
  if (in.from) statement.add(" AND t.day >= ?", in.from);
  if (in.to) statement.add(" AND t.day <= ?", in.to);
  auto rows = read_rows<Attendance>(reader.db, reader.kernel.vault, statement.add(" ORDER BY t.id LIMIT ?", in.limit + 1), "facility_attendance");
  std::vector<ElderId> ids;
  for (const Attendance& a : rows) ids.push_back(a.elder_id);
  const registry::Briefs elders(reader, ids);
  std::vector<AttendanceView> views;
  for (Attendance& a : rows) {
    AttendanceView view;
    static_cast<Attendance&>(view) = a;
    view.elder_name = elders.name(a.elder_id);
    views.push_back(std::move(view));
  }
  return page_of(std::move(views), in.limit);
}

}  // namespace yilin::facilities
