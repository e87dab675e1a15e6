#pragma once
// What modules keep in memory (indexes, caches): at most one object of each type, put by the module's attach and found
// by its façade. Put at start-up only; get from any thread.

#include <memory>
#include <typeindex>
#include <unordered_map>
#include <utility>

#include "base/assert.h"

namespace yilin::command {

class Parts {
 public:
  template <class T, class... Args>
  T& put(Args&&... args) {
    auto part = std::make_shared<T>(std::forward<Args>(args)...);
    T& made = *part;
    YILIN_ASSERT(parts_.emplace(typeid(T), std::move(part)).second);
    return made;
  }
  template <class T>
  T& get() const {
    const auto found = parts_.find(typeid(T));
    YILIN_ASSERT(found != parts_.end());
    return *static_cast<T*>(found->second.get());
  }

 private:
  std::unordered_map<std::type_index, std::shared_ptr<void>> parts_;
};

}  // namespace yilin::command
