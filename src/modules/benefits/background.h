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
  void submit(std::function<void()> work, std::int64_t about = 0);  // any thread; after the commit that wants it
  bool under_way(std::int64_t about);        // waits, or runs now
  bool ending() const { return ending_; }    // work asks between chunks
  void wait_until_idle();

 private:
  void loop();
  std::mutex mutex_;
  std::condition_variable changed_;
  struct Work {
    std::function<void()> run;
    std::int64_t about = 0;
  };
  std::deque<Work> waiting_;
  bool busy_ = false;
  std::int64_t present_ = 0;                 // what runs now is about
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

}  // namespace yilin::benefits
