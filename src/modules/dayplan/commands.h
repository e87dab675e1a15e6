#pragma once
// What the night and a dispatcher decide. Internal to dayplan.

#include "modules/dayplan/store.h"
#include "modules/dayplan/views.h"

namespace yilin::dayplan {

inline constexpr std::string_view kNightly = "dayplan.nightly";
inline constexpr std::string_view kRecover = "dayplan.recover";

Result<Plan> ask_for_plan(command::Tx& tx, const NewPlan& in);
Result<Plan> ask_for_replan(command::Tx& tx, const Replan& in);
// Chosen changes (none named: all) become true, one after the other, in the background.
Result<Plan> accept(command::Tx& tx, const Choice& in);
Result<Plan> dismiss(command::Tx& tx, const Choice& in);
// At once, by a human; kept on the stack of the day's latest plan (a plan of kind board when there is none).
Result<Change> move(command::Tx& tx, const Move& in);
Status prepare_move(command::Reader& reader, Move& in);
Result<Change> undo(command::Tx& tx, const ChangePath& in);
Result<Change> undo_last(command::Tx& tx, const PlanPath& in);

// Deadlines of the counties of the served city; at start-up.
void plan_nights(Kernel& kernel);
Status night(command::Tx& tx, const command::Deadline& deadline);

}  // namespace yilin::dayplan
