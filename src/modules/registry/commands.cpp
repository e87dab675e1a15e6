#include "modules/registry/commands.h"

#include <fmt/format.h>

#include "modules/accounts/accounts.h"
#include "modules/region/region.h"
#include "modules/registry/duplicates.h"
#include "modules/registry/elder_store.h"
#include "modules/registry/rules.h"

namespace yilin::registry::commands {
namespace {

std::string said(std::string_view key, std::string_view value) {
  std::string out = "{\"";
  out.append(key).append("\":");
  entity::append_json_string(out, value);
  return out + "}";
}

Status change_state(command::Tx& tx, const Elder& before, Elder& after, std::string_view verb, std::string_view reason) {
  YILIN_TRY(after.state, lifecycle::move(rules::kElderMoves, before.state, verb, tx.caller, reason));
  elder_store::update(tx, before, after);
  accounts::home_identities_changed(tx);
  return {};
}

}  // namespace

journal::Act act(std::string_view verb, const Elder& elder, std::string_view reason, std::string payload) {
  return {verb, "elder", elder.id.value, elder.region, elder.id, std::string(reason), std::move(payload)};
}

Result<Created> create(command::Tx& tx, const NewElder& in, Source source) {
  YILIN_TRY(Elder elder, rules::admit(in, elder_store::community_of(tx.kernel), tx.today()));
  if (!tx.caller.in_scope(elder.region)) return fail_field("region", "社区", "这个社区不在您的管辖范围内。");
  elder.source = source;
  elder_store::fill_indexes(elder, memory(tx.kernel).tokens);
  YILIN_CHECK(elder_store::check_card_free(tx, elder.id_card_index, {}));
  elder_store::insert(tx, elder, in.labels, in.contacts);
  accounts::home_identities_changed(tx);
  tx.record(act("elder.register", elder, {}, elder_store::changes_json(Elder{}, elder)));
  YILIN_CHECK(tx.announce(ElderRegistered{elder.id, elder.region}));
  auto pairs = tx.db.rows("SELECT COUNT(*) FROM duplicate_pair WHERE state = 1 AND (elder_a = ? OR elder_b = ?)", elder.id,
                          elder.id);
  pairs.next();
  return Created{elder.id, elder.version, static_cast<std::int32_t>(pairs.integer(0))};
}

Result<Written> update(command::Tx& tx, const UpdateElder& in) {
  YILIN_TRY(const Elder before, elder_store::load_active(tx, in.id, in.version));
  YILIN_TRY(Elder after, rules::revise(before, in.elder, elder_store::community_of(tx.kernel), tx.today()));
  elder_store::fill_indexes(after, memory(tx.kernel).tokens);
  if (after.id_card_index != before.id_card_index)
    YILIN_CHECK(elder_store::check_card_free(tx, after.id_card_index, before.id));
  elder_store::update(tx, before, after);
  accounts::home_identities_changed(tx);
  duplicates::store_pairs(tx, person_of(after, 0, 0));
  tx.record(act("elder.update", after, in.reason, elder_store::changes_json(before, after)));
  YILIN_CHECK(tx.announce(ElderChanged{after.id, after.region}));
  return Written{after.id, after.version};
}

Result<Revealed> reveal(command::Tx& tx, const RevealField& in) {
  YILIN_CHECK(rules::check_reason(in.reason));
  YILIN_TRY(const Elder elder, elder_store::load_visible(tx, in.id));
  Revealed out{in.field, {}};
  switch (in.field) {
    case SecretField::id_card: out.value = elder.id_card.reveal(); break;
    case SecretField::phone: out.value = elder.phone.reveal(); break;
    case SecretField::contact_phone:
      for (const Contact& c : elder_store::contacts_of(tx.db, tx.kernel, elder.id, true))
        if (c.id == in.contact_id) out.value = c.phone.reveal();
      break;
  }
  if (out.value.empty()) return fail(yilin::errors::not_found, "没有登记这项内容。");
  std::string_view code;
  for (const entity::EnumName& n : enum_names(in.field))
    if (n.value == static_cast<std::int64_t>(in.field)) code = n.code;
  tx.record(act("elder.reveal", elder, in.reason, said("field", code)));
  return out;
}

Result<Written> report_death(command::Tx& tx, const ReportDeath& in) {
  YILIN_TRY(const Elder before, elder_store::load_visible(tx, in.id));
  if (before.version != in.version) return fail(yilin::errors::conflict);
  if (in.died_on > tx.today() || (before.birth && in.died_on < before.birth))
    return fail_field("died_on", "去世日期", "去世日期应在出生之后、今天或之前。");
  Elder after = before;
  after.died_on = in.died_on;
  YILIN_CHECK(change_state(tx, before, after, "die", in.evidence));
  tx.record(act("elder.death", after, in.evidence, elder_store::changes_json(before, after)));
  YILIN_CHECK(tx.announce(ElderDied{after.id, after.region, in.died_on}));
  return Written{after.id, after.version};
}

Result<Written> leave(command::Tx& tx, const LeaveCity& in) {
  YILIN_CHECK(rules::check_reason(in.reason));
  YILIN_TRY(const Elder before, elder_store::load_active(tx, in.id, in.version));
  Elder after = before;
  after.moved_to = in.moved_to;
  YILIN_CHECK(change_state(tx, before, after, "leave", in.reason));
  tx.record(act("elder.leave", after, in.reason, elder_store::changes_json(before, after)));
  YILIN_CHECK(tx.announce(ElderMoved{after.id, after.region, {}}));
  return Written{after.id, after.version};
}

Result<Written> restore(command::Tx& tx, const WithReason& in) {
  YILIN_CHECK(rules::check_reason(in.reason));
  YILIN_TRY(const Elder before, elder_store::load_visible(tx, in.id));
  if (before.version != in.version) return fail(yilin::errors::conflict);
  Elder after = before;
  after.died_on = {};
  after.moved_to.clear();
  YILIN_CHECK(change_state(tx, before, after, "restore", in.reason));
  tx.record(act("elder.restore", after, in.reason, elder_store::changes_json(before, after)));
  YILIN_CHECK(tx.announce(ElderRestored{after.id, after.region}));
  return Written{after.id, after.version};
}

Status relocate(command::Tx& tx, const Elder& before, Elder& after) {
  elder_store::update(tx, before, after);
  if (after.region == before.region) return tx.announce(ElderChanged{after.id, after.region});
  tx.changed({"elder", after.id.value, before.region, {}, {}, after.id});  // the place that she has left
  return tx.announce(ElderMoved{after.id, before.region, after.region});
}

Result<Written> move(command::Tx& tx, const MoveElder& in) {
  YILIN_TRY(const Elder before, elder_store::load_active(tx, in.id, in.version));
  const auto community = elder_store::community_of(tx.kernel)(in.region);
  if (!community) return fail_field("region", "迁往社区", "没有找到这个社区；迁出本市请用“迁出”。");
  if (!tx.caller.in_scope(*community))
    return fail_field("region", "迁往社区", "这个社区不在您的管辖范围内，请用“移交”，由对方接收。");
  if ((in.lon_e6 == 0) != (in.lat_e6 == 0)) return fail_field("lat_e6", "纬度", "经度和纬度要一起填写。");
  Elder after = before;
  after.region = *community;
  after.address = in.address;
  after.lon_e6 = in.lon_e6;
  after.lat_e6 = in.lat_e6;
  YILIN_CHECK(relocate(tx, before, after));
  tx.record(act("elder.move", after, in.reason, elder_store::changes_json(before, after)));
  return Written{after.id, after.version};
}

}  // namespace yilin::registry::commands
