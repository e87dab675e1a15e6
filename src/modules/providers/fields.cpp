// The fields() tables of what is stored and of what creates it.
#include "modules/providers/providers.h"

namespace yilin::providers {

namespace {
constexpr std::int64_t kDayMinutes = 1440;
constexpr std::int64_t kDegree = 1'000'000;
}  // namespace

const entity::Table& Organisation::fields() {
  static const entity::Table table("Organisation", "服务组织", {
      entity::field<&Organisation::id>("id", "编号"),
      entity::field<&Organisation::name>("name", "名称").required().text_max(80),
      entity::field<&Organisation::credit_code>("credit_code", "统一社会信用代码"),
      entity::field<&Organisation::kind>("kind", "类型").required(),
      entity::field<&Organisation::region>("region", "所在地区").required(),
      entity::field<&Organisation::address>("address", "地址").text_max(200),
      entity::field<&Organisation::phone>("phone", "服务电话").text_max(20),
      entity::field<&Organisation::legal_person>("legal_person", "法定代表人").text_max(50),
      entity::field<&Organisation::state>("state", "状态"),
      entity::field<&Organisation::state_reason>("state_reason", "状态原因").text_max(300),
      entity::field<&Organisation::services>("services", "服务项目").list_max(200),
      entity::field<&Organisation::work_days>("work_days", "营业日").list_max(7).range(1, 7),
      entity::field<&Organisation::opens_min>("opens_min", "开门时间").range(0, kDayMinutes).unit("分钟"),
      entity::field<&Organisation::closes_min>("closes_min", "关门时间").range(0, kDayMinutes).unit("分钟"),
      entity::field<&Organisation::version>("version", "版本"),
      entity::field<&Organisation::created_at>("created_at", "建立时间"),
      entity::field<&Organisation::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const entity::Table& Worker::fields() {
  static const entity::Table table("Worker", "服务人员", {
      entity::field<&Worker::id>("id", "编号"),
      entity::field<&Worker::organisation_id>("organisation_id", "所属组织"),
      entity::field<&Worker::region>("region", "所在地区"),
      entity::field<&Worker::name>("name", "姓名").required().text_max(50).pii(entity::Pii::name),
      entity::field<&Worker::sex>("sex", "性别"),
      entity::field<&Worker::phone>("phone", "电话").pii(entity::Pii::phone),
      entity::field<&Worker::phone_index>("phone_index", "电话索引").hidden(),
      entity::field<&Worker::id_card>("id_card", "身份证号").pii(entity::Pii::id_number),
      entity::field<&Worker::id_card_index>("id_card_index", "身份证索引").hidden(),
      entity::field<&Worker::skills>("skills", "技能").list_max(20),
      entity::field<&Worker::home_lon_e6>("home_lon_e6", "出发地经度").pii(entity::Pii::place).unit("百万分之一度"),
      entity::field<&Worker::home_lat_e6>("home_lat_e6", "出发地纬度").pii(entity::Pii::place).unit("百万分之一度"),
      entity::field<&Worker::work_days>("work_days", "工作日").list_max(7).range(1, 7),
      entity::field<&Worker::shift_from_min>("shift_from_min", "上班时间").range(0, kDayMinutes).unit("分钟"),
      entity::field<&Worker::shift_to_min>("shift_to_min", "下班时间").range(0, kDayMinutes).unit("分钟"),
      entity::field<&Worker::state>("state", "状态"),
      entity::field<&Worker::state_reason>("state_reason", "状态原因").text_max(300),
      entity::field<&Worker::rating_x100>("rating_x100", "平均评分").describe("三档评价的平均分乘以 100；0 表示尚无评价"),
      entity::field<&Worker::rating_count>("rating_count", "评价次数"),
      entity::field<&Worker::rating_sum>("rating_sum", "评价合计").hidden(),
      entity::field<&Worker::version>("version", "版本"),
      entity::field<&Worker::created_at>("created_at", "建立时间"),
      entity::field<&Worker::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const entity::Table& Certificate::fields() {
  static const entity::Table table("Certificate", "证书", {
      entity::field<&Certificate::id>("id", "编号"),
      entity::field<&Certificate::worker_id>("worker_id", "服务人员"),
      entity::field<&Certificate::organisation_id>("organisation_id", "所属组织"),
      entity::field<&Certificate::region>("region", "所在地区"),
      entity::field<&Certificate::kind>("kind", "证书类型"),
      entity::field<&Certificate::number>("number", "证书编号").text_max(60),
      entity::field<&Certificate::issued>("issued", "发证日期"),
      entity::field<&Certificate::expires>("expires", "有效期至"),
      entity::field<&Certificate::revoked>("revoked", "已作废"),
      entity::field<&Certificate::revoked_reason>("revoked_reason", "作废原因").text_max(300),
      entity::field<&Certificate::created_at>("created_at", "登记时间"),
  });
  return table;
}

const entity::Table& NewOrganisation::fields() {
  static const entity::Table table("NewOrganisation", "新服务组织", {
      entity::field<&NewOrganisation::name>("name", "名称").required().text_max(80),
      entity::field<&NewOrganisation::credit_code>("credit_code", "统一社会信用代码"),
      entity::field<&NewOrganisation::kind>("kind", "类型").required(),
      entity::field<&NewOrganisation::region>("region", "所在地区").required(),
      entity::field<&NewOrganisation::address>("address", "地址").text_max(200),
      entity::field<&NewOrganisation::phone>("phone", "服务电话").text_max(20),
      entity::field<&NewOrganisation::legal_person>("legal_person", "法定代表人").text_max(50),
      entity::field<&NewOrganisation::services>("services", "服务项目").list_max(200),
      entity::field<&NewOrganisation::areas>("areas", "服务区域").required().list_max(200),
      entity::field<&NewOrganisation::work_days>("work_days", "营业日").list_max(7).range(1, 7),
      entity::field<&NewOrganisation::opens_min>("opens_min", "开门时间").range(0, kDayMinutes).unit("分钟"),
      entity::field<&NewOrganisation::closes_min>("closes_min", "关门时间").range(0, kDayMinutes).unit("分钟"),
  });
  return table;
}

const entity::Table& NewWorker::fields() {
  static const entity::Table table("NewWorker", "新服务人员", {
      entity::field<&NewWorker::organisation_id>("organisation_id", "所属组织"),
      entity::field<&NewWorker::name>("name", "姓名").required().text_max(50),
      entity::field<&NewWorker::sex>("sex", "性别"),
      entity::field<&NewWorker::phone>("phone", "电话").required(),
      entity::field<&NewWorker::id_card>("id_card", "身份证号").required(),
      entity::field<&NewWorker::skills>("skills", "技能").list_max(20),
      entity::field<&NewWorker::home_lon_e6>("home_lon_e6", "出发地经度").range(-180 * kDegree, 180 * kDegree),
      entity::field<&NewWorker::home_lat_e6>("home_lat_e6", "出发地纬度").range(-90 * kDegree, 90 * kDegree),
      entity::field<&NewWorker::work_days>("work_days", "工作日").list_max(7).range(1, 7),
      entity::field<&NewWorker::shift_from_min>("shift_from_min", "上班时间").range(0, kDayMinutes).unit("分钟"),
      entity::field<&NewWorker::shift_to_min>("shift_to_min", "下班时间").range(0, kDayMinutes).unit("分钟"),
  });
  return table;
}

const entity::Table& NewCertificate::fields() {
  static const entity::Table table("NewCertificate", "新证书", {
      entity::field<&NewCertificate::worker_id>("id", "服务人员").describe("地址中的编号"),
      entity::field<&NewCertificate::kind>("kind", "证书类型").required(),
      entity::field<&NewCertificate::number>("number", "证书编号").required().text_max(60),
      entity::field<&NewCertificate::issued>("issued", "发证日期"),
      entity::field<&NewCertificate::expires>("expires", "有效期至"),
  });
  return table;
}

}  // namespace yilin::providers
