// The month-end return: computed, never typed.
#include <algorithm>
#include <map>

#include "kernel/entity/store.h"
#include "modules/facilities/index.h"
#include "modules/facilities/occupancy.h"
#include "modules/facilities/register.h"
#include "modules/orders/orders.h"
#include "modules/providers/providers.h"
#include "modules/region/region.h"

namespace yilin::facilities {
namespace {

namespace store = entity::store;

// The operator's facility that a visit in `region` counts at.
FacilityId home_of(const std::vector<Facility>& of_operator, RegionCode region) {
  const Facility* best = nullptr;
  int best_depth = -1;
  for (const Facility& f : of_operator) {
    int depth = 0;  // how many levels they share
    for (const RegionLevel level : {RegionLevel::province, RegionLevel::city, RegionLevel::county, RegionLevel::street, RegionLevel::community})
      if (f.region.at(level) == region.at(level)) depth = static_cast<int>(level);
    if (depth > best_depth || (depth == best_depth && f.id < best->id)) {
      best = &f;
      best_depth = depth;
    }
  }
  return best == nullptr ? FacilityId{} : best->id;
}

struct HomeVisits {
  std::int64_t visits = 0, minutes = 0, elders = 0;
};

// By facility, of one operator in one month.
std::map<FacilityId, HomeVisits> home_visits(command::Reader& reader, OrganisationId operator_, Month month) {
  std::map<FacilityId, HomeVisits> out;
  if (!operator_) return out;
  const auto all = read_rows<Facility>(reader.db, reader.kernel.vault,
                                       store::select<Facility>("facility", "f").add(" WHERE f.organisation_id = ? AND f.state <> ?", operator_, FacilityState::closed), "facility");
  const Instant from = start_of_day(month.first_day()), to = start_of_day(month.end());
  auto statement = sql::Statement("SELECT c.region, c.elder_id, COUNT(*), CAST(SUM(c.value) AS BIGINT) FROM (");
  statement.add(orders::counted(orders::Counted::visit_minutes))
      .add(") c JOIN visit v ON v.id = c.visit_id WHERE v.organisation_id = ? AND c.at >= ? AND c.at < ? GROUP BY c.region, c.elder_id", operator_, from.ms, to.ms);
  auto rows = reader.db.rows(statement);
  while (rows.next()) {
    HomeVisits& visits = out[home_of(all, {rows.integer(0)})];
    visits.visits += rows.integer(2);
    visits.minutes += rows.integer(3);
    ++visits.elders;
  }
  return out;
}

MonthlyReturn reckon(command::Reader& reader, const Facility& f, Month month, const HomeVisits& home) {
  MonthlyReturn out;
  out.facility_id = f.id;
  out.facility_name = f.name;
  out.kind = f.kind;
  out.region_name = region::divisions(reader.kernel)->full_name(f.region);
  out.organisation_name = providers::organisation_name(reader.kernel, f.organisation_id);
  out.month = month;
  out.beds = f.beds;
  const Date first = month.first_day(), end = month.end();
  const Date until = std::min(end, reader.today() + 1);  // of a month that is not over: up to today
  {
    auto rows = reader.db.rows("SELECT bed, from_day, to_day FROM facility_stay WHERE facility_id = ? AND from_day < ? AND (to_day IS NULL OR to_day > ?)", f.id,
                               until, first + -1);
    while (rows.next()) {
      const Date from{static_cast<std::int32_t>(rows.integer(1))};
      const bool open = rows.null(2);
      const Date to = open ? until : Date{static_cast<std::int32_t>(rows.integer(2))};
      out.admitted += from >= first;
      out.left += !open && to >= first && to < end;
      if (open || to >= until) ++(static_cast<BedKind>(rows.integer(0)) == BedKind::full ? out.residents_full : out.residents_day);
      out.bed_days += std::max(0, std::min(to, until) - std::max(from, first));
    }
  }
  const std::int64_t days = std::max(0, until - first);
  if (f.beds > 0 && days > 0) out.occupancy_bp = out.bed_days * 10'000 / (std::int64_t{f.beds} * days);
  {
    auto rows = reader.db.rows("SELECT activity, CAST(SUM(times) AS BIGINT) FROM facility_attendance WHERE facility_id = ? AND day >= ? AND day < ? GROUP BY activity", f.id, first, end);
    while (rows.next()) {
      const std::int64_t times = rows.integer(1);
      switch (static_cast<Activity>(rows.integer(0))) {
        case Activity::day_care: out.day_care = times; break;
        case Activity::meal: out.meal = times; break;
        case Activity::bath: out.bath = times; break;
        case Activity::rehabilitation: out.rehabilitation = times; break;
        case Activity::health: out.health = times; break;
        case Activity::culture: out.culture = times; break;
        case Activity::other: out.other = times; break;
      }
    }
  }
  {
    auto rows = reader.db.rows("SELECT COUNT(DISTINCT elder_id) FROM facility_attendance WHERE facility_id = ? AND day >= ? AND day < ?", f.id, first, end);
    if (rows.next()) out.elders_came = rows.integer(0);
  }
  out.home_visits = home.visits;
  out.home_minutes = home.minutes;
  out.home_elders = home.elders;
  return out;
}

Result<Month> month_asked(const command::Reader& reader, Month month) {
  const Month now = Month::of(reader.today());
  if (month.index == 0) return now;
  if (month > now) return fail_field("month", "月份", "月份不能晚于本月。");
  return month;
}

}  // namespace

Result<MonthlyReturn> monthly_return(command::Reader& reader, const ReturnQuery& in) {
  YILIN_TRY(const Facility f, own_facility(reader, in.id));
  YILIN_TRY(const Month month, month_asked(reader, in.month));
  auto home = home_visits(reader, f.organisation_id, month);
  return reckon(reader, f, month, home[f.id]);
}

Result<http::Page<MonthlyReturn>> monthly_returns(command::Reader& reader, const ReturnsQuery& in) {
  YILIN_TRY(const Month month, month_asked(reader, in.month));
  auto statement = store::select<Facility>("facility", "f").add(" WHERE f.id > ? AND f.state <> ?", in.cursor.value, FacilityState::closed);
  statement.add(access::visible(kFacilityOwner, reader.caller, in.region)).add(" ORDER BY f.id LIMIT ?", in.limit + 1);
  auto facilities = read_rows<Facility>(reader.db, reader.kernel.vault, statement, "facility");
  http::Page<MonthlyReturn> page;
  if (static_cast<std::int64_t>(facilities.size()) > in.limit) {
    facilities.pop_back();
    page.next = std::to_string(facilities.back().id.value);
  }
  std::map<OrganisationId, std::map<FacilityId, HomeVisits>> home;
  for (const Facility& f : facilities)
    if (!home.contains(f.organisation_id)) home[f.organisation_id] = home_visits(reader, f.organisation_id, month);
  for (const Facility& f : facilities) page.items.push_back(reckon(reader, f, month, home[f.organisation_id][f.id]));
  return page;
}

}  // namespace yilin::facilities
