#include "http/wire/server.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <latch>
#include <mutex>
#include <thread>

#include "http/wire/server_fixture.h"

namespace yilin::http {
namespace {

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
  options.io_threads = 1;
  start(echo);
  Client peer = client();
  for (int i = 0; i < 100; ++i) {
    const auto answer = peer.request("POST", "/a?x=1", {{"Content-Type", "text/plain"}}, "第" + std::to_string(i));
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->status, 200);
    ASSERT_EQ(answer->body, "/a|第" + std::to_string(i));
  }
  EXPECT_EQ(server->figures().connections, 1u);
  EXPECT_EQ(server->figures().requests, 100u);
}

TEST_F(ServerTest, EveryAnswerHasDateAndSecurityHeaders) {
  start(echo);
  const auto good = client().get("/a"), bad = client().get("/a/../b");
  for (const auto& answer : {good, bad}) {
    EXPECT_EQ(answer->header("date").size(), 29u);
    EXPECT_EQ(answer->header("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer->header("referrer-policy"), "same-origin");
    EXPECT_NE(answer->header("content-security-policy").find("default-src 'self'"), std::string::npos);
    EXPECT_NE(answer->header("permissions-policy").find("geolocation=(self)"), std::string::npos);
    EXPECT_EQ(answer->header("cache-control"), "no-store");
    EXPECT_EQ(answer->header("server"), "");
  }
  EXPECT_EQ(bad->status, 400);
  EXPECT_EQ(bad->header("content-type"), "application/problem+json; charset=utf-8");
  EXPECT_NE(bad->body.find(R"("code":"malformed")"), std::string::npos);
  EXPECT_NE(bad->body.find("请求格式不正确"), std::string::npos);
}

TEST_F(ServerTest, TheDateIsTheClocks) {
  const ManualClock clock(Instant{784'111'777'000});
  options.clock = &clock;
  start(echo);
  EXPECT_EQ(client().get("/")->header("date"), "Sun, 06 Nov 1994 08:49:37 GMT");
  server.reset();  // before its clock
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
  start(echo);
  std::string burst;
  for (int i = 0; i < 50; ++i) {
    const std::string body(static_cast<std::size_t>(i * 37), 'x');
    burst += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  Client peer = client();
  ASSERT_TRUE(peer.connect());
  ASSERT_TRUE(peer.send(burst));
  for (int i = 0; i < 50; ++i) {
    const auto answer = peer.receive();
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->body, "/" + std::to_string(i) + "|" + std::string(static_cast<std::size_t>(i * 37), 'x'));
  }
}

TEST_F(ServerTest, HeadHasTheHeadersOfGetAndNoBody) {
  start(echo);
  Client peer = client();
  const auto head = peer.request("HEAD", "/abc");
  EXPECT_EQ(head->header("content-length"), "5");
  EXPECT_EQ(head->body, "");
  EXPECT_EQ(peer.get("/abc")->body, "/abc|") << "the connection is still in step";
}

TEST_F(ServerTest, OldClientsAreServed) {
  start(echo);
  const auto closing = raw("GET /a HTTP/1.0\r\n\r\n");
  EXPECT_EQ(closing.body, "/a|");
  EXPECT_EQ(closing.header("connection"), "close");
  EXPECT_EQ(raw("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("connection"), "keep-alive");
  EXPECT_EQ(raw("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").header("connection"), "close");
}

TEST_F(ServerTest, ExpectContinueIsAnsweredBeforeTheBody) {
  start(echo);
  Client peer = client();
  ASSERT_TRUE(peer.connect());
  ASSERT_TRUE(peer.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_FALSE(peer.at_end()) << "the interim answer";
  ASSERT_TRUE(peer.send("ok"));
  EXPECT_EQ(peer.receive()->body, "/a|ok");
}

TEST_F(ServerTest, ANewClientIsServedBesideAThousandIdleOnes) {
  start(echo);
  std::vector<Client> idle;
  for (int i = 0; i < 1'000; ++i) {
    idle.push_back(client());
    ASSERT_TRUE(idle.back().get("/a")) << i;
  }
  EXPECT_EQ(server->figures().connections, 1'000u);
  EXPECT_EQ(client().get("/new")->body, "/new|");
  EXPECT_EQ(idle[500].get("/again")->body, "/again|");
}

TEST_F(ServerTest, ConnectionsAreLimited) {
  options.connections_max = 3;
  start(echo);
  std::vector<Client> three;
  for (int i = 0; i < 3; ++i) {
    three.push_back(client());
    ASSERT_TRUE(three.back().get("/a"));
  }
  Client fourth = client();
  EXPECT_FALSE(fourth.get("/a"));
  EXPECT_TRUE(three[0].get("/a"));
  EXPECT_EQ(server->figures().refused_connections, 1u);
}

TEST_F(ServerTest, SlowAndIdleClientsAreCutOff) {
  options.request_ms = 40;
  options.idle_ms = 40;
  start(echo);
  for (const std::string_view begun : {"", "G", "GET / HTTP/1.1\r\nHost: a\r\nX-", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345",
                                       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
    Client peer = client();
    ASSERT_TRUE(peer.connect());
    ASSERT_TRUE(peer.send(begun));
    EXPECT_TRUE(peer.at_end()) << begun;
  }
}

TEST_F(ServerTest, AReaderThatNeverReadsIsCutOff) {
  options.request_ms = 40;
  std::promise<void> cut;
  options.access_log = [&](const RequestLog&) { cut.set_value(); };
  start([](Request, std::shared_ptr<Responder> responder) {
    Response response;
    response.stream = [](std::string& chunk) {
      chunk.assign(4'000, 'x');
      return true;  // without end
    };
    responder->respond(std::move(response));
  });
  Client peer = client();
  ASSERT_TRUE(peer.connect());
  ASSERT_TRUE(peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_EQ(cut.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

TEST_F(ServerTest, AFullQueueIsSaidAtOnce) {
  options.workers = 1;
  options.worker_queue_max = 1;
  std::latch running(1), release(1);
  start([&](Request request, std::shared_ptr<Responder> responder) {
    if (request.path == "/slow") {
      running.count_down();
      release.wait();
    }
    echo(std::move(request), responder);
  });
  Client slow = client(), queued = client(), refused = client();
  ASSERT_TRUE(slow.connect());
  ASSERT_TRUE(slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"));
  running.wait();
  ASSERT_TRUE(queued.connect());
  ASSERT_TRUE(queued.send("GET /queued HTTP/1.1\r\nHost: a\r\n\r\n"));
  while (server->figures().queued == 0) std::this_thread::yield();
  const auto answer = refused.get("/refused");
  EXPECT_EQ(answer->status, 503);
  EXPECT_EQ(answer->header("retry-after"), "1");
  release.count_down();
  EXPECT_EQ(slow.receive()->body, "/slow|");
  EXPECT_EQ(queued.receive()->body, "/queued|");
  EXPECT_EQ(refused.get("/now")->status, 200) << "on the same connection";
}

TEST_F(ServerTest, EveryRequestIsAnsweredExactlyOnce) {
  start([](Request request, std::shared_ptr<Responder> responder) {
    if (request.path == "/throw") throw std::runtime_error("13800001234");
    if (request.path == "/forget") return;
    if (request.path == "/twice") responder->respond({.body = "first"});
    if (request.path == "/later") {
      std::thread([responder] { responder->respond({.body = "later"}); }).detach();
      return;
    }
    responder->respond({.body = "second"});
  });
  Client peer = client();
  EXPECT_EQ(peer.get("/throw")->status, 500);
  EXPECT_EQ(peer.get("/throw")->body.find("13800001234"), std::string::npos);
  EXPECT_EQ(peer.get("/forget")->status, 500);
  EXPECT_EQ(peer.get("/twice")->body, "first");
  EXPECT_EQ(peer.get("/later")->body, "later");
  EXPECT_EQ(peer.get("/normal")->body, "second");
}

TEST_F(ServerTest, StreamsInChunksAndShowsABrokenOne) {
  start([](Request request, std::shared_ptr<Responder> responder) {
    Response response;
    response.content_type = "text/csv; charset=utf-8";
    response.stream = [n = 0, broken = request.path == "/broken"](std::string& chunk) mutable {
      if (broken && n == 3) throw std::runtime_error("disk");
      chunk = std::to_string(n) + "\n";
      return ++n < 1'000;
    };
    responder->respond(std::move(response));
  });
  std::string expected;
  for (int i = 0; i < 1'000; ++i) expected += std::to_string(i) + "\n";
  Client peer = client();
  EXPECT_EQ(peer.get("/")->body, expected);
  EXPECT_EQ(peer.get("/")->header("transfer-encoding"), "chunked");
  EXPECT_FALSE(peer.get("/broken")) << "cut, not ended";
  EXPECT_EQ(raw("GET / HTTP/1.0\r\n\r\n").body, expected) << "until the connection closes";
}

TEST_F(ServerTest, TheAdminSocketIsPrivateAndSaysSo) {
  options.admin_socket = (folder / "admin.sock").string();
  const auto who = [](Request request, std::shared_ptr<Responder> responder) {
    responder->respond({.body = request.remote + (request.local_admin ? " admin" : "")});
  };
  start(who);
  struct stat about {};
  ASSERT_EQ(stat(options.admin_socket.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  EXPECT_EQ(Client::unix_socket(options.admin_socket).get("/")->body, "local admin");
  EXPECT_EQ(client().get("/")->body, "127.0.0.1");

  Server second(options, who);
  EXPECT_THROW(second.start(), std::runtime_error) << "somebody listens there";
  EXPECT_EQ(Client::unix_socket(options.admin_socket).get("/")->body, "local admin") << "and still does";
  server.reset();
  EXPECT_FALSE(std::filesystem::exists(options.admin_socket));
}

TEST_F(ServerTest, AStaleSocketIsReplacedAndAnythingElseIsNot) {
  options.admin_socket = (folder / "admin.sock").string();
  {  // what a killed server leaves
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    options.admin_socket.copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    close(fd);
  }
  start(echo);
  EXPECT_TRUE(Client::unix_socket(options.admin_socket).get("/"));
  server.reset();
  write("admin.sock", "precious");
  server = std::make_unique<Server>(options, echo);
  EXPECT_THROW(server->start(), std::runtime_error);
  EXPECT_TRUE(std::filesystem::exists(options.admin_socket));
}

TEST_F(ServerTest, APortInUseIsRefusedWithASentence) {
  start(echo);
  ServerOptions same = options;
  same.port = server->port();
  Server second(same, echo);
  try {
    second.start();
    FAIL();
  } catch (const std::runtime_error& e) {
    EXPECT_NE(std::string_view(e.what()).find("已被占用"), std::string_view::npos) << e.what();
  }
}

TEST_F(ServerTest, OnlyATrustedProxyIsBelieved) {
  const auto who = [](Request request, std::shared_ptr<Responder> responder) {
    responder->respond({.body = request.remote + (request.tls ? " tls" : "")});
  };
  const Client::Headers claims{{"X-Forwarded-For", "6.6.6.6, 10.0.0.9"}, {"X-Forwarded-Proto", "https"}};
  start(who);
  EXPECT_EQ(client().request("GET", "/", claims)->body, "127.0.0.1");
  server.reset();
  options.trusted_proxies = {"127.0.0.1"};
  start(who);
  EXPECT_EQ(client().request("GET", "/", {{"X-Forwarded-For", "<script>"}})->body, "127.0.0.1");
  const auto answer = client().request("GET", "/", claims);
  EXPECT_EQ(answer->body, "10.0.0.9 tls") << "what the proxy itself appended";
  EXPECT_NE(answer->header("strict-transport-security"), "");
}

TEST_F(ServerTest, TheAccessLogHasNoQuery) {
  std::mutex mutex;
  std::vector<std::string> lines;
  options.access_log = [&](const RequestLog& line) {
    const std::lock_guard lock(mutex);
    lines.push_back(std::string(line.path) + " " + std::to_string(line.status) + " " + std::to_string(line.bytes) + (line.us >= 0 ? "" : " negative"));
  };
  start(echo);
  Client peer = client();
  ASSERT_TRUE(peer.get("/api/elders?q=%E7%8E%8B%E7%A7%80%E8%8B%B1"));
  ASSERT_TRUE(peer.get("/%2e%2e"));
  server.reset();
  EXPECT_EQ(lines, (std::vector<std::string>{"/api/elders 200 12", " 400 " + std::to_string(lines.empty() ? 0 : std::stoi(lines[1].substr(5)))}));
}

TEST_F(ServerTest, StopDrainsWhatRunsAndClosesWhatIdles) {
  std::latch running(1), release(1);
  start([&](Request request, std::shared_ptr<Responder> responder) {
    if (request.path == "/slow") {
      running.count_down();
      release.wait();
    }
    echo(std::move(request), responder);
  });
  Client idle = client(), busy = client();
  ASSERT_TRUE(idle.get("/a"));
  ASSERT_TRUE(busy.connect());
  ASSERT_TRUE(busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"));
  running.wait();
  std::thread stopper([&] { server->stop(); });
  EXPECT_TRUE(idle.at_end());
  release.count_down();
  const auto answer = busy.receive();
  stopper.join();
  ASSERT_TRUE(answer) << "a request that was taken is answered";
  EXPECT_EQ(answer->body, "/slow|");
  EXPECT_EQ(answer->header("connection"), "close");
  EXPECT_FALSE(client().get("/a"));
}

TEST_F(ServerTest, AnAnswerAfterTheEndDoesNoHarm) {
  options.stop_ms = 20;
  std::promise<std::shared_ptr<Responder>> kept;
  start([&](Request, std::shared_ptr<Responder> responder) { kept.set_value(std::move(responder)); });
  Client peer = client();
  ASSERT_TRUE(peer.connect());
  ASSERT_TRUE(peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  std::shared_ptr<Responder> responder = kept.get_future().get();
  server.reset();
  responder->respond({.body = "too late"});
  responder.reset();
  EXPECT_TRUE(peer.at_end());
}

}  // namespace
}  // namespace yilin::http
