#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "engines/routing/solver.h"
#include "formats/routing/json_input.h"
#include "formats/routing/vroom.h"

namespace yilin::formats {
namespace {

namespace json = boost::json;
using routing::Load;
using routing::Time;
using routing::Window;

constexpr std::int64_t kIdMax = INT64_MAX;
constexpr std::int64_t kTimeMax = 10'000'000'000;  // absolute instants in seconds, or any origin
constexpr std::int64_t kLengthMax = 100'000'000;

class Reader {
 public:
  explicit Reader(const json::value& document) : document_(document), root_(&document, "", findings_) {}

  Result<VroomDay> read() {
    read_matrices();
    read_grounds();
    read_dimensions();
    const auto vehicles = root_["vehicles"].items();
    if (vehicles.empty()) root_["vehicles"].wrong("没有车辆（人员）。");
    for (const Node& vehicle : vehicles) read_vehicle(vehicle);
    for (const Node& job : root_["jobs"].items()) read_task(job, job, VroomDay::Kind::job);
    for (const Node& shipment : root_["shipments"].items()) {
      const int pickup = read_task(shipment["pickup"], shipment, VroomDay::Kind::pickup);
      const int delivery = read_task(shipment["delivery"], shipment, VroomDay::Kind::delivery);
      day_.problem.shipments.push_back({pickup, delivery, read_load(shipment["amount"])});
    }
    if (day_.problem.visits.empty()) root_["jobs"].wrong("没有任务（jobs 与 shipments 都为空）。");
    for (const Node& link : root_["precedences"].items()) read_precedence(link);
    read_objective();
    read_plan(vehicles);
    findings_.name_ids(document_);
    YILIN_CHECK(findings_.status());
    return std::move(day_);
  }

 private:
  using TaskKey = std::pair<int, std::int64_t>;

  void read_matrices() {
    const Node absent(nullptr, "", findings_);
    const Node matrices = root_["matrices"];
    if (root_["matrix"].present()) {
      add_profile("car", root_["matrix"], absent, absent);
    } else {
      for (const std::string& name : matrices.names())
        add_profile(name, matrices[name]["durations"], matrices[name]["distances"], matrices[name]["costs"]);
    }
    day_.indexed = !day_.problem.profiles.empty();
    day_.located.assign(day_.problem.places.size(), false);
  }

  void add_profile(const std::string& name, const Node& durations, const Node& distances, const Node& costs) {
    auto& profile = day_.problem.profiles.emplace_back();
    profile.id = name;
    profile_of_[name] = static_cast<int>(day_.problem.profiles.size()) - 1;
    if (!durations.present()) durations.wrong("缺少时长矩阵。");
    const std::size_t n = durations.size();
    if (n > static_cast<std::size_t>(routing::kMatrixPlacesMax)) {
      durations.wrong(fmt::format("矩阵超过 {} 行的上限。", routing::kMatrixPlacesMax));
      return;
    }
    read_matrix(durations, n, profile.durations);
    if (distances.present()) read_matrix(distances, n, profile.distances);
    if (costs.present()) read_matrix(costs, n, profile.costs);
    if (day_.problem.places.empty()) day_.problem.places.resize(n);
    if (day_.problem.places.size() != n) durations.wrong("各矩阵的大小不一致。");
  }

  void read_matrix(const Node& matrix, std::size_t n, std::vector<std::int32_t>& out) {
    const auto rows = matrix.items();
    if (rows.size() != n) matrix.wrong(fmt::format("应有 {} 行，现有 {} 行。", n, rows.size()));
    out.reserve(n * n);
    for (const Node& row : rows) {
      if (row.size() != n) row.wrong(fmt::format("应有 {} 个数，现有 {} 个。", n, row.size()));
      row.append_whole(out, 0);
    }
    if (out.size() != n * n) out.assign(n * n, 0);  // a finding is on record: only the size must hold
  }

  // Every amount has as many dimensions as the vehicles' capacities; what is missing is zero.
  void read_dimensions() {
    for (const Node& vehicle : root_["vehicles"].items()) dimensions_ = std::max(dimensions_, vehicle["capacity"].size());
  }

  Load read_load(const Node& node) {
    Load load(dimensions_, 0);
    if (!node.present()) return load;
    const auto cells = node.items();
    if (cells.size() != dimensions_) {
      node.wrong(fmt::format("应有 {} 维，与车辆的 capacity 相同，现有 {} 维。", dimensions_, cells.size()));
      return load;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) load[i] = cells[i].whole(0, routing::kLoadMax);
    return load;
  }

  int read_place(const Node& location, const Node& index, bool required) {
    if (day_.indexed) {
      if (!index.present()) {
        if (required || location.present()) index.wrong("给出矩阵时须用 location_index 指明第几行。");
        return -1;
      }
      const auto place = static_cast<int>(index.whole(0, static_cast<std::int64_t>(day_.problem.places.size()) - 1));
      if (location.present()) locate(location, static_cast<std::size_t>(place));
      return place;
    }
    if (!location.present()) {
      if (required) location.wrong("没有矩阵时须给出坐标 [经度, 纬度]。");
      return -1;
    }
    const auto key = coordinates(location);
    const auto [it, fresh] = place_of_.try_emplace(key, static_cast<int>(day_.problem.places.size()));
    if (fresh) {
      day_.problem.places.push_back({{key.first, key.second}, false});
      day_.located.push_back(true);
    }
    return it->second;
  }
  std::pair<std::int64_t, std::int64_t> coordinates(const Node& location) {
    const auto cells = location.items();
    if (cells.size() != 2) {
      location.wrong("应为 [经度, 纬度]。");
      return {0, 0};
    }
    return {std::llround(cells[0].number(-180, 180) * 1e6), std::llround(cells[1].number(-90, 90) * 1e6)};
  }
  void locate(const Node& location, std::size_t place) {
    const auto [lon, lat] = coordinates(location);
    day_.problem.places[place].at = {lon, lat};
    day_.located[place] = true;
  }

  std::optional<Window> read_window(const Node& node) {
    const auto ends = node.items();
    if (ends.size() != 2) {
      node.wrong("应为 [开始, 结束]。");
      return std::nullopt;
    }
    const Window window{ends[0].whole(-kTimeMax, kTimeMax), ends[1].whole(-kTimeMax, kTimeMax)};
    if (window.end < window.begin) {
      node.wrong("时间窗在打开之前就关闭。");
      return std::nullopt;
    }
    return window;
  }
  std::vector<Window> read_windows(const Node& node) {
    std::vector<Window> windows;
    for (const Node& item : node.items())
      if (const auto window = read_window(item)) windows.push_back(*window);
    for (std::size_t i = 1; i < windows.size(); ++i)
      if (windows[i].begin <= windows[i - 1].end) node.wrong("时间窗应从早到晚、互不重叠。");
    return windows;
  }

  // VROOM's skills are any whole numbers; ours are dense.
  std::vector<int> read_skills(const Node& node) {
    std::vector<int> skills;
    for (const Node& item : node.items()) {
      const auto skill = item.whole(0, UINT32_MAX);
      const auto [known, fresh] = skill_of_.try_emplace(skill, static_cast<int>(skill_of_.size()));
      if (fresh) day_.skills.push_back(skill);
      skills.push_back(known->second);
    }
    std::sort(skills.begin(), skills.end());
    skills.erase(std::unique(skills.begin(), skills.end()), skills.end());
    if (skill_of_.size() > static_cast<std::size_t>(routing::kSkillsMax)) node.wrong(fmt::format("技能超过 {} 种的上限。", routing::kSkillsMax));
    return skills;
  }

  // How a profile without a matrix travels, in and outside the town.
  void read_grounds() {
    for (const std::string& name : root_["profiles"].names()) {
      const Node own = root_["profiles"][name];
      if (day_.indexed) {
        own.wrong("已给出矩阵，不再按坐标推算路程。");
        continue;
      }
      profile_of_[name] = static_cast<int>(day_.problem.profiles.size());
      auto& profile = day_.problem.profiles.emplace_back();
      profile.id = name;
      for (const auto& [place, ground] : {std::pair{"urban", &profile.urban}, {"rural", &profile.rural}}) {
        const Node detour = own[place]["detour"], speed = own[place]["speed_kmh"];
        if (detour.present()) ground->detour_percent = static_cast<int>(std::lround(detour.number(1, 10) * 100));
        if (speed.present()) ground->speed_kmh_tenths = static_cast<int>(std::lround(speed.number(0.5, 200) * 10));
      }
    }
  }

  void read_vehicle(const Node& node) {
    auto& carer = day_.problem.carers.emplace_back();
    auto& vehicle = day_.vehicles.emplace_back();
    vehicle.id = node["id"].whole(0, kIdMax);
    vehicle.description = node["description"].text_or("");
    if (!carer_of_.try_emplace(vehicle.id, static_cast<int>(day_.vehicles.size()) - 1).second)
      node["id"].wrong(fmt::format("车辆编号 {} 重复。", vehicle.id));
    carer.id = std::to_string(vehicle.id);
    carer.start = read_place(node["start"], node["start_index"], false);
    carer.end = read_place(node["end"], node["end_index"], false);
    if (carer.start < 0 && carer.end < 0) node["start"].wrong("起点与终点至少要有一个。");
    if (node["time_window"].present())
      if (const auto window = read_window(node["time_window"])) carer.shift = *window;
    carer.skills = read_skills(node["skills"]);
    if (dimensions_ > 0) carer.capacity = read_load(node["capacity"]);
    const std::string profile = node["profile"].text_or("car");
    const auto known = profile_of_.find(profile);
    if (known != profile_of_.end()) {
      carer.profile = known->second;
    } else if (day_.indexed) {
      node["profile"].wrong("没有 " + profile + " 的矩阵。");
    } else {
      carer.profile = profile_of_[profile] = static_cast<int>(day_.problem.profiles.size());
      day_.problem.profiles.emplace_back().id = profile;
    }
    if (node["speed_factor"].present()) carer.speed_percent = static_cast<int>(std::lround(node["speed_factor"].number(0.01, 5) * 100));
    if (node["type"].present()) carer.work_type = type_of(node["type"].text());
    const Node costs = node["costs"];
    carer.cost_fixed = costs["fixed"].whole_or(0, 0, kLengthMax);
    carer.cost_per_hour = costs["per_hour"].whole_or(3600, 0, kLengthMax);
    carer.cost_per_km = costs["per_km"].whole_or(0, 0, kLengthMax);
    carer.cost_per_task_hour = costs["per_task_hour"].whole_or(0, 0, kLengthMax);
    carer.visits_max = static_cast<int>(node["max_tasks"].whole_or(carer.visits_max, 0, INT32_MAX));
    carer.travel_max = node["max_travel_time"].whole_or(carer.travel_max, 0, kTimeMax);
    carer.distance_max = node["max_distance"].whole_or(carer.distance_max, 0, INT64_MAX);
    carer.work_max = node["max_work_time"].whole_or(carer.work_max, 0, kTimeMax);
    carer.span_max = node["max_span"].whole_or(carer.span_max, 0, kTimeMax);
    carer.worked_before = node["worked_before"].whole_or(0, 0, kLengthMax);
    if (const Node overtime = node["overtime"]; overtime.present()) {
      carer.work_regular = overtime["after"].whole(0, kTimeMax);
      carer.cost_per_overtime_hour = overtime["per_hour"].whole(0, kLengthMax);
    }
    if (const Node trips = node["trips"]; trips.present()) {
      carer.trips_max = static_cast<int>(trips["max"].whole(1, routing::kTripsMax));
      carer.reload_place = read_place(trips["reload"], trips["reload_index"], false);
      carer.reload_duration = trips["duration"].whole_or(0, 0, kLengthMax);
    }
    for (const Node& item : node["breaks"].items()) {
      auto& rest = carer.breaks.emplace_back();
      vehicle.breaks.push_back(item["id"].whole(0, kIdMax));
      vehicle.break_descriptions.push_back(item["description"].text_or(""));
      rest.id = std::to_string(vehicle.breaks.back());
      rest.windows = read_windows(item["time_windows"]);
      rest.duration = item["service"].whole_or(0, 0, kLengthMax);
      if (item["max_load"].present()) rest.max_load = read_load(item["max_load"]);
    }
  }

  // `shared` holds what a shipment's two halves have in common; for a job it is the job itself.
  int read_task(const Node& node, const Node& shared, VroomDay::Kind kind) {
    const int index = static_cast<int>(day_.problem.visits.size());
    auto& visit = day_.problem.visits.emplace_back();
    auto& task = day_.tasks.emplace_back();
    task.kind = kind;
    if (!node.present()) {
      node.wrong("必须填写。");
      return index;
    }
    task.id = node["id"].whole(0, kIdMax);
    task.description = node["description"].text_or("");
    const char* word = kind == VroomDay::Kind::job ? "" : kind == VroomDay::Kind::pickup ? "pickup " : "delivery ";
    if (!task_of_.try_emplace({static_cast<int>(kind), task.id}, index).second) node["id"].wrong(fmt::format("任务编号 {}{} 重复。", word, task.id));
    visit.id = fmt::format("{}{}", word, task.id);
    visit.place = read_place(node["location"], node["location_index"], true);
    if (node["rural"].flag() && visit.place >= 0) day_.problem.places[static_cast<std::size_t>(visit.place)].rural = true;
    if (visit.place < 0) visit.place = 0;
    visit.setup = node["setup"].whole_or(0, 0, kLengthMax);
    visit.service = node["service"].whole_or(0, 0, kLengthMax);
    visit.windows = read_windows(node["time_windows"]);
    visit.skills = read_skills(shared["skills"]);
    visit.priority = static_cast<int>(shared["priority"].whole_or(0, 0, routing::kPriorityMax));
    read_times_per_type(node, visit);
    if (kind != VroomDay::Kind::job) return index;
    if (dimensions_ > 0 || node["delivery"].present() || node["pickup"].present() || node["amount"].present()) {
      visit.delivery = read_load(node["delivery"].present() ? node["delivery"] : node["amount"]);
      visit.pickup = read_load(node["pickup"]);
    }
    if (node["due"].present()) visit.due = node["due"].whole(-kTimeMax, kTimeMax);
    visit.usual = read_carers(node["usual"]);
    visit.refused = read_carers(node["refused"]);
    if (node["locked_vehicle"].present()) visit.locked_carer = read_carer(node["locked_vehicle"]);
    if (node["locked_start"].present()) visit.locked_start = node["locked_start"].whole(-kTimeMax, kTimeMax);
    if (const Node other = node["second"]; other.present()) {
      routing::SecondCarer second;
      second.skills = read_skills(other["skills"]);
      second.service = other["service"].whole_or(visit.service, 0, kLengthMax);
      read_gap(other["gap"], second.gap_min, second.gap_max, -kLengthMax);
      if (other["locked_vehicle"].present()) second.locked_carer = read_carer(other["locked_vehicle"]);
      visit.second = std::move(second);
    }
    return index;
  }

  // Types are named by the vehicles; a job may name others, which no vehicle has.
  int type_of(const std::string& name) { return type_of_.try_emplace(name, static_cast<int>(type_of_.size())).first->second; }

  void read_times_per_type(const Node& node, routing::Visit& visit) {
    std::map<int, routing::TypeTime> times;
    for (const bool setup : {true, false}) {
      const Node own = node[setup ? "setup_per_type" : "service_per_type"];
      for (const std::string& name : own.names()) {
        const int type = type_of(name);
        auto& time = times.try_emplace(type, routing::TypeTime{type, visit.setup, visit.service}).first->second;
        (setup ? time.setup : time.service) = own[name].whole(0, kLengthMax);
      }
    }
    for (const auto& [type, time] : times) visit.per_type.push_back(time);
    if (type_of_.size() > static_cast<std::size_t>(routing::kWorkTypesMax)) node.wrong(fmt::format("车辆类型超过 {} 种的上限。", routing::kWorkTypesMax));
  }

  void read_gap(const Node& node, Time& low, Time& high, std::int64_t least) {
    if (!node.present()) return;
    const auto ends = node.items();
    if (ends.size() != 2) return node.wrong("应为 [最短, 最长]。");
    low = ends[0].whole(least, kTimeMax);
    if (ends[1].present()) high = ends[1].whole(least, kTimeMax);
    if (high < low) node.wrong("最长小于最短。");
  }
  int read_carer(const Node& node) {
    const auto id = node.whole(0, kIdMax);
    const auto it = carer_of_.find(id);
    if (it != carer_of_.end()) return it->second;
    node.wrong(fmt::format("没有编号为 {} 的车辆。", id));
    return -1;
  }
  std::vector<int> read_carers(const Node& node) {
    std::vector<int> result;
    for (const Node& item : node.items()) result.push_back(read_carer(item));
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
  }

  int read_job(const Node& node) {
    const auto id = node.whole(0, kIdMax);
    const auto it = task_of_.find({static_cast<int>(VroomDay::Kind::job), id});
    if (it != task_of_.end()) return it->second;
    node.wrong(fmt::format("没有编号为 {} 的任务。", id));
    return -1;
  }
  void read_precedence(const Node& node) {
    routing::Precedence link;
    link.before = read_job(node["before"]);
    link.after = read_job(node["after"]);
    read_gap(node["gap"], link.gap_min, link.gap_max, 0);
    day_.problem.precedences.push_back(link);
  }
  void read_objective() {
    const Node node = root_["objective"];
    auto& objective = day_.problem.objective;
    objective.fewest_carers = node["fewest_vehicles"].whole_or(0, 0, 1) == 1;
    const Node continuity = node["broken_continuity"];
    if (!continuity.present() || continuity.is_number()) objective.broken_continuity = continuity.whole_or(0, 0, kLengthMax);
    else if (continuity.text() != "usual") continuity.wrong("应为整数，或 \"usual\"（由当天路程推算）。");
    else if (!findings_.any()) objective.broken_continuity = routing::usual_continuity_price(day_.problem);
    objective.unfairness_per_hour = node["unfairness_per_hour"].whole_or(0, 0, kLengthMax);
    objective.moved_visit = node["moved_visit"].whole_or(0, 0, kLengthMax);
  }

  void read_plan(const std::vector<Node>& vehicles) {
    routing::Solution plan;
    bool any = false;
    std::vector<int> seen(day_.problem.visits.size(), 0);
    for (std::size_t c = 0; c < vehicles.size(); ++c) {
      const Node steps = vehicles[c]["steps"];
      if (!steps.present()) continue;
      routing::Route route{static_cast<int>(c), {}};
      for (const Node& step : steps.items()) {
        const std::string type = step["type"].text();
        if (type == "start" || type == "end") continue;
        any = true;
        std::optional<Time> start;
        if (step["service_at"].present()) start = step["service_at"].whole(-kTimeMax, kTimeMax);
        if (type == "reload") {
          route.stops.push_back({routing::StopKind::reload, -1, false, start});
          continue;
        }
        const auto id = step["id"].whole(0, kIdMax);
        if (type == "break") {
          const auto& breaks = day_.vehicles[c].breaks;
          const auto it = std::find(breaks.begin(), breaks.end(), id);
          if (it == breaks.end()) step["id"].wrong(fmt::format("车辆 {} 没有编号为 {} 的休息。", day_.vehicles[c].id, id));
          else route.stops.push_back({routing::StopKind::rest, static_cast<int>(it - breaks.begin()), false, start});
          continue;
        }
        const int kind = type == "job" ? 0 : type == "pickup" ? 1 : type == "delivery" ? 2 : -1;
        if (kind < 0) {
          step["type"].wrong("应为 start、job、pickup、delivery、break、reload 或 end。");
          continue;
        }
        const auto it = task_of_.find({kind, id});
        if (it == task_of_.end()) {
          step["id"].wrong(fmt::format("没有编号为 {} 的任务。", id));
          continue;
        }
        const bool second = step["second"].whole_or(0, 0, 1) == 1;
        if (const int bit = second ? 2 : 1; (seen[it->second] & bit) != 0) step["id"].wrong(fmt::format("任务 {} 在方案中出现两次。", id));
        else seen[it->second] |= bit;
        check_step(step["id"], c, it->second, second);
        route.stops.push_back({routing::StopKind::visit, it->second, second, start});
      }
      plan.routes.push_back(std::move(route));
    }
    if (any) day_.plan = std::move(plan);
  }

  // Times may have moved on since the plan was made, and what does not fit any more is planned anew; but who may do what cannot have.
  void check_step(const Node& at, std::size_t carer, int index, bool second) {
    const auto& visit = day_.problem.visits[static_cast<std::size_t>(index)];
    const auto& has = day_.problem.carers[carer].skills;
    const auto vehicle = day_.vehicles[carer].id;
    if (second && !visit.second) return at.wrong("这项任务不需要第二人。");
    const auto& needed = second ? visit.second->skills : visit.skills;
    for (const int skill : needed)
      if (!std::binary_search(has.begin(), has.end(), skill))
        return at.wrong(fmt::format("车辆 {} 没有任务 {} 所需的技能 {}。", vehicle, visit.id, day_.skills[static_cast<std::size_t>(skill)]));
    if (std::binary_search(visit.refused.begin(), visit.refused.end(), static_cast<int>(carer))) return at.wrong(fmt::format("任务 {} 不接受车辆 {}。", visit.id, vehicle));
    const int locked = second ? visit.second->locked_carer : visit.locked_carer;
    if (locked >= 0 && locked != static_cast<int>(carer))
      at.wrong(fmt::format("任务 {} 已指定车辆 {}，不能由 {} 做。", visit.id, day_.vehicles[static_cast<std::size_t>(locked)].id, vehicle));
  }

  const json::value& document_;
  Findings findings_;
  Node root_;
  VroomDay day_;
  std::size_t dimensions_ = 0;
  std::map<std::string, int> profile_of_, type_of_;
  std::map<std::pair<std::int64_t, std::int64_t>, int> place_of_;
  std::unordered_map<std::int64_t, int> skill_of_, carer_of_;
  std::map<TaskKey, int> task_of_;
};

}  // namespace

Result<VroomDay> read_vroom(std::string_view text) {
  YILIN_TRY(const json::value document, parse_document(text));
  return Reader(document).read();
}

}  // namespace yilin::formats
