#include <fmt/format.h>

#include <boost/json.hpp>

#include "formats/routing/vroom.h"

namespace yilin::formats {
namespace {

namespace json = boost::json;
using routing::Cost;
using routing::StopKind;

constexpr std::string_view kReasons[] = {"no_skill", "refused", "capacity", "out_of_reach", "tied", "day_full"};
constexpr std::string_view kRelaxations[] = {"none", "later", "earlier", "longer_shift", "more_hours", "more_capacity", "skill",
                                             "allow_refused", "other_visit"};
constexpr std::string_view kTasks[] = {"job", "pickup", "delivery"};

std::int64_t whole_cost(Cost cost) { return (cost + routing::kCostScale / 2) / routing::kCostScale; }

class Writer {
 public:
  Writer(const VroomDay& day, const routing::Answer& answer) : day_(day), answer_(answer) {
    for (const auto& visit : day.problem.visits) dimensions_ = std::max(dimensions_, visit.delivery.size());
    for (const auto& shipment : day.problem.shipments) dimensions_ = std::max(dimensions_, shipment.amount.size());
    for (const auto& profile : day.problem.profiles) metres_ = metres_ || !profile.distances.empty() || profile.durations.empty();
    amount_of_.resize(day.problem.visits.size());
    for (const auto& shipment : day.problem.shipments) amount_of_[shipment.pickup] = amount_of_[shipment.delivery] = &shipment.amount;
  }

  json::object write(const VroomTimes& times) {
    json::array routes;
    Sums all;
    for (const auto& route : answer_.routes) routes.push_back(write_route(route, all));
    json::array unassigned;
    for (const auto& unserved : answer_.unserved) unassigned.push_back(write_unserved(unserved));
    json::object summary{{"cost", whole_cost(answer_.parts.total())}, {"routes", answer_.routes.size()}, {"unassigned", answer_.unserved.size()}};
    write_sums(all, summary);
    summary["violations"] = json::array();
    summary["computing_times"] = {{"loading", times.loading_ms}, {"solving", times.solving_ms}, {"routing", 0}};
    return {{"code", 0},
            {"summary", std::move(summary)},
            {"unassigned", std::move(unassigned)},
            {"routes", std::move(routes)},
            {"yilin", {{"iterations", answer_.iterations}, {"horizon", answer_.horizon}}}};
  }

 private:
  struct Sums {
    std::int64_t setup = 0, service = 0, duration = 0, waiting = 0, priority = 0, distance = 0;
    std::vector<std::int64_t> delivery, pickup;
  };

  void write_sums(const Sums& sums, json::object& out) const {
    if (dimensions_ > 0) {
      out["delivery"] = json::array(sums.delivery.begin(), sums.delivery.end());
      out["pickup"] = json::array(sums.pickup.begin(), sums.pickup.end());
    }
    out["setup"] = sums.setup;
    out["service"] = sums.service;
    out["duration"] = sums.duration;
    out["waiting_time"] = sums.waiting;
    out["priority"] = sums.priority;
    if (metres_) out["distance"] = sums.distance;
  }

  void write_place(int place, json::object& out) const {
    if (place < 0) return;
    const auto at = day_.problem.places[static_cast<std::size_t>(place)].at;
    if (day_.located[static_cast<std::size_t>(place)])
      out["location"] = json::array{static_cast<double>(at.lon_e6) / 1e6, static_cast<double>(at.lat_e6) / 1e6};
    if (day_.indexed) out["location_index"] = place;
  }

  void add(std::vector<std::int64_t>& total, const routing::Load& load) const {
    total.resize(dimensions_, 0);
    for (std::size_t i = 0; i < load.size() && i < dimensions_; ++i) total[i] += load[i];
  }

  json::object write_route(const routing::RouteAnswer& route, Sums& all) const {
    const auto& vehicle = day_.vehicles[static_cast<std::size_t>(route.carer)];
    Sums sums;
    add(sums.delivery, {});
    add(sums.pickup, {});
    json::array steps;
    for (const auto& step : route.steps) {
      sums.duration += step.travel;
      sums.distance += step.distance;
      sums.waiting += step.waiting;
      sums.setup += step.setup;
      json::object out;
      if (step.kind == StopKind::visit) {
        const auto index = static_cast<std::size_t>(step.index);
        const auto& task = day_.tasks[index];
        const auto& visit = day_.problem.visits[index];
        sums.service += step.service;
        if (!step.second) {
          sums.priority += visit.priority;
          add(sums.delivery, task.kind == VroomDay::Kind::delivery ? *amount_of_[index] : visit.delivery);
          add(sums.pickup, task.kind == VroomDay::Kind::pickup ? *amount_of_[index] : visit.pickup);
        }
        out["type"] = kTasks[static_cast<int>(task.kind)];
        if (!task.description.empty()) out["description"] = task.description;
        out["id"] = task.id;
        if (task.kind == VroomDay::Kind::job) out["job"] = task.id;
        if (step.second) out["second"] = 1;
      } else if (step.kind == StopKind::rest) {
        const auto index = static_cast<std::size_t>(step.index);
        out["type"] = "break";
        out["id"] = vehicle.breaks[index];
        if (!vehicle.break_descriptions[index].empty()) out["description"] = vehicle.break_descriptions[index];
      } else {
        out["type"] = step.kind == StopKind::start ? "start" : step.kind == StopKind::end ? "end" : "reload";
      }
      if (step.kind != StopKind::rest) write_place(step.place, out);
      out["setup"] = step.setup;
      out["service"] = step.service;
      out["waiting_time"] = step.waiting;
      if (dimensions_ > 0) {
        auto load = step.load;
        load.resize(dimensions_, 0);
        out["load"] = json::array(load.begin(), load.end());
      }
      out["arrival"] = step.arrival;
      out["duration"] = sums.duration;
      if (metres_) out["distance"] = sums.distance;
      out["violations"] = json::array();
      steps.push_back(std::move(out));
    }
    all.setup += sums.setup, all.service += sums.service, all.duration += sums.duration, all.waiting += sums.waiting;
    all.priority += sums.priority, all.distance += sums.distance;
    add(all.delivery, sums.delivery);
    add(all.pickup, sums.pickup);
    json::object out{{"vehicle", vehicle.id}, {"cost", whole_cost(route.parts.total())}};
    if (!vehicle.description.empty()) out["description"] = vehicle.description;
    write_sums(sums, out);
    out["steps"] = std::move(steps);
    out["violations"] = json::array();
    return out;
  }

  json::object write_unserved(const routing::Unserved& unserved) const {
    const auto index = static_cast<std::size_t>(unserved.visit);
    const auto& task = day_.tasks[index];
    json::object out{{"id", task.id}, {"type", kTasks[static_cast<int>(task.kind)]}};
    if (!task.description.empty()) out["description"] = task.description;
    write_place(day_.problem.visits[index].place, out);
    out["reason"] = kReasons[static_cast<int>(unserved.reason)];
    json::array relaxations;
    for (const auto& relaxation : unserved.relaxations) {
      json::object item{{"kind", kRelaxations[static_cast<int>(relaxation.kind)]}, {"amount", relaxation.amount}};
      if (relaxation.carer >= 0) item["vehicle"] = day_.vehicles[static_cast<std::size_t>(relaxation.carer)].id;
      if (relaxation.kind == routing::RelaxationKind::skill) item["amount"] = day_.skills[static_cast<std::size_t>(relaxation.amount)];
      if (relaxation.kind == routing::RelaxationKind::other_visit) item["amount"] = day_.tasks[static_cast<std::size_t>(relaxation.amount)].id;
      relaxations.push_back(std::move(item));
    }
    out["relaxations"] = std::move(relaxations);
    return out;
  }

  const VroomDay& day_;
  const routing::Answer& answer_;
  std::size_t dimensions_ = 0;
  bool metres_ = false;
  std::vector<const routing::Load*> amount_of_;
};

}  // namespace

std::string write_vroom(const VroomDay& day, const routing::Answer& answer, const VroomTimes& times) {
  return json::serialize(Writer(day, answer).write(times)) + "\n";
}

std::string write_vroom_error(int code, std::string_view message) {
  return json::serialize(json::object{{"code", code}, {"error", message}}) + "\n";
}

}  // namespace yilin::formats
