#include "modules/assessment/scoring.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "base/assert.h"

namespace yilin::assessment {
namespace {

using Given = std::unordered_map<std::string_view, const Answer*>;

struct Range {
  std::int32_t low = 0, high = 0;
  Range& operator+=(Range other) {
    low += other.low;
    high += other.high;
    return *this;
  }
};

Range scores_of(const Item& item, const Answer* answer) {
  if (answer) {
    const std::int32_t score = item.option(answer->options.front())->score;
    return {score, score};
  }
  const auto [low, high] = std::minmax_element(item.options.begin(), item.options.end(),
                                               [](const ItemOption& a, const ItemOption& b) { return a.score < b.score; });
  return {low->score, high->score};
}

// What a source says about its trigger.
Range said_by(const Questionnaire& q, const TriggerSource& source, const Given& given) {
  const Item& item = *q.item(source.item);
  const auto found = given.find(source.item);
  const bool known = found != given.end();
  if (!source.option.empty()) {
    if (!known) return {0, 1};
    const auto& chosen = found->second->options;
    const bool yes = std::find(chosen.begin(), chosen.end(), source.option) != chosen.end();
    return {yes, yes};
  }
  Range range;
  if (known) {
    for (const std::string& code : found->second->options) range.low += item.option(code)->score;
    range.high = range.low;
    return range;
  }
  for (const ItemOption& o : item.options) range.high = item.kind == ItemKind::multiple ? range.high + o.score : std::max(range.high, o.score);
  return range;
}

Verdict judge(const Questionnaire& q, const Trigger& trigger, const Given& given) {
  Range all;
  for (const TriggerSource& source : trigger.sources) {
    const Range one = said_by(q, source, given);
    if (trigger.gather == Gather::sum) all += one;
    else all = {std::max(all.low, one.low), std::max(all.high, one.high)};
  }
  if (all.low >= trigger.threshold) return Verdict::yes;
  return all.high < trigger.threshold ? Verdict::no : Verdict::unknown;
}

// Least and greatest sums are attained by some answers, so that check() has found them a band.
std::int32_t grade_of(const Questionnaire& q, std::string_view scale, std::int32_t sum) {
  for (const Band& b : q.bands)
    if (b.scale == scale && b.low <= sum && sum <= b.high) return b.grade;
  YILIN_ASSERT(false);
  return 0;
}

std::int32_t level_of(const Questionnaire& q, std::span<const ScaleScore> scales, bool worst) {
  std::int32_t lead = 0, others = 0;
  for (const ScaleScore& s : scales) {
    const std::int32_t grade = worst ? s.grade_worst : s.grade_best;
    if (s.code == q.lead_scale) lead = grade;
    else others = std::max(others, grade);
  }
  return q.matrix.empty() ? lead : q.matrix[static_cast<std::size_t>(lead)].levels[static_cast<std::size_t>(others)];
}

// The level after the triggers that are met, or that may be when `worst`.
std::int32_t changed(const Questionnaire& q, std::int32_t level, std::span<const TriggerState> states, bool worst) {
  std::int32_t steps = 0, floor = 0;
  for (std::size_t n = 0; n < states.size(); ++n) {
    if (states[n].verdict == Verdict::no || (states[n].verdict == Verdict::unknown && !worst)) continue;
    const Trigger& t = q.triggers[n];
    if (t.effect == Effect::at_least) floor = std::max(floor, t.amount);
    else steps = q.worsen_adds ? steps + t.amount : std::max(steps, t.amount);
  }
  return std::max(floor, std::min(level + steps, static_cast<std::int32_t>(q.levels.size()) - 1));
}

std::string words_of(const Questionnaire& q, const Trigger& t) {
  return t.effect == Effect::at_least ? fmt::format("直接评为{}", q.level(t.amount)->name) : fmt::format("加重 {} 级", t.amount);
}

}  // namespace

Score score(const Questionnaire& q, std::span<const Answer> answers) {
  Given given;
  for (const Answer& a : answers)
    if (!unanswered(a)) given.emplace(a.item, &a);
  Score out;
  std::unordered_map<std::string_view, Range> sums;
  for (const Section& section : q.sections) {
    SectionScore part{section.code, section.title, 0, 0, 0, 0};
    for (const Item& item : section.items) {
      const auto found = given.find(item.code);
      const Answer* answer = found == given.end() ? nullptr : found->second;
      if (item.required && !answer) out.missing.push_back(item.code);
      if (section.scale.empty()) continue;
      const Range range = scores_of(item, answer);
      sums[section.scale] += range;
      part.items += 1;
      part.score_max += scores_of(item, nullptr).high;
      if (!answer) continue;
      part.answered += 1;
      part.score += range.low;
    }
    if (!section.scale.empty()) {
      out.total_max += part.score_max;
      out.sections.push_back(std::move(part));
    }
  }
  for (const Scale& scale : q.scales) {
    const Range range = sums[scale.code];
    out.scales.push_back({scale.code, scale.title, range.low, range.high, grade_of(q, scale.code, range.high), grade_of(q, scale.code, range.low)});
    out.total_low += range.low;
    out.total_high += range.high;
  }
  for (const Trigger& t : q.triggers) out.triggers.push_back({t.code, t.title, judge(q, t, given), words_of(q, t), t.basis, t.confidence});
  out.initial_best = level_of(q, out.scales, false);
  out.initial_worst = level_of(q, out.scales, true);
  out.level_best = changed(q, out.initial_best, out.triggers, false);
  out.level_worst = changed(q, out.initial_worst, out.triggers, true);
  out.complete = out.missing.empty();
  if (out.complete) {
    out.total = out.total_low;
    out.initial_level = out.initial_best;
    out.level = out.level_best;
  }
  return out;
}

std::span<const entity::EnumName> enum_names(Verdict) {
  static constexpr entity::EnumName names[] = {{0, "no", "否"}, {1, "yes", "是"}, {2, "unknown", "待核实"}};
  return names;
}

const entity::Table& SectionScore::fields() {
  static const entity::Table table("AssessmentSectionScore", "分项得分", {
      entity::field<&SectionScore::code>("code", "编码"),
      entity::field<&SectionScore::title>("title", "名称"),
      entity::field<&SectionScore::score>("score", "得分"),
      entity::field<&SectionScore::score_max>("score_max", "满分"),
      entity::field<&SectionScore::answered>("answered", "已评项数"),
      entity::field<&SectionScore::items>("items", "项数"),
  });
  return table;
}
const entity::Table& ScaleScore::fields() {
  static const entity::Table table("AssessmentScaleScore", "指标得分", {
      entity::field<&ScaleScore::code>("code", "编码"),
      entity::field<&ScaleScore::title>("title", "名称"),
      entity::field<&ScaleScore::low>("low", "至少"),
      entity::field<&ScaleScore::high>("high", "至多"),
      entity::field<&ScaleScore::grade_best>("grade_best", "最好分级"),
      entity::field<&ScaleScore::grade_worst>("grade_worst", "最差分级"),
  });
  return table;
}
const entity::Table& TriggerState::fields() {
  static const entity::Table table("AssessmentTriggerState", "等级变更", {
      entity::field<&TriggerState::code>("code", "编码"),
      entity::field<&TriggerState::title>("title", "条件"),
      entity::field<&TriggerState::verdict>("verdict", "是否符合"),
      entity::field<&TriggerState::effect>("effect", "作用"),
      entity::field<&TriggerState::basis>("basis", "依据"),
      entity::field<&TriggerState::confidence>("confidence", "可信度"),
  });
  return table;
}
const entity::Table& Score::fields() {
  static const entity::Table table("AssessmentScore", "评估得分", {
      entity::field<&Score::complete>("complete", "已评完"),
      entity::field<&Score::sections>("sections", "分项"),
      entity::field<&Score::scales>("scales", "指标"),
      entity::field<&Score::total_low>("total_low", "总分至少"),
      entity::field<&Score::total_high>("total_high", "总分至多"),
      entity::field<&Score::total_max>("total_max", "满分"),
      entity::field<&Score::initial_best>("initial_best", "初步等级最好"),
      entity::field<&Score::initial_worst>("initial_worst", "初步等级最差"),
      entity::field<&Score::level_best>("level_best", "等级最好"),
      entity::field<&Score::level_worst>("level_worst", "等级最差"),
      entity::field<&Score::total>("total", "总分"),
      entity::field<&Score::initial_level>("initial_level", "初步等级"),
      entity::field<&Score::level>("level", "最终等级"),
      entity::field<&Score::triggers>("triggers", "等级变更"),
      entity::field<&Score::missing>("missing", "未评项目"),
  });
  return table;
}

}  // namespace yilin::assessment
