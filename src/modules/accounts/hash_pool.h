#pragma once
// The one thread where passwords are hashed: a login storm waits here (or is refused), never in front of orders.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "base/result.h"

namespace yilin::accounts {

class HashPool {
 public:
  explicit HashPool(std::size_t waiting_max);
  ~HashPool();  // drops what waits
  // False: full; the job will not run.
  bool submit(std::function<void()> job);
  // Runs `work` in the pool and waits for it. Error: too_many.
  template <class T>
  Result<T> run(std::function<T()> work) {
    auto promise = std::make_shared<std::promise<T>>();
    auto future = promise->get_future();
    if (!submit([promise, work = std::move(work)] { promise->set_value(work()); })) return fail(yilin::errors::too_many);
    return future.get();
  }

 private:
  void loop();
  const std::size_t waiting_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace yilin::accounts
