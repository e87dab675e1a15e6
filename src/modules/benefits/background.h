#pragma once
// The thread on which months are computed, checked and simulated, one after the other; the writer gets its chunks through the bulk lane.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace yilin::benefits {

class Background {
 public:
  ~Background();
  void stop();                               // waits for what runs, takes no more; before the kernel goes
  void submit(std::function<void()> work);   // any thread; after the commit that wants it
  bool ending() const { return ending_; }    // work asks between chunks
  void wait_until_idle();

 private:
  void loop();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool busy_ = false;
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

}  // namespace yilin::benefits
