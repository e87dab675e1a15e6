#include "modules/accounts/hash_pool.h"

#include "base/log.h"

namespace yilin::accounts {

HashPool::HashPool(std::size_t waiting_max) : waiting_max_(waiting_max), thread_([this] { loop(); }) {}

HashPool::~HashPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool HashPool::submit(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || waiting_.size() >= waiting_max_) return false;
    waiting_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

void HashPool::loop() {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    try {
      job();
    } catch (const std::exception& e) {
      log::error("hashing_failed", {{"what", e.what()}});
    }
  }
}

}  // namespace yilin::accounts
