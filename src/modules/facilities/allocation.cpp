#include "modules/facilities/allocation.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

#include <fmt/format.h>

#include "engines/siting/allocation.h"
#include "kernel/entity/json.h"
#include "kernel/entity/store.h"
#include "kernel/journal/chain.h"
#include "kernel/sealing/sealing.h"
#include "modules/facilities/register.h"
#include "modules/facilities/rules.h"
#include "modules/region/region.h"

namespace yilin::facilities {
namespace {

namespace store = entity::store;
using registry::Ability;
constexpr access::OwnerColumns kOwner{.region = "t.region"};

struct Counties {
  std::vector<RegionCode> code;
  std::vector<std::string> name;
  std::int32_t of(RegionCode region) const {
    for (std::size_t k = 0; k < code.size(); ++k)
      if (code[k].contains(region)) return static_cast<std::int32_t>(k);
    return -1;
  }
};

Counties counties_of(Kernel& kernel, RegionCode region) {
  const auto divisions = region::divisions(kernel);
  Counties out;
  for (const RegionCode code : divisions->children(region)) {
    out.code.push_back(code);
    out.name.push_back(divisions->name(code));
  }
  return out;
}

// ---- a task over counties and years ----

std::vector<std::int64_t> weights_of(Kernel& kernel, const Counties& counties, RegionCode region, Weight weight) {
  std::vector<std::int64_t> out(counties.code.size(), 0);
  registry::Filter filter;
  filter.ranges = {region.subtree()};
  if (weight == Weight::poor)
    filter.labels_any = registry::bit(registry::Label::extreme_poverty) | registry::bit(registry::Label::subsistence) | registry::bit(registry::Label::near_subsistence);
  registry::for_each(kernel, filter, [&](const registry::Facts& f) {
    if (weight == Weight::disabled && f.ability < Ability::moderate) return;
    if (const std::int32_t k = counties.of(f.region); k >= 0) ++out[static_cast<std::size_t>(k)];
  });
  return out;
}

Result<AllocationResult> split(Kernel& kernel, const NewAllocation& in, const Counties& counties) {
  if (in.total == 0) return fail_field("total", "任务总数", "请填写任务总数。");
  AllocationResult out;
  out.unit = in.unit;
  out.total = in.total;
  std::vector<std::int64_t> rows;
  if (in.counties.empty()) {
    const auto weights = weights_of(kernel, counties, in.region, in.weight);
    if (std::accumulate(weights.begin(), weights.end(), std::int64_t{0}) == 0) out.warnings.push_back("各地都没有符合条件的老人，任务平均分配。");
    rows = rules::apportion(weights, in.total);
  } else {
    rows.assign(counties.code.size(), 0);
    for (std::size_t i = 0; i < in.counties.size(); ++i) {
      const auto at = std::find(counties.code.begin(), counties.code.end(), in.counties[i].region);
      if (at == counties.code.end()) return fail_field(fmt::format("counties.{}.region", i), "地区", "应为规划范围的直接下级。");
      rows[static_cast<std::size_t>(at - counties.code.begin())] += in.counties[i].total;
    }
    if (std::accumulate(rows.begin(), rows.end(), std::int64_t{0}) != in.total)
      return fail_field("counties", "各地任务", fmt::format("各地任务之和应等于总数 {}。", in.total));
  }
  std::vector<std::int64_t> columns = in.years.empty() ? std::vector<std::int64_t>{in.total} : in.years;
  if (std::accumulate(columns.begin(), columns.end(), __int128{0}) != in.total) {
    out.warnings.push_back("各年数字之和不等于总数，按其比例分配。");
    columns = rules::apportion(columns, in.total);
  }
  const auto cells = siting::split_task(rows, columns);
  if (!cells) return tl::unexpected<Error>(cells.error());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < columns.size(); ++c)
      out.cells.push_back({counties.code[r], counties.name[r], static_cast<std::int32_t>(c + 1), (*cells)[r * columns.size() + c], {}, {}});
    out.cells.push_back({counties.code[r], counties.name[r], 0, rows[r], {}, {}});
  }
  for (std::size_t c = 0; c < columns.size(); ++c) {
    AllocationYear year;
    year.year = static_cast<std::int32_t>(c + 1);
    year.amount = columns[c];
    out.years.push_back(year);
  }
  out.method = "受控舍入（最小费用流）：每格为比例数的上取整或下取整，行列合计都准确";
  return out;
}

// ---- tiers for households ----

struct Household {
  std::int64_t key = 0;
  std::int32_t county = 0;
  Ability worst = Ability::able;
};

std::vector<Household> households(Kernel& kernel, const NewAllocation& in, const Counties& counties) {
  registry::Filter filter;
  filter.ranges = {in.region.subtree()};
  for (const registry::Label label : in.labels) filter.labels_any |= registry::bit(label);
  const Ability least = std::max(in.ability_min.value_or(Ability::mild), Ability::mild);
  std::vector<Household> out;
  std::unordered_map<std::int64_t, std::size_t> at;
  registry::for_each(kernel, filter, [&](const registry::Facts& f) {
    if (f.ability < least) return;
    const std::int32_t county = counties.of(f.region);
    if (county < 0) return;
    const std::int64_t key = f.household ? f.household.value : -f.id.value;
    const auto [found, fresh] = at.try_emplace(key, out.size());
    if (fresh) out.push_back({key, county, f.ability});
    else out[found->second].worst = std::max(out[found->second].worst, f.ability);
  });
  std::sort(out.begin(), out.end(), [](const Household& a, const Household& b) { return a.key < b.key; });
  return out;
}

std::int64_t points(const PackageTerms& t, Ability ability) {
  switch (ability) {
    case Ability::mild: return t.points_mild;
    case Ability::moderate: return t.points_moderate;
    case Ability::severe: return t.points_severe;
    case Ability::complete: return t.points_complete;
    default: return 0;
  }
}

std::vector<PackageTerms> packages_of(const Books& books, PackageKind kind, RegionCode region, Date on) {
  std::map<std::string_view, const PackageTerms*> best;
  for (const PackageTerms& t : books.packages) {
    if (t.kind != kind || !t.region.contains(region) || t.valid_from > on || (t.valid_to && on >= t.valid_to)) continue;
    const PackageTerms*& kept = best[t.code];
    if (kept == nullptr || std::pair(t.region.level(), t.valid_from) > std::pair(kept->region.level(), kept->valid_from)) kept = &t;
  }
  std::vector<PackageTerms> out;
  for (const auto& [code, t] : best) out.push_back(*t);
  return out;
}

Result<AllocationResult> tiers(Kernel& kernel, const NewAllocation& in, const Counties& counties, Date today) {
  if (in.years.empty()) return fail_field("years", "各年预算", "请填写各年预算。");
  const auto packages = packages_of(*shelf(kernel).books(), in.kind == AllocationKind::adaptation ? PackageKind::adaptation : PackageKind::family_bed, in.region, today);
  if (packages.empty()) return fail_field("kind", "类别", "本地没有这类套餐的标准。");
  AllocationResult out;
  out.unit = "户";
  out.method = "多选背包（各户取凸包增量，按单位费用效益从高到低），各地下限和上限同时满足；每年在未安排的户中选择";
  for (const PackageTerms& p : packages) out.packages.push_back(p.name);
  std::vector<Household> waiting = households(kernel, in, counties);
  out.eligible = static_cast<std::int64_t>(waiting.size());
  const std::size_t groups = counties.code.size();
  std::vector<AllocationCell> cells(groups * (in.years.size() + 1));
  for (std::size_t t = 0; t < in.years.size(); ++t) {
    siting::AllocationProblem problem;
    problem.budget = in.years[t];
    problem.floor.assign(groups, 0);
    problem.cap.assign(groups, in.years[t]);
    for (std::size_t i = 0; i < in.counties.size(); ++i) {
      const CountyLimit& limit = in.counties[i];
      const auto at = std::find(counties.code.begin(), counties.code.end(), limit.region);
      if (at == counties.code.end()) return fail_field(fmt::format("counties.{}.region", i), "地区", "应为规划范围的直接下级。");
      if (limit.year != 0 && limit.year != static_cast<std::int32_t>(t + 1)) continue;
      const auto k = static_cast<std::size_t>(at - counties.code.begin());
      problem.floor[k] = limit.floor_fen.value;
      if (limit.cap_fen.value > 0) problem.cap[k] = limit.cap_fen.value;
      if (problem.floor[k] > problem.cap[k]) return fail_field(fmt::format("counties.{}.floor_fen", i), "下限", "下限不能高于上限。");
    }
    std::vector<std::vector<std::int32_t>> tier_of(waiting.size());
    for (std::size_t h = 0; h < waiting.size(); ++h) {
      for (std::size_t k = 0; k < packages.size(); ++k) {
        const std::int64_t benefit = points(packages[k], waiting[h].worst);
        if (benefit == 0) continue;
        problem.tier.push_back({packages[k].cost_fen.value, benefit});
        tier_of[h].push_back(static_cast<std::int32_t>(k));
      }
      problem.start.push_back(static_cast<std::uint32_t>(problem.tier.size()));
      problem.group.push_back(waiting[h].county);
    }
    const auto made = siting::allocate(problem);
    if (!made) return tl::unexpected<Error>(made.error());
    AllocationYear year;
    year.year = static_cast<std::int32_t>(t + 1);
    year.budget_fen = {in.years[t]};
    year.cost_fen = {made->cost};
    year.benefit = made->benefit;
    year.bound = static_cast<std::int64_t>(made->bound);
    year.largest_step = made->largest_step;
    std::vector<Household> rest;
    for (std::size_t h = 0; h < waiting.size(); ++h) {
      if (made->chosen[h] < 0) {
        rest.push_back(waiting[h]);
        continue;
      }
      ++year.amount;
      const auto package = static_cast<std::size_t>(tier_of[h][static_cast<std::size_t>(made->chosen[h])]);
      for (const std::size_t column : {t, in.years.size()}) {
        AllocationCell& cell = cells[static_cast<std::size_t>(waiting[h].county) * (in.years.size() + 1) + column];
        cell.by_package.resize(packages.size());
        ++cell.amount;
        ++cell.by_package[package];
        cell.cost_fen.value += packages[package].cost_fen.value;
      }
    }
    out.total += year.amount;
    out.years.push_back(year);
    waiting = std::move(rest);
  }
  for (std::size_t k = 0; k < groups; ++k)
    for (std::size_t t = 0; t <= in.years.size(); ++t) {
      AllocationCell& cell = cells[k * (in.years.size() + 1) + t];
      cell.region = counties.code[k];
      cell.region_name = counties.name[k];
      cell.year = t < in.years.size() ? static_cast<std::int32_t>(t + 1) : 0;
      cell.by_package.resize(packages.size());
      out.cells.push_back(std::move(cell));
    }
  if (!waiting.empty()) out.warnings.push_back(fmt::format("{} 户符合条件而未安排。", waiting.size()));
  return out;
}

AllocationView view_of(const command::Reader& reader, Allocation row) {
  AllocationView view;
  static_cast<Allocation&>(view) = std::move(row);
  view.region_name = region::divisions(reader.kernel)->full_name(view.region);
  return view;
}

Result<AllocationDetail> detail_of(const command::Reader& reader, Allocation row) {
  AllocationDetail out;
  YILIN_TRY(out.result, entity::from_json<AllocationResult>(row.result_json, reader.today()));
  static_cast<AllocationView&>(out) = view_of(reader, std::move(row));
  return out;
}

}  // namespace

Status prepare_allocation(command::Reader& reader, NewAllocation& in) {
  const auto divisions = region::divisions(reader.kernel);
  if (!divisions->city().contains(in.region) || (reader.caller.kind == access::CallerKind::staff && !reader.caller.in_scope(in.region)))
    return fail_field("region", "规划范围", "没有这个地区，或不在您的管辖范围内。");
  const Counties counties = counties_of(reader.kernel, in.region);
  if (counties.code.empty()) return fail_field("region", "规划范围", "这个地区没有下级，不能分配。");
  YILIN_TRY(const AllocationResult result, in.kind == AllocationKind::split ? split(reader.kernel, in, counties) : tiers(reader.kernel, in, counties, reader.today()));
  in.result_json = entity::to_json(result);
  in.input_digest = journal::to_hex(sealing::sm3(entity::to_json(in) + in.result_json));
  return {};
}

Result<AllocationDetail> create_allocation(command::Tx& tx, const NewAllocation& in) {
  Allocation row;
  row.id = tx.new_id<AllocationId>();
  row.name = in.name;
  row.region = in.region;
  row.kind = in.kind;
  row.inputs_json = entity::to_json(in);
  row.result_json = in.result_json;
  row.input_digest = in.input_digest;
  row.created_by = tx.caller.user;
  row.created_at = tx.now;
  store::insert(tx.db, tx.vault(), "plan_allocation", row);
  tx.record({"planning.allocate", "plan_allocation", row.id.value, row.region, {}, {}, row.inputs_json});
  return detail_of(tx.reader(), std::move(row));
}

Result<http::Page<AllocationView>> list_allocations(command::Reader& reader, const AllocationQuery& in) {
  auto statement = store::select<Allocation>("plan_allocation", "t").add(" WHERE 1 = 1").add(access::visible(kOwner, reader.caller, in.region));
  if (in.kind) statement.add(" AND t.kind = ?", *in.kind);
  if (in.cursor) statement.add(" AND t.id < ?", in.cursor);
  statement.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1);
  std::vector<AllocationView> views;
  for (Allocation& row : read_rows<Allocation>(reader.db, reader.kernel.vault, statement, "plan_allocation")) views.push_back(view_of(reader, std::move(row)));
  return page_of(std::move(views), in.limit);
}

Result<AllocationDetail> show_allocation(command::Reader& reader, const AllocationPath& in) {
  auto found = read_rows<Allocation>(reader.db, reader.kernel.vault,
                                     store::select<Allocation>("plan_allocation", "t").add(" WHERE t.id = ?", in.id).add(access::visible(kOwner, reader.caller)), "plan_allocation");
  if (found.empty()) return fail(yilin::errors::not_found);
  return detail_of(reader, std::move(found[0]));
}

}  // namespace yilin::facilities
