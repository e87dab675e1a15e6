// The façade (registry.h).
#include "modules/registry/registry.h"

#include <algorithm>

#include "kernel/entity/store.h"
#include "modules/registry/commands.h"
#include "modules/registry/elder_store.h"
#include "modules/registry/reading.h"
#include "modules/registry/rules.h"
#include "modules/registry/search.h"

namespace yilin::registry {
namespace {

constexpr std::size_t kPhoneMatchesMax = 20;

Result<ElderBrief> visible_brief(sql::Connection& db, Kernel& kernel, const access::Caller& caller, ElderId id, Date today) {
  const ElderId kept = memory(kernel).people.resolve(id);
  auto rows = db.rows(entity::store::select<Elder>("elder", "e")
                          .add(" WHERE e.id = ?", kept)
                          .add(access::visible({.region = "e.region", .elder = "e.id"}, caller)));
  if (!rows.next()) return fail(yilin::errors::not_found);
  return reading::briefs_of({entity::store::read<Elder>(rows, kernel.vault, "elder")}, kernel, today).front();
}

}  // namespace

std::optional<Facts> facts(const Kernel& kernel, ElderId elder) {
  const auto person = memory(kernel).people.find(elder);
  if (!person) return std::nullopt;
  return person->facts;
}

std::vector<RegionRange> scope_of(const access::Caller& caller, RegionCode region) {
  const RegionRange wanted = region.subtree();
  if (caller.kind == access::CallerKind::system) return {wanted};
  std::vector<RegionRange> out;
  if (caller.kind != access::CallerKind::staff) return out;
  for (const RegionRange& r : caller.scope) {
    const RegionRange cut{std::max(r.lo, wanted.lo), std::min(r.hi, wanted.hi)};
    if (!cut.empty()) out.push_back(cut);
  }
  return out;
}

std::int64_t count(const Kernel& kernel, const Filter& filter) { return memory(kernel).people.count(filter); }

std::vector<ElderId> page(const Kernel& kernel, const Filter& filter, ElderId after, std::size_t limit) {
  return memory(kernel).people.page(filter, after, limit);
}

void for_each(const Kernel& kernel, const Filter& filter, const std::function<void(const Facts&)>& visit) {
  memory(kernel).people.for_each(filter, visit);
}

std::vector<Tally> tally(const Kernel& kernel, const Filter& filter, RegionLevel level, Date today) {
  return memory(kernel).people.tally(filter, level, today);
}

Result<ElderBrief> brief(const command::Reader& reader, ElderId elder) {
  return visible_brief(reader.db, reader.kernel, reader.caller, elder, reader.today());
}

Result<ElderBrief> brief(command::Tx& tx, ElderId elder) {
  return visible_brief(tx.db, tx.kernel, tx.caller, elder, tx.today());
}

Result<Standing> standing(command::Tx& tx, ElderId elder) {
  const ElderId kept = memory(tx.kernel).people.resolve(elder);
  auto rows = tx.db.rows(sql::Statement("SELECT e.region, e.state FROM elder e WHERE e.id = ?", kept)
                             .add(access::visible({.region = "e.region", .elder = "e.id"}, tx.caller)));
  if (!rows.next()) return fail(yilin::errors::not_found);
  return Standing{kept, {rows.integer(0)}, static_cast<ElderState>(rows.integer(1))};
}

std::vector<ElderBrief> briefs(sql::Connection& db, Kernel& kernel, std::span<const ElderId> elders, Date today) {
  std::vector<ElderId> kept;
  for (const ElderId id : elders) kept.push_back(memory(kernel).people.resolve(id));
  return reading::briefs_of(reading::rows(db, kernel, kept), kernel, today);
}

std::vector<ElderId> ids_of(const Kernel& kernel, ElderId elder) { return memory(kernel).people.all_of(elder); }

sql::Statement of_elder(sql::Literal column, const Kernel& kernel, ElderId elder) {
  sql::Statement out(" AND ");
  const std::vector<ElderId> ids = ids_of(kernel, elder);
  out.add(column).add(" IN (?", ids.front());
  for (std::size_t i = 1; i < ids.size(); ++i) out.add(", ?", ids[i]);
  return out.add(")");
}

Briefs::Briefs(const command::Reader& reader, std::vector<ElderId> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::erase(ids, ElderId{});
  std::vector<ElderId> kept;
  for (const ElderId id : ids) {
    kept.push_back(memory(reader.kernel).people.resolve(id));
    asked_.emplace_back(id, kept.back());
  }
  std::sort(kept.begin(), kept.end());
  kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
  briefs_ = briefs(reader.db, reader.kernel, kept, reader.today());  // in the order asked: by id
}

const ElderBrief* Briefs::find(ElderId id) const {
  const auto asked = std::lower_bound(asked_.begin(), asked_.end(), id, [](const auto& a, ElderId wanted) { return a.first < wanted; });
  if (asked == asked_.end() || asked->first != id) return nullptr;
  const auto found = std::lower_bound(briefs_.begin(), briefs_.end(), asked->second, [](const ElderBrief& b, ElderId wanted) { return b.id < wanted; });
  return found != briefs_.end() && found->id == asked->second ? &*found : nullptr;
}

std::string Briefs::name(ElderId id) const {
  const ElderBrief* brief = find(id);
  return brief != nullptr ? brief->name : std::string();
}

std::vector<PhoneMatch> by_phone(const command::Reader& reader, const Phone& phone) {
  const Memory& m = memory(reader.kernel);
  const std::int64_t index = m.tokens.phone_index(phone);
  const auto ranges = scope_of(reader.caller);
  std::vector<PhoneMatch> own, beside;
  if (index == 0 || ranges.empty()) return own;
  const auto ids = search::ids_of_token(reader.db, Tokens::of_index(index), ranges, kPhoneMatchesMax);
  for (const Elder& elder : reading::rows(reader.db, reader.kernel, ids)) {
    if (elder.state == ElderState::merged || !reader.caller.in_scope(elder.region)) continue;
    const ElderBrief brief = reading::briefs_of({elder}, reader.kernel, reader.today()).front();
    if (elder.phone == phone) own.push_back({brief, std::nullopt});
    for (Contact& c : elder_store::contacts_of(reader.db, reader.kernel, elder.id, false))
      if (c.phone == phone) beside.push_back({brief, std::move(c)});
  }
  std::move(beside.begin(), beside.end(), std::back_inserter(own));
  if (own.size() > kPhoneMatchesMax) own.resize(kPhoneMatchesMax);
  return own;
}

std::vector<Contact> contacts(sql::Connection& db, const Kernel& kernel, ElderId elder) {
  return elder_store::contacts_of(db, kernel, memory(kernel).people.resolve(elder), false);
}

std::optional<ElderId> by_id_card(const command::Reader& reader, const IdCard& card) {
  const Memory& m = memory(reader.kernel);
  std::optional<ElderId> found;
  m.people.with_card(m.tokens.card_index(card), [&](const Population::Seen& seen) {
    if (!seen.staged) found = m.people.resolve(seen.person.facts.id);
  });
  return found;
}

Result<ElderId> create_elder(command::Tx& tx, const NewElder& in, Source source) {
  YILIN_TRY(const Created created, commands::create(tx, in, source));
  return created.id;
}

Status set_ability(command::Tx& tx, ElderId elder, Ability ability) {
  YILIN_TRY(const Elder before, elder_store::load_active(tx, elder));
  Elder after = before;
  after.ability = ability;
  elder_store::update(tx, before, after);
  return tx.announce(ElderChanged{after.id, after.region});
}

Status check(const NewElder& row, Kernel& kernel, Date today) {
  YILIN_CHECK(rules::admit(row, elder_store::community_of(kernel), today));
  return {};
}

}  // namespace yilin::registry
