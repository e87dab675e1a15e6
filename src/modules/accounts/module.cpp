#include "modules/accounts/module.h"

#include "modules/accounts/queries.h"
#include "modules/accounts/rules.h"
#include "modules/accounts/sign_in.h"
#include "modules/accounts/state.h"
#include "modules/accounts/store.h"
#include "modules/accounts/users.h"

namespace yilin::accounts {
namespace {

constexpr access::Permission kRead{"user.read", "查看账号", {Role::system_admin, Role::security_admin, Role::auditor}};
constexpr access::Permission kManage{"user.manage", "建立和维护账号", {Role::system_admin}};
constexpr access::Permission kAuthorise{"user.authorise", "授予角色和管辖范围", {Role::security_admin}};

void attach(Kernel& kernel, http::Router& router) {
  kernel.parts.put<State>(kernel, router);
  router.set_sessions(sessions(kernel));
  kernel.each_minute([&kernel] { state(kernel).cache.forget_ended(); });
  kernel.deadlines->handle("accounts.daily", [](command::Tx& tx, const command::Deadline&) { return keep_house(tx); });

  using http::any_session;
  using http::Nothing;
  using http::open_to_all;
  router.raw({"POST /api/session", "登录", open_to_all, false}, sign_in, &SignIn::fields(), &SignInAnswer::fields());
  router.raw({"POST /api/session/totp", "输入动态口令", open_to_all, false}, sign_in_totp, &TotpStep::fields(), &SignInAnswer::fields());
  router.raw({"POST /api/session/totp/enrol", "绑定动态口令", any_session, false}, enrol_totp, &EnrolTotp::fields(),
             &SignInAnswer::fields());
  router.raw({"POST /api/session/password", "修改密码", open_to_all, false}, change_password, &ChangePassword::fields(),
             &SignInAnswer::fields());
  router.raw({"POST /api/session/code", "获取登录验证码", open_to_all, false}, request_code, &CodeRequest::fields(),
             &CodeAnswer::fields());
  router.raw({"POST /api/session/phone", "手机号登录", open_to_all, false}, sign_in_by_phone, &PhoneSignIn::fields(),
             &SignInAnswer::fields());
  router.query<Nothing, SessionView>({"GET /api/session", "我的身份与权限", any_session}, show_session);
  router.raw({"DELETE /api/session", "退出登录", any_session, false}, sign_out);
  router.raw({"GET /api/sessions", "我登录中的设备", any_session}, list_sessions, nullptr, &SessionList::fields());
  router.command<SessionPath, Ended>({"DELETE /api/sessions/{id}", "让一台设备退出", any_session}, end_session);
  router.query<Nothing, Mailbox>({"GET /api/dev/mailbox", "演示短信箱（仅演示数据）", open_to_all}, read_mailbox);

  router.query<UserFilter, http::Page<UserView>>({"GET /api/users", "账号列表", kRead}, list_users);
  router.query<UserPath, UserView>({"GET /api/users/{id}", "账号详情", kRead}, show_user);
  router.command<NewUser, OneTimePassword>({"POST /api/users", "新建账号", kManage, false}, create_user, prepare_user);
  router.command<UserUpdate, UserView>({"PUT /api/users/{id}", "修改账号", kManage}, update_user);
  router.command<Grants, UserView>({"PUT /api/users/{id}/grants", "授予角色和管辖范围", kAuthorise}, grant);
  router.command<UserAction, OneTimePassword>({"POST /api/users/{id}/reset-password", "重置密码", kManage, false}, reset_password,
                                              prepare_reset);
  router.command<UserAction, UserView>({"POST /api/users/{id}/reset-totp", "解除动态口令", kAuthorise}, reset_totp);
  router.command<UserAction, UserView>({"POST /api/users/{id}/disable", "停用账号", kManage}, disable_user);
  router.command<UserAction, UserView>({"POST /api/users/{id}/enable", "启用账号", kManage}, enable_user);
  router.command<UserAction, UserView>({"POST /api/users/{id}/unlock", "解除锁定", kManage}, unlock_user);
}

}  // namespace

State::State(Kernel& kernel, const http::Router& r) : router(r), cache(kernel), phone_index(*kernel.keys, "account.phone") {}

const std::string& State::nobodys_hash(Kernel& kernel) {
  std::call_once(nobody_once_, [&] { nobody_ = sealing::hash_password(*kernel.keys, sealing::random_token()); });
  return nobody_;
}

State& state(Kernel& kernel) { return kernel.parts.get<State>(); }

http::SessionSource sessions(Kernel& kernel) {
  return [&cache = state(kernel).cache](const http::Request& request) { return cache.find(request); };
}

Module module() {
  Module m;
  m.name = "accounts";
  m.migrations = migrations();
  m.attach = attach;
  m.errors = {&errors::wrong_credentials, &errors::locked, &errors::disabled, &errors::ticket_expired, &errors::wrong_totp,
              &errors::wrong_code, &errors::totp_enrolled, &errors::username_taken, &errors::administrator, &errors::yourself};
  m.verbs = {{"account.sign_in", "登录"},
             {"account.sign_in_failed", "登录失败"},
             {"account.second_factor", "通过动态口令"},
             {"account.sign_out", "退出登录"},
             {"account.end_session", "让一台设备退出"},
             {"account.code_request", "获取登录验证码"},
             {"account.password_change", "修改密码"},
             {"account.create", "新建账号"},
             {"account.update", "修改账号"},
             {"account.grant", "授予角色和管辖范围"},
             {"account.reset_password", "重置密码"},
             {"account.reset_totp", "解除动态口令"},
             {"account.disable", "停用账号"},
             {"account.enable", "启用账号"},
             {"account.unlock", "解除锁定"},
             {"account.housekeeping", "清理会话并停用久未使用的账号"}};
  return m;
}

}  // namespace yilin::accounts
