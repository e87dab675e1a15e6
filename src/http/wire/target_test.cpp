#include "http/wire/target.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"

namespace yilin::http {
namespace {

using Query = std::vector<std::pair<std::string, std::string>>;

TEST(Target, DecodesPathAndQuery) {
  EXPECT_EQ(parse_target("/")->path, "/");
  EXPECT_EQ(parse_target("/api/elders/123")->path, "/api/elders/123");
  EXPECT_EQ(parse_target("/%E7%8E%8B")->path, "/王");
  EXPECT_EQ(parse_target("/desk/")->path, "/desk/");
  const auto target = parse_target("/a?q=%E7%8E%8B+%E7%A7%80&empty=&flag&a%3Db=c%26d&q=2");
  EXPECT_EQ(target->query, (Query{{"q", "王 秀"}, {"empty", ""}, {"flag", ""}, {"a=b", "c&d"}, {"q", "2"}}));
  EXPECT_EQ(parse_target("/a?x=1=2")->query, (Query{{"x", "1=2"}}));
  EXPECT_TRUE(parse_target("/a?&&")->query.empty());
}

TEST(Target, RefusesWhatTwoReadersCouldReadDifferently) {
  for (const std::string_view bad :
       {"", "a", "*", "http://host/a", "//", "/a//b", "/..", "/../a", "/a/..", "/a/../b", "/a/./b", "/.", "/%2e%2e/a", "/%2E./a", "/a%2Fb", "/a%2fb",
        "/a\\b", "/a%5Cb", "/%00", "/a%0Ab", "/a%7F", "/%", "/%4", "/%zz", "/%4g", "/%C0%AF", "/%C0%AE%C0%AE/a", "/%E0%80%AF", "/%ED%A0%80",
        "/%F5%80%80%80", "/%FF", "/a#b", "/a?x=%", "/a?x=%G1", "/a?x=%00", "/a?%FF=1", "/a?x=%C0%80"}) {
    EXPECT_FALSE(parse_target(bad)) << bad;
  }
  EXPECT_TRUE(parse_target("/a?x=../..")) << "a query may say what it likes";
  EXPECT_TRUE(parse_target("/..a/b..")) << "dots inside a name are a name";
}

TEST(Target, IsBounded) {
  EXPECT_TRUE(parse_target("/" + std::string(kPathBytesMax - 1, 'a')));
  EXPECT_FALSE(parse_target("/" + std::string(kPathBytesMax, 'a')));
  std::string many = "/a?";
  for (std::size_t i = 0; i < kQueryParametersMax; ++i) many += "x=1&";
  EXPECT_TRUE(parse_target(many));
  EXPECT_FALSE(parse_target(many + "x=1"));
}

RC_GTEST_PROP(Target, EncodingAndDecodingAreInverse, (const std::string& text)) {
  RC_ASSERT(percent_decode(percent_encode(text)) == text);
}

RC_GTEST_PROP(Target, WhatIsAcceptedIsCleanUtf8WithoutDotSegments, (const std::string& raw)) {
  const auto target = parse_target("/" + raw);
  if (!target) return;
  RC_ASSERT(text::well_formed(target->path));
  RC_ASSERT(target->path.find("/../") == std::string::npos && target->path.find('\0') == std::string::npos && target->path.find('\\') == std::string::npos);
}

}  // namespace
}  // namespace yilin::http
