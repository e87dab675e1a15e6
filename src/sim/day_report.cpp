#include "sim/day_report.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "kernel/entity/codec.h"

namespace yilin::sim {
namespace {

using orders::AssignmentState;

constexpr Millis kOnTime = minutes(15);

bool served(orders::VisitState s) {
  using S = orders::VisitState;
  return s == S::completed || s == S::confirmed || s == S::settled || s == S::disputed || s == S::corrected;
}

double minutes_of(Millis m) { return static_cast<double>(m.value) / 60'000; }

struct Call {
  Instant from, to;
  Place place;
  dispatch::Ground ground;
};

}  // namespace

Quantiles quantiles(std::vector<double> values) {
  Quantiles out;
  out.count = std::ssize(values);
  if (values.empty()) return out;
  std::sort(values.begin(), values.end());
  // Nearest rank: the least value that so many do not exceed.
  const auto at = [&](double share) { return values[static_cast<std::size_t>(std::max(1.0, std::ceil(share * static_cast<double>(values.size())))) - 1]; };
  out.p50 = at(0.50);
  out.p95 = at(0.95);
  out.p99 = at(0.99);
  out.mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  return out;
}

double gini(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  if (sum <= 0) return 0;
  double weighted = 0;
  for (std::size_t i = 0; i < values.size(); ++i) weighted += static_cast<double>(2 * (i + 1)) * values[i];
  const auto n = static_cast<double>(values.size());
  return weighted / (n * sum) - (n + 1) / n;
}

DayReport report_of(const DayFacts& facts) {
  DayReport out;
  out.day = facts.day;
  out.elders = facts.elders;
  out.workers_on_duty = facts.workers_on_duty;
  out.visits = std::ssize(facts.visits);
  std::vector<double> asked, answers, staffed, rescued, late;
  std::map<WorkerId, std::vector<Call>> calls;
  std::int64_t on_time = 0, by_usual = 0;
  for (const DayVisitFacts& v : facts.visits) {
    out.recurring += v.recurring;
    for (const orders::Assignment& a : v.assignments) {
      ++out.offers;
      out.refused += a.state == AssignmentState::rejected;
      out.lapsed += a.state == AssignmentState::expired;
      if (a.decided_at && a.state >= AssignmentState::accepted && a.state <= AssignmentState::checked_out)
        answers.push_back(static_cast<double>((a.decided_at - a.offered_at).value) / 1000);
    }
    const bool live = civil_date(v.ordered_at) == facts.day && !v.recurring;
    if (live && v.visit.first_offer_at) asked.push_back(static_cast<double>((v.visit.first_offer_at - v.ordered_at).value) / 1000);
    if (live && v.visit.staffed_at) (v.emergency ? rescued : staffed).push_back(minutes_of(v.visit.staffed_at - v.ordered_at));
    if (!served(v.visit.state)) {
      if (v.visit.state == orders::VisitState::cancelled && v.reason.empty()) ++out.cancelled;
      else ++out.unserved[v.reason.empty() ? "没有记录原因" : v.reason];
      continue;
    }
    ++out.served;
    const double behind = std::max(0.0, minutes_of(v.visit.started_at - v.visit.planned_start));
    late.push_back(behind);
    on_time += v.visit.started_at <= v.visit.planned_start + kOnTime;
    bool usual = false;
    for (const orders::Assignment& a : v.assignments) {
      if (a.state != AssignmentState::checked_out) continue;
      calls[a.worker_id].push_back({a.checked_in_at, a.checked_out_at, v.place, v.ground});
      usual = usual || std::find(v.usual.begin(), v.usual.end(), a.worker_id) != v.usual.end();
    }
    if (v.usual.empty()) continue;
    ++out.continuity_visits;
    by_usual += usual;
  }
  std::vector<double> worked;
  std::int64_t metres = 0, made = 0;
  double on_the_way = 0;
  for (auto& [worker, list] : calls) {
    std::sort(list.begin(), list.end(), [](const Call& a, const Call& b) { return a.from < b.from; });
    const auto home = facts.homes.find(worker);
    Place at = home == facts.homes.end() ? Place{} : home->second;
    double minutes_out = 0;
    for (const Call& c : list) {
      const std::int64_t way = at && c.place ? distance_m(at, c.place) * c.ground.detour_permille / 1000 : 0;
      const double way_min = static_cast<double>(way) / static_cast<double>(c.ground.pace_m_min);
      metres += way;
      on_the_way += way_min;
      minutes_out += minutes_of(c.to - c.from) + way_min;
      if (c.place) at = c.place;
      ++made;
    }
    worked.push_back(minutes_out / 60);
  }
  out.workers_out = std::ssize(worked);
  out.gini_hours = gini(worked);
  worked.resize(std::max(worked.size(), static_cast<std::size_t>(facts.workers_on_duty)));  // the others have none
  out.gini_hours_on_duty = gini(std::move(worked));
  out.order_to_offer_s = quantiles(std::move(asked));
  out.emergency_to_staffed_min = quantiles(std::move(rescued));
  out.offer_to_answer_s = quantiles(std::move(answers));
  out.order_to_staffed_min = quantiles(std::move(staffed));
  out.late_min = quantiles(std::move(late));
  if (made > 0) {
    out.travel_m_per_visit = static_cast<double>(metres) / static_cast<double>(made);
    out.travel_min_per_visit = on_the_way / static_cast<double>(made);
  }
  if (out.served > 0) out.on_time_percent = 100.0 * static_cast<double>(on_time) / static_cast<double>(out.served);
  if (out.continuity_visits > 0) out.continuity_percent = 100.0 * static_cast<double>(by_usual) / static_cast<double>(out.continuity_visits);
  return out;
}

std::string to_text(const DayReport& r) {
  std::string out = fmt::format("模拟的一天 {}：老人 {}，在班人员 {}，出工 {}\n", to_string(r.day), r.elders, r.workers_on_duty, r.workers_out);
  const auto line = [&](std::string_view label, const std::string& text) { out += fmt::format("  {}：{}\n", label, text); };
  const auto three = [](const Quantiles& q, std::string_view unit) {
    return q.count == 0 ? std::string("没有") : fmt::format("p50 {:.1f} / p95 {:.1f} / p99 {:.1f} {}（{} 次，平均 {:.1f}）", q.p50, q.p95, q.p99, unit, q.count, q.mean);
  };
  std::int64_t unserved = 0;
  for (const auto& [reason, count] : r.unserved) unserved += count;
  line("服务", fmt::format("应做 {}（定期 {}），完成 {}，老人取消 {}，未完成 {}", r.visits, r.recurring, r.served, r.cancelled, unserved));
  line("派单", fmt::format("{} 次，拒绝 {}，超时 {}", r.offers, r.refused, r.lapsed));
  line("当天下单到派单", three(r.order_to_offer_s, "秒"));
  line("派单到接单", three(r.offer_to_answer_s, "秒"));
  line("当天下单到有人", three(r.order_to_staffed_min, "分钟"));
  line("助急下单到有人", three(r.emergency_to_staffed_min, "分钟"));
  line("晚到", three(r.late_min, "分钟"));
  line("准时（15 分钟内）", fmt::format("{:.1f}%", r.on_time_percent));
  line("每次路程", fmt::format("{:.1f} 分钟，{:.0f} 米", r.travel_min_per_visit, r.travel_m_per_visit));
  line("工时基尼系数", fmt::format("出工者 {:.3f}，在班者 {:.3f}", r.gini_hours, r.gini_hours_on_duty));
  line("由两位熟悉者之一上门", fmt::format("{:.1f}%（{} 次服务的老人有熟悉的人员）", r.continuity_percent, r.continuity_visits));
  for (const auto& [reason, count] : r.unserved) line("未完成", fmt::format("{} {} 次", reason, count));
  return out;
}

std::string to_json(const DayReport& r) {
  const auto three = [](const Quantiles& q) {
    return fmt::format(R"({{"count":{},"p50":{:.3f},"p95":{:.3f},"p99":{:.3f},"mean":{:.3f}}})", q.count, q.p50, q.p95, q.p99, q.mean);
  };
  std::string reasons;
  for (const auto& [reason, count] : r.unserved) {
    if (!reasons.empty()) reasons += ',';
    entity::append_json_string(reasons, reason);
    reasons += fmt::format(":{}", count);
  }
  return fmt::format(
      R"({{"day":"{}","elders":{},"workers_on_duty":{},"workers_out":{},"visits":{},"recurring":{},"served":{},"cancelled":{},"offers":{},"refused":{},"lapsed":{},)"
      R"("order_to_offer_s":{},"offer_to_answer_s":{},"order_to_staffed_min":{},"emergency_to_staffed_min":{},"late_min":{},"on_time_percent":{:.3f},"travel_min_per_visit":{:.3f},"travel_m_per_visit":{:.1f},)"
      R"("gini_hours":{:.4f},"gini_hours_on_duty":{:.4f},"continuity_percent":{:.3f},"continuity_visits":{},"unserved":{{{}}}}})",
      to_string(r.day), r.elders, r.workers_on_duty, r.workers_out, r.visits, r.recurring, r.served, r.cancelled, r.offers, r.refused, r.lapsed,
      three(r.order_to_offer_s), three(r.offer_to_answer_s), three(r.order_to_staffed_min), three(r.emergency_to_staffed_min), three(r.late_min), r.on_time_percent,
      r.travel_min_per_visit, r.travel_m_per_visit, r.gini_hours, r.gini_hours_on_duty, r.continuity_percent, r.continuity_visits, reasons);
}

}  // namespace yilin::sim
