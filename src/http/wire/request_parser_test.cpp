#include "http/wire/request_parser.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "http/wire/body_sink.h"
#include "http/wire/server.h"

namespace yilin::http {
namespace {

// Feeds `bytes` in pieces of at most `step`, as a connection does, and returns the state at the end.
struct Fed {
  RequestParser parser;
  std::string body;
  std::size_t used = 0;

  RequestParser::State feed(std::string_view bytes, std::size_t step) {
    MemorySink sink(body);
    std::size_t seen = 0;
    while (parser.state() == RequestParser::State::head || parser.state() == RequestParser::State::body) {
      if (parser.state() == RequestParser::State::body) parser.set_sink(&sink);
      const std::size_t now = parser.feed(bytes.substr(used, seen - used));
      used += now;
      if (now > 0) continue;
      if (seen == bytes.size()) break;
      seen = std::min(seen + step, bytes.size());
    }
    return parser.state();
  }
};

constexpr std::string_view kPost =
    "POST /api/orders?dry=1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nCookie: a=1; yilin_session=xyz ; b\r\n"
    "Content-Length: 7\r\n\r\n{\"a\":1}GET / HTTP/1.1\r\n";
constexpr std::string_view kChunked =
    "PUT /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwiki\r\n5;x=y\r\npedia\r\n0\r\nHost: evil\r\nX-Sum: 1\r\n\r\nGET";

TEST(RequestParser, ReadsARequestInPiecesOfAnySize) {
  for (std::size_t step = 1; step <= kPost.size(); ++step) {
    Fed fed;
    ASSERT_EQ(fed.feed(kPost, step), RequestParser::State::done) << "step " << step;
    const Request& request = fed.parser.request();
    ASSERT_EQ(request.method, Method::post);
    ASSERT_EQ(request.path, "/api/orders");
    ASSERT_EQ(request.query.size(), 1u);
    ASSERT_EQ(request.headers.size(), 4u) << "step " << step;
    ASSERT_EQ(request.header("content-type"), "application/json");
    ASSERT_EQ(request.cookie("yilin_session"), "xyz");
    ASSERT_EQ(request.cookie("yilin"), "");
    ASSERT_EQ(fed.body, "{\"a\":1}");
    ASSERT_EQ(kPost.substr(fed.used), "GET / HTTP/1.1\r\n") << "the next request is left alone";
    ASSERT_TRUE(fed.parser.keep_alive());
  }
}

TEST(RequestParser, JoinsChunksAndDropsTrailers) {
  for (std::size_t step = 1; step <= kChunked.size(); ++step) {
    Fed fed;
    ASSERT_EQ(fed.feed(kChunked, step), RequestParser::State::done) << "step " << step;
    ASSERT_EQ(fed.body, "wikipedia");
    ASSERT_EQ(fed.parser.request().header("host"), "a");
    ASSERT_EQ(fed.parser.request().headers.size(), 2u);
    ASSERT_EQ(kChunked.substr(fed.used), "GET");
  }
}

TEST(RequestParser, ServesSeveralRequestsOneAfterTheOther) {
  Fed fed;
  for (int i = 0; i < 3; ++i) {
    fed.parser.begin();
    fed.body.clear();
    fed.used = 0;
    ASSERT_EQ(fed.feed(kPost, 1'000), RequestParser::State::done);
    ASSERT_EQ(fed.body, "{\"a\":1}");
  }
}

TEST(RequestParser, RefusalsNameTheirReason) {
  const auto status_of = [](const std::string& bytes) {
    Fed fed;
    return fed.feed(bytes, 1'000) == RequestParser::State::failed ? fed.parser.refusal().http_status : 0;
  };
  EXPECT_EQ(status_of("BREW / HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
  EXPECT_EQ(status_of("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n"), 417);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(kHeaderBytesMax, 'x') + "\r\n\r\n"), 431);
  std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (std::size_t i = 0; i < kHeaderFieldsMax; ++i) many += "X: 1\r\n";
  EXPECT_EQ(status_of(many + "\r\n"), 431);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), 400);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 3\r\n\r\n"), 400) << "framing in a trailer";
  std::string big = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n" + std::string(0x200000, 'x');
  EXPECT_EQ(status_of(big), 413) << "a body that grows over the limit";
}

RC_GTEST_PROP(RequestParser, AnyBytesEndInAStateAndNeverOverrun, (const std::string& noise, bool behind_a_head)) {
  const std::string bytes = (behind_a_head ? "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" : "") + noise;
  Fed fed;
  fed.feed(bytes, 3);
  RC_ASSERT(fed.used <= bytes.size());
}

}  // namespace
}  // namespace yilin::http
