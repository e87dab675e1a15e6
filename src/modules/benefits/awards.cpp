#include "modules/benefits/awards.h"

#include <algorithm>

#include "modules/accounts/accounts.h"
#include "modules/benefits/case_views.h"
#include "modules/benefits/programs.h"
#include "modules/benefits/quota.h"
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

AwardView view_of(const command::Reader& reader, Award award) {
  AwardView out;
  const registry::Briefs elders(reader, {award.elder_id});
  if (const auto* brief = elders.find(award.elder_id)) {
    out.elder_name = brief->name;
    out.region_name = brief->region_name;
  }
  out.award = std::move(award);
  return out;
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

Held held_by(sql::Connection& db, const Kernel& kernel, const Dossier& d) {
  const auto subjects = [&](sql::Statement q) {
    q.add(" AND t.subject IN (?", d.house);
    for (const ElderId id : d.members[0].ids) q.add(", ?", id);
    return q.add(") ORDER BY t.id");
  };
  return {all<Award>(db, kernel.vault, "award", subjects(entity::store::select<Award>("award", "t").add(" WHERE t.state = ?", AwardState::active))),
          all<Application>(db, kernel.vault, "benefit_application",
                           subjects(entity::store::select<Application>("benefit_application", "t").add(" WHERE t.state < ?", ApplicationState::confirmed)))};
}

std::int64_t subject_of(bool household, const Dossier& d) { return household ? d.house : d.members[0].facts.id.value; }

Result<Award> start_award(command::Tx& tx, Award award, std::string_view reason) {
  // A stopped one counts while its last month is not over.
  if (tx.db.rows("SELECT 1 FROM award WHERE subject = ? AND benefit = ? AND (state = ? OR to_month >= ?)", award.subject, award.benefit, AwardState::active,
                 award.from_month)
          .next())
    return fail(errors::already_awarded);
  award.id = tx.new_id<AwardId>();
  award.created_at = award.updated_at = tx.now;
  const bool once = programs(tx.kernel).of(award.benefit).one_off;
  if (once) {
    award.to_month = award.from_month;
    award.state = AwardState::stopped;
    award.stop_reason = StopReason::paid_once;
  }
  entity::store::insert(tx.db, tx.vault(), "award", award);
  write_change(tx, award, ChangeKind::start, award.from_month, 0, award.amount, reason);
  if (once) write_change(tx, award, ChangeKind::stop, award.from_month + 1, award.amount, 0, reason);
  tell_quota(tx, award);
  return award;
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

Holdings holdings(sql::Connection& db, std::string_view benefit) {
  Holdings out;
  const auto take = [&](sql::Statement q) {
    if (!benefit.empty()) q.add(" AND t.benefit = ?", benefit);
    auto rows = db.rows(q);
    while (rows.next()) out[rows.str(0)].insert(rows.integer(1));
  };
  take(sql::Statement("SELECT t.benefit, t.subject FROM award t WHERE t.state = ?", AwardState::active));
  take(sql::Statement("SELECT t.benefit, t.subject FROM award t WHERE t.stop_reason = ?", StopReason::paid_once));
  take(sql::Statement("SELECT t.benefit, t.subject FROM benefit_application t WHERE t.state < ?", ApplicationState::confirmed));
  return out;
}

Result<http::Page<AwardView>> list_awards(command::Reader& reader, const AwardQuery& in) {
  auto q = entity::store::select<Award>("award", "t").add(" WHERE 1 = 1").add(access::visible({.region = "t.region", .elder = "t.elder_id"}, reader.caller, in.region));
  if (!in.benefit.empty()) q.add(" AND t.benefit = ?", in.benefit);
  if (in.state) q.add(" AND t.state = ?", *in.state);
  if (in.elder) q.add(registry::of_elder("t.elder_id", reader.kernel, in.elder));
  if (in.cursor) q.add(" AND t.id < ?", in.cursor);
  auto found = all<Award>(reader.db, reader.kernel.vault, "award", q.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1));
  http::Page<AwardView> page;
  page.next = cut_page(found, in.limit);
  std::vector<ElderId> ids;
  for (const Award& a : found) ids.push_back(a.elder_id);
  const registry::Briefs elders(reader, std::move(ids));
  for (Award& a : found) {
    AwardView v;
    if (const auto* brief = elders.find(a.elder_id)) {
      v.elder_name = brief->name;
      v.region_name = brief->region_name;
    }
    v.award = std::move(a);
    page.items.push_back(std::move(v));
  }
  return page;
}

Result<AwardView> show_award(command::Reader& reader, const AwardPath& in) {
  YILIN_TRY(Award award, (visible_row<Award>(reader.db, reader.kernel, reader.caller, "award", in.id)));
  AwardView out = view_of(reader, std::move(award));
  out.changes = all<AwardChange>(reader.db, reader.kernel.vault, "award_change",
                                 entity::store::select<AwardChange>("award_change", "t").add(" WHERE t.award_id = ? ORDER BY t.id LIMIT 200", in.id));
  return out;
}

Result<AwardView> stop_award(command::Tx& tx, const StopAward& in) {
  YILIN_TRY(Award award, (visible_row<Award>(tx.db, tx.kernel, tx.caller, "award", in.id)));
  YILIN_CHECK(saw(award, in.version));
  if (award.state != AwardState::active) return fail(yilin::errors::conflict, "这项待遇已经停发。");
  const Month present = Month::of(tx.today());
  const Month last = in.last_month.index ? in.last_month : present + -1;
  if (last > present + 12) return fail_field("last_month", "最后一月", "最多提前一年办理停发。");
  if (in.why == StopReason::none || in.why == StopReason::paid_once) return fail_field("why", "停发原因", "请选择停发原因。");
  end_award(tx, award, in.why, last, in.reason);
  if (last < present + -1) {
    YILIN_TRY(const auto opened, open_delta(tx, award.elder_id, last + 1, "停发：" + award.benefit, tx.caller.user));
    static_cast<void>(opened);
  }
  tx.record({"award.stop", "award", award.id.value, award.region, award.elder_id, in.reason, entity::to_json(award)});
  return view_of(tx.reader(), std::move(award));
}

Result<AwardView> change_award(command::Tx& tx, const ChangeAward& in) {
  YILIN_TRY(Award award, (visible_row<Award>(tx.db, tx.kernel, tx.caller, "award", in.id)));
  YILIN_CHECK(saw(award, in.version));
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
  return view_of(tx.reader(), std::move(award));
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
  award.amount = amount.value;
  if (tx.db.rows("SELECT 1 FROM award WHERE subject = ? AND benefit = ? AND state = ?", award.subject, award.benefit, AwardState::active).next()) return false;
  YILIN_TRY(const Award made, start_award(tx, std::move(award), "由原系统转入"));
  static_cast<void>(made);
  return true;
}

}  // namespace yilin::benefits
