#include "engines/policy/evaluate.h"

#include <algorithm>

#include "base/assert.h"

namespace yilin::policy {
namespace {

// The range of codes that a region, given by its level and a code inside it, covers; codes have six digits here.
Interval within(const Interval& x, std::int64_t lo, std::int64_t hi) {
  return both(less_equal(exactly(lo), x), less(x, exactly(hi)));
}
std::int64_t six_digits_hi(std::int64_t code) {
  return code == 0 ? 1'000'000 : code % 10'000 == 0 ? code + 10'000 : code % 100 == 0 ? code + 100 : code + 1;
}

Interval monotone_dates(Op op, const Interval& from, const Interval& to) {
  const auto f = [op](std::int64_t a, std::int64_t b) -> std::int64_t {
    if (op == Op::years) return years_between(a, b);
    if (op == Op::months) return months_between(a, b);
    return unpack(b) - unpack(a);
  };
  return {f(from.hi.num, to.lo.num), f(from.lo.num, to.hi.num)};
}
}  // namespace

std::string_view to_zh(Verdict v) {
  constexpr std::string_view names[] = {"否", "是", "待核实"};
  return names[static_cast<int>(v)];
}

std::vector<NameId> benefits(const RuleSet& set) {
  std::vector<NameId> out;
  for (std::size_t i = 0; i < set.names.size(); ++i)
    if (set.names[i].kind == NameKind::benefit) out.push_back(static_cast<NameId>(i));
  return out;
}

Interval as_seen(const Name& fact, const Interval& value, Month month) {
  if (!fact.until_month) return value;
  const Rational end = pack(month.end() + -1);
  return {value.lo > end ? fact.lo : value.lo, std::min(value.hi, end)};
}

Evaluator::Evaluator(const RuleSet& set, const Resolution& resolution, const Case& person)
    : set_(set), resolution_(resolution), case_(person), memo_(set.names.size() * person.people()) {}

Interval Evaluator::name(NameId id, std::size_t member) {
  const Name& n = set_.name(id);
  if (n.household) member = 0;
  if (n.kind == NameKind::fact) return as_seen(n, case_.fact(id, member), resolution_.context.month);
  Memo& m = memo_[member * set_.names.size() + static_cast<std::size_t>(id)];
  if (m.ready) return m.value;
  const VersionId vid = resolution_.versions[id];
  // The proofs leave neither gaps nor cycles in what rules refer to.
  YILIN_ASSERT(vid != kNone && !m.busy);
  m.busy = true;
  const Version& v = set_.version(vid);
  Interval result;
  if (n.kind == NameKind::benefit) result = before_relations(id, member).amount;
  else if (n.kind == NameKind::table) result = table(v.table, member);
  else result = value(v.value, member);
  m = {result, true, false};
  return result;
}

Interval Evaluator::value_of(NameId id, std::size_t member) { return name(id, member); }

Interval Evaluator::value(ExprId id, std::size_t member) {
  const Expr& e = set_.expr(id);
  const auto arg = [&](std::size_t i) { return value(e.args[i], member); };
  switch (e.op) {
    case Op::literal: return exactly(e.literal);
    case Op::word: break;
    case Op::name: return name(e.name, member);
    case Op::here: return exactly(resolution_.context.region.at(static_cast<RegionLevel>(e.literal.num)).value / 1'000'000);
    case Op::month_start: return exactly(pack(resolution_.context.month.first_day()));
    case Op::month_end: return exactly(pack(resolution_.context.month.end() + -1));
    case Op::negate: return subtract(exactly(0), arg(0));
    case Op::add: return add(arg(0), arg(1));
    case Op::subtract: return subtract(arg(0), arg(1));
    case Op::multiply: return multiply(arg(0), arg(1));
    case Op::divide: return divide(arg(0), arg(1));
    case Op::less: return less(arg(0), arg(1));
    case Op::less_equal: return less_equal(arg(0), arg(1));
    case Op::equal: return equal(arg(0), arg(1));
    case Op::not_equal: return negated(equal(arg(0), arg(1)));
    case Op::both: return both(arg(0), arg(1));
    case Op::either: return either(arg(0), arg(1));
    case Op::not_: return negated(arg(0));
    case Op::choose: return choose(arg(0), arg(1), arg(2));
    case Op::smaller: case Op::larger: {
      Interval r = arg(0);
      for (std::size_t i = 1; i < e.args.size(); ++i) r = e.op == Op::smaller ? smaller(r, arg(i)) : larger(r, arg(i));
      return r;
    }
    case Op::round: return round_to(arg(0), e.rounding, e.literal.num);
    case Op::one_of: {
      const Interval x = arg(0);
      Interval r = truth(false);
      for (std::size_t i = 1; i < e.args.size(); ++i) r = either(r, equal(x, arg(i)));
      return r;
    }
    case Op::within: {
      const Interval x = arg(0), region = arg(1);
      return within(x, region.lo.num, six_digits_hi(region.lo.num));
    }
    case Op::years: case Op::months: case Op::days: return monotone_dates(e.op, arg(0), arg(1));
    case Op::member_sum: case Op::member_count: case Op::member_any: case Op::member_all: {
      Interval r = e.op == Op::member_all ? truth(true) : truth(false);
      for (std::size_t m = 0; m < case_.people(); ++m) {
        const Interval x = value(e.args[0], m);
        r = e.op == Op::member_any ? either(r, x) : e.op == Op::member_all ? both(r, x) : add(r, x);
      }
      return r;
    }
    case Op::granted: return before_relations(e.name, member).granted;
  }
  YILIN_ASSERT(false);
  return {};
}

std::size_t Evaluator::row_weights(const Table& t, std::size_t member, std::vector<Interval>& hits) {
  std::vector<Interval> heads;
  for (const ExprId h : t.heads) heads.push_back(value(h, member));
  Interval before = truth(false);  // some earlier row applies
  std::size_t sure = t.rows.size();
  for (const Row& row : t.rows) {
    Interval match = truth(true);
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      if (row.cells[c].spans.empty()) continue;
      Interval any = truth(false);
      for (const Span& s : row.cells[c].spans) {
        Interval in = truth(true);
        if (s.lo != kNone) in = both(in, s.lo_open ? less(value(s.lo, member), heads[c]) : less_equal(value(s.lo, member), heads[c]));
        if (s.hi != kNone) in = both(in, s.hi_open ? less(heads[c], value(s.hi, member)) : less_equal(heads[c], value(s.hi, member)));
        any = either(any, in);
      }
      match = both(match, any);
    }
    const Interval hit = both(match, negated(before));
    if (hit.surely()) sure = hits.size();
    hits.push_back(hit);
    before = either(before, match);
  }
  return sure;
}

Interval Evaluator::table(const Table& t, std::size_t member) {
  std::vector<Interval> hits;
  const std::size_t sure = row_weights(t, member, hits);
  if (sure < t.rows.size()) {
    if (rows_hit_) (*rows_hit_)[static_cast<std::size_t>(t.rows[sure].id)] = true;
    return value(t.rows[sure].result, member);
  }
  std::optional<Interval> r;
  for (std::size_t i = 0; i < hits.size(); ++i)
    if (hits[i].possibly()) {
      const Interval x = value(t.rows[i].result, member);
      r = r ? hull(*r, x) : x;
    }
  YILIN_ASSERT(r.has_value());  // no gap
  return *r;
}

Decision Evaluator::before_relations(NameId id, std::size_t member) {
  Decision d;
  d.benefit = id;
  const VersionId vid = resolution_.versions[id];
  if (vid == kNone) return d;
  const Version& v = set_.version(vid);
  d.exists = true;
  d.granted = truth(true);
  for (std::size_t i = 0; i < v.clauses.size(); ++i) {
    const Interval c = value(v.clauses[i], member);
    const std::uint32_t bit = 1u << std::min<std::size_t>(i, 31);
    if (!c.possibly()) d.failed |= bit;
    else if (!c.surely()) d.open |= bit;
    d.granted = both(d.granted, c);
  }
  d.amount = v.value == kNone ? d.granted : d.granted.possibly() ? choose(d.granted, value(v.value, member), exactly(0)) : exactly(0);
  d.before = d.amount;
  return d;
}

void Evaluator::relate(const Relation& r, std::vector<Decision>& all) {
  std::vector<Decision*> list;
  const auto index = static_cast<std::int32_t>(&r - set_.relations.data());
  for (const NameId id : r.names) {
    const auto at = std::ranges::find(all, id, &Decision::benefit);
    if (at->exists) list.push_back(&*at);
    else if (r.kind == RelationKind::offset) return;
  }
  const auto take_away = [&](Decision& d, const Interval& keep) {
    if (keep.surely()) return;
    d.granted = both(d.granted, keep);
    d.amount = choose(keep, d.amount, exactly(0));
    d.relation = index;
  };
  const std::vector<Decision> old = [&] { std::vector<Decision> o; for (const Decision* d : list) o.push_back(*d); return o; }();
  switch (r.kind) {
    case RelationKind::highest:
      for (std::size_t i = 0; i < list.size(); ++i) {
        Interval keep = truth(true);
        for (std::size_t j = 0; j < list.size(); ++j)
          if (j != i) {
            const Interval wins = j < i ? less(old[j].amount, old[i].amount) : less_equal(old[j].amount, old[i].amount);
            keep = both(keep, either(wins, negated(old[j].granted)));
          }
        if (old[i].granted.possibly()) take_away(*list[i], keep);
      }
      break;
    case RelationKind::exclusive: {
      Interval taken = truth(false);
      for (std::size_t i = 0; i < list.size(); ++i) {
        if (old[i].granted.possibly()) take_away(*list[i], negated(taken));
        taken = either(taken, old[i].granted);
      }
      break;
    }
    case RelationKind::stack: {
      if (r.cap == kNone) break;
      Interval left = value(r.cap);
      for (Decision* d : list) {
        const Interval given = larger(smaller(d->amount, left), exactly(0));
        if (!(given == d->amount)) d->relation = index;
        d->amount = given;
        left = subtract(left, given);
      }
      break;
    }
    case RelationKind::offset: {
      const Interval rest = larger(subtract(list[1]->amount, list[0]->amount), exactly(0));
      if (!(rest == list[1]->amount)) list[1]->relation = index;
      list[1]->amount = rest;
      break;
    }
  }
}

const std::vector<Decision>& Evaluator::decisions() {
  if (!after_.empty()) return after_;
  for (const NameId id : benefits(set_)) after_.push_back(before_relations(id));
  for (const std::int32_t i : resolution_.relations) relate(set_.relations[static_cast<std::size_t>(i)], after_);
  return after_;
}

Decision Evaluator::decision(NameId benefit) {
  // Only what relations tie to it, directly or through others.
  std::vector<bool> tied(set_.names.size());
  tied[static_cast<std::size_t>(benefit)] = true;
  for (bool grown = true; grown;) {
    grown = false;
    for (const std::int32_t i : resolution_.relations) {
      const std::vector<NameId>& names = set_.relations[static_cast<std::size_t>(i)].names;
      const auto known = [&](NameId id) { return static_cast<bool>(tied[static_cast<std::size_t>(id)]); };
      if (std::ranges::none_of(names, known) || std::ranges::all_of(names, known)) continue;
      for (const NameId id : names) tied[static_cast<std::size_t>(id)] = true;
      grown = true;
    }
  }
  std::vector<Decision> some;
  for (std::size_t i = 0; i < tied.size(); ++i)
    if (tied[i]) some.push_back(before_relations(static_cast<NameId>(i)));
  for (const std::int32_t i : resolution_.relations) {
    const Relation& r = set_.relations[static_cast<std::size_t>(i)];
    if (tied[static_cast<std::size_t>(r.names.front())]) relate(r, some);
  }
  return *std::ranges::find(some, benefit, &Decision::benefit);
}

}  // namespace yilin::policy
