#include "http/wire/static_files.h"

#include <gtest/gtest.h>

#include "http/wire/http_date.h"
#include "http/wire/server_fixture.h"

namespace yilin::http {
namespace {

struct StaticFilesTest : ServerTest {
  std::unique_ptr<StaticFiles> files;

  void SetUp() override {
    ServerTest::SetUp();
    write("secret.txt", "secret");
    write("web/index.html", "public page");
    write("web/desk/index.html", "desk page");
    write("web/care/index.html", "care page");
    write("web/care/sw.js", "worker");
    write("web/elder/index.html", "elder page");
    write("web/assets/app-1a2b3c.js", "0123456789");
    write("web/assets/app-1a2b3c.js.gz", "packed");
    write("web/icons/logo.svg", "<svg/>");
    write("web/.env", "hidden");
    std::filesystem::create_symlink(folder / "secret.txt", folder / "web/leak.txt");
    std::filesystem::create_directory_symlink(folder, folder / "web/up");
    std::filesystem::create_symlink(folder / "web/icons/logo.svg", folder / "web/icon.svg");
    files = std::make_unique<StaticFiles>((folder / "web").string());
    start([this](Request request, std::shared_ptr<Responder> responder) { responder->respond(files->find(request)); });
  }
  ClientResponse get(std::string_view path, const Client::Headers& headers = {}) const {
    return client().request("GET", path, headers).value_or(ClientResponse{});
  }
};

TEST_F(StaticFilesTest, EachEntryHasItsPage) {
  EXPECT_EQ(get("/").body, "public page");
  EXPECT_EQ(get("/services/meals").body, "public page");
  for (const std::string_view path : {"/desk", "/desk/", "/desk/orders/123", "/desk/people"}) EXPECT_EQ(get(path).body, "desk page") << path;
  EXPECT_EQ(get("/care/today").body, "care page");
  EXPECT_EQ(get("/elder/").body, "elder page");
  EXPECT_EQ(get("/desktop").body, "public page");
  EXPECT_EQ(get("/").header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(get("/icon.svg").body, "<svg/>") << "a link that stays inside";
  for (const std::string_view path : {"/missing.js", "/desk/missing.css", "/assets/app-zzz.js", "/favicon.ico"}) EXPECT_EQ(get(path).status, 404) << path;
  EXPECT_EQ(client().request("POST", "/", {}, "x")->status, 405);
}

TEST_F(StaticFilesTest, NothingOutsideTheRootIsNamed) {
  for (const std::string_view path :
       {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%2e%2e%2fsecret.txt", "/assets/../../secret.txt", "/..\\secret.txt", "/..%5csecret.txt",
        "/%c0%ae%c0%ae/secret.txt", "/%c0%2e/secret.txt", "/%uff0e%uff0e/secret.txt", "//secret.txt", "/./../secret.txt", "/leak.txt", "/up/secret.txt",
        "/up/web/index.html/../../secret.txt", "/.env", "/%2eenv", "/secret.txt%00.html", "/leak.txt%00", "/....//secret.txt", "/..;/secret.txt",
        "/%252e%252e/secret.txt", "/assets/..%c0%af..%c0%afsecret.txt", "/etc/passwd.txt"}) {
    const ClientResponse answer = get(path);
    EXPECT_GE(answer.status, 400) << path;
    EXPECT_LT(answer.status, 500) << path;
    EXPECT_EQ(answer.body.find("secret\n"), std::string::npos) << path;
  }
  // The room trusts no caller either.
  for (const std::string_view path : {"/../secret.txt", "/desk/../../secret.txt", "/.env", "secret.txt", ""}) {
    Request request;
    request.path = path;
    EXPECT_EQ(files->find(request).file.find("secret"), std::string::npos) << path;
    EXPECT_EQ(files->find(request).file.find(".env"), std::string::npos) << path;
  }
}

TEST_F(StaticFilesTest, HashedFilesAreKeptForEverAndPagesAreAskedForAnew) {
  EXPECT_EQ(get("/assets/app-1a2b3c.js").header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(get("/assets/app-1a2b3c.js").header("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(get("/").header("cache-control"), "no-cache");
  EXPECT_EQ(get("/desk/orders").header("cache-control"), "no-cache");
  EXPECT_EQ(get("/care/sw.js").header("cache-control"), "no-cache");
  EXPECT_EQ(get("/icons/logo.svg").header("cache-control"), "public, max-age=3600");
}

TEST_F(StaticFilesTest, AnUnchangedFileIsNotSentAgain) {
  const ClientResponse first = get("/icons/logo.svg");
  const std::string tag(first.header("etag")), date(first.header("last-modified"));
  ASSERT_FALSE(tag.empty());
  ASSERT_TRUE(parse_http_date(date));
  Client peer = client();
  for (const Client::Headers& same : {Client::Headers{{"If-None-Match", tag}}, {{"If-None-Match", "\"x\", W/" + tag}}, {{"If-None-Match", "*"}}, {{"If-Modified-Since", date}}}) {
    const auto answer = peer.request("GET", "/icons/logo.svg", same);
    EXPECT_EQ(answer->status, 304) << same[0].second;
    EXPECT_EQ(answer->header("etag"), tag);
  }
  EXPECT_EQ(peer.request("GET", "/icons/logo.svg", {{"If-None-Match", "\"x\""}, {"If-Modified-Since", date}})->status, 200) << "the tag decides";
  EXPECT_EQ(peer.request("GET", "/icons/logo.svg", {{"If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"}})->status, 200);
}

TEST_F(StaticFilesTest, RangesAreServed) {
  const std::string_view file = "/assets/app-1a2b3c.js";
  Client peer = client();
  const auto part = peer.request("GET", file, {{"Range", "bytes=2-4"}});
  EXPECT_EQ(part->status, 206);
  EXPECT_EQ(part->body, "234");
  EXPECT_EQ(part->header("content-range"), "bytes 2-4/10");
  EXPECT_EQ(peer.request("GET", file, {{"Range", "bytes=-3"}})->body, "789");
  EXPECT_EQ(peer.request("GET", file, {{"Range", "bytes=0-1,4-5"}})->body, "0123456789");
  const auto beyond = peer.request("GET", file, {{"Range", "bytes=10-"}});
  EXPECT_EQ(beyond->status, 416);
  EXPECT_EQ(beyond->header("content-range"), "bytes */10");
  EXPECT_EQ(peer.request("GET", file, {{"Range", "bytes=2-4"}, {"If-Range", "\"old\""}})->body, "0123456789");
  EXPECT_EQ(peer.request("GET", file, {{"Range", "bytes=2-4"}, {"If-Range", std::string(part->header("etag"))}})->body, "234");
  EXPECT_EQ(peer.request("GET", file, {{"Range", "bytes=2-4"}, {"Accept-Encoding", "gzip"}})->body, "234") << "of the file itself";
}

TEST_F(StaticFilesTest, ThePackedSiblingIsServedToThoseWhoTakeIt) {
  Client peer = client();
  const auto packed = peer.request("GET", "/assets/app-1a2b3c.js", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(packed->body, "packed");
  EXPECT_EQ(packed->header("content-encoding"), "gzip");
  EXPECT_EQ(packed->header("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(packed->header("vary"), "Accept-Encoding");
  const auto plain = peer.get("/assets/app-1a2b3c.js");
  EXPECT_EQ(plain->body, "0123456789");
  EXPECT_EQ(plain->header("vary"), "Accept-Encoding");
  EXPECT_NE(plain->header("etag"), packed->header("etag"));
  const auto head = peer.request("HEAD", "/assets/app-1a2b3c.js");
  EXPECT_EQ(head->header("content-length"), "10");
  EXPECT_EQ(head->body, "");
  EXPECT_EQ(peer.request("GET", "/assets/app-1a2b3c.js", {{"Accept-Encoding", "gzip"}, {"If-None-Match", std::string(packed->header("etag"))}})->status, 304);
}

TEST_F(StaticFilesTest, ABigFileComesWhole) {
  std::string big;
  for (int i = 0; i < 300'000; ++i) big += std::to_string(i);
  write("web/assets/big-1.bin", big);
  EXPECT_EQ(get("/assets/big-1.bin").body, big);
  EXPECT_EQ(get("/assets/big-1.bin", {{"Range", "bytes=700000-1500000"}}).body, big.substr(700'000, 800'001));
}

TEST(StaticFiles, WithoutARootThereIsNothing) {
  Request request;
  request.path = "/";
  EXPECT_EQ(StaticFiles("").find(request).status, 404);
  EXPECT_EQ(StaticFiles("/nowhere/at/all").find(request).status, 404);
}

}  // namespace
}  // namespace yilin::http
