#include "engines/policy/explain.h"

#include <algorithm>

#include <fmt/format.h>

namespace yilin::policy {
namespace {
constexpr int kExplainDepthMax = 24;

class Explainer {
 public:
  Explainer(const RuleSet& set, const Resolution& resolution, const Case& person) : set_(set), resolution_(resolution), case_(person), e_(set, resolution, person), seen_(set.names.size()) {}

  Explanation run(NameId benefit) {
    Explanation out;
    out.decision = e_.decision(benefit);
    const Name& n = set_.name(benefit);
    const Decision& d = out.decision;
    Reason& root = out.tree;
    root.text = n.text;
    root.condition = true;
    root.verdict = d.verdict();
    if (!d.exists) {
      root.value = "此地此时没有这项规定";
      out.summary = n.text + "：" + root.value;
      return out;
    }
    root.value = n.type.kind == Kind::boolean ? std::string(to_zh(d.verdict())) : fmt::format("{}，{}", to_zh(d.verdict()), set_.format(d.amount, n.type));
    out.summary = n.text + "：" + root.value;
    seen_[static_cast<std::size_t>(benefit)] = true;
    const VersionId vid = resolution_.versions[benefit];
    const Version& v = set_.version(vid);
    describe(root, benefit, vid);
    root.children.reserve(v.clauses.size() + 2);
    for (const ExprId c : v.clauses) root.children.push_back(expression(c, 1));
    if (v.value != kNone && d.granted.possibly()) {
      Reason amount = expression(v.value, 1);
      amount.text.insert(0, "金额：");
      root.children.push_back(std::move(amount));
    }
    if (d.relation != kNone) {
      const Relation& r = set_.relations[static_cast<std::size_t>(d.relation)];
      constexpr std::string_view kinds[] = {"取较高", "互斥", "叠加封顶", "抵扣"};
      Reason x;
      x.text = fmt::format("{}：", kinds[static_cast<int>(r.kind)]);
      for (const NameId id : r.names) {
        const Decision before = e_.before_relations(id);
        x.text += fmt::format("{}{}", id == r.names.front() ? "" : "、", set_.name(id).text);
        Reason child;
        child.text = set_.name(id).text;
        child.value = before.exists ? fmt::format("{}，{}", to_zh(before.verdict()), set_.format(before.amount, set_.name(id).type)) : "没有这项规定";
        child.verdict = before.verdict();
        child.condition = true;
        x.children.push_back(std::move(child));
      }
      x.value = fmt::format("由 {} 变为 {}", set_.format(d.before, n.type), set_.format(d.amount, n.type));
      x.citation = r.citation;
      root.children.push_back(std::move(x));
    }
    return out;
  }

 private:
  void describe(Reason& r, NameId name, VersionId vid) const {
    const Version& v = set_.version(vid);
    r.citation = v.citation;
    r.note.reserve(128);
    r.note += set_.region_name(v.region);
    r.note += " 自 ";
    r.note += to_string(v.from);
    if (v.to.index != INT32_MAX) (r.note += " 至 ") += to_string(v.to + -1);
    if (v.replaces) ((r.note += "，替代") += set_.region_name(*v.replaces)) += "规定";
    if (v.confidence != Confidence::official) ((r.note += "，示例（可信度") += to_zh(v.confidence)) += "）";
    if (std::ranges::find(resolution_.by_opening, name) != resolution_.by_opening.end()) r.note += "，按受理时的版本办理";
    if (!v.remark.empty()) r.note += "，" + v.remark;
  }

  Reason expression(ExprId id, int depth) {
    const Expr& e = set_.expr(id);
    Reason r;
    r.text = set_.text(id);
    const Interval x = e_.value(id);
    r.value = set_.format(x, e.type);
    if (e.type.kind == Kind::boolean) {
      r.condition = true;
      r.verdict = !x.known() ? Verdict::unknown : x.surely() ? Verdict::granted : Verdict::refused;
    }
    if (depth >= kExplainDepthMax) return r;
    if (e.op == Op::name) {
      open(r, e.name, depth);
    } else if (e.op == Op::both || e.op == Op::either || e.op == Op::not_) {
      for (const ExprId a : e.args) flatten(r, a, e.op, depth);
    } else if (e.op == Op::choose) {
      const Interval c = e_.value(e.args[0]);
      r.children.push_back(expression(e.args[0], depth + 1));
      if (c.possibly()) names(r, e.args[1], depth);
      if (!c.surely()) names(r, e.args[2], depth);
    } else {
      for (const ExprId a : e.args) names(r, a, depth);
    }
    return r;
  }
  // a 且 b 且 c as one level.
  void flatten(Reason& r, ExprId id, Op op, int depth) {
    const Expr& e = set_.expr(id);
    if (e.op == op && op != Op::not_)
      for (const ExprId a : e.args) flatten(r, a, op, depth);
    else r.children.push_back(expression(id, depth + 1));
  }
  // The names that a formula stands on.
  void names(Reason& r, ExprId id, int depth) {
    const Expr& e = set_.expr(id);
    if (e.op == Op::name || e.op == Op::granted) {
      if (seen_[static_cast<std::size_t>(e.name)] && set_.name(e.name).kind != NameKind::fact) return;
      Reason child;
      child.text = set_.text(id);
      if (std::ranges::any_of(r.children, [&](const Reason& c) { return c.text == child.text; })) return;
      child.value = set_.format(e_.value(id), e.type);
      open(child, e.name, depth + 1);
      r.children.push_back(std::move(child));
      return;
    }
    for (const ExprId a : e.args) names(r, a, depth);
  }

  void open(Reason& r, NameId id, int depth) {
    const Name& n = set_.name(id);
    if (n.kind == NameKind::fact) {
      const Provenance& p = case_.provenance(id);
      r.source = p.source;
      if (p.since) r.source += fmt::format("，自 {}", to_string(p.since));
      if (p.recorded) r.source += fmt::format("，{} 记录", to_string(p.recorded));
      if (!e_.value_of(id).known()) r.source += (r.source.empty() ? "" : "，") + (case_.fact(id, 0).known() ? std::string("晚于当月") : p.remark.empty() ? std::string("未登记") : p.remark);
      return;
    }
    const VersionId vid = resolution_.versions[id];
    if (vid == kNone) return;
    const bool first = !seen_[static_cast<std::size_t>(id)];
    seen_[static_cast<std::size_t>(id)] = true;
    describe(r, id, vid);
    if (!first || n.kind == NameKind::parameter || depth >= kExplainDepthMax) return;
    const Version& v = set_.version(vid);
    if (n.kind == NameKind::table) {
      for (const ExprId h : v.table.heads) r.children.push_back(expression(h, depth + 1));
      std::vector<Interval> hits;
      e_.row_weights(v.table, 0, hits);
      for (std::size_t i = 0; i < hits.size(); ++i)
        if (hits[i].possibly()) {
          Reason row = expression(v.table.rows[i].result, depth + 1);
          row.text = fmt::format("第 {} 行：{}", i + 1, row.text);
          r.children.push_back(std::move(row));
        }
      return;
    }
    r.children.reserve(v.clauses.size() + 1);
    for (const ExprId c : v.clauses) r.children.push_back(expression(c, depth + 1));
    if (v.value != kNone) r.children.push_back(expression(v.value, depth + 1));
  }

  const RuleSet& set_;
  const Resolution& resolution_;
  const Case& case_;
  Evaluator e_;
  std::vector<bool> seen_;
};

void print(const Reason& r, int depth, std::string& out) {
  out.append(static_cast<std::size_t>(depth) * 2, ' ');
  if (r.condition) out += r.verdict == Verdict::granted ? "[是] " : r.verdict == Verdict::refused ? "[否] " : "[待核实] ";
  out += r.text;
  if (!r.condition || depth == 0) out += " = " + r.value;
  for (const std::string* s : {&r.source, &r.citation, &r.note})
    if (!s->empty()) out += "  〔" + *s + "〕";
  out += "\n";
  for (const Reason& c : r.children) print(c, depth + 1, out);
}
}  // namespace

Explanation explain(const RuleSet& set, const Resolution& resolution, const Case& person, NameId benefit) {
  return Explainer(set, resolution, person).run(benefit);
}

std::string to_text(const Explanation& e) {
  std::string out;
  print(e.tree, 0, out);
  return out;
}

}  // namespace yilin::policy
