#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace yilin {
namespace {
using Tokens = std::vector<std::string>;

TEST(Text, AcceptsWellFormedText) {
  for (const char* text : {"", "abc\t\n", "王秀英", "𬭎𠮷", "é", "\xEF\xBF\xBD", "\xF4\x8F\xBF\xBD"})
    EXPECT_TRUE(text::valid(text)) << text;
}

TEST(Text, RefusesMalformedBytes) {
  const std::string_view bad[] = {
      "\x80",                              // a tail without a lead
      "\xC0\xAF", "\xE0\x80\xAF",          // overlong /
      "\xF0\x80\x80\xAF", "\xC1\xBF",      //
      "\xED\xA0\x80", "\xED\xBF\xBF",      // surrogates
      "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF", "\xFE",
      "\xE7\x8E", "\xE7", "\xE7\x8E\x41",  // cut short
  };
  for (const auto text : bad) {
    EXPECT_FALSE(text::well_formed(text));
    EXPECT_FALSE(text::valid(text));
  }
}

TEST(Text, RefusesCharactersThatHide) {
  using namespace std::string_view_literals;
  for (const auto text : {"\0"sv, "a\rb"sv, "\x1B[31m"sv, "\x7F"sv, "\u0085"sv, "\u202E"sv, "\u2066"sv, "\uFFFE"sv}) {
    EXPECT_TRUE(text::well_formed(text));
    EXPECT_FALSE(text::valid(text));
  }
}

TEST(Text, CountsAndCutsByCodePoint) {
  EXPECT_EQ(text::length("王秀英a"), 4u);
  EXPECT_EQ(text::length("\xFF\xE7"), 2u);
  EXPECT_EQ(text::first("王秀英", 2), "王秀");
  EXPECT_EQ(text::first("王", 5), "王");
  EXPECT_EQ(text::first("王", 0), "");
}

TEST(Text, TrimsEveryBlank) {
  EXPECT_EQ(text::trim(" \t　王 秀\u00A0英　\r\n\u200B"), "王 秀\u00A0英");
  EXPECT_EQ(text::trim("　　"), "");
  EXPECT_EQ(text::trim(""), "");
}

TEST(Text, FullWidthBecomesHalfWidth) {
  EXPECT_EQ(text::half_width("ＡＢｃ１２３（甲）　～"), "ABc123(甲) ~");
  EXPECT_EQ(text::compact(" 410902　1945 1231\u00A00034"), "410902194512310034");
  EXPECT_EQ(text::lower_ascii("ABcÄ王"), "abcÄ王");
}

TEST(Text, NameTokens) {
  const auto tokens = text::name_tokens(" 王秀秀 ");
  EXPECT_EQ(tokens.full, "王秀秀");
  EXPECT_EQ(tokens.unigrams, (Tokens{"王", "秀"}));
  EXPECT_EQ(tokens.bigrams, (Tokens{"王秀", "秀秀"}));
  EXPECT_EQ(text::name_key("买买提·吐尔逊"), text::name_key("买买提•吐尔逊"));
  EXPECT_EQ(text::name_key("Ｊohn O'Neil"), "johnoneil");
  EXPECT_TRUE(text::name_tokens("王").bigrams.empty());
  EXPECT_TRUE(text::name_tokens("").unigrams.empty());
}

// The quick path must refuse what the slow one refuses, wherever it stands.
TEST(Text, MalformedBytesAmongManyGoodOnes) {
  for (const std::string_view bad : {"\x80", "\xE7\x8E", "\xED\xA0\x80", "\xE0\x80\xAF", "\xE7\x41\x80", "\xE7\x8E\x41"})
    for (std::size_t before = 0; before < 12; ++before)
      for (const char* filler : {"a", "王"}) {
        std::string text;
        for (std::size_t i = 0; i < before; ++i) text += filler;
        EXPECT_TRUE(text::well_formed(text + "abcdefgh王秀英"));
        EXPECT_FALSE(text::well_formed(text + std::string(bad) + "abcdefgh王秀英"));
      }
}

RC_GTEST_PROP(Text, TakeAndAppendAreInverse, (const std::vector<std::uint32_t>& numbers)) {
  std::u32string points;
  std::string text;
  for (const auto n : numbers) {
    char32_t c = n % 0x110000;
    if (c >= 0xD800 && c <= 0xDFFF) c = 0x738B;
    points.push_back(c);
    text::append(text, c);
  }
  RC_ASSERT(text::well_formed(text));
  std::u32string back;
  for (std::string_view rest = text; !rest.empty();) back.push_back(text::take(rest));
  RC_ASSERT(back == points);
}

RC_GTEST_PROP(Text, AnyBytesAreSurvived, (const std::string& bytes)) {
  const auto cleaned = text::half_width(bytes);
  RC_ASSERT(text::well_formed(cleaned));
  RC_ASSERT(!text::well_formed(bytes) || text::length(cleaned) == text::length(bytes));
  RC_ASSERT(text::trim(text::trim(bytes)) == text::trim(bytes));
  text::name_tokens(bytes);
}
}  // namespace
}  // namespace yilin
