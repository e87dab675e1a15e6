// 申请: from the wish to the award, step by step, each by another person.
#include <algorithm>

#include <fmt/format.h>

#include "modules/benefits/awards.h"
#include "modules/benefits/case_views.h"
#include "modules/benefits/fact_writing.h"
#include "modules/benefits/lifecycle.h"
#include "modules/benefits/programs.h"
#include "modules/benefits/relatives.h"
#include "modules/benefits/rows.h"
#include "modules/benefits/tasks.h"
#include "modules/policy/policy.h"

namespace yilin::benefits {
namespace {

constexpr std::string_view kStepDeadline = "benefits.step", kNoticeDeadline = "benefits.notice";
constexpr sql::Literal kTable = "benefit_application";

std::string name_of(const access::Caller& caller) { return caller.kind == access::CallerKind::system ? "系统" : caller.name; }

void write_step(command::Tx& tx, const Application& a, std::string_view verb, ApplicationState from, const StepInput& in, bool late) {
  Step s;
  s.id = tx.new_id<StepId>();
  s.application_id = a.id;
  s.verb = verb;
  s.from = from;
  s.to = a.state;
  s.reason = in.reason;
  s.note = in.note;
  s.by_user = tx.caller.user;
  s.by_name = name_of(tx.caller);
  s.at = tx.now;
  s.late = late;
  entity::store::insert(tx.db, tx.vault(), "application_step", s);
}

// When the next step must have been taken.
Instant due(const command::Tx& tx, const Application& a) {
  const auto in_days = [&](std::string_view name) { return start_of_day(tx.today() + 1 + static_cast<std::int32_t>(days_of(tx.kernel, name, a.region, tx.today()))); };
  switch (a.state) {
    case ApplicationState::applied: return in_days("check_days");
    case ApplicationState::checked: return in_days("survey_days");
    case ApplicationState::surveyed: return in_days("publish_days");
    case ApplicationState::noticed: return in_days("confirm_days");
    default: return {};
  }
}

void set_due(command::Tx& tx, Application& a) {
  tx.cancel_deadline(kStepDeadline, a.id.value);
  a.due_at = due(tx, a);
  a.overdue = false;
  if (a.due_at) tx.set_deadline(kStepDeadline, a.id.value, a.due_at);
}

// Nobody decides twice on one application; who handed it in does not decide on it.
Status another_person(const command::Reader& reader, const Application& a, std::string_view verb) {
  const UserId user = reader.caller.user;
  if (verb == "withdraw" || !user) return {};
  YILIN_CHECK(not_a_relative(reader.db, reader.kernel, reader.caller, a.elder_id));
  if (a.applied_by == user) return fail(errors::same_person);
  if (reader.db.rows("SELECT 1 FROM application_step WHERE application_id = ? AND by_user = ? LIMIT 1", a.id, user).next()) return fail(errors::same_person);
  return {};
}

AsOf as_of(const Application& a, Month month, Instant now) { return {month, now, a.by_promise, civil_date(a.applied_at)}; }

// As its months are decided with what is known now: of each from the first that she asks for to the present one.
struct Decision {
  Dossier dossier;
  std::vector<Rate> rates;         // from the month it starts on
  Question question;               // the month that decides: of a doubt, of the start, or of the last refusal
  Month month;
};
Result<Decision> decide_on(sql::Connection& db, Kernel& kernel, Application& a, Instant now) {
  const auto rules = policies::in_force(kernel);
  YILIN_TRY(const policy::NameId benefit, benefit_named(*rules, a.benefit));
  YILIN_TRY(const Dossier dossier, load_dossier(db, kernel, a.elder_id));
  const bool once = programs(kernel).of(a.benefit).one_off;
  a.verdict = Verdict::no;
  a.start_month = {};
  a.amount = a.amount_max = 0;
  std::vector<Rate> rates;
  std::optional<Question> decisive;
  Month of;
  const Month last = std::max(a.first_month, Month::of(civil_date(now)));
  for (Month month = a.first_month; month <= last; month = month + 1) {
    Question q = ask(kernel, rules, dossier, as_of(a, month, now));
    const auto at = std::ranges::find(q.outcomes.decisions, benefit, &policy::Decision::benefit);
    const Verdict verdict = verdict_of(*at);
    const Rate rate{month, verdict != Verdict::no, verdict == Verdict::no ? 0 : least(*rules, *at).value};
    if (rate.granted) {
      if (rates.empty()) a.start_month = month;
      a.amount = rate.amount;
      a.amount_max = most(*rules, *at).value;
    }
    if (rate.granted || !rates.empty())
      if (rates.empty() || rates.back().granted != rate.granted || rates.back().amount != rate.amount) rates.push_back(rate);
    const bool decides = verdict == Verdict::to_verify ? a.verdict != Verdict::to_verify : a.verdict == Verdict::no && (rate.granted || rates.empty());
    if (verdict == Verdict::to_verify || (verdict == Verdict::yes && a.verdict == Verdict::no)) a.verdict = verdict;
    if (decides) {
      a.rule_hash = policy::rule_hash(*rules, q.outcomes.resolution);
      decisive = std::move(q);
      of = month;
    }
    if (once && rate.granted) break;
  }
  return Decision{dossier, std::move(rates), std::move(*decisive), of};
}

std::vector<std::string> moves_of(const access::Caller& caller, const Application& a) {
  std::vector<std::string> out;
  for (const auto& t : application_moves()) {
    if (t.from != a.state || !caller.roles.any(t.who)) continue;
    if ((t.verb == "check" && a.by_promise) || (t.verb == "check_promise" && !a.by_promise)) continue;
    if (t.verb == "confirm" && !covers(caller, a.region.at(RegionLevel::county))) continue;
    out.emplace_back(t.verb == "check_promise" ? "check" : t.verb);
  }
  return out;
}

ApplicationView full_view(const command::Reader& reader, const Application& a) {
  ApplicationView out = view_of(reader, a, &ApplicationView::application);
  out.moves = moves_of(reader.caller, a);
  std::erase_if(out.moves, [&](const std::string& verb) { return !another_person(reader, a, verb); });
  out.steps = all<Step>(reader.db, reader.kernel.vault, "application_step",
                        entity::store::select<Step>("application_step", "t").add(" WHERE t.application_id = ? ORDER BY t.id LIMIT 100", a.id));
  out.decision = a.explanation;
  return out;
}

Status confirm(command::Tx& tx, Application& a, const Decision& decision) {
  if (a.verdict == Verdict::to_verify) return fail(errors::still_open);
  if (a.verdict == Verdict::no) return fail(errors::not_eligible);
  YILIN_TRY(const registry::Standing her, registry::standing(tx, a.elder_id));
  if (her.state != registry::ElderState::active) return fail(registry::errors::not_active);
  Award award;
  award.elder_id = a.elder_id;
  award.subject = a.subject;
  award.region = a.region;
  award.benefit = a.benefit;
  award.application_id = a.id;
  award.from_month = a.start_month;
  award.rule_hash = a.rule_hash;
  YILIN_TRY(award, start_award(tx, decision.dossier, std::move(award), decision.rates, "申请经确认"));
  a.award_id = award.id;
  return {};
}

}  // namespace

Result<ApplicationView> apply(command::Tx& tx, const Apply& in) {
  YILIN_TRY(const registry::Standing her, registry::standing(tx, in.elder_id));
  if (her.state != registry::ElderState::active) return fail(registry::errors::not_active);
  const auto rules = policies::in_force(tx.kernel);
  YILIN_TRY(const policy::NameId benefit, benefit_named(*rules, in.benefit));
  if (!programs(tx.kernel).of(in.benefit).by_application) return fail(errors::not_applied_for);
  YILIN_TRY(Dossier dossier, load_dossier(tx.db, tx.kernel, her.id));
  Application a;
  a.elder_id = her.id;
  a.subject = subject_of(rules->name(benefit).household, dossier);
  const Held held = held_by(tx.db, tx.kernel, dossier);
  if (held.award(in.benefit)) return fail(errors::already_awarded);
  if (held.application(in.benefit)) return fail(errors::already_open);
  const Month present = Month::of(tx.today());
  a.first_month = in.first_month.index ? in.first_month : present;
  if (a.first_month < present + -12 || a.first_month > present + 12) return fail_field("first_month", "申请起月", "应在前后十二个月以内。");
  a.id = tx.new_id<ApplicationId>();
  a.region = her.region;
  a.benefit = in.benefit;
  a.channel = tx.caller.kind == access::CallerKind::home ? Channel::home : in.channel;
  a.by_promise = in.by_promise;
  a.on_behalf = in.on_behalf;
  a.statement = in.statement;
  if (a.by_promise && a.statement.empty()) return fail_field("statement", "申请说明", "告知承诺须写明承诺的内容。");
  a.applied_at = tx.now;
  a.applied_by = tx.caller.user;
  a.task_id = in.task_id;
  YILIN_TRY(const auto records, make_records(tx, *rules, dossier, in.facts));
  write_records(tx, *rules, dossier, records);
  if (a.by_promise) {
    YILIN_TRY(const auto opened, open_verifications(tx, *rules, dossier, {present, tx.now, false, {}}));
    static_cast<void>(opened);
  }
  YILIN_CHECK(decide_on(tx.db, tx.kernel, a, tx.now));
  set_due(tx, a);
  entity::store::insert(tx.db, tx.vault(), kTable, a);
  write_step(tx, a, "apply", ApplicationState::applied, {a.id, 0, {}, in.statement, {}}, false);
  if (tx.caller.kind == access::CallerKind::home) tx.on_behalf_of(her.id);
  tx.record({"application.apply", "benefit_application", a.id.value, a.region, a.elder_id, {}, entity::to_json(a)});
  return full_view(tx.reader(), a);
}

Status prepare_decision(command::Reader& reader, StepInput& in) {
  YILIN_CHECK(prepare_step(reader, in));
  YILIN_TRY(Application a, (visible_row<Application>(reader.db, reader.kernel, reader.caller, kTable, in.id)));
  YILIN_TRY(const Decision d, decide_on(reader.db, reader.kernel, a, reader.now));
  in.decision = entity::to_json(explained(policies::present(reader.kernel), d.question, d.question.rules->find(a.benefit), as_of(a, d.month, reader.now), 3));
  return {};
}

Result<ApplicationView> take_step(command::Tx& tx, const StepInput& in, std::string_view verb) {
  YILIN_TRY(Application a, (visible_row<Application>(tx.db, tx.kernel, tx.caller, kTable, in.id)));
  YILIN_CHECK(saw(a, in.version));
  const ApplicationState from = a.state;
  const std::string_view move = verb == "check" && a.by_promise ? "check_promise" : verb;
  YILIN_TRY(a.state, lifecycle::move(application_moves(), a.state, move, tx.caller, in.reason));
  YILIN_CHECK(another_person(tx.reader(), a, verb));
  if (verb == "confirm" && !covers(tx.caller, a.region.at(RegionLevel::county))) return fail(errors::not_county);
  const bool late = a.overdue;
  if (verb == "confirm") {
    YILIN_TRY(const Decision decision, decide_on(tx.db, tx.kernel, a, tx.now));
    YILIN_CHECK(confirm(tx, a, decision));
  } else if (verb != "withdraw" && verb != "object") {
    YILIN_CHECK(decide_on(tx.db, tx.kernel, a, tx.now));
  }
  if (verb == "publish") {
    if (a.verdict == Verdict::no) return fail(errors::not_eligible);
    a.notice_from = tx.today();
    a.notice_to = tx.today() + static_cast<std::int32_t>(days_of(tx.kernel, "notice_days", a.region, tx.today()));
    tx.set_deadline(kNoticeDeadline, a.id.value, start_of_day(a.notice_to + 1));
  }
  if (from == ApplicationState::published) tx.cancel_deadline(kNoticeDeadline, a.id.value);
  if (verb == "confirm" || verb == "refuse") a.explanation = in.decision;
  set_due(tx, a);
  store_row(tx, kTable, a);
  write_step(tx, a, verb, from, in, late);
  const std::string act = "application." + std::string(verb);
  constexpr std::string_view acts[] = {"application.check", "application.survey", "application.publish", "application.object", "application.confirm",
                                       "application.refuse", "application.withdraw"};
  tx.record({*std::ranges::find(acts, act), "benefit_application", a.id.value, a.region, a.elder_id, in.reason, entity::to_json(a)});
  return full_view(tx.reader(), a);
}

Status notice_ended(command::Tx& tx, ApplicationId id) {
  auto a = first<Application>(tx.db, tx.vault(), kTable, entity::store::select<Application>(kTable, "t").add(" WHERE t.id = ?", id));
  if (!a || a->state != ApplicationState::published) {
    tx.nothing_to_do();
    return {};
  }
  YILIN_TRY(a->state, lifecycle::move(application_moves(), a->state, "notice_end", tx.caller));
  set_due(tx, *a);
  store_row(tx, kTable, *a);
  write_step(tx, *a, "notice_end", ApplicationState::published, {id, 0, {}, "公示期满", {}}, false);
  tx.record({"application.notice_end", "benefit_application", id.value, a->region, a->elder_id, {}, entity::to_json(*a)});
  return {};
}

Status step_overdue(command::Tx& tx, ApplicationId id) {
  auto a = first<Application>(tx.db, tx.vault(), kTable, entity::store::select<Application>(kTable, "t").add(" WHERE t.id = ?", id));
  if (!a || !a->due_at || a->due_at > tx.now || a->overdue) {
    tx.nothing_to_do();
    return {};
  }
  a->overdue = true;
  store_row(tx, kTable, *a);
  tx.record({"application.overdue", "benefit_application", id.value, a->region, a->elder_id, {}, "{}"});
  return {};
}

Result<http::Page<ApplicationView>> list_applications(command::Reader& reader, const ApplicationQuery& in) {
  auto q = entity::store::select<Application>(kTable, "t").add(" WHERE 1 = 1").add(access::visible({.region = "t.region", .elder = "t.elder_id"}, reader.caller, in.region));
  if (!in.benefit.empty()) q.add(" AND t.benefit = ?", in.benefit);
  if (in.state) q.add(" AND t.state = ?", *in.state);
  if (in.elder) q.add(registry::of_elder("t.elder_id", reader.kernel, in.elder));
  if (in.overdue) q.add(" AND t.overdue = ?", *in.overdue);
  if (in.cursor) q.add(" AND t.id < ?", in.cursor);
  auto page = page_of(reader, all<Application>(reader.db, reader.kernel.vault, kTable, q.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1)), in.limit,
                      &ApplicationView::application);
  for (ApplicationView& v : page.items) v.moves = moves_of(reader.caller, v.application);
  return page;
}

Result<ApplicationView> show_application(command::Reader& reader, const ApplicationPath& in) {
  YILIN_TRY(const Application a, (visible_row<Application>(reader.db, reader.kernel, reader.caller, kTable, in.id)));
  return full_view(reader, a);
}

}  // namespace yilin::benefits
