// What may be registered, with plain structs.
#include <gtest/gtest.h>

#include "modules/registry/rules.h"

namespace yilin::registry {
namespace {

const Date kToday = Date::from_ymd(2026, 11, 22);
const RegionCode kHere{410902006001};
std::optional<RegionCode> here(RegionCode code) { return kHere == code || code.contains(kHere) ? std::optional(kHere) : std::nullopt; }

NewElder wang() {
  NewElder in;
  in.name = " 王秀英 ";
  in.id_card = IdCard::trusted("410902194403050027");
  in.region = kHere;
  return in;
}
std::vector<std::string> wrong(const NewElder& in) {
  std::vector<std::string> fields;
  if (const auto r = rules::admit(in, here, kToday); !r)
    for (const FieldError& f : r.error().fields) fields.push_back(f.field);
  return fields;
}

TEST(Rules, BirthSexAndSpellingFollow) {
  const auto elder = rules::admit(wang(), here, kToday);
  ASSERT_TRUE(elder);
  EXPECT_EQ(elder->name, "王秀英");
  EXPECT_EQ(to_string(elder->birth), "1944-03-05");
  EXPECT_EQ(elder->sex, Sex::female);
  EXPECT_EQ(elder->pinyin, "wang xiu ying");
  EXPECT_EQ(elder->initials, "wxy");
  EXPECT_EQ(elder->phone_use, PhoneUse::none);  // none was given
}

TEST(Rules, EveryWrongFieldIsNamed) {
  NewElder in = wang();
  in.name = "··";
  in.birth = Date::from_ymd(1950, 1, 1);
  in.sex = Sex::male;
  in.region = {110101001001};
  in.phone_use = PhoneUse::shared;
  in.lon_e6 = 115'000'000;
  in.labels.push_back({Label::subsistence, kToday, kToday + -10, "", true});
  in.contacts.push_back({.name = "王强", .may_order = true});
  EXPECT_EQ(wrong(in), (std::vector<std::string>{"name", "birth", "sex", "phone", "lat_e6", "region", "labels.0.valid_to", "contacts.0.phone"}));
}

TEST(Rules, WithoutANumberTheBirthIsAsked) {
  NewElder in = wang();
  in.id_card = {};
  EXPECT_EQ(wrong(in), std::vector<std::string>{"birth"});
  in.birth = kToday + 1;
  EXPECT_EQ(wrong(in), std::vector<std::string>{"birth"});
  in.birth = Date::from_ymd(1944, 3, 5);
  EXPECT_TRUE(wrong(in).empty());
}

TEST(Rules, AHigherLevelMeansItsUnknownCommunity) {
  NewElder in = wang();
  in.region = {410902000000};
  EXPECT_EQ(rules::admit(in, here, kToday)->region, kHere);
}

TEST(Rules, EditingKeepsWhatIsMasked) {
  Elder before = *rules::admit(wang(), here, kToday);
  before.phone = Phone::trusted("13812345678");
  NewElder in;
  in.name = "王秀云";
  in.region = kHere;
  const auto after = rules::revise(before, in, here, kToday);
  ASSERT_TRUE(after);
  EXPECT_EQ(after->id_card, before.id_card);
  EXPECT_EQ(after->phone, before.phone);
  in.phone_use = PhoneUse::none;
  EXPECT_TRUE(rules::revise(before, in, here, kToday)->phone.empty());
}

TEST(Rules, MasksFollowTheDays) {
  ElderLabel l;
  l.label = Label::subsistence;
  l.valid_from = kToday + 1;
  l.valid_to = kToday + 3;
  l.verified = true;
  EXPECT_EQ(rules::masks_on({l}, kToday).verified, 0u);
  EXPECT_EQ(rules::next_change(l, kToday), kToday + 1);
  EXPECT_EQ(rules::masks_on({l}, kToday + 3).verified, bit(Label::subsistence));
  EXPECT_EQ(rules::next_change(l, kToday + 3), kToday + 4);
  EXPECT_EQ(rules::masks_on({l}, kToday + 4).verified, 0u);
  EXPECT_FALSE(rules::next_change(l, kToday + 4));
  ElderLabel claimed = l;
  claimed.verified = false;
  EXPECT_EQ(rules::masks_on({l, claimed}, kToday + 2).pending, 0u);  // verified wins
}

TEST(Rules, OnlyAnOfficialTakesADeathBack) {
  access::Caller caller;
  caller.kind = access::CallerKind::staff;
  caller.roles = {access::Role::community_worker};
  EXPECT_FALSE(lifecycle::move(rules::kElderMoves, ElderState::dead, "restore", caller, "登记错了"));
  caller.roles = {access::Role::official};
  EXPECT_TRUE(lifecycle::move(rules::kElderMoves, ElderState::dead, "restore", caller, "登记错了"));
  EXPECT_FALSE(lifecycle::move(rules::kElderMoves, ElderState::merged, "restore", caller, "登记错了"));
}

}  // namespace
}  // namespace yilin::registry
