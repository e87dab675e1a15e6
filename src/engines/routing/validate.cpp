#include <algorithm>
#include <set>
#include <string>
#include <unordered_set>

#include <fmt/format.h>

#include "engines/routing/solver.h"

namespace yilin::routing {
namespace {

constexpr std::size_t kFindingsMax = 20;

class Findings {
 public:
  // `field` is the path of the value, `who` the id of the thing that has it.
  void add(std::string field, std::string_view who, std::string message) {
    if (list_.size() < kFindingsMax) list_.push_back({std::move(field), std::string(who), std::move(message)});
  }
  bool full() const { return list_.size() >= kFindingsMax; }
  Status status() && {
    if (list_.empty()) return {};
    Error error(errors::invalid_problem);
    for (const Finding& f : list_) error.fields.push_back({f.field, f.who, f.message});
    error.detail = fmt::format("排班数据有误：{}（{}）{}", list_[0].who, list_[0].field, list_[0].message);
    return fail(std::move(error));
  }

 private:
  struct Finding {
    std::string field, who, message;
  };
  std::vector<Finding> list_;
};

template <class T>
bool in_range(T index, std::size_t size) {
  return index >= 0 && static_cast<std::size_t>(index) < size;
}

struct Validator {
  const Problem& p;
  Findings out;
  Time first = kNever, last = -kNever;

  void time(Time t) {
    if (t == kNever || t == -kNever) return;
    first = std::min(first, t);
    last = std::max(last, t);
  }

  void windows(const std::vector<Window>& all, const std::string& field, std::string_view who) {
    if (all.size() > kWindowsMax) out.add(field, who, fmt::format("时间窗最多 {} 个。", kWindowsMax));
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string at = fmt::format("{}[{}]", field, i);
      if (all[i].begin > all[i].end) out.add(at, who, "时间窗的结束早于开始。");
      if (i > 0 && all[i].begin <= all[i - 1].end) out.add(at, who, "时间窗必须先后有序且互不重叠。");
      time(all[i].begin);
      time(all[i].end);
    }
  }

  void duration(Time t, const std::string& field, std::string_view who) {
    if (t < 0) out.add(field, who, "时长不能为负。");
    if (t > kTimeSpanMax) out.add(field, who, "时长超出上限。");
  }

  void limit(Time t, const std::string& field, std::string_view who) {
    if (t < 0) out.add(field, who, "上限不能为负。");
  }

  void rate(std::int64_t r, const std::string& field, std::string_view who) {
    if (r < 0 || r > kArcCostMax) out.add(field, who, "费率必须在 0 与上限之间。");
  }

  void load(const Load& l, const std::string& field, std::string_view who) {
    if (l.size() > kLoadDimensionsMax) out.add(field, who, fmt::format("载量最多 {} 维。", kLoadDimensionsMax));
    for (const auto x : l)
      if (x < 0 || x > kLoadMax) out.add(field, who, "载量必须在 0 与上限之间。");
  }

  void skills(const std::vector<int>& all, const std::string& field, std::string_view who) {
    for (const int s : all)
      if (!in_range(s, kSkillsMax)) out.add(field, who, fmt::format("未知技能 {}。", s));
  }

  void carers(const std::vector<int>& all, const std::string& field, std::string_view who) {
    for (const int c : all)
      if (!in_range(c, p.carers.size())) out.add(field, who, fmt::format("没有第 {} 位护理员。", c));
  }

  void ids() {
    std::unordered_set<std::string_view> seen;
    for (std::size_t i = 0; i < p.visits.size(); ++i)
      if (!seen.insert(p.visits[i].id).second) out.add(fmt::format("visits[{}].id", i), p.visits[i].id, "编号重复。");
    seen.clear();
    for (std::size_t i = 0; i < p.carers.size(); ++i)
      if (!seen.insert(p.carers[i].id).second) out.add(fmt::format("carers[{}].id", i), p.carers[i].id, "编号重复。");
  }

  void profiles() {
    const std::size_t cells = p.places.size() * p.places.size();
    for (std::size_t i = 0; i < p.profiles.size(); ++i) {
      const Profile& f = p.profiles[i];
      const std::string at = fmt::format("profiles[{}].", i);
      const auto matrix = [&](const std::vector<std::int32_t>& m, const char* name, std::int64_t most) {
        if (!m.empty() && m.size() != cells) out.add(at + name, f.id, "矩阵的大小与地点数不符。");
        for (std::size_t k = 0; k < m.size(); ++k)
          if (m[k] < 0 || m[k] > most) {
            out.add(fmt::format("{}{}[{}][{}]", at, name, k / p.places.size(), k % p.places.size()), f.id, "矩阵里的数不能为负，也不能超过上限。");
            break;
          }
      };
      if (f.durations.empty()) {
        if (!f.distances.empty() || !f.costs.empty()) out.add(at + "durations", f.id, "有距离或费用矩阵时必须有时间矩阵。");
        for (const Ground& g : {f.urban, f.rural})
          if (g.detour_percent <= 0 || g.detour_percent > 10'000 || g.speed_kmh_tenths <= 0 || g.speed_kmh_tenths > 10'000) out.add(at + "ground", f.id, "绕行系数和速度必须为正且不超过上限。");
      }
      matrix(f.durations, "durations", kTimeSpanMax);
      matrix(f.distances, "distances", std::numeric_limits<std::int32_t>::max());
      matrix(f.costs, "costs", kArcCostMax);
    }
  }

  void visit(const Visit& v, std::size_t i) {
    const std::string at = fmt::format("visits[{}].", i);
    if (!in_range(v.place, p.places.size())) out.add(at + "place", v.id, fmt::format("没有第 {} 个地点。", v.place));
    duration(v.setup, at + "setup", v.id);
    duration(v.service, at + "service", v.id);
    for (std::size_t k = 0; k < v.per_type.size(); ++k) {
      const TypeTime& t = v.per_type[k];
      const std::string here = fmt::format("{}per_type[{}]", at, k);
      if (!in_range(t.type, kWorkTypesMax)) out.add(here, v.id, fmt::format("工种必须在 0 与 {} 之间。", kWorkTypesMax - 1));
      if (std::any_of(v.per_type.begin(), v.per_type.begin() + static_cast<std::ptrdiff_t>(k), [&](const TypeTime& other) { return other.type == t.type; })) out.add(here, v.id, "工种重复。");
      duration(t.setup, here, v.id);
      duration(t.service, here, v.id);
    }
    windows(v.windows, at + "windows", v.id);
    if (v.due != kNever) time(v.due);
    if (v.locked_start) time(*v.locked_start);
    skills(v.skills, at + "skills", v.id);
    if (v.priority < 0 || v.priority > kPriorityMax) out.add(at + "priority", v.id, fmt::format("优先级必须在 0 与 {} 之间。", kPriorityMax));
    load(v.delivery, at + "delivery", v.id);
    load(v.pickup, at + "pickup", v.id);
    carers(v.usual, at + "usual", v.id);
    carers(v.refused, at + "refused", v.id);
    if (v.locked_carer != -1) carers({v.locked_carer}, at + "locked_carer", v.id);
    if (!v.second) return;
    skills(v.second->skills, at + "second.skills", v.id);
    duration(v.second->service, at + "second.service", v.id);
    if (v.second->locked_carer != -1) carers({v.second->locked_carer}, at + "second.locked_carer", v.id);
    if (v.second->gap_min > v.second->gap_max) out.add(at + "second.gap_max", v.id, "最大间隔小于最小间隔。");
    if (std::max(std::abs(v.second->gap_min), std::abs(v.second->gap_max)) > kTimeSpanMax) out.add(at + "second.gap_max", v.id, "间隔超出上限。");
  }

  void carer(std::size_t i) {
    const Carer& c = p.carers[i];
    const std::string at = fmt::format("carers[{}].", i);
    for (const auto& [place, name] : {std::pair{c.start, "start"}, std::pair{c.end, "end"}, std::pair{c.reload_place, "reload_place"}})
      if (place != -1 && !in_range(place, p.places.size())) out.add(at + name, c.id, fmt::format("没有第 {} 个地点。", place));
    if (c.trips_max < 1 || c.trips_max > kTripsMax) out.add(at + "trips_max", c.id, fmt::format("趟数必须在 1 与 {} 之间。", kTripsMax));
    if (c.trips_max > 1 && c.reload_place < 0 && c.start < 0) out.add(at + "reload_place", c.id, "多趟行程要有装载地点。");
    if (c.shift.begin > c.shift.end) out.add(at + "shift", c.id, "班次的结束早于开始。");
    if (c.shift.end != kNever) time(c.shift.begin), time(c.shift.end);  // an open shift says no time
    if (!in_range(c.profile, p.profiles.size())) out.add(at + "profile", c.id, fmt::format("没有第 {} 种出行方式。", c.profile));
    if (c.work_type < -1 || c.work_type >= kWorkTypesMax) out.add(at + "work_type", c.id, fmt::format("工种必须在 0 与 {} 之间。", kWorkTypesMax - 1));
    if (c.speed_percent < 1 || c.speed_percent > 1'000) out.add(at + "speed_percent", c.id, "速度系数必须在 1% 与 1000% 之间。");
    skills(c.skills, at + "skills", c.id);
    load(c.capacity, at + "capacity", c.id);
    if (c.breaks.size() > kBreaksMax) out.add(at + "breaks", c.id, fmt::format("休息最多 {} 次。", kBreaksMax));
    for (std::size_t b = 0; b < c.breaks.size(); ++b) {
      duration(c.breaks[b].duration, fmt::format("{}breaks[{}].duration", at, b), c.id);
      windows(c.breaks[b].windows, fmt::format("{}breaks[{}].windows", at, b), c.id);
      load(c.breaks[b].max_load, fmt::format("{}breaks[{}].max_load", at, b), c.id);
    }
    duration(c.reload_duration, at + "reload_duration", c.id);
    duration(c.worked_before, at + "worked_before", c.id);
    if (c.visits_max < 0) out.add(at + "visits_max", c.id, "上限不能为负。");
    limit(c.travel_max, at + "travel_max", c.id);
    limit(c.distance_max, at + "distance_max", c.id);
    limit(c.work_max, at + "work_max", c.id);
    limit(c.span_max, at + "span_max", c.id);
    limit(c.work_regular, at + "work_regular", c.id);
    rate(c.cost_fixed, at + "cost_fixed", c.id);
    rate(c.cost_per_hour, at + "cost_per_hour", c.id);
    rate(c.cost_per_km, at + "cost_per_km", c.id);
    rate(c.cost_per_task_hour, at + "cost_per_task_hour", c.id);
    rate(c.cost_per_overtime_hour, at + "cost_per_overtime_hour", c.id);
  }

  void shipments(std::vector<char>& shipped) {
    for (std::size_t i = 0; i < p.shipments.size(); ++i) {
      const Shipment& s = p.shipments[i];
      const std::string at = fmt::format("shipments[{}].", i);
      if (!in_range(s.pickup, p.visits.size()) || !in_range(s.delivery, p.visits.size()) || s.pickup == s.delivery) {
        out.add(at + "pickup", fmt::format("{}", i), "取件与送达必须是两个不同的已有任务。");
        continue;
      }
      load(s.amount, at + "amount", p.visits[s.pickup].id);
      for (const int v : {s.pickup, s.delivery}) {
        if (shipped[v]) out.add(at + "pickup", p.visits[v].id, "一个任务只能属于一件运送。");
        shipped[v] = 1;
        if (p.visits[v].second) out.add(at + "pickup", p.visits[v].id, "运送任务只能由一人完成。");
      }
    }
  }

  void precedences(const std::vector<char>& shipped) {
    std::vector<std::vector<int>> after(p.visits.size());
    std::vector<int> waits(p.visits.size(), 0);
    for (std::size_t i = 0; i < p.precedences.size(); ++i) {
      const Precedence& r = p.precedences[i];
      const std::string at = fmt::format("precedences[{}].", i);
      if (!in_range(r.before, p.visits.size()) || !in_range(r.after, p.visits.size()) || r.before == r.after) {
        out.add(at + "before", fmt::format("{}", i), "先后两项必须是两个不同的已有任务。");
        continue;
      }
      if (r.gap_min > r.gap_max) out.add(at + "gap_max", p.visits[r.after].id, "最大间隔小于最小间隔。");
      if (std::abs(r.gap_min) > kTimeSpanMax || (r.gap_max != kNever && std::abs(r.gap_max) > kTimeSpanMax)) out.add(at + "gap_max", p.visits[r.after].id, "间隔超出上限。");
      if (shipped[r.before] || shipped[r.after]) out.add(at + "before", p.visits[r.before].id, "运送任务不能有先后关系。");
      after[r.before].push_back(r.after);
      ++waits[r.after];
    }
    std::vector<int> ready;
    for (std::size_t v = 0; v < waits.size(); ++v)
      if (waits[v] == 0) ready.push_back(static_cast<int>(v));
    for (std::size_t k = 0; k < ready.size(); ++k)
      for (const int next : after[ready[k]])
        if (--waits[next] == 0) ready.push_back(next);
    if (ready.size() != p.visits.size()) {
      const auto at = std::find_if(waits.begin(), waits.end(), [](int w) { return w > 0; });
      out.add("precedences", p.visits[static_cast<std::size_t>(at - waits.begin())].id, "先后关系成环。");
    }
  }

  Status run() {
    const auto size = [](std::size_t n, std::size_t most, const char* what) -> Status {
      if (n <= most) return {};
      return fail(errors::too_large, fmt::format("{}有 {} 个，上限 {} 个。", what, n, most));
    };
    YILIN_CHECK(size(p.visits.size(), kVisitsMax, "任务"));
    YILIN_CHECK(size(p.carers.size(), kCarersMax, "护理员"));
    YILIN_CHECK(size(p.places.size(), kPlacesMax, "地点"));
    YILIN_CHECK(size(p.profiles.size(), kProfilesMax, "出行方式"));
    for (const Profile& f : p.profiles)
      if (!f.durations.empty()) YILIN_CHECK(size(p.places.size(), kMatrixPlacesMax, "带矩阵的地点"));
    ids();
    profiles();
    for (std::size_t i = 0; i < p.visits.size() && !out.full(); ++i) visit(p.visits[i], i);
    for (std::size_t i = 0; i < p.carers.size() && !out.full(); ++i) carer(i);
    std::vector<char> shipped(p.visits.size(), 0);
    shipments(shipped);
    precedences(shipped);
    if (first != kNever && last - first > kTimeSpanMax) out.add("visits", "", "全部时间必须落在上限长度之内。");
    for (const auto r : {p.objective.broken_continuity, p.objective.unfairness_per_hour, p.objective.moved_visit}) rate(r, "objective", "");
    return std::move(out).status();
  }
};

}  // namespace

Status validate_visit(const Problem& problem, const Visit& visit) {
  Validator v{problem, {}};
  v.visit(visit, problem.visits.size());
  return std::move(v.out).status();
}

Status validate(const Problem& problem) { return Validator{problem, {}}.run(); }

}  // namespace yilin::routing
