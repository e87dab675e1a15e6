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
  struct Following {
    SteadyClock::time_point since;
    Job job;
  };
  std::deque<Following> soon;
  bool stopping = false;
  std::string stopped_because;
  GroupMeter published;
  std::int64_t refused = 0;
  std::thread thread;

  bool put(Job& job);  // false: refused
  bool nothing_waits() const { return commands.empty() && soon.empty() && bulk.empty(); }
  void work();
  bool wait();
  void run_group();
  bool bulk_turn();
  void add_commands(Group& group);
  void add_soon(Group& group);
  void add_bulk(Group& group);
  void stop_for_good(const std::string& reason);
  void refuse_all();
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
    if (impl_->put(job)) {
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
  impl_->refuse_all();
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
          impl_->commands.size(), impl_->soon.size(), impl_->bulk.size()};
}

bool Writer::Impl::put(Job& job) {
  if (stopping) return false;
  switch (job.lane) {
    case Lane::command:
      if (commands.size() >= kQueueMax) return false;
      commands.push_back(std::move(job));
      return true;
    case Lane::soon:
      soon.push_back({SteadyClock::now(), std::move(job)});
      return true;
    case Lane::bulk:
      if (bulk.size() >= kBulkQueueMax) return false;
      bulk.push_back(std::move(job));
      return true;
  }
  return false;
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
  wake.wait_for(lock, idle ? std::chrono::milliseconds(kMaintainEvery) : kIdleAfter, [&] { return stopping || !nothing_waits(); });
  return !(stopping && nothing_waits());
}

void Writer::Impl::run_group() {
  Group group(*connection, hooks, meter);
  if (bulk_turn()) {
    groups_without_bulk = 0;
    add_bulk(group);
  } else {
    ++groups_without_bulk;
    add_commands(group);
    add_soon(group);
  }
  idle = group.size() == 0;
  try {
    group.finish();
  } catch (...) {
    publish();
    throw;
  }
  publish();
}

bool Writer::Impl::bulk_turn() {
  const std::lock_guard lock(mutex);
  if (bulk.empty()) return false;
  return (commands.empty() && soon.empty()) || groups_without_bulk >= kGroupsWithoutBulkMax;
}

void Writer::Impl::add_commands(Group& group) {
  const auto end = SteadyClock::now() + std::chrono::milliseconds(kGroupMillis);
  while (group.open() && group.size() < kGroupMax && SteadyClock::now() < end) {
    Job job;
    {
      const std::lock_guard lock(mutex);
      if (commands.empty()) return;
      job = std::move(commands.front());
      commands.pop_front();
    }
    group.add(std::move(job));
  }
}

void Writer::Impl::add_soon(Group& group) {
  const auto start = SteadyClock::now();
  while (group.open() && group.size() < kGroupMax) {
    const auto now = SteadyClock::now();
    Job job;
    {
      const std::lock_guard lock(mutex);
      if (soon.empty()) return;
      const bool late = now - soon.front().since > std::chrono::milliseconds(kSoonPatienceMillis);
      const std::int64_t most = late ? kGroupMillis : commands.empty() ? kSoonMillis : kSoonBusyMillis;
      if (now - start >= std::chrono::milliseconds(most)) return;
      job = std::move(soon.front().job);
      soon.pop_front();
    }
    group.add(std::move(job));
  }
}

// One chunk, and more only while nobody waits.
void Writer::Impl::add_bulk(Group& group) {
  const auto end = SteadyClock::now() + std::chrono::milliseconds(kGroupMillis);
  while (group.open() && (group.size() == 0 || SteadyClock::now() < end)) {
    Job job;
    {
      const std::lock_guard lock(mutex);
      if (bulk.empty() || (group.size() > 0 && (!commands.empty() || !soon.empty()))) return;
      job = std::move(bulk.front());
      bulk.pop_front();
    }
    group.add(std::move(job));
  }
}

void Writer::Impl::stop_for_good(const std::string& reason) {
  {
    std::lock_guard lock(mutex);
    stopping = true;
    stopped_because = reason;
  }
  refuse_all();
}

void Writer::Impl::refuse_all() {
  std::deque<Job> taken;
  {
    std::lock_guard lock(mutex);
    taken.swap(commands);
    for (Following& f : soon) taken.push_back(std::move(f.job));
    for (Job& job : bulk) taken.push_back(std::move(job));
    soon.clear();
    bulk.clear();
    refused += static_cast<std::int64_t>(taken.size());
  }
  for (Job& job : taken) job.done(Outcome::refused);
}

void Writer::Impl::publish() {
  std::lock_guard lock(mutex);
  published = meter;
}

}  // namespace yilin::sql
