#include "engines/siting/cover_problem.h"

#include <algorithm>
#include <numeric>

namespace yilin::siting {
namespace {

// Sites of `rows` (all of `keep`) that another one makes superfluous.
std::vector<char> dominated(const CoverRows& rows, const CoverColumns& columns, const CoverProblem& problem, const std::vector<char>& keep) {
  const auto n = static_cast<std::size_t>(rows.sites);
  std::vector<char> out(n, 0);
  std::vector<std::uint32_t> mark(rows.weight.size(), 0);
  std::uint32_t stamp = 0;
  for (std::int32_t j = 0; j < rows.sites; ++j) {
    const auto own = columns.of(j);
    if (!keep[static_cast<std::size_t>(j)] || own.empty()) continue;
    std::int32_t narrow = own[0];
    for (const std::int32_t r : own)
      if (rows.of(r).size() < rows.of(narrow).size()) narrow = r;
    if (rows.of(narrow).size() < 2) continue;
    ++stamp;
    for (const std::int32_t r : own) mark[static_cast<std::size_t>(r)] = stamp;
    for (const std::int32_t k : rows.of(narrow)) {
      const auto other = columns.of(k);
      if (k == j || !keep[static_cast<std::size_t>(k)] || out[static_cast<std::size_t>(k)] || other.size() < own.size()) continue;
      const std::int64_t cost_j = problem.cost_of(j), cost_k = problem.cost_of(k);
      if (cost_k > cost_j || (other.size() == own.size() && cost_k == cost_j && k > j)) continue;
      std::size_t common = 0;
      for (const std::int32_t r : other) common += mark[static_cast<std::size_t>(r)] == stamp;
      if (common == own.size()) {
        out[static_cast<std::size_t>(j)] = 1;
        break;
      }
    }
  }
  return out;
}

}  // namespace

CoverCore reduce(const CoverProblem& problem, bool dominance) {
  const CoverRows& all = problem.rows;
  const auto n = static_cast<std::size_t>(all.sites);
  CoverCore core;
  core.budget = problem.budget;
  for (std::int32_t j = 0; j < all.sites; ++j)
    if (problem.rule_of(j) == SiteRule::required) {
      core.settled.push_back(j);
      core.budget -= problem.cost_of(j);
    }
  std::vector<char> keep(n, 0);
  for (std::int32_t j = 0; j < all.sites; ++j)
    keep[static_cast<std::size_t>(j)] = problem.rule_of(j) == SiteRule::free && problem.cost_of(j) <= core.budget;

  // Rows that the settled sites leave, restricted to sites that may still open.
  const auto remaining = [&](bool drop_dominated, const std::vector<char>& superfluous) {
    RowMerger merger(all.sites);
    std::vector<std::int32_t> left;
    core.settled_value = 0;
    for (std::int32_t r = 0; r < all.rows(); ++r) {
      left.clear();
      bool settled = false;
      for (const std::int32_t j : all.of(r)) {
        if (problem.rule_of(j) == SiteRule::required) settled = true;
        else if (keep[static_cast<std::size_t>(j)] && !(drop_dominated && superfluous[static_cast<std::size_t>(j)])) left.push_back(j);
      }
      const std::int64_t weight = all.weight[static_cast<std::size_t>(r)];
      if (settled) core.settled_value += weight;
      else if (!left.empty() && weight > 0) merger.add(left, weight);
    }
    return merger.take();
  };
  CoverRows rows = remaining(false, {});
  const std::vector<char> superfluous = dominance ? dominated(rows, columns_of(rows), problem, keep) : std::vector<char>();
  if (std::ranges::find(superfluous, 1) != superfluous.end()) rows = remaining(true, superfluous);

  std::vector<std::int32_t> renumbered(n, -1);
  std::vector<char> used(n, 0);
  for (const std::int32_t j : rows.site) used[static_cast<std::size_t>(j)] = 1;
  for (std::int32_t j = 0; j < all.sites; ++j)
    if (used[static_cast<std::size_t>(j)]) {
      renumbered[static_cast<std::size_t>(j)] = core.sites();
      core.site.push_back(j);
      core.cost.push_back(problem.cost_of(j));
    }
  core.own.assign(core.site.size(), 0);
  core.rows.sites = core.sites();
  for (std::int32_t r = 0; r < rows.rows(); ++r) {
    const auto sites = rows.of(r);
    const std::int64_t weight = rows.weight[static_cast<std::size_t>(r)];
    if (sites.size() == 1) {
      core.own[static_cast<std::size_t>(renumbered[static_cast<std::size_t>(sites[0])])] += weight;
      continue;
    }
    for (const std::int32_t j : sites) core.rows.site.push_back(renumbered[static_cast<std::size_t>(j)]);
    core.rows.start.push_back(static_cast<std::uint32_t>(core.rows.site.size()));
    core.rows.weight.push_back(weight);
  }
  core.columns = columns_of(core.rows);
  return core;
}

CoverProblem problem_of(const CoverCore& core) {
  CoverProblem out;
  out.rows = core.rows;
  for (std::int32_t j = 0; j < core.sites(); ++j)
    if (core.own[static_cast<std::size_t>(j)] > 0) {
      out.rows.site.push_back(j);
      out.rows.start.push_back(static_cast<std::uint32_t>(out.rows.site.size()));
      out.rows.weight.push_back(core.own[static_cast<std::size_t>(j)]);
    }
  out.cost = core.cost;
  out.budget = core.budget;
  out.rule.assign(core.site.size(), SiteRule::free);
  return out;
}

std::vector<Component> components_of(const CoverCore& core) {
  std::vector<std::int32_t> up(core.site.size());
  std::iota(up.begin(), up.end(), 0);
  const auto root = [&](std::int32_t j) {
    while (up[static_cast<std::size_t>(j)] != j) j = up[static_cast<std::size_t>(j)] = up[static_cast<std::size_t>(up[static_cast<std::size_t>(j)])];
    return j;
  };
  for (std::int32_t r = 0; r < core.rows.rows(); ++r)
    for (const std::int32_t j : core.rows.of(r)) {
      const std::int32_t a = root(j), b = root(core.rows.of(r)[0]);
      up[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);
    }
  std::vector<std::int32_t> number(core.site.size(), -1);
  std::vector<Component> out;
  for (std::int32_t j = 0; j < core.sites(); ++j) {
    const auto top = static_cast<std::size_t>(root(j));
    if (number[top] < 0) {
      number[top] = static_cast<std::int32_t>(out.size());
      out.emplace_back();
    }
    number[static_cast<std::size_t>(j)] = number[top];
    out[static_cast<std::size_t>(number[top])].site.push_back(j);
  }
  for (std::int32_t r = 0; r < core.rows.rows(); ++r)
    out[static_cast<std::size_t>(number[static_cast<std::size_t>(core.rows.of(r)[0])])].row.push_back(r);
  return out;
}

CoverCore core_of(const CoverCore& core, const Component& component) {
  CoverCore out;
  for (const std::int32_t j : component.site) {
    const auto i = static_cast<std::size_t>(j);
    out.site.push_back(j), out.cost.push_back(core.cost[i]), out.own.push_back(core.own[i]);
    out.budget += core.cost[i];
  }
  out.rows.sites = out.sites();
  for (const std::int32_t r : component.row) {
    for (const std::int32_t j : core.rows.of(r))
      out.rows.site.push_back(static_cast<std::int32_t>(std::ranges::lower_bound(component.site, j) - component.site.begin()));
    out.rows.start.push_back(static_cast<std::uint32_t>(out.rows.site.size()));
    out.rows.weight.push_back(core.rows.weight[static_cast<std::size_t>(r)]);
  }
  out.columns = columns_of(out.rows);
  return out;
}

std::int64_t covered_by(const CoverRows& rows, const std::vector<std::int32_t>& open) {
  std::vector<char> is_open(static_cast<std::size_t>(rows.sites), 0);
  for (const std::int32_t j : open) is_open[static_cast<std::size_t>(j)] = 1;
  std::int64_t value = 0;
  for (std::int32_t r = 0; r < rows.rows(); ++r)
    if (std::ranges::any_of(rows.of(r), [&](std::int32_t j) { return is_open[static_cast<std::size_t>(j)] != 0; }))
      value += rows.weight[static_cast<std::size_t>(r)];
  return value;
}

}  // namespace yilin::siting
