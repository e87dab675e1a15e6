#include "modules/policy/words.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace yilin::policies::words {

using namespace policy;

namespace {

std::string span(const RuleSet& set, const Span& s) {
  if (s.lo != kNone && s.lo == s.hi) return set.text(s.lo);
  if (s.hi == kNone) return s.lo_open ? "超过" + set.text(s.lo) : set.text(s.lo) + "以上";
  if (s.lo == kNone) return s.hi_open ? "不满" + set.text(s.hi) : set.text(s.hi) + "以下";
  return fmt::format("{}{} 至 {}{}", s.lo_open ? "超过" : "", set.text(s.lo), s.hi_open ? "不满" : "", set.text(s.hi));
}

}  // namespace

std::string line(const RuleSet& set, const Position& at) {
  std::string_view rest = set.sources[static_cast<std::size_t>(at.file)].text;
  for (int n = 1; n < at.line; ++n) rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
  return std::string(text::trim(rest.substr(0, rest.find_first_of("\r\n"))));
}

std::string kind(const Name& n) {
  switch (n.kind) {
    case NameKind::fact: return "事实";
    case NameKind::parameter: return "标准";
    case NameKind::definition: return n.label ? "标签" : "定义";
    case NameKind::table: return "决策表";
    case NameKind::benefit: return "待遇";
  }
  return {};
}

std::string type(const RuleSet& set, const Name& n) {
  switch (n.type.kind) {
    case Kind::boolean: return "是否";
    case Kind::date: return "日期";
    case Kind::region: return "区划";
    case Kind::enumeration: return set.enumerations[static_cast<std::size_t>(n.type.enumeration)].name;
    case Kind::number: break;
  }
  return to_string(n.type.dims);
}

std::string title(const RuleSet& set, const Relation& r) {
  static constexpr std::string_view names[] = {"取较高", "互斥", "叠加", "抵扣"};
  std::string out(names[static_cast<int>(r.kind)]);
  for (const NameId id : r.names) out += (id == r.names.front() ? " " : "、") + set.name(id).text;
  return out;
}

std::string cell(const RuleSet& set, const Cell& c) {
  if (c.spans.empty()) return "任意";
  std::string out;
  for (const Span& s : c.spans) out += (out.empty() ? "" : "、") + span(set, s);
  return out;
}

std::string value(const RuleSet& set, const Version& v) {
  const Name& n = set.name(v.name);
  if (n.kind == NameKind::parameter) return set.format(set.expr(v.value).literal, n.type);
  if (n.kind == NameKind::table) return fmt::format("{} 行", v.table.rows.size());
  return v.value == kNone ? std::string() : set.text(v.value);
}

std::vector<std::string> lines(const RuleSet& set, const Version& v) {
  const Name& n = set.name(v.name);
  std::vector<std::string> out{fmt::format("{} {} {}", kind(n), n.text, type(set, n)), "地区 " + set.region_name(v.region)};
  out.push_back(v.to.index == INT32_MAX ? "自 " + to_string(v.from) : fmt::format("自 {} 至 {}", to_string(v.from), to_string(v.to + -1)));
  if (v.published) out.push_back("公布 " + to_string(v.published));
  if (v.replaces) out.push_back("替代 " + set.region_name(*v.replaces));
  out.push_back("依据 " + v.citation);
  out.push_back(fmt::format("可信度 {}", to_zh(v.confidence)));
  if (v.pending_cases) out.emplace_back("在办 适用");
  if (!v.group.empty()) out.push_back("分组 " + v.group);
  if (!v.remark.empty()) out.push_back("说明 " + v.remark);
  for (const ExprId c : v.clauses) out.push_back("条件 " + set.text(c));
  if (n.kind == NameKind::table) {
    std::string heads;
    for (const ExprId h : v.table.heads) heads += set.text(h) + " | ";
    out.push_back(fmt::format("{}| {}结果 |", v.table.first_hit ? "命中 首个 " : "", heads));
    for (const Row& row : v.table.rows) {
      std::string shown = "| ";
      if (row.otherwise) shown += "其他 | ";
      for (const Cell& c : row.cells) shown += cell(set, c) + " | ";
      out.push_back(shown + set.text(row.result) + " |");
    }
  } else if (v.value != kNone) {
    out.push_back((n.kind == NameKind::benefit ? "金额 " : n.kind == NameKind::parameter ? "数值 " : "公式 ") + value(set, v));
  }
  for (const Example& e : v.examples) out.push_back(line(set, e.at));
  return out;
}

std::vector<std::string> lines(const RuleSet& set, const Relation& r) {
  std::vector<std::string> out{"关系 " + title(set, r), "地区 " + set.region_name(r.region)};
  out.push_back(r.to.index == INT32_MAX ? "自 " + to_string(r.from) : fmt::format("自 {} 至 {}", to_string(r.from), to_string(r.to + -1)));
  if (r.published) out.push_back("公布 " + to_string(r.published));
  out.push_back(fmt::format("次序 {}", r.order));
  if (r.cap != kNone) out.push_back("封顶 " + set.text(r.cap));
  out.push_back("依据 " + r.citation);
  out.push_back(fmt::format("可信度 {}", to_zh(r.confidence)));
  return out;
}

}  // namespace yilin::policies::words
