#include "modules/registry/handover.h"

#include "base/identity.h"
#include "kernel/entity/store.h"
#include "modules/accounts/accounts.h"
#include "modules/region/region.h"
#include "modules/registry/commands.h"
#include "modules/registry/cursor.h"
#include "modules/registry/elder_store.h"
#include "modules/registry/rules.h"

namespace yilin::registry::handover {
namespace {

namespace store = entity::store;

// Table migration_request.
struct Request {
  MigrationId id;
  ElderId elder_id;
  MigrationKind kind = MigrationKind::pull;
  RegionCode from_region, to_region;
  std::string to_address, reason;
  MigrationState state = MigrationState::open;
  UserId asked_by;
  std::string asked_name, decided_name;
  Instant decided_at;
  std::string decision_reason;
  std::int64_t version = 1;
  Instant created_at;
  static const entity::Table& fields();

  RegionCode decider() const { return kind == MigrationKind::pull ? from_region : to_region; }
  RegionCode asker() const { return kind == MigrationKind::pull ? to_region : from_region; }
};

const entity::Table& Request::fields() {
  static const entity::Table table("MigrationRequest", "迁移申请记录", {
      entity::field<&Request::id>("id", "编号"),
      entity::field<&Request::elder_id>("elder_id", "老人"),
      entity::field<&Request::kind>("kind", "方式"),
      entity::field<&Request::from_region>("from_region", "原社区"),
      entity::field<&Request::to_region>("to_region", "迁入社区"),
      entity::field<&Request::to_address>("to_address", "迁入住址"),
      entity::field<&Request::reason>("reason", "原因"),
      entity::field<&Request::state>("state", "状态"),
      entity::field<&Request::asked_by>("asked_by", "申请人"),
      entity::field<&Request::asked_name>("asked_name", "申请人姓名"),
      entity::field<&Request::decided_name>("decided_name", "办理人姓名"),
      entity::field<&Request::decided_at>("decided_at", "办理时间"),
      entity::field<&Request::decision_reason>("decision_reason", "办理意见"),
      entity::field<&Request::version>("version", "版本"),
      entity::field<&Request::created_at>("created_at", "申请时间"),
  });
  return table;
}

// What this caller may know. The asking side of a pull sees neither the name nor more than the county she is known in.
MigrationView view(const Request& r, const std::string& name, const access::Caller& caller, Kernel& kernel) {
  const auto divisions = region::divisions(kernel);
  const bool has_her = caller.in_scope(r.from_region);
  MigrationView v;
  v.id = r.id;
  v.kind = r.kind;
  v.state = r.state;
  const bool known = has_her || r.kind == MigrationKind::push || r.state == MigrationState::accepted;
  if (known) v.elder_id = r.elder_id;
  v.elder_name = known ? name : mask_name(name);
  v.from_name = divisions->full_name(known ? r.from_region : r.from_region.at(RegionLevel::county));
  v.to_name = divisions->full_name(r.to_region);
  v.to_region = r.to_region;
  v.to_address = r.to_address;
  v.reason = r.reason;
  v.asked_name = r.asked_name;
  v.decided_name = r.decided_name;
  v.decision_reason = r.decision_reason;
  v.waiting_for_me = r.state == MigrationState::open && caller.in_scope(r.decider());
  v.created_at = r.created_at;
  v.decided_at = r.decided_at;
  return v;
}

Status check_none_open(command::Tx& tx, ElderId elder) {
  if (tx.db.rows("SELECT 1 FROM migration_request WHERE elder_id = ? AND state = 1", elder).next())
    return fail(yilin::errors::conflict, "已经有一件迁移正在办理。");
  return {};
}

journal::Act act(std::string_view verb, const Request& r, std::string_view reason) {
  return {verb, "migration", r.id.value, r.from_region, r.elder_id, std::string(reason), {}};
}

void tell_both(command::Tx& tx, const Request& r) {
  tx.changed({"migration", r.id.value, r.to_region, {}, {}, r.elder_id});
}

Result<MigrationView> open(command::Tx& tx, const Elder& elder, Request r, std::string_view verb) {
  YILIN_CHECK(rules::check_reason(r.reason));
  YILIN_CHECK(check_none_open(tx, elder.id));
  r.id = tx.new_id<MigrationId>();
  r.elder_id = elder.id;
  r.from_region = elder.region;
  r.asked_by = tx.caller.user;
  r.asked_name = tx.caller.name;
  r.created_at = tx.now;
  store::insert(tx.db, tx.vault(), "migration_request", r);
  tx.record(act(verb, r, r.reason));
  tell_both(tx, r);
  return view(r, elder.name, tx.caller, tx.kernel);
}

// The request, if it is this caller's turn: `mine` tells whose.
Result<Request> load_open(command::Tx& tx, MigrationId id, RegionCode (Request::*mine)() const) {
  auto rows = tx.db.rows(store::select<Request>("migration_request", "m").add(" WHERE m.id = ?", id));
  if (!rows.next()) return fail(yilin::errors::not_found);
  Request r = store::read<Request>(rows, tx.vault(), "migration_request");
  if (!tx.caller.in_scope((r.*mine)())) return fail(yilin::errors::not_found);
  return r;
}

Result<MigrationView> decide(command::Tx& tx, Request r, std::string_view verb, std::string_view act_verb,
                             const std::string& reason) {
  YILIN_TRY(r.state, lifecycle::move(rules::kMigrationMoves, r.state, verb, tx.caller, reason));
  r.decided_name = tx.caller.name;
  r.decided_at = tx.now;
  r.decision_reason = reason;
  r.version += 1;
  store::update(tx.db, tx.vault(), "migration_request", r);
  const auto elder = elder_store::load(tx.db, tx.kernel, r.elder_id);
  if (!elder) return fail(yilin::errors::not_found);
  if (r.state == MigrationState::accepted) {
    if (elder->state != ElderState::active && elder->state != ElderState::moved_away) return fail(errors::not_active);
    Elder after = *elder;
    after.state = ElderState::active;
    after.moved_to.clear();
    after.region = r.to_region;
    after.address = r.to_address;
    after.lon_e6 = after.lat_e6 = 0;
    YILIN_CHECK(commands::relocate(tx, *elder, after));
    accounts::home_identities_changed(tx);
  }
  tx.record(act(act_verb, r, reason));
  tell_both(tx, r);
  return view(r, elder->name, tx.caller, tx.kernel);
}

}  // namespace

Result<MigrationView> ask(command::Tx& tx, const AskMigration& in) {
  const auto to = elder_store::community_of(tx.kernel)(in.region);
  if (!to || !tx.caller.in_scope(*to)) return fail_field("region", "迁入社区", "请选择您管辖范围内的社区。");
  const auto holder = elder_store::holder_of(tx, memory(tx.kernel).tokens.card_index(in.id_card));
  const auto elder = holder ? elder_store::load(tx.db, tx.kernel, *holder) : std::nullopt;
  if (!elder) return fail_field("id_card", "身份证号", "这个身份证号没有登记过，请直接登记。");
  if (tx.caller.in_scope(elder->region))
    return fail_field("id_card", "身份证号", "这位老人已在您的管辖范围内登记，请直接办理迁移。");
  if (elder->state == ElderState::dead) return fail(errors::not_active);
  Request r;
  r.kind = MigrationKind::pull;
  r.to_region = *to;
  r.to_address = in.address;
  r.reason = in.reason;
  return open(tx, *elder, std::move(r), "elder.migration_ask");
}

Result<MigrationView> offer(command::Tx& tx, const HandOver& in) {
  YILIN_TRY(const Elder elder, elder_store::load_active(tx, in.id));
  const auto to = elder_store::community_of(tx.kernel)(in.region);
  if (!to) return fail_field("region", "迁往社区", "没有找到这个社区；迁出本市请用“迁出”。");
  if (tx.caller.in_scope(*to)) return fail_field("region", "迁往社区", "这个社区在您的管辖范围内，请直接办理迁移。");
  Request r;
  r.kind = MigrationKind::push;
  r.to_region = *to;
  r.to_address = in.address;
  r.reason = in.reason;
  return open(tx, elder, std::move(r), "elder.migration_offer");
}

Result<MigrationView> accept(command::Tx& tx, const DecideMigration& in) {
  YILIN_TRY(Request r, load_open(tx, in.id, &Request::decider));
  return decide(tx, std::move(r), "accept", "elder.migration_accept", in.reason);
}

Result<MigrationView> refuse(command::Tx& tx, const DecideMigration& in) {
  YILIN_TRY(Request r, load_open(tx, in.id, &Request::decider));
  return decide(tx, std::move(r), "refuse", "elder.migration_refuse", in.reason);
}

Result<MigrationView> withdraw(command::Tx& tx, const DecideMigration& in) {
  YILIN_TRY(Request r, load_open(tx, in.id, &Request::asker));
  return decide(tx, std::move(r), "withdraw", "elder.migration_withdraw", in.reason);
}

Result<MigrationPage> list(command::Reader& reader, const MigrationQuery& in) {
  YILIN_TRY(const std::int64_t after, cursor::read_id(in.cursor));
  // Newest first: the cursor is the last id seen.
  auto q = store::select<Request>("migration_request", "m").add(" WHERE m.id < ?", after == 0 ? INT64_MAX : after);
  if (in.state) q.add(" AND m.state = ?", *in.state);
  const auto from = access::in_region("m.from_region", reader.caller), to = access::in_region("m.to_region", reader.caller);
  if (in.waiting_for_me) {
    q.add(" AND m.state = 1 AND ((m.kind = 1").add(from).add(") OR (m.kind = 2").add(to).add("))");
  } else {
    q.add(" AND ((1 = 1").add(from).add(") OR (1 = 1").add(to).add("))");
  }
  q.add(" ORDER BY m.id DESC LIMIT ?", in.limit + 1);

  std::vector<Request> requests;
  {
    auto rows = reader.db.rows(q);
    while (rows.next()) requests.push_back(store::read<Request>(rows, reader.kernel.vault, "migration_request"));
  }
  MigrationPage page;
  if (requests.size() > static_cast<std::size_t>(in.limit)) {
    requests.pop_back();
    page.next = cursor::write_id(requests.back().id.value);
  }
  std::vector<ElderId> ids;
  for (const Request& r : requests) ids.push_back(r.elder_id);
  const auto elders = briefs(reader.db, reader.kernel, ids, reader.today());
  for (const Request& r : requests) {
    std::string name;
    for (const ElderBrief& b : elders)
      if (b.id == memory(reader.kernel).people.resolve(r.elder_id)) name = b.name;
    page.items.push_back(view(r, name, reader.caller, reader.kernel));
  }
  return page;
}

}  // namespace yilin::registry::handover
