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

bool WorkerPool::summon() {
  if (looking_ > 0 || sleeping_ == 0) return false;
  --sleeping_;
  ++looking_;
  ++summoned_;
  return true;
}

void WorkerPool::push(Job job, std::unique_lock<std::mutex> lock) {
  if (stopping_) return;
  queue_.push_back(std::move(job));
  waiting_.store(queue_.size(), std::memory_order_relaxed);
  const bool wake = summon();
  lock.unlock();
  if (wake) ready_.notify_one();
}

std::size_t WorkerPool::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

// Lets the I/O threads run: they are about to bring more, if there is more.
void WorkerPool::look_again(std::unique_lock<std::mutex>& lock) {
  constexpr int kYields = 4;
  lock.unlock();
  for (int i = 0; i < kYields && waiting_.load(std::memory_order_relaxed) == 0; ++i) std::this_thread::yield();
  lock.lock();
}

void WorkerPool::run() {
  std::unique_lock lock(mutex_);
  ++looking_;
  while (!stopping_) {
    if (queue_.empty()) look_again(lock);
    if (queue_.empty() && !stopping_) {
      --looking_;
      ++sleeping_;
      ready_.wait(lock, [this] { return summoned_ > 0 || stopping_; });
      --summoned_;
      continue;
    }
    if (stopping_) return;
    Job job = std::move(queue_.front());
    queue_.pop_front();
    waiting_.store(queue_.size(), std::memory_order_relaxed);
    --looking_;
    const bool wake = !queue_.empty() && summon();
    lock.unlock();
    if (wake) ready_.notify_one();
    job();
    job = nullptr;  // what it holds goes outside the lock
    lock.lock();
    ++looking_;
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
