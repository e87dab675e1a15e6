#include "engines/policy/rule_set.h"

#include <algorithm>

#include <fmt/format.h>

#include "engines/policy/lexer.h"

namespace yilin::policy {
namespace {
constexpr ErrorKind no_parameter{"no_parameter", 422, "没有这个标准项目。", "No such parameter."};
}

std::string to_string(const Diagnostic& d) { return fmt::format("{}:{}:{}：{}", d.file, d.line, d.column, d.message); }

NameId RuleSet::find(std::string_view text) const {
  const auto at = by_name.find(std::string(text));
  return at == by_name.end() ? kNone : at->second;
}
const Region* RuleSet::region(std::string_view name) const {
  const auto at = std::ranges::find(regions, name, &Region::name);
  return at == regions.end() ? nullptr : &*at;
}
std::string RuleSet::region_name(RegionCode code) const {
  const Region* best = &regions.front();
  for (const Region& r : regions)
    if (r.code.contains(code) && r.code.level() >= best->code.level()) best = &r;
  return best->name;
}
std::string_view RuleSet::text(const Expr& e) const {
  return std::string_view(sources[e.at.file].text).substr(e.begin, e.end - e.begin);
}
std::string RuleSet::text(ExprId id) const {
  constexpr std::string_view blanks = " \n\r\t";
  const std::string_view all = text(expr(id));
  std::string out;
  out.reserve(all.size());
  for (std::size_t from = 0; from < all.size();) {
    const std::size_t to = std::min(all.find_first_of(blanks, from), all.size());
    out += all.substr(from, to - from);
    from = std::min(all.find_first_not_of(blanks, to), all.size());
    if (to < all.size() && !out.empty()) out += ' ';
  }
  return out;
}

std::string RuleSet::format(const Rational& v, const Type& type) const {
  switch (type.kind) {
    case Kind::boolean: return v.num ? "是" : "否";
    case Kind::date: return packed_exists(v.num) ? to_string(unpack(v.num)) : fmt::format("{}", v.num);
    case Kind::enumeration: {
      const auto& values = enumerations[type.enumeration].values;
      return v.num >= 0 && v.num < static_cast<std::int64_t>(values.size()) ? values[v.num] : "？";
    }
    case Kind::region: {
      for (const Region& r : regions)
        if (r.code.value == v.num * 1'000'000) return r.name;
      return fmt::format("{:06}", v.num);
    }
    case Kind::number: break;
  }
  return format_number(v, type.dims);
}
std::string RuleSet::format(const Interval& v, const Type& type) const {
  if (v.known()) return format(v.lo, type);
  if (type.kind == Kind::boolean || type.kind == Kind::region) return "待核实";
  return format(v.lo, type) + "至" + format(v.hi, type);
}

std::optional<Rational> RuleSet::parse_value(const Type& type, std::string_view text) const {
  const std::vector<Line> lines = tokenize(text, 0);
  if (lines.size() != 1 || lines[0].tokens.empty() || lines[0].tokens.size() > 2) return {};
  const bool negative = lines[0].tokens[0].is("-");
  if (lines[0].tokens.size() != (negative ? 2u : 1u)) return {};
  const Token& t = lines[0].tokens.back();
  if (type.kind == Kind::boolean) return t.is("是") ? std::optional(Rational(1)) : t.is("否") ? std::optional(Rational(0)) : std::nullopt;
  if (type.kind == Kind::date) return t.kind == Lex::date ? std::optional(t.value) : std::nullopt;
  if (type.kind == Kind::enumeration) {
    const auto& values = enumerations[type.enumeration].values;
    const auto at = std::ranges::find(values, t.text);
    return at == values.end() ? std::nullopt : std::optional(Rational(at - values.begin()));
  }
  if (type.kind == Kind::region) {
    if (const Region* r = region(t.text)) return Rational(r->code.value / 1'000'000);
    const auto code = RegionCode::parse(t.text);
    return code ? std::optional(Rational(code->value / 1'000'000)) : std::nullopt;
  }
  if (t.kind != Lex::number || t.dims != type.dims || (type.whole && !t.value.whole())) return {};
  return negative ? -t.value : t.value;
}

Status RuleSet::add_parameter(std::string_view parameter, RegionCode region, Month from, Month to, Rational value) {
  const NameId id = find(parameter);
  if (id == kNone || name(id).kind != NameKind::parameter || to <= from) return fail(no_parameter);
  if (name(id).type.whole && !value.whole()) return fail(no_parameter, "此标准的数值应为整数（金额精确到分）。");
  Version v = version(name(id).versions.front());
  Expr e = expr(v.value);
  e.literal = value;
  exprs.push_back(std::move(e));
  v.value = static_cast<ExprId>(exprs.size() - 1);
  v.region = region;
  v.from = from;
  v.to = to;
  v.published = Date{INT32_MIN + 1};
  v.overlay = true;
  v.citation = "测算方案";
  v.confidence = Confidence::low;
  versions.push_back(std::move(v));
  names[id].versions.push_back(static_cast<VersionId>(versions.size() - 1));
  return {};
}

std::string RuleSet::canonical(VersionId id) const {
  const Version& v = version(id);
  const Name& n = name(v.name);
  std::string out = fmt::format("{} {} {} {} {}", static_cast<int>(n.kind), n.text, to_string(v.region), to_string(v.from), v.citation);
  if (n.kind == NameKind::parameter) return out + fmt::format(" {}/{}\n", expr(v.value).literal.num, expr(v.value).literal.den);
  const auto put = [&](std::string_view label, ExprId e) {
    if (e != kNone) out += fmt::format("\n {} {}", label, text(e));
  };
  for (const ExprId c : v.clauses) put("条件", c);
  put("值", v.value);
  for (const ExprId h : v.table.heads) put(v.table.first_hit ? "列首个" : "列", h);
  for (const Row& row : v.table.rows) {
    out += row.otherwise ? "\n 其他" : "\n 行";
    for (const Cell& c : row.cells) {
      out += " |";
      for (const Span& s : c.spans) {
        out += fmt::format(" {}{}", s.lo == kNone ? "" : text(s.lo), s.lo_open ? "(" : "[");
        out += fmt::format("{}{}", s.hi == kNone ? "" : text(s.hi), s.hi_open ? ")" : "]");
      }
    }
    put("得", row.result);
  }
  return out + "\n";
}
std::string RuleSet::canonical(const Relation& r) const {
  std::string out = fmt::format("关系 {} {} {} {} {}", static_cast<int>(r.kind), r.order, to_string(r.region), to_string(r.from), r.citation);
  for (const NameId id : r.names) out += " " + name(id).text;
  if (r.cap != kNone) out += " 封顶 " + text(r.cap);
  return out + "\n";
}

}  // namespace yilin::policy
