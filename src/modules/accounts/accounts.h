#pragma once
// Accounts, sessions, sign-in. What other modules, main and sim may call.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/router.h"
#include "kernel/command/kernel.h"
#include "kernel/command/tx.h"
#include "modules/accounts/types.h"

namespace yilin::accounts {

inline constexpr std::int32_t kFailuresMax = 5;              // then locked; GB/T 22239-2019 8.1.4.1 b)
inline constexpr Millis kLockFor = minutes(15);
inline constexpr Millis kIdleMax = minutes(30);
inline constexpr Millis kSessionMax = hours(12);
inline constexpr Millis kHomeIdleMax = days(30);             // an elder's own phone: not a code for every order
inline constexpr Millis kHomeSessionMax = days(90);
inline constexpr int kSessionsPerAccount = 10;               // the oldest ends
inline constexpr std::int32_t kPasswordDays = 90;            // then it must be changed
inline constexpr std::int32_t kUnusedDays = 90;              // then the account is disabled
inline constexpr std::size_t kHashQueueMax = 32;             // waiting sign-ins; beyond it 429
inline constexpr std::string_view kSessionCookie = "yilin_session";

// The session behind a request: its cookie; or the machine's own administrator on the admin socket.
http::SessionSource sessions(Kernel& kernel);

// ---- making accounts (main's `yilin user`, sim, providers) ----

struct NewAccount {
  std::string username;  // 3–32 of a–z 0–9 . _ -
  std::string name;
  std::vector<Role> roles;
  std::vector<ScopeInput> scopes;
  RegionCode region;                  // where it belongs; empty: the first scope, else the city
  OrganisationId organisation_id;
  WorkerId worker_id;
  Phone phone;
  std::string password;               // empty: a random one is generated
  bool totp_required = true;          // where the roles demand it
  bool must_change_password = true;
};
struct PreparedAccount {
  NewAccount account;
  std::string password;       // clear: to be shown once
  std::string password_hash;
};
// Checks and hashes (40 ms of CPU): never on the writer's thread.
Result<PreparedAccount> prepare_account(Kernel& kernel, NewAccount account);
// Inside a command, which records the act.
Result<UserId> create_account(command::Tx& tx, const PreparedAccount& prepared);

struct DemoAccount {
  UserId id;
  std::string username, name, password;
  std::vector<Role> roles;
};
// One command for each; an existing user name is given a new password. Passwords are random; TOTP is not demanded and no
// change either, so that a demonstration can begin: the demo ribbon says so.
Result<std::vector<DemoAccount>> create_demo_accounts(Kernel& kernel, std::vector<NewAccount> accounts);

// For the command line at the machine: a new one-time password; unlocks and enables too; forgets the second factor if asked.
Result<DemoAccount> reset_account(Kernel& kernel, std::string_view username, bool forget_totp);

// ---- elders and families ----

struct HomeElder {
  ElderId id;
  std::string name;
  std::vector<ElderId> earlier = {};  // ids that were merged into hers: what happened under them is hers too
};
// Who may sign in with a phone: the elder herself, or somebody who may act for elders.
struct HomeIdentity {
  std::string name;
  bool is_elder = false;
  std::vector<HomeElder> elders;
};
using HomeResolver = std::function<std::vector<HomeIdentity>(command::Reader&, const Phone&)>;
// By the registry, in its attach.
void set_home_resolver(Kernel& kernel, HomeResolver resolver);
// To be called inside any command that changes whose phone is whose or who may act for whom: sessions of elders and
// families are resolved again at their next request.
void home_identities_changed(command::Tx& tx);

// ---- SMS ----

// Takes a text message on its way. Called on the writer's thread after the commit: it must not block (a real gateway has a
// queue and a thread of its own). Until one is set, the development mailbox keeps the last 200 in memory.
struct SmsGateway {
  virtual ~SmsGateway() = default;
  virtual void send(const Phone& phone, std::string_view text, Instant at) = 0;
};
void set_sms_gateway(Kernel& kernel, std::shared_ptr<SmsGateway> gateway);
// Hands a message to the gateway once the command is durable. Best effort: nothing may depend on its arrival.
void send_sms(command::Tx& tx, const Phone& phone, std::string text);

// ---- for others' screens ----

// The rights of a user as they stand now, for work that goes on without her session (an import after a restart). None: the
// account is unknown or disabled.
std::shared_ptr<const access::Caller> caller_of(sql::Connection& db, Kernel& kernel, UserId id);
// Name of a user; "" when unknown.
std::string user_name(sql::Connection& db, UserId id);
// Somebody signs in as this worker, or for this organisation.
bool has_account(sql::Connection& db, WorkerId worker);
bool has_account(sql::Connection& db, OrganisationId organisation);

}  // namespace yilin::accounts
