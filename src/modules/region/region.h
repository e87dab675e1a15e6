#pragma once
// The tree of administrative divisions: names, validity, urban/rural class, and the dense numbering of the served city's
// communities that population columns and counters are indexed by.
//
// In memory: every province, city and county of the country, and everything below the served city. Other streets and
// communities lie in the table only. The dense numbering is sorted by code, so that a subtree is one contiguous range; it
// never changes while the process runs (a functional zone added meanwhile takes a slot that was kept free for it).

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kernel/command/kernel.h"
#include "kernel/command/tx.h"
#include "modules/region/types.h"

namespace yilin::region {

struct CommunityRange {
  std::uint32_t first = 0, last = 0;  // [first, last)
  bool empty() const { return first >= last; }
  std::uint32_t size() const { return last - first; }
};

// One unchanging picture of the tree; any thread.
class Divisions {
 public:
  // `rows` in any order; `city` is the served one (0: none yet, then there are no communities).
  Divisions(std::vector<Division> rows, RegionCode city);
  Divisions(const Divisions&) = delete;
  Divisions& operator=(const Divisions&) = delete;
  // The same with some more (a new zone).
  std::shared_ptr<const Divisions> with(std::vector<Division> added) const;

  RegionCode city() const { return city_; }
  const Division* find(RegionCode code) const;  // null: not in memory
  bool exists(RegionCode code, Date on) const;
  std::string name(RegionCode code) const;        // short name; "" when unknown
  std::string full_name(RegionCode code) const;   // from the city down: "濮阳市华龙区中原路街道…" (北京市东城区…); "" when unknown
  bool urban(RegionCode code) const;
  // Direct children, by code; a city without counties has its streets here. Stand-ins come last. Whatever level a child
  // has, the subtrees of all children together are the subtree of the parent, without overlap.
  std::vector<RegionCode> children(RegionCode code) const;

  // Where something known only to a higher level is kept: the 未定社区 below it. A community is itself; none outside the
  // served city.
  std::optional<RegionCode> community_for(RegionCode code) const;

  // Dense numbering of the served city's communities.
  std::uint32_t community_count() const { return static_cast<std::uint32_t>(communities_.size()); }
  std::optional<std::uint32_t> index_of(RegionCode community) const;
  RegionCode community_at(std::uint32_t index) const { return communities_[index]; }
  CommunityRange range_of(RegionCode code) const { return range_within(code.subtree()); }
  CommunityRange range_within(RegionRange range) const;
  std::span<const RegionCode> communities(RegionRange range) const;

  // By part of the name, whole pinyin from any syllable on, or initials, among divisions inside `within` (empty: everywhere
  // in memory): best match first, then higher levels. Stand-ins are not found.
  std::vector<const Division*> search(std::string_view query, std::span<const RegionRange> within, std::size_t limit) const;
  // What people write in a spreadsheet: a code, or names from any level down, with or without endings
  // ("华龙区中原路街道昆吾社区"). None when nothing or more than one division below `under` fits.
  std::optional<RegionCode> resolve(std::string_view text, RegionCode under) const;

 private:
  // What a division is found by.
  struct Keys {
    std::string pinyin, initials;       // of the short name, joined
    std::vector<std::uint16_t> starts;  // where syllables begin in `pinyin`
  };
  static Keys keys_of(const Division& division);
  void index();
  void index_aliases();
  const Division* above(RegionCode code) const;  // nearest ancestor in memory

  RegionCode city_;
  std::vector<Division> rows_;  // sorted by code
  std::vector<Keys> keys_;      // beside rows_
  std::unordered_map<std::int64_t, std::uint32_t> at_;
  std::unordered_map<std::int64_t, std::vector<RegionCode>> children_;
  std::unordered_multimap<std::string, std::uint32_t> aliases_;  // as people write it → row
  std::vector<RegionCode> communities_;                          // sorted; with the slots kept for zones
};

// The present picture. Cheap; hold the pointer for one piece of work, not for ever.
std::shared_ptr<const Divisions> divisions(Kernel& kernel);

// Names of divisions outside the served city come from the table.
std::string full_name(command::Reader& reader, RegionCode code);

// Settings of the cell: table `meta`, text by key ("city", "demo", …); none when never set.
std::optional<std::string> setting(sql::Connection& db, std::string_view key);
void put_setting(command::Tx& tx, std::string_view key, std::string_view value);  // inside a command that records its act
RegionCode city(Kernel& kernel);  // the served one; 0 before the first set_city
bool demo(Kernel& kernel);        // the data are simulated: shown as a ribbon on every page

// First start, in this order, on a started kernel to which no module has been attached yet (attach builds what is indexed
// by community, so the tree must stand before). Never on the writer's thread.
//   load_divisions  loads data/divisions.csv.xz when the table does not hold this file yet: bulk lane, resumable after a
//                   kill, a few seconds for the whole country.
//   set_city        which city this cell serves (a city or county-less unit of the tree).
struct LoadReport {
  std::int64_t rows = 0;
  bool loaded = false;  // false: it was there already
};
Result<LoadReport> load_divisions(Kernel& kernel, const std::string& xz_path,
                                  const std::function<void(std::int64_t done, std::int64_t total)>& progress = {});
Status set_city(Kernel& kernel, RegionCode city, bool demo);
// Instead of both, for tests: these divisions (with stand-ins added) and this city.
Status seed_divisions(Kernel& kernel, std::vector<Division> rows, RegionCode city, bool demo = false);
// A division from code and official name, everything else derived.
Division make_division(RegionCode code, std::string_view name, Date valid_from, std::string_view street_name = {});

// "承福门社区居民委员会" → "承福门社区", "张庄村民委员会" → "张庄村", "金堤路街道办事处" → "金堤路街道".
std::string short_name(std::string_view official);
// What stands in for missing levels below a city, county or street: 市直, 未定社区.
std::vector<Division> stand_ins(const Division& parent);
// 市辖区, 县, 省直辖县级行政区划: rows at city level that stand for a level that is not there; full names leave them out.
bool placeholder(const Division& division);
// From village digits and names; `street` is the name of the street above, empty when unknown.
UrbanClass derive_urban_class(RegionCode code, std::string_view name, std::string_view street);

}  // namespace yilin::region
