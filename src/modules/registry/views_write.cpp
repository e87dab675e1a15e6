// The fields() tables of commands about one elder.
#include "modules/registry/views.h"

namespace yilin::registry {

namespace {
using entity::Pii;
constexpr std::size_t kReasonChars = 200;
}  // namespace

const entity::Table& UpdateElder::fields() {
  static const entity::Table table("UpdateElder", "修改老人档案", {
      entity::field<&UpdateElder::id>("id", "编号").required(),
      entity::field<&UpdateElder::version>("version", "版本").required(),
      entity::field<&UpdateElder::elder>("elder", "内容").required(),
      entity::field<&UpdateElder::reason>("reason", "原因").text_max(kReasonChars),
  });
  return table;
}

const entity::Table& RevealField::fields() {
  static const entity::Table table("RevealField", "查看完整信息", {
      entity::field<&RevealField::id>("id", "编号").required(),
      entity::field<&RevealField::field>("field", "内容").required(),
      entity::field<&RevealField::contact_id>("contact_id", "联系人"),
      entity::field<&RevealField::reason>("reason", "原因").required().text_max(kReasonChars),
  });
  return table;
}

const entity::Table& Revealed::fields() {
  static const entity::Table table("RevealedField", "完整信息", {
      entity::field<&Revealed::field>("field", "内容"),
      entity::field<&Revealed::value>("value", "值"),
  });
  return table;
}

const entity::Table& ReportDeath::fields() {
  static const entity::Table table("ReportDeath", "死亡登记", {
      entity::field<&ReportDeath::id>("id", "编号").required(),
      entity::field<&ReportDeath::version>("version", "版本").required(),
      entity::field<&ReportDeath::died_on>("died_on", "去世日期").required(),
      entity::field<&ReportDeath::evidence>("evidence", "依据").required().text_max(kReasonChars),
  });
  return table;
}

const entity::Table& MoveElder::fields() {
  static const entity::Table table("MoveElder", "迁移", {
      entity::field<&MoveElder::id>("id", "编号").required(),
      entity::field<&MoveElder::version>("version", "版本").required(),
      entity::field<&MoveElder::region>("region", "迁往社区").required(),
      entity::field<&MoveElder::address>("address", "住址").text_max(120).pii(Pii::address),
      entity::field<&MoveElder::lon_e6>("lon_e6", "经度").range(-180'000'000, 180'000'000).pii(Pii::place),
      entity::field<&MoveElder::lat_e6>("lat_e6", "纬度").range(-90'000'000, 90'000'000).pii(Pii::place),
      entity::field<&MoveElder::reason>("reason", "原因").text_max(kReasonChars),
  });
  return table;
}

const entity::Table& LeaveCity::fields() {
  static const entity::Table table("LeaveCity", "迁出本市", {
      entity::field<&LeaveCity::id>("id", "编号").required(),
      entity::field<&LeaveCity::version>("version", "版本").required(),
      entity::field<&LeaveCity::moved_to>("moved_to", "迁往").required().text_max(120),
      entity::field<&LeaveCity::reason>("reason", "原因").required().text_max(kReasonChars),
  });
  return table;
}

const entity::Table& WithReason::fields() {
  static const entity::Table table("ElderReason", "办理原因", {
      entity::field<&WithReason::id>("id", "编号").required(),
      entity::field<&WithReason::version>("version", "版本").required(),
      entity::field<&WithReason::reason>("reason", "原因").required().text_max(kReasonChars),
  });
  return table;
}

const entity::Table& AddLabel::fields() {
  static const entity::Table table("AddLabel", "添加标签", {
      entity::field<&AddLabel::id>("id", "编号").required(),
      entity::field<&AddLabel::label>("label", "标签").required(),
      entity::field<&AddLabel::valid_from>("valid_from", "生效日期"),
      entity::field<&AddLabel::valid_to>("valid_to", "截止日期").describe("最后有效日；空为长期"),
      entity::field<&AddLabel::evidence>("evidence", "依据").text_max(kReasonChars),
      entity::field<&AddLabel::verified>("verified", "已核实"),
  });
  return table;
}

const entity::Table& EndLabel::fields() {
  static const entity::Table table("EndLabel", "终止标签", {
      entity::field<&EndLabel::id>("id", "编号").required(),
      entity::field<&EndLabel::label_id>("label_id", "标签编号").required(),
      entity::field<&EndLabel::valid_to>("valid_to", "最后有效日"),
      entity::field<&EndLabel::reason>("reason", "原因").required().text_max(kReasonChars),
  });
  return table;
}

const entity::Table& VerifyLabel::fields() {
  static const entity::Table table("VerifyLabel", "核实标签", {
      entity::field<&VerifyLabel::id>("id", "编号").required(),
      entity::field<&VerifyLabel::label_id>("label_id", "标签编号").required(),
      entity::field<&VerifyLabel::evidence>("evidence", "依据").required().text_max(kReasonChars),
  });
  return table;
}

const entity::Table& AddContact::fields() {
  static const entity::Table table("AddContact", "添加联系人", {
      entity::field<&AddContact::id>("id", "编号").required(),
      entity::field<&AddContact::contact>("contact", "联系人").required(),
  });
  return table;
}

const entity::Table& UpdateContact::fields() {
  static const entity::Table table("UpdateContact", "修改联系人", {
      entity::field<&UpdateContact::id>("id", "编号").required(),
      entity::field<&UpdateContact::contact_id>("contact_id", "联系人编号").required(),
      entity::field<&UpdateContact::version>("version", "版本").required(),
      entity::field<&UpdateContact::contact>("contact", "联系人").required(),
  });
  return table;
}

const entity::Table& EndContact::fields() {
  static const entity::Table table("EndContact", "停用联系人", {
      entity::field<&EndContact::id>("id", "编号").required(),
      entity::field<&EndContact::contact_id>("contact_id", "联系人编号").required(),
      entity::field<&EndContact::reason>("reason", "原因").required().text_max(kReasonChars),
  });
  return table;
}

const entity::Table& JoinHousehold::fields() {
  static const entity::Table table("JoinHousehold", "家庭关系", {
      entity::field<&JoinHousehold::id>("id", "编号").required(),
      entity::field<&JoinHousehold::with_elder_id>("with_elder_id", "与谁同住").describe("空为单独立户"),
  });
  return table;
}

const entity::Table& Written::fields() {
  static const entity::Table table("ElderWritten", "办理结果", {
      entity::field<&Written::id>("id", "编号"),
      entity::field<&Written::version>("version", "版本"),
  });
  return table;
}

const entity::Table& Created::fields() {
  static const entity::Table table("ElderCreated", "登记结果", {
      entity::field<&Created::id>("id", "编号"),
      entity::field<&Created::version>("version", "版本"),
      entity::field<&Created::duplicates>("duplicates", "疑似重复"),
  });
  return table;
}

}  // namespace yilin::registry
