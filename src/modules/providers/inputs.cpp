#include "modules/providers/inputs.h"

#include "http/page.h"

namespace yilin::providers {
namespace {

std::vector<entity::Field> joined(std::initializer_list<entity::Field> first, const entity::Table& base,
                                  std::initializer_list<entity::Field> last = {}) {
  std::vector<entity::Field> fields(first);
  fields.insert(fields.end(), base.fields().begin(), base.fields().end());
  fields.insert(fields.end(), last.begin(), last.end());
  return fields;
}

template <class In>
entity::Table changed_table(std::string_view name, std::string_view label, const entity::Table& base) {
  return {name, label, joined({entity::field<&In::id>("id", "编号"), entity::field<&In::version>("version", "版本").required()}, base)};
}

}  // namespace

template <>
const entity::Table& ChangeOrganisation::fields() {
  static const entity::Table table = changed_table<ChangeOrganisation>("ChangeOrganisation", "修改服务组织", NewOrganisation::fields());
  return table;
}
template <>
const entity::Table& ChangeWorker::fields() {
  // Numbers are shown masked, so a form cannot send them back: absent means "as they are".
  static const entity::Table table = [] {
    std::vector<entity::Field> fields = changed_table<ChangeWorker>("ChangeWorker", "修改服务人员", NewWorker::fields()).fields();
    for (entity::Field& f : fields)
      if (f.name == "phone" || f.name == "id_card") f.is_required = false;
    return entity::Table("ChangeWorker", "修改服务人员", std::move(fields));
  }();
  return table;
}

std::span<const entity::EnumName> enum_names(VetDecision) {
  static constexpr entity::EnumName names[] = {
      {1, "approve", "审核通过"}, {2, "refuse", "审核不通过"}, {3, "activate", "签约启用"}, {4, "reapply", "重新申请"}};
  return names;
}

std::span<const entity::EnumName> enum_names(WorkerSecretField) {
  static constexpr entity::EnumName names[] = {{1, "phone", "电话"}, {2, "id_card", "身份证号"}};
  return names;
}

const entity::Table& Vet::fields() {
  static const entity::Table table("VetOrganisation", "准入审核", {
      entity::field<&Vet::id>("id", "编号"),
      entity::field<&Vet::decision>("decision", "审核决定").required(),
      entity::field<&Vet::reason>("reason", "原因").text_max(300),
  });
  return table;
}

const entity::Table& OrganisationQuery::fields() {
  static const entity::Table table("OrganisationQuery", "查询服务组织", {
      entity::field<&OrganisationQuery::q>("q", "关键字").text_max(80),
      entity::field<&OrganisationQuery::region>("region", "地区"),
      entity::field<&OrganisationQuery::state>("state", "状态"),
      entity::field<&OrganisationQuery::kind>("kind", "类型"),
      entity::field<&OrganisationQuery::service>("service", "服务项目编码").text_max(40),
      entity::field<&OrganisationQuery::limit>("limit", "条数").range(1, http::kPageMax),
      entity::field<&OrganisationQuery::cursor>("cursor", "游标"),
  });
  return table;
}

const entity::Table& OrganisationView::fields() {
  static const entity::Table table("OrganisationView", "服务组织详情", joined({}, Organisation::fields(), {
      entity::field<&OrganisationView::areas>("areas", "服务区域").list_max(200),
      entity::field<&OrganisationView::area_names>("area_names", "服务区域名称").list_max(200),
      entity::field<&OrganisationView::region_name>("region_name", "所在地区名称"),
      entity::field<&OrganisationView::workers>("workers", "服务人员数"),
      entity::field<&OrganisationView::facilities>("facilities", "设施数"),
  }));
  return table;
}

const entity::Table& OrganisationChoiceQuery::fields() {
  static const entity::Table table("OrganisationChoiceQuery", "查找服务组织", {
      entity::field<&OrganisationChoiceQuery::q>("q", "关键字").text_max(80),
      entity::field<&OrganisationChoiceQuery::id>("id", "编号"),
      entity::field<&OrganisationChoiceQuery::limit>("limit", "条数").range(1, http::kPageMax),
  });
  return table;
}

const entity::Table& OrganisationChoice::fields() {
  static const entity::Table table("OrganisationChoice", "可选的服务组织", {
      entity::field<&OrganisationChoice::id>("id", "编号"),
      entity::field<&OrganisationChoice::name>("name", "名称"),
      entity::field<&OrganisationChoice::credit_code>("credit_code", "统一社会信用代码"),
      entity::field<&OrganisationChoice::region_name>("region_name", "所在地区"),
      entity::field<&OrganisationChoice::state>("state", "状态"),
  });
  return table;
}

const entity::Table& WorkerChoiceQuery::fields() {
  static const entity::Table table("WorkerChoiceQuery", "查找服务人员", {
      entity::field<&WorkerChoiceQuery::q>("q", "关键字").text_max(50),
      entity::field<&WorkerChoiceQuery::organisation_id>("organisation_id", "所属组织"),
      entity::field<&WorkerChoiceQuery::id>("id", "编号"),
      entity::field<&WorkerChoiceQuery::limit>("limit", "条数").range(1, http::kPageMax),
  });
  return table;
}

const entity::Table& WorkerChoice::fields() {
  static const entity::Table table("WorkerChoice", "可选的服务人员", {
      entity::field<&WorkerChoice::id>("id", "编号"),
      entity::field<&WorkerChoice::organisation_id>("organisation_id", "所属组织编号"),
      entity::field<&WorkerChoice::name>("name", "姓名"),
      entity::field<&WorkerChoice::organisation_name>("organisation_name", "所属组织"),
      entity::field<&WorkerChoice::phone>("phone", "电话").pii(entity::Pii::phone),
      entity::field<&WorkerChoice::state>("state", "状态"),
  });
  return table;
}

const entity::Table& WorkerQuery::fields() {
  static const entity::Table table("WorkerQuery", "查询服务人员", {
      entity::field<&WorkerQuery::q>("q", "关键字").text_max(50),
      entity::field<&WorkerQuery::region>("region", "地区"),
      entity::field<&WorkerQuery::organisation_id>("organisation_id", "所属组织"),
      entity::field<&WorkerQuery::skill>("skill", "技能"),
      entity::field<&WorkerQuery::state>("state", "状态"),
      entity::field<&WorkerQuery::limit>("limit", "条数").range(1, http::kPageMax),
      entity::field<&WorkerQuery::cursor>("cursor", "游标"),
  });
  return table;
}

const entity::Table& WorkerView::fields() {
  static const entity::Table table("WorkerView", "服务人员详情", joined({}, Worker::fields(), {
      entity::field<&WorkerView::organisation_name>("organisation_name", "所属组织名称"),
      entity::field<&WorkerView::certificates>("certificates", "证书").list_max(100),
  }));
  return table;
}

const entity::Table& RevokeCertificate::fields() {
  static const entity::Table table("RevokeCertificate", "作废证书", {
      entity::field<&RevokeCertificate::id>("id", "编号"),
      entity::field<&RevokeCertificate::reason>("reason", "原因").required().text_max(300),
  });
  return table;
}

const entity::Table& ExpiringQuery::fields() {
  static const entity::Table table("ExpiringQuery", "查询到期证书", {
      entity::field<&ExpiringQuery::days>("days", "今后天数").range(0, 365).unit("天"),
      entity::field<&ExpiringQuery::region>("region", "地区"),
      entity::field<&ExpiringQuery::organisation_id>("organisation_id", "所属组织"),
      entity::field<&ExpiringQuery::limit>("limit", "条数").range(1, http::kPageMax),
      entity::field<&ExpiringQuery::cursor>("cursor", "游标"),
  });
  return table;
}

const entity::Table& ExpiringCertificate::fields() {
  static const entity::Table table("ExpiringCertificate", "到期证书", joined({}, Certificate::fields(), {
      entity::field<&ExpiringCertificate::worker_name>("worker_name", "姓名").pii(entity::Pii::name),
      entity::field<&ExpiringCertificate::organisation_name>("organisation_name", "所属组织名称"),
      entity::field<&ExpiringCertificate::days_left>("days_left", "剩余天数").unit("天"),
  }));
  return table;
}

const entity::Table& RevealWorker::fields() {
  static const entity::Table table("RevealWorker", "查看服务人员敏感信息", {
      entity::field<&RevealWorker::id>("id", "编号"),
      entity::field<&RevealWorker::field>("field", "查看内容").required(),
      entity::field<&RevealWorker::reason>("reason", "原因").required().text_max(300),
  });
  return table;
}

const entity::Table& WorkerSecret::fields() {
  static const entity::Table table("WorkerSecret", "敏感信息", {entity::field<&WorkerSecret::value>("value", "内容")});
  return table;
}

}  // namespace yilin::providers
