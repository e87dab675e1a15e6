#include "engines/policy/examples.h"

#include <algorithm>

#include <fmt/format.h>

#include "engines/policy/check.h"
#include "engines/policy/check_types.h"
#include "engines/policy/proof.h"

namespace yilin::policy {
namespace {
constexpr ErrorKind bad_case{"bad_policy_case", 422, "情形填写不正确。", "The case is malformed."};

Case build(const RuleSet& set, const Example& example, bool usual) {
  Case out(set, example.region);
  while (out.people() <= static_cast<std::size_t>(example.members)) out.add_member();
  if (usual)
    for (std::size_t i = 0; i < set.names.size(); ++i)
      if (const Name& n = set.names[i]; n.kind == NameKind::fact && n.usual)
        for (std::size_t m = 0; m < out.people(); ++m) out.set(static_cast<NameId>(i), *n.usual, {"常值", {}, {}, {}}, m);
  for (const ExampleFact& f : example.facts) {
    const auto member = static_cast<std::size_t>(f.member);
    if (f.value == kNone) out.forget(f.name, "未知", member);
    else out.set(f.name, set.expr(f.value).literal, {"示例", {}, {}, {}}, member);
  }
  return out;
}

// "得 50元" for a message.
std::string result_text(const RuleSet& set, const Name& n, const Interval& granted, const Interval& amount) {
  if (n.kind == NameKind::benefit) {
    if (!granted.possibly()) return "不得";
    if (!granted.known() || !amount.known()) return n.type.kind == Kind::boolean ? "待核实" : fmt::format("待核实 {}", set.format(amount, n.type));
    return "得 " + set.format(amount.lo, n.type);
  }
  return amount.known() ? "为 " + set.format(amount.lo, n.type) : "待核实 " + set.format(amount, n.type);
}
}  // namespace

Case case_of(const RuleSet& set, const Example& example) { return build(set, example, true); }

Result<Case> parse_case(const RuleSet& set, RegionCode region, std::string_view text, bool usual) {
  RuleSet scratch = set;  // the literals of the case are parsed into a copy
  scratch.sources.push_back({"情形", std::string(text)});
  const auto file = static_cast<std::int32_t>(scratch.sources.size() - 1);
  Example example;
  example.region = region;
  Reporter out(scratch);
  std::vector<Token> tokens;
  for (const Line& line : tokenize(scratch.sources.back().text, file)) tokens.insert(tokens.end(), line.tokens.begin(), line.tokens.end());
  try {
    Cursor in(tokens, {file, 1, static_cast<std::int32_t>(text.size()) + 1});
    parse_facts(scratch, in, example);
    in.finish();
    check_facts(scratch, example, out);
  } catch (const Syntax& s) {
    out.error(s.at, s.message);
  }
  const std::vector<Diagnostic> errors = out.take();
  if (!errors.empty()) return fail(bad_case, fmt::format("第 {} 列：{}", errors[0].column, errors[0].message));
  Case built(set, region);
  while (built.people() <= static_cast<std::size_t>(example.members)) built.add_member();
  if (usual)
    for (std::size_t i = 0; i < set.names.size(); ++i)
      if (const Name& n = set.names[i]; n.kind == NameKind::fact && n.usual)
        for (std::size_t m = 0; m < built.people(); ++m) built.set(static_cast<NameId>(i), *n.usual, {"常值", {}, {}, {}}, m);
  for (const ExampleFact& f : example.facts) {
    const auto member = static_cast<std::size_t>(f.member);
    if (f.value == kNone) built.forget(f.name, "未知", member);
    else built.set(f.name, scratch.expr(f.value).literal, {"填写", {}, {}, {}}, member);
  }
  return built;
}

void run_examples(const RuleSet& set, Reporter& out, ProofCount& count) {
  std::vector<bool> hit(static_cast<std::size_t>(set.rows));
  for (std::size_t i = 0; i < set.versions.size(); ++i) {
    const Version& v = set.versions[i];
    const Name& n = set.name(v.name);
    for (const Example& example : v.examples) {
      ++count.examples;
      const Resolution r = resolve(set, {example.region, example.month, kAllKnown, {}});
      if (r.versions[v.name] != static_cast<VersionId>(i)) {
        out.error(example.at, "示例的月份或地区不适用本版规定。");
        continue;
      }
      const Case person = case_of(set, example);
      Evaluator e(set, r, person);
      e.record_rows(&hit);
      Interval granted = truth(true), amount;
      if (n.kind == NameKind::benefit) {
        const Decision d = e.before_relations(v.name);
        granted = d.granted;
        amount = d.amount;
      } else {
        amount = e.value_of(v.name);
      }
      const bool sure = granted.known() && amount.known();
      bool good = false;
      switch (example.expect) {
        case Example::Expect::refused: good = !granted.possibly(); break;
        case Example::Expect::value: good = sure && granted.surely() && amount.lo == set.expr(example.lo).literal; break;
        case Example::Expect::unknown:
          good = !sure && (example.lo == kNone || (amount.lo == set.expr(example.lo).literal && amount.hi == set.expr(example.hi).literal));
          break;
      }
      if (!good) out.error(example.at, fmt::format("示例不成立：按规则应为“{}”。", result_text(set, n, granted, amount)));
    }
  }
  for (const Version& v : set.versions) {
    if (set.name(v.name).kind == NameKind::parameter) continue;
    if (v.examples.empty() && v.table.rows.empty()) out.error(v.at, fmt::format("“{}”没有示例：每版规定至少一个。", set.name(v.name).text));
    for (std::size_t k = 0; k < v.table.rows.size(); ++k)
      if (!hit[static_cast<std::size_t>(v.table.rows[k].id)]) out.error(v.table.rows[k].at, fmt::format("第 {} 行没有示例：每行至少一个。", k + 1));
  }
}

std::vector<NameId> facts_of(const RuleSet& set, const Resolution& r, NameId benefit) {
  std::vector<bool> seen(set.names.size());
  const auto name = [&](const auto& self, NameId id) -> void {
    if (seen[id]) return;
    seen[id] = true;
    if (set.name(id).kind == NameKind::fact || r.versions[id] == kNone) return;
    const Version& v = set.version(r.versions[id]);
    const auto walk = [&](const auto& again, ExprId e) -> void {
      if (e == kNone) return;
      if (set.expr(e).name != kNone) self(self, set.expr(e).name);
      for (const ExprId a : set.expr(e).args) again(again, a);
    };
    for (const ExprId c : v.clauses) walk(walk, c);
    walk(walk, v.value);
    for (const ExprId h : v.table.heads) walk(walk, h);
    for (const Row& row : v.table.rows) walk(walk, row.result);
  };
  name(name, benefit);
  for (const std::int32_t i : r.relations)
    if (const Relation& x = set.relations[static_cast<std::size_t>(i)]; std::ranges::find(x.names, benefit) != x.names.end())
      for (const NameId other : x.names) name(name, other);
  std::vector<NameId> out;
  for (std::size_t i = 0; i < seen.size(); ++i)
    if (seen[i] && set.names[i].kind == NameKind::fact) out.push_back(static_cast<NameId>(i));
  return out;
}

}  // namespace yilin::policy
