#pragma once
// Batches: where idle carers are few, the visits of a district that wait are matched together every so often
// (engines/matching), and carers who will soon be free bid with a later beginning inside the elder's window. The matching
// runs in a thread of its own on a reading connection; each match is then a command that looks again. Internal to dispatch.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <unordered_map>

#include "kernel/command/kernel.h"
#include "kernel/command/tx.h"
#include "modules/dispatch/dispatch.h"

namespace yilin::dispatch {

inline constexpr std::string_view kBatchDeadline = "dispatch.batch";
inline constexpr int kBatchMax = 400;  // visits matched together; the others wait for the next batch

// The rows of dispatch_waiting in memory, following the commits, so that an order that nobody rivals costs no query.
class WaitingLine {
 public:
  struct Waiter {
    RegionCode district;
    std::uint32_t skills = 0;
    Instant starts;
  };
  struct Others {
    std::int64_t in_district = 0, with_skills = 0;  // with: that compete for one of these skills
  };
  void load(sql::Connection& db);
  void join(VisitId visit, const Waiter& waiter);
  void leave(VisitId visit);
  bool has(VisitId visit) const;
  // Who waits for a batch around the same time.
  Others others(RegionCode district, const orders::Visit& visit, std::uint32_t skills) const;

 private:
  mutable std::mutex mutex_;
  std::unordered_map<VisitId, Waiter> waiters_;
};
WaitingLine& waiting_line(const Kernel& kernel);

class Batcher {
 public:
  explicit Batcher(Kernel& kernel) : kernel_(kernel) {}
  ~Batcher();
  void wake(RegionCode district);  // any thread; returns at once
  void wait_until_idle();

 private:
  void work();
  void match(RegionCode district);
  Kernel& kernel_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::int64_t> districts_;
  bool busy_ = false, ending_ = false;
  std::thread thread_;
};

// So that the deadline and the façade find the batcher, which lives with the routes: it must end before what it works on.
struct BatcherReference {
  std::weak_ptr<Batcher> batcher;
};

RegionCode district_of(RegionCode region);  // the county of a community
void handle_batches(Kernel& kernel);

}  // namespace yilin::dispatch
