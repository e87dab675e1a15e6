#pragma once
// Which piece of the background solver's work makes which plan, for its progress. Internal to dayplan.

#include <map>
#include <mutex>

#include "modules/dayplan/types.h"
#include "modules/solving/solving.h"

namespace yilin::dayplan {

class Tickets {
 public:
  void keep(PlanId plan, solving::BackgroundSolver::Ticket ticket) {
    const std::lock_guard lock(mutex_);
    if (of_.size() >= kKept) of_.erase(of_.begin());
    of_[plan] = ticket;
  }
  solving::BackgroundSolver::Ticket of(PlanId plan) const {
    const std::lock_guard lock(mutex_);
    const auto found = of_.find(plan);
    return found == of_.end() ? 0 : found->second;
  }

 private:
  static constexpr std::size_t kKept = 200;
  mutable std::mutex mutex_;
  std::map<PlanId, solving::BackgroundSolver::Ticket> of_;
};
Tickets& tickets(const Kernel& kernel);

}  // namespace yilin::dayplan
