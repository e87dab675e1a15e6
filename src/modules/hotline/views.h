#pragma once
// What screens see of the hotline. Internal to hotline.

#include <vector>

#include "http/page.h"
#include "modules/hotline/commands.h"
#include "modules/orders/types.h"
#include "modules/registry/types.h"

namespace yilin::hotline {

struct CallRow {
  CallId id;
  Phone phone;
  ElderId elder_id;
  std::string elder_name, operator_name, region_name;
  RegionCode region;
  CallState state = CallState::ringing;
  Instant rang_at, answered_at, ended_at, emergency_at;
  std::optional<WrapCode> wrap_code;
  static const entity::Table& fields();
};
struct CallQuery {
  std::optional<CallState> state;
  bool mine = false;
  RegionCode region;
  ElderId elder;
  std::int64_t limit = http::kPageDefault;
  CallId cursor;
  static const entity::Table& fields();
};

// Who may be on the line.
struct CallerMatch {
  registry::ElderBrief elder;
  bool is_contact = false;          // the number is a contact's, not her own
  std::string contact_name;
  registry::Relation relation = registry::Relation::other;
  bool may_order = false;           // may act for her today
  static const entity::Table& fields();
};
struct CallOrder {
  OrderId id;
  std::string item_name;
  orders::OrderState state = orders::OrderState::placed;
  Instant wanted_from, created_at;
  static const entity::Table& fields();
};
struct StepView {
  std::string step, name;
  Instant due;                      // from the emergency key on
  Instant at;                       // none: not yet
  std::string by_name;
  bool late = false;
  static const entity::Table& fields();
};
struct CallView {
  Call call;
  std::string elder_name, operator_name, region_name;
  std::vector<CallerMatch> matches;
  std::vector<CallOrder> orders;    // the elder's last three
  std::int64_t open_complaints = 0;
  std::vector<StepView> steps;      // of an emergency
  std::vector<CallRow> earlier;     // from the same number
  static const entity::Table& fields();
};

struct TaskQuery {
  std::optional<TaskState> state;
  RegionCode region;
  std::int64_t limit = http::kPageDefault;
  CallTaskId cursor;
  static const entity::Table& fields();
};
struct TaskView {
  CallTask task;
  std::string elder_name, region_name;
  bool late = false;
  static const entity::Table& fields();
};

Result<http::Page<CallRow>> list_calls(command::Reader& reader, const CallQuery& in);
Result<CallView> show_call(command::Reader& reader, const CallPath& in);
Result<http::Page<TaskView>> list_tasks(command::Reader& reader, const TaskQuery& in);

}  // namespace yilin::hotline
