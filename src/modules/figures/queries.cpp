// Activity and elders of a region and its parts: both from memory, the total being the sum of the parts.
#include <algorithm>

#include "modules/figures/mirror.h"
#include "modules/figures/views.h"
#include "modules/registry/registry.h"

namespace yilin::figures {
namespace {

bool within(const access::Caller& caller, RegionRange wanted) {
  if (caller.kind == access::CallerKind::system) return true;
  return std::any_of(caller.scope.begin(), caller.scope.end(),
                     [&](const RegionRange& r) { return r.lo <= wanted.lo && wanted.hi <= r.hi; });
}

// The highest divisions from `code` down that lie wholly in the caller's scope.
void collect(const region::Divisions& tree, const access::Caller& caller, RegionCode code, std::vector<RegionCode>& out) {
  const RegionRange range = code.subtree();
  if (within(caller, range)) {
    out.push_back(code);
    return;
  }
  const bool touched = std::any_of(caller.scope.begin(), caller.scope.end(),
                                   [&](const RegionRange& r) { return r.lo < range.hi && range.lo < r.hi; });
  if (!touched) return;
  for (const RegionCode child : tree.children(code)) collect(tree, caller, child, out);
}

std::optional<std::int64_t> ratio(std::int64_t part, std::int64_t whole, std::int64_t scale = 1000) {
  if (whole <= 0) return std::nullopt;
  return (part * scale + whole / 2) / whole;
}

template <std::size_t N>
void add_counts(std::vector<ElderCount>& out, std::span<const entity::EnumName> names, const std::int64_t (&counts)[N], std::int64_t shift) {
  for (const entity::EnumName& name : names) {
    const auto at = static_cast<std::size_t>(name.value + shift);
    if (at < N) out.push_back({std::string(name.code), std::string(name.label), counts[at]});
  }
}

ElderRow elder_row(const registry::Tally& tally, const entity::Viewer& viewer) {
  static constexpr entity::EnumName ages[] = {{0, "under_60", "不足 60 岁"}, {1, "60_69", "60—69 岁"}, {2, "70_79", "70—79 岁"},
                                              {3, "80_89", "80—89 岁"},     {4, "90_99", "90—99 岁"}, {5, "100_over", "100 岁以上"}};
  ElderRow row;
  row.elders = tally.elders;
  add_counts(row.labels, enum_names(registry::Label{}), tally.by_label, 0);
  add_counts(row.ages, ages, tally.by_age, 0);
  add_counts(row.living, enum_names(registry::Living{}), tally.by_living, 0);
  if (viewer.sees(entity::Pii::health)) add_counts(row.ability, enum_names(registry::Ability{}), tally.by_ability, 1);
  add_counts(row.sexes, enum_names(Sex{}), tally.by_sex, 0);
  return row;
}

}  // namespace

Result<Area> area_of(const command::Reader& reader, RegionCode region) {
  const auto tree = region::divisions(reader.kernel);
  const access::Caller& caller = reader.caller;
  if (caller.kind != access::CallerKind::staff && caller.kind != access::CallerKind::system) return fail(yilin::errors::forbidden);
  Area area;
  if (region.value == 0) {
    std::vector<RegionCode> own;
    collect(*tree, caller, tree->city(), own);
    if (own.size() != 1) {
      area.name = "管辖范围";
      area.children = std::move(own);
      return area;
    }
    region = own.front();
  }
  if (!within(caller, region.subtree()) || tree->find(region) == nullptr) return fail(yilin::errors::not_found);
  area.region = region;
  area.name = tree->name(region);
  area.children = tree->children(region);
  return area;
}

Result<Span> span_of(Date from, Date to, Date today) {
  Span span{from, to ? to : today};
  if (!span.from) span.from = std::min(span.to, today) + (1 - kDaysDefault);
  if (span.from > span.to) return fail_field("from", "开始日期", "开始日期不能晚于结束日期。");
  if (span.to - span.from >= kDaysMax) return fail_field("from", "开始日期", "一次最多统计 400 天。");
  return span;
}

FigureRow row_of(const Values& v) {
  FigureRow row;
  const auto of = [&](Metric m) { return v[index(m)]; };
  row.orders_placed = of(Metric::orders_placed);
  row.orders_cancelled = of(Metric::orders_cancelled);
  row.visits_done = of(Metric::visits_done);
  row.visit_minutes = of(Metric::visit_minutes);
  row.visits_confirmed = of(Metric::visits_confirmed);
  row.ratings_bad = of(Metric::ratings_bad);
  row.ratings_fair = of(Metric::ratings_fair);
  row.ratings_good = of(Metric::ratings_good);
  row.complaints = of(Metric::complaints);
  row.settled_fen = {of(Metric::settled_fen)};
  row.subsidy_fen = {of(Metric::subsidy_fen)};
  row.self_fen = {of(Metric::self_fen)};
  row.response_5 = of(Metric::response_5);
  row.response_15 = of(Metric::response_15);
  row.response_30 = of(Metric::response_30);
  row.response_60 = of(Metric::response_60);
  row.response_240 = of(Metric::response_240);
  row.response_over = of(Metric::response_over);
  const std::int64_t soon = row.response_5 + row.response_15 + row.response_30;
  row.cancelled_permille = ratio(row.orders_cancelled, row.orders_placed);
  row.satisfied_permille = ratio(row.ratings_good, row.ratings_bad + row.ratings_fair + row.ratings_good);
  row.answered_30_permille = ratio(soon, soon + row.response_60 + row.response_240 + row.response_over);
  row.subsidy_permille = ratio(row.subsidy_fen.value, row.settled_fen.value);
  row.minutes_per_visit = ratio(row.visit_minutes, row.visits_done, 1);
  return row;
}

Result<Figures> show_figures(command::Reader& reader, const FiguresQuery& in) {
  YILIN_TRY(const Span span, span_of(in.from, in.to, reader.today()));
  YILIN_TRY(const Area area, area_of(reader, in.region));
  const auto tree = region::divisions(reader.kernel);
  std::vector<region::CommunityRange> ranges;
  for (const RegionCode child : area.children) ranges.push_back(tree->range_of(child));
  if (ranges.empty() && area.region.value != 0) ranges.push_back(tree->range_of(area.region));
  const std::vector<Values> sums = reader.kernel.parts.get<Mirror>().sums(ranges, span.from, span.to);

  Values total{};
  for (const Values& values : sums) add(total, values);
  Figures out{span.from, span.to, row_of(total), {}};
  out.total.region = area.region;
  out.total.name = area.name;
  out.total.has_children = !area.children.empty();
  for (std::size_t i = 0; i < area.children.size(); ++i) {
    FigureRow row = row_of(sums[i]);
    row.region = area.children[i];
    row.name = tree->name(row.region);
    row.has_children = !tree->children(row.region).empty();
    out.children.push_back(std::move(row));
  }
  return out;
}

Result<ElderFigures> show_elders(command::Reader& reader, const EldersQuery& in) {
  YILIN_TRY(const Area area, area_of(reader, in.region));
  const auto tree = region::divisions(reader.kernel);
  registry::Filter filter;
  filter.ranges = registry::scope_of(reader.caller, area.region);
  const auto tallies = registry::tally(reader.kernel, filter, RegionLevel::community, reader.today());
  const auto sum = [&](RegionRange range) {
    registry::Tally out;
    for (auto it = std::lower_bound(tallies.begin(), tallies.end(), range.lo,
                                    [](const registry::Tally& t, std::int64_t lo) { return t.region.value < lo; });
         it != tallies.end() && range.contains(it->region); ++it)
      out += *it;
    return out;
  };
  registry::Tally total;
  ElderFigures out;
  for (const RegionCode child : area.children) {
    const registry::Tally of_child = sum(child.subtree());
    total += of_child;
    ElderRow row = elder_row(of_child, reader.caller.viewer);
    row.region = child;
    row.name = tree->name(child);
    out.children.push_back(std::move(row));
  }
  if (area.children.empty() && area.region.value != 0) total = sum(area.region.subtree());
  out.total = elder_row(total, reader.caller.viewer);
  out.total.region = area.region;
  out.total.name = area.name;
  return out;
}

}  // namespace yilin::figures
