// The city's audit and the terms that it is reckoned by.
#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "modules/facilities/coverage.h"
#include "modules/region/region.h"

namespace yilin::facilities {

ReachTerms reach_terms(const Books& books, RegionCode city, Date on, const ReachWish& wish) {
  const auto value = [&](const std::optional<std::int64_t>& asked, std::string_view name) {
    return asked ? *asked : books.parameters.value(name, city, on);
  };
  ReachTerms t;
  t.urban_minutes = value(wish.urban_minutes, "urban_minutes");
  t.urban_pace_mm_s = value(wish.urban_pace_mm_s, "urban_pace_mm_s");
  t.urban_detour_permille = value(wish.urban_detour_permille, "urban_detour_permille");
  t.urban_path_m = t.urban_minutes * 60 * t.urban_pace_mm_s / 1000;
  t.rural_path_m = value(wish.rural_path_m, "rural_path_m");
  t.rural_detour_permille = value(wish.rural_detour_permille, "rural_detour_permille");
  t.elders_datum = static_cast<MapDatum>(books.parameters.value("elders_datum", city, on));
  t.method = fmt::format("路程按直线距离乘绕行系数估算：城镇步行 {} 分钟、每秒 {}.{:03} 米，即 {} 米，系数 {}.{:03}；农村 {} 米，系数 {}.{:03}。正好等于上限的算作可达。",
                         t.urban_minutes, t.urban_pace_mm_s / 1000, t.urban_pace_mm_s % 1000, t.urban_path_m, t.urban_detour_permille / 1000,
                         t.urban_detour_permille % 1000, t.rural_path_m, t.rural_detour_permille / 1000, t.rural_detour_permille % 1000);
  return t;
}

siting::Reach urban_reach(const ReachTerms& t) { return {t.urban_path_m * 1000, t.urban_detour_permille}; }
siting::Reach rural_reach(const ReachTerms& t) { return {t.rural_path_m * 1000, t.rural_detour_permille}; }

std::vector<FacilityKind> centre_kinds() {
  return {FacilityKind::street_centre, FacilityKind::day_care, FacilityKind::village_home, FacilityKind::care_home};
}

std::uint32_t mask_of(const std::vector<FacilityKind>& kinds) {
  std::uint32_t mask = 0;
  for (const FacilityKind kind : kinds.empty() ? centre_kinds() : kinds) mask |= 1u << static_cast<int>(kind);
  return mask;
}

Centres centres(const Kernel& kernel, std::uint32_t kinds) {
  Centres out;
  shelf(kernel).facilities.for_each([&](const FacilityIndex::Entry& e) {
    const Facility& f = e.facility;
    if (f.state != FacilityState::open || (kinds >> static_cast<int>(f.kind) & 1) == 0) return;
    if (f.lon_e6 == 0 && f.lat_e6 == 0) {
      ++out.without_place;
      return;
    }
    out.id.push_back(f.id);
    out.at.push_back(point_of({f.lon_e6, f.lat_e6}));
    out.beds.push_back(f.beds);
  });
  return out;
}

std::shared_ptr<const CityAudit> Audits::get(std::uint32_t kinds, const ReachTerms& terms) {
  const auto picture = crowd(kernel_);
  const Key key{picture->version, shelf(kernel_).facilities.map_version(), kinds, entity::to_json(terms)};
  const std::lock_guard lock(mutex_);
  for (auto it = kept_.begin(); it != kept_.end(); ++it)
    if (it->first == key) {
      kept_.splice(kept_.begin(), kept_, it);
      return kept_.front().second;
    }
  auto out = std::make_shared<CityAudit>();
  out->crowd = picture;
  out->centres = centres(kernel_, kinds);
  out->terms = terms;
  const auto towns = siting::audit(picture->people(true), out->centres.at, urban_reach(terms));
  auto country = siting::audit(picture->people(false), out->centres.at, rural_reach(terms));
  out->by_group = towns.by_group;
  for (std::size_t g = 0; g < out->by_group.size(); ++g) {
    out->by_group[g].covered += country.by_group[g].covered;
    out->by_group[g].uncovered += country.by_group[g].uncovered;
    out->by_group[g].unplaced += country.by_group[g].unplaced;
  }
  out->reached = towns.reached;
  out->reached.insert(out->reached.end(), country.reached.begin(), country.reached.end());
  out->in_reach = towns.in_reach;
  out->only_here = towns.only_here;
  for (std::size_t k = 0; k < out->in_reach.size(); ++k) {
    out->in_reach[k] += country.in_reach[k];
    out->only_here[k] += country.only_here[k];
  }
  kept_.emplace_front(key, out);
  if (kept_.size() > kKept) kept_.pop_back();
  return out;
}

}  // namespace yilin::facilities
