#pragma once
// What operators do, and what is sent for it. Internal to hotline.

#include <optional>

#include "kernel/entity/store.h"
#include "kernel/parameters/parameters.h"
#include "modules/hotline/hotline.h"

namespace yilin::hotline {

// In memory: the blind index of callers' numbers, and table hotline_parameter.
struct Part {
  Part(const sealing::KeyProvider& keys, sql::Connection& db) : phones(keys, "call.phone") { parameters.load(db, "hotline_parameter"); }
  sealing::BlindIndex phones;
  DatedParameters parameters;
};

void listen(Kernel& kernel);  // the deadline "call.missed"; calls keep an imported elder from being taken back

struct SimulateCall {
  Phone phone;
  static const entity::Table& fields();
};
struct Rung {
  CallId id;
  CallState state = CallState::ringing;
  Instant rang_at;
  static const entity::Table& fields();
};
Result<Rung> simulate(command::Tx& tx, const SimulateCall& in);

// An elder, or her family, pressed the red key on the telephone: rings with the emergency already on.
struct Sos {
  ElderId elder_id;
  static const entity::Table& fields();
};
Result<Rung> sos(command::Tx& tx, const Sos& in);

struct CallPath {
  CallId id;
  static const entity::Table& fields();
};
Result<Call> answer(command::Tx& tx, const CallPath& in);

struct CallDraft {
  CallId id;
  std::optional<std::int64_t> version;
  std::string draft;
  static const entity::Table& fields();
};
Result<Call> save_draft(command::Tx& tx, const CallDraft& in);

struct CallBinding {
  CallId id;
  ElderId elder_id;
  static const entity::Table& fields();
};
Result<Call> bind(command::Tx& tx, const CallBinding& in);

struct CallLater {
  Instant due;
  std::string what;
  static const entity::Table& fields();
};
struct WrapCall {
  CallId id;
  std::optional<WrapCode> wrap_code;
  std::string note;
  OrderId order_id;
  std::optional<CallLater> callback;
  static const entity::Table& fields();
};
Result<Call> wrap(command::Tx& tx, const WrapCall& in);

Result<Call> start_emergency(command::Tx& tx, const CallPath& in);
struct TakeStep {
  CallId id;
  std::string step;
  static const entity::Table& fields();
};
Result<EmergencyStep> take_step(command::Tx& tx, const TakeStep& in);

struct FinishTask {
  CallTaskId id;
  std::string result;
  static const entity::Table& fields();
};
Result<CallTask> finish_task(command::Tx& tx, const FinishTask& in);

// The whole number of a call, or of somebody to be rung back: reading what is sealed is an act.
template <class RowId>
struct RevealNumber {
  RowId id;
  std::string reason;
  static const entity::Table& fields() {
    static const entity::Table table("RevealCallNumber", "查看来电号码", {
        entity::field<&RevealNumber::id>("id", "编号").required(),
        entity::field<&RevealNumber::reason>("reason", "原因").required().text_max(200),
    });
    return table;
  }
};
struct ClearNumber {
  std::string value;
  static const entity::Table& fields();
};
Result<ClearNumber> reveal_call(command::Tx& tx, const RevealNumber<CallId>& in);
Result<ClearNumber> reveal_task(command::Tx& tx, const RevealNumber<CallTaskId>& in);

}  // namespace yilin::hotline
