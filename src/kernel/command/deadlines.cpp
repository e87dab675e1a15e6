#include "kernel/command/deadlines.h"

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <set>
#include <thread>

#include "base/assert.h"
#include "base/log.h"
#include "kernel/command/command.h"

namespace yilin::command {
namespace {
constexpr auto kPollMax = std::chrono::milliseconds(200);  // a manual or scaled clock cannot wake us
constexpr std::int64_t kRetrySecondsMax = 300;
constexpr std::size_t kFiringMax = 64;
}  // namespace

struct Deadlines::Impl {
  Kernel& kernel;
  std::map<std::string, Handler, std::less<>> handlers;
  std::mutex mutex;
  std::condition_variable wake;
  std::thread thread;
  bool stopping = false;
  std::size_t firing = 0;

  using Subject = std::pair<std::string_view, std::int64_t>;  // kind: the key in `handlers`
  struct Entry {
    Instant due;
    int failures = 0;
  };
  std::map<Subject, Entry> entries;
  std::set<std::pair<std::int64_t, Subject>> by_due;

  explicit Impl(Kernel& k) : kernel(k) {}

  void put(const Subject& subject, Entry entry) {
    drop(subject);
    entries[subject] = entry;
    by_due.insert({entry.due.ms, subject});
  }
  void drop(const Subject& subject) {
    const auto found = entries.find(subject);
    if (found == entries.end()) return;
    by_due.erase({found->second.due.ms, subject});
    entries.erase(found);
  }

  // Takes one that is due; the entry stays out of the map until its command has ended.
  bool take_due(Subject& subject, Entry& entry) {
    if (by_due.empty() || by_due.begin()->first > kernel.clock.now().ms) return false;
    subject = by_due.begin()->second;
    entry = entries.at(subject);
    drop(subject);
    return true;
  }

  void fire(Subject subject, Entry entry, std::function<void()> finished) {
    const Handler& handler = handlers.at(std::string(subject.first));
    const auto work = [&handler, subject](Tx& tx) -> Result<Answer> {
      // The row decides: it may have been moved or cancelled by a command that ran before this one.
      std::int64_t due = 0;
      {
        auto rows = tx.db.rows("SELECT due_ms FROM deadline WHERE subject = ? AND kind = ?", subject.second, subject.first);
        if (!rows.next() || rows.integer(0) > tx.now.ms) {
          tx.nothing_to_do();
          return Answer{};
        }
        due = rows.integer(0);
      }
      tx.db.exec("DELETE FROM deadline WHERE subject = ? AND kind = ?", subject.second, subject.first);
      YILIN_CHECK(handler(tx, {subject.first, subject.second, {due}}));
      return Answer{};
    };
    const auto done = [this, subject, entry, finished = std::move(finished)](Result<Answer> answer) mutable {
      if (!answer) {
        log::warning("deadline_failed", {{"kind", subject.first}, {"error", answer.error().kind->code}});
        const std::int64_t wait = std::min(kRetrySecondsMax, std::int64_t{1} << std::min(entry.failures, 9));
        const std::lock_guard lock(mutex);
        if (!entries.contains(subject)) put(subject, {kernel.clock.now() + seconds(wait), entry.failures + 1});
      }
      finished();
    };
    submit(kernel, std::shared_ptr<const access::Caller>(&access::Caller::system(), [](auto*) {}), {}, work, done);
  }

  void loop() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      Subject subject;
      Entry entry;
      if (firing < kFiringMax && take_due(subject, entry)) {
        ++firing;
        lock.unlock();
        fire(subject, entry, [this] {
          const std::lock_guard inner(mutex);
          --firing;
          wake.notify_all();
        });
        lock.lock();
        continue;
      }
      auto wait = kPollMax;
      if (!by_due.empty()) {
        const std::int64_t left = by_due.begin()->first - kernel.clock.now().ms;
        wait = std::min(wait, std::chrono::milliseconds(std::max<std::int64_t>(left, 1)));
      }
      wake.wait_for(lock, wait);
    }
    wake.wait(lock, [this] { return firing == 0; });
  }
};

Deadlines::Deadlines(Kernel& kernel) : impl_(std::make_unique<Impl>(kernel)) {}
Deadlines::~Deadlines() { stop(); }

void Deadlines::handle(std::string_view kind, Handler handler) {
  const bool added = impl_->handlers.emplace(std::string(kind), std::move(handler)).second;
  YILIN_ASSERT(added);
}

void Deadlines::start() {
  {
    auto lease = impl_->kernel.readers->borrow();
    auto rows = lease->rows("SELECT kind, subject, due_ms FROM deadline");
    const std::lock_guard lock(impl_->mutex);
    while (rows.next()) {
      const auto handler = impl_->handlers.find(rows.text(0));
      if (handler == impl_->handlers.end()) {
        log::warning("deadline_without_handler", {{"kind", rows.text(0)}});
        continue;
      }
      impl_->put({handler->first, rows.integer(1)}, {{rows.integer(2)}, 0});
    }
  }
  impl_->thread = std::thread([this] { impl_->loop(); });
}

void Deadlines::stop() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
  }
  impl_->wake.notify_all();
  if (impl_->thread.joinable()) impl_->thread.join();
}

std::size_t Deadlines::fire_due() {
  std::size_t fired = 0;
  for (;;) {
    Impl::Subject subject;
    Impl::Entry entry;
    {
      std::unique_lock lock(impl_->mutex);
      impl_->wake.wait(lock, [this] { return impl_->firing == 0; });
      if (!impl_->take_due(subject, entry)) return fired;
    }
    std::promise<void> finished;
    impl_->fire(subject, entry, [&] { finished.set_value(); });
    finished.get_future().wait();
    ++fired;
  }
}

std::size_t Deadlines::waiting() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->entries.size();
}

void Deadlines::set(sql::Connection& db, const Deadline& deadline) {
  YILIN_ASSERT(impl_->handlers.contains(deadline.kind));
  db.queue("INSERT INTO deadline (kind, subject, due_ms) VALUES (?, ?, ?) "
           "ON CONFLICT (subject, kind) DO UPDATE SET due_ms = excluded.due_ms",
           deadline.kind, deadline.subject, deadline.due.ms);
}

void Deadlines::cancel(sql::Connection& db, std::string_view kind, std::int64_t subject) {
  db.queue("DELETE FROM deadline WHERE subject = ? AND kind = ?", subject, kind);
}

void Deadlines::applied(const Deadline& deadline, bool cancelled) {
  const auto handler = impl_->handlers.find(deadline.kind);
  if (handler == impl_->handlers.end()) return;
  const std::lock_guard lock(impl_->mutex);
  const Impl::Subject subject{handler->first, deadline.subject};
  if (cancelled) return impl_->drop(subject);
  impl_->put(subject, {deadline.due, 0});
  if (impl_->by_due.begin()->second == subject) impl_->wake.notify_all();  // else the thread wakes early enough
}

}  // namespace yilin::command
