#include "modules/registry/elder_store.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/entity/store.h"
#include "modules/region/region.h"
#include "modules/registry/duplicates.h"

namespace yilin::registry::elder_store {
namespace {

namespace store = entity::store;

std::vector<std::int64_t> contact_phones(const std::vector<Contact>& contacts) {
  std::vector<std::int64_t> out;
  for (const Contact& c : contacts)
    if (c.phone_index != 0) out.push_back(c.phone_index);
  return out;
}

bool exists(sql::Connection& db, ElderId id, std::int64_t card) {
  return db.rows("SELECT 1 FROM elder WHERE id = ? AND id_card_index = ?", id, card).next();
}

}  // namespace

std::optional<Elder> load(sql::Connection& db, const Kernel& kernel, ElderId id) {
  auto rows = db.rows(store::select<Elder>("elder", "e").add(" WHERE e.id = ?", id));
  if (!rows.next()) return std::nullopt;
  return store::read<Elder>(rows, kernel.vault, "elder");
}

std::vector<ElderLabel> labels_of(sql::Connection& db, const Kernel& kernel, ElderId id) {
  auto rows = db.rows(store::select<ElderLabel>("elder_label", "l").add(" WHERE l.elder_id = ? ORDER BY l.id", id));
  std::vector<ElderLabel> out;
  while (rows.next()) out.push_back(store::read<ElderLabel>(rows, kernel.vault, "elder_label"));
  return out;
}

std::vector<Contact> contacts_of(sql::Connection& db, const Kernel& kernel, ElderId id, bool ended_too) {
  auto statement = store::select<Contact>("contact", "c").add(" WHERE c.elder_id = ?", id);
  if (!ended_too) statement.add(" AND c.ended_on IS NULL");
  auto rows = db.rows(statement.add(" ORDER BY c.id"));
  std::vector<Contact> out;
  while (rows.next()) out.push_back(store::read<Contact>(rows, kernel.vault, "contact"));
  return out;
}

rules::CommunityOf community_of(Kernel& kernel) {
  return [divisions = region::divisions(kernel)](RegionCode code) { return divisions->community_for(code); };
}

Result<Elder> load_visible(command::Tx& tx, ElderId id) {
  auto elder = load(tx.db, tx.kernel, memory(tx.kernel).people.resolve(id));
  const bool seen = elder && (tx.caller.in_scope(elder->region) || tx.caller.acts_for(elder->id));
  if (!seen) return fail(yilin::errors::not_found);
  return std::move(*elder);
}

Result<Elder> load_active(command::Tx& tx, ElderId id, std::int64_t version) {
  YILIN_TRY(Elder elder, load_visible(tx, id));
  if (elder.state != ElderState::active) return fail(errors::not_active);
  if (version != 0 && elder.version != version) return fail(yilin::errors::conflict);
  return elder;
}

std::optional<ElderId> holder_of(command::Tx& tx, std::int64_t card) {
  if (card == 0) return std::nullopt;
  Memory& m = memory(tx.kernel);
  std::optional<ElderId> holder;
  m.people.with_card(card, [&](const Population::Seen& seen) {
    const bool real = !seen.staged || exists(tx.db, seen.person.facts.id, card);
    if (real && (!holder || seen.person.facts.state != ElderState::merged)) holder = m.people.resolve(seen.person.facts.id);
  });
  if (holder) return holder;
  for (const auto& [claimed, elder] : m.claims)
    if (claimed == card && exists(tx.db, elder, card)) return elder;
  return std::nullopt;
}

Status check_card_free(command::Tx& tx, std::int64_t card, ElderId self) {
  const auto holder = holder_of(tx, card);
  if (!holder || *holder == self) return {};
  const auto other = load(tx.db, tx.kernel, *holder);
  if (!other || !tx.caller.in_scope(other->region)) return fail(errors::known_elsewhere);
  return fail(errors::already_registered, fmt::format("该身份证号已登记：{}，{}。", other->name,
                                                      region::divisions(tx.kernel)->full_name(other->region)));
}

void fill_indexes(Elder& elder, const Tokens& tokens) {
  elder.id_card_index = tokens.card_index(elder.id_card);
  elder.phone_index = tokens.phone_index(elder.phone);
}

Contact make_contact(command::Tx& tx, ElderId elder, const NewContact& in) {
  Contact c;
  c.id = tx.new_id<ContactId>();
  c.elder_id = elder;
  c.name = in.name;
  c.relation = in.relation;
  c.phone = in.phone;
  c.phone_index = memory(tx.kernel).tokens.phone_index(in.phone);
  c.is_guardian = in.is_guardian;
  c.may_order = in.may_order;
  c.authority_until = in.authority_until;
  c.is_emergency = in.is_emergency;
  c.created_at = c.updated_at = tx.now;
  return c;
}

ElderLabel make_label(command::Tx& tx, ElderId elder, const NewLabel& in) {
  ElderLabel l;
  l.id = tx.new_id<LabelId>();
  l.elder_id = elder;
  l.label = in.label;
  l.valid_from = in.valid_from ? in.valid_from : tx.today();
  l.valid_to = in.valid_to;
  l.evidence = in.evidence;
  l.verified = in.verified;
  l.created_at = tx.now;
  return l;
}

void put_tokens(sql::Connection& db, RegionCode region, ElderId id, const std::vector<std::int64_t>& tokens) {
  for (const std::int64_t token : tokens)
    db.queue("INSERT INTO elder_token (token, region, elder_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", token, region, id);
}

void drop_tokens(sql::Connection& db, RegionCode region, ElderId id, const std::vector<std::int64_t>& tokens) {
  for (const std::int64_t token : tokens)
    db.queue("DELETE FROM elder_token WHERE token = ? AND region = ? AND elder_id = ?", token, region, id);
}

std::vector<std::int64_t> tokens_of(sql::Connection& db, const Kernel& kernel, const Elder& elder) {
  if (elder.state == ElderState::merged) return {};
  return memory(kernel).tokens.of(elder, contact_phones(contacts_of(db, kernel, elder.id, false)));
}

void insert(command::Tx& tx, Elder& elder, const std::vector<NewLabel>& labels, const std::vector<NewContact>& contacts) {
  Memory& m = memory(tx.kernel);
  elder.id = tx.new_id<ElderId>();
  elder.created_at = elder.updated_at = tx.now;
  store::insert(tx.db, tx.vault(), "elder", elder);
  std::vector<ElderLabel> held;
  for (const NewLabel& in : labels) {
    held.push_back(make_label(tx, elder.id, in));
    store::insert(tx.db, tx.vault(), "elder_label", held.back());
    if (const Date next = rules::next_change(held.back(), tx.today()))
      tx.set_deadline("registry.label", held.back().id.value, start_of_day(next));
  }
  std::vector<Contact> beside;
  for (const NewContact& in : contacts) {
    beside.push_back(make_contact(tx, elder.id, in));
    store::insert(tx.db, tx.vault(), "contact", beside.back());
  }
  put_tokens(tx.db, elder.region, elder.id, m.tokens.of(elder, contact_phones(beside)));

  const rules::LabelMasks masks = rules::masks_on(held, tx.today());
  const Person person = person_of(elder, masks.verified, masks.pending);
  duplicates::store_pairs(tx, person);
  const auto slot = m.people.stage(person);
  tx.after_commit([&m, slot, state = elder.state] { m.people.reveal(slot, state); });
}

void update(command::Tx& tx, const Elder& before, Elder& after) {
  Memory& m = memory(tx.kernel);
  fill_indexes(after, m.tokens);
  after.version = before.version + 1;
  after.updated_at = tx.now;
  // Sealed columns are written only when they changed: a seal costs as much as the rest of the row.
  if (before.id_card == after.id_card && before.phone == after.phone) {
    store::update(tx.db, tx.vault(), "elder", after,
                  {"match_key", "region", "birth", "sex", "living", "ability", "state", "household_id", "lon_e6", "lat_e6",
                   "name", "pinyin", "initials", "datum", "phone_use", "address", "ethnicity", "marital", "died_on",
                   "moved_to", "merged_into", "version", "updated_at"});
  } else {
    store::update(tx.db, tx.vault(), "elder", after);
  }

  const auto phones = contact_phones(contacts_of(tx.db, tx.kernel, after.id, false));
  const auto tokens = [&](const Elder& e) {
    return e.state == ElderState::merged ? std::vector<std::int64_t>() : m.tokens.of(e, phones);
  };
  const auto old_tokens = tokens(before), new_tokens = tokens(after);
  if (before.region != after.region) {
    drop_tokens(tx.db, before.region, before.id, old_tokens);
    put_tokens(tx.db, after.region, after.id, new_tokens);
    tx.db.queue("UPDATE duplicate_pair SET region_a = ? WHERE elder_a = ?", after.region, after.id);
    tx.db.queue("UPDATE duplicate_pair SET region_b = ? WHERE elder_b = ?", after.region, after.id);
  } else {
    std::vector<std::int64_t> gone, come;
    std::set_difference(old_tokens.begin(), old_tokens.end(), new_tokens.begin(), new_tokens.end(), std::back_inserter(gone));
    std::set_difference(new_tokens.begin(), new_tokens.end(), old_tokens.begin(), old_tokens.end(), std::back_inserter(come));
    drop_tokens(tx.db, before.region, before.id, gone);
    put_tokens(tx.db, after.region, after.id, come);
  }

  const rules::LabelMasks masks = rules::masks_on(labels_of(tx.db, tx.kernel, after.id), tx.today());
  const Person person = person_of(after, masks.verified, masks.pending);
  if (after.id_card_index != before.id_card_index && after.id_card_index != 0)
    m.claims.emplace_back(after.id_card_index, after.id);
  tx.after_commit([&m, person] {
    m.people.change(person);
    std::erase_if(m.claims, [&](const auto& claim) { return claim.second == person.facts.id; });
  });
}

void labels_changed(command::Tx& tx, ElderId id) {
  const auto held = labels_of(tx.db, tx.kernel, id);
  const rules::LabelMasks masks = rules::masks_on(held, tx.today());
  for (const ElderLabel& l : held)
    if (const Date next = rules::next_change(l, tx.today())) tx.set_deadline("registry.label", l.id.value, start_of_day(next));
  Memory& m = memory(tx.kernel);
  tx.after_commit([&m, id, masks] { m.people.set_labels(id, masks.verified, masks.pending); });
}

void contact_phone_added(command::Tx& tx, const Elder& elder, std::int64_t phone_index) {
  if (phone_index != 0) put_tokens(tx.db, elder.region, elder.id, {Tokens::of_index(phone_index)});
}

void contact_phone_dropped(command::Tx& tx, const Elder& elder, std::int64_t phone_index) {
  if (phone_index == 0) return;
  const auto kept = tokens_of(tx.db, tx.kernel, elder);  // she herself or another contact may have the same number
  const std::int64_t token = Tokens::of_index(phone_index);
  if (!std::binary_search(kept.begin(), kept.end(), token)) drop_tokens(tx.db, elder.region, elder.id, {token});
}

std::string changes_json(const Elder& before, const Elder& after) {
  std::string out = "{\"changes\":[";
  bool first = true;
  for (const entity::Field& f : Elder::fields().fields()) {
    if (f.is_hidden || f.name == "version" || f.name == "updated_at" || f.name == "pinyin") continue;
    const auto text = [&](const Elder& e) { return f.codec->to_text(f.get(&e), f, entity::Viewer::all()); };
    const auto secret = [&](const Elder& e) { return f.codec->always_sealed ? f.codec->to_sealed_text(f.get(&e)) : std::string(); };
    if (text(before) == text(after) && secret(before) == secret(after)) continue;
    out += first ? "{\"field\":" : ",{\"field\":";
    first = false;
    entity::append_json_string(out, f.name);
    out += ",\"label\":";
    entity::append_json_string(out, f.label);
    out += ",\"before\":";
    entity::append_json_string(out, text(before));
    out += ",\"after\":";
    entity::append_json_string(out, text(after));
    out += '}';
  }
  return out + "]}";
}

}  // namespace yilin::registry::elder_store
