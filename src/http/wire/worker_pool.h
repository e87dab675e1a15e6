#pragma once
// A fixed number of threads and a bounded queue. Waking a thread costs more than most requests, so at most one worker at a
// time looks for work: one that finds some and sees more wakes the next, and one that finds none yields before it sleeps.

#include <atomic>
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
  bool summon();                              // with the lock held; true: notify once it is released
  void look_again(std::unique_lock<std::mutex>& lock);

  const std::size_t queue_max_;
  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Job> queue_;
  std::atomic<std::size_t> waiting_{0};       // size of queue_, readable without the lock
  int sleeping_ = 0, looking_ = 0, summoned_ = 0;  // workers; the summoned count as looking
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace yilin::http
