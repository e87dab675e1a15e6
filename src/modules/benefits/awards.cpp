#include "modules/benefits/awards.h"

#include <algorithm>

#include "modules/benefits/case_views.h"
#include "modules/benefits/programs.h"
#include "modules/benefits/quota.h"
#include "modules/benefits/relatives.h"
#include "modules/benefits/rows.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {

// What orders are told of it, once it is durable.
void tell_quota(command::Tx& tx, const Award& award) {
  tx.after_commit([&book = tx.kernel.parts.get<QuotaBook>(), award] { book.put(award); });
}

void write_change(command::Tx& tx, const Award& award, ChangeKind kind, Month month, std::int64_t before, std::int64_t after, std::string_view reason) {
  AwardChange c;
  c.id = tx.new_id<AwardChangeId>();
  c.award_id = award.id;
  c.kind = kind;
  c.month = month;
  c.before = before;
  c.after = after;
  c.reason = reason;
  c.by_user = tx.caller.user;
  c.by_name = tx.caller.kind == access::CallerKind::system ? "系统" : tx.caller.name;
  c.at = tx.now;
  entity::store::insert(tx.db, tx.vault(), "award_change", c);
}

// The id under which a row of `subject` counts today: she may have been merged, or have moved in with somebody, since.
std::int64_t holder_today(Kernel& kernel, bool household, std::int64_t subject, ElderId elder) {
  if (household)
    for (const ElderId member : kernel.parts.get<Households>().members({subject}))
      if (const auto f = registry::facts(kernel, member); f && f->state == registry::ElderState::active) return subject;
  const auto her = registry::facts(kernel, elder);
  if (!her) return subject;
  return household && her->household ? her->household.value : her->id.value;
}

// Whether a benefit is the household's; one that the rules no longer know is told by its subject.
bool of_household(const policy::RuleSet& rules, std::string_view benefit, std::int64_t subject, const std::vector<ElderId>& ids) {
  const policy::NameId id = rules.find(benefit);
  return id != policy::kNone ? rules.name(id).household : std::ranges::find(ids, ElderId{subject}) == ids.end();
}

// " WHERE …" for rows that may be theirs.
sql::Statement of_theirs(sql::Statement q, const Dossier& d) {
  q.add(" WHERE (t.subject IN (?", d.house);
  for (const auto& member : d.members)
    for (const ElderId id : member.ids) q.add(", ?", id);
  q.add(") OR t.elder_id IN (0");
  for (const auto& member : d.members)
    for (const ElderId id : member.ids) q.add(", ?", id);
  return q.add("))");
}

template <class Row>
std::vector<Row> theirs(sql::Connection& db, Kernel& kernel, const Dossier& d, sql::Literal table, sql::Statement q) {
  const auto rules = policies::in_force(kernel);
  auto rows = all<Row>(db, kernel.vault, table, q.add(" ORDER BY t.id"));
  std::erase_if(rows, [&](const Row& r) {
    const bool household = of_household(*rules, r.benefit, r.subject, registry::ids_of(kernel, r.elder_id));
    return holder_today(kernel, household, r.subject, r.elder_id) != subject_of(household, d);
  });
  return rows;
}

}  // namespace

const Award* Held::award(std::string_view benefit) const {
  const auto at = std::ranges::find(awards, benefit, &Award::benefit);
  return at == awards.end() ? nullptr : &*at;
}
const Application* Held::application(std::string_view benefit) const {
  const auto at = std::ranges::find(applications, benefit, &Application::benefit);
  return at == applications.end() ? nullptr : &*at;
}

std::vector<Award> awards_of(sql::Connection& db, Kernel& kernel, const Dossier& d) {
  return theirs<Award>(db, kernel, d, "award", of_theirs(entity::store::select<Award>("award", "t"), d));
}

Held held_by(sql::Connection& db, Kernel& kernel, const Dossier& d) {
  return {theirs<Award>(db, kernel, d, "award", of_theirs(entity::store::select<Award>("award", "t"), d).add(" AND t.state = ?", AwardState::active)),
          theirs<Application>(db, kernel, d, "benefit_application",
                              of_theirs(entity::store::select<Application>("benefit_application", "t"), d).add(" AND t.state < ?", ApplicationState::confirmed))};
}

bool ends_with_her(Kernel& kernel, const Dossier& d, const Award& award) {
  if (!of_household(*policies::in_force(kernel), award.benefit, award.subject, registry::ids_of(kernel, award.elder_id))) return true;
  return std::none_of(d.members.begin() + 1, d.members.end(), [](const Dossier::Member& m) { return m.facts.state == registry::ElderState::active; });
}

std::int64_t subject_of(bool household, const Dossier& d) { return household ? d.house : d.members[0].facts.id.value; }

Result<Award> start_award(command::Tx& tx, const Dossier& dossier, Award award, std::span<const Rate> rates, std::string_view reason) {
  // A stopped one counts while its last month is not over.
  for (const Award& other : awards_of(tx.db, tx.kernel, dossier))
    if (other.benefit == award.benefit && (other.state == AwardState::active || other.to_month >= award.from_month)) return fail(errors::already_awarded);
  award.id = tx.new_id<AwardId>();
  award.created_at = award.updated_at = tx.now;
  const bool once = programs(tx.kernel).of(award.benefit).one_off;
  const Rate& last = once ? rates.front() : rates.back();
  award.amount = last.amount;
  if (once || !last.granted) {
    award.to_month = once ? award.from_month : last.from + -1;
    award.state = AwardState::stopped;
    award.stop_reason = once ? StopReason::paid_once : StopReason::not_eligible;
  }
  entity::store::insert(tx.db, tx.vault(), "award", award);
  write_change(tx, award, ChangeKind::start, award.from_month, 0, rates.front().amount, reason);
  if (once) write_change(tx, award, ChangeKind::stop, award.from_month + 1, award.amount, 0, reason);
  for (std::size_t i = 1; !once && i < rates.size(); ++i) {
    const bool ends = i + 1 == rates.size() && !last.granted;
    write_change(tx, award, ends ? ChangeKind::stop : ChangeKind::change, rates[i].from, rates[i - 1].amount, rates[i].amount,
                 rates[i].granted ? "按当月的事实与规则核定" : "当月不符合条件");
  }
  tell_quota(tx, award);
  return award;
}

void resume_award(command::Tx& tx, Award& award, std::string_view reason) {
  const auto changes = all<AwardChange>(tx.db, tx.vault(), "award_change",
                                        entity::store::select<AwardChange>("award_change", "t").add(" WHERE t.award_id = ? ORDER BY t.id", award.id));
  const auto stopped = std::ranges::find(changes.rbegin(), changes.rend(), ChangeKind::stop, &AwardChange::kind).base();
  for (auto c = changes.begin(); c != changes.end() && c + 1 < stopped; ++c) write_change(tx, award, ChangeKind::resume, c->month, 0, c->after, reason);
  const bool once = programs(tx.kernel).of(award.benefit).one_off;
  award.to_month = once ? award.from_month : Month{};
  award.state = once ? AwardState::stopped : AwardState::active;
  award.stop_reason = once ? StopReason::paid_once : StopReason::none;
  award.updated_at = tx.now;
  store_row(tx, "award", award);
  tell_quota(tx, award);
  tx.changed({"award", award.id.value, award.region, {}, {}, award.elder_id});
}

void end_award(command::Tx& tx, Award& award, StopReason why, Month last, std::string_view reason) {
  const Month before_it = award.from_month + -1;
  award.to_month = std::max(last, before_it);
  award.state = AwardState::stopped;
  award.stop_reason = why;
  award.updated_at = tx.now;
  store_row(tx, "award", award);
  write_change(tx, award, ChangeKind::stop, award.to_month + 1, award.amount, 0, reason);
  tell_quota(tx, award);
  tx.changed({"award", award.id.value, award.region, {}, {}, award.elder_id});
}

Holdings holdings(sql::Connection& db, Kernel& kernel, std::string_view benefit) {
  Holdings out;
  const auto rules = policies::in_force(kernel);
  const auto take = [&](sql::Statement q) {
    if (!benefit.empty()) q.add(" AND t.benefit = ?", benefit);
    auto rows = db.rows(q);
    while (rows.next()) {
      const std::int64_t subject = rows.integer(1);
      const auto elder = rows.id<ElderId>(2);
      out[rows.str(0)].insert(holder_today(kernel, of_household(*rules, rows.text(0), subject, {elder}), subject, elder));
    }
  };
  take(sql::Statement("SELECT t.benefit, t.subject, t.elder_id FROM award t WHERE t.state = ?", AwardState::active));
  take(sql::Statement("SELECT t.benefit, t.subject, t.elder_id FROM award t WHERE t.stop_reason = ?", StopReason::paid_once));
  take(sql::Statement("SELECT t.benefit, t.subject, t.elder_id FROM benefit_application t WHERE t.state < ?", ApplicationState::confirmed));
  return out;
}

Result<http::Page<AwardView>> list_awards(command::Reader& reader, const AwardQuery& in) {
  auto q = entity::store::select<Award>("award", "t").add(" WHERE 1 = 1").add(access::visible({.region = "t.region", .elder = "t.elder_id"}, reader.caller, in.region));
  if (!in.benefit.empty()) q.add(" AND t.benefit = ?", in.benefit);
  if (in.state) q.add(" AND t.state = ?", *in.state);
  if (in.elder) q.add(registry::of_elder("t.elder_id", reader.kernel, in.elder));
  if (in.cursor) q.add(" AND t.id < ?", in.cursor);
  return page_of(reader, all<Award>(reader.db, reader.kernel.vault, "award", q.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1)), in.limit, &AwardView::award);
}

Result<AwardView> show_award(command::Reader& reader, const AwardPath& in) {
  YILIN_TRY(Award award, (visible_row<Award>(reader.db, reader.kernel, reader.caller, "award", in.id)));
  AwardView out = view_of(reader, std::move(award), &AwardView::award);
  out.changes = all<AwardChange>(reader.db, reader.kernel.vault, "award_change",
                                 entity::store::select<AwardChange>("award_change", "t").add(" WHERE t.award_id = ? ORDER BY t.id LIMIT 200", in.id));
  return out;
}

Result<AwardView> stop_award(command::Tx& tx, const StopAward& in) {
  YILIN_TRY(Award award, (visible_row<Award>(tx.db, tx.kernel, tx.caller, "award", in.id)));
  YILIN_CHECK(saw(award, in.version));
  YILIN_CHECK(not_a_relative(tx.db, tx.kernel, tx.caller, award.elder_id));
  if (award.state != AwardState::active) return fail(yilin::errors::conflict, "这项待遇已经停发。");
  const Month present = Month::of(tx.today());
  const Month last = in.last_month.index ? in.last_month : present + -1;
  if (last > present + 12) return fail_field("last_month", "最后一月", "最多提前一年办理停发。");
  if (in.why == StopReason::none || in.why == StopReason::paid_once || in.why == StopReason::duplicate) return fail_field("why", "停发原因", "请选择停发原因。");
  end_award(tx, award, in.why, last, in.reason);
  if (last < present + -1) {
    YILIN_TRY(const auto opened, open_delta(tx, award.elder_id, last + 1, "停发：" + award.benefit, tx.caller.user));
    static_cast<void>(opened);
  }
  tx.record({"award.stop", "award", award.id.value, award.region, award.elder_id, in.reason, entity::to_json(award)});
  return view_of(tx.reader(), std::move(award), &AwardView::award);
}

Result<AwardView> change_award(command::Tx& tx, const ChangeAward& in) {
  YILIN_TRY(Award award, (visible_row<Award>(tx.db, tx.kernel, tx.caller, "award", in.id)));
  YILIN_CHECK(saw(award, in.version));
  YILIN_CHECK(not_a_relative(tx.db, tx.kernel, tx.caller, award.elder_id));
  if (award.state != AwardState::active) return fail(yilin::errors::conflict, "这项待遇已经停发。");
  const Month present = Month::of(tx.today());
  const Month from = in.from.index ? in.from : present;
  if (from < award.from_month || from < present + -60 || from > present + 1) return fail_field("from", "起月", "应在享受期内，最多追溯六十个月。");
  const auto rules = policies::in_force(tx.kernel);
  YILIN_TRY(const policy::NameId benefit, benefit_named(*rules, award.benefit));
  YILIN_TRY(Dossier dossier, load_dossier(tx.db, tx.kernel, award.elder_id));
  const Question q = ask(tx.kernel, rules, std::move(dossier), {present, tx.now, false, {}});
  const auto at = std::ranges::find(q.outcomes.decisions, benefit, &policy::Decision::benefit);
  if (verdict_of(*at) == Verdict::to_verify) return fail(errors::still_open);
  if (verdict_of(*at) == Verdict::no) return fail(errors::not_eligible, "按现行规则已不符合条件，请办理停发。");
  const std::int64_t after = least(*rules, *at).value;
  if (after == award.amount) return fail(yilin::errors::conflict, "核定的金额没有变化。");
  write_change(tx, award, ChangeKind::change, from, award.amount, after, in.reason);
  award.amount = after;
  award.rule_hash = policy::rule_hash(*rules, q.outcomes.resolution);
  award.updated_at = tx.now;
  store_row(tx, "award", award);
  tell_quota(tx, award);
  if (from < present) {
    YILIN_TRY(const auto opened, open_delta(tx, award.elder_id, from, "调整：" + award.benefit, tx.caller.user));
    static_cast<void>(opened);
  }
  tx.record({"award.change", "award", award.id.value, award.region, award.elder_id, in.reason, entity::to_json(award)});
  return view_of(tx.reader(), std::move(award), &AwardView::award);
}

Result<bool> bring_award(command::Tx& tx, ElderId elder, std::string_view benefit, Month from, Fen amount) {
  const auto rules = policies::in_force(tx.kernel);
  YILIN_TRY(const policy::NameId id, benefit_named(*rules, benefit));
  YILIN_TRY(const Dossier dossier, load_dossier(tx.db, tx.kernel, elder));
  Award award;
  award.elder_id = dossier.members[0].facts.id;
  award.subject = subject_of(rules->name(id).household, dossier);
  award.region = dossier.members[0].facts.region;
  award.benefit = benefit;
  award.from_month = from;
  if (held_by(tx.db, tx.kernel, dossier).award(benefit)) return false;
  const Rate rates[] = {{from, true, amount.value}};
  YILIN_TRY(const Award made, start_award(tx, dossier, std::move(award), rates, "由原系统转入"));
  static_cast<void>(made);
  return true;
}

}  // namespace yilin::benefits
