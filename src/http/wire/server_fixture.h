#pragma once
// For tests: a server on a free port with a folder of its own.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "base/log.h"
#include "http/wire/client.h"
#include "http/wire/server.h"

namespace yilin::http {

struct ServerTest : testing::Test {
  std::filesystem::path folder;
  ServerOptions options;
  std::unique_ptr<Server> server;

  void SetUp() override {
    log::set_quiet(true);
    std::string pattern = (std::filesystem::temp_directory_path() / "yilin-wire-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder = pattern;
    options.port = 0;
    options.stop_ms = 2'000;
  }
  void TearDown() override {
    server.reset();
    std::filesystem::remove_all(folder);
  }

  void start(Handler handler) {
    server = std::make_unique<Server>(options, std::move(handler));
    server->start();
  }
  // The path and the body come back.
  static void echo(Request request, std::shared_ptr<Responder> responder) {
    Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = request.path + "|" + request.body;
    responder->respond(std::move(response));
  }
  Client client(int timeout_ms = 20'000) const { return Client::tcp("127.0.0.1", server->port(), timeout_ms); }
  std::string write(const std::string& name, const std::string& content) const {
    const std::filesystem::path path = folder / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }
  // Sends raw bytes and returns the first answer, or status 0 when the server just closes.
  ClientResponse raw(std::string_view bytes) const {
    Client peer = client();
    EXPECT_TRUE(peer.connect());
    (void)peer.send(bytes);
    return peer.receive().value_or(ClientResponse{});
  }
};

}  // namespace yilin::http
