#pragma once
// Why: the tree of one decision, made from the rules themselves on demand. Refusals are explained like grants.

#include "engines/policy/examples.h"

namespace yilin::policy {

struct Reason {
  std::string text;            // as the author wrote it: "年龄 ≥ 80岁"
  std::string value;           // "是", "82岁", "5000元至6000元"
  Verdict verdict = Verdict::granted;  // of conditions; others granted
  bool condition = false;
  std::string source;          // facts: where from, since when, known since
  std::string citation;        // rules, parameters
  std::string note;            // region and period of the version, what it replaces, 示例 and confidence, remark
  std::vector<Reason> children;
};

struct Explanation {
  Decision decision;
  std::string summary;         // "高龄津贴：是，50元"
  Reason tree;
};

// 20–100 µs. Each definition, table and parameter is opened once, where it is first used.
Explanation explain(const RuleSet& set, const Resolution& resolution, const Case& person, NameId benefit);

// What would have to change for another answer: one fact, else one month; nearest first. Facts that nobody can change (birth
// date) turn up as months.
struct Flip {
  std::string text;            // "家庭.月收入 由 2000元 变为 1895元"
  Decision decision;
};
std::vector<Flip> nearest_flips(const RuleSet& set, const Context& context, const Case& person, NameId benefit, std::size_t limit = 5);

// Indented lines, for terminals and tests.
std::string to_text(const Explanation& e);

}  // namespace yilin::policy
