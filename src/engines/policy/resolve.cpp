#include "engines/policy/resolve.h"

#include <algorithm>

#include <fmt/format.h>
#include <gcrypt.h>

#include "base/assert.h"

namespace yilin::policy {
namespace {

bool holds(RegionCode region, Month from, Month to, Date published, const Context& c, Month month, Date known) {
  return region.contains(c.region) && from <= month && month < to && published <= known;
}

VersionId best(const RuleSet& set, const Name& n, const Context& c, Month month, Date known, bool pending_only) {
  VersionId found = kNone;
  for (const VersionId id : n.versions) {
    const Version& v = set.version(id);
    if (pending_only && !v.pending_cases) continue;
    if (!holds(v.region, v.from, v.to, v.published, c, month, known)) continue;
    if (found == kNone) {
      found = id;
      continue;
    }
    const Version& o = set.version(found);
    const auto rank = [](const Version& x) { return std::tuple(x.region.level(), x.overlay, x.published, x.from); };
    if (rank(v) > rank(o)) found = id;
  }
  return found;
}
}  // namespace

Resolution resolve(const RuleSet& set, const Context& c) {
  Resolution r;
  r.context = c;
  r.versions.assign(set.names.size(), kNone);
  const bool pinned = c.opened && Month::of(c.opened) <= c.month;
  for (std::size_t i = 0; i < set.names.size(); ++i) {
    const Name& n = set.names[i];
    if (n.kind == NameKind::fact) continue;
    const VersionId now = best(set, n, c, c.month, c.known_at, false);
    r.versions[i] = now;
    if (!pinned || now == kNone) continue;
    const VersionId then = best(set, n, c, Month::of(c.opened), std::min(c.opened, c.known_at), false);
    if (then == kNone || then == now) continue;
    if (best(set, n, c, c.month, c.known_at, true) == now) continue;
    r.versions[i] = then;
    r.by_opening.push_back(static_cast<NameId>(i));
  }
  const Month month = pinned ? Month::of(c.opened) : c.month;
  const Date known = pinned ? std::min(c.opened, c.known_at) : c.known_at;
  for (std::size_t i = 0; i < set.relations.size(); ++i) {
    const Relation& x = set.relations[i];
    if (holds(x.region, x.from, x.to, x.published, c, month, known)) r.relations.push_back(static_cast<std::int32_t>(i));
  }
  std::ranges::stable_sort(r.relations, {}, [&](std::int32_t i) { return set.relations[i].order; });
  return r;
}

std::string sm3_hex(std::string_view bytes) {
  if (gcry_control(GCRYCTL_ANY_INITIALIZATION_P, 0) == 0) gcry_check_version(nullptr);
  unsigned char digest[32];
  gcry_md_hash_buffer(GCRY_MD_SM3, digest, bytes.data(), bytes.size());
  std::string hex;
  for (const unsigned char b : digest) hex += fmt::format("{:02x}", b);
  return hex;
}

std::string rule_hash(const RuleSet& set, const Resolution& r) {
  std::vector<std::string> parts;
  std::vector<bool> used(set.names.size());
  const auto walk = [&](const auto& self, ExprId id) -> void {
    if (id == kNone) return;
    const Expr& e = set.expr(id);
    if (e.op == Op::name) used[e.name] = true;
    for (const ExprId a : e.args) self(self, a);
  };
  for (std::size_t i = 0; i < set.names.size(); ++i) {
    if (r.versions[i] == kNone) continue;
    const Version& v = set.version(r.versions[i]);
    parts.push_back(set.canonical(r.versions[i]));
    for (const ExprId c : v.clauses) walk(walk, c);
    walk(walk, v.value);
    for (const ExprId h : v.table.heads) walk(walk, h);
    for (const Row& row : v.table.rows) walk(walk, row.result);
  }
  for (const std::int32_t i : r.relations) parts.push_back(set.canonical(set.relations[i]));
  for (std::size_t i = 0; i < set.names.size(); ++i)
    if (const Name& n = set.names[i]; used[i] && n.kind == NameKind::fact)
      parts.push_back(fmt::format("事实 {} {} {} {}\n", n.text, set.format(n.lo, n.type), n.until_month ? "月末" : set.format(n.hi, n.type), static_cast<int>(n.type.kind)));
  std::ranges::sort(parts);  // not the order of files
  std::string text = fmt::format("规则语 1\n{} {}\n", to_string(r.context.region), to_string(r.context.month));
  for (const std::string& part : parts) text += part;
  return sm3_hex(text);
}

std::vector<Month> change_months(const RuleSet& set) {
  std::vector<Month> out;
  const auto both_ends = [&](Month from, Month to, Date published) {
    out.push_back(from);
    if (to.index != INT32_MAX) out.push_back(to);
    out.push_back(Month::of(published));
  };
  for (const Version& v : set.versions) both_ends(v.from, v.to, v.published);
  for (const Relation& r : set.relations) both_ends(r.from, r.to, r.published);
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<RegionCode> rule_regions(const RuleSet& set) {
  std::vector<RegionCode> out;
  for (const Region& r : set.regions) out.push_back(r.code);
  std::ranges::sort(out);
  return out;
}

RegionCode rule_region_of(const RuleSet& set, RegionCode code) {
  RegionCode best;
  for (const Region& r : set.regions)
    if (r.code.contains(code) && r.code.level() >= best.level()) best = r.code;
  return best;
}

}  // namespace yilin::policy
