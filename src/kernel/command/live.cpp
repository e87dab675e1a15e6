#include "kernel/command/live.h"

#include <algorithm>

namespace yilin::command {
namespace {
bool may_see(const access::Caller& caller, const Change& change) {
  switch (caller.kind) {
    case access::CallerKind::system: return true;
    case access::CallerKind::staff: return change.region.value == 0 || caller.in_scope(change.region);
    case access::CallerKind::organisation: return change.organisation && change.organisation == caller.organisation;
    case access::CallerKind::worker: return change.worker && change.worker == caller.worker;
    case access::CallerKind::home: return change.elder && caller.acts_for(change.elder);
  }
  return false;
}
}  // namespace

bool Live::listen(std::shared_ptr<const access::Caller> caller, Send send, std::function<void()> close) {
  const std::lock_guard lock(mutex_);
  if (listeners_.size() >= kListenersMax) return false;
  listeners_.push_back({std::move(caller), std::move(send), std::move(close)});
  return true;
}

void Live::publish(const Change& change) {
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [&](const Listener& l) { return may_see(*l.caller, change) && !l.send(change); });
}

void Live::end(const access::Caller& caller) {
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [&](const Listener& l) {
    if (l.caller.get() != &caller) return false;
    if (l.close) l.close();
    return true;
  });
}

std::size_t Live::listeners() const {
  const std::lock_guard lock(mutex_);
  return listeners_.size();
}
}  // namespace yilin::command
