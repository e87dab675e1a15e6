#include "formats/routing/plan_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "formats/routing/json_input.h"

namespace yilin::formats {
namespace {

namespace json = boost::json;
using routing::StopKind;

constexpr std::int64_t kTimeMax = 10'000'000'000;

class VroomPlanReader {
 public:
  VroomPlanReader(const VroomDay& day, const json::value& document) : day_(day), root_(&document, "", findings_) {
    for (std::size_t v = 0; v < day.tasks.size(); ++v) task_of_[{static_cast<int>(day.tasks[v].kind), day.tasks[v].id}] = static_cast<int>(v);
    for (std::size_t c = 0; c < day.vehicles.size(); ++c) carer_of_[day.vehicles[c].id] = static_cast<int>(c);
  }

  Result<routing::Solution> read() {
    std::vector<int> seen(day_.problem.carers.size(), 0);
    for (const Node& route : root_["routes"].items()) {
      const std::int64_t id = route["vehicle"].whole(0, INT64_MAX);
      const auto carer = carer_of_.find(id);
      if (carer == carer_of_.end()) {
        route["vehicle"].wrong(fmt::format("没有编号为 {} 的车辆。", id));
        continue;
      }
      if (seen[static_cast<std::size_t>(carer->second)]++ > 0) route["vehicle"].wrong(fmt::format("车辆 {} 有两条路线。", id));
      routing::Route out{carer->second, {}};
      for (const Node& step : route["steps"].items()) read_step(step, out);
      if (!out.stops.empty()) plan_.routes.push_back(std::move(out));
    }
    YILIN_CHECK(findings_.status());
    std::sort(plan_.routes.begin(), plan_.routes.end(), [](const auto& a, const auto& b) { return a.carer < b.carer; });
    return std::move(plan_);
  }

 private:
  void read_step(const Node& step, routing::Route& route) {
    const std::string type = step["type"].text();
    if (type == "start" || type == "end") return;
    std::optional<routing::Time> begin;
    if (step["arrival"].present()) begin = step["arrival"].whole(-kTimeMax, kTimeMax) + step["waiting_time"].whole_or(0, 0, kTimeMax);
    if (type == "reload") {
      route.stops.push_back({StopKind::reload, -1, false, begin});
      return;
    }
    const std::int64_t id = step["id"].whole(0, INT64_MAX);
    if (type == "break") {
      const auto& breaks = day_.vehicles[static_cast<std::size_t>(route.carer)].breaks;
      const auto found = std::find(breaks.begin(), breaks.end(), id);
      if (found == breaks.end()) return step["id"].wrong(fmt::format("没有编号为 {} 的休息。", id));
      route.stops.push_back({StopKind::rest, static_cast<int>(found - breaks.begin()), false, begin});
      return;
    }
    const int kind = type == "job" ? 0 : type == "pickup" ? 1 : type == "delivery" ? 2 : -1;
    const auto task = task_of_.find({kind, id});
    if (task == task_of_.end()) return step["id"].wrong(fmt::format("没有编号为 {} 的任务。", id));
    route.stops.push_back({StopKind::visit, task->second, step["second"].whole_or(0, 0, 1) == 1, begin});
  }

  const VroomDay& day_;
  Findings findings_;
  Node root_;
  routing::Solution plan_;
  std::map<std::pair<int, std::int64_t>, int> task_of_;
  std::unordered_map<std::int64_t, int> carer_of_;
};

}  // namespace

Result<routing::Solution> read_vroom_plan(const VroomDay& day, std::string_view answer) {
  YILIN_TRY(const json::value document, parse_document(answer));
  return VroomPlanReader(day, document).read();
}

Result<routing::Solution> read_sol(const BenchmarkDay& day, std::string_view text) {
  std::unordered_map<std::string_view, int> visit_of;
  for (std::size_t v = 0; v < day.problem.visits.size(); ++v) visit_of[day.problem.visits[v].id] = static_cast<int>(v);
  routing::Solution plan;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t colon = line.find(':');
    if (!line.starts_with("Route") || colon == std::string_view::npos) continue;
    routing::Route route{static_cast<int>(plan.routes.size()), {}};
    if (plan.routes.size() >= day.problem.carers.size()) return fail_field("plan", "方案", fmt::format("路线多于 {} 条的上限。", day.problem.carers.size()));
    line.remove_prefix(colon + 1);
    for (;;) {
      line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
      if (line.empty()) break;
      const std::string_view id = line.substr(0, line.find_first_of(" \t\r"));
      line.remove_prefix(id.size());
      const auto found = visit_of.find(id);
      if (found == visit_of.end()) return fail_field("plan", "方案", fmt::format("第 {} 条路线里没有编号为 {} 的客户。", plan.routes.size() + 1, id));
      route.stops.push_back({StopKind::visit, found->second, false, std::nullopt});
    }
    plan.routes.push_back(std::move(route));
  }
  return plan;
}

Result<routing::SyncPlan> read_home_care_plan(const HomeCareDay& day, std::string_view text) {
  YILIN_TRY(const json::value document, parse_document(text));
  Findings findings;
  const Node root(&document, "", findings);
  const auto index_in = [](const std::vector<std::string>& names, const Node& node) {
    const std::string name = node.name();
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) node.wrong("没有编号为 " + name + " 的一项。");
    return static_cast<int>(found - names.begin());
  };
  routing::SyncPlan plan;
  std::set<int> ordered;
  for (const Node& node : root["global_ordering"].items()) {
    const int visit = index_in(day.patients, node);
    if (!ordered.insert(visit).second) node.wrong("在总次序里出现两次。");
    plan.order.push_back(visit);
  }
  plan.stops.resize(day.patients.size());
  for (std::size_t v = 0; v < day.patients.size(); ++v) plan.stops[v].resize(day.services[v].size());
  for (const Node& route : root["routes"].items()) {
    const int carer = index_in(day.carers, route["caregiver_id"]);
    for (const Node& call : route["locations"].items()) {
      const int visit = index_in(day.patients, call["patient"]);
      const std::string service = call["service"].name();
      if (visit >= static_cast<int>(day.patients.size()) || carer >= static_cast<int>(day.carers.size())) continue;
      const auto& names = day.services[static_cast<std::size_t>(visit)];
      auto& stops = plan.stops[static_cast<std::size_t>(visit)];
      std::size_t k = 0;  // the first service of that name that nobody does yet
      while (k < names.size() && (names[k] != service || stops[k].carer >= 0)) ++k;
      if (k == names.size()) {
        call["service"].wrong("这位老人不需要（或已有人做）服务 " + service + "。");
        continue;
      }
      stops[k] = {carer, std::llround(call["arrival_time"].number(0, 1e12) * kHomeCareUnits)};
    }
  }
  for (std::size_t v = 0; v < day.patients.size() && !findings.any(); ++v) {
    for (const routing::SyncStop& stop : plan.stops[v])
      if (stop.carer < 0) findings.add("routes", day.patients[v] + " 有一项服务没有人做。");
    if (!ordered.contains(static_cast<int>(v))) findings.add("global_ordering", "缺少 " + day.patients[v] + "。");
  }
  YILIN_CHECK(findings.status());
  return plan;
}

}  // namespace yilin::formats
