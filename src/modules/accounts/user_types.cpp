// Field tables of the administration of users.
#include "modules/accounts/types.h"

namespace yilin::accounts {
using entity::field;
using entity::Table;

const Table& ScopeInput::fields() {
  static const Table table("ScopeInput", "授予的管辖范围", {
      field<&ScopeInput::region>("region", "区划").required(),
      field<&ScopeInput::from>("from", "自"),
      field<&ScopeInput::to>("to", "至（不含）"),
  });
  return table;
}

const Table& NewUser::fields() {
  static const Table table("NewUser", "新建账号", {
      field<&NewUser::username>("username", "用户名").required().text_max(32),
      field<&NewUser::name>("name", "姓名").required().text_max(40),
      field<&NewUser::region>("region", "所属区划"),
      field<&NewUser::phone>("phone", "手机号").pii(entity::Pii::phone),
      field<&NewUser::organisation_id>("organisation_id", "服务组织"),
      field<&NewUser::worker_id>("worker_id", "服务人员"),
      field<&NewUser::totp_required>("totp_required", "要求动态口令"),
  });
  return table;
}

const Table& UserUpdate::fields() {
  static const Table table("UserUpdate", "修改账号", {
      field<&UserUpdate::id>("id", "编号").required(),
      field<&UserUpdate::name>("name", "姓名").required().text_max(40),
      field<&UserUpdate::phone>("phone", "手机号").pii(entity::Pii::phone),
      field<&UserUpdate::version>("version", "版本").required(),
  });
  return table;
}

const Table& Grants::fields() {
  static const Table table("Grants", "授权", {
      field<&Grants::id>("id", "编号").required(),
      field<&Grants::roles>("roles", "角色").list_max(12).describe("空列表收回全部角色"),
      field<&Grants::scopes>("scopes", "管辖范围").list_max(50),
      field<&Grants::version>("version", "版本").required(),
  });
  return table;
}

const Table& UserAction::fields() {
  static const Table table("UserAction", "账号办理", {
      field<&UserAction::id>("id", "编号").required(),
      field<&UserAction::reason>("reason", "原因").required().text_max(200),
  });
  return table;
}

const Table& UserPath::fields() {
  static const Table table("UserPath", "账号", {field<&UserPath::id>("id", "编号").required()});
  return table;
}

const Table& UserFilter::fields() {
  static const Table table("UserFilter", "账号查询", {
      field<&UserFilter::q>("q", "姓名或用户名").text_max(40),
      field<&UserFilter::role>("role", "角色"),
      field<&UserFilter::state>("state", "状态"),
      field<&UserFilter::region>("region", "所属区划"),
      field<&UserFilter::organisation_id>("organisation_id", "服务组织"),
      field<&UserFilter::limit>("limit", "每页条数").range(1, http::kPageMax),
      field<&UserFilter::cursor>("cursor", "页标").text_max(32),
  });
  return table;
}

const Table& ScopeOutput::fields() {
  static const Table table("ScopeOutput", "管辖范围及期限", {
      field<&ScopeOutput::region>("region", "区划"),
      field<&ScopeOutput::name>("name", "名称"),
      field<&ScopeOutput::from>("from", "自"),
      field<&ScopeOutput::to>("to", "至（不含）"),
  });
  return table;
}

const Table& UserView::fields() {
  static const Table table("User", "账号", {
      field<&UserView::id>("id", "编号"),
      field<&UserView::username>("username", "用户名"),
      field<&UserView::name>("name", "姓名"),
      field<&UserView::region>("region", "所属区划"),
      field<&UserView::roles>("roles", "角色"),
      field<&UserView::scopes>("scopes", "管辖范围"),
      field<&UserView::organisation_id>("organisation_id", "服务组织"),
      field<&UserView::worker_id>("worker_id", "服务人员"),
      field<&UserView::phone>("phone", "手机号").pii(entity::Pii::phone),
      field<&UserView::state>("state", "状态"),
      field<&UserView::disabled_reason>("disabled_reason", "停用原因"),
      field<&UserView::locked>("locked", "已锁定"),
      field<&UserView::locked_until>("locked_until", "锁定至"),
      field<&UserView::totp_required>("totp_required", "要求动态口令"),
      field<&UserView::totp_enrolled>("totp_enrolled", "已绑定动态口令"),
      field<&UserView::must_change_password>("must_change_password", "须改密码"),
      field<&UserView::last_sign_in>("last_sign_in", "最近登录"),
      field<&UserView::created_at>("created_at", "建立时间"),
      field<&UserView::version>("version", "版本"),
  });
  return table;
}

const Table& OneTimePassword::fields() {
  static const Table table("OneTimePassword", "一次性密码", {
      field<&OneTimePassword::id>("id", "编号"),
      field<&OneTimePassword::username>("username", "用户名"),
      field<&OneTimePassword::password>("password", "一次性密码").describe("只显示一次，首次登录须修改"),
  });
  return table;
}

}  // namespace yilin::accounts
