#pragma once
// Bulk runs in the database: where each stands (table elder_run), and which ids it drew (elder_run_block), from which its
// search tokens can be made again after a kill.

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/command/tx.h"
#include "modules/registry/registry.h"
#include "modules/registry/spool.h"

namespace yilin::registry {

enum class RunState : std::uint8_t { rows = 1, done = 2 };

struct Run {
  std::int64_t id = 0;
  RunState state = RunState::rows;
  std::int64_t position = 0;
  BulkElders::Totals totals;
  std::vector<std::pair<std::int64_t, std::int64_t>> blocks;  // of ids, first and last, drawn before this process
};

using CallerPtr = std::shared_ptr<const access::Caller>;

// The run of this name, made when it is new.
Result<Run> open_run(Kernel& kernel, const CallerPtr& caller, std::string_view name);
Status set_run_state(Kernel& kernel, const CallerPtr& caller, std::int64_t run, RunState state);
void warn_of_unfinished_runs(Kernel& kernel);  // their people are in no text index yet

// Ids for rows that are sealed before they are written: drawn ahead in blocks that the run remembers. Thread-safe; never
// on the writer's thread.
class IdBlock {
 public:
  static constexpr std::size_t kDraw = 65'536;
  IdBlock(Kernel& kernel, CallerPtr caller, std::int64_t run) : kernel_(kernel), caller_(std::move(caller)), run_(run) {}
  Result<std::vector<std::int64_t>> take(std::size_t n);  // rising; n ≤ kDraw

 private:
  Status draw();

  Kernel& kernel_;
  CallerPtr caller_;
  std::int64_t run_;
  std::mutex mutex_;
  std::vector<std::int64_t> ids_;
  std::size_t used_ = 0;
};

// Makes the tokens of all elders with ids in [first, last] again from their rows.
void respool(Kernel& kernel, TokenSpool& spool, std::int64_t first, std::int64_t last);
// Writes everything in the spool into the index, in slices of a few milliseconds through the bulk lane.
Status write_tokens(Kernel& kernel, const CallerPtr& caller, TokenSpool& spool,
                    const std::function<void(std::int64_t done, std::int64_t total)>& progress);

}  // namespace yilin::registry
