#pragma once
// Who may be the same person. Pure: keys in, a score and its reasons out. Names and phones are compared by hash, so that
// two million people are compared in memory; what a person decides is read from the rows.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/identity.h"
#include "base/region_code.h"
#include "base/time.h"
#include "modules/registry/types.h"

namespace yilin::registry::matching {

struct Key {
  std::int64_t card = 0;      // blind index; 0 = none
  std::uint32_t name = 0, pinyin = 0, phone = 0;  // hashes; 0 = none
  Date birth;
  Sex sex = Sex::unknown;
  RegionCode region;
};

enum class Reason : std::uint8_t {
  same_card = 0, same_name = 1, same_pinyin = 2, same_birth = 3, same_phone = 4, same_community = 5, other_card = 6,
  other_sex = 7,
};
std::span<const entity::EnumName> enum_names(Reason);

struct Likeness {
  int score = 0;              // 0–100
  std::uint32_t reasons = 0;  // bit n: Reason n
};

inline constexpr int kCertain = 100;  // the same ID number
inline constexpr int kStored = 60;    // from here on a pair is kept for somebody to decide

// The weights (in matching.cpp) say: name and birth, name and phone, or pinyin, birth and community make a pair; a second,
// different ID number needs one agreement more.
Likeness compare(const Key& a, const Key& b);
std::vector<Reason> reasons_of(std::uint32_t bits);

std::uint32_t hash(std::string_view text);  // never 0 for text; stable for ever: it is stored
std::int64_t match_key(std::string_view name, std::string_view pinyin);  // name hash above, pinyin hash below
constexpr std::uint32_t name_of(std::int64_t match_key) { return static_cast<std::uint32_t>(static_cast<std::uint64_t>(match_key) >> 32); }
constexpr std::uint32_t pinyin_of(std::int64_t match_key) { return static_cast<std::uint32_t>(match_key); }
Key key_of(const Elder& elder);

}  // namespace yilin::registry::matching
