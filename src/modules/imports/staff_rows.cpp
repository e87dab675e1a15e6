// Rows of workers, organisations and facilities.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "modules/imports/row_kinds.h"

namespace yilin::imports {
namespace {

void read_days(Cells& cells, std::string_view field, std::vector<std::int32_t>& days) {
  if (!cells.has(field)) return;
  std::vector<std::int32_t> given;
  for (const std::string& word : split_list(cells.cell(field))) {
    if (word.size() != 1 || word[0] < '1' || word[0] > '7') return cells.wrong(field, "请填写 1 到 7 的数字，1 为周一，用顿号分开。");
    given.push_back(word[0] - '0');
  }
  std::sort(given.begin(), given.end());
  given.erase(std::unique(given.begin(), given.end()), given.end());
  days = std::move(given);
}

void read_hours(Cells& cells, std::string_view from, std::string_view to, std::int32_t& from_min, std::int32_t& to_min) {
  from_min = cells.clock_minutes(from).value_or(from_min);
  to_min = cells.clock_minutes(to).value_or(to_min);
}

std::vector<std::string> read_services(Cells& cells, Kernel& kernel) {
  std::vector<std::string> codes;
  for (const std::string& word : split_list(cells.cell("services"))) {
    if (const auto code = item_code(kernel, word)) codes.push_back(*code);
    else cells.wrong("services", fmt::format("服务目录中没有“{}”。", text::first(word, 20)));
  }
  return codes;
}

RegionCode read_region(Cells& cells, Places& places) {
  if (!cells.has("region")) {
    cells.wrong("region", "请填写所在地区。");
    return {};
  }
  return places.find(cells, "region", cells.cell("region")).value_or(RegionCode{});
}

void demand(Cells& cells, std::initializer_list<std::string_view> fields) {
  for (const std::string_view field : fields)
    if (!cells.has(field)) cells.wrong(field, fmt::format("请填写{}。", cells.label(field)));
}

}  // namespace

WorkerRow worker_of(Cells& cells) {
  WorkerRow row;
  providers::NewWorker& w = row.worker;
  demand(cells, {"name", "phone", "id_card"});
  for (const std::string_view field : {"name", "sex", "phone", "id_card"}) cells.read(field, w, field);
  row.organisation = cells.text("organisation", 80);
  cells.read_words("skills", w.skills);
  read_days(cells, "work_days", w.work_days);
  read_hours(cells, "shift_from", "shift_to", w.shift_from_min, w.shift_to_min);
  if (!w.id_card.empty() && w.sex != Sex::unknown && w.sex != w.id_card.sex()) cells.wrong("sex", "性别与身份证号不一致。");
  if (cells.has("licence")) {
    providers::NewCertificate c;
    demand(cells, {"licence_number"});
    cells.read("licence", c, "kind");
    cells.read("licence_number", c, "number");
    cells.read("licence_issued", c, "issued");
    cells.read("licence_expires", c, "expires");
    if (c.issued && c.expires && c.expires < c.issued) cells.wrong("licence_expires", "有效期不能早于发证日期。");
    if (c.issued && c.issued > cells.today()) cells.wrong("licence_issued", "发证日期不能晚于今天。");
    row.certificates.push_back(std::move(c));
  }
  return row;
}

OrganisationRow organisation_of(Cells& cells, Places& places, Kernel& kernel) {
  OrganisationRow row;
  providers::NewOrganisation& o = row.organisation;
  demand(cells, {"name", "kind"});
  for (const std::string_view field : {"name", "credit_code", "kind", "address", "phone", "legal_person"}) cells.read(field, o, field);
  o.region = read_region(cells, places);
  o.services = read_services(cells, kernel);
  for (const std::string& word : split_list(cells.cell("areas")))
    if (const auto area = places.find_in_city(cells, "areas", word)) o.areas.push_back(*area);
  if (o.areas.empty()) o.areas.push_back(o.region.at(RegionLevel::county));
  read_hours(cells, "opens", "closes", o.opens_min, o.closes_min);
  const std::string state = text::compact(cells.cell("state"));
  if (state == "服务中" || state == "active") row.state = providers::OrganisationState::active;
  else if (!state.empty() && state != "待审核" && state != "applied") cells.wrong("state", "应为“待审核”或“服务中”。");
  return row;
}

FacilityRow facility_of(Cells& cells, Places& places, Kernel& kernel) {
  FacilityRow row;
  facilities::NewFacility& f = row.facility;
  demand(cells, {"name", "kind"});
  for (const std::string_view field :
       {"name", "kind", "mode", "address", "phone", "datum", "level", "destitute_home", "glory_home", "ownership", "founder", "director", "founded_on", "opened_on", "filing_no", "filed_on", "land_m2",
        "beds_full", "beds_day", "beds_nursing", "fire", "fire_note", "food", "food_note", "insured", "ltc_designated", "accessible", "medical", "grade", "charging", "subsidies"})
    cells.read(field, f, field);
  cells.read_words("admits", f.admits);
  f.fee_min_fen = cells.yuan("fee_min").value_or(Fen{});
  f.fee_max_fen = cells.yuan("fee_max").value_or(Fen{});
  f.region = read_region(cells, places);
  f.services = read_services(cells, kernel);
  f.beds = static_cast<std::int32_t>(cells.whole("beds", 0, 10'000).value_or(f.beds_full + f.beds_day));
  f.area_m2 = static_cast<std::int32_t>(cells.whole("area_m2", 0, 1'000'000).value_or(0));
  f.lon_e6 = cells.degrees_e6("lon");
  f.lat_e6 = cells.degrees_e6("lat");
  read_hours(cells, "opens", "closes", f.opens_min, f.closes_min);
  row.operator_name = cells.text("operator", 80);
  return row;
}

Entered enter_worker(command::Tx& tx, const WorkerRow& row) {
  providers::NewWorker in = row.worker;
  if (!row.organisation.empty()) {
    const auto organisation = organisation_called(tx, row.organisation);
    if (!organisation) return wrong(Kind::workers, "organisation", std::string(organisation.error().message()));
    in.organisation_id = *organisation;
  } else if (tx.caller.kind != access::CallerKind::organisation) {
    return wrong(Kind::workers, "organisation", "请填写所属组织。");
  }
  const auto worker = providers::add_worker(tx, in);
  if (!worker && worker.error().kind->code == "providers.worker_known") return known(Subject::worker);
  if (!worker) return wrong(Kind::workers, worker.error(), {{"organisation_id", "organisation"}, {"work_days", "work_days"}, {"shift_to_min", "shift_to"}});
  for (providers::NewCertificate certificate : row.certificates) {
    certificate.worker_id = *worker;
    const auto made = providers::add_certificate(tx, certificate);
    YILIN_ASSERT(made);  // worker_of() holds it to the same rules
  }
  return added(Subject::worker, worker->value);
}

Entered enter_organisation(command::Tx& tx, const OrganisationRow& row) {
  const auto id = providers::add_organisation(tx, row.organisation, row.state);
  if (!id && id.error().kind->code == "providers.credit_code_taken") return known(Subject::organisation);
  if (!id) return wrong(Kind::providers, id.error(), {{"closes_min", "closes"}, {"opens_min", "opens"}});
  return added(Subject::organisation, id->value);
}

Entered enter_facility(command::Tx& tx, const FacilityRow& row, const Brought* brought) {
  facilities::NewFacility in = row.facility;
  if (!row.operator_name.empty()) {
    const auto organisation = organisation_called(tx, row.operator_name);
    if (organisation) in.organisation_id = *organisation;
    else if (brought == nullptr || !brought->has(row.operator_name))
      return wrong(Kind::providers, "operator", std::string(organisation.error().message()));
  }
  const auto id = facilities::add_facility(tx, in);
  if (!id) return wrong(Kind::providers, id.error(), {{"organisation_id", "operator"}, {"lat_e6", "lat"}, {"lon_e6", "lon"}, {"closes_min", "closes"}, {"opens_min", "opens"}, {"fee_max_fen", "fee_max"}});
  return added(Subject::facility, id->value);
}

}  // namespace yilin::imports
