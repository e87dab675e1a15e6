#include "modules/dispatch/parameters.h"

#include "base/assert.h"

namespace yilin::dispatch {

void Parameters::load(sql::Connection& db) {
  auto rows = db.rows("SELECT name, region, valid_from, value FROM dispatch_parameter");
  while (rows.next())
    rows_[rows.str(0)].push_back({{rows.integer(1)}, static_cast<std::int32_t>(rows.integer(2)), rows.integer(3)});
}

std::int64_t Parameters::value(std::string_view name, RegionCode region, Date on) const {
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

rules::Terms Parameters::terms(RegionCode region, bool urban, Date on) const {
  const auto get = [&](std::string_view name) { return value(name, region, on); };
  rules::Terms terms;
  terms.detour_permille = get(urban ? "detour_permille_urban" : "detour_permille_rural");
  terms.pace_m_min = get(urban ? "pace_m_min_urban" : "pace_m_min_rural");
  terms.travel_unknown_min = get("travel_unknown_min");
  terms.travel_cap_min = get("travel_cap_min");
  terms.points_travel = get("points_travel");
  terms.points_familiar = get("points_familiar");
  terms.points_load = get("points_load");
  terms.points_wanted = get("points_wanted");
  terms.familiar_full_visits = get("familiar_full_visits");
  terms.load_full_visits = get("load_full_visits");
  return terms;
}

}  // namespace yilin::dispatch
