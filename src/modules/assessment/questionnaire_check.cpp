// What a questionnaire must be before anybody is assessed with it, and answers before they are kept.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "modules/assessment/assessment.h"
#include "modules/assessment/questionnaire.h"

namespace yilin::assessment {
namespace {

tl::unexpected<Error> broken(std::string why) { return fail(errors::questionnaire_broken, std::move(why)); }

Status check_codes(const Questionnaire& q) {
  std::set<std::string_view> seen;
  for (const Section& s : q.sections) {
    if (!seen.insert(s.code).second) return broken(fmt::format("编码“{}”用了两次。", s.code));
    const bool scored = !s.scale.empty();
    if (scored && std::none_of(q.scales.begin(), q.scales.end(), [&](const Scale& x) { return x.code == s.scale; }))
      return broken(fmt::format("部分“{}”的计分指标“{}”没有定义。", s.title, s.scale));
    for (const Item& i : s.items) {
      if (!seen.insert(i.code).second) return broken(fmt::format("编码“{}”用了两次。", i.code));
      if (scored && (i.kind != ItemKind::choice || !i.required)) return broken(fmt::format("计分项目“{}”应为必填的单选。", i.title));
      if ((i.kind == ItemKind::text) != i.options.empty()) return broken(fmt::format("项目“{}”的选项与类型不符。", i.title));
      std::set<std::string_view> options;
      for (const ItemOption& o : i.options)
        if (!options.insert(o.code).second) return broken(fmt::format("项目“{}”的选项“{}”用了两次。", i.title, o.code));
    }
  }
  return {};
}

// Every sum that can occur on a scale; a few hundred at most.
std::set<std::int32_t> sums_of(const Questionnaire& q, std::string_view scale) {
  std::set<std::int32_t> sums{0};
  for (const Section& s : q.sections) {
    if (s.scale != scale) continue;
    for (const Item& i : s.items) {
      std::set<std::int32_t> next;
      for (const std::int32_t sum : sums)
        for (const ItemOption& o : i.options) next.insert(sum + o.score);
      sums = std::move(next);
    }
  }
  return sums;
}

Status check_bands(const Questionnaire& q) {
  if (q.scales.empty()) return broken("没有计分指标。");
  bool lead = false;
  for (const Scale& scale : q.scales) {
    lead = lead || scale.code == q.lead_scale;
    std::int32_t before = -1;
    const auto sums = sums_of(q, scale.code);
    for (auto sum = sums.rbegin(); sum != sums.rend(); ++sum) {  // from the best down
      int fitting = 0;
      std::int32_t grade = 0;
      for (const Band& b : q.bands)
        if (b.scale == scale.code && b.low <= *sum && *sum <= b.high) {
          ++fitting;
          grade = b.grade;
        }
      if (fitting != 1) return broken(fmt::format("“{}”得 {} 分时有 {} 个分级。", scale.title, *sum, fitting));
      if (grade < before) return broken(fmt::format("“{}”得 {} 分时的分级反而好于更高的分数。", scale.title, *sum));
      before = grade;
    }
  }
  if (!lead) return broken(fmt::format("主指标“{}”没有定义。", q.lead_scale));
  return {};
}

Status check_levels(const Questionnaire& q) {
  if (q.levels.empty()) return broken("没有等级。");
  const auto count = static_cast<std::int32_t>(q.levels.size());
  for (std::int32_t n = 0; n < count; ++n)
    if (q.levels[static_cast<std::size_t>(n)].level != n) return broken("等级应从 0 起依次排列。");
  std::int32_t lead = 0, others = 0;
  for (const Band& b : q.bands) (b.scale == q.lead_scale ? lead : others) = std::max(b.scale == q.lead_scale ? lead : others, b.grade);
  if (q.matrix.empty()) {
    if (q.scales.size() != 1) return broken("有多个计分指标时应给出组合法。");
    return lead < count ? Status{} : Status{broken("分级超出了等级。")};
  }
  if (static_cast<std::int32_t>(q.matrix.size()) != lead + 1) return broken("组合法的行数与主指标的分级不符。");
  for (std::size_t row = 0; row < q.matrix.size(); ++row) {
    const auto& levels = q.matrix[row].levels;
    if (static_cast<std::int32_t>(levels.size()) != others + 1) return broken("组合法的列数与其他指标的分级不符。");
    for (std::size_t column = 0; column < levels.size(); ++column) {
      if (levels[column] < 0 || levels[column] >= count) return broken("组合法的等级没有定义。");
      if ((column > 0 && levels[column] < levels[column - 1]) || (row > 0 && levels[column] < q.matrix[row - 1].levels[column]))
        return broken("组合法中分级变差时等级反而变好。");
    }
  }
  return {};
}

Status check_triggers(const Questionnaire& q) {
  std::set<std::string_view> seen;
  for (const Trigger& t : q.triggers) {
    if (!seen.insert(t.code).second) return broken(fmt::format("等级变更条件“{}”用了两次。", t.code));
    if (t.sources.empty()) return broken(fmt::format("等级变更条件“{}”没有依据项目。", t.title));
    if (t.effect == Effect::at_least && !q.level(t.amount)) return broken(fmt::format("等级变更条件“{}”的等级没有定义。", t.title));
    for (const TriggerSource& s : t.sources) {
      const Item* item = q.item(s.item);
      if (!item || (!s.option.empty() && !item->option(s.option)))
        return broken(fmt::format("等级变更条件“{}”的依据“{} {}”不存在。", t.title, s.item, s.option));
      if (!item->required) return broken(fmt::format("等级变更条件“{}”的依据“{}”不是必填。", t.title, item->title));
      for (const ItemOption& o : item->options)
        if (s.option.empty() && o.score < 0) return broken(fmt::format("等级变更条件“{}”的依据分值小于 0。", t.title));
    }
  }
  return {};
}

}  // namespace

Status check(const Questionnaire& q) {
  YILIN_CHECK(check_codes(q));
  YILIN_CHECK(check_bands(q));
  YILIN_CHECK(check_levels(q));
  return check_triggers(q);
}

Result<Questionnaire> read_questionnaire(std::string_view json_text, Date today) {
  auto read = entity::from_json<Questionnaire>(json_text, today);
  if (!read) {
    const Error& error = read.error();
    return broken(error.fields.empty() ? std::string(error.message()) : fmt::format("{}：{}", error.fields[0].field, error.fields[0].message));
  }
  YILIN_CHECK(check(*read));
  return std::move(*read);
}

Status check_answers(const Questionnaire& q, std::span<const Answer> answers) {
  Error error(yilin::errors::invalid);
  std::set<std::string_view> seen;
  for (std::size_t n = 0; n < answers.size(); ++n) {
    const Answer& a = answers[n];
    const auto wrong = [&](std::string message) { error.fields.push_back({fmt::format("answers.{}", n), "作答", std::move(message)}); };
    const Item* item = q.item(a.item);
    if (!item) {
      wrong(fmt::format("量表中没有项目“{}”。", a.item));
      continue;
    }
    if (!seen.insert(a.item).second) wrong(fmt::format("“{}”回答了两次。", item->title));
    if (item->kind == ItemKind::choice && a.options.size() > 1) wrong(fmt::format("“{}”只能选一项。", item->title));
    if (item->kind == ItemKind::text ? !a.options.empty() : !a.text.empty()) wrong(fmt::format("“{}”的作答方式不对。", item->title));
    std::set<std::string_view> chosen;
    for (const std::string& o : a.options)
      if (!item->option(o) || !chosen.insert(o).second) wrong(fmt::format("“{}”没有选项“{}”，或选了两次。", item->title, o));
    if (chosen.contains("none") && chosen.size() > 1) wrong(fmt::format("“{}”选了“无”就不能再选别的。", item->title));
  }
  if (error.fields.empty()) return {};
  return fail(std::move(error));
}

}  // namespace yilin::assessment
