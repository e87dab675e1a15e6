#include "sim/live_day.h"

#include <algorithm>
#include <cmath>

#include "base/log.h"
#include "modules/registry/registry.h"
#include "modules/region/region.h"
#include "sim/pace.h"
#include "sim/world.h"

namespace yilin::sim {
namespace {
constexpr auto kTick = std::chrono::milliseconds(500);
}

LiveDay& live_day(Kernel& kernel) { return kernel.parts.get<LiveDay>(); }

void LiveDay::play(int speed) {
  const std::lock_guard one(control_);
  stop_thread();
  const std::lock_guard lock(mutex_);
  stopping_ = false;
  speed_ = speed;
  thread_ = std::thread([this, speed] { run(speed); });
}

void LiveDay::stop() {
  const std::lock_guard one(control_);
  stop_thread();
}

void LiveDay::stop_thread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    speed_ = 0;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

int LiveDay::speed() const {
  const std::lock_guard lock(mutex_);
  return speed_;
}

void LiveDay::run(int speed) {
  registry::Filter everybody;
  everybody.ranges = {region::city(kernel_).subtree()};
  const std::int64_t elders = registry::count(kernel_, everybody);
  Hands hands(kernel_);
  World world(kernel_, hands, nullptr, {1, speed, customers_of(elders), {}, {}, {}});
  if (!world.has_customers()) return;
  world.pick_up();
  Rng rng(static_cast<std::uint64_t>(kernel_.clock.now().ms));
  // The orders of a day over ten hours, so many times faster.
  const double seconds_between = 36'000.0 / orders_a_day(elders) / speed;
  double wait_s = 0;
  Instant last = kernel_.clock.now();
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    const Instant now = kernel_.clock.now();
    wait_s -= static_cast<double>((now - last).value) / 1000;
    last = now;
    while (wait_s <= 0) {
      world.wish(now, minutes(40), hours(4));
      wait_s += -std::log(1 - rng.uniform()) * seconds_between + 0.05;
    }
    world.step();
    lock.lock();
    wake_.wait_for(lock, kTick, [this] { return stopping_; });
  }
}

}  // namespace yilin::sim
