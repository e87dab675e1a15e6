#pragma once
// The façade of the hotline: whatever brings calls (a telephone exchange, the simulator of a demonstration) rings here.

#include "kernel/command/tx.h"
#include "modules/hotline/types.h"

namespace yilin::hotline {

namespace errors {
inline constexpr ErrorKind other_operator{"hotline.other_operator", 409, "这通电话由其他坐席接听。", "Another operator has this call."};
inline constexpr ErrorKind emergency_already{"hotline.emergency_already", 409, "这通电话已经启动紧急处置。", "The emergency is on already."};
inline constexpr ErrorKind no_emergency{"hotline.no_emergency", 409, "这通电话没有启动紧急处置。", "There is no emergency."};
inline constexpr ErrorKind step_taken{"hotline.step_taken", 409, "这一步已经登记。", "The step is recorded already."};
inline constexpr ErrorKind no_number{"hotline.no_number", 409, "这通电话没有来电号码。", "The call has no number."};
}  // namespace errors

// A telephone rings: finds out who may be calling, tells the operators, and records the act. Not answered in time it
// becomes a missed call with a call-back task (deadline "call.missed").
Result<Call> ring(command::Tx& tx, const Phone& phone);

}  // namespace yilin::hotline
