// yilin site check: the independent judge. It reads the same files as the solver but recounts with its own code.
#include <cmath>

#include "check/siting/check.h"
#include "check/siting/datum.h"
#include "formats/siting/or_library.h"
#include "main/engine_files.h"
#include "main/site_command.h"

namespace yilin::commands {
namespace {

namespace judge = check::siting;
using Problems = Result<std::vector<std::string>>;

Result<std::vector<judge::Place>> places(const std::string& path, bool costs, const std::string& datum, double& scale, bool& degrees) {
  std::vector<judge::Place> out;
  if (path.empty()) return out;
  YILIN_TRY(std::string text, read_text(path));
  YILIN_TRY(const formats::siting::PointTable table, formats::siting::read_points(std::move(text), path));
  degrees = table.axes == formats::siting::Axes::degrees;
  scale = static_cast<double>(costs ? table.cost_scale : table.weight_scale);
  for (std::size_t i = 0; i < table.size(); ++i) {
    judge::Place p{std::string(table.id[i]), table.x[i], table.y[i], costs ? (table.cost.empty() ? 1 : table.cost[i]) : table.weight[i], false, false};
    if (degrees && !judge::to_wgs84(datum, p.x, p.y)) return fail(errors::invalid, "不认识的坐标系：" + datum + "。");
    if (!table.rule.empty()) {
      p.required = table.rule[i] == formats::siting::PointRule::required;
      p.excluded = table.rule[i] == formats::siting::PointRule::excluded;
    }
    out.push_back(std::move(p));
  }
  return out;
}

Problems check_csv(const SiteOptions& o, const std::string& answer) {
  judge::CoverInput in;
  if (!(o.radius_m > 0)) return fail(errors::invalid, "服务半径 --radius 须大于 0（米）。");
  if (!o.roads.empty() || o.capacities) return fail(errors::invalid, "核对不支持 --roads 与 --capacities：它只按直线距离重算。");
  const auto datum = [&](const std::string& own) { return own.empty() ? o.datum : own; };
  double ignored = 1;
  YILIN_TRY(in.demand, places(o.demand, false, datum(o.demand_datum), in.weight_scale, in.degrees));
  YILIN_TRY(in.candidates, places(o.candidates, true, datum(o.candidates_datum), in.cost_scale, in.degrees));
  YILIN_TRY(in.existing, places(o.existing, false, datum(o.existing_datum), ignored, in.degrees));
  in.radius_m = o.radius_m, in.detour = o.detour;
  in.counts = o.budget.empty();
  for (const double b : o.budget) in.budgets.push_back(static_cast<std::int64_t>(std::floor(b * in.cost_scale + 1e-9)));
  if (in.counts) in.budgets = o.p.empty() && o.years.size() > 1 ? o.years : o.p;
  if (in.budgets.empty() && o.model != "lscp" && !o.model.empty()) return fail(errors::invalid, "须给出 --p 或 --budget。");
  if (o.years.size() == 1 && in.budgets.size() == 1 && o.years[0] >= 2 && o.years[0] <= 30) {
    const std::int64_t each = in.budgets[0];
    for (std::int64_t t = 2; t <= o.years[0]; ++t) in.budgets.push_back(in.counts ? each * t : each);
  }
  // The fewest sites, not their cost, is what LSCP without a cost column counts.
  if (in.budgets.empty()) in.counts = false;
  return judge::check_cover(in, answer);
}

Problems check_file(const SiteOptions& o, const std::string& answer) {
  YILIN_TRY(const std::string text, read_text(o.file.empty() ? o.demand : o.file));
  if (o.format == "pmed") {
    YILIN_TRY(const formats::siting::PmedFile file, formats::siting::read_pmed(text));
    judge::GraphInput in;
    in.nodes = file.nodes, in.p = o.p.empty() ? file.p : static_cast<std::int32_t>(o.p[0]), in.center = o.model == "pcenter";
    for (const auto& e : file.edges) in.edges.push_back({e.a, e.b, e.length});
    return judge::check_graph(in, answer);
  }
  if (o.format == "scp") {
    YILIN_TRY(const formats::siting::ScpFile file, formats::siting::read_scp(text));
    return judge::check_set({file.cost, file.rows}, answer);
  }
  if (o.format == "cap") {
    YILIN_TRY(const formats::siting::CapFile file, formats::siting::read_cap(text));
    judge::CapInput in;
    for (const auto& s : file.sites) in.capacity.push_back(s.capacity), in.fixed.push_back(s.fixed);
    in.demand = file.demand, in.cost = file.cost, in.single = o.single;
    return judge::check_cap(in, answer);
  }
  YILIN_TRY(const formats::siting::MclpFile file, formats::siting::read_mclp(text));
  if (!(o.radius_m > 0)) return fail(errors::invalid, "服务半径 --radius 须大于 0（米）。");
  judge::CoverInput in;
  in.radius_m = o.radius_m, in.detour = o.detour, in.counts = o.budget.empty();
  for (const auto& c : file.clients) in.demand.push_back({c.id, c.x, c.y, c.amount, false, false});
  for (const auto& s : file.sites) in.candidates.push_back({s.id, s.x, s.y, s.amount, false, false});
  in.budgets = o.p;
  for (const double b : o.budget) in.budgets.push_back(static_cast<std::int64_t>(std::floor(b)));
  return judge::check_cover(in, answer);
}

}  // namespace

int site_check(const SiteOptions& o) {
  const Result<std::string> answer = read_text(o.answer);
  if (!answer) return say(answer.error());
  const Problems problems = o.format == "csv" ? check_csv(o, *answer) : check_file(o, *answer);
  if (!problems) return say(problems.error());
  for (const std::string& p : *problems) fmt::print("{}\n", p);
  if (problems->empty()) fmt::print("核对无误。\n");
  return problems->empty() ? 0 : 1;
}

}  // namespace yilin::commands
