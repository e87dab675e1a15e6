#include "engines/policy/lower.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/assert.h"
#include "engines/policy/evaluate.h"

namespace yilin::policy {
namespace {
std::int64_t six_digits_hi(std::int64_t code) {
  return code == 0 ? 1'000'000 : code % 10'000 == 0 ? code + 10'000 : code % 100 == 0 ? code + 100 : code + 1;
}
}  // namespace

Lowering::Lowering(Graph& graph, const RuleSet& set, const Resolution& resolution, FactColumns columns, Facts facts)
    : g_(graph), set_(set), resolution_(resolution), columns_(std::move(columns)), facts_(facts), names_(set.names.size()),
      benefits_(set.names.size()), exprs_(set.exprs.size()) {}

Lowering::Ends Lowering::fact(NameId id) {
  const Name& n = set_.name(id);
  const std::optional<FactColumn> column = columns_(id);
  const std::int64_t end = n.until_month ? pack(resolution_.context.month.end() + -1) : n.hi.num;
  if (!column) {  // nobody recorded it for anybody
    const Fraction lo{one(n.lo.num), one(1)}, hi{one(end), one(1)};
    return {lo, hi};
  }
  const auto load = [&](Code code) { return Fraction{g_.load(code, column->column, n.household, column->lane, n.lo.num, code == Code::load ? end : n.hi.num), one(1)}; };
  if (facts_ != Facts::unknown) {
    const Fraction f = load(Code::load);
    return {f, f};
  }
  Fraction lo = load(Code::load_lo), hi = load(Code::load_hi);
  if (n.until_month) {  // as_seen
    lo.num = g_.select(g_.binary(Code::less, one(end), lo.num), one(n.lo.num), lo.num);
    hi.num = g_.binary(Code::smaller, hi.num, one(end));
  }
  return {lo, hi};
}

Lowering::Ends Lowering::value_of(NameId id) {
  if (names_[id]) return *names_[id];
  const Name& n = set_.name(id);
  Ends r;
  if (n.kind == NameKind::fact) {
    r = fact(id);
  } else if (n.kind == NameKind::benefit) {
    r = before(id).amount_before;
  } else {
    YILIN_ASSERT(resolution_.versions[id] != kNone);  // proved
    const Version& v = set_.version(resolution_.versions[id]);
    r = n.kind == NameKind::table ? table(v.table) : value(v.value);
  }
  names_[id] = r;
  return r;
}

Lowering::Ends Lowering::value(ExprId id) {
  if (exprs_[id]) return *exprs_[id];
  const Expr& e = set_.expr(id);
  try {
    exprs_[id] = lower(e);
  } catch (const OutOfBounds& o) {
    throw BoundsError{e.at, o.divisor ? fmt::format("“{}”可能除以零或负数：请用“不少于”或事实的范围保证除数为正。", set_.text(id))
                                      : fmt::format("“{}”的数值可能过大，无法精确计算；请缩小事实的范围。", set_.text(id))};
  }
  return *exprs_[id];
}

Interval Lowering::range(ExprId id) {
  const Ends e = value(id);
  const auto end = [&](Fraction f, bool low) {
    const Operation n = g_.at(f.num), d = g_.at(f.den);
    const std::int64_t x = low ? n.lo : n.hi;
    return Rational(x, (low == (x >= 0)) ? d.hi : d.lo);
  };
  return {std::min(end(e.lo, true), end(e.hi, true)), std::max(end(e.lo, false), end(e.hi, false))};
}

Lowering::Ends Lowering::lower(const Expr& e) {
  const auto arg = [&](std::size_t i) { return value(e.args[i]); };
  switch (e.op) {
    case Op::literal: return constant(e.literal);
    case Op::word: break;
    case Op::name: return value_of(e.name);
    case Op::here: return constant(resolution_.context.region.at(static_cast<RegionLevel>(e.literal.num)).value / 1'000'000);
    case Op::month_start: return constant(pack(resolution_.context.month.first_day()));
    case Op::month_end: return constant(pack(resolution_.context.month.end() + -1));
    case Op::negate: case Op::add: case Op::subtract: case Op::multiply: case Op::divide: return arithmetic(e);
    case Op::less: case Op::less_equal: case Op::equal: case Op::not_equal: return compare(e.op, arg(0), arg(1));
    case Op::both: return both(arg(0), arg(1));
    case Op::either: return either(arg(0), arg(1));
    case Op::not_: return negated(arg(0));
    case Op::choose: return choose(arg(0), arg(1), arg(2));
    case Op::smaller: case Op::larger: {
      Ends r = arg(0);
      for (std::size_t i = 1; i < e.args.size(); ++i) r = extreme(r, arg(i), e.op == Op::smaller);
      return r;
    }
    case Op::round: return rounded(arg(0), e.rounding, e.literal.num);
    case Op::one_of: {
      const Ends x = arg(0);
      Ends r = constant(0);
      for (std::size_t i = 1; i < e.args.size(); ++i) r = either(r, compare(Op::equal, x, arg(i)));
      return r;
    }
    case Op::within: {
      const Ends x = arg(0), region = arg(1);
      const std::int64_t lo = g_.at(region.lo.num).imm;
      return both(compare(Op::less_equal, constant(lo), x), compare(Op::less, x, constant(six_digits_hi(lo))));
    }
    case Op::years: case Op::months: case Op::days: return dates(e.op, arg(0), arg(1));
    case Op::member_sum: case Op::member_count: case Op::member_any: case Op::member_all: return members(e);
    case Op::granted: {
      const Benefit& b = before(e.name);
      return b.granted_before;
    }
  }
  YILIN_ASSERT(false);
  return {};
}

Lowering::Ends Lowering::arithmetic(const Expr& e) {
  const Ends a = value(e.args[0]);
  if (e.op == Op::negate) {
    const Ends zero = constant(0);
    return {plus(zero.lo, a.hi, true), plus(zero.lo, a.lo, true)};
  }
  const Ends b = value(e.args[1]);
  if (e.op == Op::multiply) return multiply(a, b);
  if (e.op == Op::divide) return divide(a, b);
  const bool minus = e.op == Op::subtract;
  const Fraction lo = plus(a.lo, minus ? b.hi : b.lo, minus);
  return {lo, same(a) && same(b) ? lo : plus(a.hi, minus ? b.lo : b.hi, minus)};
}

Lowering::Ends Lowering::members(const Expr& e) {
  const Ends x = value(e.args[0]);
  const auto over = [&](Fraction f) {
    return Fraction{e.op == Op::member_all ? g_.all(f.num, kMembersMax) : g_.aggregate(e.op == Op::member_any ? Code::any : Code::sum, f.num, kMembersMax), one(1)};
  };
  const Fraction lo = over(x.lo);
  return {lo, same(x) ? lo : over(x.hi)};
}

Lowering::Ends Lowering::table(const Table& t) {
  std::vector<Ends> matches, results;
  for (const Row& row : t.rows) {
    Ends match = constant(1);
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      if (row.cells[c].spans.empty()) continue;
      const Ends x = value(t.heads[c]);
      Ends any = constant(0);
      for (const Span& s : row.cells[c].spans) {
        Ends in = constant(1);
        if (s.lo != kNone && s.lo == s.hi) in = compare(Op::equal, value(s.lo), x);
        else {
          if (s.lo != kNone) in = both(in, compare(s.lo_open ? Op::less : Op::less_equal, value(s.lo), x));
          if (s.hi != kNone) in = both(in, compare(s.hi_open ? Op::less : Op::less_equal, x, value(s.hi)));
        }
        any = either(any, in);
      }
      match = both(match, any);
    }
    matches.push_back(match);
    results.push_back(value(row.result));
  }
  const bool exact = std::ranges::all_of(matches, [&](const Ends& m) { return same(m); });
  if (exact) {  // no gap: what no earlier row takes belongs to the last
    Ends r = results.back();
    for (std::size_t i = t.rows.size() - 1; i-- > 0;) r = choose(matches[i], results[i], r);
    return r;
  }
  // The hull over the rows that may apply: row i may, unless it surely does not match or an earlier row surely does.
  Node before = one(0), some = one(0);
  Ends r = results.back();
  for (std::size_t i = 0; i < t.rows.size(); ++i) {
    const Node may = g_.binary(Code::both, matches[i].hi.num, g_.not_(before));
    const Ends joined = hull(r, results[i]);
    const auto add = [&](Fraction now, Fraction with, Fraction alone) { return pick(may, pick(some, with, alone), now); };
    r = {add(r.lo, joined.lo, results[i].lo), add(r.hi, joined.hi, results[i].hi)};
    some = g_.binary(Code::either, some, may);
    before = g_.binary(Code::either, before, matches[i].lo.num);
  }
  return r;
}

const Lowering::Benefit& Lowering::before(NameId id) {
  if (benefits_[id]) return *benefits_[id];
  Benefit b;
  const VersionId vid = resolution_.versions[id];
  b.granted_before = b.amount_before = constant(0);
  if (vid != kNone) {
    const Version& v = set_.version(vid);
    b.exists = true;
    b.granted_before = constant(1);
    for (const ExprId c : v.clauses) {
      b.clauses.push_back(value(c));
      b.granted_before = both(b.granted_before, b.clauses.back());
    }
    b.amount_before = v.value == kNone ? b.granted_before : choose(b.granted_before, value(v.value), constant(0));
  }
  b.granted = b.granted_before;
  b.amount = b.amount_before;
  benefits_[id] = std::move(b);
  return *benefits_[id];
}

void Lowering::relate(const Relation& r, std::vector<Benefit>& all, const std::vector<NameId>& names) {
  std::vector<Benefit*> list;
  for (const NameId id : r.names) {
    Benefit& b = all[static_cast<std::size_t>(std::ranges::find(names, id) - names.begin())];
    if (b.exists) list.push_back(&b);
    else if (r.kind == RelationKind::offset) return;
  }
  std::vector<Ends> amounts, grants;
  for (const Benefit* b : list) amounts.push_back(b->amount), grants.push_back(b->granted);
  const auto keep_if = [&](Benefit& b, const Ends& keep) {
    b.granted = both(b.granted, keep);
    b.amount = choose(keep, b.amount, constant(0));
  };
  switch (r.kind) {
    case RelationKind::highest:
      for (std::size_t i = 0; i < list.size(); ++i) {
        Ends keep = constant(1);
        for (std::size_t j = 0; j < list.size(); ++j)
          if (j != i) keep = both(keep, either(compare(j < i ? Op::less : Op::less_equal, amounts[j], amounts[i]), negated(grants[j])));
        keep_if(*list[i], keep);
      }
      break;
    case RelationKind::exclusive: {
      Ends taken = constant(0);
      for (std::size_t i = 0; i < list.size(); ++i) {
        keep_if(*list[i], negated(taken));
        taken = either(taken, grants[i]);
      }
      break;
    }
    case RelationKind::stack: {
      if (r.cap == kNone) break;
      Ends left = value(r.cap);
      for (Benefit* b : list) {
        b->amount = extreme(extreme(b->amount, left, true), constant(0), false);
        left = {plus(left.lo, b->amount.hi, true), plus(left.hi, b->amount.lo, true)};
      }
      break;
    }
    case RelationKind::offset: {
      const Ends& a = list[0]->amount;
      const Ends& b = list[1]->amount;
      list[1]->amount = extreme({plus(b.lo, a.hi, true), plus(b.hi, a.lo, true)}, constant(0), false);
      break;
    }
  }
}

std::vector<Lowering::Benefit> Lowering::benefits() {
  const std::vector<NameId> names = policy::benefits(set_);
  std::vector<Benefit> all;
  for (const NameId id : names) all.push_back(before(id));
  for (const std::int32_t i : resolution_.relations) {
    const Relation& r = set_.relations[static_cast<std::size_t>(i)];
    try {
      relate(r, all, names);
    } catch (const OutOfBounds&) {
      throw BoundsError{r.at, "此关系涉及的金额可能过大，无法精确计算。"};
    }
  }
  return all;
}

}  // namespace yilin::policy
