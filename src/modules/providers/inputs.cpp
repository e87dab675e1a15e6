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
const entity::Table& ChangeFacility::fields() {
  static const entity::Table table = changed_table<ChangeFacility>("ChangeFacility", "修改养老服务设施", NewFacility::fields());
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

const entity::Table& FacilityQuery::fields() {
  static const entity::Table table("FacilityQuery", "查询养老服务设施", {
      entity::field<&FacilityQuery::q>("q", "关键字").text_max(80),
      entity::field<&FacilityQuery::region>("region", "地区"),
      entity::field<&FacilityQuery::kind>("kind", "类型"),
      entity::field<&FacilityQuery::state>("state", "状态"),
      entity::field<&FacilityQuery::organisation_id>("organisation_id", "运营组织"),
      entity::field<&FacilityQuery::limit>("limit", "条数").range(1, http::kPageMax),
      entity::field<&FacilityQuery::cursor>("cursor", "游标"),
  });
  return table;
}

const entity::Table& FacilityView::fields() {
  static const entity::Table table("FacilityView", "养老服务设施详情", joined({}, Facility::fields(), {
      entity::field<&FacilityView::organisation_name>("organisation_name", "运营组织名称"),
      entity::field<&FacilityView::region_name>("region_name", "所在地区名称"),
  }));
  return table;
}

const entity::Table& PublicFacilityQuery::fields() {
  static const entity::Table table("PublicFacilityQuery", "附近的养老服务设施", {
      entity::field<&PublicFacilityQuery::near>("near", "位置").text_max(40).describe("经度,纬度"),
      entity::field<&PublicFacilityQuery::region>("region", "地区"),
      entity::field<&PublicFacilityQuery::kind>("kind", "类型"),
      entity::field<&PublicFacilityQuery::limit>("limit", "条数").range(1, http::kPageMax),
  });
  return table;
}

const entity::Table& PublicFacility::fields() {
  using F = PublicFacility;
  static const entity::Table table("PublicFacility", "公开的养老服务设施", {
      entity::field<&F::id>("id", "编号"),
      entity::field<&F::name>("name", "名称"),
      entity::field<&F::kind>("kind", "类型"),
      entity::field<&F::mode>("mode", "建设运营方式"),
      entity::field<&F::region>("region", "所在地区"),
      entity::field<&F::region_name>("region_name", "所在地区名称"),
      entity::field<&F::organisation_name>("organisation_name", "运营组织名称"),
      entity::field<&F::address>("address", "地址"),
      entity::field<&F::phone>("phone", "电话"),
      entity::field<&F::lon_e6>("lon_e6", "经度").unit("百万分之一度"),
      entity::field<&F::lat_e6>("lat_e6", "纬度").unit("百万分之一度"),
      entity::field<&F::beds>("beds", "床位").unit("张"),
      entity::field<&F::area_m2>("area_m2", "建筑面积").unit("平方米"),
      entity::field<&F::services>("services", "服务项目编码").list_max(200),
      entity::field<&F::service_names>("service_names", "服务项目").list_max(200),
      entity::field<&F::work_days>("work_days", "开放日").list_max(7),
      entity::field<&F::opens_min>("opens_min", "开门时间").unit("分钟"),
      entity::field<&F::closes_min>("closes_min", "关门时间").unit("分钟"),
      entity::field<&F::open_now>("open_now", "现在开放"),
      entity::field<&F::distance_m>("distance_m", "距离").unit("米"),
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
