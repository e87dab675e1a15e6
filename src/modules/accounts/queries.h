#pragma once
// Reads behind the routes.

#include "http/page.h"
#include "http/router.h"
#include "kernel/command/tx.h"
#include "modules/accounts/types.h"

namespace yilin::accounts {

SessionView session_view(command::Reader& reader, const Account& account, const access::Caller& caller);
Result<SessionView> show_session(command::Reader& reader, const http::Nothing&);
Result<Mailbox> read_mailbox(command::Reader& reader, const http::Nothing&);

UserView view_of(command::Reader& reader, const Account& account);
Result<http::Page<UserView>> list_users(command::Reader& reader, const UserFilter& in);
Result<UserView> show_user(command::Reader& reader, const UserPath& in);

}  // namespace yilin::accounts
