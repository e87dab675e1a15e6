#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "base/geo.h"
#include "check/routing/check.h"

namespace yilin::check {
namespace {
namespace json = boost::json;

using Key = std::pair<std::string, std::int64_t>;  // "job", "pickup" or "delivery", and the id
constexpr std::int64_t kOpen = INT64_MAX / 4;

std::int64_t whole(const json::object& o, std::string_view name, std::int64_t fallback = 0) {
  const auto* v = o.if_contains(name);
  return v == nullptr || v->is_null() ? fallback : v->to_number<std::int64_t>();
}
const json::object& object(const json::object& o, std::string_view name) {
  static const json::object none;
  const auto* v = o.if_contains(name);
  return v == nullptr || v->is_null() ? none : v->as_object();
}
const json::array& array(const json::object& o, std::string_view name) {
  static const json::array none;
  const auto* v = o.if_contains(name);
  return v == nullptr || v->is_null() ? none : v->as_array();
}
std::vector<std::int64_t> numbers(const json::array& a) {
  std::vector<std::int64_t> out;
  for (const auto& v : a) out.push_back(v.to_number<std::int64_t>());
  return out;
}
std::optional<Place> coordinates(const json::object& o, std::string_view name) {
  const auto& at = array(o, name);
  if (at.size() != 2) return std::nullopt;
  return Place{std::llround(at[0].to_number<double>() * 1e6), std::llround(at[1].to_number<double>() * 1e6)};
}
bool inside(const json::array& windows, std::int64_t t) {
  if (windows.empty()) return true;
  for (const auto& w : windows)
    if (t >= w.as_array().at(0).to_number<std::int64_t>() && t <= w.as_array().at(1).to_number<std::int64_t>()) return true;
  return false;
}

struct Task {
  const json::object* own = nullptr;     // times and place
  const json::object* shared = nullptr;  // skills and priority
  Key partner;                           // of a shipment's half
  std::vector<std::int64_t> amount, delivery, pickup;
};
struct Made {
  std::int64_t vehicle = -1, begin = 0, end = 0;
  std::size_t route = 0, order = 0, trip = 0;
};

// "service" or "setup", which may depend on the vehicle's type.
std::int64_t of_type(const json::object& task, const json::object& vehicle, const std::string& name) {
  const auto* type = vehicle.if_contains("type");
  const auto& own = object(task, name + "_per_type");
  return type != nullptr && own.contains(type->as_string()) ? whole(own, type->as_string()) : whole(task, name);
}

class Checker {
 public:
  Checker(const json::object& in, const json::object& plan) : in_(in), plan_(plan) {}

  Verdict check() {
    for (const auto& v : array(in_, "jobs")) {
      const auto& o = v.as_object();
      tasks_[{"job", whole(o, "id")}] = {&o, &o, {}, {}, numbers(array(o, o.contains("delivery") ? "delivery" : "amount")), numbers(array(o, "pickup"))};
    }
    for (const auto& v : array(in_, "shipments")) {
      const auto& o = v.as_object();
      const auto &p = object(o, "pickup"), &d = object(o, "delivery");
      const Key a{"pickup", whole(p, "id")}, b{"delivery", whole(d, "id")};
      tasks_[a] = {&p, &o, b, numbers(array(o, "amount")), {}, {}};
      tasks_[b] = {&d, &o, a, numbers(array(o, "amount")), {}, {}};
    }
    for (const auto& v : array(in_, "vehicles")) vehicles_[whole(v.as_object(), "id")] = &v.as_object();
    for (const auto& [key, task] : tasks_) {
      const auto* rural = task.own->if_contains("rural");
      if (rural == nullptr || !rural->as_bool()) continue;
      if (const auto at = coordinates(*task.own, "location")) rural_.insert({at->lon_e6, at->lat_e6});
    }
    std::set<std::int64_t> used;
    double cost = 0, duration = 0;
    std::size_t index = 0;
    for (const auto& r : array(plan_, "routes")) {
      const auto& route = r.as_object();
      const auto id = whole(route, "vehicle", -1);
      if (!vehicles_.contains(id)) {
        wrong(fmt::format("车辆 {} 不存在。", id));
        continue;
      }
      if (!used.insert(id).second) wrong(fmt::format("车辆 {} 有两条路线。", id));
      const auto [c, d] = walk(route, *vehicles_[id], index++);
      cost += c;
      duration += d;
    }
    check_pairs();
    check_precedences();
    const double priority = check_unassigned();
    Verdict verdict;
    verdict.violations = std::move(violations_);
    verdict.figures = {{"routes", static_cast<double>(used.size())}, {"unassigned", static_cast<double>(unassigned_)},
                       {"unassigned_priority", priority}, {"duration", duration}, {"cost", cost}};
    return verdict;
  }

 private:
  bool by_coordinates() const { return !in_.contains("matrix") && !in_.contains("matrices"); }
  bool known_place(const json::object& o, std::string_view name) const { return o.contains(by_coordinates() ? std::string(name) : std::string(name) + "_index"); }
  bool same_places(const json::object& step, const json::object& o, std::string_view name) const {
    if (!known_place(step, "location") || !known_place(o, name)) return false;
    if (by_coordinates()) return coordinates(step, "location") == coordinates(o, name);
    return step.at("location_index") == o.at(std::string(name) + "_index");
  }

  void wrong(std::string sentence) { violations_.push_back(std::move(sentence)); }

  // Without matrices: the crow's way and two fifths more, at 18 km/h; in the country three tenths, at 25; or as `profiles` says.
  std::optional<std::int64_t> leg_by_coordinates(const json::object& vehicle, const json::object& from, const json::object& to, std::string_view what) const {
    const auto a = coordinates(from, "location"), b = coordinates(to, "location");
    if (!a || !b || what == "costs") return std::nullopt;
    const auto place = [](const Place& p) { return std::pair{p.lon_e6, p.lat_e6}; };
    const bool rural = rural_.contains(place(*a)) || rural_.contains(place(*b));
    const auto* profile = vehicle.if_contains("profile");
    const auto& ground = object(object(object(in_, "profiles"), profile != nullptr ? std::string_view(profile->as_string()) : "car"), rural ? "rural" : "urban");
    const auto said = [&](std::string_view name, double otherwise, double unit) {
      const auto* value = ground.if_contains(name);
      return std::llround((value != nullptr ? value->to_number<double>() : otherwise) * unit);
    };
    const std::int64_t metres = distance_m(*a, *b) * said("detour", rural ? 1.3 : 1.4, 100) / 100;
    return what == "distances" ? metres : at_speed(vehicle, metres * 36 / said("speed_kmh", rural ? 25 : 18, 10));
  }

  static std::int64_t at_speed(const json::object& vehicle, std::int64_t duration) {
    if (!vehicle.contains("speed_factor")) return duration;
    const auto percent = std::llround(vehicle.at("speed_factor").to_number<double>() * 100);
    return (duration * 100 + percent / 2) / percent;
  }

  std::optional<std::int64_t> leg(const json::object& vehicle, const json::object* from, const json::object* to, std::string_view what) {
    if (from == nullptr || to == nullptr) return std::nullopt;
    if (by_coordinates()) return leg_by_coordinates(vehicle, *from, *to, what);
    const auto *a = from->if_contains("location_index"), *b = to->if_contains("location_index");
    if (a == nullptr || b == nullptr) return std::nullopt;
    const auto* profile = vehicle.if_contains("profile");
    const std::string_view name = profile != nullptr ? std::string_view(profile->as_string()) : "car";
    const json::value* matrix = nullptr;
    if (in_.contains("matrix") && what == "durations") matrix = &in_.at("matrix");
    else if (const auto& m = object(object(in_, "matrices"), name); m.contains(what)) matrix = &m.at(what);
    if (matrix == nullptr) return std::nullopt;
    const auto value = matrix->as_array().at(a->to_number<std::size_t>()).as_array().at(b->to_number<std::size_t>()).to_number<std::int64_t>();
    return what == "durations" ? at_speed(vehicle, value) : value;
  }

  // One carer's day. Returns its price and travel time.
  std::pair<double, double> walk(const json::object& route, const json::object& vehicle, std::size_t index) {
    const auto id = whole(vehicle, "id");
    const auto& shift = array(vehicle, "time_window");
    const std::int64_t open = shift.empty() ? -kOpen : shift.at(0).to_number<std::int64_t>();
    const std::int64_t close = shift.empty() ? kOpen : shift.at(1).to_number<std::int64_t>();
    const auto skills = numbers(array(vehicle, "skills"));
    const auto capacity = numbers(array(vehicle, "capacity"));
    const auto& costs = object(vehicle, "costs");
    const auto& steps = array(route, "steps");
    std::set<std::int64_t> breaks;
    std::int64_t travel = 0, metres = 0, priced = 0, task_time = 0, reload_time = 0, count = 0, broken = 0;
    std::int64_t free = open, first = kOpen, last = open;
    bool priced_by_matrix = false, placed = true;
    const json::object* at = nullptr;
    departure_ = open, rest_time_ = 0;
    std::size_t trip = 0;
    std::vector<Loading> order;  // for the loads
    for (std::size_t s = 0; s < steps.size(); ++s) {
      const auto& step = steps[s].as_object();
      const std::string type(step.at("type").as_string());
      const auto arrival = whole(step, "arrival"), begin = arrival + whole(step, "waiting_time");
      const auto end = begin + whole(step, "setup") + whole(step, "service");
      const std::string where = fmt::format("车辆 {} 第 {} 步", id, s + 1);
      if (whole(step, "waiting_time") < 0 || whole(step, "setup") < 0 || whole(step, "service") < 0) wrong(where + "有负的时长。");
      if (type == "break") {
        const auto number = whole(step, "id", -1);
        const json::object* rest = nullptr;
        for (const auto& b : array(vehicle, "breaks"))
          if (whole(b.as_object(), "id") == number) rest = &b.as_object();
        if (rest == nullptr || !breaks.insert(number).second) {
          wrong(fmt::format("{}：休息 {} 不存在或出现两次。", where, number));
          continue;
        }
        if (!inside(array(*rest, "time_windows"), begin)) wrong(fmt::format("{}：休息 {} 不在时段内。", where, number));
        if (whole(step, "service") != whole(*rest, "service")) wrong(fmt::format("{}：休息 {} 的时长不对。", where, number));
        if (begin < free) wrong(fmt::format("{}：休息早于上一步结束。", where));
        rest_time_ += whole(*rest, "service");
        if (rest->contains("max_load")) order.push_back({trip, nullptr, numbers(array(*rest, "max_load"))});
        free = std::max(free, end);
        last = std::max(last, end);
        first = std::min(first, begin);
        continue;
      }
      // On the way from `at`: its departure + the leg + the rests between them.
      if (const auto drive = leg(vehicle, at, &step, "durations")) {
        if (arrival < departure_ + *drive + rest_time_) wrong(fmt::format("{}：{} 到达，最早 {} 才能到。", where, arrival, departure_ + *drive + rest_time_));
        travel += *drive;
      } else if (arrival < free) {
        wrong(fmt::format("{}：到达早于上一步结束。", where));
      }
      if (arrival < free) wrong(fmt::format("{}：到达早于休息结束。", where));
      if (const auto m = leg(vehicle, at, &step, "distances")) metres += *m;
      if (const auto c = leg(vehicle, at, &step, "costs")) priced += *c, priced_by_matrix = true;
      placed = placed && known_place(step, "location");
      const bool same_place = at != nullptr && same_places(*at, step, "location");
      if (type == "start") check_end(step, vehicle, "start", where);
      if (type == "end") check_end(step, vehicle, "end", where);
      if (type == "reload") {
        ++trip;
        reload_time += whole(step, "service");
        if (whole(step, "service") != whole(object(vehicle, "trips"), "duration")) wrong(where + "：装载时长不对。");
      }
      if (type == "job" || type == "pickup" || type == "delivery") {
        ++count;
        const Key key{type, whole(step, "id")};
        const bool second = whole(step, "second") == 1;
        if (!tasks_.contains(key)) {
          wrong(fmt::format("{}：任务 {} 不存在。", where, key.second));
        } else {
          const Task& task = tasks_[key];
          const json::object& need = second ? object(*task.own, "second") : *task.own;
          auto& made = made_[{key, second}];
          if (made.vehicle >= 0) wrong(fmt::format("{}：任务 {} 做了两次。", where, key.second));
          made = {id, begin, end, index, s, trip};
          if (!second && !inside(array(*task.own, "time_windows"), begin))
            wrong(fmt::format("{}：任务 {} 在 {} 开始，不在时段内。", where, key.second, begin));
          const auto service = second ? whole(need, "service", whole(*task.own, "service")) : of_type(*task.own, vehicle, "service");
          if (whole(step, "service") != service) wrong(fmt::format("{}：任务 {} 的服务时长不对。", where, key.second));
          if (const auto setup = same_place ? 0 : of_type(*task.own, vehicle, "setup"); whole(step, "setup") != setup)
            wrong(fmt::format("{}：任务 {} 的准备时长应为 {}。", where, key.second, setup));
          if (known_place(*task.own, "location") && known_place(step, "location") && !same_places(step, *task.own, "location"))
            wrong(fmt::format("{}：任务 {} 的地点不对。", where, key.second));
          for (const auto skill : numbers(array(second ? need : *task.shared, "skills")))
            if (std::find(skills.begin(), skills.end(), skill) == skills.end()) wrong(fmt::format("{}：缺少任务 {} 的技能 {}。", where, key.second, skill));
          const auto refused = numbers(array(*task.own, "refused"));
          if (std::find(refused.begin(), refused.end(), id) != refused.end()) wrong(fmt::format("{}：任务 {} 拒绝此人。", where, key.second));
          if (need.contains("locked_vehicle") && whole(need, "locked_vehicle") != id) wrong(fmt::format("{}：任务 {} 已指定他人。", where, key.second));
          if (!second && need.contains("locked_start") && whole(need, "locked_start") != begin) wrong(fmt::format("{}：任务 {} 的开始时间已指定。", where, key.second));
          const auto usual = numbers(array(*task.own, "usual"));
          if (!usual.empty() && std::find(usual.begin(), usual.end(), id) == usual.end()) ++broken;
          task_time += whole(step, "setup") + whole(step, "service");
          order.push_back({trip, &step, {}});
        }
      }
      at = &step;
      departure_ = end;
      rest_time_ = 0;
      free = end;
      first = std::min(first, type == "start" ? end : begin);
      last = std::max(last, end);
    }
    if (count == 0) wrong(fmt::format("车辆 {} 的路线没有任务。", id));
    for (const auto& b : array(vehicle, "breaks"))
      if (!breaks.contains(whole(b.as_object(), "id"))) wrong(fmt::format("车辆 {} 没有安排休息 {}。", id, whole(b.as_object(), "id")));
    for (const bool start : {true, false}) {
      if (!known_place(vehicle, start ? "start" : "end") || steps.empty()) continue;
      const auto& edge = (start ? steps.front() : steps.back()).as_object();
      if (edge.at("type").as_string() != (start ? "start" : "end")) wrong(fmt::format("车辆 {} 没有从起点出发或回到终点。", id));
    }
    if (first < open || last > close) wrong(fmt::format("车辆 {} 在 {}–{} 工作，班次是 {}–{}。", id, first, last, open, close));
    check_loads(order, capacity, vehicle);
    const auto limit = [&](std::string_view name, std::int64_t value, std::string_view what) {
      if (vehicle.contains(name) && value > whole(vehicle, name)) wrong(fmt::format("车辆 {} 的{} {} 超过 {}。", id, what, value, whole(vehicle, name)));
    };
    limit("max_tasks", count, "任务数");
    limit("max_travel_time", travel, "路程时长");
    limit("max_distance", metres, "里程");
    const auto work = travel + task_time + reload_time;
    limit("max_work_time", work, "工作时长");
    limit("max_span", last - first, "首末间隔");
    if (static_cast<std::int64_t>(trip) >= std::max<std::int64_t>(1, whole(object(vehicle, "trips"), "max", 1))) wrong(fmt::format("车辆 {} 的趟数超过上限。", id));
    const auto& overtime = object(vehicle, "overtime");
    const auto over = overtime.empty() ? 0 : std::max<std::int64_t>(0, work - whole(overtime, "after"));
    const double road = priced_by_matrix ? static_cast<double>(priced)
                                         : static_cast<double>(travel * whole(costs, "per_hour", 3600)) / 3600 + static_cast<double>(metres * whole(costs, "per_km")) / 1000;
    const double cost = static_cast<double>(whole(costs, "fixed")) + road + static_cast<double>(task_time * whole(costs, "per_task_hour")) / 3600 +
                        static_cast<double>(over * whole(overtime, "per_hour")) / 3600 +
                        static_cast<double>(broken * whole(object(in_, "objective"), "broken_continuity"));
    const bool comparable = whole(object(in_, "objective"), "unfairness_per_hour") == 0 && whole(object(in_, "objective"), "moved_visit") == 0 && (placed || !by_coordinates());
    if (comparable && std::abs(cost - static_cast<double>(whole(route, "cost"))) > 1.0) wrong(fmt::format("车辆 {} 的费用应为 {:.1f}，方案写的是 {}。", id, cost, whole(route, "cost")));
    return {cost, static_cast<double>(travel)};
  }

  void check_end(const json::object& step, const json::object& vehicle, std::string_view type, const std::string& where) {
    if (known_place(vehicle, type) && known_place(step, "location") && !same_places(step, vehicle, type))
      wrong(where + "：起点或终点不对。");
  }

  // A visit (its step) or a break that limits what is aboard.
  struct Loading {
    std::size_t trip;
    const json::object* step;
    std::vector<std::int64_t> most;
  };

  void check_loads(const std::vector<Loading>& order, const std::vector<std::int64_t>& capacity, const json::object& vehicle) {
    const auto id = whole(vehicle, "id");
    for (std::size_t from = 0; from < order.size();) {
      std::size_t to = from;
      while (to < order.size() && order[to].trip == order[from].trip) ++to;
      std::vector<std::int64_t> load(capacity.size(), 0);
      const auto task = [&](std::size_t i) -> const Task& { return tasks_[{std::string(order[i].step->at("type").as_string()), whole(*order[i].step, "id")}]; };
      const auto fits = [&] {
        for (std::size_t k = 0; k < capacity.size(); ++k)
          if (load[k] < 0 || load[k] > capacity[k]) return false;
        return true;
      };
      const auto add = [&](const std::vector<std::int64_t>& amount, int sign) {
        for (std::size_t k = 0; k < amount.size() && k < load.size(); ++k) load[k] += sign * amount[k];
      };
      for (std::size_t i = from; i < to; ++i)
        if (order[i].step && whole(*order[i].step, "second") == 0) add(task(i).delivery, 1);
      bool kept = fits();
      for (std::size_t i = from; i < to; ++i) {
        for (std::size_t k = 0; k < order[i].most.size() && k < load.size(); ++k)
          if (load[k] > order[i].most[k]) wrong(fmt::format("车辆 {} 休息时载量 {} 超过 {}。", id, load[k], order[i].most[k]));
        if (!order[i].step || whole(*order[i].step, "second") != 0) continue;
        add(task(i).delivery, -1);
        add(task(i).pickup, 1);
        add(task(i).amount, order[i].step->at("type").as_string() == "pickup" ? 1 : -1);
        kept = kept && fits();
      }
      if (!kept) wrong(fmt::format("车辆 {} 超载。", id));
      from = to;
    }
  }

  void check_pairs() {
    for (const auto& [key, task] : tasks_) {
      const bool here = made_.contains({key, false});
      if (!task.partner.first.empty() && key.first == "pickup") {
        const bool there = made_.contains({task.partner, false});
        if (here != there) wrong(fmt::format("取送任务 {} 只做了一半。", key.second));
        else if (here) {
          const Made &a = made_[{key, false}], &b = made_[{task.partner, false}];
          if (a.route != b.route || a.order > b.order || a.trip != b.trip) wrong(fmt::format("取送任务 {} 的顺序或人员不对。", key.second));
        }
      }
      if (const auto& second = object(*task.own, "second"); task.own->contains("second")) {
        if (here != made_.contains({key, true})) wrong(fmt::format("任务 {} 需要两人，只安排了一人。", key.second));
        else if (here) {
          const Made &a = made_[{key, false}], &b = made_[{key, true}];
          const auto gap = numbers(array(second, "gap"));
          const std::int64_t low = gap.empty() ? 0 : gap[0], high = gap.empty() ? 0 : gap[1];
          if (a.vehicle == b.vehicle) wrong(fmt::format("任务 {} 的两人是同一人。", key.second));
          if (b.begin - a.begin < low || b.begin - a.begin > high) wrong(fmt::format("任务 {} 两人开始相隔 {}，应在 {} 至 {}。", key.second, b.begin - a.begin, low, high));
        }
      }
    }
  }

  void check_precedences() {
    for (const auto& v : array(in_, "precedences")) {
      const auto& o = v.as_object();
      const Key before{"job", whole(o, "before")}, after{"job", whole(o, "after")};
      if (!made_.contains({after, false})) continue;
      if (!made_.contains({before, false})) {
        wrong(fmt::format("做了任务 {}，却没有先做 {}。", after.second, before.second));
        continue;
      }
      std::int64_t end = made_[{before, false}].end, begin = made_[{after, false}].begin;
      if (made_.contains({before, true})) end = std::max(end, made_[{before, true}].end);
      if (made_.contains({after, true})) begin = std::min(begin, made_[{after, true}].begin);
      const auto& gap = array(o, "gap");
      const std::int64_t low = gap.empty() ? 0 : gap[0].to_number<std::int64_t>();
      const std::int64_t high = gap.size() < 2 || gap[1].is_null() ? kOpen : gap[1].to_number<std::int64_t>();
      if (begin - end < low || begin - end > high) wrong(fmt::format("任务 {} 与 {} 相隔 {}，不在 {} 至 {}。", before.second, after.second, begin - end, low, high));
    }
  }

  double check_unassigned() {
    std::set<Key> listed;
    for (const auto& v : array(plan_, "unassigned")) {
      const auto& o = v.as_object();
      const auto* type = o.if_contains("type");
      const Key key{type != nullptr ? std::string(type->as_string()) : "job", whole(o, "id")};
      if (!tasks_.contains(key)) wrong(fmt::format("未安排的任务 {} 不存在。", key.second));
      if (!listed.insert(key).second) wrong(fmt::format("未安排的任务 {} 列了两次。", key.second));
      if (made_.contains({key, false})) wrong(fmt::format("任务 {} 已安排，却列为未安排。", key.second));
    }
    double priority = 0;
    for (const auto& [key, task] : tasks_) {
      if (made_.contains({key, false})) continue;
      ++unassigned_;
      priority += static_cast<double>(whole(*task.shared, "priority"));
      if (!listed.contains(key)) wrong(fmt::format("任务 {} 既没有安排，也没有列为未安排。", key.second));
    }
    return priority;
  }

  const json::object &in_, &plan_;
  std::map<Key, Task> tasks_;
  std::map<std::int64_t, const json::object*> vehicles_;
  std::set<std::pair<std::int64_t, std::int64_t>> rural_;
  std::map<std::pair<Key, bool>, Made> made_;
  std::vector<std::string> violations_;
  std::int64_t departure_ = 0, rest_time_ = 0;
  std::size_t unassigned_ = 0;
};

}  // namespace

Result<Verdict> check_vroom(std::string_view instance, std::string_view plan) {
  try {
    const auto in = json::parse(instance), out = json::parse(plan);
    return Checker(in.as_object(), out.as_object()).check();
  } catch (const std::exception& e) {
    return fail(errors::malformed, std::string("文件缺少字段或不是 JSON：") + e.what());
  }
}

}  // namespace yilin::check
