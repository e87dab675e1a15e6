// The fields() tables of what is stored, and of what creates it.
#include "modules/registry/types.h"

namespace yilin::registry {

namespace {
using entity::Pii;
constexpr std::int64_t kDegree = 1'000'000;
constexpr std::size_t kNameChars = 50, kAddressChars = 120, kEvidenceChars = 200, kLabelsMax = 20, kContactsMax = 10;
}  // namespace

const entity::Table& Elder::fields() {
  static const entity::Table table("Elder", "老人", {
      entity::field<&Elder::id>("id", "编号"),
      entity::field<&Elder::id_card_index>("id_card_index", "身份证号索引").hidden(),
      entity::field<&Elder::phone_index>("phone_index", "电话索引").hidden(),
      entity::field<&Elder::match_key>("match_key", "比对值").hidden(),
      entity::field<&Elder::region>("region", "社区").required(),
      entity::field<&Elder::birth>("birth", "出生日期"),
      entity::field<&Elder::sex>("sex", "性别"),
      entity::field<&Elder::living>("living", "居住情况"),
      entity::field<&Elder::ability>("ability", "能力等级").pii(Pii::health),
      entity::field<&Elder::state>("state", "状态"),
      entity::field<&Elder::household_id>("household_id", "家庭"),
      entity::field<&Elder::lon_e6>("lon_e6", "经度").range(-180 * kDegree, 180 * kDegree).unit("百万分之一度").pii(Pii::place),
      entity::field<&Elder::lat_e6>("lat_e6", "纬度").range(-90 * kDegree, 90 * kDegree).unit("百万分之一度").pii(Pii::place),
      entity::field<&Elder::name>("name", "姓名").required().text_max(kNameChars).pii(Pii::name),
      entity::field<&Elder::pinyin>("pinyin", "拼音").pii(Pii::name),
      entity::field<&Elder::initials>("initials", "拼音首字母").hidden(),
      entity::field<&Elder::datum>("datum", "坐标系"),
      entity::field<&Elder::phone_use>("phone_use", "电话情况"),
      entity::field<&Elder::id_card>("id_card", "身份证号").pii(Pii::id_number),
      entity::field<&Elder::phone>("phone", "电话").pii(Pii::phone),
      entity::field<&Elder::address>("address", "住址").text_max(kAddressChars).pii(Pii::address),
      entity::field<&Elder::ethnicity>("ethnicity", "民族").text_max(20),
      entity::field<&Elder::marital>("marital", "婚姻状况"),
      entity::field<&Elder::died_on>("died_on", "去世日期"),
      entity::field<&Elder::moved_to>("moved_to", "迁往").text_max(kAddressChars),
      entity::field<&Elder::merged_into>("merged_into", "并入"),
      entity::field<&Elder::source>("source", "来源"),
      entity::field<&Elder::run_id>("run_id", "导入批次").hidden(),
      entity::field<&Elder::version>("version", "版本"),
      entity::field<&Elder::created_at>("created_at", "登记时间"),
      entity::field<&Elder::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const entity::Table& ElderLabel::fields() {
  static const entity::Table table("ElderLabel", "标签", {
      entity::field<&ElderLabel::id>("id", "编号"),
      entity::field<&ElderLabel::elder_id>("elder_id", "老人"),
      entity::field<&ElderLabel::label>("label", "标签").required(),
      entity::field<&ElderLabel::valid_from>("valid_from", "生效日期"),
      entity::field<&ElderLabel::valid_to>("valid_to", "截止日期"),
      entity::field<&ElderLabel::evidence>("evidence", "依据").text_max(kEvidenceChars),
      entity::field<&ElderLabel::verified>("verified", "已核实"),
      entity::field<&ElderLabel::created_at>("created_at", "登记时间"),
  });
  return table;
}

const entity::Table& Contact::fields() {
  static const entity::Table table("Contact", "联系人", {
      entity::field<&Contact::id>("id", "编号"),
      entity::field<&Contact::elder_id>("elder_id", "老人"),
      entity::field<&Contact::name>("name", "姓名").required().text_max(kNameChars).pii(Pii::name),
      entity::field<&Contact::relation>("relation", "关系"),
      entity::field<&Contact::phone>("phone", "电话").pii(Pii::phone),
      entity::field<&Contact::phone_index>("phone_index", "电话索引").hidden(),
      entity::field<&Contact::is_guardian>("is_guardian", "监护人"),
      entity::field<&Contact::may_order>("may_order", "可代为下单"),
      entity::field<&Contact::authority_until>("authority_until", "授权截止"),
      entity::field<&Contact::is_emergency>("is_emergency", "紧急联系人"),
      entity::field<&Contact::ended_on>("ended_on", "停用日期"),
      entity::field<&Contact::version>("version", "版本"),
      entity::field<&Contact::created_at>("created_at", "登记时间"),
      entity::field<&Contact::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const entity::Table& Household::fields() {
  static const entity::Table table("Household", "家庭", {
      entity::field<&Household::id>("id", "编号"),
      entity::field<&Household::region>("region", "社区"),
      entity::field<&Household::address>("address", "住址").text_max(kAddressChars).pii(Pii::address),
      entity::field<&Household::created_at>("created_at", "登记时间"),
  });
  return table;
}

const entity::Table& NewLabel::fields() {
  static const entity::Table table("NewLabel", "新标签", {
      entity::field<&NewLabel::label>("label", "标签").required(),
      entity::field<&NewLabel::valid_from>("valid_from", "生效日期"),
      entity::field<&NewLabel::valid_to>("valid_to", "截止日期").describe("最后有效日；空为长期"),
      entity::field<&NewLabel::evidence>("evidence", "依据").text_max(kEvidenceChars),
      entity::field<&NewLabel::verified>("verified", "已核实"),
  });
  return table;
}

const entity::Table& NewContact::fields() {
  static const entity::Table table("NewContact", "新联系人", {
      entity::field<&NewContact::name>("name", "姓名").required().text_max(kNameChars).pii(Pii::name),
      entity::field<&NewContact::relation>("relation", "关系"),
      entity::field<&NewContact::phone>("phone", "电话").pii(Pii::phone),
      entity::field<&NewContact::is_guardian>("is_guardian", "监护人"),
      entity::field<&NewContact::may_order>("may_order", "可代为下单"),
      entity::field<&NewContact::is_emergency>("is_emergency", "紧急联系人"),
      entity::field<&NewContact::authority_until>("authority_until", "授权截止").describe("最后有效日；空为长期"),
  });
  return table;
}

const entity::Table& NewElder::fields() {
  static const entity::Table table("NewElder", "新登记老人", {
      entity::field<&NewElder::name>("name", "姓名").required().text_max(kNameChars).pii(Pii::name),
      entity::field<&NewElder::id_card>("id_card", "身份证号").pii(Pii::id_number),
      entity::field<&NewElder::birth>("birth", "出生日期"),
      entity::field<&NewElder::sex>("sex", "性别"),
      entity::field<&NewElder::phone>("phone", "电话").pii(Pii::phone),
      entity::field<&NewElder::phone_use>("phone_use", "电话情况"),
      entity::field<&NewElder::region>("region", "社区").required(),
      entity::field<&NewElder::address>("address", "住址").text_max(kAddressChars).pii(Pii::address),
      entity::field<&NewElder::lon_e6>("lon_e6", "经度").range(-180 * kDegree, 180 * kDegree).unit("百万分之一度").pii(Pii::place),
      entity::field<&NewElder::lat_e6>("lat_e6", "纬度").range(-90 * kDegree, 90 * kDegree).unit("百万分之一度").pii(Pii::place),
      entity::field<&NewElder::datum>("datum", "坐标系"),
      entity::field<&NewElder::living>("living", "居住情况"),
      entity::field<&NewElder::ability>("ability", "能力等级").pii(Pii::health),
      entity::field<&NewElder::ethnicity>("ethnicity", "民族").text_max(20),
      entity::field<&NewElder::marital>("marital", "婚姻状况"),
      entity::field<&NewElder::labels>("labels", "标签").list_max(kLabelsMax),
      entity::field<&NewElder::contacts>("contacts", "联系人").list_max(kContactsMax),
  });
  return table;
}

const entity::Table& ElderBrief::fields() {
  static const entity::Table table("ElderBrief", "老人简况", {
      entity::field<&ElderBrief::id>("id", "编号"),
      entity::field<&ElderBrief::name>("name", "姓名").pii(Pii::name),
      entity::field<&ElderBrief::sex>("sex", "性别"),
      entity::field<&ElderBrief::birth>("birth", "出生日期"),
      entity::field<&ElderBrief::age>("age", "年龄").unit("岁").describe("−1 表示出生日期不详"),
      entity::field<&ElderBrief::region>("region", "社区"),
      entity::field<&ElderBrief::region_name>("region_name", "社区名称"),
      entity::field<&ElderBrief::address>("address", "住址").pii(Pii::address),
      entity::field<&ElderBrief::lon_e6>("lon_e6", "经度").pii(Pii::place),
      entity::field<&ElderBrief::lat_e6>("lat_e6", "纬度").pii(Pii::place),
      entity::field<&ElderBrief::labels>("labels", "标签").list_max(32),
      entity::field<&ElderBrief::ability>("ability", "能力等级").pii(Pii::health),
      entity::field<&ElderBrief::living>("living", "居住情况"),
      entity::field<&ElderBrief::state>("state", "状态"),
      entity::field<&ElderBrief::phone>("phone", "电话").pii(Pii::phone),
      entity::field<&ElderBrief::phone_use>("phone_use", "电话情况"),
  });
  return table;
}

}  // namespace yilin::registry
