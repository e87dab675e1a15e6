#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>
#include <map>
#include <set>

#include "check/routing/check.h"

namespace yilin::check {
namespace {
namespace json = boost::json;

constexpr double kSlack = 1e-4;

struct Call {
  std::string carer, service;
  double start = 0, end = 0;
};

std::string text(const json::value& v) { return v.is_string() ? std::string(v.get_string()) : json::serialize(v); }
double number(const json::value& v) { return v.to_number<double>(); }
// Both spellings are in use.
const json::value& either(const json::object& o, std::string_view a, std::string_view b) { return o.contains(a) ? o.at(a) : o.at(b); }

Verdict walk(const json::object& in, const json::object& plan) {
  Verdict verdict;
  const auto wrong = [&](std::string sentence) { verdict.violations.push_back(std::move(sentence)); };
  std::map<std::string, std::size_t> row;
  std::map<std::string, const json::object*> patients;
  std::size_t next = 0;
  for (const auto& p : in.at("patients").as_array()) {
    row[text(p.as_object().at("id"))] = ++next;
    patients[text(p.as_object().at("id"))] = &p.as_object();
  }
  std::map<std::string, std::set<std::string>> abilities;
  for (const auto& c : in.at("caregivers").as_array())
    for (const auto& a : c.as_object().at("abilities").as_array()) abilities[text(c.as_object().at("id"))].insert(text(a));
  std::map<std::string, double> usual;
  if (in.contains("services"))
    for (const auto& s : in.at("services").as_array())
      if (s.as_object().contains("default_duration")) usual[text(s.as_object().at("id"))] = number(s.as_object().at("default_duration"));
  const auto& distances = in.at("distances").as_array();
  const auto leg = [&](std::size_t a, std::size_t b) { return number(distances.at(a).as_array().at(b)); };

  double travel = 0;
  std::map<std::string, std::vector<Call>> calls;
  std::set<std::string> carers;
  for (const auto& item : plan.at("routes").as_array()) {
    const auto& route = item.as_object();
    const std::string carer = text(route.at("caregiver_id"));
    if (!abilities.contains(carer)) wrong(fmt::format("人员 {} 不存在。", carer));
    if (!carers.insert(carer).second) wrong(fmt::format("人员 {} 有两条路线。", carer));
    std::size_t at = 0;
    double free = 0;
    for (const auto& stop : route.at("locations").as_array()) {
      const auto& o = stop.as_object();
      const std::string patient = text(either(o, "patient", "patient_id"));
      const Call call{carer, text(either(o, "service", "service_id")), number(o.at("arrival_time")), number(o.at("departure_time"))};
      if (!row.contains(patient)) {
        wrong(fmt::format("老人 {} 不存在。", patient));
        continue;
      }
      const std::size_t to = row[patient];
      travel += leg(at, to);
      if (call.start < free + leg(at, to) - kSlack)
        wrong(fmt::format("{} 在 {:.3f} 开始 {} 的服务，最早 {:.3f} 才能到。", carer, call.start, patient, free + leg(at, to)));
      if (!abilities[carer].contains(call.service)) wrong(fmt::format("{} 不会 {}。", carer, call.service));
      calls[patient].push_back(call);
      at = to;
      free = call.end;
    }
    travel += leg(at, 0);
  }

  double tardiness = 0, greatest = 0;
  for (const auto& [id, patient] : patients) {
    const auto& window = patient->at("time_window").as_array();
    const auto& required = patient->at("required_caregivers").as_array();
    auto& made = calls[id];
    if (made.size() != required.size()) {
      wrong(fmt::format("{} 需要 {} 项服务，安排了 {} 项。", id, required.size(), made.size()));
      continue;
    }
    // In a pair of the same service either call may be the first.
    if (made.size() == 2 && text(required[0].as_object().at("service")) != made[0].service) std::swap(made[0], made[1]);
    else if (made.size() == 2 && made[0].service == made[1].service && made[1].start < made[0].start) std::swap(made[0], made[1]);
    for (std::size_t k = 0; k < made.size(); ++k) {
      const auto& need = required[k].as_object();
      const std::string service = text(need.at("service"));
      const double duration = need.contains("duration") ? number(need.at("duration")) : usual[service];
      if (made[k].service != service) wrong(fmt::format("{} 需要 {}，安排的是 {}。", id, service, made[k].service));
      if (std::abs(made[k].end - made[k].start - duration) > kSlack) wrong(fmt::format("{} 的 {} 应做 {}。", id, service, duration));
      if (made[k].start < number(window[0]) - kSlack) wrong(fmt::format("{} 的 {} 早于最早开始。", id, service));
      const double late = std::max(0.0, made[k].start - number(window[1]));
      tardiness += late;
      greatest = std::max(greatest, late);
    }
    if (made.size() == 2) {
      if (made[0].carer == made[1].carer) wrong(fmt::format("{} 的两项服务须由两人。", id));
      const auto& sync = patient->at("synchronization").as_object();
      double low = 0, high = 0;
      if (text(sync.at("type")) == "sequential") {
        const auto& gap = sync.at("distance");
        low = gap.is_array() ? number(gap.as_array().at(0)) : number(gap.as_object().at("min"));
        high = gap.is_array() ? number(gap.as_array().at(1)) : number(gap.as_object().at("max"));
      }
      const double gap = made[1].start - made[0].start;
      if (gap < low - kSlack || gap > high + kSlack) wrong(fmt::format("{} 两项开始相隔 {:.3f}，应在 {} 至 {}。", id, gap, low, high));
    }
  }
  verdict.figures = {{"travel", travel}, {"tardiness", tardiness}, {"greatest_tardiness", greatest}, {"cost", (travel + tardiness + greatest) / 3}};
  return verdict;
}

}  // namespace

Result<Verdict> check_home_care(std::string_view instance, std::string_view plan) {
  try {
    return walk(json::parse(instance).as_object(), json::parse(plan).as_object());
  } catch (const std::exception& e) {
    return fail(errors::malformed, std::string("文件缺少字段或不是 JSON：") + e.what());
  }
}

}  // namespace yilin::check
