#include "engines/policy/check.h"

#include <algorithm>

#include <fmt/format.h>

#include "engines/policy/check_types.h"

namespace yilin::policy {
namespace {

// Runs `body`, turning what it throws into a message.
template <class Body>
void guarded(Reporter& out, Body&& body) {
  try {
    body();
  } catch (const Syntax& s) {
    out.error(s.at, s.message);
  }
}

struct Range {
  Rational lo, hi;
};
Range default_range(const RuleSet& set, const Name& n) {
  switch (n.type.kind) {
    case Kind::boolean: return {0, 1};
    case Kind::date: return {pack(Date::from_ymd(1900, 1, 1)), pack(Date::from_ymd(2100, 12, 31))};
    case Kind::region: return {0, 999'999};
    case Kind::enumeration: return {0, static_cast<std::int64_t>(set.enumerations[n.type.enumeration].values.size()) - 1};
    case Kind::number: break;
  }
  constexpr std::int64_t top[kBases] = {1'000'000'000, 150, 2'400, 100'000, 10'000, 10'000, 1'000, 10'000};
  for (int i = 0; i < kBases; ++i)
    if (n.type.dims.power[i] != 0) return {0, top[i]};
  return {0, 1'000'000};
}

void check_fact(RuleSet& set, Name& n, Reporter& out) {
  Typer typer(set);
  const Range range = default_range(set, n);
  n.lo = range.lo;
  n.hi = range.hi;
  guarded(out, [&] {
    if (!n.type.whole) throw Syntax{n.at, "事实应为整数单位；比例请用两个整数表示。"};
    if (n.lo_expr != kNone) {
      if (n.until_month && n.type.kind != Kind::date) throw Syntax{n.at, "只有日期的范围可以到“月末”为止。"};
      n.lo = typer.literal(n.lo_expr, n.type);
      if (n.hi_expr != kNone) n.hi = typer.literal(n.hi_expr, n.type);
      if (n.type.kind == Kind::boolean || n.type.kind == Kind::enumeration || n.type.kind == Kind::region) throw Syntax{n.at, "只有数和日期可以写范围。"};
      const Position upper = set.expr(n.hi_expr != kNone ? n.hi_expr : n.lo_expr).at;
      if (n.hi < n.lo) throw Syntax{upper, "范围的上限低于下限。"};
      if (n.hi > Rational(1'000'000'000'000) || n.lo < Rational(-1'000'000'000'000)) throw Syntax{upper, "范围过大：数值不超过一万亿（金额不超过一百亿元）。"};
    }
    if (n.usual_expr != kNone) {
      n.usual = typer.literal(n.usual_expr, n.type);
      if (*n.usual < n.lo || *n.usual > n.hi) throw Syntax{set.expr(n.usual_expr).at, "常值不在范围之内。"};
    }
  });
}

void check_static(const RuleSet& set, ExprId id) {
  const Expr& e = set.expr(id);
  if (e.op == Op::name && set.name(e.name).kind != NameKind::parameter)
    throw Syntax{e.at, fmt::format("表格的界限只能由数值和标准算出，“{}”不是标准。", set.text(id))};
  for (const ExprId a : e.args) check_static(set, a);
}

void check_value(RuleSet& set, const Version& v, ExprId id, const Type& wanted, std::string_view what) {
  Typer typer(set);
  const Type t = typer.check(id);
  const Position at = set.expr(id).at;
  if (!t.matches(wanted)) {
    const auto describe = [&](const Type& x) {
      return x.kind == Kind::number ? to_string(x.dims) : x.kind == Kind::boolean ? std::string("是否") : x.kind == Kind::date ? std::string("日期") : x.kind == Kind::region ? std::string("区划") : set.enumerations[x.enumeration].name;
    };
    std::string message = fmt::format("{}应为{}，“{}”却是{}。", what, describe(wanted), set.text(id), describe(t));
    if (wanted.kind == Kind::boolean && (set.expr(id).op == Op::smaller || set.expr(id).op == Op::larger)) message += "“不超过”“不少于”是封顶和保底，比较请写 ≤、≥。";
    throw Syntax{at, std::move(message)};
  }
  if (wanted.whole && !t.whole)
    throw Syntax{at, wanted.dims.power[0] != 0 ? "结果不是整分，请写明取整方式：四舍五入到分、舍去到分、进位到元等。" : "结果不是整数，请写明取整方式，例如 四舍五入到整数。"};
  if (set.name(v.name).household && typer.reach(id) == Reach::person)
    throw Syntax{at, fmt::format("“{}”按户计算，不能直接用个人的事实“{}”；请用成员合计、成员人数等。", set.name(v.name).text, set.text(id))};
}

void check_table(RuleSet& set, Version& v, Reporter& out) {
  Typer typer(set);
  std::vector<Type> types;
  for (const ExprId head : v.table.heads)
    guarded(out, [&] {
      types.push_back(typer.check(head));
      if (set.name(v.name).household && typer.reach(head) == Reach::person)
        throw Syntax{set.expr(head).at, fmt::format("“{}”按户计算，不能直接用个人的事实“{}”；请用成员合计、成员人数等。", set.name(v.name).text, set.text(head))};
    });
  if (types.size() != v.table.heads.size()) return;
  for (const Row& row : v.table.rows) {
    for (std::size_t c = 0; c < row.cells.size(); ++c)
      for (const Span& span : row.cells[c].spans)
        guarded(out, [&] {
          for (const ExprId bound : {span.lo, span.hi}) {
            if (bound == kNone) continue;
            const Type t = typer.check(bound);
            if (!t.matches(types[c])) throw Syntax{set.expr(bound).at, fmt::format("“{}”与表头“{}”的类型或单位不一致。", set.text(bound), set.text(v.table.heads[c]))};
            if (span.lo != span.hi && (t.kind == Kind::boolean || t.kind == Kind::region)) throw Syntax{set.expr(bound).at, "此列只能写取值，不能写区间。"};
            check_static(set, bound);
          }
        });
    guarded(out, [&] { check_value(set, v, row.result, set.name(v.name).type, "结果"); });
  }
}

void check_example(RuleSet& set, const Version& v, Example& example, Reporter& out) {
  check_facts(set, example, out);
  const Name& n = set.name(v.name);
  guarded(out, [&] {
    Typer typer(set);
    if (example.expect == Example::Expect::refused && n.kind != NameKind::benefit) throw Syntax{example.at, "“不得”只用于待遇；定义请写“为 否”。"};
    Type type = n.type;
    type.whole = type.whole && type.kind == Kind::number;
    for (const ExprId id : {example.lo, example.hi})
      if (id != kNone) typer.literal(id, type);
  });
}

void check_version(RuleSet& set, Version& v, Reporter& out) {
  const Name& n = set.name(v.name);
  if (n.kind == NameKind::parameter) return;
  if (n.kind == NameKind::table) check_table(set, v, out);
  for (const ExprId clause : v.clauses)
    guarded(out, [&] {
      Type wanted;
      wanted.kind = Kind::boolean;
      check_value(set, v, clause, wanted, "条件");
    });
  if (v.value != kNone) guarded(out, [&] { check_value(set, v, v.value, n.type, n.kind == NameKind::benefit ? "金额" : "公式"); });
  for (Example& example : v.examples) check_example(set, v, example, out);
}

// Every version below another region's names what it replaces; two of one region and period are ordered by publication.
void check_layers(RuleSet& set, const Name& n, Reporter& out) {
  const auto overlap = [](const Version& a, const Version& b) { return a.from < b.to && b.from < a.to; };
  for (const VersionId id : n.versions) {
    const Version& v = set.version(id);
    const Version* nearest = nullptr;
    bool same = false;
    for (const VersionId other : n.versions) {
      const Version& o = set.version(other);
      if (other == id || !overlap(v, o) || !o.region.contains(v.region)) continue;
      if (o.region == v.region) {
        if (o.published == v.published) {
          if (id > other)
            out.error(v.at, fmt::format("“{}”在{}与 {}:{} 处的版本时间重叠：请写明旧版的截止月份，或写“替代 {}”和较晚的公布日期。", n.text, set.region_name(v.region),
                                        set.sources[o.at.file].name, o.at.line, set.region_name(v.region)));
          same = true;
        } else if (o.published < v.published) {
          same = true;
          if (v.replaces != v.region)
            out.error(v.at, fmt::format("“{}”与 {}:{} 处同级版本重叠，应写明“替代 {}”。", n.text, set.sources[o.at.file].name, o.at.line, set.region_name(v.region)));
        }
      } else if (!nearest || nearest->region.level() < o.region.level()) {
        nearest = &o;
      }
    }
    if (same) continue;
    if (nearest && v.replaces != nearest->region)
      out.error(v.at, v.replaces ? fmt::format("“{}”替代的应是{}的版本，写成了{}。", n.text, set.region_name(nearest->region), v.replaces_word)
                                 : fmt::format("“{}”在{}另有规定，应写明“替代 {}”。", n.text, set.region_name(v.region), set.region_name(nearest->region)));
    if (!nearest && v.replaces) out.error(v.at, fmt::format("“{}”没有可替代的{}版本。", n.text, v.replaces_word));
  }
}

void check_relation(RuleSet& set, Relation& r, Reporter& out) {
  guarded(out, [&] {
    for (const std::string& word : r.words) {
      const NameId id = set.find(word);
      if (id == kNone || set.name(id).kind != NameKind::benefit) throw Syntax{r.at, fmt::format("“{}”不是待遇。", word)};
      if (std::ranges::find(r.names, id) != r.names.end()) throw Syntax{r.at, fmt::format("待遇“{}”重复。", word)};
      r.names.push_back(id);
    }
    const Name& first = set.name(r.names.front());
    for (const NameId id : r.names) {
      const Name& n = set.name(id);
      if (r.kind != RelationKind::exclusive && (n.type.kind != Kind::number || !n.type.matches(first.type)))
        throw Syntax{r.at, fmt::format("“{}”与“{}”的单位不同，不能{}。", first.text, n.text, r.kind == RelationKind::offset ? "抵扣" : "取较高或封顶")};
      const bool earlier_wins = r.kind == RelationKind::exclusive || r.kind == RelationKind::offset;
      if (n.household != first.household && !(earlier_wins && first.household))
        throw Syntax{r.at, fmt::format("“{}”按户、“{}”按人，按户的待遇不能由个人的待遇决定。", n.household ? n.text : first.text, n.household ? first.text : n.text)};
    }
    if (r.cap != kNone) {
      Typer typer(set);
      const Type t = typer.check(r.cap);
      if (!t.matches(first.type) || !t.whole) throw Syntax{set.expr(r.cap).at, "封顶的单位应与待遇相同，且为整数。"};
      if (first.household && typer.reach(r.cap) == Reach::person) throw Syntax{set.expr(r.cap).at, "按户的待遇不能以个人的事实封顶。"};
    }
    for (const Relation& other : set.relations)
      if (&other < &r && other.order == r.order && other.from < r.to && r.from < other.to && (other.region.contains(r.region) || r.region.contains(other.region)) &&
          std::ranges::any_of(r.words, [&](const std::string& w) { return std::ranges::find(other.words, w) != other.words.end(); }))
        throw Syntax{r.at, fmt::format("与 {}:{} 处的关系涉及同一待遇而次序相同，先后不明。", set.sources[other.at.file].name, other.at.line)};
  });
}
}  // namespace

void check_facts(RuleSet& set, Example& example, Reporter& out) {
  for (ExampleFact& f : example.facts)
    guarded(out, [&] {
      f.name = set.find(f.word);
      if (f.name == kNone || set.name(f.name).kind != NameKind::fact) throw Syntax{f.at, fmt::format("“{}”不是事实。", f.word)};
      const Name& n = set.name(f.name);
      if (f.member > 0 && n.household) throw Syntax{f.at, fmt::format("“{}”是全户的事实，不能写在成员里。", f.word)};
      for (const ExampleFact& other : example.facts)
        if (&other < &f && other.name == f.name && other.member == f.member) throw Syntax{f.at, fmt::format("“{}”写了两次。", f.word)};
      if (f.value == kNone) return;
      const Rational v = Typer(set).literal(f.value, n.type);
      if (v < n.lo || v > n.hi) throw Syntax{set.expr(f.value).at, fmt::format("“{}”的取值超出范围（{} 至 {}）。", f.word, set.format(n.lo, n.type), set.format(n.hi, n.type))};
    });
}

void check(RuleSet& set, Reporter& out) {
  for (std::size_t i = 0; i < set.names.size(); ++i)
    if (set.names[i].kind == NameKind::fact) check_fact(set, set.names[i], out);
  for (std::size_t i = 0; i < set.versions.size(); ++i) {
    Version& v = set.versions[i];
    if (!v.published) v.published = v.from.first_day();
    set.names[v.name].versions.push_back(static_cast<VersionId>(i));
  }
  for (const Enumeration& e : set.enumerations)
    for (const std::string& value : e.values)
      if (set.find(value) != kNone) out.error(e.at, fmt::format("枚举值“{}”与同名的事实或规则冲突。", value));
  for (const Region& r : set.regions)
    if (set.find(r.name) != kNone) out.error(r.at, fmt::format("地区“{}”与同名的事实或规则冲突。", r.name));
  for (std::size_t i = 0; i < set.versions.size(); ++i) check_version(set, set.versions[i], out);
  for (const Name& n : set.names) check_layers(set, n, out);
  for (Relation& r : set.relations) {
    if (!r.published) r.published = r.from.first_day();
    check_relation(set, r, out);
  }
}

}  // namespace yilin::policy
