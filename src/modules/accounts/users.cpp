#include "modules/accounts/users.h"

#include <fmt/format.h>

#include "base/text.h"
#include "kernel/entity/store.h"
#include "modules/accounts/provision.h"
#include "modules/accounts/queries.h"
#include "modules/accounts/rules.h"
#include "modules/accounts/state.h"
#include "modules/accounts/store.h"
#include "modules/region/region.h"

namespace yilin::accounts {
namespace {

// An account that the caller may act upon; not_found outside the scope.
Result<Account> load(command::Tx& tx, UserId id, bool administrators_too = false) {
  auto rows = tx.db.rows(entity::store::select<Account>("account", "a")
                             .add(" WHERE a.username <> '' AND a.id = ?", id)
                             .add(access::in_region("a.region", tx.caller)));
  if (!rows.next()) return fail(yilin::errors::not_found);
  Account account = entity::store::read<Account>(rows, tx.vault(), "account");
  if (account.id == tx.caller.user) return fail(errors::yourself);
  if (!administrators_too && rules::administrator(account) && tx.caller.kind != access::CallerKind::system)
    return fail(errors::administrator);
  return account;
}

UserView finish(command::Tx& tx, const Account& account, std::string_view verb, const std::string& reason, std::string payload = {}) {
  tx.record({verb, "account", account.id.value, account.region, {}, reason, std::move(payload)});
  tx.after_commit([&cache = state(tx.kernel).cache, id = account.id] { cache.forget_account(id); });
  auto reader = tx.reader();
  return view_of(reader, account);
}

std::string describe(Roles roles, const std::vector<ScopeInput>& scopes) {
  std::string out = R"({"roles":[)";
  bool first = true;
  for (const entity::EnumName& name : access::enum_names(Role{})) {
    if (!roles.has(static_cast<Role>(name.value))) continue;
    out += fmt::format(R"({}"{}")", first ? "" : ",", name.code);
    first = false;
  }
  out += R"(],"scopes":[)";
  first = true;
  for (const ScopeInput& s : scopes) {
    out += fmt::format(R"({}{{"region":"{}","from":"{}","to":"{}"}})", first ? "" : ",", to_string(s.region),
                       s.from ? to_string(s.from) : "", s.to ? to_string(s.to) : "");
    first = false;
  }
  return out + "]}";
}

Status make_password(Kernel& kernel, std::string_view username, std::string& password, std::string& hash) {
  password = one_time_password(username);
  YILIN_TRY(hash, state(kernel).hashing.run<std::string>(
                      [&kernel, password] { return sealing::hash_password(*kernel.keys, password); }));
  return {};
}

}  // namespace

const entity::Table& Ended::fields() {
  static const entity::Table table("SessionEnded", "会话已结束", {});
  return table;
}

Status prepare_user(command::Reader& reader, NewUser& in) {
  YILIN_CHECK(rules::check_username(in.username));
  return make_password(reader.kernel, in.username, in.password, in.password_hash);
}

Result<OneTimePassword> create_user(command::Tx& tx, const NewUser& in) {
  PreparedAccount prepared;
  prepared.account.username = in.username;
  prepared.account.name = text::trim(in.name);
  prepared.account.region = in.region.value != 0 ? in.region : region::city(tx.kernel);
  prepared.account.organisation_id = in.organisation_id;
  prepared.account.worker_id = in.worker_id;
  prepared.account.phone = in.phone;
  prepared.account.totp_required = in.totp_required;
  prepared.password_hash = in.password_hash;
  if (!tx.caller.in_scope(prepared.account.region))
    return fail_field("region", "所属区划", "所属区划须在您的管辖范围内。");
  YILIN_TRY(const UserId id, create_account(tx, prepared));
  tx.record({"account.create", "account", id.value, prepared.account.region, {}, {}, {}}, in.organisation_id, in.worker_id);
  return OneTimePassword{id, in.username, in.password};
}

Result<UserView> update_user(command::Tx& tx, const UserUpdate& in) {
  YILIN_TRY(Account account, load(tx, in.id));
  if (account.version != in.version) return fail(yilin::errors::conflict);
  account.name = text::trim(in.name);
  if (in.phone && !in.phone->empty()) {
    account.phone = *in.phone;
    account.phone_index = state(tx.kernel).phone_index.of(in.phone->reveal());
  }
  update_account(tx.db, tx.vault(), account, tx.now, {"name", "phone", "phone_index"});
  return finish(tx, account, "account.update", {});
}

Result<UserView> grant(command::Tx& tx, const Grants& in) {
  YILIN_TRY(Account account, load(tx, in.id));
  if (account.version != in.version) return fail(yilin::errors::conflict);
  Roles roles;
  for (const Role r : in.roles) roles.bits |= Roles{r}.bits;
  YILIN_CHECK(rules::check_roles(roles, account.organisation_id, account.worker_id));
  YILIN_CHECK(rules::check_scopes(in.scopes));
  if (roles.any(rules::kAdministrators) && tx.caller.kind != access::CallerKind::system) return fail(errors::administrator);
  const auto tree = region::divisions(tx.kernel);
  for (const ScopeInput& s : in.scopes)
    if (!tx.caller.in_scope(s.region) || tree->find(s.region) == nullptr)
      return fail_field("scopes", "管辖范围", "只能授予您管辖范围内的现有区划。");

  const std::string before = describe(account.role_set(), scopes_of(tx.db, account.id));
  account.roles = static_cast<std::int32_t>(roles.bits);
  update_account(tx.db, tx.vault(), account, tx.now, {"roles"});
  replace_scopes(tx.db, account.id, in.scopes);
  return finish(tx, account, "account.grant", {}, fmt::format(R"({{"before":{},"after":{}}})", before, describe(roles, in.scopes)));
}

Status prepare_reset(command::Reader& reader, UserAction& in) {
  // Whether the account may be reset is decided on the writer; here only its name is needed.
  auto account = find_account(reader.db, reader.kernel.vault, in.id);
  if (!account) return fail(yilin::errors::not_found);
  return make_password(reader.kernel, account->username, in.password, in.password_hash);
}

Result<OneTimePassword> reset_password(command::Tx& tx, const UserAction& in) {
  YILIN_TRY(Account account, load(tx, in.id));
  account.password_hash = in.password_hash;
  account.must_change_password = true;
  account.password_changed_at = tx.now;
  account.failed_count = 0;
  account.locked_until = {};
  update_account(tx.db, tx.vault(), account, tx.now,
                 {"password_hash", "must_change_password", "password_changed_at", "failed_count", "locked_until"});
  end_sessions(tx.db, account.id);
  finish(tx, account, "account.reset_password", in.reason);
  return OneTimePassword{account.id, account.username, in.password};
}

Result<UserView> reset_totp(command::Tx& tx, const UserAction& in) {
  YILIN_TRY(Account account, load(tx, in.id));
  account.totp_secret.clear();
  update_account(tx.db, tx.vault(), account, tx.now, {"totp_secret"});
  end_sessions(tx.db, account.id);
  return finish(tx, account, "account.reset_totp", in.reason);
}

Result<UserView> disable_user(command::Tx& tx, const UserAction& in) {
  YILIN_TRY(Account account, load(tx, in.id));
  if (account.state == AccountState::disabled) return fail(yilin::errors::conflict, "账号已经停用。");
  account.state = AccountState::disabled;
  account.disabled_reason = in.reason;
  update_account(tx.db, tx.vault(), account, tx.now, {"state", "disabled_reason"});
  end_sessions(tx.db, account.id);
  return finish(tx, account, "account.disable", in.reason);
}

Result<UserView> enable_user(command::Tx& tx, const UserAction& in) {
  YILIN_TRY(Account account, load(tx, in.id));
  if (account.state == AccountState::active) return fail(yilin::errors::conflict, "账号没有停用。");
  account.state = AccountState::active;
  account.disabled_reason.clear();
  account.last_sign_in = tx.now;  // the days of not being used begin again
  update_account(tx.db, tx.vault(), account, tx.now, {"state", "disabled_reason", "last_sign_in"});
  return finish(tx, account, "account.enable", in.reason);
}

Result<UserView> unlock_user(command::Tx& tx, const UserAction& in) {
  YILIN_TRY(Account account, load(tx, in.id));
  account.failed_count = 0;
  account.locked_until = {};
  update_account(tx.db, tx.vault(), account, tx.now, {"failed_count", "locked_until"});
  return finish(tx, account, "account.unlock", in.reason);
}

Result<Ended> end_session(command::Tx& tx, const SessionPath& in) {
  if (tx.db.exec("DELETE FROM session WHERE id = ? AND account_id = ?", in.id, tx.caller.user.value) == 0)
    return fail(yilin::errors::not_found);
  tx.record({"account.end_session", "account", tx.caller.user.value, {}, {}, {}, {}});
  tx.after_commit([&cache = state(tx.kernel).cache, id = tx.caller.user] { cache.forget_account(id); });
  return Ended{};
}

Status keep_house(command::Tx& tx) {
  const std::int64_t sessions = tx.db.exec(
      "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE expires_at <= ? ORDER BY expires_at LIMIT 300)", tx.now);
  const std::int64_t codes = tx.db.exec(
      "DELETE FROM login_code WHERE phone_index IN (SELECT phone_index FROM login_code WHERE expires_at <= ? LIMIT 100)", tx.now);
  std::vector<Account> unused;
  {
    const Instant limit = tx.now - days(kUnusedDays);
    auto rows = tx.db.rows(entity::store::select<Account>("account", "a")
                               .add(" WHERE a.username <> '' AND a.state = ? AND a.created_at < ?", AccountState::active, limit)
                               .add(" AND (a.last_sign_in IS NULL OR a.last_sign_in < ?) ORDER BY a.id LIMIT 50", limit));
    while (rows.next()) unused.push_back(entity::store::read<Account>(rows, tx.vault(), "account"));
  }
  std::int64_t disabled = 0;
  for (Account& account : unused) {
    if (!rules::unused_too_long(account, tx.now)) continue;
    account.state = AccountState::disabled;
    account.disabled_reason = fmt::format("连续 {} 天未登录", kUnusedDays);
    update_account(tx.db, tx.vault(), account, tx.now, {"state", "disabled_reason"});
    end_sessions(tx.db, account.id);
    tx.after_commit([&cache = state(tx.kernel).cache, id = account.id] { cache.forget_account(id); });
    ++disabled;
  }
  tx.record({"account.housekeeping", "account", 0, region::city(tx.kernel), {}, {},
             fmt::format(R"({{"sessions":{},"codes":{},"disabled":{}}})", sessions, codes, disabled)});
  const bool more = sessions == 300 || disabled == 50;
  tx.set_deadline("accounts.daily", 1, more ? tx.now + seconds(1) : start_of_day(tx.today() + 1) + minutes(190));
  return {};
}

}  // namespace yilin::accounts
