#include "modules/dayplan/proposal.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "modules/dayplan/eligibility.h"

namespace yilin::dayplan {
namespace {

constexpr routing::Time kSameMoment = 60;  // a beginning that moves by less is the same one

// What the answer makes of one visit.
struct Planned {
  std::vector<WorkerId> workers;   // those who stay first
  std::optional<routing::Time> begin;
  routing::CostParts parts;
  routing::Time travel = 0;
  bool all_served = true;
};

std::int64_t whole_minutes(routing::Time t) { return (t + 59) / 60; }

std::string why_of(const Change& c, const Planned& p) {
  std::string out = fmt::format("路上 {} 分钟", whole_minutes(p.travel));
  if (c.usual) out += "，老人熟悉的人员";
  else if (p.parts.continuity > 0) out += "，不是老人熟悉的人员";
  return out;
}

}  // namespace

std::int64_t travel_minutes(const routing::Answer& answer) {
  routing::Time sum = 0;
  for (const auto& route : answer.routes) sum += route.travel;
  return whole_minutes(sum);
}

std::string reason_sentence(routing::Reason reason) {
  using routing::Reason;
  switch (reason) {
    case Reason::no_skill: return "当天没有人员同时具备所需的技能和证照";
    case Reason::refused: return "具备技能的人员都不能派：不在服务区域、不在班，或老人不愿其上门";
    case Reason::capacity: return "超出载运能力";
    case Reason::out_of_reach: return "即使当天没有其他服务，也没有人员能在约定时间内赶到并按时收工";
    case Reason::tied: return "与它相连的服务没有安排";
    case Reason::day_full: return "合适的人员在约定时间内都已排满";
  }
  return {};
}

std::string relaxation_sentence(const Day& day, const routing::Relaxation& r) {
  using K = routing::RelaxationKind;
  const std::string who = r.carer >= 0 ? day.worker_name(r.carer) : std::string();
  const std::int64_t min = whole_minutes(r.amount);
  switch (r.kind) {
    case K::none: return {};
    case K::later: return fmt::format("推后 {} 分钟开始，{}可以去", min, who);
    case K::earlier: return fmt::format("提前 {} 分钟开始，{}可以去", min, who);
    case K::longer_shift: return fmt::format("{}晚下班 {} 分钟", who, min);
    case K::more_hours: return fmt::format("{}当天工时上限放宽 {} 分钟", who, min);
    case K::more_capacity: return fmt::format("{}多带 {} 份", who, r.amount);
    case K::skill: return fmt::format("{}具备“{}”", who, skill_name(static_cast<int>(r.amount)));
    case K::allow_refused: return fmt::format("可以派{}（现因区域、班次或老人意愿不能派）", who);
    case K::other_visit: {
      const Stop& other = day.stops[static_cast<std::size_t>(r.amount)];
      const DayVisit* v = other.visit ? day.find(other.visit) : nullptr;
      return v == nullptr ? fmt::format("{}不去外区县的服务", who) : fmt::format("{}不做 {} 的另一次服务", who, to_clock(v->visit.planned_start));
    }
  }
  return {};
}

std::vector<std::string> relaxation_sentences(const Day& day, const std::vector<routing::Relaxation>& list) {
  std::vector<std::string> out;
  for (const auto& r : list)
    if (r.kind != routing::RelaxationKind::none) out.push_back(relaxation_sentence(day, r));
  return out;
}

Proposal difference(const Day& day, const routing::Answer& answer, bool promised) {
  Proposal out;
  out.travel_min = travel_minutes(answer);
  out.cost_fen = fen(answer.score.cost);
  struct Served {
    int carer = -1, second = -1;
    const routing::Step* step = nullptr;
    const routing::Step* second_step = nullptr;
  };
  std::vector<Served> served(day.stops.size());
  for (const auto& route : answer.routes)
    for (const auto& step : route.steps) {
      if (step.kind != routing::StopKind::visit) continue;
      Served& s = served[static_cast<std::size_t>(step.index)];
      (step.second ? s.second : s.carer) = route.carer;
      (step.second ? s.second_step : s.step) = &step;
    }
  std::map<int, const routing::Unserved*> unserved;
  for (const auto& u : answer.unserved) unserved[u.visit] = &u;

  for (const DayVisit& v : day.visits) {
    if (v.stops.empty()) continue;
    Planned planned;
    bool touched = false;   // something was to be found, or may have moved
    for (const int index : v.stops) {
      const Stop& stop = day.stops[static_cast<std::size_t>(index)];
      const Served& s = served[static_cast<std::size_t>(index)];
      touched = touched || !stop.held || promised;
      if (s.step == nullptr) {
        planned.all_served = false;
        const auto u = unserved.find(index);
        if (u == unserved.end() || (!promised && stop.held)) continue;
        Unassigned row;
        row.region = v.visit.region;
        row.visit_id = v.visit.id;
        row.elder_id = v.visit.elder_id;
        row.reason = reason_sentence(u->second->reason);
        row.relaxations = relaxation_sentences(day, u->second->relaxations);
        out.unassigned.push_back(std::move(row));
        continue;
      }
      const auto add = [&](int carer, const routing::Step& step) {
        planned.workers.push_back(day.carers[static_cast<std::size_t>(carer)].facts.id);
        if (!stop.held || promised) {
          planned.parts.travel += step.parts.travel;
          planned.parts.continuity += step.parts.continuity;
          planned.travel += step.travel;
        }
      };
      add(s.carer, *s.step);
      if (s.second >= 0) add(s.second, *s.second_step);
      if (!planned.begin) planned.begin = s.step->begin;
    }
    if (!touched) continue;

    Change c;
    c.region = v.visit.region;
    c.visit_id = v.visit.id;
    c.elder_id = v.visit.elder_id;
    for (const Holder& h : v.holders) {
      c.from_worker_ids.push_back(h.worker);
      c.from_manual = c.from_manual || h.manual;
    }
    c.from_start = c.to_start = v.visit.planned_start;
    c.to_worker_ids = planned.workers;
    if (planned.begin && std::abs(*planned.begin - day.time(c.from_start)) >= kSameMoment) c.to_start = day.instant(*planned.begin);
    c.duration_min = (v.visit.planned_end - v.visit.planned_start).value / 60'000;
    auto from = c.from_worker_ids, to = c.to_worker_ids;
    std::sort(from.begin(), from.end());
    std::sort(to.begin(), to.end());
    if (from == to && c.from_start == c.to_start) continue;
    c.kind = to.empty() ? ChangeKind::release : from.empty() || std::includes(to.begin(), to.end(), from.begin(), from.end()) ? ChangeKind::assign : ChangeKind::move;
    if (from == to) c.kind = ChangeKind::retime;
    c.price_fen = fen(planned.parts.travel + planned.parts.continuity);
    c.travel_min = whole_minutes(planned.travel);
    const routing::Visit& p = day.problem.visits[static_cast<std::size_t>(v.stops.back())];
    c.usual = std::any_of(to.begin(), to.end(), [&](WorkerId w) {
      const auto at = day.carer_of.find(w);
      return at != day.carer_of.end() && std::find(p.usual.begin(), p.usual.end(), at->second) != p.usual.end();
    });
    c.why = c.kind == ChangeKind::release ? "没有人能接替" : why_of(c, planned);
    out.changes.push_back(std::move(c));
  }
  return out;
}

}  // namespace yilin::dayplan
