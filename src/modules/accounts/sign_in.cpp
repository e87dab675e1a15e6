#include "modules/accounts/sign_in.h"

#include "kernel/entity/store.h"
#include "modules/accounts/device.h"
#include "modules/accounts/state.h"
#include "modules/accounts/store.h"
#include "modules/accounts/visit.h"

namespace yilin::accounts {
namespace {

std::optional<Account> read_account(Kernel& kernel, std::string_view username) {
  auto db = kernel.readers->borrow();
  return find_by_username(*db, kernel.vault, username);
}
std::optional<Account> read_account(Kernel& kernel, UserId id) {
  auto db = kernel.readers->borrow();
  return find_account(*db, kernel.vault, id);
}

const ErrorKind* agree(command::Tx&, Account&) { return nullptr; }

// In the hashing pool.
void begin_enrolment(const Visit& visit, const EnrolTotp& in, const Account& account, const std::string& device) {
  Kernel& kernel = *visit.kernel;
  if (!sealing::verify_password(*kernel.keys, in.password, account.password_hash))
    return conclude(visit, {account.id, account.password_hash, {}, "account.sign_in", {}, device,
                            [](command::Tx&, Account&) { return &errors::wrong_credentials; }});
  visit.answer(200, step_body(kernel, account, SignInStep::enrol, {{}, {}, {}, {}, device, {}}, kernel.clock.now()));
}

// In the hashing pool.
void verify_password(const Visit& visit, const SignIn& in, const std::optional<Account>& account, const std::string& device) {
  Kernel& kernel = *visit.kernel;
  const bool known = account && !account->password_hash.empty();
  const bool right = sealing::verify_password(*kernel.keys, in.password,
                                              known ? account->password_hash : state(kernel).nobodys_hash(kernel));
  if (!known) {
    (void)state(kernel).unknown_names.allow(in.username, kernel.clock.now());
    return conclude_unknown(visit, in.username);
  }
  Attempt attempt{account->id, account->password_hash, {}, "account.sign_in", {}, device, agree};
  if (!right) {
    attempt.check = [](command::Tx&, Account&) { return &errors::wrong_credentials; };
    return conclude(visit, std::move(attempt));
  }
  if (account->state != AccountState::active) return visit.refuse(errors::disabled);
  const Instant now = kernel.clock.now();
  const SignInStep next = rules::next_step(*account, {}, now);
  if (next == SignInStep::done) return conclude(visit, std::move(attempt));
  visit.answer(200, step_body(kernel, *account, next, {{}, {}, {}, {}, device, {}}, now));
}

void set_password(Account& account, const std::string& hash, Instant now) {
  account.password_hash = hash;
  account.must_change_password = false;
  account.password_changed_at = now;
}

// Both hashes in the pool. The new password was checked before.
struct NewHash {
  bool old_right = false, same = false;
  std::string hash;
};
NewHash hash_new(Kernel& kernel, const Account& account, const ChangePassword& in, bool verify_old) {
  NewHash out;
  out.old_right = !verify_old || sealing::verify_password(*kernel.keys, in.old_password, account.password_hash);
  if (!out.old_right) return out;
  out.same = sealing::verify_password(*kernel.keys, in.new_password, account.password_hash);
  if (!out.same) out.hash = sealing::hash_password(*kernel.keys, in.new_password);
  return out;
}

const Error& same_password() {
  static const Error error = fail_field("new_password", "新密码", "新密码不能与原密码相同。").value();
  return error;
}

void change_within_sign_in(const Visit& visit, const ChangePassword& in, const Ticket& ticket, const Account& account) {
  Kernel& kernel = *visit.kernel;
  const NewHash fresh = hash_new(kernel, account, in, false);
  if (fresh.same) return visit.refuse(same_password());
  conclude(visit, {account.id, account.password_hash, ticket.passed, "account.password_change", in.ticket, ticket.device,
                   [hash = fresh.hash](command::Tx& tx, Account& a) -> const ErrorKind* {
                     set_password(a, hash, tx.now);
                     end_sessions(tx.db, a.id);
                     return nullptr;
                   }});
}

void change_within_session(const Visit& visit, const ChangePassword& in, const Account& account) {
  Kernel& kernel = *visit.kernel;
  const NewHash fresh = hash_new(kernel, account, in, true);
  if (fresh.same) return visit.refuse(same_password());
  command::submit(
      kernel, visit.caller, {},
      [fresh, id = account.id, verified = account.password_hash, keep = token_hash(visit.token)](command::Tx& tx) -> Result<command::Answer> {
        auto a = find_account(tx.db, tx.vault(), id);
        if (!a || a->password_hash != verified) return fail(yilin::errors::conflict);
        if (rules::gate(*a, tx.now) == rules::Gate::locked) return fail(errors::locked);
        if (!fresh.old_right) {
          rules::count_failure(*a, tx.now);
          update_account(tx.db, tx.vault(), *a, tx.now, {"failed_count", "locked_until"});
          tx.record({"account.sign_in_failed", "account", id.value, a->region, {}, "修改密码时原密码不正确", {}});
          const Error wrong = fail_field("old_password", "原密码", "原密码不正确。").value();
          return command::Answer{422, http::Router::problem(wrong).body};
        }
        set_password(*a, fresh.hash, tx.now);
        update_account(tx.db, tx.vault(), *a, tx.now, {"password_hash", "must_change_password", "password_changed_at"});
        end_sessions(tx.db, id, keep);
        tx.record({"account.password_change", "account", id.value, a->region, {}, {}, {}});
        tx.after_commit([&cache = state(tx.kernel).cache, id] { cache.forget_account(id); });
        return command::Answer{200, "{}"};
      },
      [visit](Result<command::Answer> answer) {
        if (!answer) return visit.refuse(answer.error());
        visit.answer(answer->status, std::move(answer->body));
      });
}

}  // namespace

void sign_in(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const Visit visit(context, request, std::move(responder));
  const auto in = read_body<SignIn>(visit, context, request);
  if (!in) return;
  Kernel& kernel = context.kernel;
  State& s = state(kernel);
  const Instant now = kernel.clock.now();
  if (s.address_failures.spent(visit.address, now)) return visit.refuse(yilin::errors::too_many);
  const auto account = read_account(kernel, in->username);
  const std::string device = account ? known_device(kernel, request, account->id) : std::string();
  if (account ? locked(kernel, *account, device, now) : s.unknown_names.spent(in->username, now))
    return visit.refuse(errors::locked);
  if (!s.hashing.submit([visit, in = *in, account, device] { verify_password(visit, in, account, device); }))
    visit.refuse(yilin::errors::too_many);
}

void sign_in_totp(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const Visit visit(context, request, std::move(responder));
  const auto in = read_body<TotpStep>(visit, context, request);
  if (!in) return;
  Kernel& kernel = context.kernel;
  const Instant now = kernel.clock.now();
  if (state(kernel).address_failures.spent(visit.address, now)) return visit.refuse(yilin::errors::too_many);
  const auto ticket = state(kernel).tickets.find(in->ticket, now);
  if (!ticket) return visit.refuse(errors::ticket_expired);

  rules::Passed passed = ticket->passed;
  passed.totp = true;
  conclude(visit, {ticket->account, ticket->password_hash, passed, "account.second_factor", in->ticket, ticket->device,
                   [code = in->code, secret = ticket->new_totp_secret](command::Tx& tx, Account& a) -> const ErrorKind* {
                     const std::string& used = a.totp_secret.empty() ? secret : a.totp_secret;
                     if (used.empty()) return &errors::wrong_totp;
                     const std::int64_t step = sealing::totp_match(used, code, tx.now.ms / 1000);
                     if (!rules::totp_usable(step, a)) return &errors::wrong_totp;
                     // Sessions that were opened without it end with its binding.
                     if (a.totp_secret.empty()) end_sessions(tx.db, a.id);
                     a.totp_step = step;
                     a.totp_secret = used;
                     return nullptr;
                   }});
}

void enrol_totp(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const Visit visit(context, request, std::move(responder));
  const auto in = read_body<EnrolTotp>(visit, context, request);
  if (!in) return;
  Kernel& kernel = context.kernel;
  const auto account = read_account(kernel, visit.caller->user);
  if (!account || account->password_hash.empty()) return visit.refuse(yilin::errors::forbidden);
  if (!account->totp_secret.empty()) return visit.refuse(errors::totp_enrolled);
  const std::string device = known_device(kernel, request, account->id);
  if (locked(kernel, *account, device, kernel.clock.now())) return visit.refuse(errors::locked);
  if (!state(kernel).hashing.submit([visit, in = *in, account = *account, device] { begin_enrolment(visit, in, account, device); }))
    visit.refuse(yilin::errors::too_many);
}

void change_password(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const Visit visit(context, request, std::move(responder));
  const auto in = read_body<ChangePassword>(visit, context, request);
  if (!in) return;
  Kernel& kernel = context.kernel;
  std::optional<Ticket> ticket;
  if (!in->ticket.empty()) {
    ticket = state(kernel).tickets.find(in->ticket, kernel.clock.now());
    if (!ticket) return visit.refuse(errors::ticket_expired);
  } else if (!visit.caller || !visit.caller->user) {
    return visit.refuse(yilin::errors::unauthenticated);
  }
  const auto account = read_account(kernel, ticket ? ticket->account : visit.caller->user);
  if (!account || account->password_hash.empty() || (ticket && ticket->password_hash != account->password_hash))
    return visit.refuse(errors::ticket_expired);
  // A ticket whose second factor is still open may not change anything.
  if (ticket && rules::next_step(*account, ticket->passed, kernel.clock.now()) != SignInStep::new_password)
    return visit.refuse(errors::ticket_expired);
  if (const auto ok = rules::check_password(in->new_password, account->username); !ok) return visit.refuse(ok.error());
  const bool queued = state(kernel).hashing.submit([visit, in = *in, ticket, account = *account] {
    if (ticket) change_within_sign_in(visit, in, *ticket, account);
    else change_within_session(visit, in, account);
  });
  if (!queued) visit.refuse(yilin::errors::too_many);
}

void sign_out(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const Visit visit(context, request, std::move(responder));
  if (visit.token.empty()) return visit.answer(200, "{}");
  Kernel& kernel = context.kernel;
  command::submit(
      kernel, visit.caller, {},
      [hash = token_hash(visit.token)](command::Tx& tx) -> Result<command::Answer> {
        tx.db.exec("DELETE FROM session WHERE token_hash = ?", hash);
        tx.record({"account.sign_out", "account", tx.caller.user.value, {}, {}, {}, {}});
        tx.after_commit([&cache = state(tx.kernel).cache, hash] { cache.forget_token(hash); });
        return command::Answer{200, "{}"};
      },
      [visit](Result<command::Answer> answer) {
        if (!answer) return visit.refuse(answer.error());
        http::Response response;
        response.body = "{}";
        response.headers.emplace_back("cache-control", "no-store");
        response.headers.emplace_back("set-cookie", std::string(kSessionCookie) + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
        response.headers.emplace_back("clear-site-data", "\"cache\"");
        visit.responder->respond(std::move(response));
      });
}

void list_sessions(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const Visit visit(context, request, std::move(responder));
  Kernel& kernel = context.kernel;
  const Instant now = kernel.clock.now();
  SessionList list;
  {
    auto db = kernel.readers->borrow();
    auto rows = db->rows(entity::store::select<SessionRow>("session", "s")
                             .add(" WHERE s.account_id = ? ORDER BY s.created_at DESC, s.id DESC", visit.caller->user.value));
    const std::string current = token_hash(visit.token);
    const bool home = visit.caller->kind == access::CallerKind::home;
    while (rows.next()) {
      const SessionRow row = entity::store::read<SessionRow>(rows, kernel.vault, "session");
      if (row.token_hash != current && rules::freshness(home, row.last_seen, row.expires_at, now) == rules::Freshness::over) continue;
      list.items.push_back({row.id, row.created_at, row.last_seen, row.expires_at, row.address, row.agent, row.token_hash == current});
    }
  }
  visit.answer(200, entity::to_json(list));
}

}  // namespace yilin::accounts
