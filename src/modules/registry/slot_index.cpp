#include "modules/registry/slot_index.h"

#include <mutex>

#include "base/assert.h"

namespace yilin::registry {

void SlotIndex::put(std::vector<Entry>& entries, Entry entry) {
  const std::size_t mask = entries.size() - 1;
  std::size_t at = entry.mark & mask;
  while (entries[at].slot != kFree) at = (at + 1) & mask;
  entries[at] = entry;
}

void SlotIndex::grow(Shard& shard) {
  std::size_t alive = 0;
  for (const Entry& e : shard.entries) alive += e.slot < kErased;
  std::size_t size = kFirstEntries;
  while (size < 2 * alive) size *= 2;
  std::vector<Entry> larger(size);
  for (const Entry& e : shard.entries)
    if (e.slot < kErased) put(larger, e);
  shard.entries = std::move(larger);
  shard.used = static_cast<std::uint32_t>(alive);
}

void SlotIndex::insert(std::uint64_t key, Slot slot) {
  YILIN_ASSERT(slot < kErased);
  const std::uint64_t hash = mix(key);
  Shard& shard = shards_[hash >> 54];
  const std::unique_lock lock(shard.mutex);
  if (4 * (shard.used + 1) > 3 * shard.entries.size()) grow(shard);
  const std::size_t mask = shard.entries.size() - 1;
  const Entry entry{static_cast<std::uint32_t>(hash), slot};
  std::size_t at = entry.mark & mask;
  for (int same = 0; shard.entries[at].slot != kFree; at = (at + 1) & mask) {
    const Entry& e = shard.entries[at];
    if (e.mark != entry.mark || e.slot == kErased) continue;
    if (e.slot == slot || ++same == kSameMax) return;
  }
  shard.entries[at] = entry;
  ++shard.used;
}

void SlotIndex::erase(std::uint64_t key, Slot slot) {
  const std::uint64_t hash = mix(key);
  Shard& shard = shards_[hash >> 54];
  const std::unique_lock lock(shard.mutex);
  if (shard.entries.empty()) return;
  const std::size_t mask = shard.entries.size() - 1;
  const auto mark = static_cast<std::uint32_t>(hash);
  for (std::size_t at = mark & mask; shard.entries[at].slot != kFree; at = (at + 1) & mask) {
    Entry& e = shard.entries[at];
    if (e.mark != mark || e.slot != slot) continue;
    e.slot = kErased;
    return;
  }
}

std::size_t SlotIndex::bytes() const {
  std::size_t total = sizeof(*this);
  for (const Shard& shard : shards_) {
    const std::shared_lock lock(shard.mutex);
    total += shard.entries.capacity() * sizeof(Entry);
  }
  return total;
}

}  // namespace yilin::registry
