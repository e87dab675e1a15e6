#pragma once
// Administration of users. The system administrator makes accounts and helps their owners in; the security administrator
// grants roles and scopes; neither can do the other's part, and administrators themselves are managed at the machine.

#include "kernel/command/tx.h"
#include "modules/accounts/types.h"

namespace yilin::accounts {

Status prepare_user(command::Reader& reader, NewUser& in);
Result<OneTimePassword> create_user(command::Tx& tx, const NewUser& in);
Result<UserView> update_user(command::Tx& tx, const UserUpdate& in);
Result<UserView> grant(command::Tx& tx, const Grants& in);

Status prepare_reset(command::Reader& reader, UserAction& in);
Result<OneTimePassword> reset_password(command::Tx& tx, const UserAction& in);
Result<UserView> reset_totp(command::Tx& tx, const UserAction& in);
Result<UserView> disable_user(command::Tx& tx, const UserAction& in);
Result<UserView> enable_user(command::Tx& tx, const UserAction& in);
Result<UserView> unlock_user(command::Tx& tx, const UserAction& in);

// One of the caller's own sessions.
struct Ended {
  static const entity::Table& fields();
};
Result<Ended> end_session(command::Tx& tx, const SessionPath& in);

// Daily: sessions and codes that are over go, accounts unused for kUnusedDays are disabled.
Status keep_house(command::Tx& tx);

}  // namespace yilin::accounts
