// The register, the month-end returns and the debts as files. The register's columns are those that the import reads.
#include <fmt/format.h>

#include "http/download/download.h"
#include "modules/facilities/housing.h"
#include "modules/facilities/occupancy.h"
#include "modules/facilities/register.h"
#include "modules/facilities/routes.h"

namespace yilin::facilities {

namespace {
// As the file of an import has them: one row a facility, places in degrees, hours as people write them.
struct ExportRow : FacilityView {
  std::string record, lon, lat, opens, closes, fee_min, fee_max;
  static const entity::Table& fields();
};

const entity::Table& ExportRow::fields() {
  using F = ExportRow;
  static const entity::Table table = [] {
    std::vector<entity::Field> fields = FacilityView::fields().fields();
    for (entity::Field f : {entity::field<&F::record>("record", "记录类型"), entity::field<&F::lon>("lon", "经度"), entity::field<&F::lat>("lat", "纬度"),
                            entity::field<&F::opens>("opens", "开门时间"), entity::field<&F::closes>("closes", "关门时间"),
                            entity::field<&F::fee_min>("fee_min", "最低收费"), entity::field<&F::fee_max>("fee_max", "最高收费")})
      fields.push_back(f);
    return entity::Table("FacilityExportRow", "养老服务设施", std::move(fields));
  }();
  return table;
}

Result<http::Page<ExportRow>> export_rows(command::Reader& reader, const FacilityQuery& in) {
  YILIN_TRY(auto page, list_facilities(reader, in));
  http::Page<ExportRow> out;
  out.next = page.next;
  for (FacilityView& view : page.items) {
    ExportRow row;
    static_cast<FacilityView&>(row) = std::move(view);
    const auto degrees = [](std::int64_t e6) { return e6 == 0 ? std::string() : fmt::format("{}.{:06}", e6 / 1'000'000, e6 % 1'000'000); };
    const auto clock = [](std::int32_t m) { return fmt::format("{:02}:{:02}", m / 60, m % 60); };
    const auto yuan = [](Fen fen) { return fen.value == 0 ? std::string() : fmt::format("{}.{:02}", fen.value / 100, fen.value % 100); };
    row.record = "设施";
    row.lon = degrees(row.lon_e6);
    row.lat = degrees(row.lat_e6);
    row.opens = clock(row.opens_min);
    row.closes = clock(row.closes_min);
    row.fee_min = yuan(row.fee_min_fen);
    row.fee_max = yuan(row.fee_max_fen);
    out.items.push_back(std::move(row));
  }
  return out;
}

}  // namespace

void add_export_routes(http::Router& router) {
  using formats::XlsxKind;
  using http::download::add_list_routes;
  add_list_routes<FacilityQuery, ExportRow>(
      router, facility_export,
      {"GET /api/facilities/export.csv", "GET /api/facilities/export.xlsx", "导出养老服务设施", "facilities", "设施", "facility.export", "facility_list",
       {{"record"}, {"name", XlsxKind::text, 28}, {"kind"}, {"mode"}, {"region_name", XlsxKind::text, 28}, {"region"}, {"address", XlsxKind::text, 28},
        {"organisation_name", XlsxKind::text, 24}, {"beds", XlsxKind::integer, 8}, {"beds_full", XlsxKind::integer, 8}, {"beds_day", XlsxKind::integer, 8},
        {"beds_nursing", XlsxKind::integer, 8}, {"beds_taken", XlsxKind::integer, 8}, {"area_m2", XlsxKind::integer, 10}, {"land_m2", XlsxKind::integer, 10},
        {"lon"}, {"lat"}, {"source_datum"}, {"opens"}, {"closes"}, {"phone"}, {"level"}, {"ownership"}, {"founder"}, {"director"}, {"founded_on"}, {"opened_on"},
        {"filing_no"}, {"filed_on"}, {"admits", XlsxKind::text, 24}, {"destitute_home"}, {"glory_home"}, {"fire"}, {"fire_note"}, {"food"}, {"food_note"},
        {"insured"}, {"ltc_designated"}, {"accessible"}, {"medical"}, {"grade"}, {"charging"}, {"fee_min"}, {"fee_max"}, {"subsidies"},
        {"services", XlsxKind::text, 30}, {"meets"}, {"failing", XlsxKind::text, 40}, {"state"}, {"id", XlsxKind::text, 22}}},
      export_rows);
  add_list_routes<ReturnsQuery, MonthlyReturn>(
      router, occupancy_read,
      {"GET /api/facility-returns/export.csv", "GET /api/facility-returns/export.xlsx", "导出月报", "facility-returns", "月报", "facility.return_export", "facility_list",
       {{"facility_name", XlsxKind::text, 28}, {"kind"}, {"region_name", XlsxKind::text, 28}, {"organisation_name", XlsxKind::text, 24}, {"month"},
        {"beds", XlsxKind::integer, 8}, {"residents_full", XlsxKind::integer, 8}, {"residents_day", XlsxKind::integer, 8}, {"admitted", XlsxKind::integer, 8},
        {"left", XlsxKind::integer, 8}, {"bed_days", XlsxKind::integer, 8}, {"elders_came", XlsxKind::integer, 8}, {"day_care", XlsxKind::integer, 8},
        {"meal", XlsxKind::integer, 8}, {"bath", XlsxKind::integer, 8}, {"rehabilitation", XlsxKind::integer, 8}, {"health", XlsxKind::integer, 8},
        {"culture", XlsxKind::integer, 8}, {"other", XlsxKind::integer, 8}, {"home_visits", XlsxKind::integer, 8}, {"home_minutes", XlsxKind::integer, 8},
        {"home_elders", XlsxKind::integer, 8}}},
      monthly_returns);
  add_list_routes<QuarterQuery, QuarterView>(
      router, housing_read,
      {"GET /api/quarters/export.csv", "GET /api/quarters/export.xlsx", "导出配建情况", "quarters", "配建养老用房", "quarter.export", "quarter_list",
       {{"name", XlsxKind::text, 28}, {"kind"}, {"region_name", XlsxKind::text, 28}, {"developer", XlsxKind::text, 24}, {"households", XlsxKind::integer, 8},
        {"planned_on"}, {"rule_name", XlsxKind::text, 24}, {"owed_m2", XlsxKind::integer, 10}, {"provided_m2", XlsxKind::integer, 10}, {"debt_m2", XlsxKind::integer, 10},
        {"housing_stage"}, {"care_stage"}, {"step_problem", XlsxKind::text, 30}, {"facility_name", XlsxKind::text, 24}, {"id", XlsxKind::text, 22}}},
      list_quarters);
}

}  // namespace yilin::facilities
