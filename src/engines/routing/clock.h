#pragma once
// CPU time of the calling thread since construction: budgets that a busy machine does not shorten.

#include <ctime>

namespace yilin::routing {

class CpuClock {
 public:
  CpuClock() : begin_(now()) {}
  double seconds() const { return now() - begin_; }

 private:
  static double now() {
    timespec t{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
  }
  double begin_;
};

}  // namespace yilin::routing
