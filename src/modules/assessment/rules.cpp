#include "modules/assessment/rules.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace yilin::assessment::rules {
using access::Role;

std::span<const lifecycle::Transition<State>> moves() {
  static constexpr access::Roles assessors{Role::official, Role::community_worker, Role::carer, Role::provider_manager};
  static constexpr access::Roles officials{Role::official};
  static constexpr access::Roles disputing{Role::elder, Role::family, Role::official, Role::community_worker, Role::hotline_operator};
  static constexpr lifecycle::Transition<State> table[] = {
      {State::draft, "save", State::draft, assessors},
      {State::draft, "sign", State::draft, assessors},
      {State::draft, "submit", State::submitted, assessors},
      {State::submitted, "return", State::draft, officials, true},
      {State::submitted, "review", State::reviewed, officials},
      {State::reviewed, "return", State::draft, officials, true},
      {State::reviewed, "confirm", State::effective, officials},
      {State::effective, "dispute", State::disputed, disputing, true},
      {State::disputed, "uphold", State::effective, officials, true},
      {State::effective, "supersede", State::superseded, officials},
      {State::disputed, "supersede", State::superseded, officials},
      {State::draft, "void", State::voided, officials, true},
      {State::submitted, "void", State::voided, officials, true},
      {State::reviewed, "void", State::voided, officials, true},
      {State::effective, "void", State::voided, officials, true},
      {State::disputed, "void", State::voided, officials, true},
  };
  return table;
}

std::span<const lifecycle::Transition<FlagState>> flag_moves() {
  static constexpr lifecycle::Transition<FlagState> table[] = {
      {FlagState::open, "explain", FlagState::explained, {Role::official}, true},
      {FlagState::open, "confirm", FlagState::confirmed, {Role::official}, true},
  };
  return table;
}

Status may_plan(const Assessor& first, const Assessor& second, const Assessment* disputed, Date on) {
  Error error(yilin::errors::invalid);
  const auto wrong = [&](std::string_view field, std::string_view label, std::string message) {
    error.fields.push_back({std::string(field), std::string(label), std::move(message)});
  };
  const bool one_person = first.id == second.id || (first.user_id && first.user_id == second.user_id) ||
                          (first.worker_id && first.worker_id == second.worker_id);
  if (one_person) wrong("second_assessor", "第二评估员", "应由两名不同的评估员评估。");
  for (const auto& [assessor, field, label] : {std::tuple(&first, "first_assessor", "第一评估员"), std::tuple(&second, "second_assessor", "第二评估员")}) {
    if (!assessor->qualified(on)) wrong(field, label, fmt::format("{}的评估资格不在有效期内。", assessor->name));
    if (disputed && (assessor->id == disputed->first_assessor || assessor->id == disputed->second_assessor))
      wrong(field, label, fmt::format("{}参加过有异议的那次评估，复评应换人。", assessor->name));
  }
  if (error.fields.empty()) return {};
  return fail(std::move(error));
}

std::string signed_text(const Assessment& a, std::span<const Photo> photos) {
  std::string out = "[";
  const auto number = [&](std::int64_t value) { out += std::to_string(value) + ","; };
  const auto text = [&](std::string_view value) {
    entity::append_json_string(out, value);
    out += ',';
  };
  number(a.id.value);
  number(a.elder_id.value);
  text(a.questionnaire);
  text(a.questionnaire_version);
  number(a.first_assessor.value);
  number(a.second_assessor.value);
  number(a.started_at.ms);
  number(a.ended_at.ms);
  text(a.place);
  text(a.informant_name);
  number(static_cast<int>(a.informant));
  number(static_cast<int>(a.consent));
  text(a.consent_name);
  number(a.consent_at.ms);
  text(a.answers);
  text(a.note);
  for (const Photo& photo : photos) {
    text(photo.digest);
    text(photo.caption);
  }
  out.back() = ']';
  return out;
}

Status may_submit(const Assessment& a, const Score& score, const Questionnaire& q, const Assessor& first, const Assessor& second,
                  std::span<const Signature> signatures, Instant now) {
  Error error(yilin::errors::invalid);
  const auto wrong = [&](std::string_view field, std::string_view label, std::string message) {
    error.fields.push_back({std::string(field), std::string(label), std::move(message)});
  };
  if (a.consent == Consent::none) wrong("consent", "知情同意", "请先取得老人或监护人的知情同意。");
  else if (a.consent_name.empty()) wrong("consent_name", "同意人", "请填写同意人姓名。");
  if (a.informant == Informant::none) wrong("informant", "信息提供者", "请选择信息提供者与老人的关系。");
  if (a.informant_name.empty()) wrong("informant_name", "信息提供者姓名", "请填写信息提供者姓名。");
  if (a.place.empty()) wrong("place", "评估地点", "请填写评估地点。");
  if (!a.started_at) wrong("started_at", "开始时间", "请填写开始时间。");
  if (!a.ended_at) wrong("ended_at", "结束时间", "请填写结束时间。");
  if (a.started_at && a.ended_at && a.ended_at <= a.started_at) wrong("ended_at", "结束时间", "结束时间应在开始时间之后。");
  if (a.ended_at > now) wrong("ended_at", "结束时间", "结束时间不能晚于现在。");
  if (a.started_at && a.ended_at && civil_date(a.started_at) != civil_date(a.ended_at)) wrong("ended_at", "结束时间", "一次评估应在同一天内完成。");
  if (!score.missing.empty()) {
    std::string names;
    for (const std::string& code : score.missing) names += (names.empty() ? "" : "、") + q.item(code)->title;
    wrong("answers", "评估项目", fmt::format("还有 {} 项没有评：{}。", score.missing.size(), names));
  }
  const Date on = a.started_at ? civil_date(a.started_at) : civil_date(now);
  for (const auto& [assessor, field, label] : {std::tuple(&first, "first_assessor", "第一评估员"), std::tuple(&second, "second_assessor", "第二评估员")})
    if (!assessor->qualified(on)) wrong(field, label, fmt::format("评估当日{}的评估资格不在有效期内。", assessor->name));
  for (const auto& [signer, label] : {std::pair(Signer::first_assessor, "第一评估员"), std::pair(Signer::second_assessor, "第二评估员"),
                                      std::pair(Signer::informant, "信息提供者")})
    if (std::none_of(signatures.begin(), signatures.end(), [&](const Signature& s) { return s.signer == signer; }))
      wrong("signatures", label, fmt::format("{}还没有签名，或签名后内容有改动，请重新签名。", label));
  if (error.fields.empty()) return {};
  return fail(std::move(error));
}

std::optional<NextSubsidyDay> next_subsidy_day(std::span<const SubsidyDay> days, RegionCode region, Date on) {
  std::optional<RegionLevel> deepest;
  for (const SubsidyDay& d : days)
    if (d.region.contains(region)) deepest = std::max(deepest.value_or(RegionLevel::country), d.region.level());
  std::optional<NextSubsidyDay> next;
  for (const SubsidyDay& d : days) {
    if (!d.region.contains(region) || d.region.level() != deepest) continue;
    for (int year = on.year(); year <= on.year() + 1; ++year) {
      if (!Date::exists(year, d.month, d.day)) continue;
      const Date day = Date::from_ymd(year, d.month, d.day);
      if (day < on || day < d.valid_from || (d.valid_to && day >= d.valid_to)) continue;
      if (!next || day < next->on) next = {day, d.name};
    }
  }
  return next;
}

namespace {

double mean_of(const Distribution& levels) {
  double sum = 0, count = 0;
  for (std::size_t n = 0; n < levels.size(); ++n) {
    sum += static_cast<double>(n) * static_cast<double>(levels[n]);
    count += static_cast<double>(levels[n]);
  }
  return count > 0 ? sum / count : 0;
}

// Upper 0.1 % points of chi-square at 1, 2, 3 … degrees of freedom.
constexpr double kCritical[] = {10.828, 13.816, 16.266, 18.467, 20.515, 22.458, 24.322, 26.124, 27.877, 29.588,
                                31.264, 32.909, 34.528, 36.123, 37.697, 39.252, 40.790, 42.312, 43.820, 45.315};
static_assert(std::size(kCritical) == kLevelsMax - 1);

}  // namespace

Deviation compare(const Distribution& own, const Distribution& peers, std::int64_t own_min) {
  Deviation out;
  double own_total = 0, peers_total = 0;
  for (std::size_t n = 0; n < own.size(); ++n) {
    own_total += static_cast<double>(own[n]);
    peers_total += static_cast<double>(peers[n]);
  }
  out.mean = mean_of(own);
  out.peers_mean = mean_of(peers);
  if (own_total < static_cast<double>(own_min) || peers_total < static_cast<double>(own_min) || own_total == 0) return out;
  const double total = own_total + peers_total, least = std::min(own_total, peers_total) / total;
  struct Column {
    double own = 0, peers = 0;
  };
  std::vector<Column> columns;
  Column open;
  for (std::size_t n = 0; n < own.size(); ++n) {
    open.own += static_cast<double>(own[n]);
    open.peers += static_cast<double>(peers[n]);
    if ((open.own + open.peers) * least < 5) continue;
    columns.push_back(open);
    open = {};
  }
  if (columns.empty()) return out;
  columns.back().own += open.own;
  columns.back().peers += open.peers;
  out.degrees = static_cast<int>(columns.size()) - 1;
  if (out.degrees == 0) return out;
  for (const Column& c : columns) {
    const double both = c.own + c.peers, expected_own = both * own_total / total, expected_peers = both * peers_total / total;
    out.chi_square += (c.own - expected_own) * (c.own - expected_own) / expected_own;
    out.chi_square += (c.peers - expected_peers) * (c.peers - expected_peers) / expected_peers;
  }
  out.critical = kCritical[out.degrees - 1];
  return out;
}

std::vector<RaisedFlag> raise_flags(const FlagFacts& f, const Thresholds& t) {
  std::vector<RaisedFlag> out;
  if (f.started_at && f.ended_at) {
    const std::int64_t took = (f.ended_at - f.started_at).value / 60'000;
    if (took < t.fast_minutes) out.push_back({FlagKind::too_fast, fmt::format("评估只用了 {} 分钟，少于 {} 分钟。", took, t.fast_minutes)});
  }
  for (const std::string& visit : f.overlapping) out.push_back({FlagKind::overlapping, fmt::format("时间重叠：{}。", visit)});
  for (const std::string& name : f.same_assessor)
    out.push_back({FlagKind::same_assessor, fmt::format("{}连续 {} 次评估同一位老人。", name, t.same_assessor_times)});
  if (f.previous_level && f.level - *f.previous_level >= t.jump_levels && f.subsidy_day && f.subsidy_day->on - f.assessed_on <= t.jump_window_days)
    out.push_back({FlagKind::level_jump, fmt::format("由 {} 的 {} 级升到 {} 级，离{}（{}）还有 {} 天。", to_string(f.previous_on), *f.previous_level,
                                                     f.level, f.subsidy_day->name, to_string(f.subsidy_day->on), f.subsidy_day->on - f.assessed_on)});
  for (const OutlierOf& o : f.outliers)
    if (o.deviation.outlier())
      out.push_back({FlagKind::outlier_assessor,
                     fmt::format("{}的 {} 件评估平均 {:.2f} 级，同县同行平均 {:.2f} 级，卡方 {:.1f} 超过 {:.1f}（自由度 {}，0.1% 水平）。", o.assessor,
                                 o.assessments, o.deviation.mean, o.deviation.peers_mean, o.deviation.chi_square, o.deviation.critical, o.deviation.degrees)});
  if (f.stated_level && *f.stated_level != f.level)
    out.push_back({FlagKind::level_differs, fmt::format("对方结论为 {} 级，按作答计算为 {} 级。", *f.stated_level, f.level)});
  return out;
}

Date months_after(Date on, std::int64_t months) {
  const Month month = Month::of(on) + static_cast<std::int32_t>(months);
  const Date first = month.first_day();
  const std::int32_t length = month.end() - first;
  return first + (std::min<std::int32_t>(static_cast<std::int32_t>(on.day()), length) - 1);
}

}  // namespace yilin::assessment::rules
