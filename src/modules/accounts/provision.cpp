// Making accounts: for the machine's administrator, the simulator and other modules.

#include "modules/accounts/provision.h"

#include <array>

#include "base/text.h"
#include "kernel/command/command.h"
#include "modules/accounts/rules.h"
#include "modules/accounts/state.h"
#include "modules/accounts/store.h"
#include "modules/region/region.h"

namespace yilin::accounts {
namespace {

std::string hashed(Kernel& kernel, const std::string& password) { return sealing::hash_password(*kernel.keys, password); }

Account account_of(const PreparedAccount& prepared, Instant now) {
  const NewAccount& in = prepared.account;
  Account a;
  a.username = in.username;
  a.name = in.name;
  a.region = in.region;
  a.password_hash = prepared.password_hash;
  a.totp_required = in.totp_required;
  for (const Role r : in.roles) a.roles |= static_cast<std::int32_t>(Roles{r}.bits);
  a.organisation_id = in.organisation_id;
  a.worker_id = in.worker_id;
  a.phone = in.phone;
  a.must_change_password = in.must_change_password;
  a.password_changed_at = a.created_at = a.updated_at = now;
  return a;
}

}  // namespace

std::string one_time_password(std::string_view username) {
  constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
  constexpr std::size_t kGroups = 4, kOfGroup = 4;
  for (;;) {
    std::string password;
    while (password.size() < kGroups * kOfGroup + kGroups - 1) {
      if (password.size() % (kOfGroup + 1) == kOfGroup) {
        password += '-';
        continue;
      }
      std::array<std::uint8_t, 1> byte;
      sealing::secure_random(byte);
      if (byte[0] < 256 / alphabet.size() * alphabet.size()) password += alphabet[byte[0] % alphabet.size()];
    }
    if (rules::check_password(password, username)) return password;
  }
}

Result<PreparedAccount> prepare_account(Kernel& kernel, NewAccount account) {
  YILIN_CHECK(rules::check_username(account.username));
  if (text::trim(account.name).empty()) return fail_field("name", "姓名", "请填写姓名。");
  Roles roles;
  for (const Role r : account.roles) roles.bits |= Roles{r}.bits;
  YILIN_CHECK(rules::check_roles(roles, account.organisation_id, account.worker_id));
  YILIN_CHECK(rules::check_scopes(account.scopes));
  if (account.region.value == 0)
    account.region = account.scopes.empty() ? region::city(kernel) : account.scopes.front().region;
  PreparedAccount prepared;
  prepared.password = account.password.empty() ? one_time_password(account.username) : account.password;
  YILIN_CHECK(rules::check_password(prepared.password, account.username));
  prepared.password_hash = hashed(kernel, prepared.password);
  account.password.clear();
  prepared.account = std::move(account);
  return prepared;
}

Result<UserId> create_account(command::Tx& tx, const PreparedAccount& prepared) {
  YILIN_CHECK(rules::check_username(prepared.account.username));
  if (find_by_username(tx.db, tx.vault(), prepared.account.username)) return fail(errors::username_taken);
  Account account = account_of(prepared, tx.now);
  account.id = tx.new_id<UserId>();
  if (!account.phone.empty()) account.phone_index = state(tx.kernel).phone_index.of(account.phone.reveal());
  insert_account(tx.db, tx.vault(), account);
  replace_scopes(tx.db, account.id, prepared.account.scopes);
  return account.id;
}

Result<std::vector<DemoAccount>> create_demo_accounts(Kernel& kernel, std::vector<NewAccount> accounts) {
  std::vector<DemoAccount> made;
  for (NewAccount& wanted : accounts) {
    wanted.totp_required = wanted.must_change_password = false;
    YILIN_TRY(const PreparedAccount prepared, prepare_account(kernel, wanted));
    DemoAccount demo{{}, prepared.account.username, prepared.account.name, prepared.password, prepared.account.roles};
    YILIN_CHECK(command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
      if (auto there = find_by_username(tx.db, tx.vault(), prepared.account.username)) {
        Account fresh = account_of(prepared, tx.now);
        fresh.id = demo.id = there->id;
        fresh.version = there->version;
        fresh.created_at = there->created_at;
        if (!fresh.phone.empty()) fresh.phone_index = state(tx.kernel).phone_index.of(fresh.phone.reveal());
        update_account(tx.db, tx.vault(), fresh, tx.now,
                       {"name", "region", "password_hash", "totp_secret", "totp_required", "roles", "organisation_id", "worker_id",
                        "phone", "phone_index", "state", "must_change_password", "password_changed_at", "failed_count", "locked_until"});
        replace_scopes(tx.db, fresh.id, prepared.account.scopes);
        end_sessions(tx.db, fresh.id);
        tx.after_commit([&cache = state(tx.kernel).cache, id = fresh.id] { cache.forget_account(id); });
      } else {
        YILIN_TRY(demo.id, create_account(tx, prepared));
      }
      tx.record({"account.create", "account", demo.id.value, prepared.account.region, {}, {}, {}});
      return {};
    }));
    made.push_back(std::move(demo));
  }
  return made;
}

Result<DemoAccount> reset_account(Kernel& kernel, std::string_view username, bool forget_totp) {
  const std::string password = one_time_password(username);
  const std::string hash = hashed(kernel, password);
  DemoAccount out;
  YILIN_CHECK(command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    auto account = find_by_username(tx.db, tx.vault(), username);
    if (!account) return fail(yilin::errors::not_found, "没有这个用户名。");
    account->password_hash = hash;
    account->must_change_password = true;
    account->password_changed_at = account->last_sign_in = tx.now;
    account->state = AccountState::active;
    account->disabled_reason.clear();
    account->failed_count = 0;
    account->locked_until = {};
    if (forget_totp) account->totp_secret.clear();
    update_account(tx.db, tx.vault(), *account, tx.now,
                   {"password_hash", "must_change_password", "password_changed_at", "last_sign_in", "state", "disabled_reason",
                    "failed_count", "locked_until", "totp_secret"});
    end_sessions(tx.db, account->id);
    tx.record({"account.reset_password", "account", account->id.value, account->region, {}, {}, {}});
    tx.after_commit([&cache = state(tx.kernel).cache, id = account->id] { cache.forget_account(id); });
    out = {account->id, account->username, account->name, password, {}};
    return {};
  }));
  return out;
}

void set_home_resolver(Kernel& kernel, HomeResolver resolver) { state(kernel).resolver = std::move(resolver); }

void home_identities_changed(command::Tx& tx) {
  tx.after_commit([&cache = state(tx.kernel).cache] { cache.forget_homes(); });
}

void set_sms_gateway(Kernel& kernel, std::shared_ptr<SmsGateway> gateway) { state(kernel).gateway = std::move(gateway); }

void send_sms(command::Tx& tx, const Phone& phone, std::string text) {
  tx.after_commit([gateway = state(tx.kernel).gateway, phone, text = std::move(text), at = tx.now] { gateway->send(phone, text, at); });
}

std::shared_ptr<const access::Caller> caller_of(sql::Connection& db, Kernel& kernel, UserId id) {
  const auto account = find_account(db, kernel.vault, id);
  if (!account || account->state != AccountState::active) return nullptr;
  return build_caller(db, kernel, *account, kernel.clock.now());
}

std::string user_name(sql::Connection& db, UserId id) {
  auto rows = db.rows("SELECT name FROM account WHERE id = ?", id);
  return rows.next() ? rows.str(0) : std::string();
}

bool has_account(sql::Connection& db, WorkerId worker) { return db.rows("SELECT 1 FROM account WHERE worker_id = ?", worker).next(); }
bool has_account(sql::Connection& db, OrganisationId organisation) {
  return db.rows("SELECT 1 FROM account WHERE organisation_id = ?", organisation).next();
}

}  // namespace yilin::accounts
