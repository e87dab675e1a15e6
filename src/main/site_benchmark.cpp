// The public text formats: pmed (p-median, p-center), scp, cap, mclp.
#include <algorithm>
#include <cmath>

#include "engines/siting/capacitated.h"
#include "engines/siting/max_cover.h"
#include "engines/siting/p_center.h"
#include "engines/siting/p_median.h"
#include "engines/siting/set_cover.h"
#include "formats/siting/or_library.h"
#include "main/engine_files.h"
#include "main/site_command.h"

namespace yilin::commands {
namespace {

namespace files = formats::siting;

void list(JsonText& json, const std::vector<std::int32_t>& open, const std::function<std::string(std::int32_t)>& id) {
  json.line().key("sites").open('[');
  for (const std::int32_t j : open) json.open('{').field("id", id(j)).close('}');
  json.close(']');
}
std::string from_one(std::int32_t j) { return fmt::to_string(j + 1); }

int solve_pmed(const SiteOptions& o, const std::string& text) {
  const Result<files::PmedFile> file = files::read_pmed(text);
  if (!file) return say(file.error());
  const std::int32_t p = o.p.empty() ? file->p : static_cast<std::int32_t>(o.p[0]);
  const siting::Effort effort = effort_of(o);
  std::vector<siting::Edge> edges;
  for (const auto& e : file->edges) edges.push_back({e.a, e.b, e.length});
  const siting::DistanceTable distance = siting::all_shortest_paths(file->nodes, edges);
  JsonText json;
  if (o.model == "pcenter") {
    const siting::CenterPlan plan = siting::p_center(distance, p, effort);
    answer_head(json, "pcenter", plan.verdict, plan.reason, plan.value, plan.bound, "最短路+二分+集合覆盖");
    if (plan.verdict != siting::Verdict::infeasible) list(json, plan.open, from_one);
  } else {
    siting::MedianProblem problem;
    problem.distance = &distance, problem.p = p;
    const siting::MedianPlan plan = siting::p_median(problem, effort);
    answer_head(json, "pmedian", plan.verdict, plan.reason, static_cast<double>(plan.value), static_cast<double>(plan.bound), "最短路+快速交换+拉格朗日+分支定界");
    if (plan.verdict != siting::Verdict::infeasible) list(json, plan.open, from_one);
  }
  return finish_answer(o, json);
}

int solve_scp(const SiteOptions& o, const std::string& text) {
  const Result<files::ScpFile> file = files::read_scp(text);
  if (!file) return say(file.error());
  siting::SetCoverProblem problem;
  problem.cost = file->cost;
  problem.rows.sites = static_cast<std::int32_t>(file->cost.size());
  for (const auto& row : file->rows) {
    problem.rows.site.insert(problem.rows.site.end(), row.begin(), row.end());
    problem.rows.start.push_back(static_cast<std::uint32_t>(problem.rows.site.size()));
    problem.rows.weight.push_back(1);
  }
  const siting::SetCoverPlan plan = siting::set_cover(problem, effort_of(o));
  JsonText json;
  answer_head(json, "lscp", plan.verdict, plan.reason, static_cast<double>(plan.value), static_cast<double>(plan.bound), "支配约简+拉格朗日+分支定界");
  if (plan.verdict != siting::Verdict::infeasible) list(json, plan.open, from_one);
  return finish_answer(o, json);
}

int solve_cap(const SiteOptions& o, const std::string& text) {
  const Result<files::CapFile> file = files::read_cap(text);
  if (!file) return say(file.error());
  siting::CapacitatedProblem problem;
  for (const auto& s : file->sites) problem.capacity.push_back(s.capacity), problem.fixed.push_back(s.fixed);
  problem.demand = file->demand, problem.cost = file->cost, problem.single = o.single;
  const siting::CapacitatedPlan plan = siting::capacitated(problem, effort_of(o));
  JsonText json;
  answer_head(json, o.single ? "capacitated_single" : "capacitated", plan.verdict, plan.reason, plan.value, plan.bound, "强松弛+运输+分支定界");
  if (plan.verdict != siting::Verdict::infeasible) {
    list(json, plan.open, from_one);
    json.line().key("assignment").open('[');
    for (const siting::Share& s : plan.shares) json.open('[').value(s.client + 1).value(s.site + 1).value(s.share).close(']');
    json.close(']');
  }
  return finish_answer(o, json);
}

int solve_mclp(const SiteOptions& o, const std::string& text) {
  const Result<files::MclpFile> file = files::read_mclp(text);
  if (!file) return say(file.error());
  const Result<siting::Reach> reach = reach_of(o);
  if (!reach) return say(reach.error());
  if (o.p.size() + o.budget.size() != 1) return say(Error(errors::invalid, "须给出一个 --p 或一个 --budget。"));
  std::vector<siting::Point> at, sites;
  std::vector<std::int64_t> weight;
  for (const auto& c : file->clients) at.push_back(siting::on_plane_m(c.x * 1000, c.y * 1000)), weight.push_back(c.amount);
  siting::People people;
  people.at = at, people.weight = weight;
  siting::CoverProblem problem;
  for (const auto& s : file->sites) {
    sites.push_back(siting::on_plane_m(s.x * 1000, s.y * 1000));
    if (!o.budget.empty()) {
      if (s.amount <= 0) return say(Error(files::bad_instance, "mclp 格式：按预算选址时，备选点的造价须为正数。"));
      problem.cost.push_back(s.amount);
    }
  }
  problem.budget = o.p.empty() ? static_cast<std::int64_t>(std::floor(o.budget[0])) : o.p[0];
  if (problem.budget < 1) return say(Error(errors::invalid, "--p 或 --budget 须为正数。"));
  siting::MergedPeople merged = siting::merge(people, {}, sites, *reach);
  problem.rows = std::move(merged.rows);
  const siting::CoverPlan plan = siting::max_cover(problem, effort_of(o));
  JsonText json;
  answer_head(json, "mclp", plan.verdict, plan.reason, static_cast<double>(plan.value), static_cast<double>(plan.bound), plan.method);
  if (plan.verdict != siting::Verdict::infeasible) list(json, plan.open, [&](std::int32_t j) { return file->sites[static_cast<std::size_t>(j)].id; });
  return finish_answer(o, json);
}

}  // namespace

int site_benchmark(const SiteOptions& o) {
  const std::string& path = o.file.empty() ? o.demand : o.file;
  if (path.empty()) return say(Error(errors::invalid, "须给出算例文件。"));
  const Result<std::string> text = read_text(path);
  if (!text) return say(text.error());
  if (o.format == "pmed") return solve_pmed(o, *text);
  if (o.format == "scp") return solve_scp(o, *text);
  if (o.format == "cap") return solve_cap(o, *text);
  return solve_mclp(o, *text);
}

}  // namespace yilin::commands
