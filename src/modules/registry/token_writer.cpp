// The last step of a bulk run: from the spool into the index.
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "base/assert.h"
#include "kernel/command/command.h"
#include "modules/registry/bulk_runs.h"

namespace yilin::registry {
namespace {

constexpr std::size_t kRowsOfStatement = 64;
constexpr std::size_t kSliceMin = 512, kSliceMax = 16'384;
constexpr std::int64_t kSliceTargetUs = 4'000;  // a command may hold the writer 5 ms
constexpr int kInFlightMax = 4;

#define YILIN_ROWS_1 "(?,?,?)"
#define YILIN_ROWS_4 YILIN_ROWS_1 "," YILIN_ROWS_1 "," YILIN_ROWS_1 "," YILIN_ROWS_1
#define YILIN_ROWS_16 YILIN_ROWS_4 "," YILIN_ROWS_4 "," YILIN_ROWS_4 "," YILIN_ROWS_4
#define YILIN_ROWS_64 YILIN_ROWS_16 "," YILIN_ROWS_16 "," YILIN_ROWS_16 "," YILIN_ROWS_16

// An elder who was changed while her tokens waited in the spool has some of them in the index already.
void insert_rows(sql::Connection& db, std::span<const TokenRow> rows) {
  while (rows.size() >= kRowsOfStatement) {
    sql::Statement many("INSERT INTO elder_token (token, region, elder_id) VALUES " YILIN_ROWS_64 " ON CONFLICT DO NOTHING");
    for (const TokenRow& row : rows.first(kRowsOfStatement)) many.add("", row.token, row.region, row.elder);
    db.queue(many);
    rows = rows.subspan(kRowsOfStatement);
  }
  for (const TokenRow& row : rows)
    db.queue("INSERT INTO elder_token (token, region, elder_id) VALUES " YILIN_ROWS_1 " ON CONFLICT DO NOTHING", row.token,
             row.region, row.elder);
}

#undef YILIN_ROWS_1
#undef YILIN_ROWS_4
#undef YILIN_ROWS_16
#undef YILIN_ROWS_64

// Slices on their way through the writer, a few at a time; their size follows the time they take.
class Slices {
 public:
  Slices(Kernel& kernel, CallerPtr caller) : kernel_(kernel), caller_(std::move(caller)) {}
  ~Slices() { (void)wait_for(0); }

  std::size_t size() const { return size_.load(std::memory_order_relaxed); }

  Status submit(std::vector<TokenRow> rows) {
    YILIN_CHECK(wait_for(kInFlightMax - 1));
    {
      const std::lock_guard lock(mutex_);
      ++in_flight_;
    }
    auto slice = std::make_shared<const std::vector<TokenRow>>(std::move(rows));
    command::submit(
        kernel_, caller_, {},
        [this, slice](command::Tx& tx) -> Result<command::Answer> {
          const std::int64_t start = kernel_.clock.monotonic_us();
          insert_rows(tx.db, *slice);
          tx.nothing_to_do();  // derived rows: the acts were those of the chunks
          fit(slice->size(), kernel_.clock.monotonic_us() - start);
          return command::Answer{};
        },
        [this](Result<command::Answer> answer) {
          const std::lock_guard lock(mutex_);
          if (!answer && !error_) error_ = std::move(answer).error();
          --in_flight_;
          changed_.notify_all();
        },
        sql::Lane::bulk);
    return {};
  }

  Status wait_for(int most) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return in_flight_ <= most; });
    if (error_) return fail(*error_);
    return {};
  }

 private:
  void fit(std::size_t rows, std::int64_t us) {
    if (us <= 0) return;  // a clock that stands still: tests
    const std::size_t wanted = rows * static_cast<std::size_t>(kSliceTargetUs) / static_cast<std::size_t>(us);
    // Half way there, so that one slow write does not swing it.
    const std::size_t next = (size_.load(std::memory_order_relaxed) + wanted) / 2;
    size_.store(std::clamp(next, kSliceMin, kSliceMax), std::memory_order_relaxed);
  }

  Kernel& kernel_;
  CallerPtr caller_;
  std::atomic<std::size_t> size_{2'048};
  std::mutex mutex_;
  std::condition_variable changed_;
  int in_flight_ = 0;
  std::optional<Error> error_;
};

}  // namespace

Status write_tokens(Kernel& kernel, const CallerPtr& caller, TokenSpool& spool,
                    const std::function<void(std::int64_t done, std::int64_t total)>& progress) {
  const std::int64_t total = spool.rows();
  std::int64_t written = 0;
  Slices slices(kernel, caller);
  TokenRow row;
  bool more = spool.next(row);
  while (more) {
    std::vector<TokenRow> slice;
    slice.reserve(slices.size());
    for (const std::size_t wanted = slices.size(); more && slice.size() < wanted; more = spool.next(row)) slice.push_back(row);
    written += static_cast<std::int64_t>(slice.size());
    YILIN_CHECK(slices.submit(std::move(slice)));
    if (progress) progress(written, total);
  }
  return slices.wait_for(0);
}

}  // namespace yilin::registry
