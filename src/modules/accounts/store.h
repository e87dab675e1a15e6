#pragma once
// Rows of accounts: inside the module only.

#include <optional>
#include <string_view>
#include <vector>

#include "kernel/entity/store.h"
#include "kernel/sql/migrations.h"
#include "modules/accounts/types.h"

namespace yilin::accounts {

std::span<const sql::Migration> migrations();

std::optional<Account> find_account(sql::Connection& db, const entity::Vault& vault, UserId id);
std::optional<Account> find_by_username(sql::Connection& db, const entity::Vault& vault, std::string_view username);
std::optional<Account> find_home(sql::Connection& db, const entity::Vault& vault, std::int64_t phone_index, const Phone& phone);
void insert_account(sql::Connection& db, const entity::Vault& vault, const Account& account);
// Writes the columns named, and version and updated_at. Raises the version.
void update_account(sql::Connection& db, const entity::Vault& vault, Account& account, Instant now,
                    std::initializer_list<std::string_view> columns);

std::vector<ScopeInput> scopes_of(sql::Connection& db, UserId id);
void replace_scopes(sql::Connection& db, UserId id, const std::vector<ScopeInput>& scopes);

void end_sessions(sql::Connection& db, UserId account, std::string_view but_token_hash = {});

}  // namespace yilin::accounts
