#pragma once
// What the night and a dispatcher decide. Internal to dayplan.

#include "modules/dayplan/store.h"
#include "modules/dayplan/views.h"

namespace yilin::dayplan {

inline constexpr std::string_view kNightly = "dayplan.nightly";
inline constexpr std::string_view kRecover = "dayplan.recover";
inline constexpr std::string_view kTryAgain = "dayplan.solve";
inline constexpr Millis kTriedAgainAfter = seconds(30);

Result<Plan> ask_for_plan(command::Tx& tx, const NewPlan& in);
Result<Plan> ask_for_replan(command::Tx& tx, const Replan& in);
// Chosen changes (none named: all) become true in the background; those that hang together (sets.h) together or not at all.
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
// A plan that nobody solves (the solver's queue was full, the cell was restarted) is given to the solver again.
Status try_again(command::Tx& tx, const command::Deadline& deadline);
Status recover(command::Tx& tx);

}  // namespace yilin::dayplan
