#include "modules/orders/parameters.h"

#include "base/assert.h"

namespace yilin::orders {

void Parameters::load(sql::Connection& db) {
  auto rows = db.rows("SELECT name, region, valid_from, value FROM order_parameter");
  while (rows.next())
    rows_[rows.str(0)].push_back({{rows.integer(1)}, static_cast<std::int32_t>(rows.integer(2)), rows.integer(3)});
}

std::int64_t Parameters::value(std::string_view name, RegionCode region, Date on) const {
  const Row* best = nullptr;
  const auto found = rows_.find(name);
  YILIN_ASSERT(found != rows_.end());
  for (const Row& row : found->second) {
    if (row.from > on.days || !row.region.contains(region)) continue;
    const bool deeper = !best || row.region.level() > best->region.level() ||
                        (row.region.level() == best->region.level() && row.from > best->from);
    if (deeper) best = &row;
  }
  YILIN_ASSERT(best != nullptr);
  return best->value;
}

}  // namespace yilin::orders
