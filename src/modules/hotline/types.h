#pragma once
// Calls to the hotline, what is to be rung back, and the check-list of an emergency. Tables have the names in the comments.

#include <cstdint>
#include <optional>
#include <string>

#include "base/id.h"
#include "base/identity.h"
#include "base/region_code.h"
#include "base/time.h"
#include "kernel/entity/codec.h"

namespace yilin::hotline {

using CallTaskId = Id<struct CallTaskTag>;
using EmergencyStepId = Id<struct EmergencyStepTag>;

enum class CallState : std::uint8_t { ringing = 1, answered = 2, wrapped = 3, missed = 4 };
enum class WrapCode : std::uint8_t {
  consult = 1, ordered = 2, complaint = 3, emergency = 4, follow_up = 5, wrong_number = 6, silent = 7, other = 99,
};
enum class TaskState : std::uint8_t { open = 1, done = 2 };
std::span<const entity::EnumName> enum_names(CallState);
std::span<const entity::EnumName> enum_names(WrapCode);
std::span<const entity::EnumName> enum_names(TaskState);

// Table call.
struct Call {
  CallId id;
  Phone phone;
  std::int64_t phone_index = 0;
  ElderId elder_id;                // told by the number when it is one elder's, or bound by the operator
  RegionCode region;               // of the elder; else what all likely callers share; else the city
  UserId operator_id;              // who answered
  CallState state = CallState::ringing;
  Instant rang_at, answered_at, ended_at;
  std::optional<WrapCode> wrap_code;
  std::string note;
  std::string draft;               // JSON of the half-filled form: there from the first ring, so that nothing typed is lost
  OrderId order_id;                // what the call led to
  Instant emergency_at;            // the emergency key was pressed
  std::int64_t version = 1;
  static const entity::Table& fields();
};

// Table call_task: somebody is to be rung back.
struct CallTask {
  CallTaskId id;
  CallId call_id;
  ElderId elder_id;
  RegionCode region;
  Phone phone;
  Instant due;
  std::string what;
  TaskState state = TaskState::open;
  std::string result;
  Instant made_at;
  UserId done_by;
  Instant done_at;
  std::int64_t version = 1;
  static const entity::Table& fields();
};

// Table emergency_step: a step that was taken.
struct EmergencyStep {
  EmergencyStepId id;
  CallId call_id;
  std::string step;
  Instant at;
  UserId by_user;
  static const entity::Table& fields();
};

}  // namespace yilin::hotline
