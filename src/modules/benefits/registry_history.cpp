// What the registry said, and since when: once it changes its mind about an elder, both its old word and its new one become records, so
// that a past month can be decided again as it was known then.
#include <map>

#include "base/log.h"
#include "modules/benefits/decide.h"
#include "modules/benefits/fact_views.h"
#include "modules/benefits/rows.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {

constexpr std::string_view kFollow = "benefits.follow";

struct Word {
  FactRecordId id;
  std::string value;
};
// The last word of the registry by fact, as records have it.
std::map<std::string, Word> told(command::Tx& tx, const registry::Facts& her, std::int64_t house) {
  std::map<std::string, Word> out;
  auto rows = tx.db.rows("SELECT fact, id, value FROM fact_record WHERE subject IN (?, ?) AND origin = ? ORDER BY id", her.id, house, Origin::registry);
  while (rows.next()) out[rows.str(0)] = {rows.id<FactRecordId>(1), rows.str(2)};
  return out;
}

std::int64_t house_of(const registry::Facts& f) { return f.household ? f.household.value : f.id.value; }

std::vector<Said> words(command::Tx& tx, const registry::Facts& f) { return registry_says(f, region::divisions(tx.kernel)->urban(f.region)); }

void insert(command::Tx& tx, FactRecord r) {
  r.id = tx.new_id<FactRecordId>();
  entity::store::insert(tx.db, tx.vault(), "fact_record", r);
}

// Its old word, while memory still has it.
void keep_old_word(command::Tx& tx, const registry::Facts& her, const std::map<std::string, Word>& before) {
  for (const Said& s : words(tx, her))
    if (!before.contains(std::string(s.fact))) insert(tx, record_of(s, her, house_of(her)));
}

// The records that make her facts what `now` says; the facts that changed.
std::vector<std::string> write_news(command::Tx& tx, const registry::Facts& now, const std::map<std::string, Word>& before, Date death = {}) {
  std::vector<std::string> changed;
  std::map<std::string, Said> news;
  for (const Said& s : words(tx, now)) news.emplace(s.fact, s);
  const auto add = [&](const Said& said, Date from, FactRecordId replaces) {
    FactRecord r = record_of(said, now, house_of(now));
    r.recorded_at = tx.now;
    r.valid_from = from;
    r.replaces = replaces;
    r.by_user = tx.caller.user;
    insert(tx, std::move(r));
    changed.emplace_back(said.fact);
  };
  for (const auto& [fact, said] : news) {
    const auto old = before.find(fact);
    if (old != before.end() && old->second.value == said.value) continue;
    const bool always = fact == kBirth;                      // she was not born anew
    const bool restored = fact == kAlive && said.value == "是";  // the death was recorded in error
    const FactRecordId replaces = (always || restored) && old != before.end() ? old->second.id : FactRecordId{};
    add(said, always || restored ? Date{} : fact == kAlive && death ? death : tx.today(), replaces);
  }
  for (const auto& [fact, old] : before)
    if (!news.contains(fact) && !old.value.empty()) add({fact, "", "老人档案", fact.starts_with("家庭.")}, tx.today(), {});
  return changed;
}

// Decides her again in memory.
void refresh(command::Tx& tx, ElderId elder) {
  if (!live(tx.kernel).wanted()) return;
  const auto dossier = load_dossier(tx.db, tx.kernel, elder);
  if (!dossier) return;
  const auto rules = policies::in_force(tx.kernel);
  const CaseFile file = build_case(*rules, *dossier, {Month::of(tx.today()), tx.now, false, {}}, urban(tx.kernel, *dossier));
  std::vector<Live::Change> changes;
  for (const KnownFact& k : file.facts) changes.push_back(change_of(*rules, *dossier, file, rules->name(k.fact).text));
  tx.after_commit([&memory = live(tx.kernel), changes = std::move(changes), newest = dossier->records.empty() ? FactRecordId{} : dossier->records.back().id]() mutable {
    memory.apply(std::move(changes), newest);
  });
}

Status changed(command::Tx& tx, ElderId elder) {
  const auto old = registry::facts(tx.kernel, elder);
  if (!old) return {};
  const auto before = told(tx, *old, house_of(*old));
  keep_old_word(tx, *old, before);
  tx.after_commit([&kernel = tx.kernel, elder] {
    if (const auto f = registry::facts(kernel, elder); f && kernel.parts.get<Households>().put(f->id, f->household)) live(kernel).outdate();
  });
  tx.set_deadline(kFollow, elder.value, tx.now);  // labels and household show in memory after the commit
  return {};
}

// Where she lived until now: her part of the months that are frozen already.
void remember_home(command::Tx& tx, ElderId elder, RegionCode community) {
  tx.db.queue("DELETE FROM benefit_home WHERE elder_id = ? AND until_at = ?", elder, tx.now);
  tx.db.queue("INSERT INTO benefit_home (elder_id, until_at, community) VALUES (?, ?, ?)", elder, tx.now, community);
}

// What is open about her is handled where she lives now.
void follow_home(command::Tx& tx, ElderId elder, RegionCode to) {
  for (const ElderId id : registry::ids_of(tx.kernel, elder)) {
    tx.db.queue("UPDATE benefit_application SET region = ? WHERE elder_id = ?", to, id);
    tx.db.queue("UPDATE award SET region = ? WHERE elder_id = ?", to, id);
    tx.db.queue("UPDATE benefit_task SET region = ? WHERE elder_id = ?", to, id);
    tx.db.queue("UPDATE adjustment SET region = ? WHERE elder_id = ?", to, id);
    tx.db.queue("UPDATE staff_relative SET region = ? WHERE elder_id = ?", to, id);
  }
}

Status died(command::Tx& tx, const registry::ElderDied& e) {
  const auto old = registry::facts(tx.kernel, e.elder);
  if (!old) return {};
  keep_old_word(tx, *old, told(tx, *old, house_of(*old)));
  registry::Facts now = *old;
  now.state = registry::ElderState::dead;
  write_news(tx, now, told(tx, *old, house_of(*old)), e.on);
  refresh(tx, e.elder);
  return {};
}

Status restored(command::Tx& tx, const registry::ElderRestored& e) {
  const auto old = registry::facts(tx.kernel, e.elder);
  if (!old) return {};
  registry::Facts now = *old;
  now.state = registry::ElderState::active;
  write_news(tx, now, told(tx, *old, house_of(*old)));
  refresh(tx, e.elder);
  return {};
}

Status follow(command::Tx& tx, ElderId elder) {
  const auto now = registry::facts(tx.kernel, elder);
  if (!now || now->state == registry::ElderState::merged || now->state == registry::ElderState::dead) {
    tx.nothing_to_do();
    return {};
  }
  const auto changes = write_news(tx, *now, told(tx, *now, house_of(*now)));
  if (changes.empty()) {
    tx.nothing_to_do();
    return {};
  }
  std::string payload = "{\"facts\":[";
  for (const std::string& fact : changes) {
    if (payload.back() == '"') payload += ',';
    entity::append_json_string(payload, fact);
  }
  refresh(tx, elder);
  tx.record({"fact.follow", "elder", now->id.value, now->region, now->id, {}, payload + "]}"});
  return {};
}

}  // namespace

void follow_registry(Kernel& kernel) {
  Households& households = kernel.parts.put<Households>();
  registry::Filter everybody;
  everybody.ranges = {RegionCode{}.subtree()};
  everybody.state.reset();
  registry::for_each(kernel, everybody, [&](const registry::Facts& f) {
    if (f.household && f.state != registry::ElderState::merged) households.put(f.id, f.household);
  });
  auto& on = kernel.notifications;
  on.on<registry::ElderChanged>([](command::Tx& tx, const registry::ElderChanged& e) { return changed(tx, e.elder); });
  on.on<registry::ElderDied>(died);
  on.on<registry::ElderRestored>(restored);
  const auto whole = [](command::Tx& tx) -> Status {
    tx.after_commit([&memory = live(tx.kernel)] { memory.outdate(); });
    return {};
  };
  on.on<registry::ElderRegistered>([whole](command::Tx& tx, const registry::ElderRegistered&) { return whole(tx); });
  on.on<registry::EldersImported>([whole](command::Tx& tx, const registry::EldersImported&) { return whole(tx); });
  on.on<registry::ElderMoved>([whole](command::Tx& tx, const registry::ElderMoved& e) -> Status {
    if (e.to.value != 0) {
      YILIN_CHECK(changed(tx, e.elder));
      remember_home(tx, e.elder, e.from);
      follow_home(tx, e.elder, e.to);
    }
    return whole(tx);
  });
  on.on<registry::EldersMerged>([whole](command::Tx& tx, const registry::EldersMerged& e) -> Status {
    if (const auto merged = registry::facts(tx.kernel, e.merged)) remember_home(tx, e.merged, merged->region);
    return whole(tx);
  });
  on.on<registry::ElderUnmerged>([whole](command::Tx& tx, const registry::ElderUnmerged&) { return whole(tx); });
  on.on<registry::ElderWithdrawing>([](command::Tx& tx, const registry::ElderWithdrawing& e) -> Status {
    if (tx.db.rows("SELECT 1 FROM fact_record WHERE subject = ? AND origin <> ? LIMIT 1", e.elder, Origin::registry).next() ||
        tx.db.rows("SELECT 1 FROM benefit_application WHERE elder_id = ? LIMIT 1", e.elder).next() ||
        tx.db.rows("SELECT 1 FROM award WHERE elder_id = ? LIMIT 1", e.elder).next() || tx.db.rows("SELECT 1 FROM benefit_task WHERE elder_id = ? LIMIT 1", e.elder).next())
      *e.in_use = true;
    return {};
  });
  kernel.deadlines->handle(kFollow, [](command::Tx& tx, const command::Deadline& d) { return follow(tx, {d.subject}); });
}

}  // namespace yilin::benefits
