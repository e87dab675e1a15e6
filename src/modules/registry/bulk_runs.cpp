#include "modules/registry/bulk_runs.h"

#include <algorithm>

#include "base/assert.h"
#include "base/log.h"
#include "kernel/command/command.h"
#include "modules/registry/elder_store.h"
#include "modules/registry/reading.h"

namespace yilin::registry {
namespace {

constexpr std::size_t kRespoolRows = reading::kIdsMax;

std::vector<std::pair<std::int64_t, std::int64_t>> blocks_of(sql::Connection& db, std::int64_t run) {
  std::vector<std::pair<std::int64_t, std::int64_t>> out;
  auto rows = db.rows("SELECT first_id, last_id FROM elder_run_block WHERE run_id = ? ORDER BY first_id", run);
  while (rows.next()) out.emplace_back(rows.integer(0), rows.integer(1));
  return out;
}

std::optional<Run> load_run(sql::Connection& db, std::string_view name) {
  auto rows = db.rows("SELECT id, state, position, added, known, refused, pairs FROM elder_run WHERE name = ?", name);
  if (!rows.next()) return std::nullopt;
  Run run;
  run.id = rows.integer(0);
  run.state = static_cast<RunState>(rows.integer(1));
  run.position = rows.integer(2);
  run.totals = {rows.integer(3), rows.integer(4), rows.integer(5), rows.integer(6)};
  return run;
}

}  // namespace

Result<Run> open_run(Kernel& kernel, const CallerPtr& caller, std::string_view name) {
  return command::run_for<Run>(
      kernel, *caller,
      [&](command::Tx& tx) -> Result<Run> {
        tx.nothing_to_do();  // the acts are those of the chunks
        if (auto run = load_run(tx.db, name)) {
          // A finished run that is opened again has all its tokens: only blocks drawn from now on count.
          if (run->state == RunState::rows) run->blocks = blocks_of(tx.db, run->id);
          return std::move(*run);
        }
        Run run;
        run.id = tx.new_id<Id<struct ElderRunTag>>().value;
        tx.db.queue(
            "INSERT INTO elder_run (id, name, state, position, added, known, refused, pairs, created_at) "
            "VALUES (?, ?, ?, 0, 0, 0, 0, 0, ?)",
            run.id, name, run.state, tx.now);
        return run;
      },
      sql::Lane::bulk);
}

Status set_run_state(Kernel& kernel, const CallerPtr& caller, std::int64_t run, RunState state) {
  return command::run(
      kernel, *caller,
      [&](command::Tx& tx) -> Status {
        tx.nothing_to_do();
        tx.db.queue("UPDATE elder_run SET state = ? WHERE id = ?", state, run);
        if (state == RunState::done) tx.db.queue("DELETE FROM elder_run_block WHERE run_id = ?", run);
        return {};
      },
      sql::Lane::bulk);
}

void warn_of_unfinished_runs(Kernel& kernel) {
  auto lease = kernel.readers->borrow();
  auto rows = lease->rows("SELECT name, position FROM elder_run WHERE state = ?", RunState::rows);
  while (rows.next())
    log::warning("bulk_run_unfinished", {{"run", rows.text(0)}, {"rows", rows.integer(1)}});
}

Status IdBlock::draw() {
  std::vector<std::int64_t> ids;
  YILIN_CHECK(command::run(
      kernel_, *caller_,
      [&](command::Tx& tx) -> Status {
        tx.nothing_to_do();
        ids.clear();
        ids.reserve(kDraw);
        while (ids.size() < kDraw) ids.push_back(tx.new_id<ElderId>().value);
        tx.db.queue("INSERT INTO elder_run_block (run_id, first_id, last_id) VALUES (?, ?, ?)", run_, ids.front(), ids.back());
        return {};
      },
      sql::Lane::bulk));
  ids_ = std::move(ids);
  used_ = 0;
  return {};
}

Result<std::vector<std::int64_t>> IdBlock::take(std::size_t n) {
  YILIN_ASSERT(n <= kDraw);
  const std::lock_guard lock(mutex_);
  if (ids_.size() - used_ < n) YILIN_CHECK(draw());
  const auto first = ids_.begin() + static_cast<std::ptrdiff_t>(used_);
  used_ += n;
  return std::vector<std::int64_t>(first, first + static_cast<std::ptrdiff_t>(n));
}

void respool(Kernel& kernel, TokenSpool& spool, std::int64_t first, std::int64_t last) {
  std::vector<TokenRow> tokens;
  for (std::int64_t after = first - 1;;) {
    auto lease = kernel.readers->borrow();  // anew each time: no snapshot grows old
    std::vector<ElderId> ids;
    {
      auto rows = lease->rows("SELECT id FROM elder WHERE id > ? AND id <= ? ORDER BY id LIMIT ?", after, last,
                              static_cast<std::int64_t>(kRespoolRows));
      while (rows.next()) ids.push_back(rows.id<ElderId>(0));
    }
    if (ids.empty()) return;
    after = ids.back().value;
    tokens.clear();
    for (const Elder& elder : reading::rows(*lease, kernel, ids))
      for (const std::int64_t token : elder_store::tokens_of(*lease, kernel, elder))
        tokens.push_back({token, elder.region.value, elder.id.value});
    spool.add(tokens);
  }
}

}  // namespace yilin::registry
