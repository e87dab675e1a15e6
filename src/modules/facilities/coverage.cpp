#include "modules/facilities/coverage.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "modules/facilities/memory.h"
#include "modules/facilities/rules.h"
#include "modules/region/region.h"

namespace yilin::facilities {
namespace {

// One zone, or Luo & Qi's (2009) slow decay over three equal ones.
std::vector<siting::Zone> zones_of(AccessMethod method, std::int64_t far) {
  if (method == AccessMethod::two_step) return {{far, 1.0}};
  return {{far / 3, 1.0}, {far * 2 / 3, 0.68}, {far, 0.22}};
}

RegionCode top_of(const command::Reader& reader, RegionCode asked) { return asked.value ? asked : region::city(reader.kernel); }

CoverageRow row_of(const command::Reader& reader, const region::Divisions& divisions, const std::vector<siting::Tally>& by_group, RegionCode region) {
  CoverageRow row;
  row.region = region;
  row.region_name = divisions.name(region);
  row.urban = region.level() == RegionLevel::community && divisions.urban(region);
  for (const region::CommunityRange& r : seen(reader, divisions, region))
    for (std::uint32_t g = r.first; g < r.last && g < by_group.size(); ++g) {
      row.covered += by_group[g].covered;
      row.uncovered += by_group[g].uncovered;
      row.unplaced += by_group[g].unplaced;
    }
  row.elders = row.covered + row.uncovered + row.unplaced;
  if (row.covered + row.uncovered > 0) row.share_bp = row.covered * 10'000 / (row.covered + row.uncovered);
  return row;
}

Result<std::shared_ptr<const CityAudit>> audit_asked(const command::Reader& reader, const std::vector<FacilityKind>& kinds, const ReachWish& wish) {
  YILIN_TRY(const ReachTerms terms, reach_terms(reader.kernel, reader.today(), wish));
  return memory(reader.kernel).audits.get(mask_of(kinds), terms);
}

// The nearest centre as the crow flies; at most some thousand are looked at.
std::pair<std::size_t, double> nearest(const Centres& centres, const siting::Point& from) {
  std::pair<std::size_t, double> best{0, INFINITY};
  for (std::size_t k = 0; k < centres.at.size(); ++k) {
    const double d2 = siting::distance2_mm2(siting::Surface::sphere, from, centres.at[k]);
    if (d2 < best.second) best = {k, d2};
  }
  return best;
}

}  // namespace

std::vector<region::CommunityRange> seen(const command::Reader& reader, const region::Divisions& divisions, RegionCode region) {
  std::vector<region::CommunityRange> out;
  for (const RegionRange& r : registry::scope_of(reader.caller, region)) out.push_back(divisions.range_within(r));
  return out;
}
bool within(const std::vector<region::CommunityRange>& ranges, std::int32_t group) {
  for (const region::CommunityRange& r : ranges)
    if (r.first <= static_cast<std::uint32_t>(group) && static_cast<std::uint32_t>(group) < r.last) return true;
  return false;
}

Result<CoverageTable> coverage_table(command::Reader& reader, const CoverageQuery& in) {
  YILIN_TRY(const auto audit, audit_asked(reader, in.kinds, in));
  const auto divisions = region::divisions(reader.kernel);
  const RegionCode top = top_of(reader, in.region);
  CoverageTable out;
  out.total = row_of(reader, *divisions, audit->by_group, top);
  out.total.region_name = divisions->full_name(top);
  for (const RegionCode child : divisions->children(top)) {
    if (registry::scope_of(reader.caller, child).empty()) continue;
    out.children.push_back(row_of(reader, *divisions, audit->by_group, child));
  }
  out.centres = static_cast<std::int64_t>(audit->centres.id.size());
  out.centres_without_place = audit->centres.without_place;
  out.terms = audit->terms;
  out.notes = audit->notes;
  out.as_of = audit->crowd->as_of;
  return out;
}

Result<UncoveredPage> uncovered(command::Reader& reader, const UncoveredQuery& in) {
  YILIN_TRY(const auto audit, audit_asked(reader, in.kinds, in));
  const auto divisions = region::divisions(reader.kernel);
  const auto ranges = seen(reader, *divisions, top_of(reader, in.region));
  const Crowd& crowd = *audit->crowd;
  UncoveredPage out;
  out.terms = audit->terms;
  // The smallest ids above the cursor, in a heap of one page.
  const auto most = static_cast<std::size_t>(in.limit) + 1;
  std::vector<std::pair<ElderId, std::size_t>> page;
  for (std::size_t i = 0; i < crowd.size(); ++i) {
    const bool placed = siting::placed(audit->known ? audit->known->known()[i] : crowd.at[i]);
    if (placed == in.unplaced || (placed && audit->reached[i] > 0) || !within(ranges, crowd.group[i])) continue;
    ++out.total;
    if (crowd.id[i] <= in.cursor) continue;
    if (page.size() == most) {
      if (page.front().first < crowd.id[i]) continue;
      std::pop_heap(page.begin(), page.end());
      page.pop_back();
    }
    page.emplace_back(crowd.id[i], i);
    std::push_heap(page.begin(), page.end());
  }
  std::sort(page.begin(), page.end());
  if (page.size() == most) {
    page.pop_back();
    out.next = std::to_string(page.back().first.value);
  }
  std::vector<ElderId> ids;
  for (const auto& [id, i] : page) ids.push_back(id);
  const registry::Briefs briefs(reader, ids);
  for (const auto& [id, i] : page) {
    const registry::ElderBrief* brief = briefs.find(id);
    if (brief == nullptr) continue;
    UncoveredElder e;
    e.id = id;
    e.name = brief->name;
    e.region_name = brief->region_name;
    e.address = brief->address;
    e.age = brief->age;
    e.lon_e6 = brief->lon_e6;
    e.lat_e6 = brief->lat_e6;
    if (const auto [k, d2] = nearest(audit->centres, crowd.at[i]); siting::placed(crowd.at[i]) && d2 < INFINITY) {
      e.nearest = audit->centres.id[k];
      if (const auto entry = shelf(reader.kernel).facilities.get(e.nearest)) e.nearest_name = entry->facility.name;
      e.nearest_m = std::llround(std::sqrt(d2) / 1000);
    }
    out.items.push_back(std::move(e));
  }
  return out;
}

Result<CentreLoadPage> centre_loads(command::Reader& reader, const CentreLoadQuery& in) {
  YILIN_TRY(const auto audit, audit_asked(reader, in.kinds, in));
  const auto divisions = region::divisions(reader.kernel);
  const auto scope = registry::scope_of(reader.caller, top_of(reader, in.region));
  CentreLoadPage out;
  out.terms = audit->terms;
  std::vector<CentreLoad> rows;
  for (std::size_t k = 0; k < audit->centres.id.size(); ++k) {
    const auto entry = shelf(reader.kernel).facilities.get(audit->centres.id[k]);
    if (!entry || !std::any_of(scope.begin(), scope.end(), [&](const RegionRange& r) { return r.contains(entry->facility.region); })) continue;
    CentreLoad row;
    row.id = entry->facility.id;
    row.name = entry->facility.name;
    row.kind = entry->facility.kind;
    row.region_name = divisions->full_name(entry->facility.region);
    row.in_reach = audit->in_reach[k];
    row.only_here = audit->only_here[k];
    row.beds = entry->facility.beds;
    row.beds_taken = entry->taken();
    if (row.beds > 0) row.elders_per_bed = row.in_reach / row.beds;
    rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(), [](const CentreLoad& a, const CentreLoad& b) {
    return a.elders_per_bed.value_or(-1) > b.elders_per_bed.value_or(-1);
  });
  out.total = static_cast<std::int64_t>(rows.size());
  const std::int64_t from = std::min(out.total, in.cursor), to = std::min(out.total, from + in.limit);
  out.items.assign(std::make_move_iterator(rows.begin() + from), std::make_move_iterator(rows.begin() + to));
  if (to < out.total) out.next = std::to_string(to);
  return out;
}

Result<AccessTable> access_table(command::Reader& reader, const AccessQuery& in) {
  YILIN_TRY(const ReachTerms terms, reach_terms(reader.kernel, reader.today(), in));
  const auto picture = crowd(reader.kernel);
  const Centres supply = centres(reader.kernel, mask_of(in.kinds));
  const bool by_table = terms.reach == ReachKind::table;
  if (by_table && in.path_m > 0) return fail_field("path_m", "可达路程", "按时间表计算时以分钟为限，请不填可达路程。");
  AccessTable out;
  out.terms = terms;
  out.path_m = by_table ? 0 : in.path_m > 0 ? in.path_m : terms.urban_path_m;
  out.detour_permille = terms.reach == ReachKind::straight ? terms.urban_detour_permille : 0;
  out.as_of = picture->as_of;
  const std::string one_limit = by_table                                ? fmt::format("全市同一时限 {} 分钟，按给定的时间表", terms.urban_minutes)
                                : terms.reach == ReachKind::walking ? fmt::format("全市同一可达路程 {} 米，沿路网步行", out.path_m)
                                                                        : fmt::format("全市同一可达路程 {} 米、绕行系数 {}.{:03}", out.path_m, out.detour_permille / 1000, out.detour_permille % 1000);
  out.method = fmt::format("{}，以床位为供给，{}。", in.method == AccessMethod::two_step ? "两步移动搜寻法（2SFCA）" : "改进两步移动搜寻法（E2SFCA，三段权重 1、0.68、0.22）", one_limit);
  std::vector<double> beds(supply.beds.begin(), supply.beds.end());
  for (const std::int32_t b : supply.beds) out.beds += b;
  const std::int64_t far = by_table ? terms.urban_minutes * 60 : out.path_m * 1000;  // seconds, or millimetres
  const auto walked = reacher(reader.kernel, picture, terms);
  const auto access = [&] {
    if (!walked) return siting::floating_catchments(picture->everybody(), supply.at, beds, zones_of(in.method, far), out.detour_permille);
    siting::People people = picture->everybody();
    people.at = walked->known();
    std::vector<std::int32_t> everybody(picture->size());
    std::iota(everybody.begin(), everybody.end(), 0);
    return siting::catchments_of_pairs(people, walked->pairs(everybody, true, supply.sites(), static_cast<std::int32_t>(far)), beds, zones_of(in.method, far));
  }();
  out.beds_reaching_milli = std::llround(access.supply_reaching_anyone * 1000);

  struct Sum {
    std::int64_t elders = 0, placed = 0, without = 0;
    double access = 0;
  };
  std::vector<Sum> by_group(static_cast<std::size_t>(picture->groups));
  for (std::size_t i = 0; i < picture->size(); ++i) {
    Sum& sum = by_group[static_cast<std::size_t>(picture->group[i])];
    ++sum.elders;
    if (!siting::placed(walked ? walked->known()[i] : picture->at[i])) continue;
    ++sum.placed;
    sum.without += access.per_person[i] == 0;
    sum.access += access.per_person[i];
  }
  const auto divisions = region::divisions(reader.kernel);
  const auto row = [&](RegionCode region) {
    AccessRow out_row{region, divisions->name(region)};
    std::int64_t placed = 0;
    double sum = 0;
    for (const region::CommunityRange& r : seen(reader, *divisions, region))
      for (std::uint32_t g = r.first; g < r.last && g < by_group.size(); ++g) {
        out_row.elders += by_group[g].elders;
        out_row.without += by_group[g].without;
        placed += by_group[g].placed;
        sum += by_group[g].access;
      }
    if (placed > 0) out_row.beds_per_1000_milli = std::llround(sum / static_cast<double>(placed) * 1'000'000);
    return out_row;
  };
  const RegionCode top = top_of(reader, in.region);
  out.total = row(top);
  out.total.region_name = divisions->full_name(top);
  for (const RegionCode child : divisions->children(top))
    if (!registry::scope_of(reader.caller, child).empty()) out.children.push_back(row(child));
  return out;
}

Result<CoverageParameters> coverage_parameters(command::Reader& reader, const http::Nothing&) {
  CoverageParameters out;
  auto rows = reader.db.rows("SELECT name, region, valid_from, value, basis, confidence FROM coverage_parameter ORDER BY name, region, valid_from");
  while (rows.next())
    out.items.push_back({rows.str(0), {rows.integer(1)}, Date{static_cast<std::int32_t>(rows.integer(2))}, rows.integer(3), rows.str(4), rows.str(5)});
  return out;
}

Result<CoverageParameter> set_coverage_parameter(command::Tx& tx, const CoverageParameter& in) {
  struct Bounds {
    std::string_view name;
    std::int64_t least, most;
  };
  static constexpr Bounds bounds[] = {{"urban_minutes", 1, 120},        {"urban_pace_mm_s", 100, 3'000},         {"urban_detour_permille", 1'000, 3'000},
                                      {"rural_path_m", 1, 20'000},      {"rural_detour_permille", 1'000, 3'000}, {"elders_datum", 1, 4},
                                      {"city_margin_m", 1'000, 500'000}, {"walk_snap_m", 10, 2'000}};
  const auto known = std::find_if(std::begin(bounds), std::end(bounds), [&](const Bounds& b) { return b.name == in.name; });
  if (known == std::end(bounds)) return fail_field("name", "名称", "没有这个参数。");
  if (in.value < known->least || in.value > known->most) return fail_field("value", "数值", fmt::format("应在 {} 到 {} 之间。", known->least, known->most));
  const RegionCode city = region::city(tx.kernel);
  if (in.region != city || !tx.caller.in_scope(city)) return fail_field("region", "地区", "口径由市级设定，适用于全市。");
  tx.db.queue("INSERT INTO coverage_parameter (name, region, valid_from, value, basis, confidence) VALUES (?, ?, ?, ?, ?, ?) "
              "ON CONFLICT (name, region, valid_from) DO UPDATE SET value = EXCLUDED.value, basis = EXCLUDED.basis, confidence = EXCLUDED.confidence",
              in.name, in.region, std::int64_t{in.valid_from.days}, in.value, in.basis, in.confidence);
  tx.record({"coverage.parameter", "coverage_parameter", 0, city, {}, in.basis, entity::to_json(in)});
  tx.after_commit([&kernel = tx.kernel, books = read_books(tx.db)] {
    shelf(kernel).put(books);
    memory(kernel).crowds.age();
  });
  return in;
}

}  // namespace yilin::facilities
