// The city's audit and the terms that it is reckoned by.
#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "modules/facilities/memory.h"
#include "modules/region/region.h"

namespace yilin::facilities {

namespace {

// "1.300": thousandths as people write them.
std::string thousandths(std::int64_t value) { return fmt::format("{}.{:03}", value / 1000, value % 1000); }

std::string given(const ReachLayer& layer) {
  return fmt::format("{}，{}{}导入", layer.source, layer.dated_on ? fmt::format("数据日期 {}，", to_string(layer.dated_on)) : "", to_string(civil_date(layer.created_at)));
}

std::string sentence(const ReachTerms& t, const std::optional<ReachLayer>& layer) {
  const std::string pace = thousandths(t.urban_pace_mm_s);
  switch (t.reach) {
    case ReachKind::walking:
      return fmt::format("沿路网步行的路程（{}）：城镇步行 {} 分钟、每秒 {} 米，即 {} 米；农村 {} 米。住处和设施就近接到 {} 米以内的道路，接路的一段也算路程。正好等于上限的算作可达。",
                         given(*layer), t.urban_minutes, pace, t.urban_path_m, t.rural_path_m, t.snap_m);
    case ReachKind::table: {
      const std::int64_t rural_s = reach_limit(t, false);
      return fmt::format("按给定的时间表（{}）：城镇不超过 {} 分钟，农村不超过 {} 分 {} 秒（{} 米按每秒 {} 米折算）。老人取其所在社区的时间；表中没有的一对算作到不了，整个社区不在表中的老人另计。正好等于上限的算作可达。",
                         given(*layer), t.urban_minutes, rural_s / 60, rural_s % 60, t.rural_path_m, pace);
    }
    case ReachKind::straight: break;
  }
  return fmt::format("路程按直线距离乘绕行系数估算：城镇步行 {} 分钟、每秒 {} 米，即 {} 米，系数 {}；农村 {} 米，系数 {}。正好等于上限的算作可达。", t.urban_minutes, pace,
                     t.urban_path_m, thousandths(t.urban_detour_permille), t.rural_path_m, thousandths(t.rural_detour_permille));
}

}  // namespace

Result<ReachTerms> reach_terms(Kernel& kernel, Date on, const ReachWish& wish) {
  const auto books = shelf(kernel).books();
  const RegionCode city = region::city(kernel);
  const auto value = [&](const std::optional<std::int64_t>& asked, std::string_view name) { return asked ? *asked : books->parameters.value(name, city, on); };
  ReachTerms t;
  t.reach = wish.reach.value_or(ReachKind::straight);
  t.urban_minutes = value(wish.urban_minutes, "urban_minutes");
  t.urban_pace_mm_s = value(wish.urban_pace_mm_s, "urban_pace_mm_s");
  t.urban_detour_permille = value(wish.urban_detour_permille, "urban_detour_permille");
  t.urban_path_m = t.urban_minutes * 60 * t.urban_pace_mm_s / 1000;
  t.rural_path_m = value(wish.rural_path_m, "rural_path_m");
  t.rural_detour_permille = value(wish.rural_detour_permille, "rural_detour_permille");
  t.elders_datum = static_cast<MapDatum>(books->parameters.value("elders_datum", city, on));
  std::optional<ReachLayer> layer;
  if (t.reach != ReachKind::straight) {
    YILIN_CHECK(memory(kernel).layers.ready(t.reach));
    layer = memory(kernel).layers.current(t.reach);
    if (!layer) return fail(yilin::errors::busy);
    t.layer_id = layer->id;
    if (t.reach == ReachKind::walking) t.snap_m = books->parameters.value("walk_snap_m", city, on);
  }
  t.method = sentence(t, layer);
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

std::vector<ReachSite> Centres::sites() const {
  std::vector<ReachSite> out;
  out.reserve(id.size());
  for (std::size_t k = 0; k < id.size(); ++k) out.push_back({at[k], facility_key(id[k])});
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
  const auto walked = reacher(kernel_, picture, terms);
  out->known = walked;
  if (walked) out->notes = walked->notes();
  const auto part = [&](bool in_towns) {
    if (!walked) return siting::audit(picture->people(in_towns), out->centres.at, in_towns ? urban_reach(terms) : rural_reach(terms));
    const auto elders = picture->numbers(in_towns);
    siting::People people = picture->people(in_towns);
    people.at = std::span(walked->known()).subspan(in_towns ? 0 : picture->urban, elders.size());
    return siting::audit_pairs(people, walked->pairs(elders, in_towns, out->centres.sites()));
  };
  const auto towns = part(true);
  const auto country = part(false);
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
