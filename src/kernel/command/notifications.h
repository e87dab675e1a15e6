#pragma once
// Cross-module effects inside the same transaction: a module announces what happened as a plain struct; whoever depends on
// its façade may have subscribed. A subscriber that fails makes the whole command fail.

#include <functional>
#include <typeindex>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace yilin::command {

class Tx;

class Notifications {
 public:
  template <class Event>
  void on(std::function<Status(Tx&, const Event&)> handler) {  // at start-up only
    handlers_[typeid(Event)].push_back(
        [handler = std::move(handler)](Tx& tx, const void* event) { return handler(tx, *static_cast<const Event*>(event)); });
  }
  template <class Event>
  Status announce(Tx& tx, const Event& event) const {
    const auto found = handlers_.find(typeid(Event));
    if (found == handlers_.end()) return {};
    for (const auto& handler : found->second) YILIN_CHECK(handler(tx, &event));
    return {};
  }

 private:
  std::unordered_map<std::type_index, std::vector<std::function<Status(Tx&, const void*)>>> handlers_;
};

}  // namespace yilin::command
