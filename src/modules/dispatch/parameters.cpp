#include "modules/dispatch/parameters.h"

namespace yilin::dispatch {

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
