#pragma once
// The population columns: every elder as a structure of arrays in memory, 68-odd bytes each plus four hash indexes; built
// at start, kept fresh by each commit. Nothing here reads SQL.
//
// One writing thread (the cell's writer), any number of readers. Elders lie in blocks of 16,384 with a lock each, so that
// no pass holds the writer up for more than one block.
//
// A new elder is staged while her transaction runs: matching and the look-up of ID numbers see her already, readers do
// not. After the commit she is revealed; if the transaction is rolled back she stays staged for ever, which costs her
// bytes until the next start. Whoever meets a staged elder asks the database whether she exists.

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "modules/registry/matching.h"
#include "modules/registry/registry.h"
#include "modules/registry/slot_index.h"

namespace yilin::registry {

// One elder's columns.
struct Person {
  Facts facts;
  std::int64_t card = 0;
  std::uint32_t name = 0, pinyin = 0, phone = 0;
  matching::Key key() const { return {card, name, pinyin, phone, facts.birth, facts.sex, facts.region}; }
};
Person person_of(const Elder& elder, std::uint32_t labels, std::uint32_t labels_pending);

class Population {
 public:
  using Slot = SlotIndex::Slot;
  static constexpr std::size_t kBlock = 16'384;
  static constexpr std::size_t kBlocksMax = 2'048;  // 33 million elders
  static constexpr int kCandidatesMax = 50;         // looked at for one person's duplicates

  // ---- the writer's thread ----
  Slot stage(const Person& person);
  void reveal(Slot slot, ElderState state);
  void add(const Person& person) { reveal(stage(person), person.facts.state); }
  void change(const Person& person);  // the columns of one who is there; nothing when she is not
  void remove(ElderId elder);
  void set_labels(ElderId elder, std::uint32_t labels, std::uint32_t pending);
  void redirect(ElderId merged, ElderId kept);  // kept = none: undone

  struct Seen {
    Person person;
    bool staged = false;
  };
  // Those with this ID number.
  void with_card(std::int64_t card, const std::function<void(const Seen&)>& visit) const;
  // Those who may be the same: by pinyin and birth, by phone. At most kCandidatesMax; herself too.
  void alike(const matching::Key& key, const std::function<void(const Seen&)>& visit) const;

  // ---- any thread ----
  std::optional<Person> find(ElderId elder) const;  // following merges
  ElderId resolve(ElderId elder) const;             // itself unless merged away
  std::vector<ElderId> all_of(ElderId elder) const;  // what resolve() of it gives, then everybody merged into that
  std::int64_t count(const Filter& filter) const;
  std::vector<ElderId> page(const Filter& filter, ElderId after, std::size_t limit) const;
  void for_each(const Filter& filter, const std::function<void(const Facts&)>& visit) const;
  std::vector<Tally> tally(const Filter& filter, RegionLevel level, Date today) const;
  std::size_t size() const { return size_.load(std::memory_order_acquire); }  // staged and removed ones too
  std::size_t bytes() const;

 private:
  struct Block {
    mutable std::shared_mutex mutex;
    std::size_t used = 0;
    std::int64_t id_min = 0, id_max = 0;
    std::array<std::int64_t, kBlock> id, card, region, household;
    std::array<std::int32_t, kBlock> lon, lat, birth;
    std::array<std::uint32_t, kBlock> labels, pending, name, pinyin, phone;
    std::array<std::uint32_t, kBlock> community;  // position of `region` in communities_
    std::array<std::uint8_t, kBlock> sex, living, state;  // state 0: staged or removed
    std::array<std::int8_t, kBlock> ability;
    void put(std::size_t at, const Person& person, std::uint32_t community_at, std::uint8_t state_shown);
    Person get(std::size_t at) const;
    // mask[i] = 1 for those that pass.
    void select(const Filter& filter, std::uint8_t* mask) const;
  };
  static constexpr std::uint8_t kHidden = 0;

  Block& block(Slot slot) const { return *blocks_[slot / kBlock]; }
  std::optional<Slot> slot_of(ElderId elder) const;
  void index(Slot slot, const Person& person);
  void unindex(Slot slot, const Person& person);
  std::uint32_t community_at(RegionCode region);  // the writer's thread
  static std::uint64_t sound_key(const matching::Key& key);
  template <class Visit>
  void scan(const Filter& filter, Visit&& visit) const;  // visit(block, mask)

  std::array<std::unique_ptr<Block>, kBlocksMax> blocks_;
  std::atomic<std::size_t> size_{0};
  SlotIndex by_id_, by_card_, by_sound_, by_phone_;
  mutable std::shared_mutex communities_mutex_;
  std::vector<RegionCode> communities_;  // each region that somebody was ever written under, in order of appearance
  std::unordered_map<std::int64_t, std::uint32_t> community_of_;  // the other way round; the writer's thread only
  mutable std::shared_mutex redirects_mutex_;
  std::unordered_map<std::int64_t, std::int64_t> redirects_;
  std::unordered_multimap<std::int64_t, std::int64_t> merged_into_;  // the same, the other way round
};

}  // namespace yilin::registry
