#pragma once
// One request on its way through a sign-in, and what the flows share.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "http/router.h"
#include "kernel/command/command.h"
#include "modules/accounts/rules.h"
#include "modules/accounts/tickets.h"

namespace yilin::accounts {

struct Visit {
  Kernel* kernel;
  std::string address, agent;
  bool tls = false;
  std::shared_ptr<http::Responder> responder;
  std::shared_ptr<const access::Caller> caller;  // of the session there was, if any
  std::string token;

  Visit(const http::Context& context, const http::Request& request, std::shared_ptr<http::Responder> r);
  void refuse(const Error& error) const { responder->respond(http::Router::problem(error)); }
  struct Cookies {
    std::string token;   // the session; empty: as it was
    std::string device;  // empty: as it was
    bool home = false;
  };
  void answer(int status, std::string body) const { answer(status, std::move(body), {}); }
  void answer(int status, std::string body, const Cookies& cookies) const;
};

// The JSON body, or the refusal has been sent. The content type must be JSON: no other site's form can send that.
template <class In>
std::optional<In> read_body(const Visit& visit, const http::Context& context, const http::Request& request) {
  if (!request.header("content-type").starts_with("application/json")) {
    visit.refuse(Error(yilin::errors::unsupported_media, "请以 application/json 提交。"));
    return std::nullopt;
  }
  In in{};
  const auto read = http::Router::read_input(In::fields(), &in, {&context.path, &request.query, &request.body},
                                             civil_date(visit.kernel->clock.now()));
  if (read) return in;
  visit.refuse(read.error());
  return std::nullopt;
}

// A Caller of its own for one attempt: nobody yet. Who acts is known only once the attempt has been judged; the command that
// judges it says so before it ends, on the writer's thread.
std::shared_ptr<access::Caller> nobody();
void identify(access::Caller& caller, const Account& account);

// Makes a session for the account and returns its token; the oldest sessions beyond kSessionsPerAccount end.
std::string open_session(command::Tx& tx, const Account& account, const Visit& visit);

// "step": the next one with a ticket, as JSON.
std::string step_body(Kernel& kernel, const Account& account, SignInStep step, Ticket ticket, Instant now);

// Whether a sign-in may go on: by the device when it is known, else by the account.
bool locked(Kernel& kernel, const Account& account, const std::string& device, Instant now);

// On the writer: reads the account again, lets `check` look and change it, and stores the result: a failure (what `check`
// returned; it counts towards the lock), the next step, or a session. Answers the visit.
struct Attempt {
  UserId account;
  std::string password_hash;  // as verified before; another one meanwhile ends the sign-in
  rules::Passed passed;       // once `check` agrees
  std::string_view verb;      // of the act when it does
  std::string ticket;         // ends when it does
  std::string device;         // known_device(): its failures count for itself, not for the account
  std::function<const ErrorKind*(command::Tx&, Account&)> check;
};
void conclude(const Visit& visit, Attempt attempt);
// The same for a user name that nobody has.
void conclude_unknown(const Visit& visit, std::string_view username);

}  // namespace yilin::accounts
