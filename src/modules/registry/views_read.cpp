// The fields() tables of what is read: lists, one elder, her timeline.
#include "modules/registry/views.h"

namespace yilin::registry {

namespace {
using entity::Pii;
}  // namespace

const entity::Table& ElderPath::fields() {
  static const entity::Table table("ElderPath", "老人编号", {
      entity::field<&ElderPath::id>("id", "编号").required(),
  });
  return table;
}

const entity::Table& ElderQuery::fields() {
  static const entity::Table table("ElderQuery", "老人查询", {
      entity::field<&ElderQuery::q>("q", "关键字").text_max(60).describe("姓名、拼音、首字母、电话、身份证号、后四位，或社区名"),
      entity::field<&ElderQuery::region>("region", "地区"),
      entity::field<&ElderQuery::label>("label", "标签").list_max(20),
      entity::field<&ElderQuery::living>("living", "居住情况"),
      entity::field<&ElderQuery::ability>("ability", "能力等级"),
      entity::field<&ElderQuery::sex>("sex", "性别"),
      entity::field<&ElderQuery::age_min>("age_min", "最小年龄").range(0, 130).unit("岁"),
      entity::field<&ElderQuery::age_max>("age_max", "最大年龄").range(0, 130).unit("岁"),
      entity::field<&ElderQuery::state>("state", "状态"),
      entity::field<&ElderQuery::limit>("limit", "条数").range(1, http::kPageMax),
      entity::field<&ElderQuery::cursor>("cursor", "翻页位置").text_max(60),
  });
  return table;
}

const entity::Table& HouseholdPerson::fields() {
  static const entity::Table table("HouseholdPerson", "同住的人", {
      entity::field<&HouseholdPerson::id>("id", "编号"),
      entity::field<&HouseholdPerson::name>("name", "姓名").pii(Pii::name),
      entity::field<&HouseholdPerson::sex>("sex", "性别"),
      entity::field<&HouseholdPerson::age>("age", "年龄").unit("岁"),
  });
  return table;
}

const entity::Table& ElderDetail::fields() {
  static const entity::Table table("ElderDetail", "老人档案", {
      entity::field<&ElderDetail::elder>("elder", "基本信息"),
      entity::field<&ElderDetail::age>("age", "年龄").unit("岁"),
      entity::field<&ElderDetail::region_name>("region_name", "社区名称"),
      entity::field<&ElderDetail::labels_now>("labels_now", "当前标签").list_max(32),
      entity::field<&ElderDetail::labels>("labels", "标签记录").list_max(500),
      entity::field<&ElderDetail::contacts>("contacts", "联系人").list_max(200),
      entity::field<&ElderDetail::household>("household", "同住的人").list_max(50),
      entity::field<&ElderDetail::open_duplicates>("open_duplicates", "疑似重复"),
      entity::field<&ElderDetail::open_migration>("open_migration", "待办迁移"),
  });
  return table;
}

const entity::Table& FieldChange::fields() {
  static const entity::Table table("FieldChange", "字段变更", {
      entity::field<&FieldChange::field>("field", "字段"),
      entity::field<&FieldChange::label>("label", "名称"),
      entity::field<&FieldChange::before>("before", "原来"),
      entity::field<&FieldChange::after>("after", "改为"),
  });
  return table;
}

const entity::Table& TimelineItem::fields() {
  static const entity::Table table("ElderTimelineItem", "时间线条目", {
      entity::field<&TimelineItem::id>("id", "编号"),
      entity::field<&TimelineItem::at>("at", "时间"),
      entity::field<&TimelineItem::verb>("verb", "动作"),
      entity::field<&TimelineItem::title>("title", "事项"),
      entity::field<&TimelineItem::subject_kind>("subject_kind", "对象类型"),
      entity::field<&TimelineItem::subject>("subject", "对象"),
      entity::field<&TimelineItem::actor>("actor", "经办人"),
      entity::field<&TimelineItem::on_behalf>("on_behalf", "代办"),
      entity::field<&TimelineItem::reason>("reason", "原因"),
      entity::field<&TimelineItem::changes>("changes", "变更").list_max(50),
  });
  return table;
}

const entity::Table& TimelineQuery::fields() {
  static const entity::Table table("TimelineQuery", "时间线查询", {
      entity::field<&TimelineQuery::id>("id", "编号").required(),
      entity::field<&TimelineQuery::limit>("limit", "条数").range(1, http::kPageMax),
      entity::field<&TimelineQuery::cursor>("cursor", "翻页位置").text_max(60),
  });
  return table;
}

const entity::Table& Viewer::fields() {
  static const entity::Table table("ElderViewer", "查看记录", {
      entity::field<&Viewer::at>("at", "时间"),
      entity::field<&Viewer::actor>("actor", "查看人"),
      entity::field<&Viewer::field>("field", "查看内容"),
      entity::field<&Viewer::reason>("reason", "原因"),
  });
  return table;
}

}  // namespace yilin::registry
