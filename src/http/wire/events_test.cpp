#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "http/wire/event_stream.h"
#include "http/wire/server_fixture.h"

namespace yilin::http {
namespace {

struct EventsTest : ServerTest {
  std::promise<std::shared_ptr<EventSink>> opened;

  void start_events() {
    start([this](Request, std::shared_ptr<Responder> responder) { opened.set_value(responder->open_events()); });
  }
  Client subscribe() const {
    Client peer = client();
    EXPECT_TRUE(peer.connect());
    EXPECT_TRUE(peer.send("GET /api/live HTTP/1.1\r\nHost: a\r\n\r\n"));
    const auto head = peer.receive_head();
    EXPECT_EQ(head->status, 200);
    EXPECT_EQ(head->header("content-type"), "text/event-stream; charset=utf-8");
    EXPECT_EQ(head->header("cache-control"), "no-store");
    return peer;
  }
  // Reads on until `wanted` has come.
  static std::string read_until(Client& peer, std::string_view wanted) {
    std::string seen;
    while (seen.find(wanted) == std::string::npos) {
      const auto piece = peer.receive_some();
      if (!piece || piece->empty()) return seen + "<end>";
      seen += *piece;
    }
    return seen;
  }
};

TEST_F(EventsTest, ArriveInOrderAsWritten) {
  start_events();
  Client peer = subscribe();
  const auto sink = opened.get_future().get();
  EXPECT_TRUE(sink->send("changed", R"({"subject":"order","id":"1"})"));
  EXPECT_TRUE(sink->send("two\nlines", "a\nb\r\nc"));
  EXPECT_EQ(read_until(peer, "data: c\n\n"),
            "retry: 3000\n\nevent: changed\ndata: {\"subject\":\"order\",\"id\":\"1\"}\n\nevent: twolines\ndata: a\ndata: b\ndata: c\n\n");
}

TEST_F(EventsTest, AHeartbeatKeepsTheLineOpen) {
  options.heartbeat_ms = 5;
  start_events();
  Client peer = subscribe();
  const std::string seen = read_until(peer, ":\n\n:\n\n");
  EXPECT_EQ(seen.find("<end>"), std::string::npos);
}

TEST_F(EventsTest, APeerThatLeftIsNoticed) {
  start_events();
  auto peer = std::make_unique<Client>(subscribe());
  const auto sink = opened.get_future().get();
  peer.reset();
  while (sink->send("changed", "{}")) std::this_thread::yield();
  EXPECT_FALSE(sink->send("changed", "{}"));
}

TEST_F(EventsTest, APeerThatDoesNotReadIsCutOffAtTheBacklog) {
  start_events();
  Client peer = subscribe();
  const auto sink = opened.get_future().get();
  const std::string big(20'000, 'x');
  int sent = 0;
  while (sink->send("changed", big)) ASSERT_LT(++sent, 100'000) << "the backlog is bounded";
  const std::string seen = read_until(peer, "never");
  EXPECT_TRUE(seen.ends_with("<end>"));
}

TEST_F(EventsTest, StopEndsThemCleanly) {
  start_events();
  Client peer = subscribe();
  const auto sink = opened.get_future().get();
  EXPECT_TRUE(sink->send("changed", "last words"));
  std::thread stopper([&] { server->stop(); });
  EXPECT_EQ(read_until(peer, "last words"), "retry: 3000\n\nevent: changed\ndata: last words\n\n");
  const auto rest = peer.receive_some();
  stopper.join();
  ASSERT_TRUE(rest) << "ended, not cut";
  EXPECT_FALSE(sink->send("changed", "nobody"));
  server.reset();
  EXPECT_FALSE(sink->send("changed", "nothing left"));
}

TEST_F(EventsTest, ManyPublishersAndSubscribers) {
  std::mutex mutex;
  std::vector<std::shared_ptr<EventSink>> sinks;
  start([&](Request, std::shared_ptr<Responder> responder) {
    const std::lock_guard lock(mutex);
    sinks.push_back(responder->open_events());
  });
  std::vector<Client> peers;
  for (int i = 0; i < 50; ++i) peers.push_back(subscribe());
  std::vector<std::thread> publishers;
  for (int t = 0; t < 4; ++t) {
    publishers.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        const std::lock_guard lock(mutex);
        for (const auto& sink : sinks) ASSERT_TRUE(sink->send("changed", "x"));
      }
    });
  }
  for (std::thread& publisher : publishers) publisher.join();
  for (const auto& sink : sinks) ASSERT_TRUE(sink->send("changed", "last"));
  for (Client& peer : peers) {
    const std::string seen = read_until(peer, "data: last\n\n");
    int events = 0;
    for (std::size_t at = 0; (at = seen.find("data: x\n\n", at)) != std::string::npos; ++at) ++events;
    ASSERT_EQ(events, 200);
  }
  EXPECT_EQ(server->figures().event_streams, 50u);
}

TEST(EventStream, WakesOnlyWhenThereIsSomethingNew) {
  EventStream stream;
  int woken = 0;
  stream.set_wake([&] { ++woken; });
  EXPECT_TRUE(stream.send("a", "1"));
  EXPECT_TRUE(stream.send("a", "2"));
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(stream.take(), "event: a\ndata: 1\n\nevent: a\ndata: 2\n\n");
  EXPECT_EQ(stream.take(), "");
  EXPECT_TRUE(stream.send("a", "3"));
  EXPECT_EQ(woken, 2);
  for (std::size_t i = 1; i < EventSink::kBacklogMax; ++i) ASSERT_TRUE(stream.send("a", "x"));
  EXPECT_FALSE(stream.send("a", "one too many"));
  EXPECT_TRUE(stream.closed());
  EXPECT_EQ(woken, 3);
  EXPECT_EQ(stream.take(), "") << "no gap is ever shown";
}

}  // namespace
}  // namespace yilin::http
