#include "modules/accounts/visit.h"

#include <fmt/format.h>

#include "kernel/entity/store.h"
#include "modules/accounts/device.h"
#include "modules/accounts/queries.h"
#include "modules/accounts/state.h"
#include "modules/accounts/store.h"
#include "modules/region/region.h"

namespace yilin::accounts {
namespace {

constexpr std::size_t kAgentBytesMax = 200;

std::string ascii_only(std::string_view text, std::size_t bytes_max) {
  std::string out;
  for (const char c : text.substr(0, bytes_max)) out += c >= 0x20 && c < 0x7f ? c : '?';
  return out;
}

command::Answer refusal(const ErrorKind& kind) { return {kind.http_status, http::Router::problem(Error(kind)).body}; }

// Why an attempt failed, for the journal: the reason is sealed, and what was typed is masked all the same.
std::string tried(std::string_view username, std::string_view why) { return fmt::format("账号 {}，{}", rules::masked_name(username), why); }

std::string where(const Visit& visit) { return fmt::format(R"({{"address":"{}"}})", ascii_only(visit.address, 60)); }

void count_wrong(Kernel& kernel, const Visit& visit, const std::string& device) {
  const Instant now = kernel.clock.now();
  (void)state(kernel).address_failures.allow(visit.address, now);
  if (!device.empty()) (void)state(kernel).device_failures.allow(device, now);
}

// Tomorrow's tidying up is due whenever somebody signed in today.
void plan_housekeeping(command::Tx& tx) {
  tx.set_deadline("accounts.daily", 1, start_of_day(tx.today() + 1) + minutes(190));
}

}  // namespace

std::shared_ptr<access::Caller> nobody() {
  auto caller = std::make_shared<access::Caller>();
  caller->name = "未登录";
  return caller;
}

void identify(access::Caller& caller, const Account& account) {
  caller.user = account.id;
  caller.name = account.name;
}

Visit::Visit(const http::Context& context, const http::Request& request, std::shared_ptr<http::Responder> r)
    : kernel(&context.kernel), address(request.remote), agent(ascii_only(request.header("user-agent"), kAgentBytesMax)),
      tls(request.tls), responder(std::move(r)), caller(context.session.caller), token(context.session.token) {}

void Visit::answer(int status, std::string body, const Cookies& cookies) const {
  http::Response response;
  response.status = status;
  if (status >= 400) response.content_type = "application/problem+json; charset=utf-8";
  response.headers.emplace_back("cache-control", "no-store");
  const auto set = [&](std::string_view name, const std::string& value, std::string_view path, std::int64_t seconds) {
    if (!value.empty())
      response.headers.emplace_back("set-cookie", fmt::format("{}={}; Path={}; HttpOnly; SameSite=Strict; Max-Age={}{}", name, value, path,
                                                              seconds, tls ? "; Secure" : ""));
  };
  set(kSessionCookie, cookies.token, "/", (cookies.home ? kHomeSessionMax : kSessionMax).value / 1000);
  set(kDeviceCookie, cookies.device, "/api/session", kDeviceSeconds);
  response.body = std::move(body);
  responder->respond(std::move(response));
}

std::string open_session(command::Tx& tx, const Account& account, const Visit& visit) {
  const std::string token = sealing::random_token();
  SessionRow row;
  row.id = tx.new_id<SessionId>();
  row.token_hash = token_hash(token);
  row.account_id = account.id;
  row.created_at = row.last_seen = tx.now;
  row.expires_at = rules::session_end(account.home(), tx.now);
  row.address = ascii_only(visit.address, 60);
  row.agent = visit.agent;
  entity::store::insert(tx.db, tx.vault(), "session", row);
  tx.db.exec(
      "DELETE FROM session WHERE account_id = ? AND id NOT IN "
      "(SELECT id FROM session WHERE account_id = ? ORDER BY created_at DESC, id DESC LIMIT ?)",
      account.id, account.id, kSessionsPerAccount);
  tx.after_commit([&cache = state(tx.kernel).cache, id = account.id] { cache.forget_account(id); });
  plan_housekeeping(tx);
  return token;
}

std::string step_body(Kernel& kernel, const Account& account, SignInStep step, Ticket ticket, Instant now) {
  SignInAnswer answer;
  answer.step = step;
  if (step == SignInStep::enrol) {
    if (ticket.new_totp_secret.empty()) ticket.new_totp_secret = sealing::totp_secret();
    answer.totp_secret = ticket.new_totp_secret;
    answer.otpauth_uri = fmt::format("otpauth://totp/Yilin:{}?secret={}&issuer=Yilin", account.username, answer.totp_secret);
  }
  ticket.account = account.id;
  ticket.password_hash = account.password_hash;
  answer.ticket = state(kernel).tickets.issue(std::move(ticket), now);
  return entity::to_json(answer);
}

bool locked(Kernel& kernel, const Account& account, const std::string& device, Instant now) {
  return device.empty() ? rules::gate(account, now) == rules::Gate::locked : state(kernel).device_failures.spent(device, now);
}

void conclude(const Visit& visit, Attempt attempt) {
  struct Shared {
    Attempt attempt;
    Visit::Cookies cookies;
    std::shared_ptr<access::Caller> caller = nobody();
  };
  auto shared = std::make_shared<Shared>(Shared{std::move(attempt), {}});
  Kernel& kernel = *visit.kernel;
  const auto work = [visit, shared, &kernel](command::Tx& tx) -> Result<command::Answer> {
    const Attempt& a = shared->attempt;
    shared->cookies = {};
    *shared->caller = *nobody();  // an attempt may be judged more than once
    auto account = find_account(tx.db, tx.vault(), a.account);
    if (!account || account->password_hash != a.password_hash) return fail(errors::ticket_expired);
    if (locked(kernel, *account, a.device, tx.now)) return fail(errors::locked);
    Account changed = *account;
    if (const ErrorKind* wrong = a.check(tx, changed)) {
      if (a.device.empty()) {
        rules::count_failure(*account, tx.now);
        update_account(tx.db, tx.vault(), *account, tx.now, {"failed_count", "locked_until"});
      }
      const std::string_view why = wrong == &errors::wrong_totp ? "动态口令不正确" : "密码不正确";
      tx.record({"account.sign_in_failed", "account", account->id.value, account->region, {}, tried(account->username, why), where(visit)});
      return refusal(*wrong);
    }
    account = std::move(changed);
    if (account->state != AccountState::active) return fail(errors::disabled);
    identify(*shared->caller, *account);

    const SignInStep next = rules::next_step(*account, a.passed, tx.now);
    if (next == SignInStep::done) rules::count_success(*account, tx.now);
    update_account(tx.db, tx.vault(), *account, tx.now,
                   {"failed_count", "locked_until", "last_sign_in", "totp_secret", "totp_step", "password_hash",
                    "must_change_password", "password_changed_at"});
    tx.record({next == SignInStep::done ? "account.sign_in" : a.verb, "account", account->id.value, account->region, {}, {}, where(visit)});
    if (next != SignInStep::done) return command::Answer{200, step_body(kernel, *account, next, {{}, a.passed, {}, {}, a.device, {}}, tx.now)};

    shared->cookies.token = open_session(tx, *account, visit);
    if (a.device.empty()) shared->cookies.device = issue_device(kernel, account->id);
    auto reader = tx.reader();
    SignInAnswer answer;
    answer.session = session_view(reader, *account, *build_caller(tx.db, kernel, *account, tx.now));
    return command::Answer{200, entity::to_json(answer)};
  };
  const auto done = [visit, shared, &kernel](Result<command::Answer> answer) {
    if (!answer) return visit.refuse(answer.error());
    if (answer->status == 200) state(kernel).tickets.end(shared->attempt.ticket);
    else count_wrong(kernel, visit, shared->attempt.device);
    visit.answer(answer->status, std::move(answer->body), shared->cookies);
  };
  command::submit(kernel, shared->caller, {}, work, done);
}

void conclude_unknown(const Visit& visit, std::string_view username) {
  Kernel& kernel = *visit.kernel;
  command::submit(
      kernel, nobody(), {},
      [visit, reason = tried(username, "没有这个账号"), &kernel](command::Tx& tx) -> Result<command::Answer> {
        tx.record({"account.sign_in_failed", "account", 0, region::city(kernel), {}, reason, where(visit)});
        return refusal(errors::wrong_credentials);
      },
      [visit, &kernel](Result<command::Answer> answer) {
        if (!answer) return visit.refuse(answer.error());
        count_wrong(kernel, visit, {});
        visit.answer(answer->status, std::move(answer->body));
      });
}

}  // namespace yilin::accounts
