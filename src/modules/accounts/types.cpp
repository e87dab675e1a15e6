#include "modules/accounts/types.h"

namespace yilin::accounts {
using entity::field;
using entity::Table;

std::span<const entity::EnumName> enum_names(AccountState) {
  static constexpr entity::EnumName names[] = {{0, "active", "正常"}, {1, "disabled", "停用"}};
  return names;
}

std::span<const entity::EnumName> enum_names(SignInStep) {
  static constexpr entity::EnumName names[] = {
      {0, "done", "已登录"}, {1, "totp", "输入动态口令"}, {2, "enrol", "绑定动态口令"}, {3, "new_password", "设置新密码"}};
  return names;
}

Roles Account::role_set() const {
  Roles set;
  set.bits = static_cast<std::uint32_t>(roles);
  return set;
}

const Table& Account::fields() {
  static const Table table("Account", "账号", {
      field<&Account::id>("id", "编号"),
      field<&Account::username>("username", "用户名"),
      field<&Account::name>("name", "姓名"),
      field<&Account::region>("region", "所属区划"),
      field<&Account::password_hash>("password_hash", "密码摘要").sealed().hidden(),
      field<&Account::totp_secret>("totp_secret", "动态口令密钥").sealed().hidden(),
      field<&Account::totp_required>("totp_required", "要求动态口令"),
      field<&Account::totp_step>("totp_step", "最近一次动态口令").hidden(),
      field<&Account::roles>("roles", "角色").hidden(),
      field<&Account::organisation_id>("organisation_id", "服务组织"),
      field<&Account::worker_id>("worker_id", "服务人员"),
      field<&Account::phone>("phone", "手机号").pii(entity::Pii::phone),
      field<&Account::phone_index>("phone_index", "手机号索引").hidden(),
      field<&Account::state>("state", "状态"),
      field<&Account::disabled_reason>("disabled_reason", "停用原因"),
      field<&Account::must_change_password>("must_change_password", "须改密码"),
      field<&Account::password_changed_at>("password_changed_at", "改密码时间"),
      field<&Account::failed_count>("failed_count", "连续登录失败次数"),
      field<&Account::locked_until>("locked_until", "锁定至"),
      field<&Account::last_sign_in>("last_sign_in", "最近登录"),
      field<&Account::created_at>("created_at", "建立时间"),
      field<&Account::updated_at>("updated_at", "修改时间"),
      field<&Account::version>("version", "版本"),
  });
  return table;
}

const Table& SessionRow::fields() {
  static const Table table("SessionRow", "会话", {
      field<&SessionRow::id>("id", "编号"),
      field<&SessionRow::token_hash>("token_hash", "凭证摘要").hidden(),
      field<&SessionRow::account_id>("account_id", "账号"),
      field<&SessionRow::created_at>("created_at", "登录时间"),
      field<&SessionRow::last_seen>("last_seen", "最近使用"),
      field<&SessionRow::expires_at>("expires_at", "到期时间"),
      field<&SessionRow::address>("address", "地址"),
      field<&SessionRow::agent>("agent", "浏览器"),
  });
  return table;
}

const Table& SignIn::fields() {
  static const Table table("SignIn", "登录", {
      field<&SignIn::username>("username", "用户名").required().text_max(32),
      field<&SignIn::password>("password", "密码").required().text_max(128),
  });
  return table;
}

const Table& TotpStep::fields() {
  static const Table table("TotpStep", "动态口令", {
      field<&TotpStep::ticket>("ticket", "登录凭据").required().text_max(64),
      field<&TotpStep::code>("code", "动态口令").required().text_max(8),
  });
  return table;
}

const Table& ChangePassword::fields() {
  static const Table table("ChangePassword", "修改密码", {
      field<&ChangePassword::ticket>("ticket", "登录凭据").text_max(64).describe("登录过程中要求改密码时填写"),
      field<&ChangePassword::old_password>("old_password", "原密码").text_max(128).describe("已登录时填写"),
      field<&ChangePassword::new_password>("new_password", "新密码").required().text_max(128),
  });
  return table;
}

const Table& EnrolTotp::fields() {
  static const Table table("EnrolTotp", "绑定动态口令", {field<&EnrolTotp::password>("password", "密码").required().text_max(128)});
  return table;
}

const Table& CodeRequest::fields() {
  static const Table table("CodeRequest", "获取验证码", {field<&CodeRequest::phone>("phone", "手机号").required()});
  return table;
}

const Table& PhoneSignIn::fields() {
  static const Table table("PhoneSignIn", "手机号登录", {
      field<&PhoneSignIn::phone>("phone", "手机号").required(),
      field<&PhoneSignIn::code>("code", "验证码").required().text_max(8),
  });
  return table;
}

const Table& ScopeView::fields() {
  static const Table table("ScopeView", "管辖范围", {
      field<&ScopeView::code>("code", "区划代码"),
      field<&ScopeView::name>("name", "名称"),
  });
  return table;
}

const Table& HomeElderView::fields() {
  static const Table table("HomeElder", "代办的老人", {
      field<&HomeElderView::id>("id", "编号"),
      field<&HomeElderView::name>("name", "姓名").pii(entity::Pii::name),
  });
  return table;
}

const Table& SessionView::fields() {
  static const Table table("Session", "会话", {
      field<&SessionView::kind>("kind", "身份类别").describe("system、staff、organisation、worker、home"),
      field<&SessionView::user_id>("user_id", "账号"),
      field<&SessionView::name>("name", "姓名"),
      field<&SessionView::username>("username", "用户名"),
      field<&SessionView::roles>("roles", "角色"),
      field<&SessionView::permissions>("permissions", "权限").list_max(1000),
      field<&SessionView::scopes>("scopes", "管辖范围"),
      field<&SessionView::organisation_id>("organisation_id", "服务组织"),
      field<&SessionView::worker_id>("worker_id", "服务人员"),
      field<&SessionView::elders>("elders", "本人或代办的老人").list_max(32),
      field<&SessionView::demo>("demo", "演示数据"),
      field<&SessionView::city>("city", "本市"),
  });
  return table;
}

const Table& SignInAnswer::fields() {
  static const Table table("SignInAnswer", "登录结果", {
      field<&SignInAnswer::step>("step", "下一步"),
      field<&SignInAnswer::ticket>("ticket", "登录凭据"),
      field<&SignInAnswer::totp_secret>("totp_secret", "动态口令密钥"),
      field<&SignInAnswer::otpauth_uri>("otpauth_uri", "动态口令地址"),
      field<&SignInAnswer::session>("session", "会话"),
  });
  return table;
}

const Table& CodeAnswer::fields() {
  static const Table table("CodeAnswer", "验证码已受理", {
      field<&CodeAnswer::resend_after_s>("resend_after_s", "可再次获取").unit("秒"),
      field<&CodeAnswer::valid_s>("valid_s", "有效时间").unit("秒"),
  });
  return table;
}

const Table& SessionItem::fields() {
  static const Table table("SessionItem", "登录中的设备", {
      field<&SessionItem::id>("id", "编号"),
      field<&SessionItem::created_at>("created_at", "登录时间"),
      field<&SessionItem::last_seen>("last_seen", "最近使用"),
      field<&SessionItem::expires_at>("expires_at", "到期时间"),
      field<&SessionItem::address>("address", "地址"),
      field<&SessionItem::agent>("agent", "浏览器"),
      field<&SessionItem::current>("current", "当前会话"),
  });
  return table;
}

const Table& SessionList::fields() {
  static const Table table("SessionList", "登录中的设备列表", {field<&SessionList::items>("items", "各设备")});
  return table;
}

const Table& SessionPath::fields() {
  static const Table table("SessionPath", "会话", {field<&SessionPath::id>("id", "编号").required()});
  return table;
}

const Table& MailboxMessage::fields() {
  static const Table table("MailboxMessage", "演示短信", {
      field<&MailboxMessage::at>("at", "时间"),
      field<&MailboxMessage::phone>("phone", "手机号"),
      field<&MailboxMessage::text>("text", "内容").text_max(500),
  });
  return table;
}

const Table& Mailbox::fields() {
  static const Table table("Mailbox", "演示短信箱", {field<&Mailbox::items>("items", "各短信")});
  return table;
}

}  // namespace yilin::accounts
