#include "modules/accounts/store.h"

namespace yilin::accounts {
namespace {

// Open ends are stored as days that no calendar reaches, so that (account, region, from) is a key.
constexpr std::int64_t kEver = -1'000'000, kForever = 1'000'000;

std::optional<Account> first(sql::Connection& db, const entity::Vault& vault, const sql::Statement& query) {
  auto rows = db.rows(query);
  if (!rows.next()) return std::nullopt;
  return entity::store::read<Account>(rows, vault, "account");
}

sql::Statement select() { return entity::store::select<Account>("account", "a"); }

}  // namespace

std::optional<Account> find_account(sql::Connection& db, const entity::Vault& vault, UserId id) {
  return first(db, vault, select().add(" WHERE a.id = ?", id));
}

std::optional<Account> find_by_username(sql::Connection& db, const entity::Vault& vault, std::string_view username) {
  if (username.empty()) return std::nullopt;
  return first(db, vault, select().add(" WHERE a.username = ? AND a.username <> ''", username));
}

std::optional<Account> find_home(sql::Connection& db, const entity::Vault& vault, std::int64_t phone_index, const Phone& phone) {
  auto account = first(db, vault, select().add(" WHERE a.phone_index = ? AND a.username = ''", phone_index));
  if (account && account->phone != phone) return std::nullopt;  // a collision of the blind index
  return account;
}

void insert_account(sql::Connection& db, const entity::Vault& vault, const Account& account) {
  entity::store::insert(db, vault, "account", account);
}

void update_account(sql::Connection& db, const entity::Vault& vault, Account& account, Instant now,
                    std::initializer_list<std::string_view> columns) {
  ++account.version;
  account.updated_at = now;
  entity::store::update(db, vault, "account", account, columns);
  db.queue("UPDATE account SET version = ?, updated_at = ? WHERE id = ?", account.version, now, account.id);
}

std::vector<ScopeInput> scopes_of(sql::Connection& db, UserId id) {
  std::vector<ScopeInput> scopes;
  auto rows = db.rows("SELECT region, from_date, to_date FROM account_scope WHERE account_id = ? ORDER BY region, from_date", id);
  while (rows.next()) {
    ScopeInput s;
    s.region = {rows.integer(0)};
    if (rows.integer(1) != kEver) s.from = {static_cast<std::int32_t>(rows.integer(1))};
    if (rows.integer(2) != kForever) s.to = {static_cast<std::int32_t>(rows.integer(2))};
    scopes.push_back(s);
  }
  return scopes;
}

void replace_scopes(sql::Connection& db, UserId id, const std::vector<ScopeInput>& scopes) {
  db.exec("DELETE FROM account_scope WHERE account_id = ?", id);
  for (const ScopeInput& s : scopes)
    db.exec("INSERT INTO account_scope (account_id, region, from_date, to_date) VALUES (?, ?, ?, ?)", id, s.region,
            s.from ? std::int64_t{s.from.days} : kEver, s.to ? std::int64_t{s.to.days} : kForever);
}

void end_sessions(sql::Connection& db, UserId account, std::string_view but_token_hash) {
  db.exec("DELETE FROM session WHERE account_id = ? AND token_hash <> ?", account, but_token_hash);
}

}  // namespace yilin::accounts
