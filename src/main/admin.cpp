#include "main/admin.h"

#include <algorithm>
#include <array>
#include <future>

#include <fmt/format.h>

namespace yilin {
namespace {

class Answer : public http::Responder {
 public:
  void respond(http::Response response) override { promise.set_value(std::move(response)); }
  std::shared_ptr<http::EventSink> open_events() override { return nullptr; }
  std::promise<http::Response> promise;
};

std::string fresh_key() {
  std::array<std::uint8_t, 12> bytes;
  sealing::secure_random(bytes);
  std::string key = "cli-";
  for (const std::uint8_t b : bytes) key += fmt::format("{:02x}", b);
  return key;
}

std::string sentence_of(const http::ClientResponse& answer) {
  boost::system::error_code error;
  const entity::json::value problem = entity::json::parse(answer.body, error);
  if (error || !problem.is_object()) return fmt::format("服务答复 {}。", answer.status);
  std::string text;
  if (const auto* detail = problem.get_object().if_contains("detail"); detail && detail->is_string()) text = detail->get_string();
  if (const auto* fields = problem.get_object().if_contains("errors"); fields && fields->is_array())
    for (const auto& field : fields->get_array())
      text += fmt::format("\n  {}：{}", std::string_view(field.at("label").as_string()), std::string_view(field.at("message").as_string()));
  return text;
}

}  // namespace

Admin::Admin(const CityOptions& options) {
  sealing::initialise();
  auto client = http::Client::unix_socket(options.data + "/admin.sock");
  if (client.connect()) {
    client_ = std::move(client);
    return;
  }
  city_.emplace(open_city(options));
  city_->kernel->start();
}

http::ClientResponse Admin::in_process(std::string_view method, std::string_view target, std::string_view body) {
  http::Request request;
  request.method = method == "POST" ? http::Method::post : method == "PUT" ? http::Method::put : http::Method::get;
  const std::size_t mark = target.find('?');
  request.path = std::string(target.substr(0, mark));
  for (std::string_view rest = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1); !rest.empty();) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    const std::size_t equals = pair.find('=');
    request.query.emplace_back(pair.substr(0, equals), equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
  }
  request.headers = {{"content-type", "application/json"}, {"idempotency-key", fresh_key()}};
  request.body = std::string(body);
  request.remote = "local";
  request.local_admin = true;
  const auto answer = std::make_shared<Answer>();
  auto future = answer->promise.get_future();
  city_->router->handle(std::move(request), answer);
  http::Response response = future.get();
  return {response.status, {}, std::move(response.body)};
}

entity::json::value Admin::ask(std::string_view method, std::string_view target, std::string_view body) {
  http::ClientResponse answer;
  if (client_) {
    http::Client::Headers headers;
    if (method != "GET") headers = {{"Content-Type", "application/json"}, {"Idempotency-Key", fresh_key()}};
    auto received = client_->request(method, target, headers, body);
    if (!received) throw sql::Failure(std::string(received.error().message()));
    answer = std::move(*received);
  } else {
    answer = in_process(method, target, body);
  }
  if (answer.status >= 300) throw sql::Failure(sentence_of(answer));
  return entity::json::parse(answer.body);
}

}  // namespace yilin
