#pragma once
// 近亲属备案: nobody takes a step on the application of a relative, stops or changes what she receives, or settles what she owes (《最低生活保障审核确认办法》 on filing near relatives). A relative is
// who was filed, or whom the elder's own contacts name as kin; the latter, met at a step and not filed, is listed. Internal to benefits.

#include "http/page.h"
#include "modules/benefits/case_views.h"

namespace yilin::benefits {

using StaffRelativeId = Id<struct StaffRelativeTag>;
enum class RelativeState : std::uint8_t { filed = 1, found = 2, cleared = 3 };  // cleared: somebody else of that name
std::span<const entity::EnumName> enum_names(RelativeState);

// Table staff_relative.
struct StaffRelative {
  StaffRelativeId id;
  ElderId elder_id;
  RegionCode region;
  UserId user_id;
  std::string user_name;
  registry::Relation relation = registry::Relation::other;  // as the elder's contact has it, or as it was filed
  RelativeState state = RelativeState::filed;
  ApplicationId application_id;    // at which it was found
  std::string note;
  Instant at;
  UserId decided_by;
  Instant decided_at;
  std::int64_t version = 1;
  static const entity::Table& fields();
};

struct FileRelative {
  ElderId elder_id;
  registry::Relation relation = registry::Relation::relative;
  std::string note;
  static const entity::Table& fields();
};
struct ClearRelative {
  StaffRelativeId id;
  std::int64_t version = 0;
  std::string reason;
  static const entity::Table& fields();
};
struct RelativeQuery {
  std::optional<RelativeState> state;
  std::int64_t limit = http::kPageDefault;
  StaffRelativeId cursor;
  static const entity::Table& fields();
};
struct RelativeView {
  StaffRelative relative;
  std::string elder_name, region_name;
  static const entity::Table& fields();
};

// Error: errors::relative, when the caller is one.
Status not_a_relative(sql::Connection& db, const Kernel& kernel, const access::Caller& caller, ElderId elder);
// The same before a command on what she applies for, receives or owes; what was not filed is listed in a command of its own.
Status prepare_step(command::Reader& reader, StepInput& in);
Status prepare_stop(command::Reader& reader, StopAward& in);
Status prepare_change(command::Reader& reader, ChangeAward& in);
Status prepare_settling(command::Reader& reader, DecideAdjustment& in);
Result<RelativeView> file_relative(command::Tx& tx, const FileRelative& in);
Result<RelativeView> clear_relative(command::Tx& tx, const ClearRelative& in);
Result<http::Page<RelativeView>> list_relatives(command::Reader& reader, const RelativeQuery& in);

}  // namespace yilin::benefits
