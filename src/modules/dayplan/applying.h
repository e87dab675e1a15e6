#pragma once
// Changes becoming true through dispatch and orders. Internal to dayplan.

#include <span>

#include "modules/dayplan/store.h"

namespace yilin::dayplan {

// The accepted ones among them become true, all or none: accepted → applied. Where a plan leaves places open, dispatch looks
// for somebody. When it fails, `culprit` is the one that cannot be done.
Status apply_together(command::Tx& tx, std::span<const ChangeId> ids, ChangeId& culprit);
// None of them can be done, because of `culprit`: accepted → failed; what stands stays as it is.
Status fail_together(command::Tx& tx, std::span<const ChangeId> ids, ChangeId culprit, const std::string& why);

// What became true together is undone together (applied → undone): each visit goes back to where it stood before. moved_on
// when something else has happened to one of them since.
Status undo_together(command::Tx& tx, std::vector<Change>& changes);

}  // namespace yilin::dayplan
