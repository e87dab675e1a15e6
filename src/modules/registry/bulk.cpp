// The pipeline of a bulk run: the caller's thread gathers chunks; threads of its own prepare them; they go to the writer in
// the order of the input; what is durable gives its tokens to the spool.
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/assert.h"
#include "base/log.h"
#include "kernel/command/command.h"
#include "modules/registry/bulk_chunk.h"

namespace yilin::registry {
namespace {

constexpr int kInFlightMax = 48;  // chunks between add() and spool
constexpr int kThreadsMax = 8;
constexpr int kNice = 10;

// What a run prepares gives way to what people wait for. (On Linux the priority is the thread's own.)
void give_way() { (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice); }

using ChunkPtr = std::shared_ptr<Chunk>;

}  // namespace

struct BulkElders::Impl {
  Kernel& kernel;
  CallerPtr caller;
  Options options;
  Run run;
  std::optional<Error> broken;  // the run could not be opened
  TokenSpool spool;
  IdBlock ids;
  Preparer preparer;

  std::vector<NewElder> gathering;   // the caller's thread only
  std::int64_t gathered = 0;         // position behind it

  std::mutex submitting;             // taken before `mutex`
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::deque<ChunkPtr> to_prepare;
  std::map<std::int64_t, ChunkPtr> to_submit;  // by first row
  std::deque<ChunkPtr> to_spool;
  std::int64_t next_submitted = 0;
  int in_flight = 0;
  int at_writer = 0;
  bool stopping = false;
  std::optional<Error> error;
  std::int64_t position = 0;
  Totals totals;
  std::vector<std::thread> threads;

  Impl(Kernel& k, CallerPtr c, Options o, Run r, std::optional<Error> e)
      : kernel(k), caller(std::move(c)), options(std::move(o)), run(std::move(r)), broken(std::move(e)),
        spool(kernel.data_folder + "/spool", fmt::format("tokens-{}", run.id)),
        ids(kernel, caller, run.id), preparer(kernel, ids, run.id, options.source) {
    position = next_submitted = gathered = run.position;
    totals = run.totals;
    for (int i = 0; i < std::clamp(options.threads, 1, kThreadsMax); ++i) threads.emplace_back([this] { prepare(); });
    threads.emplace_back([this] { fill_spool(); });
  }

  ~Impl() {
    {
      std::unique_lock lock(mutex);
      stopping = true;
      to_prepare.clear();
      to_submit.clear();
      changed.notify_all();
      changed.wait(lock, [&] { return at_writer == 0; });
    }
    for (std::thread& t : threads) t.join();
  }

  Status failure() const {
    if (error) return fail(*error);
    return {};
  }

  Status dispatch() {
    if (gathering.empty()) return {};
    auto chunk = std::make_shared<Chunk>();
    chunk->first = gathered;
    gathered += static_cast<std::int64_t>(gathering.size());
    chunk->rows = std::move(gathering);
    gathering = {};
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return in_flight < kInFlightMax || error; });
    YILIN_CHECK(failure());
    ++in_flight;
    to_prepare.push_back(std::move(chunk));
    changed.notify_all();
    return {};
  }

  void give_up(Error e) {
    const std::lock_guard lock(mutex);
    if (!error) error = std::move(e);
    changed.notify_all();
  }

  void prepare() {
    give_way();
    for (;;) {
      ChunkPtr chunk;
      {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return stopping || !to_prepare.empty(); });
        if (stopping) return;
        chunk = std::move(to_prepare.front());
        to_prepare.pop_front();
      }
      auto prepared = preparer.prepare(std::move(chunk->rows));
      if (!prepared) {
        give_up(std::move(prepared).error());
        continue;
      }
      chunk->prepared = std::move(*prepared);
      {
        const std::lock_guard lock(mutex);
        to_submit.emplace(chunk->first, std::move(chunk));
      }
      submit_ready();
    }
  }

  // One thread at a time, so that no chunk passes another on the way into the writer's queue.
  void submit_ready() {
    const std::lock_guard one(submitting);
    for (;;) {
      ChunkPtr chunk;
      {
        const std::lock_guard lock(mutex);
        if (to_submit.empty() || to_submit.begin()->first != next_submitted || error || stopping) return;
        chunk = std::move(to_submit.begin()->second);
        to_submit.erase(to_submit.begin());
        next_submitted += static_cast<std::int64_t>(chunk->prepared.size());
        ++at_writer;
      }
      command::submit(
          kernel, caller, {},
          [this, chunk](command::Tx& tx) -> Result<command::Answer> {
            YILIN_CHECK(store_chunk(tx, run.id, *chunk, options.in_chunk));
            return command::Answer{};
          },
          [this, chunk](Result<command::Answer> answer) { stored(chunk, std::move(answer)); }, sql::Lane::bulk);
    }
  }

  void stored(const ChunkPtr& chunk, Result<command::Answer> answer) {
    const std::lock_guard lock(mutex);
    --at_writer;
    if (!answer) {
      if (!error) error = std::move(answer).error();
      --in_flight;
    } else {
      position = chunk->first + static_cast<std::int64_t>(chunk->fates.size());
      totals.added += chunk->totals.added;
      totals.known += chunk->totals.known;
      totals.refused += chunk->totals.refused;
      totals.pairs += chunk->totals.pairs;
      to_spool.push_back(chunk);
    }
    changed.notify_all();
  }

  void fill_spool() {
    give_way();
    std::vector<TokenRow> rows;
    for (;;) {
      ChunkPtr chunk;
      {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return stopping || !to_spool.empty(); });
        if (stopping) return;
        chunk = std::move(to_spool.front());
        to_spool.pop_front();
      }
      rows.clear();
      for (std::size_t i = 0; i < chunk->fates.size(); ++i) {
        if (chunk->fates[i].fate != BulkRow::Fate::added) continue;
        const Facts& f = chunk->prepared[i].person.facts;
        for (const std::int64_t token : chunk->prepared[i].tokens) rows.push_back({token, f.region.value, f.id.value});
      }
      try {
        spool.add(rows);
      } catch (const std::exception& e) {
        log::error("spool_failed", {{"what", e.what()}});
        give_up(Error(yilin::errors::internal));
      }
      const std::lock_guard lock(mutex);
      --in_flight;
      changed.notify_all();
    }
  }

  Status drain() {
    YILIN_CHECK(dispatch());
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return error || in_flight == 0; });
    return failure();
  }
};

BulkElders::BulkElders(Kernel& kernel, std::shared_ptr<const access::Caller> caller, Options options) {
  auto run = open_run(kernel, caller, options.run);
  std::optional<Error> broken;
  if (!run) broken = run.error();
  impl_ = std::make_unique<Impl>(kernel, std::move(caller), std::move(options), run ? std::move(*run) : Run{}, std::move(broken));
}

BulkElders::~BulkElders() = default;

std::int64_t BulkElders::position() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->position;
}

BulkElders::Totals BulkElders::totals() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->totals;
}

Status BulkElders::add(NewElder row) {
  if (impl_->broken) return fail(*impl_->broken);
  impl_->gathering.push_back(std::move(row));
  if (impl_->gathering.size() < kChunkRows) return {};
  return impl_->dispatch();
}

Status BulkElders::finish(const std::function<void(std::int64_t, std::int64_t)>& progress) {
  if (impl_->broken) return fail(*impl_->broken);
  YILIN_CHECK(impl_->drain());
  try {
    for (const auto& [first, last] : impl_->run.blocks) respool(impl_->kernel, impl_->spool, first, last);
    YILIN_CHECK(write_tokens(impl_->kernel, impl_->caller, impl_->spool, progress));
  } catch (const std::exception& e) {
    log::error("bulk_finish_failed", {{"what", e.what()}});
    return fail(yilin::errors::internal);
  }
  return set_run_state(impl_->kernel, impl_->caller, impl_->run.id, RunState::done);
}

Status rebuild_search(Kernel& kernel, std::shared_ptr<const access::Caller> caller,
                      const std::function<void(std::int64_t, std::int64_t)>& progress) {
  try {
    TokenSpool spool(kernel.data_folder + "/spool", "rebuild");
    respool(kernel, spool, 1, INT64_MAX);
    return write_tokens(kernel, caller, spool, progress);
  } catch (const std::exception& e) {
    log::error("rebuild_search_failed", {{"what", e.what()}});
    return fail(yilin::errors::internal);
  }
}

}  // namespace yilin::registry
