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

// One year's question for the households that have nothing yet.
siting::AllocationProblem question_of(const files::HouseholdTable& table, const std::vector<char>& served, std::int64_t budget,
                                      const files::LimitTable& limits, std::size_t year, std::vector<std::size_t>& asked) {
  siting::AllocationProblem problem;
  problem.budget = budget;
  asked.clear();
  for (std::size_t h = 0; h < table.household.size(); ++h) {
    if (served[h]) continue;
    asked.push_back(h);
    for (std::size_t t = table.start[h]; t < table.start[h + 1]; ++t) problem.tier.push_back({table.cost[t], table.benefit[t]});
    problem.start.push_back(static_cast<std::uint32_t>(problem.tier.size()));
    problem.group.push_back(table.group.empty() ? 0 : table.group[h]);
  }
  const std::size_t groups = std::max<std::size_t>(1, table.group_name.size());
  problem.floor.assign(groups, 0), problem.cap.assign(groups, std::numeric_limits<std::int64_t>::max());
  for (const files::LimitTable::Limit& l : limits.limit)
    if (l.year == 0 || l.year == static_cast<std::int32_t>(year) + 1) {
      problem.floor[static_cast<std::size_t>(l.group)] = l.floor, problem.cap[static_cast<std::size_t>(l.group)] = l.cap;
    }
  return problem;
}

}  // namespace

int site_allocate(const SiteOptions& o) {
  if (o.budget.empty()) return say(Error(errors::invalid, "须给出 --budget（元；多年用逗号分隔）。"));
  for (const double b : o.budget)
    if (!(b >= 0 && b < 1e13)) return say(Error(errors::invalid, "预算须为不小于 0 的数。"));
  Result<std::string> text = read_text(o.households);
  if (!text) return say(text.error());
  const Result<files::HouseholdTable> table = files::read_households(*text, o.households);
  if (!table) return say(table.error());
  files::LimitTable limits;
  if (!o.limits.empty()) {
    text = read_text(o.limits);
    if (!text) return say(text.error());
    Result<files::LimitTable> read = files::read_limits(*text, o.limits, *table, static_cast<std::int32_t>(o.budget.size()));
    if (!read) return say(read.error());
    limits = std::move(*read);
  }
  std::vector<char> served(table->household.size(), 0);
  std::vector<std::size_t> asked;
  JsonText json;
  json.open('{').field("model", "allocation");
  std::string chosen;
  json.line().key("years").open('[');
  for (std::size_t year = 0; year < o.budget.size(); ++year) {
    const siting::AllocationProblem problem = question_of(*table, served, std::llround(o.budget[year] * 100), limits, year, asked);
    const Result<siting::Allocation> a = siting::allocate(problem);
    if (!a) return say(a.error());
    json.line().open('{').field("year", year + 1).field("cost", static_cast<double>(a->cost) / 100).field("benefit", static_cast<double>(a->benefit) / files::kBenefitScale);
    json.field("bound", a->bound / files::kBenefitScale).field("largest_step", static_cast<double>(a->largest_step) / files::kBenefitScale);
    std::size_t households = 0;
    json.key("groups").open('[');
    for (std::size_t g = 0; g < table->group_name.size(); ++g)
      json.open('{').field("group", table->group_name[g]).field("cost", static_cast<double>(a->group_cost[g]) / 100).field("floor_met", a->group_cost[g] >= problem.floor[g]).close('}');
    json.close(']');
    for (std::size_t k = 0; k < asked.size(); ++k) {
      if (a->chosen[k] < 0) continue;
      const std::size_t h = asked[k];
      served[h] = 1, ++households;
      chosen += fmt::format("{},{},{}\n", table->household[h], table->tier[table->start[h] + static_cast<std::size_t>(a->chosen[k])], year + 1);
    }
    json.field("households", households).close('}');
  }
  json.line_end().close(']');
  json.line().key("warnings").open('[');
  for (const std::string& w : table->warnings) json.value(w);
  json.close(']');
  if (!o.uncovered.empty()) return say(Error(errors::invalid, "allocate 没有 --uncovered；入选户名单随 --out 另存为 .csv。"));
  if (o.out != "-")
    if (const Status written = write_text(o.out + ".csv", "household,tier,year\n" + chosen); !written) return say(written.error());
  return finish_answer(o, json);
}

int site_split(const SiteOptions& o) {
  std::vector<files::TotalTable> margin;
  for (const std::string& path : {o.rows, o.columns}) {
    const Result<std::string> text = read_text(path);
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
