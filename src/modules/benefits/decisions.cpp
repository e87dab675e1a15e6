// What one elder gets, and why.
#include <algorithm>

#include <fmt/format.h>

#include "modules/benefits/awards.h"
#include "modules/benefits/case_views.h"
#include "modules/benefits/programs.h"
#include "modules/benefits/rows.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {

struct Asked {
  registry::ElderBrief brief;
  policies::InForce rules;
  AsOf as_of;
  Question question;
};
Result<Asked> asked(command::Reader& reader, ElderId elder, Month month, Instant known_at, bool take_claims) {
  YILIN_TRY(auto brief, registry::brief(reader, elder));
  YILIN_TRY(Dossier dossier, load_dossier(reader.db, reader.kernel, brief.id));
  AsOf as_of = now_of(reader);
  if (month.index) as_of.month = month;
  if (known_at) as_of.known_at = known_at;
  as_of.take_claims = take_claims;
  policies::InForce present = policies::present(reader.kernel);
  Question question = benefits::ask(reader.kernel, present.rules, std::move(dossier), as_of);
  return Asked{std::move(brief), std::move(present), as_of, std::move(question)};
}

std::string relation_text(const policy::RuleSet& rules, std::int32_t relation) {
  if (relation == policy::kNone) return {};
  constexpr std::string_view kinds[] = {"取较高", "互斥", "叠加封顶", "抵扣"};
  const policy::Relation& r = rules.relations[static_cast<std::size_t>(relation)];
  std::string out = std::string(kinds[static_cast<int>(r.kind)]) + "：";
  for (const policy::NameId id : r.names) out += (id == r.names.front() ? "" : "、") + rules.name(id).text;
  return out;
}

Date decided_on(sql::Connection& db, ApplicationId id) {
  auto rows = db.rows("SELECT MAX(at) FROM application_step WHERE application_id = ?", id);
  return rows.next() ? civil_date({rows.integer(0)}) : Date{};
}

void flatten(const policy::Reason& r, std::int32_t depth, std::vector<ReasonRow>& out) {
  const Verdict verdict = r.verdict == policy::Verdict::granted ? Verdict::yes : r.verdict == policy::Verdict::unknown ? Verdict::to_verify : Verdict::no;
  out.push_back({depth, r.condition, verdict, r.text, r.value, r.source, r.citation, r.note});
  for (const policy::Reason& child : r.children) flatten(child, depth + 1, out);
}

}  // namespace

std::vector<ReasonRow> rows_of(const policy::Reason& tree) {
  std::vector<ReasonRow> out;
  flatten(tree, 0, out);
  return out;
}

ExplanationView explained(const policies::InForce& present, const Question& q, policy::NameId benefit, const AsOf& as_of, std::size_t flips) {
  const policy::RuleSet& rules = *q.rules;
  const policy::Explanation e = policy::explain(rules, q.outcomes.resolution, q.file.person, benefit);
  ExplanationView out;
  out.elder_id = q.dossier.members[0].facts.id;
  out.benefit = rules.name(benefit).text;
  out.summary = e.summary;
  out.month = as_of.month;
  out.known_at = as_of.known_at;
  out.verdict = verdict_of(e.decision);
  out.amount_text = amount_text(rules, e.decision);
  out.rows = rows_of(e.tree);
  if (flips > 0)
    for (const policy::Flip& f : policy::nearest_flips(rules, q.file.context, q.file.person, benefit, flips))
      out.flips.push_back({f.text, verdict_of(f.decision), amount_text(rules, f.decision)});
  if (out.verdict == Verdict::to_verify) out.open_facts = open_facts(rules, q.file, q.outcomes, benefit);
  out.rule_number = present.number;
  out.rule_hash = policy::rule_hash(rules, q.outcomes.resolution);
  return out;
}

Result<ElderDecisions> elder_decisions(command::Reader& reader, const ElderMonth& in) {
  YILIN_TRY(const Asked a, asked(reader, in.id, in.month, in.known_at, false));
  const Question& q = a.question;
  const policy::RuleSet& rules = *q.rules;
  ElderDecisions out;
  out.elder_id = a.brief.id;
  out.elder_name = a.brief.name;
  out.region_name = a.brief.region_name;
  out.month = a.as_of.month;
  out.known_at = a.as_of.known_at;
  out.rule_number = a.rules.number;
  out.rule_hash = policy::rule_hash(rules, q.outcomes.resolution);
  const Held held = held_by(reader.db, reader.kernel, q.dossier);
  for (const policy::Decision& d : q.outcomes.decisions) {
    if (!d.exists) continue;
    const policy::Name& name = rules.name(d.benefit);
    const policy::Version& v = rules.version(q.outcomes.resolution.versions[static_cast<std::size_t>(d.benefit)]);
    DecisionRow row;
    row.benefit = name.text;
    row.group = v.group;
    row.household = name.household;
    row.measure = measure_of(name);
    row.verdict = verdict_of(d);
    row.amount_text = amount_text(rules, d);
    if (row.verdict != Verdict::no) {
      row.amount_fen = least(rules, d);
      row.amount_max_fen = most(rules, d);
    }
    row.reduced = d.relation != policy::kNone;
    row.relation = relation_text(rules, d.relation);
    if (row.verdict == Verdict::to_verify) row.open_facts = open_facts(rules, q.file, q.outcomes, d.benefit);
    row.citation = v.citation;
    row.sample = v.confidence != policy::Confidence::official;
    row.by_application = programs(reader.kernel).of(name.text).by_application;
    if (const Award* award = held.award(name.text)) {
      row.award_id = award->id;
      row.award_fen = {award->amount};
    }
    if (const Application* application = held.application(name.text)) {
      row.application_id = application->id;
      row.application_state = application->state;
    }
    out.benefits.push_back(std::move(row));
  }
  return out;
}

Result<ExplanationView> explanation(command::Reader& reader, const ExplainQuery& in) {
  YILIN_TRY(const Asked a, asked(reader, in.id, in.month, in.known_at, in.take_claims));
  YILIN_TRY(const policy::NameId benefit, benefit_named(*a.question.rules, in.benefit));
  return explained(a.rules, a.question, benefit, a.as_of, 5);
}

namespace {
constexpr std::string_view kHousehold = "家庭.";
// A name of the rules as a letter says it: 家庭.月收入 → 家庭月收入.
std::string spoken(std::string_view name) { return name.starts_with(kHousehold) ? "家庭" + std::string(name.substr(kHousehold.size())) : std::string(name); }
}  // namespace

NoticeView notice_of(const registry::ElderBrief& brief, const ExplanationView& e, Date on) {
  NoticeView out;
  out.elder_name = brief.name;
  out.region_name = brief.region_name;
  out.benefit = e.benefit;
  out.month = e.month;
  out.issued_on = on;
  out.verdict = e.verdict;
  out.amount_text = e.amount_text;
  out.rule_hash = e.rule_hash;
  const Date day = e.month.first_day();
  const bool all = e.benefit.starts_with(kHousehold);
  const std::string of = fmt::format("经核对，{}年{}月，您{}的“{}”", day.year(), day.month(), all ? "家" : "", all ? e.benefit.substr(kHousehold.size()) : e.benefit);
  if (e.verdict == Verdict::yes) {
    out.title = "待遇告知书";
    out.sentence = e.amount_text.empty() ? of + "符合条件。" : fmt::format("{}为{}。", of, e.amount_text);
    out.remedy = "如对结果有异议，可在收到本告知书之日起六十日内申请行政复议，或向社区（村）提出重新核对。";
  } else if (e.verdict == Verdict::no) {
    out.title = "不予享受告知书";
    out.sentence = of + "不能享受，下列各项中标明“不符合”的没有达到。";
    out.remedy = "情况变化后可以随时再次申请；如对结果有异议，可在收到本告知书之日起六十日内申请行政复议。";
  } else {
    out.title = "待核实告知书";
    std::string open;
    for (const std::string& fact : e.open_facts) open += (open.empty() ? "" : "、") + spoken(fact);
    out.sentence = fmt::format("{}还不能确定，有待核实：{}。", of, open);
    out.remedy = "请携带相关证明到社区（村）办理核实，也可以书面承诺后先行办理。";
  }
  for (const ReasonRow& r : e.rows) {
    if (!r.citation.empty() && std::ranges::find(out.citations, r.citation) == out.citations.end()) out.citations.push_back(r.citation);
    if (r.depth >= 1 && r.depth <= 3) out.lines.push_back({r.condition ? r.verdict : Verdict::yes, r.text, r.value, r.source, r.citation});
  }
  for (const FlipView& f : e.flips)
    out.would_change.push_back(fmt::format("{}：{}{}", f.change, f.verdict == Verdict::yes ? "符合" : f.verdict == Verdict::no ? "不符合" : "待核实",
                                           f.amount_text.empty() ? "" : "，" + f.amount_text));
  return out;
}

Result<NoticeView> notice(command::Reader& reader, const ExplainQuery& in) {
  YILIN_TRY(const Asked a, asked(reader, in.id, in.month, in.known_at, in.take_claims));
  YILIN_TRY(const policy::NameId benefit, benefit_named(*a.question.rules, in.benefit));
  return notice_of(a.brief, explained(a.rules, a.question, benefit, a.as_of, 3), reader.today());
}

Result<NoticeView> application_notice(command::Reader& reader, const ApplicationPath& in) {
  YILIN_TRY(const Application a, (visible_row<Application>(reader.db, reader.kernel, reader.caller, "benefit_application", in.id)));
  if (a.explanation.empty()) return fail(errors::not_decided);
  YILIN_TRY(const auto brief, registry::brief(reader, a.elder_id));
  YILIN_TRY(const auto decision, entity::from_json<ExplanationView>(a.explanation, Date::from_ymd(2100, 12, 31)));
  return notice_of(brief, decision, decided_on(reader.db, a.id));
}

Result<std::vector<Decided>> decisions(const command::Reader& reader, ElderId elder) {
  YILIN_TRY(Dossier dossier, load_dossier(reader.db, reader.kernel, elder));
  const Question q = ask(reader.kernel, policies::in_force(reader.kernel), std::move(dossier), now_of(reader));
  std::vector<Decided> out;
  for (const policy::Decision& d : q.outcomes.decisions)
    if (d.exists) out.push_back({q.rules->name(d.benefit).text, verdict_of(d), verdict_of(d) == Verdict::no ? Fen{} : least(*q.rules, d), q.rules->name(d.benefit).household});
  return out;
}

}  // namespace yilin::benefits
