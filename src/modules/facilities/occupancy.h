#pragma once
// Who is in a facility, who came, and the month-end return that follows from it. Internal to facilities.

#include "http/page.h"
#include "kernel/command/tx.h"
#include "modules/facilities/facilities.h"

namespace yilin::facilities {

struct NewStay {
  FacilityId id;                        // of the facility
  ElderId elder_id;                     // or
  IdCard id_card;                       // as she shows it
  BedKind bed = BedKind::full;
  Date from_day;                        // none: today
  static const entity::Table& fields();
};
struct EndStay {
  StayId id;
  Date to_day;                          // first day without the bed; none: today
  std::string reason;
  static const entity::Table& fields();
};
struct StayQuery {
  FacilityId id;
  bool ended = false;                   // those who have left instead
  std::int64_t limit = http::kPageDefault;
  StayId cursor;
  static const entity::Table& fields();
};
struct StayView : Stay {
  std::string elder_name, facility_name;
  static const entity::Table& fields();
};

struct NewAttendance {
  FacilityId id;                        // of the facility
  ElderId elder_id;                     // or
  IdCard id_card;                       // as she shows it
  Date day;                             // none: today
  Activity activity = Activity::day_care;
  std::int32_t times = 1;
  static const entity::Table& fields();
};
struct AttendanceQuery {
  FacilityId id;
  Date from, to;                        // both included
  std::int64_t limit = http::kPageDefault;
  AttendanceId cursor;
  static const entity::Table& fields();
};
struct AttendanceView : Attendance {
  std::string elder_name;
  static const entity::Table& fields();
};

// Nothing of it is typed: beds and stays, attendance, and the visits that the operator's people made, each visit counted at the
// operator's facility whose region is deepest around it (ties: the older one).
struct MonthlyReturn {
  FacilityId facility_id;
  std::string facility_name, region_name, organisation_name;
  FacilityKind kind = FacilityKind::day_care;
  Month month;
  std::int64_t beds = 0, residents_full = 0, residents_day = 0;   // at month end
  std::int64_t admitted = 0, left = 0, bed_days = 0;
  std::int64_t occupancy_bp = 0;        // of full-care and day beds together, bed-days over what was there
  std::int64_t elders_came = 0;         // different ones
  std::int64_t day_care = 0, meal = 0, bath = 0, rehabilitation = 0, health = 0, culture = 0, other = 0;  // times
  std::int64_t home_visits = 0, home_minutes = 0, home_elders = 0;
  static const entity::Table& fields();
};
struct ReturnQuery {
  FacilityId id;
  Month month;                          // none: this month
  static const entity::Table& fields();
};
struct ReturnsQuery {
  RegionCode region;
  Month month;
  std::int64_t limit = http::kPageDefault;
  FacilityId cursor;
  static const entity::Table& fields();
};

Result<StayView> create_stay(command::Tx& tx, const NewStay& in);
Result<StayView> end_stay(command::Tx& tx, const EndStay& in);
Result<AttendanceView> create_attendance(command::Tx& tx, const NewAttendance& in);
Result<http::Page<StayView>> list_stays(command::Reader& reader, const StayQuery& in);
Result<http::Page<AttendanceView>> list_attendance(command::Reader& reader, const AttendanceQuery& in);
Result<MonthlyReturn> monthly_return(command::Reader& reader, const ReturnQuery& in);
Result<http::Page<MonthlyReturn>> monthly_returns(command::Reader& reader, const ReturnsQuery& in);

}  // namespace yilin::facilities
