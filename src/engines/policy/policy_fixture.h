#pragma once
// A small vocabulary and shorthands for the tests of this room.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "engines/policy/compile.h"
#include "engines/policy/evaluate.h"
#include "engines/policy/examples.h"

namespace yilin::policy {

inline constexpr const char* kVocabulary = R"(
地区 河南省 41
地区 濮阳市 4109
地区 台前县 410927
地区 华龙区 410902
文件 办法 《高龄津贴办法（示例）》（示例〔2023〕1号）
枚举 能力等级 能力完好 轻度失能 中度失能 重度失能 完全失能
事实 出生日期 日期 常值 1950-01-01
事实 在世 是否 常值 是
事实 户籍 区划 常值 410902
事实 能力 能力等级 常值 能力完好
事实 家庭.人数 人 范围 1人 至 20人 常值 3人
事实 家庭.月收入 元 范围 0元 至 1000000元 常值 0元
)";

inline Compiled build(const std::string& rules, bool examples = false) {
  return compile({{"词汇.txt", kVocabulary}, {"规则.txt", rules}}, {examples});
}
inline RuleSet rules_of(const std::string& rules, bool examples = false) {
  Compiled c = build(rules, examples);
  for (const Diagnostic& d : c.errors) ADD_FAILURE() << to_string(d);
  return std::move(c.rules);
}
inline std::string errors_of(const std::string& rules, bool examples = false) {
  std::string out;
  for (const Diagnostic& d : build(rules, examples).errors) out += to_string(d) + "\n";
  return out;
}
// The rules that ship, read by the test (the engine reads no files).
inline std::vector<Source> sources_under(const char* folder) {
  std::vector<Source> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(YILIN_SOURCE_DIR) / folder))
    if (entry.path().extension() == ".txt") {
      std::ifstream in(entry.path(), std::ios::binary);
      out.push_back({std::filesystem::relative(entry.path(), YILIN_SOURCE_DIR).string(), {std::istreambuf_iterator<char>(in), {}}});
    }
  std::ranges::sort(out, {}, &Source::name);
  return out;
}
inline Month month(std::string_view text) { return *Month::parse(text); }
inline Date date(std::string_view text) { return *Date::parse(text); }
inline constexpr RegionCode kPuyang{410'900'000'000}, kTaiqian{410'927'000'000}, kHualong{410'902'000'000};

struct Answer {
  Verdict verdict;
  std::int64_t lo, hi;
  friend bool operator==(const Answer&, const Answer&) = default;
};
inline void PrintTo(const Answer& a, std::ostream* out) { *out << to_zh(a.verdict) << " " << a.lo << ".." << a.hi; }
inline Answer decide(const RuleSet& set, std::string_view benefit, std::string_view facts, std::string_view when, RegionCode region = kHualong, Date known = kAllKnown) {
  auto person = parse_case(set, region, facts, true);
  if (!person) {
    ADD_FAILURE() << person.error().message();
    return {};
  }
  const Resolution r = resolve(set, {region, month(when), known, {}});
  Evaluator e(set, r, *person);
  const Decision& d = e.decision(set.find(benefit));
  return {d.verdict(), d.amount.lo.num, d.amount.hi.num};
}

}  // namespace yilin::policy
