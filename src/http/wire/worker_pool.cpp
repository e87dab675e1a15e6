#include "http/wire/worker_pool.h"

namespace yilin::http {

WorkerPool::WorkerPool(int threads, std::size_t queue_max) : queue_max_(queue_max) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::submit(Job job) {
  std::unique_lock lock(mutex_);
  if (queue_.size() >= queue_max_) return false;
  push(std::move(job), std::move(lock));
  return true;
}

void WorkerPool::submit_always(Job job) { push(std::move(job), std::unique_lock(mutex_)); }

void WorkerPool::push(Job job, std::unique_lock<std::mutex> lock) {
  if (stopping_) return;
  queue_.push_back(std::move(job));
  const bool wake = sleeping_ > 0;
  lock.unlock();
  if (wake) ready_.notify_one();
}

std::size_t WorkerPool::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void WorkerPool::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    while (queue_.empty() && !stopping_) {
      ++sleeping_;
      ready_.wait(lock);
      --sleeping_;
    }
    if (stopping_) return;
    Job job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job();
    job = nullptr;  // what it holds goes outside the lock
    lock.lock();
  }
}

void WorkerPool::stop() {
  std::deque<Job> dropped;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    dropped.swap(queue_);
  }
  ready_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace yilin::http
