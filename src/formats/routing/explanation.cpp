#include "formats/routing/explanation.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "engines/routing/solver.h"

namespace yilin::formats {
namespace {

namespace json = boost::json;
using routing::LivePlan;
using routing::Offer;
using routing::RelaxationKind;

template <class Things>
Result<int> find(const Things& things, std::string_view id, std::string_view what) {
  for (std::size_t i = 0; i < things.size(); ++i)
    if (things[i].id == id) return static_cast<int>(i);
  return fail(errors::not_found, fmt::format("没有编号为 {} 的{}。", id, what));
}

std::vector<std::string> relaxation_texts(const routing::Problem& problem, const std::vector<routing::Relaxation>& list, std::span<const std::int64_t> skills) {
  std::vector<std::string> out;
  for (const auto& r : list)
    if (r.kind != RelaxationKind::none) out.push_back(relaxation_text(problem, r, skills));
  return out;
}

// Who makes the visit, and when the first of them begins.
struct Present {
  int first = -1, second = -1;
  routing::Time begin = 0;
};
Present present(const routing::Answer& answer, int visit) {
  Present out;
  for (const auto& route : answer.routes)
    for (const auto& step : route.steps) {
      if (step.kind != routing::StopKind::visit || step.index != visit) continue;
      (step.second ? out.second : out.first) = route.carer;
      if (!step.second) out.begin = step.begin;
    }
  return out;
}

Alternative difference(const routing::Problem& problem, const Offer& offer, const routing::Answer& before, const routing::Answer& after, std::int64_t unit) {
  const double scale = 1.0 / static_cast<double>(routing::kCostScale * unit);
  const auto more = [&](routing::Cost routing::CostParts::* part) { return static_cast<double>(after.parts.*part - before.parts.*part) * scale; };
  Alternative out;
  out.carers.push_back(problem.carers[static_cast<std::size_t>(offer.carer)].id);
  if (offer.second_carer >= 0) out.carers.push_back(problem.carers[static_cast<std::size_t>(offer.second_carer)].id);
  out.possible = true;
  out.begin = offer.begin / unit;
  out.cost = static_cast<double>(after.score.cost - before.score.cost) * scale;
  out.travel = more(&routing::CostParts::travel);
  out.overtime = more(&routing::CostParts::overtime);
  out.unfairness = more(&routing::CostParts::unfairness);
  out.continuity = more(&routing::CostParts::continuity);
  out.lateness = (after.score.lateness - before.score.lateness) / unit;
  out.unserved = after.score.unserved - before.score.unserved;
  return out;
}

}  // namespace

std::string reason_text(routing::Reason reason) {
  using routing::Reason;
  switch (reason) {
    case Reason::no_skill: return "没有人员具备所需技能";
    case Reason::refused: return "具备技能的人员都不能派往这项任务";
    case Reason::capacity: return "没有人员的车辆装得下";
    case Reason::out_of_reach: return "即使全天空闲，也没有人员能在时间窗内赶到并按时收工";
    case Reason::tied: return "与它相连的任务没有安排";
    case Reason::day_full: return "空闲时可以安排，但当天其他任务占满了时间";
  }
  return {};
}

std::string obstacle_text(routing::Reason reason) {
  using routing::Reason;
  switch (reason) {
    case Reason::no_skill: return "不具备所需技能";
    case Reason::refused: return "不能派往这项任务";
    case Reason::capacity: return "车辆装不下";
    case Reason::out_of_reach: return "即使全天空闲，也不能在时间窗内赶到并按时收工";
    case Reason::tied: return "与它相连的任务没有安排";
    case Reason::day_full: return "当天其他任务占满了时间";
  }
  return {};
}

std::string relaxation_text(const routing::Problem& problem, const routing::Relaxation& r, std::span<const std::int64_t> skills) {
  const std::string who = r.carer >= 0 ? problem.carers[static_cast<std::size_t>(r.carer)].id : std::string();
  switch (r.kind) {
    case RelaxationKind::none: return {};
    case RelaxationKind::later: return fmt::format("时间窗推后 {}，由 {} 完成", r.amount, who);
    case RelaxationKind::earlier: return fmt::format("时间窗提前 {}，由 {} 完成", r.amount, who);
    case RelaxationKind::longer_shift: return fmt::format("{} 晚收工 {}", who, r.amount);
    case RelaxationKind::more_hours: return fmt::format("{} 的工时（或路程）上限增加 {}", who, r.amount);
    case RelaxationKind::more_capacity: return fmt::format("{} 的装载上限增加 {}", who, r.amount);
    case RelaxationKind::skill: return fmt::format("{} 具备技能 {}", who, skills.empty() ? r.amount : skills[static_cast<std::size_t>(r.amount)]);
    case RelaxationKind::allow_refused: return fmt::format("允许派 {}", who);
    case RelaxationKind::other_visit: return fmt::format("{} 不做任务 {}", who, problem.visits[static_cast<std::size_t>(r.amount)].id);
  }
  return {};
}

Result<Explanation> explain(const routing::Problem& problem, const routing::Solution& plan, std::string_view visit_id,
                            std::optional<std::string_view> carer_id, std::int64_t unit, std::span<const std::int64_t> skills) {
  YILIN_TRY(const int visit, find(problem.visits, visit_id, "任务"));
  int named = -1;
  if (carer_id) {
    YILIN_TRY(named, find(problem.carers, *carer_id, "人员"));
  }
  YILIN_TRY(LivePlan live, LivePlan::open(problem, plan));
  const routing::Answer before = live.answer();
  const Present now = present(before, visit);
  Explanation out;
  out.visit = visit_id;
  out.served = now.first >= 0;
  if (!out.served) {
    for (const auto& u : before.unserved) {
      if (u.visit != visit) continue;
      auto relaxations = u.relaxations;
      if (named >= 0) std::erase_if(relaxations, [&](const auto& r) { return r.carer != named; });
      out.reason = reason_text(u.reason);
      out.relaxations = relaxation_texts(problem, relaxations, skills);
    }
    return out;
  }
  out.carers.push_back(problem.carers[static_cast<std::size_t>(now.first)].id);
  if (now.second >= 0) out.carers.push_back(problem.carers[static_cast<std::size_t>(now.second)].id);
  out.begin = now.begin / unit;

  const bool single = now.second < 0;
  std::vector<int> impossible;
  if (single)
    for (std::size_t c = 0; c < problem.carers.size(); ++c)
      if (static_cast<int>(c) != now.first && (named < 0 || static_cast<int>(c) == named)) impossible.push_back(static_cast<int>(c));
  YILIN_TRY(LivePlan without, LivePlan::open(problem, before.solution));
  YILIN_CHECK(without.drop(visit));
  auto offers = without.offers(visit, routing::kOffersMax);
  if (!offers) return fail(offers.error());
  for (const Offer& offer : *offers) {
    std::erase(impossible, offer.carer);
    if (offer.carer == now.first && offer.second_carer == now.second) continue;
    if (named >= 0 && offer.carer != named && offer.second_carer != named) continue;
    if (std::ssize(out.alternatives) == kAlternativesMax) break;
    YILIN_CHECK(without.take(visit, offer));
    out.alternatives.push_back(difference(problem, offer, before, without.answer(), unit));
    YILIN_CHECK(without.drop(visit));
  }
  for (const int c : impossible) {
    if (std::ssize(out.alternatives) == kAlternativesMax) break;
    const auto compared = live.compare(visit, c);
    if (!compared || compared->possible) continue;  // tied visits are not compared one by one
    Alternative no;
    no.carers.push_back(problem.carers[static_cast<std::size_t>(c)].id);
    no.obstacle = obstacle_text(compared->obstacle);
    no.relaxations = relaxation_texts(problem, compared->relaxations, skills);
    out.alternatives.push_back(std::move(no));
  }
  return out;
}

std::string to_text(const Explanation& e) {
  std::string out;
  if (!e.served) {
    out = fmt::format("任务 {} 没有安排：{}。\n", e.visit, e.reason);
    for (const auto& r : e.relaxations) out += fmt::format("  若{}，就能安排。\n", r);
    if (e.relaxations.empty()) out += "  没有哪一项单独的改动足以安排它。\n";
    return out;
  }
  out = fmt::format("任务 {} 由 {} 在 {} 开始。\n", e.visit, fmt::join(e.carers, "、"), e.begin);
  if (e.alternatives.empty()) out += "  没有可以比较的其他人员。\n";
  for (const Alternative& a : e.alternatives) {
    if (!a.possible) {
      out += fmt::format("  {}：不行，{}。\n", fmt::join(a.carers, "、"), a.obstacle);
      for (const auto& r : a.relaxations) out += fmt::format("    若{}，就可以。\n", r);
      continue;
    }
    out += fmt::format("  {}：费用 {:+.2f}（路程 {:+.2f}，加班 {:+.2f}，均衡 {:+.2f}，熟悉 {:+.2f}），迟到 {:+}，在 {} 开始。\n", fmt::join(a.carers, "、"), a.cost,
                       a.travel, a.overtime, a.unfairness, a.continuity, a.lateness, a.begin);
  }
  return out;
}

std::string to_json(const Explanation& e) {
  const auto texts = [](const std::vector<std::string>& list) { return json::array(list.begin(), list.end()); };
  json::array alternatives;
  for (const Alternative& a : e.alternatives) {
    json::object out{{"vehicles", texts(a.carers)}, {"possible", a.possible}};
    if (a.possible) {
      out["begin"] = a.begin;
      out["cost"] = a.cost;
      out["parts"] = {{"travel", a.travel}, {"overtime", a.overtime}, {"unfairness", a.unfairness}, {"continuity", a.continuity}};
      out["lateness"] = a.lateness;
      out["unserved"] = a.unserved;
    } else {
      out["obstacle"] = a.obstacle;
      out["relaxations"] = texts(a.relaxations);
    }
    alternatives.push_back(std::move(out));
  }
  json::object out{{"visit", e.visit}, {"served", e.served}};
  if (e.served) {
    out["vehicles"] = texts(e.carers);
    out["begin"] = e.begin;
  } else {
    out["reason"] = e.reason;
    out["relaxations"] = texts(e.relaxations);
  }
  out["alternatives"] = std::move(alternatives);
  return json::serialize(out);
}

}  // namespace yilin::formats
