#include "modules/facilities/plan_demand.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "kernel/journal/chain.h"
#include "kernel/sealing/sealing.h"
#include "modules/facilities/rules.h"

namespace yilin::facilities {
namespace {

constexpr std::size_t kNamedMax = 5;

template <class T>
std::string digest_of(const std::vector<T>& values) {
  const auto d = sealing::sm3({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
  return {reinterpret_cast<const char*>(d.data()), d.size()};
}

// Candidates that nobody reaches at all: not in the table, far from any way, or far from everybody.
void note_unreached(PlanDemand& demand) {
  std::vector<char> reached(demand.site.size(), 0);
  for (const std::int32_t j : demand.rows.site) reached[static_cast<std::size_t>(j)] = 1;
  std::string names;
  std::size_t count = 0;
  for (std::size_t s = 0; s < reached.size(); ++s)
    if (!reached[s] && ++count <= kNamedMax) names += (count > 1 ? "、" : "") + demand.site[s].name;
  if (count > 0)
    demand.notes.push_back(fmt::format("{} 个备选点没有给圈外老人带来可达的路程（{}{}）：{}。", count, names, count > kNamedMax ? " 等" : "",
                                       demand.terms.reach == ReachKind::table ? "不在时间表中，或时间超过上限，或都已在圈内" : "附近没有道路，或路程超过上限，或都已在圈内"));
}

}  // namespace

Result<PlanDemand> demand_of(Kernel& kernel, const ScenarioInputs& in) {
  PlanDemand out;
  const auto divisions = region::divisions(kernel);
  const auto picture = crowd(kernel);
  const Date today = civil_date(kernel.clock.now());
  YILIN_TRY(out.terms, reach_terms(kernel, today, in));
  const auto walked = reacher(kernel, picture, out.terms);
  std::vector<std::int32_t> number;       // in the crowd
  out.as_of = picture->as_of;
  out.groups = picture->groups;
  const region::CommunityRange range = divisions->range_of(in.region.value ? in.region : divisions->city());
  for (std::size_t i = 0; i < picture->size(); ++i) {
    const auto g = static_cast<std::uint32_t>(picture->group[i]);
    if (g < range.first || g >= range.last) continue;
    number.push_back(static_cast<std::int32_t>(i));
    out.at.push_back(picture->at[i]);
    out.group.push_back(picture->group[i]);
    out.labels.push_back(picture->labels[i]);
    if (i < picture->urban) out.urban = out.at.size();
  }

  const Centres there = centres(kernel, mask_of(in.kinds));
  std::vector<ReachSite> existing, site;
  for (std::size_t k = 0; k < there.id.size(); ++k) {
    if (std::find(in.without.begin(), in.without.end(), there.id[k]) != in.without.end()) continue;
    out.existing_id.push_back(there.id[k]);
    out.existing.push_back(there.at[k]);
    existing.push_back({there.at[k], facility_key(there.id[k])});
  }
  for (PlanSite candidate : in.sites) {
    const Place at = *rules::place_of(candidate.lon_e6, candidate.lat_e6, in.datum);  // checked when the scenario was saved
    candidate.lon_e6 = at.lon_e6;
    candidate.lat_e6 = at.lat_e6;
    if (candidate.cost_fen.value == 0) candidate.cost_fen = in.site_cost_fen;
    if (candidate.capacity == 0) candidate.capacity = in.site_capacity;
    site.push_back({point_of(at), name_key(candidate.name)});
    out.site.push_back(std::move(candidate));
  }
  if (in.from_communities)
    for (std::uint32_t g = range.first; g < range.last && out.site.size() < kSitesMax; ++g) {
      const siting::Point& centre = picture->centre[g];
      if (!siting::placed(centre)) continue;
      const Place at = place_at(centre);
      const RegionCode code = divisions->community_at(g);
      site.push_back({point_of(at), community_key(code)});
      out.site.push_back({divisions->name(code), at.lon_e6, at.lat_e6, in.site_cost_fen, SiteRole::candidate, in.site_capacity});
    }
  for (const ReachSite& s : site) {
    out.site_at.push_back(s.at);
    out.site_key.push_back(s.key);
  }

  // Towns and country reach differently; who reaches the same sites is one row all the same.
  siting::RowMerger merger(static_cast<std::int32_t>(out.site.size()));
  for (const bool towns : {true, false}) {
    const std::size_t first = towns ? 0 : out.urban, count = towns ? out.urban : out.at.size() - out.urban;
    siting::People people{siting::Surface::sphere, std::span(out.at).subspan(first, count), {}, {}, 0};
    std::vector<siting::Point> known;
    const auto merged = [&] {
      if (!walked) return siting::merge(people, out.existing, out.site_at, towns ? urban_reach(out.terms) : rural_reach(out.terms), true);
      const auto elders = std::span(number).subspan(first, count);
      for (const std::int32_t i : elders) known.push_back(walked->known()[static_cast<std::size_t>(i)]);
      people.at = known;
      return siting::merge_pairs(people, walked->pairs(elders, towns, existing), walked->pairs(elders, towns, site));
    }();
    out.covered_before += merged.already_covered;
    out.beyond_reach += merged.beyond_reach;
    out.unplaced += merged.unplaced;
    std::vector<std::int32_t> joined(static_cast<std::size_t>(merged.rows.rows()));
    for (std::int32_t r = 0; r < merged.rows.rows(); ++r)
      joined[static_cast<std::size_t>(r)] = merger.add(merged.rows.of(r), merged.rows.weight[static_cast<std::size_t>(r)]);
    for (const std::int32_t r : merged.row_of) out.row_of.push_back(r >= 0 ? joined[static_cast<std::size_t>(r)] : r);
  }
  out.rows = merger.take();
  if (walked) {
    note_unreached(out);
    for (std::string& note : walked->notes()) out.notes.push_back(std::move(note));
  }

  std::string all = entity::to_json(in) + entity::to_json(out.terms) + digest_of(out.at) + digest_of(out.group) + digest_of(out.labels) + digest_of(out.existing) +
                    digest_of(out.site_at);
  out.digest = journal::to_hex(sealing::sm3(all));
  return out;
}

std::vector<std::int32_t> reached_by(const siting::CoverRows& rows, const std::vector<std::int32_t>& open) {
  std::vector<char> is_open(static_cast<std::size_t>(rows.sites), 0);
  for (const std::int32_t j : open) is_open[static_cast<std::size_t>(j)] = 1;
  std::vector<std::int32_t> out(static_cast<std::size_t>(rows.rows()), 0);
  for (std::int32_t r = 0; r < rows.rows(); ++r)
    for (const std::int32_t j : rows.of(r)) out[static_cast<std::size_t>(r)] += is_open[static_cast<std::size_t>(j)];
  return out;
}

std::int64_t gained_by(const siting::CoverRows& rows, const std::vector<std::int32_t>& reached) {
  std::int64_t sum = 0;
  for (std::size_t r = 0; r < reached.size(); ++r)
    if (reached[r] > 0) sum += rows.weight[r];
  return sum;
}

void explain(const Kernel& kernel, const PlanDemand& demand, const std::vector<std::int32_t>& open, const std::vector<std::int32_t>& year, PlanResult& result) {
  constexpr std::size_t kNextMax = 10;
  const auto reached = reached_by(demand.rows, open);
  std::vector<std::int64_t> in_reach(demand.site.size(), 0), only_here(demand.site.size(), 0), gains(demand.site.size(), 0);
  std::vector<char> is_open(demand.site.size(), 0);
  for (const std::int32_t j : open) is_open[static_cast<std::size_t>(j)] = 1;
  for (std::int32_t r = 0; r < demand.rows.rows(); ++r) {
    const auto at = static_cast<std::size_t>(r);
    for (const std::int32_t j : demand.rows.of(r)) {
      const auto s = static_cast<std::size_t>(j);
      in_reach[s] += demand.rows.weight[at];
      if (reached[at] == 0) gains[s] += demand.rows.weight[at];
      if (reached[at] == 1 && is_open[s]) only_here[s] += demand.rows.weight[at];
    }
  }
  result.terms = demand.terms;
  result.input_digest = demand.digest;
  result.as_of = demand.as_of;
  result.elders = static_cast<std::int64_t>(demand.at.size());
  result.unplaced = demand.unplaced;
  result.beyond_reach = demand.beyond_reach;
  result.existing = static_cast<std::int64_t>(demand.existing.size());
  result.covered_before = demand.covered_before;
  result.covered_after = demand.covered_before + gained_by(demand.rows, reached);
  for (std::size_t k = 0; k < open.size(); ++k) {
    const auto s = static_cast<std::size_t>(open[k]);
    const PlanSite& site = demand.site[s];
    result.cost_fen.value += site.cost_fen.value;
    result.sites.push_back({open[k] + 1, site.name, site.lon_e6, site.lat_e6, site.cost_fen, site.role, year.empty() ? 0 : year[k], in_reach[s], only_here[s], 0, site.capacity, demand.site_key[s]});
  }
  std::vector<std::int32_t> closed;
  for (std::size_t s = 0; s < demand.site.size(); ++s)
    if (!is_open[s] && gains[s] > 0 && demand.site[s].role != SiteRole::excluded) closed.push_back(static_cast<std::int32_t>(s));
  std::stable_sort(closed.begin(), closed.end(), [&](std::int32_t a, std::int32_t b) { return gains[static_cast<std::size_t>(a)] > gains[static_cast<std::size_t>(b)]; });
  for (std::size_t k = 0; k < std::min(kNextMax, closed.size()); ++k) {
    const auto s = static_cast<std::size_t>(closed[k]);
    result.next_best.push_back({closed[k] + 1, demand.site[s].name, demand.site[s].lon_e6, demand.site[s].lat_e6, gains[s]});
  }

  struct Count {
    std::int64_t elders = 0, before = 0, gained = 0;
  };
  std::vector<Count> by_group(static_cast<std::size_t>(demand.groups));
  Count by_label[32];
  for (std::size_t i = 0; i < demand.at.size(); ++i) {
    const std::int32_t row = demand.row_of[i];
    const Count add{1, row == siting::MergedPeople::kCovered, row >= 0 && reached[static_cast<std::size_t>(row)] > 0};
    const auto take = [&](Count& c) { c.elders += add.elders, c.before += add.before, c.gained += add.gained; };
    take(by_group[static_cast<std::size_t>(demand.group[i])]);
    for (std::uint32_t bits = demand.labels[i]; bits != 0; bits &= bits - 1) take(by_label[__builtin_ctz(bits)]);
  }
  const auto divisions = region::divisions(const_cast<Kernel&>(kernel));
  for (std::size_t g = 0; g < by_group.size(); ++g) {
    if (by_group[g].gained == 0) continue;
    const RegionCode code = divisions->community_at(static_cast<std::uint32_t>(g));
    result.by_region.push_back({code, divisions->full_name(code), by_group[g].elders, by_group[g].before, by_group[g].gained});
  }
  std::stable_sort(result.by_region.begin(), result.by_region.end(), [](const RegionGain& a, const RegionGain& b) { return a.gained > b.gained; });
  for (const entity::EnumName& n : registry::enum_names(registry::Label{})) {
    const Count& c = by_label[n.value];
    if (c.elders > 0) result.by_label.push_back({std::string(n.label), c.elders, c.before, c.gained});
  }
}

}  // namespace yilin::facilities
