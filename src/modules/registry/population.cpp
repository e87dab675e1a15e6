#include "modules/registry/population.h"

#include <algorithm>
#include <queue>

#include "base/assert.h"

namespace yilin::registry {

Person person_of(const Elder& e, std::uint32_t labels, std::uint32_t labels_pending) {
  Person p;
  p.facts = {e.id,     e.region,       e.birth,        e.sex, e.living, e.ability, e.state, labels, labels_pending,
             e.household_id, static_cast<std::int32_t>(e.lon_e6), static_cast<std::int32_t>(e.lat_e6)};
  const matching::Key key = matching::key_of(e);
  p.card = key.card;
  p.name = key.name;
  p.pinyin = key.pinyin;
  p.phone = key.phone;
  return p;
}

void Population::Block::put(std::size_t at, const Person& p, std::uint32_t community_at, std::uint8_t state_shown) {
  const Facts& f = p.facts;
  id[at] = f.id.value;
  card[at] = p.card;
  region[at] = f.region.value;
  community[at] = community_at;
  household[at] = f.household.value;
  lon[at] = f.lon_e6;
  lat[at] = f.lat_e6;
  birth[at] = f.birth.days;
  labels[at] = f.labels;
  pending[at] = f.labels_pending;
  name[at] = p.name;
  pinyin[at] = p.pinyin;
  phone[at] = p.phone;
  sex[at] = static_cast<std::uint8_t>(f.sex);
  living[at] = static_cast<std::uint8_t>(f.living);
  ability[at] = static_cast<std::int8_t>(f.ability);
  state[at] = state_shown;
}

Person Population::Block::get(std::size_t at) const {
  Person p;
  p.facts = {ElderId{id[at]},
             RegionCode{region[at]},
             Date{birth[at]},
             static_cast<Sex>(sex[at]),
             static_cast<Living>(living[at]),
             static_cast<Ability>(ability[at]),
             static_cast<ElderState>(state[at]),
             labels[at],
             pending[at],
             HouseholdId{household[at]},
             lon[at],
             lat[at]};
  p.card = card[at];
  p.name = name[at];
  p.pinyin = pinyin[at];
  p.phone = phone[at];
  return p;
}

// ---- the writer's thread ----

std::uint32_t Population::community_at(RegionCode region) {
  const auto [known, fresh] = community_of_.emplace(region.value, static_cast<std::uint32_t>(communities_.size()));
  if (fresh) {
    const std::unique_lock lock(communities_mutex_);
    communities_.push_back(region);
  }
  return known->second;
}

std::uint64_t Population::sound_key(const matching::Key& key) {
  return std::uint64_t{key.pinyin} << 32 | static_cast<std::uint32_t>(key.birth.days);
}

void Population::index(Slot slot, const Person& p) {
  const matching::Key key = p.key();
  by_id_.insert(static_cast<std::uint64_t>(p.facts.id.value), slot);
  if (p.card != 0) by_card_.insert(static_cast<std::uint64_t>(p.card), slot);
  if (p.pinyin != 0 && p.facts.birth) by_sound_.insert(sound_key(key), slot);
  if (p.phone != 0) by_phone_.insert(p.phone, slot);
}

void Population::unindex(Slot slot, const Person& p) {
  const matching::Key key = p.key();
  by_id_.erase(static_cast<std::uint64_t>(p.facts.id.value), slot);
  if (p.card != 0) by_card_.erase(static_cast<std::uint64_t>(p.card), slot);
  if (p.pinyin != 0 && p.facts.birth) by_sound_.erase(sound_key(key), slot);
  if (p.phone != 0) by_phone_.erase(p.phone, slot);
}

Population::Slot Population::stage(const Person& person) {
  // The second try of a transaction meets what the first one left.
  if (const auto left = slot_of(person.facts.id)) {
    change(person);
    Block& b = block(*left);
    const std::unique_lock lock(b.mutex);
    b.state[*left % kBlock] = kHidden;
    return *left;
  }
  const std::size_t slot = size_.load(std::memory_order_relaxed);
  YILIN_ASSERT(slot < kBlock * kBlocksMax);
  auto& owner = blocks_[slot / kBlock];
  if (!owner) owner = std::make_unique<Block>();
  const std::uint32_t community = community_at(person.facts.region);
  {
    const std::unique_lock lock(owner->mutex);
    const std::int64_t id = person.facts.id.value;
    owner->put(slot % kBlock, person, community, kHidden);
    owner->id_min = owner->used == 0 ? id : std::min(owner->id_min, id);
    owner->id_max = std::max(owner->id_max, id);
    ++owner->used;
  }
  size_.store(slot + 1, std::memory_order_release);
  index(static_cast<Slot>(slot), person);
  return static_cast<Slot>(slot);
}

void Population::reveal(Slot slot, ElderState state) {
  Block& b = block(slot);
  const std::unique_lock lock(b.mutex);
  b.state[slot % kBlock] = static_cast<std::uint8_t>(state);
}

void Population::change(const Person& person) {
  const auto slot = slot_of(person.facts.id);
  if (!slot) return;
  Block& b = block(*slot);
  Person before;
  {
    const std::shared_lock lock(b.mutex);
    before = b.get(*slot % kBlock);
  }
  unindex(*slot, before);
  const std::uint32_t community = community_at(person.facts.region);
  {
    const std::unique_lock lock(b.mutex);
    b.put(*slot % kBlock, person, community, static_cast<std::uint8_t>(person.facts.state));
  }
  index(*slot, person);
}

void Population::remove(ElderId elder) {
  const auto slot = slot_of(elder);
  if (!slot) return;
  Block& b = block(*slot);
  Person before;
  {
    const std::unique_lock lock(b.mutex);
    before = b.get(*slot % kBlock);
    b.state[*slot % kBlock] = kHidden;
  }
  unindex(*slot, before);
}

void Population::set_labels(ElderId elder, std::uint32_t labels, std::uint32_t pending) {
  const auto slot = slot_of(elder);
  if (!slot) return;
  Block& b = block(*slot);
  const std::unique_lock lock(b.mutex);
  b.labels[*slot % kBlock] = labels;
  b.pending[*slot % kBlock] = pending;
}

void Population::redirect(ElderId merged, ElderId kept) {
  const std::unique_lock lock(redirects_mutex_);
  if (const auto old = redirects_.find(merged.value); old != redirects_.end()) {
    const auto [first, last] = merged_into_.equal_range(old->second);
    merged_into_.erase(std::find_if(first, last, [&](const auto& entry) { return entry.second == merged.value; }));
    redirects_.erase(old);
  }
  if (!kept) return;
  redirects_.emplace(merged.value, kept.value);
  merged_into_.emplace(kept.value, merged.value);
}

void Population::with_card(std::int64_t card, const std::function<void(const Seen&)>& visit) const {
  if (card == 0) return;
  std::vector<Slot> slots;
  by_card_.find(static_cast<std::uint64_t>(card), [&](Slot slot) {
    slots.push_back(slot);
    return true;
  });
  for (const Slot slot : slots) {
    const Block& b = block(slot);
    const std::shared_lock lock(b.mutex);
    if (b.card[slot % kBlock] == card) visit({b.get(slot % kBlock), b.state[slot % kBlock] == kHidden});
  }
}

void Population::alike(const matching::Key& key, const std::function<void(const Seen&)>& visit) const {
  std::array<Slot, kCandidatesMax> slots;
  int found = 0;
  const auto gather = [&](Slot slot) {
    if (std::find(slots.begin(), slots.begin() + found, slot) == slots.begin() + found) slots[found++] = slot;
    return found < kCandidatesMax;
  };
  if (key.pinyin != 0 && key.birth) by_sound_.find(sound_key(key), gather);
  if (key.phone != 0 && found < kCandidatesMax) by_phone_.find(key.phone, gather);
  for (int i = 0; i < found; ++i) {
    const Block& b = block(slots[i]);
    const std::size_t at = slots[i] % kBlock;
    const std::shared_lock lock(b.mutex);
    if (b.state[at] == static_cast<std::uint8_t>(ElderState::merged)) continue;
    visit({b.get(at), b.state[at] == kHidden});
  }
}

// ---- any thread ----

std::optional<Population::Slot> Population::slot_of(ElderId elder) const {
  std::optional<Slot> out;
  by_id_.find(static_cast<std::uint64_t>(elder.value), [&](Slot slot) {
    if (block(slot).id[slot % kBlock] != elder.value) return true;  // an id never changes: no lock
    out = slot;
    return false;
  });
  return out;
}

ElderId Population::resolve(ElderId elder) const {
  const std::shared_lock lock(redirects_mutex_);
  if (redirects_.empty()) return elder;
  for (int steps = 0; steps < 16; ++steps) {
    const auto found = redirects_.find(elder.value);
    if (found == redirects_.end()) break;
    elder = ElderId{found->second};
  }
  return elder;
}

std::vector<ElderId> Population::all_of(ElderId elder) const {
  std::vector<ElderId> out{resolve(elder)};
  const std::shared_lock lock(redirects_mutex_);
  if (merged_into_.empty()) return out;
  for (std::size_t i = 0; i < out.size(); ++i)  // who was merged into somebody who was merged, too
    for (auto [first, last] = merged_into_.equal_range(out[i].value); first != last; ++first) out.push_back({first->second});
  return out;
}

std::optional<Person> Population::find(ElderId elder) const {
  const auto slot = slot_of(resolve(elder));
  if (!slot) return std::nullopt;
  const Block& b = block(*slot);
  const std::shared_lock lock(b.mutex);
  if (b.state[*slot % kBlock] == kHidden) return std::nullopt;
  return b.get(*slot % kBlock);
}

std::size_t Population::bytes() const {
  const std::size_t blocks = (size() + kBlock - 1) / kBlock;
  return sizeof(*this) + blocks * sizeof(Block) + by_id_.bytes() + by_card_.bytes() + by_sound_.bytes() + by_phone_.bytes();
}

}  // namespace yilin::registry
