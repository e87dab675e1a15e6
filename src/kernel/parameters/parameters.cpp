#include "kernel/parameters/parameters.h"

#include "base/assert.h"

namespace yilin {

void DatedParameters::load(sql::Connection& db, sql::Literal table) {
  rows_.clear();
  auto rows = db.rows(sql::Statement("SELECT name, region, valid_from, value FROM ").add(table));
  while (rows.next())
    rows_[rows.str(0)].push_back({{rows.integer(1)}, static_cast<std::int32_t>(rows.integer(2)), rows.integer(3)});
}

std::int64_t DatedParameters::value(std::string_view name, RegionCode region, Date on) const {
  const auto found = rows_.find(name);
  YILIN_ASSERT(found != rows_.end());
  const Row* best = nullptr;
  for (const Row& row : found->second) {
    if (row.from > on.days || !row.region.contains(region)) continue;
    const bool deeper = !best || row.region.level() > best->region.level() ||
                        (row.region.level() == best->region.level() && row.from > best->from);
    if (deeper) best = &row;
  }
  YILIN_ASSERT(best != nullptr);
  return best->value;
}

}  // namespace yilin
