#include "base/identity.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace yilin {
namespace {
const Date kToday = Date::from_ymd(2026, 1, 5);

// A number with a real birth date (1900–2025) and the right check character.
rc::Gen<std::string> any_card() {
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange(110000, 659999), rc::gen::inRange(-25567, 20000),
                                     rc::gen::inRange(0, 1000)),
                      [](const std::tuple<int, int, int>& parts) {
                        std::string date = to_string(Date{std::get<1>(parts)});
                        std::erase(date, '-');
                        const std::string serial = std::to_string(1000 + std::get<2>(parts)).substr(1);
                        std::string text = std::to_string(std::get<0>(parts)) + date + serial;
                        text.push_back(IdCard::check_character(text));
                        return text;
                      });
}

TEST(IdCard, AcceptsTheKnownNumbers) {
  for (const char* text : {"11010519491231002X", "440524188001010014", "53010219200508011X", "411302194001010011",
                           "41130319350615002X", "410902194512310034"}) {
    const Date today = std::string_view(text).substr(6, 2) == "18" ? Date::from_ymd(2000, 1, 1) : kToday;
    EXPECT_TRUE(IdCard::parse(text, today)) << text;
  }
}

TEST(IdCard, TellsBirthSexAndMask) {
  const IdCard card = IdCard::parse("11010519491231002x", kToday).value();
  EXPECT_EQ(card.reveal(), "11010519491231002X");
  EXPECT_EQ(to_string(card.birth()), "1949-12-31");
  EXPECT_EQ(card.sex(), Sex::female);
  EXPECT_EQ(card.masked(), "110105********002X");
  EXPECT_EQ(card.last4(), "002X");
  EXPECT_EQ(IdCard::parse("410902194512310034", kToday)->sex(), Sex::male);
}

TEST(IdCard, ForgivesBlanksAndFullWidth) {
  EXPECT_EQ(IdCard::parse(" １１０１０５ 19491231 002Ｘ　", kToday)->reveal(), "11010519491231002X");
  EXPECT_EQ(Phone::parse("138 1234 1234")->reveal(), "13812341234");
  EXPECT_EQ(CreditCode::parse(" 9133 0100799655058B")->text(), "91330100799655058B");
}

TEST(IdCard, UpgradesOldNumbers) {
  EXPECT_EQ(IdCard::parse("110105491231002", kToday)->reveal(), "11010519491231002X");
  const auto centenarian = IdCard::parse("110105991231996", kToday);
  ASSERT_TRUE(centenarian);
  EXPECT_EQ(to_string(centenarian->birth()), "1899-12-31");
}

TEST(IdCard, RefusesWhatCannotBe) {
  for (const char* text : {"", "4109021945123100", "410902194502300034", "410902194512310035", "41090219451231003A",
                           "4109021945123100X4", "410902204512310034", "440524188001010014", "1101054912310X2"}) {
    const auto card = IdCard::parse(text, kToday);
    ASSERT_FALSE(card) << text;
    EXPECT_EQ(card.error().kind->code, "bad_id_card");
    EXPECT_EQ(card.error().kind->http_status, 422);
  }
}

RC_GTEST_PROP(IdCard, AnyOneWrongDigitIsFound, ()) {
  const std::string text = *any_card();
  RC_ASSERT(IdCard::parse(text, kToday).has_value());
  const auto place = *rc::gen::inRange<std::size_t>(0, 18);
  const char other = *rc::gen::elementOf(std::string(place == 17 ? "0123456789X" : "0123456789"));
  RC_PRE(other != text[place]);
  std::string wrong = text;
  wrong[place] = other;
  RC_ASSERT(!IdCard::parse(wrong, kToday).has_value());
}

RC_GTEST_PROP(IdCard, SwappedNeighboursAreFound, ()) {
  std::string text = *any_card();
  const auto place = *rc::gen::inRange<std::size_t>(0, 16);
  RC_PRE(text[place] != text[place + 1]);
  std::swap(text[place], text[place + 1]);
  RC_ASSERT(!IdCard::parse(text, kToday).has_value());
}

TEST(Phone, ReadsMobilesAndFixedLines) {
  EXPECT_EQ(Phone::parse("13812341234")->masked(), "138****1234");
  EXPECT_EQ(Phone::parse("+8613812341234")->reveal(), "13812341234");
  EXPECT_EQ(Phone::parse("0393-4412567")->masked(), "0393****567");
  EXPECT_EQ(Phone::parse("0393-4412567")->reveal(), "03934412567");
  EXPECT_EQ(Phone::parse("010-88123456")->masked(), "010****3456");
  EXPECT_EQ(Phone::parse("037163123456")->masked(), "0371****3456");
  EXPECT_TRUE(Phone::parse("19912345678")->mobile());
  EXPECT_FALSE(Phone::parse("0377-63123456")->mobile());
}

TEST(Phone, RefusesTheRest) {
  for (const char* text : {"", "1", "12812341234", "1381234123", "138123412345", "4412567", "0393-441256", "0393--4412567",
                           "0093-4412567", "0393-0412567", "1381234123a", "010-881234567", "0393441-2567", "-3934412567"})
    EXPECT_FALSE(Phone::parse(text)) << text;
}

TEST(Phone, MaskOfShortStoredTextShowsNothing) { EXPECT_EQ(Phone::trusted("12349").masked(), "*****"); }

TEST(CreditCode, KnownCodes) {
  for (const char* text : {"91330100799655058B", "9144030071526726XG", "91110000802100433B", "91350100M000100Y43"})
    EXPECT_TRUE(CreditCode::parse(text)) << text;
  EXPECT_EQ(CreditCode::parse("91350100m000100y43")->text(), "91350100M000100Y43");
  for (const char* text : {"91330100799655058C", "", "91330100799655058", "9133010079965505IB"})
    EXPECT_FALSE(CreditCode::parse(text)) << text;
}

RC_GTEST_PROP(CreditCode, AnyOneWrongCharacterIsFound, ()) {
  const std::string alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::string text = *rc::gen::container<std::string>(17, rc::gen::elementOf(alphabet));
  text.push_back(CreditCode::check_character(text));
  RC_ASSERT(CreditCode::parse(text).has_value());
  const auto place = *rc::gen::inRange<std::size_t>(0, 18);
  const char other = *rc::gen::elementOf(alphabet);
  RC_PRE(other != text[place]);
  text[place] = other;
  RC_ASSERT(!CreditCode::parse(text).has_value());
}

TEST(MaskName, KeepsTheEnds) {
  EXPECT_EQ(mask_name("张三"), "张*");
  EXPECT_EQ(mask_name("欧阳明华"), "欧**华");
  EXPECT_EQ(mask_name("张晓明"), "张*明");
  EXPECT_EQ(mask_name("张"), "*");
  EXPECT_EQ(mask_name(""), "");
}
}  // namespace
}  // namespace yilin
