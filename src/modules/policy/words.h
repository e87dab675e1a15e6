#pragma once
// Rules as people read them, made from what the compiler understood. PURE.

#include <string>
#include <vector>

#include "engines/policy/rule_set.h"

namespace yilin::policies::words {

std::string kind(const policy::Name& name);                                       // "标准", "定义", "标签", "决策表", "待遇", "事实"
std::string type(const policy::RuleSet& set, const policy::Name& name);           // "元", "是否", "能力状况"
std::string title(const policy::RuleSet& set, const policy::Relation& relation);  // "取较高 甲、乙"
std::string value(const policy::RuleSet& set, const policy::Version& version);    // the amount, formula or parameter; "3 行" of a table
std::string cell(const policy::RuleSet& set, const policy::Cell& cell);           // "80岁至89岁"
std::string line(const policy::RuleSet& set, const policy::Position& at);         // of the source, trimmed
// One line an attribute, as an author would write them.
std::vector<std::string> lines(const policy::RuleSet& set, const policy::Version& version);
std::vector<std::string> lines(const policy::RuleSet& set, const policy::Relation& relation);

}  // namespace yilin::policies::words
