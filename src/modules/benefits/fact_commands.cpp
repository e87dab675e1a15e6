// Facts come in: recorded, corrected, said of a region. Each is a new record; her decisions are made again in the same command.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "modules/benefits/decide.h"
#include "modules/benefits/fact_views.h"
#include "modules/benefits/fact_writing.h"
#include "modules/benefits/rows.h"
#include "modules/benefits/tasks.h"
#include "modules/policy/policy.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {

std::string shape_of(const policy::RuleSet& rules, const policy::Name& name) {
  switch (name.type.kind) {
    case policy::Kind::boolean: return "应为“是”或“否”。";
    case policy::Kind::date: return "应为日期，如 2026-07-01。";
    case policy::Kind::region: return "应为区划代码或规则中的地区名。";
    case policy::Kind::enumeration: {
      std::string out;
      for (const std::string& value : rules.enumerations[static_cast<std::size_t>(name.type.enumeration)].values) out += (out.empty() ? "" : "、") + value;
      return "应为下列之一：" + out + "。";
    }
    case policy::Kind::number: break;
  }
  return fmt::format("应为 {} 至 {}。", rules.format(name.lo, name.type), rules.format(name.hi, name.type));
}

// The value as an author would type it, or what is wrong with it.
Result<std::string> admit(const policy::RuleSet& rules, const policy::Name& name, std::string_view value, const std::string& path, Date today) {
  const policy::NameId id = rules.find(name.text);
  std::string text = with_unit(rules, id, value);
  if (base_value(rules, id, text, today)) return text;
  if (name.text == kBirth && base_value(rules, id, text, Date::from_ymd(2100, 12, 31))) return fail_field(path, "值", "出生日期不能晚于今天。");
  return fail_field(path, "值", name.text + shape_of(rules, name));
}

Result<const policy::Name*> fact_named(const policy::RuleSet& rules, std::string_view fact, const std::string& path) {
  const policy::NameId id = rules.find(fact);
  if (id != policy::kNone && rules.name(id).kind == policy::NameKind::fact) return &rules.name(id);
  Error error(errors::unknown_fact);
  error.fields.push_back({path, "事实", "现行规则中没有“" + std::string(text::first(fact, 30)) + "”。"});
  return fail(std::move(error));
}

Status check_period(Date from, Date to, const std::string& path) {
  if (from && to && to <= from) return fail_field(path, "至", "截止日期应晚于起始日期。");
  return {};
}

std::vector<DecisionChange> changes_between(const policy::RuleSet& rules, const Outcomes& a, const Outcomes& b) {
  std::vector<DecisionChange> out;
  for (std::size_t i = 0; i < a.decisions.size(); ++i) {
    const policy::Decision &x = a.decisions[i], &y = b.decisions[i];
    if (x.granted == y.granted && x.amount == y.amount) continue;
    out.push_back({rules.name(x.benefit).text, verdict_of(x), verdict_of(y), amount_text(rules, x), amount_text(rules, y)});
  }
  return out;
}

// Decides before and after, opens tasks, tells memory, records the act.
Result<FactsWritten> finish(command::Tx& tx, Dossier dossier, std::vector<FactRecord> records, std::string_view verb, std::string reason) {
  const auto rules = policies::in_force(tx.kernel);
  const AsOf now{Month::of(tx.today()), tx.now, false, {}};
  const Outcomes before = decide(*rules, build_case(*rules, dossier, now, urban(tx.kernel, dossier)));
  const CaseFile file = write_records(tx, *rules, dossier, records);
  const registry::Facts& her = dossier.members[0].facts;
  FactsWritten out{her.id, now.month, records, changes_between(*rules, before, decide(*rules, file)), {}};
  std::string payload = "{\"facts\":[";
  for (const FactRecord& r : records) {
    if (payload.back() == '}') payload += ',';
    entity::write(payload, r, entity::Viewer::all());
  }
  if (std::ranges::any_of(records, [](const FactRecord& r) { return r.confidence == Confidence::claimed; })) {
    YILIN_TRY(out.tasks, open_verifications(tx, *rules, dossier, now));
  }
  tx.record({verb, "elder", her.id.value, her.region, her.id, std::move(reason), payload + "]}"});
  return out;
}

// An elder who stands for a record's subject.
ElderId elder_of(const Kernel& kernel, const FactRecord& r) {
  if (r.subject_kind == SubjectKind::household)
    if (const auto members = kernel.parts.get<Households>().members({r.subject}); !members.empty()) return members.front();
  return {r.subject};
}

}  // namespace

Result<std::vector<FactRecord>> make_records(command::Tx& tx, const policy::RuleSet& rules, const Dossier& dossier, std::span<const NewFact> facts) {
  const registry::Facts& her = dossier.members[0].facts;
  const bool at_home = tx.caller.kind == access::CallerKind::home;
  std::vector<FactRecord> records;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const NewFact& f = facts[i];
    const std::string path = fmt::format("facts.{}.", i);
    YILIN_TRY(const policy::Name* name, fact_named(rules, f.fact, path + "fact"));
    YILIN_TRY(std::string value, admit(rules, *name, f.value, path + "value", tx.today()));
    YILIN_CHECK(check_period(f.valid_from, f.valid_to, path + "valid_to"));
    FactRecord r;
    r.id = tx.new_id<FactRecordId>();
    r.subject_kind = name->household ? SubjectKind::household : SubjectKind::elder;
    r.subject = name->household ? dossier.house : her.id.value;
    r.region = her.region;
    r.fact = name->text;
    r.value = std::move(value);
    r.valid_from = f.valid_from;
    r.valid_to = f.valid_to;
    r.recorded_at = tx.now;
    r.origin = at_home ? Origin::declared : Origin::desk;
    r.source = f.source.empty() ? (at_home ? "本人或家属申报" : "窗口登记") : f.source;
    r.evidence = f.evidence;
    r.confidence = at_home ? Confidence::claimed : f.confidence;
    r.by_user = tx.caller.user;
    for (const FactRecord& other : records)
      if (other.fact == r.fact && other.valid_from == r.valid_from && other.value != r.value)
        return fail_field(path + "value", "值", "同一事实填写了两个不同的值。");
    records.push_back(std::move(r));
  }
  return records;
}

CaseFile write_records(command::Tx& tx, const policy::RuleSet& rules, Dossier& dossier, std::span<const FactRecord> records) {
  dossier.records.insert(dossier.records.end(), records.begin(), records.end());
  CaseFile file = build_case(rules, dossier, {Month::of(tx.today()), tx.now, false, {}}, urban(tx.kernel, dossier));
  std::vector<Live::Change> changes;
  for (const FactRecord& r : records) {
    entity::store::insert(tx.db, tx.vault(), "fact_record", r);
    changes.push_back(change_of(rules, dossier, file, r.fact));
  }
  tx.after_commit([&memory = live(tx.kernel), changes = std::move(changes), newest = records.empty() ? FactRecordId{} : records.back().id]() mutable {
    memory.apply(std::move(changes), newest);
  });
  return file;
}

Result<FactsWritten> record_facts(command::Tx& tx, const RecordFacts& in) {
  YILIN_TRY(const registry::Standing standing, registry::standing(tx, in.id));
  if (standing.state == registry::ElderState::moved_away) return fail(registry::errors::not_active);
  const auto rules = policies::in_force(tx.kernel);
  YILIN_TRY(Dossier dossier, load_dossier(tx.db, tx.kernel, standing.id));
  YILIN_TRY(auto records, make_records(tx, *rules, dossier, in.facts));
  return finish(tx, std::move(dossier), std::move(records), "fact.record", {});
}

Result<FactsWritten> correct_fact(command::Tx& tx, const CorrectFact& in) {
  auto found = first<FactRecord>(tx.db, tx.vault(), "fact_record",
                                 entity::store::select<FactRecord>("fact_record", "t").add(" WHERE t.id = ?", in.id).add(access::visible({.region = "t.region"}, tx.caller)));
  if (!found) return fail(yilin::errors::not_found);
  if (found->origin == Origin::registry) return fail(errors::from_registry);
  if (tx.db.rows("SELECT 1 FROM fact_record WHERE subject = ? AND fact = ? AND replaces = ?", found->subject, found->fact, in.id).next())
    return fail(errors::already_replaced);
  const auto rules = policies::in_force(tx.kernel);
  FactRecord r = *found;
  r.id = tx.new_id<FactRecordId>();
  r.replaces = found->id;
  r.value.clear();
  if (!in.value.empty()) {
    YILIN_TRY(const policy::Name* name, fact_named(*rules, r.fact, "value"));
    YILIN_TRY(r.value, admit(*rules, *name, in.value, "value", tx.today()));
  }
  if (in.valid_from) r.valid_from = in.valid_from;
  if (in.valid_to) r.valid_to = in.valid_to;
  YILIN_CHECK(check_period(r.valid_from, r.valid_to, "valid_to"));
  r.confidence = in.confidence;
  r.origin = Origin::desk;
  r.recorded_at = tx.now;
  if (!in.evidence.empty()) r.evidence = in.evidence;
  r.by_user = tx.caller.user;
  if (r.subject_kind == SubjectKind::region) {
    entity::store::insert(tx.db, tx.vault(), "fact_record", r);
    tx.after_commit([&memory = live(tx.kernel), newest = r.id] { memory.outdate(newest); });
    tx.record({"fact.correct", "fact_record", r.id.value, r.region, {}, in.reason, entity::to_json(r)});
    return FactsWritten{{}, Month::of(tx.today()), {r}, {}, {}};
  }
  YILIN_TRY(Dossier dossier, load_dossier(tx.db, tx.kernel, elder_of(tx.kernel, r)));
  return finish(tx, std::move(dossier), {std::move(r)}, "fact.correct", in.reason);
}

Result<FactRecord> record_region_fact(command::Tx& tx, const RegionFact& in) {
  if (!covers(tx.caller, in.region)) return fail(yilin::errors::not_found);
  if (region::divisions(tx.kernel)->find(in.region) == nullptr) return fail_field("region", "地区", "没有这个区划。");
  const auto rules = policies::in_force(tx.kernel);
  YILIN_TRY(const policy::Name* name, fact_named(*rules, in.fact, "fact"));
  YILIN_CHECK(check_period(in.valid_from, in.valid_to, "valid_to"));
  FactRecord r;
  YILIN_TRY(r.value, admit(*rules, *name, in.value, "value", tx.today()));
  r.id = tx.new_id<FactRecordId>();
  r.subject_kind = SubjectKind::region;
  r.subject = in.region.value;
  r.region = in.region;
  r.fact = name->text;
  r.valid_from = in.valid_from;
  r.valid_to = in.valid_to;
  r.recorded_at = tx.now;
  r.source = in.source;
  r.evidence = in.evidence;
  r.by_user = tx.caller.user;
  entity::store::insert(tx.db, tx.vault(), "fact_record", r);
  tx.after_commit([&memory = live(tx.kernel), newest = r.id] { memory.outdate(newest); });
  tx.record({"fact.region", "fact_record", r.id.value, r.region, {}, {}, entity::to_json(r)});
  return r;
}

Status add_facts(command::Tx& tx, std::span<const ElderFact> facts, Origin origin, std::string_view source, Confidence confidence) {
  const auto rules = policies::in_force(tx.kernel);
  FactRecordId newest;
  for (const ElderFact& f : facts) {
    const auto her = registry::facts(tx.kernel, f.elder);
    if (!her) return fail(yilin::errors::not_found);
    YILIN_TRY(const policy::Name* name, fact_named(*rules, f.fact, "fact"));
    FactRecord r;
    YILIN_TRY(r.value, admit(*rules, *name, f.value, "value", tx.today()));
    r.id = tx.new_id<FactRecordId>();
    r.subject_kind = name->household ? SubjectKind::household : SubjectKind::elder;
    r.subject = name->household && her->household ? her->household.value : her->id.value;
    r.region = her->region;
    r.fact = name->text;
    r.recorded_at = tx.now;
    r.origin = origin;
    r.source = source;
    r.confidence = confidence;
    r.by_user = tx.caller.user;
    entity::store::insert(tx.db, tx.vault(), "fact_record", r);
    newest = r.id;
  }
  tx.after_commit([&memory = live(tx.kernel), newest] { memory.outdate(newest); });
  return {};
}

Status add_region_fact(command::Tx& tx, RegionCode region, std::string_view fact, std::string_view value, std::string_view source) {
  const auto rules = policies::in_force(tx.kernel);
  YILIN_TRY(const policy::Name* name, fact_named(*rules, fact, "fact"));
  FactRecord r;
  YILIN_TRY(r.value, admit(*rules, *name, value, "value", tx.today()));
  r.id = tx.new_id<FactRecordId>();
  r.subject_kind = SubjectKind::region;
  r.subject = region.value;
  r.region = region;
  r.fact = name->text;
  r.recorded_at = tx.now;
  r.origin = Origin::simulated;
  r.source = source;
  entity::store::insert(tx.db, tx.vault(), "fact_record", r);
  tx.after_commit([&memory = live(tx.kernel), newest = r.id] { memory.outdate(newest); });
  return {};
}

}  // namespace yilin::benefits
