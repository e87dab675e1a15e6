#pragma once
// The ceiling that a run is read against: a bare loop, without rules, HTTP or sealing, that inserts into an empty database of
// the same schema the very rows that the run's acts left behind, as many acts a commit as the run's groups had, with the same
// durability.

#include <map>
#include <span>
#include <string>

#include "kernel/sql/migrations.h"

namespace yilin::bench {

using RowCounts = std::map<std::string, std::int64_t>;  // by table
RowCounts count_rows(sql::Connection& db);

struct Ceiling {
  double acts_per_second = 0;
  double rows_per_act = 0;
};
// `before`: the counts when the acts began; `target`: an empty database. At most kCeilingActs are replayed.
inline constexpr std::int64_t kCeilingActs = 20'000;
Ceiling measure_ceiling(sql::Connection& source, const RowCounts& before, std::int64_t acts, std::int64_t acts_per_group,
                        const std::string& target, std::span<const sql::Migration> migrations);

}  // namespace yilin::bench
