// One elder: her record, her timeline, who looked at what.
#include <algorithm>
#include <ranges>
#include <span>

#include <boost/json.hpp>

#include "base/pinyin.h"
#include "kernel/entity/store.h"
#include "kernel/journal/verbs.h"
#include "modules/region/region.h"
#include "modules/registry/cursor.h"
#include "modules/registry/duplicates.h"
#include "modules/registry/elder_store.h"
#include "modules/registry/reading.h"

namespace yilin::registry::reading {
namespace {

namespace json = boost::json;
constexpr int kHouseholdShown = 50;

Result<Elder> visible_row(command::Reader& reader, ElderId id) {
  auto found = reader.db.rows(entity::store::select<Elder>("elder", "e")
                                  .add(" WHERE e.id = ?", memory(reader.kernel).people.resolve(id))
                                  .add(access::visible({.region = "e.region", .elder = "e.id"}, reader.caller)));
  if (!found.next()) return fail(yilin::errors::not_found);
  return entity::store::read<Elder>(found, reader.kernel.vault, "elder");
}

std::vector<HouseholdPerson> household_of(command::Reader& reader, const Elder& elder) {
  std::vector<HouseholdPerson> out;
  if (!elder.household_id) return out;
  auto found = reader.db.rows(
      "SELECT e.id, e.name, e.sex, e.birth FROM household_member h JOIN elder e ON e.id = h.elder_id "
      "WHERE h.household_id = ? AND h.to_date IS NULL AND e.id <> ? AND e.state = 1 ORDER BY h.id LIMIT ?",
      elder.household_id, elder.id, kHouseholdShown);
  while (found.next()) {
    HouseholdPerson p{found.id<ElderId>(0), found.str(1), static_cast<Sex>(found.integer(2)), -1};
    if (!found.null(3)) p.age = age_on(Date{static_cast<std::int32_t>(found.integer(3))}, reader.today());
    out.push_back(std::move(p));
  }
  return out;
}

std::string text_of(const json::object& object, std::string_view key) {
  const json::value* v = object.if_contains(key);
  return v && v->is_string() ? std::string(v->as_string().data(), v->as_string().size()) : std::string();
}

std::vector<FieldChange> changes_in(const std::string& payload) {
  std::vector<FieldChange> out;
  boost::system::error_code error;
  const json::value parsed = json::parse(payload, error);
  if (error || !parsed.is_object()) return out;
  const json::value* list = parsed.as_object().if_contains("changes");
  if (!list || !list->is_array()) return out;
  for (const json::value& item : list->as_array()) {
    if (!item.is_object()) continue;
    const json::object& o = item.as_object();
    out.push_back({text_of(o, "field"), text_of(o, "label"), text_of(o, "before"), text_of(o, "after")});
    if (out.size() == 50) break;
  }
  return out;
}

// Verbs of looking at a number of hers. A call's number is hers too once the call is known to be about her.
constexpr std::string_view kSeeing[] = {"elder.reveal", "call.reveal"};
constexpr std::string_view kAnyVerb[] = {""};

// Newest first, under her id and those that were merged into it: the journal keeps the ids of its day.
std::vector<journal::Entry> acts_about(const command::Reader& reader, ElderId elder, std::span<const std::string_view> verbs, std::int64_t before,
                                       std::int64_t limit) {
  journal::Filter filter;
  filter.before = before;
  filter.limit = static_cast<int>(limit);
  std::vector<journal::Entry> found;
  for (const ElderId id : ids_of(reader.kernel, elder))
    for (const std::string_view verb : verbs) {
      filter.elder = id;
      filter.verb = verb;
      std::ranges::move(reader.kernel.journal->entries(reader.db, filter), std::back_inserter(found));
    }
  std::ranges::sort(found, std::ranges::greater{}, &journal::Entry::seq);
  if (std::ssize(found) > limit) found.erase(found.begin() + limit, found.end());
  return found;
}

// What health fields said before and after is for those who see health.
void hide_health(std::vector<FieldChange>& changes, const entity::Viewer& viewer) {
  for (FieldChange& change : changes) {
    const entity::Field* field = Elder::fields().find(change.field);
    if (field == nullptr || viewer.sees(field->pii_class)) continue;
    change.before = change.after = "＊＊＊";
  }
}

}  // namespace

Result<ElderDetail> detail(command::Reader& reader, const ElderPath& in) {
  YILIN_TRY(Elder elder, visible_row(reader, in.id));
  ElderDetail out;
  out.age = elder.birth ? age_on(elder.birth, elder.died_on ? elder.died_on : reader.today()) : -1;
  out.region_name = region::divisions(reader.kernel)->full_name(elder.region);
  if (const auto person = memory(reader.kernel).people.find(elder.id)) out.labels_now = labels_in(person->facts.labels);
  out.labels = elder_store::labels_of(reader.db, reader.kernel, elder.id);
  out.contacts = elder_store::contacts_of(reader.db, reader.kernel, elder.id, false);
  out.household = household_of(reader, elder);
  auto pairs = reader.db.rows("SELECT COUNT(*) FROM duplicate_pair WHERE state = 1 AND (elder_a = ? OR elder_b = ?)", elder.id,
                              elder.id);
  if (pairs.next()) out.open_duplicates = static_cast<std::int32_t>(pairs.integer(0));
  auto request = reader.db.rows("SELECT id FROM migration_request WHERE elder_id = ? AND state = 1", elder.id);
  if (request.next()) out.open_migration = request.id<MigrationId>(0);
  out.elder = std::move(elder);
  return out;
}

Result<Timeline> timeline(command::Reader& reader, const TimelineQuery& in) {
  YILIN_TRY(const Elder elder, visible_row(reader, in.id));
  YILIN_TRY(const std::int64_t before, cursor::read_id(in.cursor));
  Timeline page;
  for (journal::Entry& e : acts_about(reader, elder.id, kAnyVerb, before, in.limit)) {
    TimelineItem item;
    item.id = std::to_string(e.seq);
    item.at = e.at;
    item.verb = e.verb;
    item.title = journal::verb_label(e.verb);
    item.subject_kind = e.subject_kind;
    item.subject = std::to_string(e.subject);
    item.actor = e.actor_name;
    item.on_behalf = static_cast<bool>(e.on_behalf_of);
    item.reason = e.reason;
    if (e.subject_kind == "elder") item.changes = changes_in(e.payload);
    hide_health(item.changes, reader.caller.viewer);
    page.items.push_back(std::move(item));
  }
  if (page.items.size() == static_cast<std::size_t>(in.limit)) page.next = page.items.back().id;
  return page;
}

Result<ViewerPage> viewers(command::Reader& reader, const TimelineQuery& in) {
  YILIN_TRY(const Elder elder, visible_row(reader, in.id));
  YILIN_TRY(const std::int64_t before, cursor::read_id(in.cursor));
  ViewerPage page;
  std::int64_t last = 0;
  for (const journal::Entry& e : acts_about(reader, elder.id, kSeeing, before, in.limit)) {
    boost::system::error_code error;
    const json::value payload = json::parse(e.payload, error);
    Viewer v{e.at, e.actor_name, {}, e.reason};
    const std::string code = !error && payload.is_object() ? text_of(payload.as_object(), "field") : std::string();
    for (const entity::EnumName& n : enum_names(SecretField{}))
      if (n.code == code) v.field = n.label;
    page.items.push_back(std::move(v));
    last = e.seq;
  }
  if (page.items.size() == static_cast<std::size_t>(in.limit)) page.next = cursor::write_id(last);
  return page;
}

Result<LikelyDuplicates> likely(command::Reader& reader, const CheckDuplicates& in) {
  const Memory& m = memory(reader.kernel);
  Elder asked;
  asked.name = in.name;
  std::string pinyin;
  for (const std::string& syllable : person_pinyin(in.name).syllables) pinyin += syllable;
  asked.match_key = matching::match_key(in.name, pinyin);
  asked.id_card = in.id_card;
  asked.phone = in.phone;
  asked.birth = in.id_card.empty() ? in.birth : in.id_card.birth();
  asked.sex = in.id_card.empty() ? Sex::unknown : in.id_card.sex();
  asked.region = in.region;
  elder_store::fill_indexes(asked, m.tokens);

  LikelyDuplicates out;
  for (const duplicates::Found& found : duplicates::find(m.people, matching::key_of(asked), {})) {
    if (out.items.size() == 10) break;
    LikelyDuplicate item{found.likeness.score, matching::reasons_of(found.likeness.reasons), false, std::nullopt};
    if (reader.caller.in_scope(found.region)) {
      const ElderId ids[] = {found.elder};
      for (ElderBrief& b : briefs(reader.db, reader.kernel, ids, reader.today())) item.elder = std::move(b);
    } else {
      // Only that an ID number is known may be told beyond the scope.
      if (found.likeness.score < matching::kCertain) continue;
      item.elsewhere = true;
      item.reasons = {matching::Reason::same_card};
    }
    out.items.push_back(std::move(item));
  }
  return out;
}

}  // namespace yilin::registry::reading
