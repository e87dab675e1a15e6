#pragma once
// This month's decisions of everybody, in memory: built when first asked for, kept fresh by each commit (an elder who changes is
// decided again in microseconds), built anew when the month turns, when rules are activated, and when somebody came or moved.

#include <atomic>
#include <deque>
#include <mutex>
#include <shared_mutex>

#include "modules/benefits/city.h"

namespace yilin::benefits {

struct Now {
  std::unique_ptr<City> city;
  std::unique_ptr<policy::Decider> decider;
  policy::MonthRun run;
  mutable std::shared_mutex mutex;   // readers of columns and run; the writer's thread for an update
};

class Live {
 public:
  struct Change {
    SubjectKind kind = SubjectKind::elder;
    std::int64_t subject = 0;
    std::string fact;
    std::optional<std::int64_t> value;  // none: unknown
  };
  explicit Live(Kernel& kernel) : kernel_(kernel) {}

  // Holds off updates while it lives: keep it short.
  class View {
   public:
    explicit View(std::shared_ptr<const Now> now) : now_(std::move(now)), lock_(now_->mutex) {}
    const Now* operator->() const { return now_.get(); }
    const Now& operator*() const { return *now_; }

   private:
    std::shared_ptr<const Now> now_;
    std::shared_lock<std::shared_mutex> lock_;
  };
  // Builds when there is nothing or it is out of date; `db` is only read. Not on the writer's thread.
  View view(sql::Connection& db);

  // After a commit, on the writer's thread; never waits for a reader.
  void apply(std::vector<Change> changes, FactRecordId newest);
  bool wanted() const;                   // somebody has asked before
  void outdate(FactRecordId newest = {});  // somebody came, moved, joined a household; a region's record, many records
  void minute();                         // builds anew when out of date and somebody has asked before

 private:
  std::shared_ptr<Now> present() const;
  bool current(const Now& now) const;
  std::shared_ptr<Now> build(sql::Connection& db);
  static void drain(Now& now, std::deque<Change>& changes);

  Kernel& kernel_;
  mutable std::mutex mutex_;             // now_, waiting_, missed_, building_
  std::mutex build_mutex_;
  std::shared_ptr<Now> now_;
  std::deque<Change> waiting_, missed_;  // not yet in now_; seen since the build began
  bool building_ = false;
  std::int64_t newest_ = 0;              // record of which memory was told: a snapshot that lacks it is too old
  std::atomic<bool> outdated_{false};
};

Live& live(const Kernel& kernel);

}  // namespace yilin::benefits
