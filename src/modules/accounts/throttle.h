#pragma once
// How often something may happen for one key (an address, a phone) within a window. In memory, bounded: when more keys
// than `keys_max` are alive, the ones of the oldest windows are forgotten. Thread-safe.

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.h"

namespace yilin::accounts {

class Throttle {
 public:
  Throttle(int times_max, Millis window, std::size_t keys_max = 20'000)
      : times_max_(times_max), window_(window), keys_max_(keys_max) {}

  // Counts one and says whether it is still within the limit.
  bool allow(std::string_view key, Instant now) {
    const std::lock_guard lock(mutex_);
    return ++slot(key, now).times <= times_max_;
  }
  // Whether another one would be refused; counts nothing.
  bool spent(std::string_view key, Instant now) const {
    const std::lock_guard lock(mutex_);
    const auto found = slots_.find(std::string(key));
    return found != slots_.end() && now < found->second.began + window_ && found->second.times >= times_max_;
  }
  void forget(std::string_view key) {
    const std::lock_guard lock(mutex_);
    slots_.erase(std::string(key));
  }

 private:
  struct Slot {
    Instant began;
    int times = 0;
  };
  Slot& slot(std::string_view key, Instant now) {
    if (slots_.size() >= keys_max_) make_room(now);
    Slot& s = slots_[std::string(key)];
    if (!s.began || now >= s.began + window_) s = {now, 0};
    return s;
  }
  void make_room(Instant now) {
    std::erase_if(slots_, [&](const auto& entry) { return now >= entry.second.began + window_; });
    if (slots_.size() < keys_max_) return;
    Instant first = now;
    for (const auto& [key, s] : slots_) first = std::min(first, s.began);
    const Instant middle{first.ms + (now.ms - first.ms) / 2};
    std::erase_if(slots_, [&](const auto& entry) { return entry.second.began <= middle; });
  }

  const int times_max_;
  const Millis window_;
  const std::size_t keys_max_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Slot> slots_;
};

}  // namespace yilin::accounts
