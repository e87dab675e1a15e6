// yilin site allocate, yilin site split: packages for households within budgets, and a task over counties and years.
#include <algorithm>
#include <cmath>
#include <limits>

#include "engines/siting/allocation.h"
#include "formats/siting/allocation_table.h"
#include "main/engine_files.h"
#include "main/site_command.h"

namespace yilin::commands {
namespace {

namespace files = formats::siting;

siting::AllocationProblem households_of(const files::HouseholdTable& table) {
  siting::AllocationProblem problem;
  for (std::size_t t = 0; t < table.cost.size(); ++t) problem.tier.push_back({table.cost[t], table.benefit[t]});
  problem.start.assign(table.start.begin(), table.start.end());
  problem.group = table.group;
  return problem;
}

std::vector<siting::YearTerms> terms_of(const SiteOptions& o, const files::HouseholdTable& table, const files::LimitTable& limits) {
  std::vector<siting::YearTerms> years;
  const std::size_t groups = std::max<std::size_t>(1, table.group_name.size());
  for (std::size_t year = 0; year < o.budget.size(); ++year) {
    siting::YearTerms terms{std::llround(o.budget[year] * 100), std::vector<std::int64_t>(groups, 0), std::vector<std::int64_t>(groups, std::numeric_limits<std::int64_t>::max())};
    for (const files::LimitTable::Limit& l : limits.limit)
      if (l.year == 0 || l.year == static_cast<std::int32_t>(year) + 1) terms.floor[static_cast<std::size_t>(l.group)] = l.floor, terms.cap[static_cast<std::size_t>(l.group)] = l.cap;
    years.push_back(std::move(terms));
  }
  return years;
}

}  // namespace

int site_allocate(const SiteOptions& o) {
  if (o.budget.empty()) return say(Error(errors::invalid, "须给出 --budget（元；多年用逗号分隔）。"));
  for (const double b : o.budget)
    if (!(b >= 0 && b < 1e13)) return say(Error(errors::invalid, "预算须为不小于 0 的数。"));
  if (!o.uncovered.empty()) return say(Error(errors::invalid, "allocate 没有 --uncovered；入选户名单随 --out 另存为 .csv。"));
  Result<std::string> text = read_table_text(o.households);
  if (!text) return say(text.error());
  const Result<files::HouseholdTable> table = files::read_households(*text, o.households);
  if (!table) return say(table.error());
  files::LimitTable limits;
  if (!o.limits.empty()) {
    const Result<std::string> limits_text = read_table_text(o.limits);
    if (!limits_text) return say(limits_text.error());
    Result<files::LimitTable> read = files::read_limits(*limits_text, o.limits, *table, static_cast<std::int32_t>(o.budget.size()));
    if (!read) return say(read.error());
    limits = std::move(*read);
  }
  const std::vector<siting::YearTerms> years = terms_of(o, *table, limits);
  const Result<siting::YearsAllocation> plan = siting::allocate_years(households_of(*table), years);
  if (!plan) return say(plan.error());
  const auto benefit = static_cast<double>(plan->benefit) / files::kBenefitScale, bound = std::max(benefit, plan->bound / files::kBenefitScale);
  const double gap = benefit > 0 ? 100 * (bound - benefit) / benefit : 0;
  // The relaxation is a real number: equal to a ten-thousandth of the smallest benefit there can be.
  const bool proved = plan->short_of_floors == 0 && bound - benefit < 1e-4 / files::kBenefitScale;
  JsonText json;
  json.open('{').field("model", "allocation").field("status", proved ? "proved_optimal" : "feasible");
  json.field("status_text", proved ? std::string("已证明最优") : fmt::format("可行，与最优至多相差 {:.4f}%", gap));
  json.field("benefit", benefit).field("bound", bound).field("gap_percent", gap);
  if (plan->short_of_floors > 0) json.field("short_of_floors", static_cast<double>(plan->short_of_floors) / 100);
  std::vector<std::size_t> households(years.size(), 0);
  std::string chosen;
  for (std::size_t h = 0; h < plan->chosen.size(); ++h) {
    if (plan->chosen[h] < 0) continue;
    ++households[static_cast<std::size_t>(plan->year[h])];
    chosen += fmt::format("{},{},{}\n", table->household[h], table->tier[table->start[h] + static_cast<std::size_t>(plan->chosen[h])], plan->year[h] + 1);
  }
  json.line().key("years").open('[');
  for (std::size_t year = 0; year < years.size(); ++year) {
    const siting::YearsAllocation::Year& y = plan->by_year[year];
    json.line().open('{').field("year", year + 1).field("cost", static_cast<double>(y.cost) / 100).field("benefit", static_cast<double>(y.benefit) / files::kBenefitScale);
    json.key("groups").open('[');
    for (std::size_t g = 0; g < table->group_name.size(); ++g)
      json.open('{').field("group", table->group_name[g]).field("cost", static_cast<double>(y.group_cost[g]) / 100).field("floor_met", y.group_cost[g] >= years[year].floor[g]).close('}');
    json.close(']').field("households", households[year]).close('}');
  }
  json.line_end().close(']');
  json.line().key("warnings").open('[');
  for (const std::string& w : table->warnings) json.value(w);
  json.close(']');
  if (o.out != "-")
    if (const Status written = write_text(o.out + ".csv", "household,tier,year\n" + chosen); !written) return say(written.error());
  return finish_answer(o, json);
}

int site_split(const SiteOptions& o) {
  std::vector<files::TotalTable> margin;
  for (const std::string& path : {o.rows, o.columns}) {
    const Result<std::string> text = read_table_text(path);
    if (!text) return say(text.error());
    Result<files::TotalTable> table = files::read_totals(*text, path);
    if (!table) return say(table.error());
    margin.push_back(std::move(*table));
  }
  const auto cells = siting::split_task(margin[0].total, margin[1].total);
  if (!cells) return say(cells.error());
  JsonText json;
  json.open('{').field("model", "split").line().key("cells").open('[');
  const std::size_t columns = margin[1].id.size();
  for (std::size_t r = 0; r < margin[0].id.size(); ++r) {
    json.line().open('{').field("row", margin[0].id[r]).field("total", margin[0].total[r]).key("values").open('[');
    for (std::size_t c = 0; c < columns; ++c) json.open('{').field("column", margin[1].id[c]).field("value", (*cells)[r * columns + c]).close('}');
    json.close(']').close('}');
  }
  json.line_end().close(']');
  return finish_answer(o, json);
}

}  // namespace yilin::commands
