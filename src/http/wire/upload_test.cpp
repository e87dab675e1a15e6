#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <sstream>

#include "http/wire/server_fixture.h"
#include "http/wire/target.h"

namespace yilin::http {
namespace {

std::string content_of(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

struct UploadTest : ServerTest {
  std::atomic<int> taken{0};

  void SetUp() override {
    ServerTest::SetUp();
    options.upload_folder = (folder / "uploads").string();
    options.upload_bytes_max = 2'000'000;
  }
  void start_uploads() {
    start([this](Request request, std::shared_ptr<Responder> responder) {
      ++taken;
      struct stat about {};
      const bool is_file = stat(request.body.c_str(), &about) == 0;
      std::string answer = std::string(request.header("x-upload-name")) + "|" + std::string(request.header("x-upload-type")) + "|";
      for (const auto& [name, value] : request.query) answer += name + "=" + value + ";";
      answer += "|" + std::to_string(is_file ? about.st_mode & 0777 : 0) + "|" + (is_file ? content_of(request.body) : request.body);
      if (request.path == "/api/uploads/keep") std::filesystem::rename(request.body, folder / "kept");
      responder->respond({.body = std::move(answer)});
    });
  }
  std::size_t spooled() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder / "uploads"), {}));
  }
  // The sink is gone once the next request of the connection is answered.
  void expect_nothing_left(Client& peer) const {
    EXPECT_TRUE(peer.get("/"));
    EXPECT_EQ(spooled(), 0u);
  }
};

const std::string kMode = std::to_string(0600);
const Client::Headers kBytes{{"Content-Type", "application/octet-stream"}, {"X-Upload-Name", "%E8%80%81.csv"}};

TEST_F(UploadTest, RawBytesBecomeAPrivateFile) {
  start_uploads();
  const std::string content(1'500'000, 'x');
  Client peer = client();
  const auto answer = peer.request("POST", "/api/uploads?kind=elders", kBytes, content);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "%E8%80%81.csv||kind=elders;|" + kMode + "|" + content);
  expect_nothing_left(peer);
}

TEST_F(UploadTest, AFormBecomesFileAndFields) {
  start_uploads();
  std::string content;
  for (int i = 0; i < 100'000; ++i) content += std::to_string(i) + "\r\n--";
  const std::string form = "--bb\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nelders\r\n--bb\r\nContent-Disposition: form-data; name=\"file\"; "
                           "filename=\"老人.csv\"\r\nContent-Type: text/csv\r\n\r\n" + content + "\r\n--bb--\r\n";
  Client peer = client();
  const auto answer = peer.request("POST", "/api/uploads", {{"Content-Type", "multipart/form-data; boundary=bb"}, {"X-Upload-Name", "forged"}}, form);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, percent_encode("老人.csv") + "|text/csv|kind=elders;|" + kMode + "|" + content);
  expect_nothing_left(peer);
}

TEST_F(UploadTest, AChunkedBodyIsTakenToo) {
  start_uploads();
  const auto answer = raw("PUT /api/uploads/x HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                          "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_TRUE(answer.body.ends_with("|abcde")) << answer.body;
}

TEST_F(UploadTest, WhatTheHandlerMovesAwayStays) {
  start_uploads();
  Client peer = client();
  ASSERT_TRUE(peer.request("POST", "/api/uploads/keep", kBytes, "evidence"));
  expect_nothing_left(peer);
  EXPECT_EQ(content_of((folder / "kept").string()), "evidence");
}

TEST_F(UploadTest, AnOversizeUploadIsRefusedUnread) {
  start_uploads();
  const auto announced = raw("POST /api/uploads HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\nContent-Length: 2000001\r\n\r\n");
  EXPECT_EQ(announced.status, 413);
  const auto huge = raw("POST /api/uploads HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\nContent-Length: 99999999999999\r\n\r\n");
  EXPECT_EQ(huge.status, 413);
  const auto in_chunks = raw("POST /api/uploads HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n1e8481\r\n" +
                             std::string(2'000'001, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(in_chunks.status, 413);
  const auto form = raw("POST /api/uploads HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n1e8481\r\n"
                        "--b\r\nContent-Disposition: form-data; name=f; filename=a\r\n\r\n" + std::string(2'100'000, 'x'));
  EXPECT_EQ(form.status, 413);
  const auto plain = raw("POST /api/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n");
  EXPECT_EQ(plain.status, 413);
  EXPECT_NE(plain.body.find("提交的内容过大"), std::string::npos);
  EXPECT_EQ(taken, 0);
}

TEST_F(UploadTest, WhatIsNoUploadIsRefused) {
  start_uploads();
  Client peer = client();
  EXPECT_EQ(peer.request("POST", "/api/uploads", {{"Content-Type", "application/json"}}, "{}")->status, 415);
  EXPECT_EQ(peer.request("POST", "/api/uploads", {}, "x")->status, 415);
  EXPECT_EQ(peer.request("POST", "/api/uploads", {{"Content-Type", "multipart/form-data"}}, "x")->status, 415);
  const Client::Headers form{{"Content-Type", "multipart/form-data; boundary=b"}};
  EXPECT_EQ(peer.request("POST", "/api/uploads", form, "")->status, 400);
  EXPECT_EQ(peer.request("POST", "/api/uploads", form, "--b--")->status, 400) << "no file";
  EXPECT_EQ(peer.request("POST", "/api/uploads", form, "--b\r\nContent-Disposition: form-data; name=f; filename=a\r\n\r\nhalf")->status, 400);
  EXPECT_EQ(peer.request("POST", "/api/uploads", form, "--b\r\nContent-Disposition: form-data; name=f\r\n\r\n\xFF\r\n"
                         "--b\r\nContent-Disposition: form-data; name=g; filename=a\r\n\r\nx\r\n--b--")->status, 400) << "a field that is no UTF-8";
  EXPECT_EQ(taken, 0);
  expect_nothing_left(peer);
  EXPECT_TRUE(peer.request("POST", "/api/uploadsx", {}, "plain")->body.ends_with("|0|plain")) << "another route";
}

TEST_F(UploadTest, TheDoorkeeperIsAskedBeforeTheBodyIsTaken) {
  options.admit_upload = [](const Request& request) -> std::optional<Response> {
    if (request.path == "/api/uploads/throw") throw std::runtime_error("broken");
    if (request.cookie("yilin_session") == "good") return {};
    return Response{.status = 401, .body = "{}"};
  };
  start_uploads();
  const std::string head = " HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000000\r\n";
  EXPECT_EQ(raw("POST /api/uploads" + head + "\r\n").status, 401) << "not one byte of the body was sent";
  EXPECT_EQ(raw("POST /api/uploads/throw" + head + "\r\n").status, 500) << "in doubt, no";
  EXPECT_EQ(client().request("POST", "/api/uploads", {{"Content-Type", "application/octet-stream"}, {"Cookie", "yilin_session=good"}}, "x")->status, 200);
}

TEST_F(UploadTest, AnAbandonedUploadLeavesNothing) {
  options.connections_max = 1;
  start_uploads();
  {
    Client peer = client();
    ASSERT_TRUE(peer.connect());
    ASSERT_TRUE(peer.send("POST /api/uploads HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\nContent-Length: 1900000\r\n\r\n" +
                          std::string(1'000'000, 'x')));
    while (spooled() == 0) std::this_thread::yield();
  }
  while (server->figures().connections > 0) std::this_thread::yield();
  EXPECT_EQ(spooled(), 0u);
}

TEST_F(UploadTest, TheRestOfAKilledServerIsSweptAtStart) {
  const std::string left = write("uploads/0123456789abcdef0123456789abcdef.upload", "half");
  const std::string other = write("uploads/readme.txt", "mine");
  start_uploads();
  EXPECT_FALSE(std::filesystem::exists(left));
  EXPECT_TRUE(std::filesystem::exists(other));
}

}  // namespace
}  // namespace yilin::http
