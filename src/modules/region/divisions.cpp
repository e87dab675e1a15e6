#include <algorithm>

#include "base/assert.h"
#include "base/pinyin.h"
#include "modules/region/region.h"

namespace yilin::region {
namespace {

// Zone codes of the served city that are still free each keep one slot in the dense numbering, for the 未定社区 of a zone
// that may be added while the process runs.
constexpr std::int64_t kZoneFirst = 71, kZoneLast = 99;

bool code_less(const Division& a, const Division& b) { return a.code < b.code; }

}  // namespace

Divisions::Divisions(std::vector<Division> rows, RegionCode city) : city_(city), rows_(std::move(rows)) {
  std::sort(rows_.begin(), rows_.end(), code_less);
  keys_.reserve(rows_.size());
  for (const Division& d : rows_) keys_.push_back(keys_of(d));
  index();
}

Divisions::Keys Divisions::keys_of(const Division& division) {
  const Pinyin pinyin = place_pinyin(division.short_name);
  Keys keys;
  keys.initials = pinyin.initials();
  for (const std::string& syllable : pinyin.syllables) {
    keys.starts.push_back(static_cast<std::uint16_t>(keys.pinyin.size()));
    keys.pinyin += syllable;
  }
  return keys;
}

std::shared_ptr<const Divisions> Divisions::with(std::vector<Division> added) const {
  std::vector<Division> all = rows_;
  for (Division& d : added)
    if (at_.count(d.code.value) == 0) all.push_back(std::move(d));
  return std::make_shared<const Divisions>(std::move(all), city_);
}

void Divisions::index() {
  at_.reserve(rows_.size());
  for (std::uint32_t i = 0; i < rows_.size(); ++i) YILIN_ASSERT(at_.emplace(rows_[i].code.value, i).second);

  for (Division& d : rows_) {
    // Some towns are registered with the name of their county in front: 濮阳县柳屯镇.
    const Division* parent = above(d.code);
    if (parent != nullptr && d.level == RegionLevel::street && d.short_name.size() > parent->name.size() + 3 &&
        d.short_name.starts_with(parent->name))
      d.short_name.erase(0, parent->name.size());
    children_[parent != nullptr ? parent->code.value : 0].push_back(d.code);
    if (city_.value != 0 && d.level == RegionLevel::community && city_.contains(d.code)) communities_.push_back(d.code);
  }
  for (auto& [parent, list] : children_)
    std::stable_partition(list.begin(), list.end(), [&](RegionCode c) { return !find(c)->synthetic; });

  if (city_.value != 0) {
    for (std::int64_t digits = kZoneFirst; digits <= kZoneLast; ++digits) {
      const RegionCode slot{city_.at(RegionLevel::city).value + digits * 1'000'000 + 999'999};
      if (city_.contains(slot) && at_.count(slot.value) == 0) communities_.push_back(slot);
    }
    std::sort(communities_.begin(), communities_.end());
  }
  index_aliases();
}

const Division* Divisions::find(RegionCode code) const {
  const auto found = at_.find(code.value);
  return found == at_.end() ? nullptr : &rows_[found->second];
}

const Division* Divisions::above(RegionCode code) const {
  while (code.value != 0) {
    code = code.parent();
    if (const Division* d = find(code)) return d;
  }
  return nullptr;
}

bool Divisions::exists(RegionCode code, Date on) const {
  const Division* d = find(code);
  return d != nullptr && d->valid_on(on);
}

std::string Divisions::name(RegionCode code) const {
  const Division* d = find(code);
  return d == nullptr ? std::string() : d->short_name;
}

std::string Divisions::full_name(RegionCode code) const {
  const Division* d = find(code);
  if (d == nullptr) return {};
  std::string out = d->short_name;
  bool down_from_province = false;
  for (const Division* up = above(code); up != nullptr; up = above(up->code)) {
    if (up->level == RegionLevel::province && !down_from_province) break;
    if (placeholder(*up)) down_from_province = true;
    else out.insert(0, up->short_name);
  }
  return out;
}

bool Divisions::urban(RegionCode code) const {
  for (const Division* d = find(code); d != nullptr; d = above(d->code))
    if (d->urban != UrbanClass::unknown) return is_urban(d->urban);
  return false;
}

std::vector<RegionCode> Divisions::children(RegionCode code) const {
  const auto found = children_.find(code.value);
  return found == children_.end() ? std::vector<RegionCode>() : found->second;
}

std::optional<RegionCode> Divisions::community_for(RegionCode code) const {
  if (!city_.contains(code)) return std::nullopt;
  RegionCode community = code;
  switch (code.level()) {
    case RegionLevel::city:
    case RegionLevel::county: community.value += 999'999; break;
    case RegionLevel::street: community.value += 999; break;
    case RegionLevel::community: break;
    default: return std::nullopt;
  }
  if (find(community) == nullptr) return std::nullopt;
  return community;
}

std::optional<std::uint32_t> Divisions::index_of(RegionCode community) const {
  const auto found = std::lower_bound(communities_.begin(), communities_.end(), community);
  if (found == communities_.end() || *found != community) return std::nullopt;
  return static_cast<std::uint32_t>(found - communities_.begin());
}

CommunityRange Divisions::range_within(RegionRange range) const {
  const auto at = [&](std::int64_t code) {
    return static_cast<std::uint32_t>(std::lower_bound(communities_.begin(), communities_.end(), RegionCode{code}) -
                                      communities_.begin());
  };
  return {at(range.lo), at(range.hi)};
}

std::span<const RegionCode> Divisions::communities(RegionRange range) const {
  const CommunityRange r = range_within(range);
  return std::span(communities_).subspan(r.first, r.size());
}

}  // namespace yilin::region
