// Reads of the register.
#include <algorithm>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "kernel/entity/store.h"
#include "kernel/journal/verbs.h"
#include "modules/catalogue/catalogue.h"
#include "modules/facilities/crowd.h"
#include "modules/facilities/index.h"
#include "modules/facilities/register.h"
#include "modules/facilities/rules.h"
#include "modules/providers/providers.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"

namespace yilin::facilities {
namespace {

namespace store = entity::store;

std::vector<std::string> failing_sentences(const std::vector<StandardCheck>& checks) {
  std::vector<std::string> out;
  for (const StandardCheck& c : checks)
    if (c.meets == Meets::no) out.push_back(c.clause + "：" + c.sentence);
  return out;
}

std::vector<std::string> service_names(const Kernel& kernel, const std::vector<std::string>& codes) {
  std::vector<std::string> out;
  for (const std::string& code : codes)
    if (const auto item = catalogue::item_by_code(kernel, code)) out.push_back(item->name);
  return out;
}

}  // namespace

std::string containing(std::string_view text) {
  std::string out = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out + "%";
}

Result<Facility> own_facility(const command::Reader& reader, FacilityId id) {
  auto found = read_rows<Facility>(reader.db, reader.kernel.vault,
                                   store::select<Facility>("facility", "f").add(" WHERE f.id = ?", id).add(access::visible(kFacilityOwner, reader.caller)), "facility");
  if (found.empty()) return fail(yilin::errors::not_found);
  return std::move(found[0]);
}

FacilityView view_of(const command::Reader& reader, Facility facility) {
  FacilityView view;
  static_cast<Facility&>(view) = std::move(facility);
  const auto divisions = region::divisions(reader.kernel);
  view.organisation_name = providers::organisation_name(reader.kernel, view.organisation_id);
  view.region_name = divisions->full_name(view.region);
  view.urban = divisions->urban(view.region);
  if (const auto entry = shelf(reader.kernel).facilities.get(view.id)) view.beds_taken = entry->taken();
  const auto checks = rules::check(shelf(reader.kernel).books()->standards, view, reader.today());
  view.meets = rules::overall(checks);
  view.failing = failing_sentences(checks);
  return view;
}

Result<http::Page<FacilityView>> list_facilities(command::Reader& reader, const FacilityQuery& in) {
  auto statement = store::select<Facility>("facility", "f").add(" WHERE f.id > ?", in.cursor.value);
  statement.add(access::visible(kFacilityOwner, reader.caller, in.region));
  if (!in.q.empty()) statement.add(" AND (f.name LIKE ? ESCAPE '!' OR f.address LIKE ? ESCAPE '!')", containing(in.q), containing(in.q));
  if (in.kind) statement.add(" AND f.kind = ?", *in.kind);
  if (in.state) statement.add(" AND f.state = ?", *in.state);
  if (in.organisation_id) statement.add(" AND f.organisation_id = ?", in.organisation_id);
  if (in.placed && *in.placed) statement.add(" AND f.lon_e6 <> 0");
  if (in.placed && !*in.placed) statement.add(" AND f.lon_e6 = 0");
  statement.add(" ORDER BY f.id LIMIT ?", in.limit + 1);
  std::vector<FacilityView> views;
  for (Facility& f : read_rows<Facility>(reader.db, reader.kernel.vault, statement, "facility")) views.push_back(view_of(reader, std::move(f)));
  return page_of(std::move(views), in.limit);
}

Result<FacilityDetail> show_facility(command::Reader& reader, const FacilityPath& in) {
  YILIN_TRY(Facility facility, own_facility(reader, in.id));
  FacilityDetail out;
  static_cast<FacilityView&>(out) = view_of(reader, std::move(facility));
  if (const auto organisation = providers::organisation(reader.db, reader.kernel.vault, out.organisation_id)) {
    out.credit_code = organisation->credit_code.text();
    for (const entity::EnumName& n : enum_names(organisation->kind))
      if (n.value == static_cast<std::int64_t>(organisation->kind)) out.organisation_kind = n.label;
    out.legal_person = organisation->legal_person;
  }
  out.service_names = service_names(reader.kernel, out.services);
  out.checks = rules::check(shelf(reader.kernel).books()->standards, out, reader.today());
  out.photos = read_rows<FacilityPhoto>(reader.db, reader.kernel.vault,
                                        store::select<FacilityPhoto>("facility_photo", "t").add(" WHERE t.facility_id = ? AND t.removed = 0 ORDER BY t.id", in.id),
                                        "facility_photo");
  out.warnings = place_warnings(reader, {out.lon_e6, out.lat_e6}, out.region);
  return out;
}

Result<http::Page<ChangeView>> history(command::Reader& reader, const HistoryQuery& in) {
  YILIN_CHECK(own_facility(reader, in.id));
  auto statement = store::select<FacilityChange>("facility_change", "t").add(" WHERE t.facility_id = ?", in.id);
  if (in.cursor) statement.add(" AND t.id < ?", in.cursor);
  statement.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1);
  std::vector<ChangeView> views;
  for (FacilityChange& row : read_rows<FacilityChange>(reader.db, reader.kernel.vault, statement, "facility_change")) {
    ChangeView view;
    static_cast<FacilityChange&>(view) = std::move(row);
    view.verb_label = journal::verb_label(view.verb);
    const entity::json::value changes = entity::json::parse(view.changes_json);
    for (const entity::json::value& change : changes.as_array())
      if (auto read = entity::from_json<FieldChange>(change, reader.today())) view.changes.push_back(std::move(*read));
    views.push_back(std::move(view));
  }
  return page_of(std::move(views), in.limit);
}

Result<StandardsList> list_standards(command::Reader& reader, const StandardsQuery& in) {
  StandardsList out;
  for (const StandardTerms& t : shelf(reader.kernel).books()->standards)
    if ((!in.kind || t.kind == *in.kind) && (in.region.value == 0 || t.region.contains(in.region)) && out.items.size() < 1000) out.items.push_back(t);
  return out;
}

Result<FailingPage> failing(command::Reader& reader, const FailingQuery& in) {
  FailingPage out;
  const auto books = shelf(reader.kernel).books();
  const auto divisions = region::divisions(reader.kernel);
  const bool own = reader.caller.kind == access::CallerKind::organisation;
  const auto scope = registry::scope_of(reader.caller, in.region);
  shelf(reader.kernel).facilities.for_each([&](const FacilityIndex::Entry& entry) {
    const Facility& f = entry.facility;
    const bool seen = own ? f.organisation_id == reader.caller.organisation && in.region.contains(f.region)
                          : std::any_of(scope.begin(), scope.end(), [&](const RegionRange& r) { return r.contains(f.region); });
    if (!seen || f.state != FacilityState::open || (in.kind && f.kind != *in.kind)) return;
    auto checks = rules::check(books->standards, f, reader.today());
    const Meets meets = rules::overall(checks);
    ++out.facilities;
    ++(meets == Meets::yes ? out.meet : meets == Meets::no ? out.fail : out.unknown);
    if (meets == Meets::yes || f.id <= in.cursor || static_cast<std::int64_t>(out.items.size()) > in.limit) return;
    std::erase_if(checks, [](const StandardCheck& c) { return c.meets == Meets::yes; });
    std::stable_sort(checks.begin(), checks.end(), [](const StandardCheck& a, const StandardCheck& b) { return a.meets == Meets::no && b.meets != Meets::no; });
    out.items.push_back({f.id, f.name, divisions->full_name(f.region), f.kind, std::move(checks)});
  });
  if (static_cast<std::int64_t>(out.items.size()) > in.limit) {
    out.items.pop_back();
    out.next = std::to_string(out.items.back().id.value);
  }
  return out;
}

// ---- for everybody ----

namespace {

PublicFacility public_view(const command::Reader& reader, const region::Divisions& divisions, const FacilityIndex::Near& near) {
  const Facility& f = near.entry.facility;
  PublicFacility out;
  out.id = f.id;
  out.name = f.name;
  out.kind = f.kind;
  out.mode = f.mode;
  out.region = f.region;
  out.region_name = divisions.full_name(f.region);
  out.organisation_name = providers::organisation_name(reader.kernel, f.organisation_id);
  out.address = f.address;
  out.phone = f.phone;
  out.lon_e6 = f.lon_e6;
  out.lat_e6 = f.lat_e6;
  out.beds = f.beds;
  out.beds_free = near.entry.beds_free();
  out.area_m2 = f.area_m2;
  out.services = f.services;
  out.service_names = service_names(reader.kernel, f.services);
  out.work_days = f.work_days;
  out.opens_min = f.opens_min;
  out.closes_min = f.closes_min;
  out.open_now = rules::open_at(f, reader.now);
  out.accessible = f.accessible;
  out.grade = f.grade;
  out.medical = f.medical;
  out.admits = f.admits;
  out.charging = f.charging;
  out.fee_min_fen = f.fee_min_fen;
  out.fee_max_fen = f.fee_max_fen;
  out.ltc_designated = f.ltc_designated;
  out.insured = f.insured;
  out.fire = f.fire;
  out.food = f.food;
  out.opened_on = f.opened_on;
  out.photos = near.entry.photos;
  if (near.distance_m >= 0) out.distance_m = near.distance_m;
  return out;
}

}  // namespace

Result<http::Page<PublicFacility>> public_facilities(command::Reader& reader, const PublicFacilityQuery& in) {
  Place from;
  if (!in.near.empty()) {
    YILIN_TRY(from, rules::parse_place(in.near));
  } else if (in.within_m > 0) {
    return fail_field("near", "位置", "按距离查找时请给出位置。");
  }
  const RegionCode region = in.region.value ? in.region : region::city(reader.kernel);
  const auto wanted = [&](const FacilityIndex::Entry& entry) {
    const Facility& f = entry.facility;
    if (f.state != FacilityState::open || !region.contains(f.region)) return false;
    if (in.kind && f.kind != *in.kind) return false;
    if (!in.kinds.empty() && std::find(in.kinds.begin(), in.kinds.end(), f.kind) == in.kinds.end()) return false;
    if (!in.q.empty() && f.name.find(in.q) == std::string::npos && f.address.find(in.q) == std::string::npos) return false;
    if (in.accessible && f.accessible != Known::yes) return false;
    if (in.beds_free && entry.beds_free() == 0) return false;
    return !in.open_now || rules::open_at(f, reader.now);
  };
  const auto found = shelf(reader.kernel).facilities.find(from, in.within_m, wanted, static_cast<std::size_t>(in.cursor), static_cast<std::size_t>(in.limit));
  const auto divisions = region::divisions(reader.kernel);
  http::Page<PublicFacility> page;
  page.total = found.total;
  for (const FacilityIndex::Near& near : found.rows) page.items.push_back(public_view(reader, *divisions, near));
  if (in.cursor + in.limit < found.total) page.next = std::to_string(in.cursor + in.limit);
  return page;
}

Result<PublicFacility> public_facility(command::Reader& reader, const FacilityPath& in) {
  auto entry = shelf(reader.kernel).facilities.get(in.id);
  if (!entry || entry->facility.state == FacilityState::closed) return fail(yilin::errors::not_found);
  return public_view(reader, *region::divisions(reader.kernel), {std::move(*entry), -1});
}

}  // namespace yilin::facilities
