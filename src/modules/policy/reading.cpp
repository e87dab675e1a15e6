// What the rules say: parameters, what holds in a place and month, and what they decide about a case that somebody types in.
#include <algorithm>

#include <fmt/format.h>

#include "engines/policy/explain.h"
#include "modules/policy/boundary.h"
#include "modules/policy/queries.h"
#include "modules/policy/words.h"

namespace yilin::policies {
namespace {

using policy::NameKind;
using policy::RuleSet;

struct Chosen {
  Rules rules;
  std::int64_t number = 0;
};

Result<Chosen> chosen(command::Reader& reader, RuleVersionId id) {
  InForce now = present(reader.kernel);
  if (!id || id == now.version) return Chosen{std::move(now.rules), now.number};
  YILIN_TRY(Rules rules, version(reader, id));
  auto rows = reader.db.rows("SELECT number FROM rule_version WHERE id = ?", id);
  return Chosen{std::move(rules), rows.next() ? rows.integer(0) : 0};
}

Month month_or_now(const command::Reader& reader, Month month) { return month.index ? month : Month::of(reader.today()); }
Month last_month(Month end) { return end.index == INT32_MAX ? Month{} : end + -1; }
Outcome outcome_of(policy::Verdict v) { return static_cast<Outcome>(v); }
static_assert(static_cast<int>(policy::Verdict::refused) == 0 && static_cast<int>(policy::Verdict::granted) == 1 && static_cast<int>(policy::Verdict::unknown) == 2);

const std::string& file_of(const RuleSet& set, const policy::Position& at) { return set.sources[static_cast<std::size_t>(at.file)].name; }

ParameterRow parameter_row(const RuleSet& set, const policy::Version& v) {
  const policy::Name& n = set.name(v.name);
  ParameterRow row;
  row.item = n.text;
  row.region = v.region;
  row.region_name = set.region_name(v.region);
  row.value = words::value(set, v);
  row.unit = words::type(set, n);
  row.citation = v.citation;
  row.replaces = v.replaces ? set.region_name(*v.replaces) : "";
  row.confidence = to_zh(v.confidence);
  row.file = file_of(set, v.at);
  row.line = v.at.line;
  row.from = v.from;
  row.to = last_month(v.to);
  row.published = v.published;
  return row;
}

RuleKind kind_of(const policy::Name& n) {
  switch (n.kind) {
    case NameKind::fact: return RuleKind::fact;
    case NameKind::parameter: return RuleKind::parameter;
    case NameKind::definition: return n.label ? RuleKind::label : RuleKind::definition;
    case NameKind::table: return RuleKind::table;
    case NameKind::benefit: return RuleKind::benefit;
  }
  return RuleKind::fact;
}

RuleRow fact_row(const RuleSet& set, const policy::Name& n) {
  RuleRow row;
  row.kind = RuleKind::fact;
  row.name = n.text;
  row.type = words::type(set, n);
  row.household = n.household;
  if (n.type.kind == policy::Kind::number || n.type.kind == policy::Kind::date) row.value = fmt::format("{} 至 {}", set.format(n.lo, n.type), set.format(n.hi, n.type));
  if (n.type.kind == policy::Kind::boolean) row.conditions = {"是", "否"};
  if (n.type.kind == policy::Kind::enumeration) row.conditions = set.enumerations[static_cast<std::size_t>(n.type.enumeration)].values;
  if (n.usual) row.remark = "常值 " + set.format(*n.usual, n.type);
  row.file = file_of(set, n.at);
  row.line = n.at.line;
  return row;
}

RuleRow rule_row(const RuleSet& set, const policy::Version& v) {
  const policy::Name& n = set.name(v.name);
  RuleRow row;
  row.kind = kind_of(n);
  row.name = n.text;
  row.type = words::type(set, n);
  row.household = n.household;
  row.value = words::value(set, v);
  for (const policy::ExprId c : v.clauses) row.conditions.push_back(set.text(c));
  row.group = v.group;
  row.region_name = set.region_name(v.region);
  row.replaces = v.replaces ? set.region_name(*v.replaces) : "";
  row.citation = v.citation;
  row.confidence = to_zh(v.confidence);
  row.remark = v.remark;
  row.from = v.from;
  row.to = last_month(v.to);
  row.published = v.published;
  row.file = file_of(set, v.at);
  row.line = v.at.line;
  return row;
}

RuleRow relation_row(const RuleSet& set, const policy::Relation& r) {
  RuleRow row;
  row.kind = RuleKind::relation;
  row.name = words::title(set, r);
  row.value = r.cap == policy::kNone ? fmt::format("次序 {}", r.order) : fmt::format("次序 {}，封顶 {}", r.order, set.text(r.cap));
  row.region_name = set.region_name(r.region);
  row.citation = r.citation;
  row.confidence = to_zh(r.confidence);
  row.from = r.from;
  row.to = last_month(r.to);
  row.published = r.published;
  row.file = file_of(set, r.at);
  row.line = r.at.line;
  return row;
}

void flatten(const policy::Reason& r, std::int64_t depth, std::vector<ReasonLine>& out) {
  ReasonLine line{depth, r.text, r.value, {}, r.source, r.citation, r.note};
  if (r.condition) line.outcome = outcome_of(r.verdict);
  out.push_back(std::move(line));
  for (const policy::Reason& child : r.children) flatten(child, depth + 1, out);
}

}  // namespace

Result<http::Page<ParameterRow>> list_parameters(command::Reader& reader, const ParameterQuery& in) {
  YILIN_TRY(const Chosen book, chosen(reader, in.version));
  const RuleSet& set = *book.rules;
  const std::int64_t after = entity::parse_integer_text(in.cursor).value_or(0);
  std::vector<policy::VersionId> in_force;
  if (in.month.index) in_force = resolve(set, {in.region, in.month, policy::kAllKnown, {}}).versions;
  http::Page<ParameterRow> page;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < set.versions.size(); ++i) {
    const policy::Version& v = set.versions[i];
    const policy::Name& n = set.name(v.name);
    if (n.kind != NameKind::parameter || n.text.find(in.q) == std::string::npos) continue;
    if (in.month.index && in_force[static_cast<std::size_t>(v.name)] != static_cast<policy::VersionId>(i)) continue;
    if (in.region.value && !in.month.index && !v.region.contains(in.region) && !in.region.contains(v.region)) continue;
    if (++total <= after) continue;
    if (static_cast<std::int64_t>(page.items.size()) < in.limit) page.items.push_back(parameter_row(set, v));
  }
  page.total = total;
  if (after + static_cast<std::int64_t>(page.items.size()) < total && !page.items.empty()) page.next = std::to_string(after + static_cast<std::int64_t>(page.items.size()));
  return page;
}

Result<RuleList> list_rules(command::Reader& reader, const RulesQuery& in) {
  YILIN_TRY(const Chosen book, chosen(reader, in.version));
  const RuleSet& set = *book.rules;
  RuleList out;
  out.number = book.number;
  out.month = month_or_now(reader, in.month);
  out.region_name = set.region_name(in.region);
  const policy::Resolution r = resolve(set, {in.region, out.month, policy::kAllKnown, {}});
  out.digest = rule_hash(set, r);
  const auto put = [&](RuleRow row) {
    if ((!in.kind || *in.kind == row.kind) && row.name.find(in.q) != std::string::npos && out.items.size() < kRuleRowsMax) out.items.push_back(std::move(row));
  };
  for (std::size_t i = 0; i < set.names.size(); ++i) {
    if (set.names[i].kind == NameKind::fact) put(fact_row(set, set.names[i]));
    else if (r.versions[i] != policy::kNone) put(rule_row(set, set.version(r.versions[i])));
  }
  for (const std::int32_t i : r.relations) put(relation_row(set, set.relations[static_cast<std::size_t>(i)]));
  return out;
}

Result<Tried> try_rules(command::Reader& reader, const TryInput& in) {
  YILIN_TRY(const Chosen book, chosen(reader, in.version));
  const RuleSet& set = *book.rules;
  const policy::Context context{in.region, month_or_now(reader, in.month), in.known_at ? in.known_at : policy::kAllKnown, in.opened};
  auto person = policy::parse_case(set, in.region, in.facts, in.usual);
  if (!person) return fail_field("facts", "情形", std::string(person.error().message()));
  std::vector<policy::NameId> wanted = policy::benefits(set);
  if (!in.benefit.empty()) {
    wanted = {set.find(in.benefit)};
    if (wanted[0] == policy::kNone || set.name(wanted[0]).kind != NameKind::benefit) return fail_field("benefit", "待遇", "没有这项待遇。");
  }
  const policy::Resolution r = resolve(set, context);
  Tried out;
  out.number = book.number;
  out.month = context.month;
  out.region_name = set.region_name(in.region);
  out.digest = rule_hash(set, r);
  for (const policy::NameId id : wanted) {
    const policy::Explanation e = explain(set, r, *person, id);
    if (!e.decision.exists && in.benefit.empty()) continue;
    TriedBenefit row;
    row.benefit = set.name(id).text;
    row.outcome = outcome_of(e.decision.verdict());
    row.summary = e.summary;
    if (e.decision.exists) {
      row.group = set.version(r.versions[static_cast<std::size_t>(id)]).group;
      if (set.name(id).type.kind != policy::Kind::boolean) row.amount = set.format(e.decision.amount, set.name(id).type);
    }
    if (!in.benefit.empty()) {
      flatten(e.tree, 0, row.reasons);
      if (e.decision.exists)
        for (const policy::Flip& f : nearest_flips(set, context, *person, id)) row.flips.push_back({f.text, outcome_text(set, f.decision)});
    }
    out.items.push_back(std::move(row));
  }
  return out;
}

}  // namespace yilin::policies
