// yilin site check: the independent judge. It reads the same files as the solver but recounts with its own code.
#include <algorithm>
#include <cmath>

#include "check/siting/check.h"
#include "check/siting/datum.h"
#include "formats/siting/or_library.h"
#include "formats/siting/travel_times.h"
#include "main/engine_files.h"
#include "main/site_command.h"

namespace yilin::commands {
namespace {

namespace judge = check::siting;
using Problems = Result<std::vector<std::string>>;

// One of the three files: its table, and what the judge keeps of it.
struct Read {
  formats::siting::PointTable table;
  std::vector<judge::Place> places;
};
Result<Read> places(const SiteOptions& o, const std::string& path, const std::string& datum, bool costs) {
  Read out;
  if (path.empty()) return out;
  YILIN_TRY(std::string text, read_table_text(path));
  YILIN_TRY(out.table, formats::siting::read_points(std::move(text), path, o.times.empty()));
  const formats::siting::PointTable& table = out.table;
  for (std::size_t i = 0; i < table.size(); ++i) {
    judge::Place p;
    p.id = table.id[i], p.x = table.x[i], p.y = table.y[i];
    p.weight = costs ? (table.cost.empty() ? 1 : table.cost[i]) : table.weight[i];
    if (table.axes == formats::siting::Axes::degrees && !judge::to_wgs84(datum, p.x, p.y)) return fail(errors::invalid, "不认识的坐标系：" + datum + "。");
    if (!table.rule.empty()) {
      p.required = table.rule[i] == formats::siting::PointRule::required;
      p.excluded = table.rule[i] == formats::siting::PointRule::excluded;
    }
    if (!table.capacity.empty()) p.capacity = table.capacity[i];
    out.places.push_back(std::move(p));
  }
  return out;
}

Status ways_by_table(const SiteOptions& o, const Read& demand, const Read& candidates, const Read& existing, judge::PlacesInput& in) {
  YILIN_TRY(const std::string text, read_table_text(o.times));
  std::vector<std::string_view> sites = candidates.table.id;
  sites.insert(sites.end(), existing.table.id.begin(), existing.table.id.end());
  YILIN_TRY(const formats::siting::TravelTimeTable times, formats::siting::read_travel_times(text, o.times, demand.table.id, sites));
  judge::Ways& ways = in.ways.emplace(sites.size());
  for (std::size_t i = 0; i < in.demand.size(); ++i) {
    for (std::uint64_t k = times.start[i]; k < times.start[i + 1]; ++k) {
      const auto seconds = static_cast<double>(times.seconds[k]);
      ways[static_cast<std::size_t>(times.site[k])].push_back({i, seconds, seconds});
    }
    // Known where the table knows it, or where there are no places at all.
    if (times.demand_seen[i] || demand.table.axes == formats::siting::Axes::none) in.demand[i].x = in.demand[i].y = 0;
  }
  in.seconds = true;
  in.limit = o.minutes > 0 ? static_cast<double>(std::llround(o.minutes * 60)) : 0;
  return {};
}

Status ways_by_roads(const SiteOptions& o, judge::PlacesInput& in) {
  YILIN_TRY(const formats::siting::RoadFile file, read_roads(o.roads));
  judge::Roads roads;
  roads.snap_m = o.snap_m;
  for (const auto& n : file.nodes) roads.node.push_back({n.x, n.y});
  for (const auto& e : file.edges) roads.edge.emplace_back(e.a, e.b);
  constexpr double kNoLimitM = 1e6;
  in.ways = judge::walk(roads, in, in.limit > 0 ? in.limit : kNoLimitM);
  return {};
}

// Budgets, one a year, as the solver reads them.
Status budgets(const SiteOptions& o, judge::CoverInput& in) {
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
  return {};
}

Problems check_csv(const SiteOptions& o, const std::string& answer) {
  YILIN_CHECK(check_reach_options(o));
  const auto datum = [&](const std::string& own) { return own.empty() ? o.datum : own; };
  YILIN_TRY(Read demand, places(o, o.demand, datum(o.demand_datum), false));
  YILIN_TRY(Read candidates, places(o, o.candidates, datum(o.candidates_datum), true));
  YILIN_TRY(Read existing, places(o, o.existing, datum(o.existing_datum), false));
  judge::CoverInput cover;
  judge::DistanceInput distance;
  judge::PlacesInput& in = o.by_distance() ? static_cast<judge::PlacesInput&>(distance) : cover;
  in.degrees = demand.table.axes == formats::siting::Axes::degrees;
  in.demand = std::move(demand.places), in.candidates = std::move(candidates.places), in.existing = std::move(existing.places);
  in.weight_scale = static_cast<double>(demand.table.weight_scale), in.cost_scale = static_cast<double>(candidates.table.cost_scale);
  in.limit = std::max(0.0, o.radius_m), in.detour = o.detour;
  if (!o.times.empty()) YILIN_CHECK(ways_by_table(o, demand, candidates, existing, in));
  if (!o.roads.empty()) YILIN_CHECK(ways_by_roads(o, in));
  if (!o.by_distance()) {
    YILIN_CHECK(budgets(o, cover));
    cover.capacities = o.capacities;
    return judge::check_cover(cover, answer);
  }
  distance.kind = o.model == "pmedian" ? judge::DistanceInput::Kind::median : o.model == "pcenter" ? judge::DistanceInput::Kind::center : judge::DistanceInput::Kind::capacitated;
  distance.single = o.single;
  if (distance.kind == judge::DistanceInput::Kind::capacitated) {
    // Without a column of costs sites cost nothing here.
    if (candidates.table.cost.empty())
      for (judge::Place& p : distance.candidates) p.weight = 0;
  } else {
    if (o.p.size() != 1) return fail(errors::invalid, "须给出一个 --p。");
    distance.p = o.p[0];
  }
  return judge::check_distance(distance, answer);
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
  in.limit = o.radius_m, in.detour = o.detour, in.counts = o.budget.empty();
  const auto place = [](const formats::siting::MclpFile::Item& item) {
    judge::Place p;
    p.id = item.id, p.x = item.x, p.y = item.y, p.weight = item.amount;
    return p;
  };
  for (const auto& c : file.clients) in.demand.push_back(place(c));
  for (const auto& s : file.sites) in.candidates.push_back(place(s));
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
