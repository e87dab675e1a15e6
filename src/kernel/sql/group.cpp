#include "kernel/sql/group.h"

#include <algorithm>
#include <chrono>

namespace yilin::sql {
namespace {
std::int64_t microseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start).count();
}
}  // namespace

void Group::add(Job job) {
  jobs_.push_back({std::move(job), Outcome::failed});
  ++meter_.jobs;
  try {
    if (!begun_) {
      connection_.begin();
      begun_ = true;
    }
    run(jobs_.back());
  } catch (...) {
    abandon();
  }
}

// Throws only what spoils the whole group.
void Group::run(Member& member) {
  const bool kept = savepoints_ || counter_ == nullptr;
  if (kept) connection_.savepoint();
  const std::int64_t changes = kept ? 0 : counter_->changes();
  const auto start = std::chrono::steady_clock::now();
  try {
    member.outcome = member.job.run(connection_) ? Outcome::committed : Outcome::rolled_back;
  } catch (const Failure&) {
    throw;
  } catch (...) {
    member.outcome = Outcome::failed;
  }
  meter_.run_us_max = std::max(meter_.run_us_max, microseconds_since(start));
  if (member.outcome == Outcome::committed) {
    if (kept) connection_.release_savepoint();
    for (GroupHook* hook : hooks_) hook->job_done();
    return;
  }
  if (kept) connection_.rollback_savepoint();
  else if (counter_->changes() != changes) return run_again_but_last();
  for (GroupHook* hook : hooks_) hook->job_rolled_back();
}

// The last job's outcome stands; those that were refused before it had changed nothing.
void Group::run_again_but_last() {
  connection_.rollback();
  for (GroupHook* hook : hooks_) hook->group_rolled_back();
  savepoints_ = true;
  connection_.begin();
  for (std::size_t i = 0; i + 1 < jobs_.size(); ++i)
    if (jobs_[i].outcome == Outcome::committed) run(jobs_[i]);
}

void Group::commit() {
  for (GroupHook* hook : hooks_) hook->before_commit(connection_);
  const auto start = std::chrono::steady_clock::now();
  connection_.commit();
  const std::int64_t spent = microseconds_since(start);
  ++meter_.groups;
  meter_.commit_us_total += spent;
  meter_.commit_us_max = std::max(meter_.commit_us_max, spent);
  for (GroupHook* hook : hooks_) hook->after_commit();
}

void Group::abandon() {
  const auto lost = [&](const Lost& failure) {
    trouble_ = Trouble::lost;
    lost_because_ = failure.what();
  };
  // Where not even begin() worked, running the jobs one by one would only fail as often.
  trouble_ = begun_ ? Trouble::again : Trouble::hopeless;
  try {
    throw;
  } catch (const Lost& failure) {
    lost(failure);
  } catch (const DiskFull&) {
    trouble_ = Trouble::hopeless;
  } catch (...) {
  }
  try {
    connection_.rollback();
  } catch (const Lost& failure) {
    lost(failure);
  } catch (const Failure&) {
    lost(Lost("the transaction cannot be rolled back"));
  }
  for (GroupHook* hook : hooks_) hook->group_rolled_back();
  for (Member& member : jobs_) member.outcome = Outcome::failed;
}

void Group::run_singly() {
  std::vector<Member> members = std::move(jobs_);
  jobs_.clear();
  meter_.jobs -= static_cast<std::int64_t>(members.size());  // each is counted again
  for (std::size_t i = 0; i < members.size(); ++i) {
    Group single(connection_, hooks_, meter_);
    single.add(std::move(members[i].job));
    try {
      single.finish();
    } catch (const Lost&) {
      for (++i; i < members.size(); ++i) members[i].job.done(Outcome::failed);
      throw;
    }
  }
}

void Group::finish() {
  if (jobs_.empty()) return;
  if (open()) {
    try {
      commit();
    } catch (...) {
      abandon();
    }
  }
  if (trouble_ == Trouble::again && jobs_.size() > 1) return run_singly();
  for (Member& member : jobs_) {
    meter_.failed += member.outcome == Outcome::failed;
    member.job.done(member.outcome);
  }
  if (trouble_ == Trouble::lost) throw Lost(lost_because_);
}

}  // namespace yilin::sql
