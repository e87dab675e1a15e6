#include "modules/registry/memory.h"

#include "base/log.h"
#include "modules/registry/rules.h"

namespace yilin::registry {
namespace {

void load_people(sql::Connection& db, Population& people) {
  auto rows = db.stream(sql::Statement(
      "SELECT id, id_card_index, phone_index, match_key, region, birth, sex, living, ability, state, household_id, lon_e6, lat_e6 "
      "FROM elder ORDER BY id"));
  while (rows.next()) {
    Person p;
    p.facts.id = rows.id<ElderId>(0);
    p.card = rows.integer(1);
    p.phone = static_cast<std::uint32_t>(rows.integer(2));
    p.name = matching::name_of(rows.integer(3));
    p.pinyin = matching::pinyin_of(rows.integer(3));
    p.facts.region = {rows.integer(4)};
    if (!rows.null(5)) p.facts.birth = {static_cast<std::int32_t>(rows.integer(5))};
    p.facts.sex = static_cast<Sex>(rows.integer(6));
    p.facts.living = static_cast<Living>(rows.integer(7));
    p.facts.ability = static_cast<Ability>(rows.integer(8));
    p.facts.state = static_cast<ElderState>(rows.integer(9));
    p.facts.household = rows.id<HouseholdId>(10);
    p.facts.lon_e6 = static_cast<std::int32_t>(rows.integer(11));
    p.facts.lat_e6 = static_cast<std::int32_t>(rows.integer(12));
    people.add(p);
  }
}

void load_labels(sql::Connection& db, Population& people, Date today) {
  auto rows = db.stream(sql::Statement(
      "SELECT elder_id, label, verified FROM elder_label WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)", today,
      today));
  while (rows.next()) {
    const auto elder = rows.id<ElderId>(0);
    const auto found = people.find(elder);
    if (!found) continue;
    const std::uint32_t label = bit(static_cast<Label>(rows.integer(1)));
    std::uint32_t verified = found->facts.labels, pending = found->facts.labels_pending;
    (rows.integer(2) != 0 ? verified : pending) |= label;
    people.set_labels(elder, verified, pending & ~verified);
  }
}

void load_redirects(sql::Connection& db, Population& people) {
  auto rows = db.stream(sql::Statement("SELECT merged, kept FROM elder_merge WHERE state = ?", MergeState::merged));
  while (rows.next()) people.redirect(rows.id<ElderId>(0), rows.id<ElderId>(1));
}

}  // namespace

Memory& memory(const Kernel& kernel) { return kernel.parts.get<Memory>(); }

void load(Kernel& kernel, Memory& memory) {
  const std::int64_t start = kernel.clock.monotonic_us();
  auto lease = kernel.readers->borrow();
  load_people(*lease, memory.people);
  load_labels(*lease, memory.people, civil_date(kernel.clock.now()));
  load_redirects(*lease, memory.people);
  log::info("population_loaded", {{"elders", memory.people.size()},
                                  {"bytes", memory.people.bytes()},
                                  {"ms", (kernel.clock.monotonic_us() - start) / 1000}});
}

}  // namespace yilin::registry
