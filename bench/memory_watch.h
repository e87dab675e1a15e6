#pragma once
// The most anonymous memory (no mapped files) this process has held, sampled every 50 ms by a thread.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>

namespace yilin::bench {

inline double anonymous_mb() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("RssAnon:")) return std::stod(line.substr(8)) / 1024;
  return 0;
}

class MemoryWatch {
 public:
  MemoryWatch() : start_(anonymous_mb()), thread_([this] {
    while (!stop_) {
      peak_ = std::max(peak_.load(), anonymous_mb());
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }) {}
  ~MemoryWatch() {
    stop_ = true;
    thread_.join();
  }
  double peak_mb() const { return peak_; }
  double start_mb() const { return start_; }

 private:
  double start_;
  std::atomic<double> peak_{0};
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace yilin::bench
