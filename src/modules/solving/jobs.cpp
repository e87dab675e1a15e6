#include <algorithm>

#include "modules/solving/service.h"

namespace yilin::solving {

std::span<const entity::EnumName> enum_names(JobState) {
  static constexpr entity::EnumName names[] = {{1, "waiting", "排队中"}, {2, "solving", "求解中"}, {3, "done", "已完成"}, {4, "failed", "未完成"}};
  return names;
}

const entity::Table& JobView::fields() {
  using entity::field;
  static const entity::Table table("RouteJob", "求解任务", {
      field<&JobView::id>("id", "编号"),
      field<&JobView::state>("state", "状态"),
      field<&JobView::percent>("percent", "进度").unit("%"),
      field<&JobView::ahead>("ahead", "前面还有"),
      field<&JobView::visits>("visits", "任务数"),
      field<&JobView::unassigned>("unassigned", "未安排数"),
      field<&JobView::problem>("problem", "未完成原因"),
      field<&JobView::created_at>("created_at", "提交时间"),
      field<&JobView::ended_at>("ended_at", "结束时间"),
  });
  return table;
}

std::optional<JobId> Jobs::open(UserId owner, std::int64_t visits, Instant now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(jobs_, [&](const auto& entry) { return entry.second.view.ended_at && entry.second.view.ended_at + kJobKept < now; });
  if (jobs_.size() >= kJobsMax) {
    const auto oldest = std::find_if(jobs_.begin(), jobs_.end(), [](const auto& entry) { return static_cast<bool>(entry.second.view.ended_at); });
    if (oldest == jobs_.end()) return std::nullopt;
    jobs_.erase(oldest);
  }
  last_ = std::max(last_ + 1, now.ms);  // a number of before a restart is never met again
  Job job;
  job.owner = owner;
  job.view.id = {last_};
  job.view.visits = visits;
  job.view.created_at = now;
  jobs_[{last_}] = std::move(job);
  return JobId{last_};
}

void Jobs::set_ticket(JobId id, BackgroundSolver::Ticket ticket) {
  const std::lock_guard lock(mutex_);
  if (const auto found = jobs_.find(id); found != jobs_.end()) found->second.ticket = ticket;
}

void Jobs::started(JobId id) {
  const std::lock_guard lock(mutex_);
  if (const auto found = jobs_.find(id); found != jobs_.end()) found->second.view.state = JobState::solving;
}

void Jobs::ended(JobId id, JobState state, std::string answer, std::string problem, std::int64_t unassigned, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) return;
  found->second.view.state = state;
  found->second.view.percent = state == JobState::done ? 100 : found->second.view.percent;
  found->second.view.problem = std::move(problem);
  found->second.view.unassigned = unassigned;
  found->second.view.ended_at = now;
  found->second.answer = std::move(answer);
}

std::optional<Jobs::Job> Jobs::find(JobId id, UserId owner) const {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end() || found->second.owner != owner) return std::nullopt;
  return found->second;
}

void Jobs::forget(JobId id) {
  const std::lock_guard lock(mutex_);
  jobs_.erase(id);
}

}  // namespace yilin::solving
