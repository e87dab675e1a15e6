#include "modules/accounts/rules.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"

namespace yilin::accounts::rules {
namespace {

constexpr std::size_t kPasswordMin = 10, kPasswordMax = 128;

// What guessing programs try first, in lower case, without digits and signs at the ends.
constexpr std::array<std::string_view, 24> kCommonWords = {
    "password", "passw0rd", "p@ssword", "p@ssw0rd", "admin",  "administrator", "root",   "welcome", "letmein", "qwerty",
    "qwertyui", "qwertyuiop", "asdfgh",  "asdfghjkl", "zxcvbn", "woaini",       "iloveyou", "abcd",  "test",    "yilin",
    "yanglao",  "minzheng",  "beijing",  "henan"};

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

int kinds_of(std::string_view password) {
  bool lower = false, upper = false, digits = false, other = false;
  for (const char c : password) {
    if (c >= 'a' && c <= 'z') lower = true;
    else if (c >= 'A' && c <= 'Z') upper = true;
    else if (digit(c)) digits = true;
    else other = true;
  }
  return lower + upper + digits + other;
}

// Characters that follow their left neighbour by the same step of −1, 0 or 1 for the third time on: 1234, dcba, aaaa.
std::size_t run_characters(std::string_view password) {
  std::size_t covered = 0, run = 1;
  int step = 2;
  for (std::size_t i = 1; i <= password.size(); ++i) {
    const int next = i < password.size() ? password[i] - password[i - 1] : 99;
    if (next >= -1 && next <= 1 && next == step) {
      ++run;
      continue;
    }
    if (run >= 3) covered += run;
    run = next >= -1 && next <= 1 ? 2 : 1;
    step = next;
  }
  return covered;
}

std::string core_of(std::string_view password) {
  const std::string lower = text::lower_ascii(password);
  std::string_view core = lower;
  while (!core.empty() && !letter(core.front())) core.remove_prefix(1);
  while (!core.empty() && !letter(core.back())) core.remove_suffix(1);
  return std::string(core);
}

tl::unexpected<Error> weak(std::string message) { return fail_field("new_password", "新密码", std::move(message)); }

}  // namespace

Status check_username(std::string_view username) {
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || digit(c) || c == '.' || c == '_' || c == '-'; };
  if (username.size() < 3 || username.size() > 32 || !(username[0] >= 'a' && username[0] <= 'z') ||
      !std::all_of(username.begin(), username.end(), good))
    return fail_field("username", "用户名", "用户名应为 3 到 32 个小写字母、数字或 . _ -，以字母开头。");
  return {};
}

Status check_password(std::string_view password, std::string_view username) {
  const std::size_t length = text::length(password);
  if (length < kPasswordMin || length > kPasswordMax) return weak("密码应为 10 到 128 个字符。");
  if (kinds_of(password) < 3) return weak("密码应至少含大写字母、小写字母、数字、符号中的三种。");
  const std::string lower = text::lower_ascii(password);
  std::string backward(username.rbegin(), username.rend());
  if (!username.empty() && (lower.find(username) != std::string::npos || lower.find(backward) != std::string::npos))
    return weak("密码不能包含用户名。");
  if (std::find(kCommonWords.begin(), kCommonWords.end(), core_of(password)) != kCommonWords.end())
    return weak("这个密码太常见，容易被猜中，请换一个。");
  if (run_characters(password) * 2 > password.size()) return weak("密码中连续或重复的字符过多，请换一个。");
  return {};
}

Status check_roles(Roles roles, OrganisationId organisation, WorkerId worker) {
  const auto wrong = [](const char* message) { return fail_field("roles", "角色", message); };
  if (roles.any(access::kHome)) return wrong("老人和家属用手机号登录，不在这里授权。");
  for (const Role admin : {Role::system_admin, Role::security_admin, Role::auditor})
    if (roles.has(admin) && roles.bits != Roles{admin}.bits) return wrong("系统管理员、安全管理员、审计员三者互斥，且不能兼任其他角色。");
  if (roles.has(Role::carer) && roles.bits != Roles{Role::carer}.bits) return wrong("服务人员不能兼任其他角色。");
  if (roles.has(Role::provider_manager) && roles.bits != Roles{Role::provider_manager}.bits)
    return wrong("服务组织负责人不能兼任其他角色。");
  if (roles.has(Role::provider_manager) && !organisation) return wrong("服务组织负责人的账号须关联服务组织。");
  if (roles.has(Role::carer) && (!worker || !organisation)) return wrong("服务人员的账号须关联服务组织和服务人员。");
  return {};
}

Status check_scopes(const std::vector<ScopeInput>& scopes) {
  std::set<std::pair<RegionCode, Date>> seen;
  for (const ScopeInput& s : scopes) {
    if (s.region.value == 0) return fail_field("scopes", "管辖范围", "请选择区划。");
    if (s.from && s.to && s.to <= s.from) return fail_field("scopes", "管辖范围", "管辖范围的结束日期应晚于开始日期。");
    if (!seen.emplace(s.region, s.from).second) return fail_field("scopes", "管辖范围", "同一区划不能重复。");
  }
  return {};
}

access::CallerKind kind_of(const Account& account) {
  if (account.home()) return access::CallerKind::home;
  const Roles roles = account.role_set();
  if (roles.has(Role::carer)) return access::CallerKind::worker;
  if (roles.has(Role::provider_manager)) return access::CallerKind::organisation;
  return access::CallerKind::staff;
}

bool administrator(const Account& account) { return account.role_set().any(kAdministrators); }

Gate gate(const Account& account, Instant now) {
  return account.locked_until && now < account.locked_until ? Gate::locked : Gate::open;
}

void count_failure(Account& account, Instant now) {
  if (++account.failed_count < kFailuresMax) return;
  account.failed_count = 0;
  account.locked_until = now + kLockFor;
}

void count_success(Account& account, Instant now) {
  account.failed_count = 0;
  account.locked_until = {};
  account.last_sign_in = now;
}

SignInStep next_step(const Account& account, Passed passed, Instant now) {
  const bool enrolled = !account.totp_secret.empty();
  if (enrolled && !passed.totp) return SignInStep::totp;
  const bool old = account.password_changed_at && now - account.password_changed_at > days(kPasswordDays);
  if (account.must_change_password || old) return SignInStep::new_password;
  if (!enrolled && account.totp_required && account.role_set().any(kSecondFactor)) return SignInStep::enrol;
  return SignInStep::done;
}

bool totp_usable(std::int64_t matched_step, const Account& account) {
  return matched_step > 0 && matched_step > account.totp_step;
}

Freshness freshness(bool home, Instant last_seen, Instant expires_at, Instant now) {
  const Millis idle = home ? kHomeIdleMax : kIdleMax;
  return now < expires_at && now < last_seen + idle ? Freshness::live : Freshness::over;
}

Instant session_end(bool home, Instant created) { return created + (home ? kHomeSessionMax : kSessionMax); }

std::vector<RegionRange> ranges_on(const std::vector<ScopeInput>& scopes, Date on) {
  std::vector<RegionRange> ranges;
  for (const ScopeInput& s : scopes)
    if ((!s.from || s.from <= on) && (!s.to || on < s.to)) ranges.push_back(s.region.subtree());
  return access::normalise(std::move(ranges));
}

std::string masked_name(std::string_view typed) {
  constexpr std::size_t kBothEndsFrom = 5;  // of a shorter one the first character alone
  if (const auto phone = Phone::parse(typed)) return phone->masked();
  std::string out(text::first(typed, 1));
  out += "***";
  const std::size_t length = text::length(typed);
  if (length >= kBothEndsFrom) out += typed.substr(text::first(typed, length - 1).size());
  return out;
}

bool unused_too_long(const Account& account, Instant now) {
  if (account.home() || account.state != AccountState::active || administrator(account)) return false;
  const Instant last = std::max(account.last_sign_in, account.created_at);
  return now - last > days(kUnusedDays);
}

}  // namespace yilin::accounts::rules
