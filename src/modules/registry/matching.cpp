#include "modules/registry/matching.h"

#include <algorithm>

#include "base/text.h"

namespace yilin::registry::matching {
namespace {

struct Weight {
  Reason reason;
  int points;
};
// Chosen so that the sums meet the sentence in the header: name 35 + birth 30, name 35 + phone 30,
// pinyin 20 + birth 30 + community 15 all pass kStored; with another ID number (−20) none of them passes alone.
constexpr Weight kWeights[] = {
    {Reason::same_name, 35},  {Reason::same_pinyin, 20},    {Reason::same_birth, 30},
    {Reason::same_phone, 30}, {Reason::same_community, 15}, {Reason::other_card, -20},
    {Reason::other_sex, -30},
};

bool same(std::uint32_t a, std::uint32_t b) { return a != 0 && a == b; }

}  // namespace

std::span<const entity::EnumName> enum_names(Reason) {
  static constexpr entity::EnumName names[] = {
      {0, "same_card", "身份证号相同"},   {1, "same_name", "姓名相同"},   {2, "same_pinyin", "姓名同音"},
      {3, "same_birth", "出生日期相同"},  {4, "same_phone", "电话相同"},  {5, "same_community", "同一社区"},
      {6, "other_card", "身份证号不同"},  {7, "other_sex", "性别不同"}};
  return names;
}

Likeness compare(const Key& a, const Key& b) {
  Likeness out;
  const auto note = [&](Reason reason) { out.reasons |= 1u << static_cast<int>(reason); };
  if (a.card != 0 && a.card == b.card) note(Reason::same_card);
  if (a.card != 0 && b.card != 0 && a.card != b.card) note(Reason::other_card);
  if (same(a.name, b.name)) note(Reason::same_name);
  else if (same(a.pinyin, b.pinyin)) note(Reason::same_pinyin);
  if (a.birth && a.birth == b.birth) note(Reason::same_birth);
  if (same(a.phone, b.phone)) note(Reason::same_phone);
  if (a.region.value != 0 && a.region == b.region) note(Reason::same_community);
  if (a.sex != Sex::unknown && b.sex != Sex::unknown && a.sex != b.sex) note(Reason::other_sex);
  for (const Weight& w : kWeights)
    if (out.reasons >> static_cast<int>(w.reason) & 1) out.score += w.points;
  out.score = std::clamp(out.score, 0, kCertain - 1);
  if (out.reasons & 1) out.score = kCertain;
  return out;
}

std::vector<Reason> reasons_of(std::uint32_t bits) {
  std::vector<Reason> out;
  for (const entity::EnumName& n : enum_names(Reason{}))
    if (bits >> n.value & 1) out.push_back(static_cast<Reason>(n.value));
  return out;
}

// FNV-1a (Fowler, Noll, Vo), 64 bits folded to 32.
std::uint32_t hash(std::string_view text) {
  if (text.empty()) return 0;
  std::uint64_t h = 0xcbf29ce484222325ull;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  const auto folded = static_cast<std::uint32_t>(h ^ h >> 32);
  return folded == 0 ? 1 : folded;
}

std::int64_t match_key(std::string_view name, std::string_view pinyin) {
  std::string joined(pinyin);
  std::erase(joined, ' ');
  const std::uint64_t high = hash(text::name_key(name));
  return static_cast<std::int64_t>(high << 32 | hash(joined));
}

Key key_of(const Elder& e) {
  Key key;
  key.card = e.id_card_index;
  key.name = name_of(e.match_key);
  key.pinyin = pinyin_of(e.match_key);
  key.phone = static_cast<std::uint32_t>(e.phone_index);
  key.birth = e.birth;
  key.sex = e.sex;
  key.region = e.region;
  return key;
}

}  // namespace yilin::registry::matching
