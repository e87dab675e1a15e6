#pragma once
// A fixed number of threads and a bounded queue.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace yilin::http {

class WorkerPool {
 public:
  using Job = std::function<void()>;

  WorkerPool(int threads, std::size_t queue_max);
  ~WorkerPool();

  bool submit(Job job);           // false: the queue is full
  void submit_always(Job job);    // the next step of work that was admitted: at most one a connection
  std::size_t queued() const;
  void stop();                    // finishes what runs, drops what waits; later jobs are dropped

 private:
  void push(Job job, std::unique_lock<std::mutex> lock);
  void run();

  const std::size_t queue_max_;
  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Job> queue_;
  std::size_t sleeping_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace yilin::http
