#include "engines/siting/allocation_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace yilin::siting {
namespace {

void hull_of(const AllocationProblem& p, std::uint32_t h, std::vector<std::int32_t>& order, std::vector<AllocationStep>& steps) {
  const std::uint32_t from = p.start[h], upto = p.start[h + 1];
  order.clear();
  for (std::uint32_t t = from; t < upto; ++t)
    if (p.tier[t].cost > 0 && p.tier[t].benefit > 0) order.push_back(static_cast<std::int32_t>(t - from));
  std::ranges::sort(order, [&](std::int32_t a, std::int32_t b) {
    const Tier &x = p.tier[from + static_cast<std::uint32_t>(a)], &y = p.tier[from + static_cast<std::uint32_t>(b)];
    return x.cost != y.cost ? x.cost < y.cost : x.benefit != y.benefit ? x.benefit > y.benefit : a < b;
  });
  std::vector<std::pair<std::int64_t, std::int64_t>> corner{{0, 0}};
  for (const std::int32_t t : order) {
    const Tier& tier = p.tier[from + static_cast<std::uint32_t>(t)];
    if (tier.benefit <= corner.back().second) continue;
    // Corners under the line to the new tier go.
    while (corner.size() > 1) {
      const auto& [c1, b1] = corner[corner.size() - 2];
      const auto& [c2, b2] = corner.back();
      if (static_cast<__int128>(b2 - b1) * (tier.cost - c2) > static_cast<__int128>(tier.benefit - b2) * (c2 - c1)) break;
      corner.pop_back(), steps.pop_back();
    }
    const std::int64_t cost = tier.cost - corner.back().first, benefit = tier.benefit - corner.back().second;
    steps.push_back({static_cast<double>(benefit) / static_cast<double>(cost), cost, benefit, h, t});
    corner.emplace_back(tier.cost, tier.benefit);
  }
}

}  // namespace

std::vector<AllocationStep> steps_of(const AllocationProblem& p) {
  std::vector<AllocationStep> steps;
  steps.reserve(p.tier.size());
  std::vector<std::int32_t> order;
  for (std::uint32_t h = 0; h + 1 < p.start.size(); ++h) hull_of(p, h, order, steps);
  std::ranges::sort(steps, [](const AllocationStep& a, const AllocationStep& b) { return a.rate != b.rate ? a.rate > b.rate : a.household != b.household ? a.household < b.household : a.cost < b.cost; });
  return steps;
}

Result<Allocation> allocate(const AllocationProblem& p) {
  const auto households = static_cast<std::uint32_t>(p.start.size() - 1);
  std::size_t groups = 1;
  for (const std::int32_t g : p.group) groups = std::max(groups, static_cast<std::size_t>(g) + 1);
  const auto group_of = [&](std::uint32_t h) { return p.group.empty() ? std::size_t{0} : static_cast<std::size_t>(p.group[h]); };
  std::vector<std::int64_t> floor = p.floor, cap = p.cap;
  floor.resize(std::max(groups, floor.size()), 0), cap.resize(std::max(groups, cap.size()), std::numeric_limits<std::int64_t>::max());
  groups = std::max({groups, floor.size(), cap.size()});
  floor.resize(groups, 0), cap.resize(groups, std::numeric_limits<std::int64_t>::max());
  std::int64_t floors = 0;
  for (std::size_t g = 0; g < groups; ++g) {
    floors += floor[g];
    if (floor[g] < 0 || floor[g] > cap[g]) return fail(bad_allocation, fmt::format("第 {} 个区县的下限 {} 大于上限或为负。", g + 1, floor[g]));
  }
  if (p.budget < 0 || floors > p.budget) return fail(bad_allocation, fmt::format("各区县下限合计 {} 超过总预算 {}。", floors, p.budget));

  const std::vector<AllocationStep> steps = steps_of(p);

  // The relaxation: floors first, then everything by rate; a step may be taken in part where a limit ends it.
  Allocation out;
  std::vector<std::int64_t> need = floor, room = cap;
  std::vector<std::int64_t> taken(steps.size(), 0);
  std::int64_t left = p.budget;
  const auto relax = [&](bool floors_only) {
    for (std::size_t s = 0; s < steps.size(); ++s) {
      const std::size_t g = group_of(steps[s].household);
      const std::int64_t part = std::min({steps[s].cost - taken[s], left, room[g], floors_only ? need[g] : std::numeric_limits<std::int64_t>::max()});
      if (part <= 0) continue;
      taken[s] += part, left -= part, room[g] -= part, need[g] -= std::min(need[g], part);
      out.bound += static_cast<double>(steps[s].benefit) * (static_cast<double>(part) / static_cast<double>(steps[s].cost));
    }
  };
  if (floors > 0) relax(true);
  relax(false);

  // Whole steps of the relaxation, then what still fits, household by household in order of rate.
  out.chosen.assign(households, -1);
  out.group_cost.assign(groups, 0);
  std::vector<std::int64_t> spent(households, 0);
  const auto take = [&](const AllocationStep& s) {
    const std::size_t g = group_of(s.household);
    if (s.cost > p.budget - out.cost || s.cost > cap[g] - out.group_cost[g]) return false;
    out.cost += s.cost, out.benefit += s.benefit, out.group_cost[g] += s.cost;
    spent[s.household] += s.cost;
    out.chosen[s.household] = s.to;
    return true;
  };
  std::vector<char> stuck(households, 0);
  for (std::size_t s = 0; s < steps.size(); ++s) {
    out.largest_step = std::max(out.largest_step, steps[s].benefit);
    if (taken[s] == steps[s].cost && !stuck[steps[s].household] && take(steps[s])) continue;
    stuck[steps[s].household] = 1;
  }
  for (std::size_t s = 0; s < steps.size(); ++s) {
    if (taken[s] == steps[s].cost && stuck[steps[s].household] == 0) continue;
    const std::uint32_t h = steps[s].household;
    // Only the next step of the household can follow what it has.
    const std::uint32_t from = p.start[h];
    const std::int64_t before = steps[s].to >= 0 ? p.tier[from + static_cast<std::uint32_t>(steps[s].to)].cost - steps[s].cost : 0;
    if (spent[h] == before) take(steps[s]);
  }
  return out;
}

Result<std::vector<std::int64_t>> split_task(std::span<const std::int64_t> row, std::span<const std::int64_t> column) {
  const std::int64_t total = std::accumulate(row.begin(), row.end(), std::int64_t{0});
  if (total != std::accumulate(column.begin(), column.end(), std::int64_t{0})) return fail(bad_allocation, "行合计与列合计不相等。");
  for (const auto& margin : {row, column})
    for (const std::int64_t v : margin)
      if (v < 0) return fail(bad_allocation, "合计数不得为负。");
  const std::size_t rows = row.size(), columns = column.size();
  std::vector<std::int64_t> cell(rows * columns, 0);
  if (total == 0) return cell;
  std::vector<double> fraction(rows * columns);
  std::vector<std::int64_t> row_ups(row.begin(), row.end()), column_ups(column.begin(), column.end());
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) {
      const __int128 share = static_cast<__int128>(row[r]) * column[c];
      cell[r * columns + c] = static_cast<std::int64_t>(share / total);
      fraction[r * columns + c] = static_cast<double>(static_cast<std::int64_t>(share % total)) / static_cast<double>(total);
      row_ups[r] -= cell[r * columns + c], column_ups[c] -= cell[r * columns + c];
    }
  // Each unit of a row goes up in a cell: shortest augmenting paths over rows and columns, cost = -fraction.
  std::vector<char> up(rows * columns, 0);
  const std::size_t nodes = rows + columns;
  for (std::size_t source = 0; source < rows; ++source)
    for (; row_ups[source] > 0; --row_ups[source]) {
      std::vector<double> far(nodes, 1e18);
      std::vector<std::size_t> before(nodes, nodes);
      far[source] = 0;
      for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t r = 0; r < rows; ++r)
          for (std::size_t c = 0; c < columns; ++c) {
            const std::size_t k = r * columns + c;
            const std::size_t a = up[k] ? rows + c : r, b = up[k] ? r : rows + c;
            const double step = up[k] ? fraction[k] : -fraction[k];
            if ((up[k] || fraction[k] > 0) && far[a] < 1e17 && far[a] + step < far[b] - 1e-12) far[b] = far[a] + step, before[b] = a, changed = true;
          }
      }
      std::size_t best = nodes;
      for (std::size_t c = 0; c < columns; ++c)
        if (column_ups[c] > 0 && far[rows + c] < 1e17 && (best == nodes || far[rows + c] < far[best])) best = rows + c;
      if (best == nodes) return fail(bad_allocation, "无法在各单元格取整的同时保持合计不变。");
      --column_ups[best - rows];
      for (std::size_t v = best; v != source; v = before[v]) {
        const std::size_t u = before[v];
        const std::size_t k = u < rows ? u * columns + (v - rows) : v * columns + (u - rows);
        up[k] = u < rows ? 1 : 0;
      }
    }
  for (std::size_t k = 0; k < cell.size(); ++k) cell[k] += up[k];
  return cell;
}

}  // namespace yilin::siting
