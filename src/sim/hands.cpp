#include "sim/hands.h"

#include <future>

#include <fmt/format.h>

#include "kernel/command/command.h"

namespace yilin::sim {
namespace {

constexpr int kInFlightMax = 200;
constexpr std::string_view kTicket = "x-simulated-caller";

class Answer : public http::Responder {
 public:
  explicit Answer(std::function<void(http::Response)> then) : then_(std::move(then)) {}
  void respond(http::Response response) override { then_(std::move(response)); }
  std::shared_ptr<http::EventSink> open_events() override { return nullptr; }

 private:
  std::function<void(http::Response)> then_;
};

}  // namespace

void Hands::begin() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return in_flight_ < kInFlightMax; });
  ++in_flight_;
}

void Hands::end(std::string_view error_code) {
  const std::lock_guard lock(mutex_);
  --in_flight_;
  ++acts_;
  if (!error_code.empty()) ++refusals_[std::string(error_code)];
  changed_.notify_all();
}

void Hands::act(CallerPtr caller, std::function<Status(command::Tx&)> work) {
  begin();
  command::submit(
      kernel_, std::move(caller), {},
      [work = std::move(work)](command::Tx& tx) -> Result<command::Answer> {
        YILIN_CHECK(work(tx));
        return command::Answer{};
      },
      [this](Result<command::Answer> answer) { end(answer ? std::string_view() : answer.error().kind->code); });
  if (one_by_one_) wait();
}

void Hands::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return in_flight_ == 0; });
  lock.unlock();
  command::settle(kernel_);
}

std::map<std::string, std::int64_t> Hands::refusals() const {
  const std::lock_guard lock(mutex_);
  return refusals_;
}

std::int64_t Hands::acts() const {
  const std::lock_guard lock(mutex_);
  return acts_;
}

Desk::Desk(Hands& hands, http::Router& router) : hands_(hands), router_(router), opened_ms_(system_clock().now().ms) {
  router.set_sessions([this](const http::Request& request) -> std::optional<http::Session> {
    const std::lock_guard lock(mutex_);
    const auto found = callers_.find(std::string(request.header(kTicket)));
    if (found == callers_.end()) return std::nullopt;
    return http::Session{found->second, ""};
  });
}

void Desk::send(http::Request request, const CallerPtr& caller, std::function<void(const std::string&)> then) {
  std::string ticket;
  {
    const std::lock_guard lock(mutex_);
    ticket = fmt::format("simulated-{}-{}", opened_ms_, ++tickets_);
    callers_.emplace(ticket, caller);
  }
  request.headers.emplace_back(kTicket, ticket);
  request.headers.emplace_back("content-type", "application/json");
  request.headers.emplace_back("idempotency-key", ticket);
  request.remote = "local";
  hands_.begin();
  router_.handle(std::move(request), std::make_shared<Answer>([this, ticket, then = std::move(then)](http::Response response) {
                   {
                     const std::lock_guard lock(mutex_);
                     callers_.erase(ticket);
                   }
                   if (then) then(response.status < 300 ? response.body : std::string());
                   hands_.end(response.status < 300 ? std::string() : fmt::format("http_{}", response.status));
                 }));
  if (hands_.one_by_one_) hands_.wait();
}

void Desk::post(const CallerPtr& caller, std::string path, std::string body, std::function<void(const std::string&)> then) {
  http::Request request;
  request.method = http::Method::post;
  request.path = std::move(path);
  request.body = std::move(body);
  send(std::move(request), caller, std::move(then));
}

std::string Desk::get(const CallerPtr& caller, std::string path, std::vector<std::pair<std::string, std::string>> query) {
  http::Request request;
  request.path = std::move(path);
  request.query = std::move(query);
  std::promise<std::string> promise;
  send(std::move(request), caller, [&](const std::string& body) { promise.set_value(body); });
  return promise.get_future().get();
}

}  // namespace yilin::sim
