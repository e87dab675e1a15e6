// Turning points, nearest flips and boundary cases: the rules are asked, never analysed, so whatever they say is found.
#include <algorithm>

#include <fmt/format.h>

#include "engines/policy/explain.h"

namespace yilin::policy {
namespace {

constexpr int kMonthsAhead = 120;

Decision decide(const RuleSet& set, const Resolution& r, const Case& person, NameId benefit) { return Evaluator(set, r, person).decision(benefit); }
bool alike(const Decision& a, const Decision& b) { return a.granted == b.granted && a.amount == b.amount; }

// A value of a numeric fact as a point on a line without holes (dates as days), and back.
std::int64_t to_line(const Name& n, std::int64_t v) {
  if (n.type.kind != Kind::date) return v;
  while (!packed_exists(v) && (v & 31) > 0) --v;
  return packed_exists(v) ? unpack(v).days : 0;
}
std::int64_t from_line(const Name& n, std::int64_t v) { return n.type.kind == Kind::date ? pack(Date{static_cast<std::int32_t>(v)}) : v; }
bool on_line(const Name& n) { return n.type.kind == Kind::number || n.type.kind == Kind::date; }

std::string change_text(const RuleSet& set, const Name& n, const Interval& from, const Rational& to) {
  return fmt::format("{} 由 {} 变为 {}", n.text, set.format(from, n.type), set.format(to, n.type));
}
}  // namespace

std::vector<Rational> turning_points(const RuleSet& set, const Resolution& r, const Case& person, NameId benefit, NameId fact, std::size_t member) {
  const Name& n = set.name(fact);
  std::vector<Rational> out;
  const Interval now = person.fact(fact, n.household ? 0 : member);
  const Decision base = decide(set, r, person, benefit);
  Case trial = person;
  const auto ask = [&](std::int64_t value) {
    trial.set(fact, value, {}, member);
    return decide(set, r, trial, benefit);
  };
  if (!on_line(n)) {
    if (n.type.kind == Kind::region) return out;
    for (std::int64_t v = n.lo.num; v <= n.hi.num; ++v)
      if (!(now.known() && now.lo.num == v) && !alike(ask(v), base)) out.push_back(v);
    return out;
  }
  if (!now.known()) return out;
  const std::int64_t lo = to_line(n, n.lo.num), hi = to_line(n, as_seen(n, {n.lo, n.hi}, r.context.month).hi.num), at = to_line(n, now.lo.num);
  for (const int direction : {-1, 1}) {
    std::int64_t near = 0, far = 0;  // distances: the last alike, the first different
    const std::int64_t room = direction < 0 ? at - lo : hi - at;
    for (std::int64_t step = 1; near < room && far == 0; step *= 2) {
      const std::int64_t d = std::min(step, room);
      if (alike(ask(from_line(n, at + direction * d)), base)) near = d;
      else far = d;
    }
    if (far == 0) continue;
    while (far - near > 1) {
      const std::int64_t middle = near + (far - near) / 2;
      if (alike(ask(from_line(n, at + direction * middle)), base)) near = middle;
      else far = middle;
    }
    out.push_back(from_line(n, at + direction * far));
  }
  return out;
}

std::vector<Flip> nearest_flips(const RuleSet& set, const Context& context, const Case& person, NameId benefit, std::size_t limit) {
  const Resolution r = resolve(set, context);
  const Decision base = decide(set, r, person, benefit);
  struct Scored {
    double distance;
    Flip flip;
  };
  std::vector<Scored> found;
  for (const NameId fact : facts_of(set, r, benefit)) {
    const Name& n = set.name(fact);
    if (n.type.kind == Kind::date && n.text.starts_with("出生")) continue;
    const Interval now = person.fact(fact, 0);
    for (const Rational& v : turning_points(set, r, person, benefit, fact)) {
      Case trial = person;
      trial.set(fact, v);
      Flip f{change_text(set, n, now, v), decide(set, r, trial, benefit)};
      if (f.decision.verdict() == base.verdict() && base.verdict() != Verdict::granted) continue;
      // Relative to the present value, so that yuan and persons can be compared.
      const double scale = std::max<double>(1.0, static_cast<double>(now.known() ? std::abs(now.lo.num) : 1));
      const double distance = on_line(n) ? static_cast<double>(std::abs(v.num - now.lo.num)) / scale : 1.0;
      found.push_back({distance, std::move(f)});
    }
  }
  Context later = context;
  for (int k = 1; k <= kMonthsAhead; ++k) {
    later.month = context.month + k;
    const Decision d = decide(set, resolve(set, later), person, benefit);
    if (d.verdict() == base.verdict() && (d.amount == base.amount || base.verdict() != Verdict::granted)) continue;
    found.push_back({k / 12.0, {fmt::format("其他不变，到 {}", to_string(later.month)), d}});
    break;
  }
  std::ranges::stable_sort(found, {}, &Scored::distance);
  std::vector<Flip> out;
  for (Scored& s : found)
    if (out.size() < limit) out.push_back(std::move(s.flip));
  return out;
}

std::vector<BoundaryCase> boundary_cases(const RuleSet& set, NameId benefit, RegionCode region, Month month) {
  std::vector<BoundaryCase> out;
  const Resolution now = resolve(set, {region, month, kAllKnown, {}});
  if (now.versions[benefit] == kNone) return out;
  for (const Example& example : set.version(now.versions[benefit]).examples) {
    const Case person = case_of(set, example);
    const Context context{example.region, example.month, kAllKnown, {}};
    const Resolution r = resolve(set, context);
    const Decision base = decide(set, r, person, benefit);
    const auto add = [&](std::string text, Month m, const Decision& d) { out.push_back({std::move(text), m, example.at, d, !alike(d, base)}); };
    add("示例本身", example.month, base);
    for (const NameId fact : facts_of(set, r, benefit)) {
      const Name& n = set.name(fact);
      for (const Rational& turn : turning_points(set, r, person, benefit, fact)) {
        const std::int64_t point = on_line(n) ? to_line(n, turn.num) : turn.num;
        for (const int step : {-1, 0, 1}) {
          if (!on_line(n) && step != 0) continue;
          const std::int64_t v = on_line(n) ? from_line(n, point + step) : point;
          if (Rational(v) < n.lo || Rational(v) > as_seen(n, {n.lo, n.hi}, example.month).hi) continue;
          Case trial = person;
          trial.set(fact, v);
          add(fmt::format("{} {}", n.text, set.format(v, n.type)), example.month, decide(set, r, trial, benefit));
        }
      }
    }
    for (const Month change : change_months(set))
      for (const int step : {-1, 0}) {
        Context other = context;
        other.month = change + step;
        const Resolution there = resolve(set, other);
        if (there.versions[benefit] == kNone || std::abs(other.month.index - example.month.index) > kMonthsAhead) continue;
        const Decision d = decide(set, there, person, benefit);
        if (!alike(d, base)) add(fmt::format("月份 {}", to_string(other.month)), other.month, d);
      }
  }
  return out;
}

}  // namespace yilin::policy
