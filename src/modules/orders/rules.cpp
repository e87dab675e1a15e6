#include "modules/orders/rules.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/assert.h"

namespace yilin::orders {

Status check_window(Instant from, Instant to, Instant now, std::int64_t days_ahead) {
  if (from < now - kPastGrace) return fail_field("wanted_from", "希望时间", "希望时间已过，请重新选择。");
  if (from > now + days(days_ahead))
    return fail_field("wanted_from", "希望时间", fmt::format("最多提前 {} 天下单。", days_ahead));
  if (to < from) return fail_field("wanted_to", "最晚时间", "最晚时间不能早于希望时间。");
  if (to - from > kWindowMax) return fail_field("wanted_to", "最晚时间", "希望时间的范围不能超过 12 小时。");
  return {};
}

Result<Quota> reserve(Quota quota, Fen amount) {
  if (amount > quota.left()) return fail(errors::quota_spent);
  quota.reserved_fen += amount;
  return quota;
}

Quota release(Quota quota, Fen amount) {
  YILIN_ASSERT(amount <= quota.reserved_fen);
  quota.reserved_fen -= amount;
  return quota;
}

Quota consume(Quota quota, Fen reserved, Fen used) {
  YILIN_ASSERT(used <= reserved && reserved <= quota.reserved_fen);
  quota.reserved_fen -= reserved;
  quota.consumed_fen += used;
  return quota;
}

Quota expire(Quota quota) {
  quota.expired_fen += quota.left();
  return quota;
}

Quota correct(Quota quota, Fen before, Fen after, bool lapsed) {
  YILIN_ASSERT(before <= quota.consumed_fen && (after <= before || after - before <= quota.left()));
  quota.consumed_fen += after - before;
  if (lapsed && after < before) quota.expired_fen += before - after;
  return quota;
}

Instant quota_lapses(Month month) { return start_of_day(month.end()) + days(31); }

Fen correctable(const Quota& quota, Fen reserved, Fen before) { return std::min(reserved, before + quota.left()); }

ProofVerdict judge(const ProofInput& proof, const ProofFacts& facts) {
  using catalogue::Proof;
  ProofVerdict verdict;
  switch (proof.kind) {
    case Proof::tag:
      verdict.accepted = facts.tag_matches;
      verdict.points = verdict.accepted ? 45 : 0;
      verdict.detail = verdict.accepted ? "门牌标签相符" : "门牌标签不是这户的";
      break;
    case Proof::code:
      verdict.accepted = facts.code_matches;
      verdict.points = verdict.accepted ? 40 : 0;
      verdict.detail = verdict.accepted ? "服务码相符" : "服务码不符";
      break;
    case Proof::position: {
      if (proof.lon_e6 == 0 && proof.lat_e6 == 0) {
        verdict.detail = "没有取得定位";
        break;
      }
      if (!facts.home) {
        verdict.detail = "老人家的位置未登记，无法比对";
        break;
      }
      verdict.distance_m = distance_m({proof.lon_e6, proof.lat_e6}, facts.home);
      // The stated accuracy is allowed for, but never more than the radius itself.
      verdict.accepted = verdict.distance_m <= facts.near_m + std::min(proof.accuracy_m, facts.near_m);
      verdict.points = verdict.accepted ? 25 : 0;
      verdict.detail = fmt::format("距老人家 {} 米", verdict.distance_m);
      break;
    }
    case Proof::photo:
    case Proof::signature:
      verdict.accepted = !proof.digest.empty();
      verdict.points = verdict.accepted ? 15 : 0;
      verdict.detail = verdict.accepted ? "已留存" : "没有文件";
      break;
    case Proof::callback:
      verdict.detail = "电话回访由回访核查登记";
      break;
  }
  return verdict;
}

std::int32_t proof_score(const std::vector<Evidence>& evidence) {
  std::map<catalogue::Proof, std::int32_t> best;
  for (const Evidence& e : evidence) best[e.kind] = std::max(best[e.kind], e.points);
  std::int32_t score = 0;
  for (const auto& [kind, points] : best) score += points;
  return std::min(score, 100);
}

bool overlaps(const Presence& a, const Presence& b) { return a.from < b.to && b.from < a.to; }

bool impossible_travel(const Presence& a, const Presence& b, std::int64_t kmh_max) {
  if (overlaps(a, b) || !a.place || !b.place) return false;
  const Millis gap = a.to <= b.from ? b.from - a.to : a.from - b.to;
  const std::int64_t metres = distance_m(a.place, b.place);
  return metres > 500 && metres * 3600 > kmh_max * gap.value;  // m / ms > km/h ⇔ m·3600 > km/h·ms
}

std::int64_t flags_of(const VisitFacts& facts) {
  std::int64_t bits = 0;
  const auto raise = [&](Flag flag) { bits |= std::int64_t{1} << static_cast<int>(flag); };
  for (const Presence& other : facts.others) {
    if (overlaps(facts.own, other)) raise(Flag::overlap);
    if (impossible_travel(facts.own, other, facts.kmh_max)) raise(Flag::impossible_travel);
  }
  if (facts.minutes < facts.floor_minutes) raise(Flag::shortened);
  if (facts.proof_score < facts.proof_score_min) raise(Flag::weak_proof);
  if (facts.far_m > 2 * facts.near_m) raise(Flag::far_from_home);
  if (facts.reported_late > facts.back_entry) raise(Flag::back_entered);
  else if (facts.reported_late < Millis{-kClockDriftMax.value}) raise(Flag::clock_drift);
  return bits;
}

std::vector<Flag> flags_in(std::int64_t bits) {
  std::vector<Flag> out;
  for (const entity::EnumName& name : enum_names(Flag{}))
    if (bits >> name.value & 1) out.push_back(static_cast<Flag>(name.value));
  return out;
}

std::vector<Date> plan_days(const OrderPlan& plan, Date after, Date until) {
  std::vector<Date> out;
  Date day = std::max(after + 1, plan.from_date);
  const Date last = plan.to_date ? std::min(until, plan.to_date) : until;
  for (; day <= last; day = day + 1)
    if (std::find(plan.weekdays.begin(), plan.weekdays.end(), day.weekday()) != plan.weekdays.end()) out.push_back(day);
  return out;
}

}  // namespace yilin::orders
