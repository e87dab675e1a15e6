// Who may be the same person: the sentence of matching.h, case by case.
#include <gtest/gtest.h>

#include "modules/registry/matching.h"
#include "modules/registry/rules.h"

namespace yilin::registry {
namespace {

using matching::Key;
using matching::Reason;

Key key(std::string_view name, std::string_view pinyin, Date birth) {
  Key k;
  const std::int64_t both = matching::match_key(name, pinyin);
  k.name = matching::name_of(both);
  k.pinyin = matching::pinyin_of(both);
  k.birth = birth;
  return k;
}
const Date kBirth = Date::from_ymd(1944, 3, 5);
bool pair(const Key& a, const Key& b) { return matching::compare(a, b).score >= matching::kStored; }

TEST(Matching, SameNumberIsCertain) {
  Key a, b;
  a.card = b.card = 77;
  b.sex = Sex::male;
  EXPECT_EQ(matching::compare(a, b).score, matching::kCertain);
}

TEST(Matching, TwoAgreementsMakeAPair) {
  Key a = key("王秀英", "wang xiu ying", kBirth), b = key("王秀英", "wang xiu ying", kBirth);
  EXPECT_TRUE(pair(a, b));
  b.birth = kBirth + 400;
  EXPECT_FALSE(pair(a, b));
  a.phone = b.phone = 5;
  EXPECT_TRUE(pair(a, b));
}

TEST(Matching, SameSoundNeedsTheCommunityToo) {
  Key a = key("王秀英", "wang xiu ying", kBirth), b = key("汪秀莹", "wang xiu ying", kBirth);
  a.region = {410902006001};
  b.region = {410902006002};
  EXPECT_FALSE(pair(a, b));
  b.region = a.region;
  EXPECT_TRUE(pair(a, b));
}

TEST(Matching, AnotherNumberNeedsOneAgreementMore) {
  Key a = key("王秀英", "wang xiu ying", kBirth), b = a;
  a.card = 1;
  b.card = 2;
  a.region = {410902006001};
  b.region = {410928100201};
  EXPECT_FALSE(pair(a, b));
  b.region = a.region;
  EXPECT_TRUE(pair(a, b));
  b.sex = Sex::male;
  a.sex = Sex::female;
  EXPECT_FALSE(pair(a, b));
}

TEST(Matching, NothingKnownIsNothingAlike) {
  EXPECT_EQ(matching::compare({}, {}).score, 0);
  const auto reasons = matching::reasons_of(matching::compare(key("王秀英", "wang xiu ying", kBirth), key("王秀英", "wang xiu ying", {})).reasons);
  EXPECT_EQ(reasons, std::vector{Reason::same_name});
}

TEST(Matching, HashesAreStoredAndMustNotChange) {
  EXPECT_EQ(matching::hash(""), 0u);
  EXPECT_EQ(matching::hash("王秀英"), matching::hash("王秀英"));
  EXPECT_EQ(matching::match_key("王·秀英", "wang xiu ying"), matching::match_key("王秀英", "wangxiuying"));
}

}  // namespace
}  // namespace yilin::registry
