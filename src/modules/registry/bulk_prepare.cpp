#include "modules/registry/bulk_prepare.h"

#include "kernel/entity/store.h"
#include "modules/registry/elder_store.h"

namespace yilin::registry {

std::span<const sql::Literal> elder_columns() {
  static constexpr sql::Literal names[] = {
      "id",       "id_card_index", "phone_index", "match_key", "region",   "birth",       "sex",     "living",
      "ability",  "state",         "household_id", "lon_e6",   "lat_e6",   "name",        "pinyin",  "initials",
      "datum",    "phone_use",     "id_card",     "phone",     "address",  "ethnicity",   "marital", "died_on",
      "moved_to", "merged_into",   "source",      "run_id",    "version",  "created_at",  "updated_at"};
  return names;
}

std::span<const sql::Literal> label_columns() {
  static constexpr sql::Literal names[] = {"id",       "elder_id", "label",    "valid_from",
                                           "valid_to", "evidence", "verified", "created_at"};
  return names;
}

std::span<const sql::Literal> contact_columns() {
  static constexpr sql::Literal names[] = {"id",           "elder_id",  "name",            "relation",     "phone",
                                           "phone_index",  "is_guardian", "may_order",     "authority_until", "is_emergency",
                                           "ended_on",     "version",   "created_at",      "updated_at"};
  return names;
}

Result<std::vector<PreparedElder>> Preparer::prepare(std::vector<NewElder> rows) const {
  const Date today = civil_date(kernel_.clock.now());
  const auto community_of = elder_store::community_of(kernel_);
  std::vector<PreparedElder> out(rows.size());
  std::vector<std::optional<Elder>> elders(rows.size());
  std::size_t ids_wanted = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto admitted = rules::admit(rows[i], community_of, today);
    if (!admitted) {
      out[i].row.fate = BulkRow::Fate::refused;
      out[i].row.error = std::move(admitted).error();
      continue;
    }
    elder_store::fill_indexes(*admitted, memory_.tokens);
    // Whoever is known already is not worth sealing; the writer looks again for the others.
    memory_.people.with_card(admitted->id_card_index, [&](const Population::Seen& seen) {
      if (seen.staged || seen.person.facts.birth != admitted->birth) return;
      out[i].row.fate = BulkRow::Fate::known;
      out[i].row.elder = memory_.people.resolve(seen.person.facts.id);
    });
    if (out[i].row.fate == BulkRow::Fate::known) continue;
    elders[i] = std::move(*admitted);
    ids_wanted += 1 + rows[i].labels.size() + rows[i].contacts.size();
  }
  YILIN_TRY(const std::vector<std::int64_t> ids, ids_.take(ids_wanted));
  std::span<const std::int64_t> rest = ids;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!elders[i]) continue;
    const std::size_t n = 1 + rows[i].labels.size() + rows[i].contacts.size();
    fill(out[i], std::move(*elders[i]), rows[i], rest.first(n), today);
    rest = rest.subspan(n);
  }
  return out;
}

void Preparer::fill(PreparedElder& out, Elder elder, const NewElder& in, std::span<const std::int64_t> ids, Date today) const {
  const Instant now = kernel_.clock.now();
  elder.id = ElderId{ids.front()};
  ids = ids.subspan(1);
  elder.source = source_;
  elder.run_id = run_;
  elder.created_at = elder.updated_at = now;

  std::vector<ElderLabel> labels;
  for (const NewLabel& l : in.labels) {
    labels.push_back({LabelId{ids.front()}, elder.id, l.label, l.valid_from ? l.valid_from : today, l.valid_to, l.evidence,
                      l.verified, now});
    ids = ids.subspan(1);
    out.labels.push_back(entity::store::values(labels.back(), kernel_.vault, "elder_label"));
    if (const Date next = rules::next_change(labels.back(), today))
      out.deadlines.push_back({"registry.label", labels.back().id.value, start_of_day(next)});
  }
  std::vector<std::int64_t> phones;
  for (const NewContact& c : in.contacts) {
    Contact made;
    made.id = ContactId{ids.front()};
    ids = ids.subspan(1);
    made.elder_id = elder.id;
    made.name = c.name;
    made.relation = c.relation;
    made.phone = c.phone;
    made.phone_index = memory_.tokens.phone_index(c.phone);
    made.is_guardian = c.is_guardian;
    made.may_order = c.may_order;
    made.is_emergency = c.is_emergency;
    made.authority_until = c.authority_until;
    made.created_at = made.updated_at = now;
    phones.push_back(made.phone_index);
    out.contacts.push_back(entity::store::values(made, kernel_.vault, "contact"));
  }
  const rules::LabelMasks masks = rules::masks_on(labels, today);
  out.person = person_of(elder, masks.verified, masks.pending);
  out.tokens = memory_.tokens.of(elder, phones);
  out.elder = entity::store::values(elder, kernel_.vault, "elder");
  out.row.elder = elder.id;
}

}  // namespace yilin::registry
