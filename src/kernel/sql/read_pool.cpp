#include "kernel/sql/read_pool.h"

#include <condition_variable>
#include <mutex>
#include <vector>

#include "base/assert.h"

namespace yilin::sql {

struct ReadPool::Impl {
  std::string url;
  std::size_t size;
  std::mutex mutex;
  std::condition_variable returned;
  std::vector<std::unique_ptr<Connection>> idle;  // the last one back is the next one out: its cache is warm
  std::size_t lent = 0;

  // Waits for a place; gives an idle connection or none (to be opened by the caller).
  std::unique_ptr<Connection> enter() {
    std::unique_lock lock(mutex);
    returned.wait(lock, [&] { return lent < size; });
    ++lent;
    if (idle.empty()) return nullptr;
    auto connection = std::move(idle.back());
    idle.pop_back();
    return connection;
  }

  void leave(std::unique_ptr<Connection> connection) {
    {
      std::lock_guard lock(mutex);
      --lent;
      if (connection) idle.push_back(std::move(connection));
    }
    returned.notify_one();
  }
};

ReadPool::ReadPool(std::string url, std::size_t size) : impl_(std::make_unique<Impl>()) {
  YILIN_ASSERT(size > 0);
  impl_->url = std::move(url);
  impl_->size = size;
}

ReadPool::~ReadPool() { YILIN_ASSERT(impl_->lent == 0); }

ReadPool::Lease ReadPool::borrow() {
  auto connection = impl_->enter();
  try {
    if (!connection || !connection->usable()) connection = open(impl_->url, Role::reader);
    connection->begin();
  } catch (...) {
    impl_->leave(nullptr);
    throw;
  }
  return Lease(this, std::move(connection));
}

ReadPool::Lease::Lease(ReadPool* pool, std::unique_ptr<Connection> connection)
    : pool_(pool), connection_(std::move(connection)) {}

ReadPool::Lease::Lease(Lease&& other) noexcept : pool_(other.pool_), connection_(std::move(other.connection_)) {}

ReadPool::Lease::~Lease() {
  if (!connection_) return;
  try {
    connection_->rollback();
    if (!connection_->usable()) connection_.reset();
  } catch (const Failure&) {
    connection_.reset();  // the next borrower gets a new one
  }
  pool_->impl_->leave(std::move(connection_));
}

}  // namespace yilin::sql
