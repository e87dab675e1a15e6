#pragma once
// Structs of accounts and sessions. `Account` and `SessionRow` are rows; the others travel.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/identity.h"
#include "base/region_code.h"
#include "base/time.h"
#include "http/page.h"
#include "kernel/access/access.h"
#include "kernel/entity/codec.h"

namespace yilin::accounts {

using access::Role;
using access::Roles;
using SessionId = Id<struct SessionTag>;

enum class AccountState : std::uint8_t { active = 0, disabled = 1 };
std::span<const entity::EnumName> enum_names(AccountState);

struct Account {
  UserId id;
  std::string username;        // empty for home accounts (they sign in by phone)
  std::string name;
  RegionCode region;           // where it belongs: who administers it
  std::string password_hash;   // sealed
  std::string totp_secret;     // sealed; empty: not enrolled
  bool totp_required = false;
  std::int64_t totp_step = 0;  // the last one used: each code works once
  std::int32_t roles = 0;      // bit per access::Role
  OrganisationId organisation_id;
  WorkerId worker_id;
  Phone phone;
  std::int64_t phone_index = 0;
  AccountState state = AccountState::active;
  std::string disabled_reason;
  bool must_change_password = false;
  Instant password_changed_at;
  std::int32_t failed_count = 0;
  Instant locked_until;
  Instant last_sign_in;
  Instant created_at, updated_at;
  std::int64_t version = 1;
  Roles role_set() const;
  bool home() const { return username.empty(); }
  static const entity::Table& fields();
};

struct SessionRow {
  SessionId id;
  std::string token_hash;  // SM3 of the token, hex: the token itself is nowhere
  UserId account_id;
  Instant created_at, last_seen, expires_at;
  std::string address;  // where it was opened
  std::string agent;    // which browser
  static const entity::Table& fields();
};

// ---- sign-in ----

struct SignIn {
  std::string username, password;
  static const entity::Table& fields();
};
struct TotpStep {
  std::string ticket, code;
  static const entity::Table& fields();
};
// With a session: the old password. Within a sign-in that demands a new one: the ticket.
struct ChangePassword {
  std::string ticket, old_password, new_password;
  static const entity::Table& fields();
};
struct EnrolTotp {
  std::string password;
  static const entity::Table& fields();
};
struct CodeRequest {
  Phone phone;
  static const entity::Table& fields();
};
struct PhoneSignIn {
  Phone phone;
  std::string code;
  static const entity::Table& fields();
};

struct ScopeView {
  RegionCode code;
  std::string name;
  static const entity::Table& fields();
};
struct HomeElderView {
  ElderId id;
  std::string name;
  static const entity::Table& fields();
};
struct SessionView {
  std::string kind;  // system, staff, organisation, worker, home
  UserId user_id;
  std::string name, username;
  std::vector<Role> roles;
  std::vector<std::string> permissions;
  std::vector<ScopeView> scopes;
  OrganisationId organisation_id;
  WorkerId worker_id;
  std::vector<HomeElderView> elders;
  bool demo = false;
  ScopeView city;
  static const entity::Table& fields();
};

// What signing in comes to: "done" with a session, or the next step with a ticket for it (5 minutes).
enum class SignInStep : std::uint8_t { done = 0, totp = 1, enrol = 2, new_password = 3 };
std::span<const entity::EnumName> enum_names(SignInStep);
struct SignInAnswer {
  SignInStep step = SignInStep::done;
  std::string ticket;
  std::string totp_secret, otpauth_uri;  // step enrol only
  std::optional<SessionView> session;    // step done only
  static const entity::Table& fields();
};
struct CodeAnswer {
  std::int32_t resend_after_s = 0, valid_s = 0;
  static const entity::Table& fields();
};

struct SessionItem {
  SessionId id;
  Instant created_at, last_seen, expires_at;
  std::string address, agent;
  bool current = false;
  static const entity::Table& fields();
};
struct SessionList {
  std::vector<SessionItem> items;
  static const entity::Table& fields();
};
struct SessionPath {
  SessionId id;
  static const entity::Table& fields();
};

struct MailboxMessage {
  Instant at;
  std::string phone;  // masked
  std::string text;
  static const entity::Table& fields();
};
struct Mailbox {
  std::vector<MailboxMessage> items;
  static const entity::Table& fields();
};

// ---- administration of users ----

struct ScopeInput {
  RegionCode region;
  Date from, to;  // [from, to); empty: since ever, for ever
  static const entity::Table& fields();
};
struct NewUser {  // by the system administrator; may do nothing until roles are granted
  std::string username, name;
  RegionCode region;  // where the account belongs; empty: the city
  Phone phone;
  OrganisationId organisation_id;
  WorkerId worker_id;
  bool totp_required = true;
  std::string password, password_hash;  // made by prepare(), never read from the request
  static const entity::Table& fields();
};
struct UserUpdate {
  UserId id;
  std::string name;
  std::optional<Phone> phone;  // absent: as it was
  std::int64_t version = 0;
  static const entity::Table& fields();
};
struct Grants {  // by the security administrator
  UserId id;
  std::vector<Role> roles;
  std::vector<ScopeInput> scopes;
  std::int64_t version = 0;
  static const entity::Table& fields();
};
struct UserAction {
  UserId id;
  std::string reason;
  std::string password, password_hash;  // made by prepare() of a reset
  static const entity::Table& fields();
};
struct UserPath {
  UserId id;
  static const entity::Table& fields();
};
struct UserFilter {
  std::string q;  // part of the name or user name
  std::optional<Role> role;
  std::optional<AccountState> state;
  RegionCode region;
  OrganisationId organisation_id;
  std::int64_t limit = http::kPageDefault;
  std::string cursor;
  static const entity::Table& fields();
};
struct ScopeOutput {
  RegionCode region;
  std::string name;
  Date from, to;
  static const entity::Table& fields();
};
struct UserView {
  UserId id;
  std::string username, name;
  RegionCode region;
  std::vector<Role> roles;
  std::vector<ScopeOutput> scopes;
  OrganisationId organisation_id;
  WorkerId worker_id;
  Phone phone;
  AccountState state = AccountState::active;
  std::string disabled_reason;
  bool locked = false;
  Instant locked_until;
  bool totp_required = false, totp_enrolled = false;
  bool must_change_password = false;
  Instant last_sign_in, created_at;
  std::int64_t version = 0;
  static const entity::Table& fields();
};
struct OneTimePassword {
  UserId id;
  std::string username;
  std::string password;  // shown once; must be changed at the first sign-in
  static const entity::Table& fields();
};

}  // namespace yilin::accounts
