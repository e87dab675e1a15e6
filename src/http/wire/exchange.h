#pragma once
// Private to the wire: the way from a connection to the handler on a worker and back.

#include <boost/asio/post.hpp>
#include <exception>
#include <typeinfo>

#include "base/log.h"
#include "http/wire/connection.h"
#include "http/wire/problem.h"

namespace yilin::http {

// Runs what others wrote. False when it threw; the log gets the type only, since a message may hold what a person typed.
template <class Work>
bool guarded(const Work& work) {
  try {
    work();
    return true;
  } catch (const std::exception& e) {
    log::error("http_handler_threw", {{"type", typeid(e).name()}});
  } catch (...) {
    log::error("http_handler_threw");
  }
  return false;
}

// The suspended connection, by the one thing that can be done to it.
struct Waiter {
  virtual ~Waiter() = default;
  virtual void resume(Answer answer) = 0;  // once, on the connection's thread
};

template <class Resume>
std::unique_ptr<Waiter> make_waiter(Resume resume) {
  struct Of final : Waiter {
    Resume held;
    explicit Of(Resume r) : held(std::move(r)) {}
    void resume(Answer answer) override {
      Resume now = std::move(held);
      now(std::move(answer));
    }
  };
  return std::make_unique<Of>(std::move(resume));
}

class Exchange final : public Responder, public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(std::shared_ptr<Core> core, IoThread& io, Request request, std::unique_ptr<Waiter> waiter)
      : core_(std::move(core)), io_(io), request_(std::move(request)), waiter_(std::move(waiter)) {}
  ~Exchange() override {
    if (!answered_) respond(wire_problem(errors::internal));
  }

  void run() {
    if (!guarded([this] { core_->handler(std::move(request_), shared_from_this()); })) respond(wire_problem(errors::internal));
  }
  void respond(Response response) override { finish({std::move(response), nullptr}); }
  std::shared_ptr<EventSink> open_events() override {
    auto events = std::make_shared<EventStream>();
    finish({{}, events});
    return events;
  }

 private:
  void finish(Answer answer) {
    if (answered_.exchange(true)) return;
    asio::post(io_.context, [waiter = std::move(waiter_), answer = std::move(answer)]() mutable { waiter->resume(std::move(answer)); });
  }

  std::shared_ptr<Core> core_;  // keeps io_ alive
  IoThread& io_;
  Request request_;
  std::unique_ptr<Waiter> waiter_;
  std::atomic<bool> answered_{false};
};

}  // namespace yilin::http
