#pragma once
// The live day of a demonstration: a thread that lets the world go on with the real clock, once or sixty times as fast.
// It does nothing, and its routes answer 404, unless allow() was called (serve --demo on a city of simulated data).

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "kernel/command/kernel.h"

namespace yilin::sim {

class LiveDay {
 public:
  explicit LiveDay(Kernel& kernel) : kernel_(kernel) {}
  ~LiveDay() { stop(); }
  void allow() { allowed_ = true; }
  bool allowed() const { return allowed_; }
  // Again with another speed: the new one. `speed` 1 or 60.
  void play(int speed);
  void stop();                       // waits for what is under way
  int speed() const;                 // 0: not playing

 private:
  void stop_thread();
  void run(int speed);
  Kernel& kernel_;
  std::atomic<bool> allowed_ = false;
  std::mutex control_;               // one play or stop at a time
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  int speed_ = 0;
  std::thread thread_;
};

// Of a kernel to which sim's module is attached.
LiveDay& live_day(Kernel& kernel);

}  // namespace yilin::sim
