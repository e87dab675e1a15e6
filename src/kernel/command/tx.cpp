#include "kernel/command/tx.h"

#include "base/assert.h"
#include "kernel/command/command.h"

namespace yilin::command {

void Tx::record(journal::Act act, OrganisationId organisation, WorkerId worker) {
  YILIN_ASSERT(!recorded_);
  recorded_ = true;
  changes_.push_back({act.subject_kind, act.subject, act.region, organisation, worker, act.elder});
  act_ = std::move(act);
}

void Tx::changed(Change change) { changes_.push_back(change); }

void Tx::nothing_to_do() {
  YILIN_ASSERT(!recorded_);
  idle_ = true;
}

void Tx::set_deadline(std::string_view kind, std::int64_t subject, Instant due) {
  const Deadline deadline{kind, subject, due};
  kernel.deadlines->set(db, deadline);
  after_commit([&kernel = kernel, deadline] { kernel.deadlines->applied(deadline, false); });
}

void Tx::cancel_deadline(std::string_view kind, std::int64_t subject) {
  kernel.deadlines->cancel(db, kind, subject);
  after_commit([&kernel = kernel, kind, subject] { kernel.deadlines->applied({kind, subject, {}}, true); });
}

void Tx::soon(std::function<Status(Tx&)> work, std::function<Status(Tx&)> if_refused) {
  after_commit([&kernel = kernel, work = std::move(work), if_refused = std::move(if_refused)] { command::soon(kernel, work, if_refused); });
}

}  // namespace yilin::command
