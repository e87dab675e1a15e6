// Commands about what stands around an elder: labels, contacts, household.
#include <algorithm>

#include "kernel/entity/store.h"
#include "modules/accounts/accounts.h"
#include "modules/registry/commands.h"
#include "modules/registry/elder_store.h"
#include "modules/registry/rules.h"

namespace yilin::registry::commands {
namespace {

namespace store = entity::store;

template <class T>
std::string_view label_of(T value) {
  for (const entity::EnumName& n : enum_names(value))
    if (n.value == static_cast<std::int64_t>(value)) return n.label;
  return {};
}

// {"changes":[{…}]} of one thing that is no column of the elder.
std::string one_change(std::string_view field, std::string_view label, std::string_view before, std::string_view after) {
  std::string out = "{\"changes\":[{\"field\":";
  entity::append_json_string(out, field);
  out += ",\"label\":";
  entity::append_json_string(out, label);
  out += ",\"before\":";
  entity::append_json_string(out, before);
  out += ",\"after\":";
  entity::append_json_string(out, after);
  return out + "}]}";
}

// What hangs on the elder has changed: her row itself has not.
Result<Written> around(command::Tx& tx, const Elder& elder, journal::Act act) {
  tx.record(std::move(act));
  YILIN_CHECK(tx.announce(ElderChanged{elder.id, elder.region}));
  return Written{elder.id, elder.version};
}

std::string spoken(const ElderLabel& l) {
  std::string out(label_of(l.label));
  out += "（" + to_string(l.valid_from) + " 起";
  if (l.valid_to) out += "，至 " + to_string(l.valid_to);
  return out + (l.verified ? "，已核实）" : "，待核实）");
}

Result<ElderLabel> find_label(command::Tx& tx, ElderId elder, LabelId id) {
  for (ElderLabel& l : elder_store::labels_of(tx.db, tx.kernel, elder))
    if (l.id == id) return std::move(l);
  return fail(yilin::errors::not_found);
}

Result<Contact> find_contact(command::Tx& tx, ElderId elder, ContactId id) {
  for (Contact& c : elder_store::contacts_of(tx.db, tx.kernel, elder, false))
    if (c.id == id) return std::move(c);
  return fail(yilin::errors::not_found);
}

std::string spoken(const Contact& c) {
  std::string out = c.name + "（" + std::string(label_of(c.relation));
  if (!c.phone.empty()) out += "，" + c.phone.masked();
  if (c.is_guardian) out += "，监护人";
  if (c.may_order) out += "，可代为下单";
  return out + "）";
}

}  // namespace

Result<Written> add_label(command::Tx& tx, const AddLabel& in) {
  YILIN_TRY(const Elder elder, elder_store::load_active(tx, in.id));
  const NewLabel wanted{in.label, in.valid_from, in.valid_to, in.evidence, in.verified};
  YILIN_CHECK(rules::check_label(wanted, "", tx.today()));
  const ElderLabel made = elder_store::make_label(tx, elder.id, wanted);
  for (const ElderLabel& l : elder_store::labels_of(tx.db, tx.kernel, elder.id))
    if (l.label == in.label && (!l.valid_to || l.valid_to >= made.valid_from) && (!made.valid_to || l.valid_from <= made.valid_to))
      return fail_field("label", "标签", "这段时间里已经有这个标签。");
  store::insert(tx.db, tx.vault(), "elder_label", made);
  elder_store::labels_changed(tx, elder.id);
  return around(tx, elder, act("elder.label_add", elder, in.evidence, one_change("labels", "标签", "", spoken(made))));
}

Result<Written> end_label(command::Tx& tx, const EndLabel& in) {
  YILIN_CHECK(rules::check_reason(in.reason));
  YILIN_TRY(const Elder elder, elder_store::load_visible(tx, in.id));
  YILIN_TRY(ElderLabel label, find_label(tx, elder.id, in.label_id));
  const std::string before = spoken(label);
  const Date last = in.valid_to ? in.valid_to : tx.today() + -1;
  if (label.valid_to && label.valid_to <= last) return fail_field("valid_to", "最后有效日", "这个标签已经在此之前终止。");
  // A label that ends before it began was never held: it keeps its row, with an empty time.
  label.valid_to = std::max(last, label.valid_from + -1);
  store::update(tx.db, tx.vault(), "elder_label", label, {"valid_to"});
  elder_store::labels_changed(tx, elder.id);
  return around(tx, elder, act("elder.label_end", elder, in.reason, one_change("labels", "标签", before, spoken(label))));
}

Result<Written> verify_label(command::Tx& tx, const VerifyLabel& in) {
  YILIN_TRY(const Elder elder, elder_store::load_active(tx, in.id));
  YILIN_TRY(ElderLabel label, find_label(tx, elder.id, in.label_id));
  if (label.verified) return fail(yilin::errors::conflict, "这个标签已经核实过。");
  const std::string before = spoken(label);
  label.verified = true;
  label.evidence = in.evidence;
  store::update(tx.db, tx.vault(), "elder_label", label, {"verified", "evidence"});
  elder_store::labels_changed(tx, elder.id);
  return around(tx, elder, act("elder.label_verify", elder, in.evidence, one_change("labels", "标签", before, spoken(label))));
}

Status label_due(command::Tx& tx, const command::Deadline& deadline) {
  tx.nothing_to_do();  // that a label begins or ends was decided when it was written
  auto rows = tx.db.rows("SELECT l.elder_id, e.region FROM elder_label l JOIN elder e ON e.id = l.elder_id WHERE l.id = ?",
                         deadline.subject);
  if (!rows.next()) return {};
  const auto elder = rows.id<ElderId>(0);
  const RegionCode region{rows.integer(1)};
  elder_store::labels_changed(tx, elder);
  tx.changed({"elder", elder.value, region, {}, {}, elder});
  return tx.announce(ElderChanged{elder, region});
}

Result<Written> add_contact(command::Tx& tx, const AddContact& in) {
  YILIN_TRY(const Elder elder, elder_store::load_active(tx, in.id));
  YILIN_CHECK(rules::check_contact(in.contact, "contact."));
  if (elder_store::contacts_of(tx.db, tx.kernel, elder.id, false).size() >= kContactsMax)
    return fail_field("contact", "联系人", "联系人太多，请先停用不再联系的人。");
  const Contact made = elder_store::make_contact(tx, elder.id, in.contact);
  store::insert(tx.db, tx.vault(), "contact", made);
  elder_store::contact_phone_added(tx, elder, made.phone_index);
  accounts::home_identities_changed(tx);
  return around(tx, elder, act("elder.contact_add", elder, {}, one_change("contacts", "联系人", "", spoken(made))));
}

Result<Written> update_contact(command::Tx& tx, const UpdateContact& in) {
  YILIN_TRY(const Elder elder, elder_store::load_active(tx, in.id));
  YILIN_TRY(const Contact before, find_contact(tx, elder.id, in.contact_id));
  if (before.version != in.version) return fail(yilin::errors::conflict);
  NewContact wanted = in.contact;
  if (wanted.phone.empty()) wanted.phone = before.phone;  // who edits sees it masked
  YILIN_CHECK(rules::check_contact(wanted, "contact."));
  Contact after = before;
  after.name = wanted.name;
  after.relation = wanted.relation;
  after.phone = wanted.phone;
  after.phone_index = memory(tx.kernel).tokens.phone_index(wanted.phone);
  after.is_guardian = wanted.is_guardian;
  after.may_order = wanted.may_order;
  after.is_emergency = wanted.is_emergency;
  after.authority_until = wanted.authority_until;
  after.version = before.version + 1;
  after.updated_at = tx.now;
  store::update(tx.db, tx.vault(), "contact", after);
  if (after.phone_index != before.phone_index) {
    elder_store::contact_phone_dropped(tx, elder, before.phone_index);
    elder_store::contact_phone_added(tx, elder, after.phone_index);
  }
  accounts::home_identities_changed(tx);
  return around(tx, elder, act("elder.contact_update", elder, {}, one_change("contacts", "联系人", spoken(before), spoken(after))));
}

Result<Written> end_contact(command::Tx& tx, const EndContact& in) {
  YILIN_CHECK(rules::check_reason(in.reason));
  YILIN_TRY(const Elder elder, elder_store::load_visible(tx, in.id));
  YILIN_TRY(Contact contact, find_contact(tx, elder.id, in.contact_id));
  contact.ended_on = tx.today();
  contact.version += 1;
  contact.updated_at = tx.now;
  store::update(tx.db, tx.vault(), "contact", contact, {"ended_on", "version", "updated_at"});
  elder_store::contact_phone_dropped(tx, elder, contact.phone_index);
  accounts::home_identities_changed(tx);
  return around(tx, elder, act("elder.contact_end", elder, in.reason, one_change("contacts", "联系人", spoken(contact), "")));
}

namespace {

void leave_household(command::Tx& tx, ElderId elder) {
  tx.db.queue("UPDATE household_member SET to_date = ? WHERE elder_id = ? AND to_date IS NULL", tx.today(), elder);
}

void enter_household(command::Tx& tx, HouseholdId household, ElderId elder) {
  tx.db.queue("INSERT INTO household_member (id, household_id, elder_id, from_date, to_date) VALUES (?, ?, ?, ?, NULL)",
              tx.new_id<Id<struct HouseholdMemberTag>>(), household, elder, tx.today());
}

}  // namespace

Result<Written> join_household(command::Tx& tx, const JoinHousehold& in) {
  YILIN_TRY(const Elder before, elder_store::load_active(tx, in.id));
  Elder after = before;
  std::string with;
  if (in.with_elder_id) {
    YILIN_TRY(const Elder other, elder_store::load_active(tx, in.with_elder_id));
    if (other.id == before.id) return fail_field("with_elder_id", "与谁同住", "请选择另一位老人。");
    with = other.name;
    Elder joined = other;
    if (!joined.household_id) {
      const Household made{tx.new_id<HouseholdId>(), other.region, other.address, tx.now};
      store::insert(tx.db, tx.vault(), "household", made);
      enter_household(tx, made.id, other.id);
      joined.household_id = made.id;
      elder_store::update(tx, other, joined);
      YILIN_CHECK(tx.announce(ElderChanged{other.id, other.region}));
    }
    after.household_id = joined.household_id;
  } else {
    after.household_id = {};
  }
  if (after.household_id == before.household_id) return fail(yilin::errors::conflict, "家庭关系没有变化。");
  leave_household(tx, before.id);
  if (after.household_id) enter_household(tx, after.household_id, after.id);
  elder_store::update(tx, before, after);
  return around(tx, after, act("elder.household", after, {},
                               one_change("household_id", "同住", "", with.empty() ? "单独立户" : "与" + with + "同住")));
}

}  // namespace yilin::registry::commands
