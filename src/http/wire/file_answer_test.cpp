#include "http/wire/file_answer.h"

#include <gtest/gtest.h>

#include "http/wire/http_date.h"
#include "http/wire/response_head.h"

namespace yilin::http {
namespace {

TEST(HttpDate, OfTheRfc) {  // RFC 9110 5.6.7
  EXPECT_EQ(http_date(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), 784'111'777);
  EXPECT_EQ(http_date(951'782'400), "Tue, 29 Feb 2000 00:00:00 GMT");
  for (const std::string_view bad : {"", "yesterday", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 31 Feb 1994 08:49:37 GMT",
                                     "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CST", "Sun, xx Nov 1994 08:49:37 GMT"}) {
    EXPECT_FALSE(parse_http_date(bad)) << bad;
  }
}

TEST(Range, OfTheRfc) {  // RFC 9110 14.1.2
  struct Case {
    std::string_view header;
    RangeKind kind;
    std::uint64_t first = 0, last = 0;
  };
  for (const Case& c : {Case{"bytes=0-499", RangeKind::one, 0, 499}, {"bytes=500-999", RangeKind::one, 500, 999}, {"bytes=-500", RangeKind::one, 9'500, 9'999},
                        {"bytes=9500-", RangeKind::one, 9'500, 9'999}, {"bytes=0-0", RangeKind::one, 0, 0}, {"bytes=-1", RangeKind::one, 9'999, 9'999},
                        {"bytes=9999-20000", RangeKind::one, 9'999, 9'999}, {"bytes=-20000", RangeKind::one, 0, 9'999},
                        {"bytes=10000-", RangeKind::unsatisfiable}, {"bytes=-0", RangeKind::unsatisfiable}, {"bytes=0-0,-1", RangeKind::none},
                        {"bytes=5-4", RangeKind::none}, {"bytes=", RangeKind::none}, {"bytes=-", RangeKind::none}, {"bytes=a-b", RangeKind::none},
                        {"lines=0-1", RangeKind::none}, {"bytes=99999999999999999999-", RangeKind::none}, {"", RangeKind::none}}) {
    ByteRange range;
    EXPECT_EQ(parse_range(c.header, 10'000, range), c.kind) << c.header;
    if (c.kind == RangeKind::one) {
      EXPECT_EQ(range.first, c.first) << c.header;
      EXPECT_EQ(range.last, c.last) << c.header;
    }
  }
  ByteRange range;
  EXPECT_EQ(parse_range("bytes=0-", 0, range), RangeKind::unsatisfiable);
}

TEST(AcceptEncoding, IsReadWithItsWeights) {
  EXPECT_TRUE(accepts_gzip("gzip"));
  EXPECT_TRUE(accepts_gzip("br, gzip;q=0.5"));
  EXPECT_TRUE(accepts_gzip("*"));
  EXPECT_FALSE(accepts_gzip(""));
  EXPECT_FALSE(accepts_gzip("br"));
  EXPECT_FALSE(accepts_gzip("gzip;q=0"));
  EXPECT_FALSE(accepts_gzip("gzip; q=0.000"));
}

TEST(ResponseHead, HasTheSecurityHeadersAndTheHandlersWin) {
  Response response;
  response.headers = {{"cache-control", "no-cache"}, {"X-Note", "a\r\nSet-Cookie: evil=1"}};
  const std::string head = response_head(response, {.length = 5, .keep_alive = false, .tls = true}, "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_TRUE(head.starts_with("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
  EXPECT_TRUE(head.ends_with("\r\nConnection: close\r\n\r\n"));
  for (const std::string_view line : {"X-Content-Type-Options: nosniff", "Referrer-Policy: same-origin", "frame-ancestors 'none'",
                                      "Permissions-Policy: camera=(self), geolocation=(self)", "Content-Length: 5", "cache-control: no-cache",
                                      "Strict-Transport-Security: max-age=31536000", "Content-Type: application/json; charset=utf-8"}) {
    EXPECT_NE(head.find(line), std::string::npos) << line;
  }
  EXPECT_EQ(head.find("no-store"), std::string::npos);
  EXPECT_EQ(head.find("\r\nSet-Cookie"), std::string::npos) << "a header value cannot begin another header";
}

}  // namespace
}  // namespace yilin::http
