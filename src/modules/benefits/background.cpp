#include "modules/benefits/background.h"

#include <algorithm>

#include "base/log.h"

namespace yilin::benefits {

Background::~Background() { stop(); }

void Background::stop() {
  ending_ = true;
  {
    const std::lock_guard lock(mutex_);
    waiting_.clear();
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void Background::submit(std::function<void()> work, std::int64_t about) {
  const std::lock_guard lock(mutex_);
  if (ending_) return;
  waiting_.push_back({std::move(work), about});
  if (!thread_.joinable()) thread_ = std::thread([this] { loop(); });
  changed_.notify_all();
}

bool Background::under_way(std::int64_t about) {
  const std::lock_guard lock(mutex_);
  return (busy_ && present_ == about) || std::ranges::find(waiting_, about, &Work::about) != waiting_.end();
}

void Background::wait_until_idle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !busy_ && waiting_.empty(); });
}

void Background::loop() {
  for (;;) {
    Work work;
    {
      std::unique_lock lock(mutex_);
      busy_ = false;
      changed_.notify_all();
      changed_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
      if (ending_) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
      busy_ = true;
      present_ = work.about;
    }
    try {
      work.run();
    } catch (const std::exception& e) {
      log::error("benefits_background", {{"what", e.what()}});
    }
  }
}

}  // namespace yilin::benefits
