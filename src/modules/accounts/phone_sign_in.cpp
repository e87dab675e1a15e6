// Elders and families: a phone and a code sent to it. Whether a phone is known shows in no answer.
#include <array>

#include <fmt/format.h>

#include "modules/accounts/queries.h"
#include "modules/accounts/sign_in.h"
#include "modules/accounts/state.h"
#include "modules/accounts/store.h"
#include "modules/accounts/visit.h"
#include "modules/region/region.h"

namespace yilin::accounts {
namespace {

constexpr Millis kCodeLife = minutes(5);
constexpr std::int64_t kCodeTriesMax = 5;
constexpr std::int32_t kResendSeconds = 60;

std::string six_digits() {
  // Rejection keeps every code equally likely.
  for (;;) {
    std::array<std::uint8_t, 4> bytes;
    sealing::secure_random(bytes);
    const std::uint32_t n = std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
    if (n < 4'294'000'000u) return fmt::format("{:06}", n % 1'000'000);
  }
}

std::string hash_of(Kernel& kernel, const Phone& phone, std::string_view code) {
  std::string out;
  for (const std::uint8_t b : sealing::hmac_sm3(kernel.keys->derive("login_code"), phone.reveal() + "|" + std::string(code)))
    fmt::format_to(std::back_inserter(out), "{:02x}", b);
  return out;
}

std::vector<HomeIdentity> identities(command::Tx& tx, const Phone& phone) {
  const HomeResolver& resolve = state(tx.kernel).resolver;
  auto reader = tx.reader();
  return resolve ? resolve(reader, phone) : std::vector<HomeIdentity>();
}

// True when the stored code is this one; a code that was right, or tried too often, is gone.
bool use_code(command::Tx& tx, std::int64_t index, const std::string& hash) {
  auto rows = tx.db.rows("SELECT code_hash, expires_at, tries FROM login_code WHERE phone_index = ?", index);
  if (!rows.next()) return false;
  const std::string stored = rows.str(0);
  const Instant expires{rows.integer(1)};
  const std::int64_t tries = rows.integer(2) + 1;
  if (tx.now < expires && sealing::equal_constant_time(stored, hash)) {
    tx.db.exec("DELETE FROM login_code WHERE phone_index = ?", index);
    return true;
  }
  if (tx.now >= expires || tries >= kCodeTriesMax) tx.db.exec("DELETE FROM login_code WHERE phone_index = ?", index);
  else tx.db.exec("UPDATE login_code SET tries = ? WHERE phone_index = ?", tries, index);
  return false;
}

Account home_account(command::Tx& tx, const Phone& phone, std::int64_t index, const std::string& name) {
  if (auto found = find_home(tx.db, tx.vault(), index, phone)) {
    found->name = name;
    found->last_sign_in = tx.now;
    update_account(tx.db, tx.vault(), *found, tx.now, {"name", "last_sign_in"});
    return *found;
  }
  Account account;
  account.id = tx.new_id<UserId>();
  account.name = name;
  account.region = region::city(tx.kernel);
  account.phone = phone;
  account.phone_index = index;
  account.last_sign_in = account.created_at = account.updated_at = tx.now;
  insert_account(tx.db, tx.vault(), account);
  return account;
}

}  // namespace

void request_code(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const Visit visit(context, request, std::move(responder));
  const auto in = read_body<CodeRequest>(visit, context, request);
  if (!in) return;
  Kernel& kernel = context.kernel;
  State& s = state(kernel);
  const Instant now = kernel.clock.now();
  const std::int64_t index = s.phone_index.of(in->phone.reveal());
  const std::string key = std::to_string(index);
  if (!s.codes_of_address.allow(visit.address, now) || !s.code_spacing.allow(key, now) || !s.codes_of_phone.allow(key, now))
    return visit.refuse(Error(yilin::errors::too_many, "获取验证码过于频繁，请一分钟后再试。"));

  command::submit(
      kernel, nobody(), {},
      [phone = in->phone, index](command::Tx& tx) -> Result<command::Answer> {
        const std::string code = six_digits();
        tx.db.exec("INSERT INTO login_code (phone_index, code_hash, expires_at, tries) VALUES (?, ?, ?, 0) "
                   "ON CONFLICT (phone_index) DO UPDATE SET code_hash = excluded.code_hash, expires_at = excluded.expires_at, tries = 0",
                   index, hash_of(tx.kernel, phone, code), tx.now + kCodeLife);
        if (!identities(tx, phone).empty())
          send_sms(tx, phone, fmt::format("【颐邻】您的登录验证码是 {}，5 分钟内有效。工作人员不会向您索要验证码。", code));
        tx.record({"account.code_request", "account", 0, region::city(tx.kernel), {}, "手机号 " + phone.masked(), {}});
        CodeAnswer answer;
        answer.resend_after_s = kResendSeconds;
        answer.valid_s = static_cast<std::int32_t>(kCodeLife.value / 1000);
        return command::Answer{200, entity::to_json(answer)};
      },
      [visit](Result<command::Answer> answer) {
        if (!answer) return visit.refuse(answer.error());
        visit.answer(200, std::move(answer->body));
      });
}

void sign_in_by_phone(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const Visit visit(context, request, std::move(responder));
  const auto in = read_body<PhoneSignIn>(visit, context, request);
  if (!in) return;
  Kernel& kernel = context.kernel;
  State& s = state(kernel);
  if (s.address_failures.spent(visit.address, kernel.clock.now())) return visit.refuse(yilin::errors::too_many);

  auto token = std::make_shared<std::string>();
  const auto caller = nobody();
  const std::int64_t index = s.phone_index.of(in->phone.reveal());
  command::submit(
      kernel, caller, {},
      [visit, token, caller, index, phone = in->phone, hash = hash_of(kernel, in->phone, in->code)](command::Tx& tx) -> Result<command::Answer> {
        token->clear();
        *caller = *nobody();
        const bool right = use_code(tx, index, hash);
        const auto known = right ? identities(tx, phone) : std::vector<HomeIdentity>();
        if (known.empty()) {
          tx.record({"account.sign_in_failed", "account", 0, region::city(tx.kernel), {}, fmt::format("手机号 {}，验证码不正确", phone.masked()), {}});
          return command::Answer{401, http::Router::problem(Error(errors::wrong_code)).body};
        }
        const Account account = home_account(tx, phone, index, known.front().name);
        if (account.state != AccountState::active) return fail(errors::disabled);
        *token = open_session(tx, account, visit);
        identify(*caller, account);
        tx.record({"account.sign_in", "account", account.id.value, account.region, {}, {}, {}});
        auto reader = tx.reader();
        SignInAnswer answer;
        answer.session = session_view(reader, account, *build_caller(tx.db, tx.kernel, account, tx.now));
        return command::Answer{200, entity::to_json(answer)};
      },
      [visit, token, &s, &kernel](Result<command::Answer> answer) {
        if (!answer) return visit.refuse(answer.error());
        if (answer->status != 200) (void)s.address_failures.allow(visit.address, kernel.clock.now());
        visit.answer(answer->status, std::move(answer->body), {*token, {}, true});
      });
}

}  // namespace yilin::accounts
