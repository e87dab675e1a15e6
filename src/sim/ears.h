#pragma once
// What the simulator hears of orders: copies of the announcements, once they are durable. Silent (and free) until somebody
// listens.

#include <atomic>
#include <mutex>
#include <vector>

#include "modules/orders/orders.h"

namespace yilin::sim {

struct Sound {
  enum class Kind : std::uint8_t { review, waits, offered, offer_ended, staffed, completed, ended };
  Kind kind = Kind::waits;
  orders::Visit visit;            // review: only order_id and elder_id
  orders::Assignment assignment;  // offered, offer_ended
};

class Ears {
 public:
  void listen(bool on) { listening_ = on; }
  bool listening() const { return listening_; }
  void hear(Sound sound);         // on the writer's thread
  std::vector<Sound> take();      // in the order in which it happened

 private:
  static constexpr std::size_t kSoundsMax = 100'000;
  std::atomic<bool> listening_ = false;
  std::mutex mutex_;
  std::vector<Sound> sounds_;
};

void attach_ears(Kernel& kernel);  // at start-up; puts the part `Ears`

}  // namespace yilin::sim
