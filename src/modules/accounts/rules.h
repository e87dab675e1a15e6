#pragma once
// Pure decisions of accounts and sessions: names, passwords, locks, second factors, who may hold which roles.

#include <string>
#include <string_view>

#include "modules/accounts/accounts.h"

namespace yilin::accounts {

namespace errors {
inline constexpr ErrorKind wrong_credentials{"accounts.wrong_credentials", 401, "用户名或密码不正确。", "Wrong user name or password."};
inline constexpr ErrorKind locked{"accounts.locked", 429, "密码错误次数过多，请 15 分钟后再试。", "Too many failures; wait 15 minutes."};
inline constexpr ErrorKind disabled{"accounts.disabled", 403, "账号已停用，请联系系统管理员。", "The account is disabled."};
inline constexpr ErrorKind ticket_expired{"accounts.ticket_expired", 401, "登录已超时，请重新登录。", "Start signing in again."};
inline constexpr ErrorKind wrong_totp{"accounts.wrong_totp", 401, "动态口令不正确或已经用过。", "Wrong or used one-time code."};
inline constexpr ErrorKind totp_enrolled{"accounts.totp_enrolled", 409, "已绑定动态口令；换手机请联系安全管理员解除后重新绑定。", "A one-time code is already bound."};
inline constexpr ErrorKind wrong_code{"accounts.wrong_code", 401, "验证码不正确或已过期。", "Wrong or expired code."};
inline constexpr ErrorKind username_taken{"accounts.username_taken", 409, "这个用户名已被使用。", "The user name is taken."};
inline constexpr ErrorKind administrator{"accounts.administrator", 403, "管理员和审计员的账号只能在服务器本机用命令行办理。", "Administrators are managed at the machine only."};
inline constexpr ErrorKind yourself{"accounts.yourself", 403, "不能办理自己的账号。", "Not on your own account."};
}  // namespace errors

namespace rules {

// System, security and audit administrators: each excludes every other role (GB/T 22239-2019 8.1.4.2 d).
inline constexpr Roles kAdministrators{Role::system_admin, Role::security_admin, Role::auditor};
// Those who see many people or pay: password and a one-time code.
inline constexpr Roles kSecondFactor{Role::system_admin, Role::security_admin, Role::auditor, Role::official,
                                     Role::hotline_operator, Role::finance};

Status check_username(std::string_view username);  // 3–32 of a–z 0–9 . _ -, a letter first
// 10–128 characters of three kinds at least (lower, upper, digit, other), neither common nor made of the user's name or of
// runs and repetitions.
Status check_password(std::string_view password, std::string_view username);
// Which roles may stand together, and what they need: an organisation for provider_manager, a worker for carer, nothing
// of home roles.
Status check_roles(Roles roles, OrganisationId organisation, WorkerId worker);
Status check_scopes(const std::vector<ScopeInput>& scopes);  // real levels, from < to, none twice

access::CallerKind kind_of(const Account& account);
bool administrator(const Account& account);

// Whether a sign-in may go on at all.
enum class Gate { open, locked };
Gate gate(const Account& account, Instant now);
void count_failure(Account& account, Instant now);  // the fifth locks
void count_success(Account& account, Instant now);

// What stands between a right password and a session.
struct Passed {
  bool totp = false;
};
SignInStep next_step(const Account& account, Passed passed, Instant now);
// The matched step may be used when it is later than the last one used.
bool totp_usable(std::int64_t matched_step, const Account& account);

enum class Freshness { live, over };
Freshness freshness(bool home, Instant last_seen, Instant expires_at, Instant now);
Instant session_end(bool home, Instant created);

// Ranges of the scope nodes in force on a day.
std::vector<RegionRange> ranges_on(const std::vector<ScopeInput>& scopes, Date on);

// What was typed where a user name is asked for, as the journal may say it: it can be a password, an ID number or a phone.
// The first and the last character, and not how many lie between; a phone as phones are masked.
std::string masked_name(std::string_view typed);

bool unused_too_long(const Account& account, Instant now);

}  // namespace rules
}  // namespace yilin::accounts
