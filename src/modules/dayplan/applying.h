#pragma once
// One change becoming true through dispatch and orders. Internal to dayplan.

#include "modules/dayplan/store.h"

namespace yilin::dayplan {

// Who leaves gives the visit back: accepted → released.
Status give_back_step(command::Tx& tx, ChangeId id);
// Who comes is asked: released → applied. A release ends here too.
Status place_step(command::Tx& tx, ChangeId id);
// It cannot be done any more: the visit goes back to live dispatch.
Status fail_step(command::Tx& tx, ChangeId id, std::string why);

// Puts the visit back to where it stood before the change (applied → undone). moved_on when something else has happened since.
Status undo_change(command::Tx& tx, Change& change);

// When offers of a plan lapse.
Instant offer_expires(const command::Tx& tx, const Change& change);

}  // namespace yilin::dayplan
