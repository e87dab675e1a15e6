#pragma once
// Requests to the router of this process, without a socket: what a page asks for, timed to the last byte of its JSON.

#include <future>

#include "http/router.h"

namespace yilin::bench {

class Ask {
 public:
  explicit Ask(http::Router& router) : router_(router) {
    router.set_sessions([this](const http::Request&) { return std::optional(http::Session{caller_, {}}); });
  }
  void as(access::Caller caller) { caller_ = std::make_shared<const access::Caller>(std::move(caller)); }

  http::Response get(std::string path, std::vector<std::pair<std::string, std::string>> query) {
    http::Request request;
    request.method = http::Method::get;
    request.path = std::move(path);
    request.query = std::move(query);
    const auto answer = std::make_shared<Answer>();
    auto response = answer->promise.get_future();
    router_.handle(std::move(request), answer);
    return response.get();
  }

 private:
  struct Answer : http::Responder {
    void respond(http::Response response) override { promise.set_value(std::move(response)); }
    std::shared_ptr<http::EventSink> open_events() override { return nullptr; }
    std::promise<http::Response> promise;
  };
  http::Router& router_;
  std::shared_ptr<const access::Caller> caller_;
};

}  // namespace yilin::bench
