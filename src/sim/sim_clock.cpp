#include "sim/sim_clock.h"

namespace yilin::sim {

SimClock::Alone::Alone(SimClock& clock, const Kernel& kernel) : clock_(clock), kernel_(kernel) { clock_.put_alone(&kernel_); }
SimClock::Alone::~Alone() { clock_.put_alone(nullptr); }

void SimClock::put_alone(const Kernel* kernel) {
  const std::lock_guard lock(mutex_);
  kernel_ = kernel;
  whose_ = std::this_thread::get_id();
  alone_.store(kernel != nullptr, std::memory_order_release);
  if (kernel == nullptr) changed_.notify_all();
}

void SimClock::wait_for_turn() const {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return kernel_ == nullptr || std::this_thread::get_id() == whose_ || kernel_->writer->on_writer_thread(); });
}

}  // namespace yilin::sim
