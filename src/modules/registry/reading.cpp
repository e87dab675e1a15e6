#include "modules/registry/reading.h"

#include <algorithm>
#include <bit>

#include "base/assert.h"
#include "kernel/entity/store.h"
#include "modules/region/region.h"

namespace yilin::registry::reading {

std::vector<Elder> rows(sql::Connection& db, const Kernel& kernel, std::span<const ElderId> ids) {
  YILIN_ASSERT(ids.size() <= kIdsMax);
  std::vector<Elder> found;
  if (ids.empty()) return found;
  // Lists are filled up with 0 to a power of two, so that few different statements are prepared.
  auto q = entity::store::select<Elder>("elder", "e").add(" WHERE e.id IN (?", ids[0]);
  for (std::size_t i = 1; i < std::bit_ceil(ids.size()); ++i) q.add(", ?", i < ids.size() ? ids[i].value : 0);
  auto result = db.rows(q.add(")"));
  while (result.next()) found.push_back(entity::store::read<Elder>(result, kernel.vault, "elder"));

  std::vector<Elder> ordered;
  ordered.reserve(found.size());
  for (const ElderId id : ids)
    for (Elder& e : found)
      if (e.id == id) ordered.push_back(e);
  return ordered;
}

std::vector<Label> labels_in(std::uint32_t mask) {
  std::vector<Label> out;
  for (; mask != 0; mask &= mask - 1) out.push_back(static_cast<Label>(std::countr_zero(mask)));
  return out;
}

std::vector<ElderBrief> briefs_of(const std::vector<Elder>& elders, Kernel& kernel, Date today) {
  const Population& people = memory(kernel).people;
  const auto divisions = region::divisions(kernel);
  std::vector<ElderBrief> out;
  out.reserve(elders.size());
  for (const Elder& e : elders) {
    ElderBrief b;
    b.id = e.id;
    b.name = e.name;
    b.sex = e.sex;
    b.birth = e.birth;
    b.age = e.birth ? age_on(e.birth, e.died_on ? e.died_on : today) : -1;
    b.region = e.region;
    b.region_name = divisions->full_name(e.region);
    b.address = e.address;
    b.lon_e6 = e.lon_e6;
    b.lat_e6 = e.lat_e6;
    if (const auto person = people.find(e.id)) b.labels = labels_in(person->facts.labels);
    b.ability = e.ability;
    b.living = e.living;
    b.state = e.state;
    b.phone = e.phone;
    b.phone_use = e.phone_use;
    out.push_back(std::move(b));
  }
  return out;
}

Filter filter_of(const ElderQuery& in, const access::Caller& caller, Date today) {
  Filter filter = filter_by_age(scope_of(caller, in.region), in.age_min, in.age_max, today);
  for (const Label l : in.label) filter.labels_any |= bit(l);
  filter.living = in.living;
  // Who may not see health must not find it out by filtering either.
  if (caller.viewer.sees(entity::Pii::health)) filter.ability = in.ability;
  filter.sex = in.sex;
  filter.state = in.state.value_or(ElderState::active);
  return filter;
}

bool passes(const Filter& f, const Facts& e) {
  const bool here = std::any_of(f.ranges.begin(), f.ranges.end(), [&](const RegionRange& r) { return r.contains(e.region); });
  if (!here || e.state == ElderState::merged) return false;
  if (f.state && e.state != *f.state) return false;
  if (f.labels_any != 0 && (e.labels & f.labels_any) == 0) return false;
  if ((f.living && e.living != *f.living) || (f.ability && e.ability != *f.ability) || (f.sex && e.sex != *f.sex)) return false;
  if (f.born_from && !(e.birth && e.birth >= f.born_from)) return false;
  return !f.born_to || (e.birth && e.birth <= f.born_to);
}

}  // namespace yilin::registry::reading
