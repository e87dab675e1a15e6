#pragma once
// One transaction of many jobs, one commit, then the answers. The writer's inner part, without threads and queues.
//
// Jobs run without savepoints: keeping the pages to go back to costs a third of what a command's own rows cost. A job that
// refuses has nearly always changed nothing yet. For one that has, all is rolled back and the jobs before it run again, from
// there on each in a savepoint.

#include <span>
#include <vector>

#include "kernel/sql/changes.h"
#include "kernel/sql/writer.h"

namespace yilin::sql {

struct GroupMeter {
  std::int64_t groups = 0, jobs = 0, failed = 0, commit_us_total = 0, commit_us_max = 0, run_us_max = 0;
};

class Group {
 public:
  Group(Connection& connection, std::span<GroupHook* const> hooks, GroupMeter& meter)
      : connection_(connection), counter_(dynamic_cast<const CountsChanges*>(&connection)), hooks_(hooks), meter_(meter) {}

  // Runs the job now; its answer waits for finish().
  void add(Job job);
  bool open() const { return trouble_ == Trouble::none; }  // false: the group has failed, take no more
  std::size_t size() const { return jobs_.size(); }

  // Commits, or rolls back and runs the jobs again one by one; then tells every job, in order. Throws Lost (after telling)
  // when the connection is of no more use.
  void finish();

 private:
  enum class Trouble { none, again, hopeless, lost };
  struct Member {
    Job job;
    Outcome outcome;
  };
  void run(Member& member);
  void run_again_but_last();
  void commit();
  void abandon();  // called while the exception is being handled
  void run_singly();

  Connection& connection_;
  const CountsChanges* counter_;  // null: every job in a savepoint
  std::span<GroupHook* const> hooks_;
  GroupMeter& meter_;
  std::vector<Member> jobs_;
  bool begun_ = false;
  bool savepoints_ = false;       // from here on
  Trouble trouble_ = Trouble::none;
  std::string lost_because_;
};

}  // namespace yilin::sql
