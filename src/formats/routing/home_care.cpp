#include "formats/routing/home_care.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "formats/routing/json_input.h"

namespace yilin::formats {
namespace {

namespace json = boost::json;
using routing::Units;

constexpr double kNumberMax = 1e9;

Units units(const Node& node) { return std::llround(node.number(0, kNumberMax) * kHomeCareUnits); }

std::string number(Units value) {
  std::string text = fmt::format("{:.6f}", static_cast<double>(value) / kHomeCareUnits);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

void read_gap(const Node& patient, routing::SyncVisit& visit) {
  const Node sync = patient["synchronization"];
  if (!sync.present()) return sync.wrong("需要两人时须写明 simultaneous 或 sequential。");
  const std::string type = sync["type"].text();
  if (type == "simultaneous") return;
  if (type != "sequential") return sync["type"].wrong("应为 simultaneous 或 sequential。");
  const Node gap = sync["distance"];
  const auto ends = gap.is_array() ? gap.items() : std::vector{gap["min"], gap["max"]};
  if (ends.size() != 2) return gap.wrong("应为 [最短, 最长]。");
  visit.gap_min = units(ends[0]);
  visit.gap_max = units(ends[1]);
}

}  // namespace

Result<HomeCareDay> read_home_care(std::string_view text) {
  YILIN_TRY(const json::value document, parse_document(text));
  Findings findings;
  const Node root(&document, "", findings);
  HomeCareDay day;
  auto& problem = day.problem;

  std::map<std::string, std::vector<int>> able;  // service → carers
  std::set<std::string> seen;
  for (const Node& carer : root["caregivers"].items()) {
    const std::string id = carer["id"].name();
    if (!seen.insert(id).second) carer["id"].wrong("编号 " + id + " 重复。");
    for (const Node& ability : carer["abilities"].items()) {
      auto& list = able[ability.name()];
      if (list.empty() || list.back() != problem.carers) list.push_back(problem.carers);
    }
    for (const char* later : {"working_shift", "departing_point", "incompatible_patients"})
      if (carer[later].present()) carer[later].wrong("这种扩展格式尚不支持。");
    day.carers.push_back(id);
    ++problem.carers;
  }

  std::map<std::string, Units> usual_duration;
  for (const Node& service : root["services"].items())
    if (service["default_duration"].present()) usual_duration[service["id"].name()] = units(service["default_duration"]);

  seen.clear();
  for (const Node& patient : root["patients"].items()) {
    const std::string id = patient["id"].name();
    if (!seen.insert(id).second) patient["id"].wrong("编号 " + id + " 重复。");
    routing::SyncVisit visit;
    visit.location = static_cast<int>(day.patients.size()) + 1;
    const auto window = patient["time_window"].items();
    if (window.size() == 2) {
      visit.open = units(window[0]);
      visit.due = units(window[1]);
      if (visit.due < visit.open) patient["time_window"].wrong(id + " 的时段在开始之前就结束。");
    } else {
      patient["time_window"].wrong("应为 [最早开始, 最晚开始]。");
    }
    std::vector<std::string> names;
    const Node required = patient["required_caregivers"];
    for (const Node& need : required.items()) {
      routing::SyncService service;
      names.push_back(need["service"].name());
      const auto usual = usual_duration.find(names.back());
      service.duration = !need["duration"].present() && usual != usual_duration.end() ? usual->second : units(need["duration"]);
      const auto carers = able.find(names.back());
      if (carers == able.end()) need["service"].wrong(fmt::format("{} 需要的服务 {} 没有人会。", id, names.back()));
      else service.carers = carers->second;
      visit.services.push_back(std::move(service));
    }
    if (names.empty() || names.size() > 2) required.wrong(id + " 应需要一人或两人。");
    if (names.size() == 2) read_gap(patient, visit);
    day.patients.push_back(id);
    day.services.push_back(std::move(names));
    problem.visits.push_back(std::move(visit));
  }

  const auto rows = root["distances"].items();
  problem.locations = static_cast<int>(day.patients.size()) + 1;
  if (rows.size() != static_cast<std::size_t>(problem.locations))
    root["distances"].wrong(fmt::format("应有 {} 行（机构一行、老人各一行），现有 {} 行。", problem.locations, rows.size()));
  problem.travel.reserve(rows.size() * rows.size());
  for (const Node& row : rows) {
    if (row.size() != rows.size()) row.wrong(fmt::format("应有 {} 个数。", rows.size()));
    for (const Node& cell : row.items()) problem.travel.push_back(units(cell));
  }
  YILIN_CHECK(findings.status());
  return day;
}

std::string write_home_care(const HomeCareDay& day, const routing::SyncPlan& plan) {
  struct Call {
    Units start;
    int visit, service;
  };
  std::vector<std::vector<Call>> routes(day.carers.size());
  for (const int v : plan.order)
    for (int k = 0; k < static_cast<int>(plan.stops[v].size()); ++k) routes[plan.stops[v][k].carer].push_back({plan.stops[v][k].start, v, k});
  std::string out = "{\n  \"global_ordering\": [";
  for (std::size_t i = 0; i < plan.order.size(); ++i) {
    if (i) out += ", ";
    out += json::serialize(json::string(day.patients[plan.order[i]]));
  }
  out += "],\n  \"routes\": [";
  bool first = true;
  for (std::size_t c = 0; c < routes.size(); ++c) {
    if (routes[c].empty()) continue;
    out += fmt::format("{}\n    {{\"caregiver_id\": {}, \"locations\": [", first ? "" : ",", json::serialize(json::string(day.carers[c])));
    first = false;
    for (std::size_t i = 0; i < routes[c].size(); ++i) {
      const Call& call = routes[c][i];
      const Units duration = day.problem.visits[call.visit].services[call.service].duration;
      out += fmt::format("{}\n      {{\"patient\": {}, \"service\": {}, \"arrival_time\": {}, \"departure_time\": {}}}", i ? "," : "",
                         json::serialize(json::string(day.patients[call.visit])),
                         json::serialize(json::string(day.services[call.visit][call.service])), number(call.start),
                         number(call.start + duration));
    }
    out += "\n    ]}";
  }
  return out + "\n  ]\n}\n";
}

}  // namespace yilin::formats
