#include "modules/providers/rules.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

namespace yilin::providers {
namespace rules {
namespace {

constexpr int kDayMinutes = 1440;

constexpr std::uint16_t flag(Block b) { return static_cast<std::uint16_t>(1u << static_cast<int>(b)); }

// Day off or outside the shift; 0 when the visit fits.
std::uint16_t time_blocks(const WorkerFacts& worker, const When& when) {
  if (!when.asked) return 0;
  const int from = worker.shift_from_min, to = worker.shift_to_min;
  const int length = to > from ? to - from : to - from + kDayMinutes;
  const int into = when.minute >= from ? when.minute - from : when.minute - from + kDayMinutes;
  // Before the shift's hour on the clock: it is yesterday's shift that may still run.
  const int weekday = when.minute < from && to <= from ? (when.weekday + 6) % 7 : when.weekday;
  std::uint16_t blocks = 0;
  if ((worker.days >> weekday & 1) == 0) blocks |= flag(Block::day_off);
  if (into + when.length > length) blocks |= flag(Block::hours);
  return blocks;
}

struct Licences {
  std::uint32_t lacking = 0, expired = 0;
};
Licences licences(const Entry& worker, const CandidateQuery& query, Date last_day) {
  Licences out;
  for (std::uint32_t asked = query.licences; asked != 0; asked &= asked - 1) {
    const int bit = std::countr_zero(asked);
    const Date last = worker.licences[static_cast<std::size_t>(bit)];
    if (!last) out.lacking |= 1u << bit;
    else if (last < last_day) out.expired |= 1u << bit;
  }
  return out;
}

bool service_phone(std::string_view text) {
  if (text.size() < 5 || text.size() > 20) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

std::span<const lifecycle::Transition<OrganisationState>> organisation_moves() {
  using S = OrganisationState;
  using access::Role;
  static constexpr access::Roles official{Role::official};
  static constexpr lifecycle::Transition<S> moves[] = {
      {S::applied, "approve", S::vetted, official},
      {S::applied, "refuse", S::refused, official, true},
      {S::refused, "reapply", S::applied, {Role::official, Role::provider_manager}},
      {S::vetted, "activate", S::active, official},
      {S::active, "suspend", S::suspended, official, true},
      {S::suspended, "reinstate", S::active, official, true},
      {S::applied, "remove", S::removed, official, true},
      {S::vetted, "remove", S::removed, official, true},
      {S::active, "remove", S::removed, official, true},
      {S::suspended, "remove", S::removed, official, true},
      {S::refused, "remove", S::removed, official, true},
  };
  return moves;
}

std::span<const lifecycle::Transition<WorkerState>> worker_moves() {
  using S = WorkerState;
  using access::Role;
  static constexpr access::Roles both{Role::official, Role::provider_manager}, official{Role::official};
  static constexpr lifecycle::Transition<S> moves[] = {
      {S::active, "suspend", S::suspended, both, true},
      {S::suspended, "reinstate", S::active, official, true},
      {S::active, "leave", S::left, both, true},
      {S::suspended, "leave", S::left, both, true},
      {S::left, "return", S::active, both, true},
  };
  return moves;
}

std::uint8_t day_mask(const std::vector<std::int32_t>& days) {
  std::uint8_t mask = 0;
  for (const std::int32_t d : days) mask |= static_cast<std::uint8_t>(1u << (d - 1));
  return mask;
}

Status check_hours(const std::vector<std::int32_t>& days, std::int32_t from_min, std::int32_t to_min, bool over_midnight) {
  if (days.empty()) return fail_field("work_days", "工作日", "请至少选择一天。");
  for (const std::int32_t d : days)
    if (d < 1 || d > 7) return fail_field("work_days", "工作日", "工作日应为 1（周一）到 7（周日）。");
  if (from_min == to_min || (!over_midnight && to_min < from_min))
    return fail_field(over_midnight ? "shift_to_min" : "closes_min", "结束时间", "结束时间应晚于开始时间。");
  return {};
}

Status check_service_phone(std::string_view phone) {
  if (phone.empty() || service_phone(phone)) return {};
  return fail_field("phone", "电话", "电话应为 5 到 20 位数字，可以带短横。");
}

Status check_place(std::int64_t lon_e6, std::int64_t lat_e6) {
  // China and its seas, with a margin: what lies outside is a slip of the pen (latitude and longitude swapped, say).
  if (lon_e6 == 0 && lat_e6 == 0) return {};
  if (lon_e6 < 73'000'000 || lon_e6 > 136'000'000) return fail_field("lon_e6", "经度", "经度应在 73 到 136 度之间。");
  if (lat_e6 < 3'000'000 || lat_e6 > 54'000'000) return fail_field("lat_e6", "纬度", "纬度应在 3 到 54 度之间。");
  return {};
}

Status check_organisation(const NewOrganisation& in) {
  const bool informal = in.kind == OrganisationKind::collective || in.kind == OrganisationKind::volunteer_team;
  if (in.credit_code.empty() && !informal)
    return fail_field("credit_code", "统一社会信用代码", "请填写统一社会信用代码；只有农村集体组织和志愿服务队可以不填。");
  YILIN_CHECK(check_service_phone(in.phone));
  return check_hours(in.work_days, in.opens_min, in.closes_min, false);
}

Status check_certificate(const NewCertificate& in, Date today) {
  if (in.issued && in.issued > today) return fail_field("issued", "发证日期", "发证日期不能晚于今天。");
  if (in.issued && in.expires && in.expires < in.issued) return fail_field("expires", "有效期至", "有效期至不能早于发证日期。");
  return {};
}

When when(const CandidateQuery& query, Instant now) {
  const Instant last = query.ends ? query.ends : query.starts ? query.starts : now;
  if (!query.starts) return {false, 0, 0, 0, civil_date(last)};
  return {true, civil_date(query.starts).weekday() - 1, minute_of_day(query.starts),
          std::max<std::int64_t>(0, (last - query.starts).value / 60'000), civil_date(last)};
}

Candidate judge(const Entry& worker, const Employer& employer, const CandidateQuery& query, const When& when) {
  Candidate out;
  out.facts = worker.facts;
  if (worker.facts.state == WorkerState::left) out.blocks |= flag(Block::left);
  if (worker.facts.state == WorkerState::suspended) out.blocks |= flag(Block::worker_suspended);
  if (!employer.active) out.blocks |= flag(Block::organisation_inactive);
  if (!employer.offers) out.blocks |= flag(Block::not_offered);
  if (!employer.serves) out.blocks |= flag(Block::area);
  out.skills_lacking = query.skills & ~worker.facts.skills;
  if (out.skills_lacking) out.blocks |= flag(Block::skill);
  const Licences held = licences(worker, query, when.last_day);
  out.licences_lacking = held.lacking;
  out.licences_expired = held.expired;
  if (held.lacking) out.blocks |= flag(Block::licence_missing);
  if (held.expired) out.blocks |= flag(Block::licence_expired);
  out.blocks |= time_blocks(worker.facts, when);
  return out;
}

bool may_be_sent(const Entry& worker, const Employer& employer, const CandidateQuery& query, const When& when) {
  if (worker.facts.state != WorkerState::active || !employer.active || !employer.offers || !employer.serves) return false;
  if ((query.skills & ~worker.facts.skills) != 0) return false;
  const Licences held = licences(worker, query, when.last_day);
  return held.lacking == 0 && held.expired == 0 && time_blocks(worker.facts, when) == 0;
}

bool sounds_like(const Pinyin& name, std::string_view letters) {
  if (letters.empty()) return false;
  const std::string initials = name.initials();
  if (initials.starts_with(letters) || (letters.size() >= 2 && initials.find(letters) != std::string::npos)) return true;
  std::string rest = name.joined();
  for (const std::string& syllable : name.syllables) {
    if (rest.starts_with(letters)) return true;
    rest.erase(0, syllable.size());
  }
  return false;
}

}  // namespace rules

std::string explain(const Candidate& candidate) {
  std::string out;
  const auto listed = [](std::uint32_t mask, std::span<const entity::EnumName> names) {
    std::string text;
    for (const entity::EnumName& n : names) {
      if ((mask >> n.value & 1) == 0) continue;
      if (!text.empty()) text += "、";
      text += n.label;
    }
    return text;
  };
  for (const entity::EnumName& n : enum_names(Block{})) {
    if ((candidate.blocks >> n.value & 1) == 0) continue;
    if (!out.empty()) out += "；";
    switch (static_cast<Block>(n.value)) {
      case Block::skill: out += "缺少技能：" + listed(candidate.skills_lacking, enum_names(Skill{})); break;
      case Block::licence_missing: out += "缺少证书：" + listed(candidate.licences_lacking, enum_names(Licence{})); break;
      case Block::licence_expired: out += listed(candidate.licences_expired, enum_names(Licence{})) + "已过期"; break;
      default: out += n.label;
    }
  }
  return out;
}

}  // namespace yilin::providers
