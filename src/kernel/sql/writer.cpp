#include "kernel/sql/writer.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "base/assert.h"
#include "kernel/sql/group.h"

namespace yilin::sql {
namespace {
using SteadyClock = std::chrono::steady_clock;
// Even a saturated command lane lets one bulk chunk in after this many groups.
constexpr int kGroupsWithoutBulkMax = 16;
constexpr auto kMaintainEvery = std::chrono::seconds(1);
constexpr auto kIdleAfter = std::chrono::milliseconds(5);  // without a job: time for what would make commands wait
}  // namespace

struct Writer::Impl {
  std::unique_ptr<Connection> connection;
  std::vector<GroupHook*> hooks;
  GroupMeter meter;            // writer's thread only
  int groups_without_bulk = 0;  // writer's thread only
  bool idle = true;             // the last group was empty; writer's thread only

  mutable std::mutex mutex;
  std::condition_variable wake;
  std::deque<Job> commands, bulk;
  bool stopping = false;
  std::string stopped_because;
  GroupMeter published;
  std::int64_t refused = 0;
  std::thread thread;

  void work();
  bool wait();
  void run_group();
  bool take(bool& has_command, int& bulk_chunks, bool time_left, Job& job);
  void stop_for_good(const std::string& reason);
  void refuse(std::deque<Job>& jobs);
  void publish();
};

Writer::Writer(std::unique_ptr<Connection> connection) : impl_(std::make_unique<Impl>()) {
  impl_->connection = std::move(connection);
}

Writer::~Writer() { stop(); }

void Writer::add_hook(GroupHook* hook) {
  YILIN_ASSERT(!impl_->thread.joinable());
  impl_->hooks.push_back(hook);
}

void Writer::start() {
  YILIN_ASSERT(!impl_->thread.joinable());
  impl_->thread = std::thread([this] { impl_->work(); });
}

void Writer::submit(Job job) {
  {
    std::lock_guard lock(impl_->mutex);
    const bool command = job.lane == Lane::command;
    std::deque<Job>& lane = command ? impl_->commands : impl_->bulk;
    if (!impl_->stopping && lane.size() < (command ? kQueueMax : kBulkQueueMax)) {
      lane.push_back(std::move(job));
      impl_->wake.notify_one();
      return;
    }
    ++impl_->refused;
  }
  job.done(Outcome::refused);
}

Outcome Writer::run(Lane lane, std::function<bool(Connection&)> work) {
  YILIN_ASSERT(!on_writer_thread());
  std::promise<Outcome> promise;
  std::future<Outcome> outcome = promise.get_future();
  submit({lane, std::move(work), [&promise](Outcome o) { promise.set_value(o); }});
  return outcome.get();
}

void Writer::stop() {
  {
    std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
    if (impl_->stopped_because.empty()) impl_->stopped_because = "stopped";
  }
  impl_->wake.notify_one();
  if (impl_->thread.joinable()) impl_->thread.join();
  impl_->refuse(impl_->commands);
  impl_->refuse(impl_->bulk);
}

bool Writer::on_writer_thread() const { return impl_->thread.get_id() == std::this_thread::get_id(); }

std::string Writer::stopped_because() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->stopped_because;
}

WriterStats Writer::stats() const {
  std::lock_guard lock(impl_->mutex);
  const GroupMeter& m = impl_->published;
  return {m.groups, m.jobs, m.failed, impl_->refused, m.commit_us_total, m.commit_us_max, m.run_us_max,
          impl_->commands.size(), impl_->bulk.size()};
}

void Writer::Impl::work() {
  try {
    while (wait()) {
      run_group();
      connection->maintain();
    }
  } catch (const Failure& failure) {
    stop_for_good(failure.what());
  }
}

// False: stopping, and nothing is left to do.
bool Writer::Impl::wait() {
  std::unique_lock lock(mutex);
  wake.wait_for(lock, idle ? std::chrono::milliseconds(kMaintainEvery) : kIdleAfter, [&] { return stopping || !commands.empty() || !bulk.empty(); });
  return !(stopping && commands.empty() && bulk.empty());
}

void Writer::Impl::run_group() {
  Group group(*connection, hooks, meter);
  const auto start = SteadyClock::now();
  bool has_command = false;
  int bulk_chunks = 0;
  Job job;
  while (group.open() && group.size() < kGroupMax) {
    const bool time_left = SteadyClock::now() - start < std::chrono::milliseconds(kGroupMillis);
    if (!take(has_command, bulk_chunks, time_left, job)) break;
    group.add(std::move(job));
  }
  groups_without_bulk = bulk_chunks > 0 ? 0 : groups_without_bulk + 1;
  idle = group.size() == 0;
  try {
    group.finish();
  } catch (...) {
    publish();
    throw;
  }
  publish();
}

// Commands first. One chunk of bulk work joins them while there is time left, or when bulk has waited too long.
bool Writer::Impl::take(bool& has_command, int& bulk_chunks, bool time_left, Job& job) {
  std::lock_guard lock(mutex);
  if (time_left && !commands.empty()) {
    job = std::move(commands.front());
    commands.pop_front();
    return has_command = true;
  }
  if (bulk.empty() || (has_command && bulk_chunks > 0)) return false;
  if (!time_left && groups_without_bulk < kGroupsWithoutBulkMax) return false;
  if (!time_left && bulk_chunks > 0) return false;
  job = std::move(bulk.front());
  bulk.pop_front();
  ++bulk_chunks;
  return true;
}

void Writer::Impl::stop_for_good(const std::string& reason) {
  {
    std::lock_guard lock(mutex);
    stopping = true;
    stopped_because = reason;
  }
  refuse(commands);
  refuse(bulk);
}

void Writer::Impl::refuse(std::deque<Job>& jobs) {
  std::deque<Job> taken;
  {
    std::lock_guard lock(mutex);
    taken.swap(jobs);
    refused += static_cast<std::int64_t>(taken.size());
  }
  for (Job& job : taken) job.done(Outcome::refused);
}

void Writer::Impl::publish() {
  std::lock_guard lock(mutex);
  published = meter;
}

}  // namespace yilin::sql
