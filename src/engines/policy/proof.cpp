#include "engines/policy/proof.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "engines/policy/evaluate.h"
#include "engines/policy/lower.h"

namespace yilin::policy {
namespace {

void references(const RuleSet& set, ExprId id, std::vector<ExprId>& out) {
  if (id == kNone) return;
  const Expr& e = set.expr(id);
  if (e.op == Op::name || e.op == Op::granted) {
    if (set.name(e.name).kind != NameKind::fact) out.push_back(id);
    return;
  }
  for (const ExprId a : e.args) references(set, a, out);
}
std::vector<ExprId> references(const RuleSet& set, const Version& v) {
  std::vector<ExprId> out;
  for (const ExprId c : v.clauses) references(set, c, out);
  references(set, v.value, out);
  for (const ExprId h : v.table.heads) references(set, h, out);
  for (const Row& row : v.table.rows) {
    for (const Cell& c : row.cells)
      for (const Span& s : c.spans) references(set, s.lo, out), references(set, s.hi, out);
    references(set, row.result, out);
  }
  return out;
}

constexpr Month kHorizon{2100 * 12 + 11};  // rules without an end are proved until December 2100

class Prover {
 public:
  Prover(const RuleSet& set, Reporter& out, ProofCount& count) : set_(set), out_(out), count_(count) {
    for (const Version& v : set.versions) references_.push_back(references(set, v));
    for (const Relation& r : set.relations) {
      relation_references_.emplace_back();
      references(set, r.cap, relation_references_.back());
    }
  }

  void run() {
    const auto all = contexts();
    if (all.size() > kContextsMax) {
      out_.error(set_.versions.front().at, fmt::format("地区、时段和公布日期的组合超过 {} 种，无法逐一证明；请合并版本，或分成几套规则。", kContextsMax));
      return;
    }
    for (const auto& [c, last] : all) {
      const Resolution r = resolve(set_, c);
      // The same versions are proved once for the first and once for the last month of a period: between them thresholds stand
      // still and ages and spans of time only grow, so what both ends cover is covered all along.
      std::vector<std::int32_t> key(r.versions.begin(), r.versions.end());
      key.push_back(last);
      key.insert(key.end(), r.relations.begin(), r.relations.end());
      if (!seen_.insert(std::move(key)).second) continue;
      ++count_.contexts;
      if (!exists(r) || !acyclic(r)) continue;
      bounded_and_tabled(r);
    }
  }

 private:
  // Each with: is it the last month of its period?
  std::vector<std::pair<Context, bool>> contexts() const {
    std::vector<Date> known{kAllKnown};
    for (const Version& v : set_.versions)
      if (v.published > v.from.first_day()) known.push_back(v.published + -1);
    std::ranges::sort(known);
    known.erase(std::unique(known.begin(), known.end()), known.end());
    std::vector<std::pair<Month, bool>> months;
    const std::vector<Month> changes = change_months(set_);
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const Month end = i + 1 < changes.size() ? changes[i + 1] + -1 : std::max(changes[i], kHorizon);
      months.push_back({changes[i], false});
      months.push_back({end, true});
    }
    std::vector<std::pair<Context, bool>> out;
    for (const RegionCode region : rule_regions(set_))
      for (const auto& [month, last] : months)
        for (const Date date : known)
          if (date == kAllKnown || Month::of(date) >= month) {
            out.push_back({{region, month, date, {}}, last});
            if (out.size() > kContextsMax) return out;
          }
    return out;
  }

  std::string where(const Resolution& r) const {
    return fmt::format("{} 起在{}", to_string(r.context.month), set_.region_name(r.context.region));
  }
  void once(Position at, std::string_view kind, std::string message) {
    if (reported_.insert({at.file, at.line, at.column, std::string(kind)}).second) out_.error(at, std::move(message));
  }

  bool exists(const Resolution& r) {
    bool good = true;
    const auto look = [&](const std::vector<ExprId>& list) {
      for (const ExprId id : list) {
        const NameId n = set_.expr(id).name;
        if (r.versions[n] != kNone || set_.name(n).kind == NameKind::benefit) continue;
        good = false;
        once(set_.expr(id).at, "gap", fmt::format("“{}”自 {}没有规定：缺少这一时段或地区的版本。", set_.name(n).text, where(r)));
      }
    };
    for (const VersionId v : r.versions)
      if (v != kNone) look(references_[v]);
    for (const std::int32_t i : r.relations) look(relation_references_[i]);
    return good;
  }

  bool acyclic(const Resolution& r) {
    std::vector<std::uint8_t> state(set_.names.size());
    std::vector<NameId> path;
    bool good = true;
    const auto walk = [&](const auto& self, NameId n) -> void {
      if (state[n] == 2 || r.versions[n] == kNone || !good) return;
      if (state[n] == 1) {
        good = false;
        std::string names;
        auto start = std::ranges::find(path, n);
        for (auto i = start; i != path.end(); ++i) names += set_.name(*i).text + " → ";
        once(set_.version(r.versions[n]).at, "cycle", fmt::format("循环引用：{}{}，自 {}。", names, set_.name(n).text, where(r)));
        return;
      }
      state[n] = 1;
      path.push_back(n);
      for (const ExprId id : references_[r.versions[n]]) self(self, set_.expr(id).name);
      path.pop_back();
      state[n] = 2;
    };
    for (std::size_t i = 0; i < set_.names.size(); ++i) walk(walk, static_cast<NameId>(i));
    return good;
  }

  void bounded_and_tabled(const Resolution& r) {
    Graph graph;
    Lowering lowering(graph, set_, r, [this](NameId id) { return std::optional(FactColumn{id, lane_for(set_.name(id).lo.num, set_.name(id).hi.num)}); }, Facts::known);
    const Case nobody(set_, r.context.region);
    Evaluator constants(set_, r, nobody);
    try {
      for (std::size_t i = 0; i < set_.names.size(); ++i) {
        const auto id = static_cast<NameId>(i);
        if (r.versions[id] == kNone || set_.name(id).kind == NameKind::parameter) continue;
        // Tables first: lowering one takes for granted that it has no gap.
        if (set_.name(id).kind == NameKind::table) prove_table(set_.version(r.versions[id]), r, lowering, constants);
        lowering.value_of(id);
      }
      lowering.benefits();
    } catch (const BoundsError& e) {
      once(e.at, "bounds", e.message);
    }
  }

  void prove_table(const Version& v, const Resolution& r, Lowering& lowering, Evaluator& constants) {
    const Table& t = v.table;
    TableShape shape;
    std::string key = fmt::format("{}", t.rows.front().id);
    for (const ExprId head : t.heads) {
      const Interval range = lowering.range(head);
      shape.domain.push_back({cut_from(head, range.lo, false), cut_to(head, range.hi, false)});
      key += fmt::format("|{}/{} {}/{}", range.lo.num, range.lo.den, range.hi.num, range.hi.den);
    }
    for (const Row& row : t.rows) {
      if (row.otherwise) continue;
      std::vector<std::vector<Stretch>> columns;
      for (std::size_t c = 0; c < t.heads.size(); ++c) {
        std::vector<Stretch> list;
        if (row.cells[c].spans.empty()) list.push_back(shape.domain[c]);
        for (const Span& s : row.cells[c].spans) {
          const std::optional<Rational> lo = s.lo == kNone ? std::nullopt : std::optional(constants.value(s.lo).lo);
          const std::optional<Rational> hi = s.hi == kNone ? std::nullopt : std::optional(constants.value(s.hi).lo);
          if (lo && hi && *lo > *hi) once(row.cells[c].at, "empty", fmt::format("区间下限高于上限，自 {}。", where(r)));
          if (lo) key += fmt::format(",{}/{}", lo->num, lo->den);
          if (hi) key += fmt::format(";{}/{}", hi->num, hi->den);
          Stretch clipped = shape.domain[c];
          if (lo) clipped.from = std::max(clipped.from, cut_from(t.heads[c], *lo, s.lo_open));
          if (hi) clipped.to = std::min(clipped.to, cut_to(t.heads[c], *hi, s.hi_open));
          if (clipped.from < clipped.to) list.push_back(clipped);
        }
        columns.push_back(std::move(list));
      }
      shape.rows.push_back(std::move(columns));
    }
    if (!proved_.insert(std::move(key)).second) return;
    ++count_.tables;
    const auto fault = find_fault(shape, t.first_hit, t.rows.back().otherwise);
    if (!fault) return;
    if (fault->too_large) {
      once(v.at, "table", "决策表过于复杂，无法逐一证明；请拆成几张表。");
      return;
    }
    std::string person;
    for (std::size_t c = 0; c < t.heads.size(); ++c) {
      const Type type = set_.expr(t.heads[c]).type;
      const Rational x = type.kind == Kind::date ? Rational(pack(Date{static_cast<std::int32_t>(fault->person[c].num)})) : fault->person[c];
      person += fmt::format("{}{} {}", person.empty() ? "" : "，", set_.text(t.heads[c]), set_.format(x, type));
    }
    if (fault->gap)
      once(v.at, "table", fmt::format("决策表“{}”有遗漏，自 {}：{} 时没有对应的行。请补一行或写“其他”行。", set_.name(v.name).text, where(r), person));
    else
      once(t.rows[fault->other].at, "table", fmt::format("决策表“{}”有重叠，自 {}：{} 时第 {} 行与第 {} 行同时成立。", set_.name(v.name).text, where(r), person, fault->row + 1, fault->other + 1));
  }

  bool whole(ExprId head) const { return set_.expr(head).type.kind != Kind::number || set_.expr(head).type.whole; }
  // Day numbers for dates, so that the last day of a month touches the first of the next.
  Rational line(ExprId head, const Rational& x) const {
    if (set_.expr(head).type.kind != Kind::date) return x;
    std::int64_t p = x.num;
    while (!packed_exists(p) && (p & 31) > 28) --p;
    return packed_exists(p) ? Rational(unpack(p).days) : x;
  }
  static std::int64_t floor_of(const Rational& x) { return x.num >= 0 ? x.num / x.den : -((-x.num + x.den - 1) / x.den); }
  Cut cut_from(ExprId head, const Rational& value, bool open) const {
    const Rational x = line(head, value);
    if (!whole(head)) return {x, open ? 1 : 0};
    const std::int64_t f = floor_of(x);
    return {open || !x.whole() ? f + 1 : f, 0};
  }
  Cut cut_to(ExprId head, const Rational& value, bool open) const {
    const Rational x = line(head, value);
    if (!whole(head)) return {x, open ? 0 : 1};
    const std::int64_t f = floor_of(x);
    return {open && x.whole() ? f : f + 1, 0};
  }
  const RuleSet& set_;
  Reporter& out_;
  ProofCount& count_;
  std::vector<std::vector<ExprId>> references_, relation_references_;
  std::set<std::vector<std::int32_t>> seen_;
  std::set<std::string> proved_;
  std::set<std::tuple<std::int32_t, std::int32_t, std::int32_t, std::string>> reported_;
};
}  // namespace

void prove(const RuleSet& set, Reporter& out, ProofCount& count) { Prover(set, out, count).run(); }

}  // namespace yilin::policy
