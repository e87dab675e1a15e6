#pragma once
// A hash index from a 64-bit key to slots of the population, in memory: many shards that grow one at a time, so that no
// insertion waits for the whole to be rebuilt. It stores 32 bits of the key: whoever asks compares the columns.
// One writing thread, any number of readers. About 14 bytes an entry.

#include <array>
#include <cstdint>
#include <shared_mutex>
#include <vector>

namespace yilin::registry {

class SlotIndex {
 public:
  using Slot = std::uint32_t;
  // Of slots with the same key only the first so many are kept: a telephone that hundreds share tells nobody apart.
  static constexpr int kSameMax = 64;

  void insert(std::uint64_t key, Slot slot);
  void erase(std::uint64_t key, Slot slot);  // nothing when it is not there
  // Slots that may have the key; `visit` returns false to stop. It runs under the shard's lock.
  template <class Visit>
  void find(std::uint64_t key, Visit&& visit) const {
    const std::uint64_t hash = mix(key);
    const Shard& shard = shards_[hash >> 54];
    const std::shared_lock lock(shard.mutex);
    if (shard.entries.empty()) return;
    const std::size_t mask = shard.entries.size() - 1;
    const auto mark = static_cast<std::uint32_t>(hash);
    for (std::size_t at = mark & mask; shard.entries[at].slot != kFree; at = (at + 1) & mask) {
      const Entry& e = shard.entries[at];
      if (e.mark == mark && e.slot != kErased && !visit(e.slot)) return;
    }
  }
  std::size_t bytes() const;

 private:
  static constexpr Slot kFree = ~0u, kErased = ~0u - 1;
  static constexpr std::size_t kShards = 1024, kFirstEntries = 16;
  struct Entry {
    std::uint32_t mark = 0;
    Slot slot = kFree;
  };
  struct Shard {
    mutable std::shared_mutex mutex;
    std::vector<Entry> entries;  // a power of two; linear probing, at most 3/4 full
    std::uint32_t used = 0;      // erased ones too
  };
  // splitmix64's finalizer (S. Vigna): every bit of the key reaches every bit of the hash.
  static std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
  }
  static void grow(Shard& shard);
  static void put(std::vector<Entry>& entries, Entry entry);

  std::array<Shard, kShards> shards_;
};

}  // namespace yilin::registry
