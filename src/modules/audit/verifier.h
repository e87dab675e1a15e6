#pragma once
// The chain checked while the city runs: one run at a time, in a thread of its own, on a reading connection.

#include <atomic>
#include <mutex>
#include <thread>

#include "kernel/command/kernel.h"
#include "modules/audit/types.h"

namespace yilin::audit {

class Verifier {
 public:
  explicit Verifier(Kernel& kernel) : kernel_(kernel) {}
  ~Verifier();  // gives up a run under way
  void start(); // nothing when one is running
  void wait();  // for tests
  // All but last_seq.
  ChainStatus status() const;

 private:
  void run();
  Kernel& kernel_;
  mutable std::mutex mutex_;
  std::thread thread_;
  ChainStatus last_;
  std::atomic<bool> running_{false}, stopping_{false};
  std::atomic<std::int64_t> done_{0}, total_{0};
};

}  // namespace yilin::audit
