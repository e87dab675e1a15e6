#include "modules/assessment/questionnaire.h"

#include <algorithm>

namespace yilin::assessment {
using entity::field;
using entity::Table;

namespace {
constexpr std::size_t kWords = 1000;
}

std::span<const entity::EnumName> enum_names(ItemKind) {
  static constexpr entity::EnumName names[] = {{1, "choice", "单选"}, {2, "multiple", "多选"}, {3, "text", "填写"}};
  return names;
}
std::span<const entity::EnumName> enum_names(Gather) {
  static constexpr entity::EnumName names[] = {{1, "sum", "合计"}, {2, "most", "取最大"}};
  return names;
}
std::span<const entity::EnumName> enum_names(Effect) {
  static constexpr entity::EnumName names[] = {{1, "at_least", "直接评为"}, {2, "worsen", "加重"}};
  return names;
}

const ItemOption* Item::option(std::string_view option_code) const {
  const auto found = std::find_if(options.begin(), options.end(), [&](const ItemOption& o) { return o.code == option_code; });
  return found == options.end() ? nullptr : &*found;
}
const Item* Questionnaire::item(std::string_view item_code) const {
  for (const Section& s : sections)
    for (const Item& i : s.items)
      if (i.code == item_code) return &i;
  return nullptr;
}
const Level* Questionnaire::level(std::int32_t n) const {
  return n >= 0 && n < static_cast<std::int32_t>(levels.size()) ? &levels[static_cast<std::size_t>(n)] : nullptr;
}
bool unanswered(const Answer& answer) { return answer.options.empty() && answer.text.empty(); }

const Table& ItemOption::fields() {
  static const Table table("AssessmentOption", "选项", {
      field<&ItemOption::code>("code", "编码").required().text_max(40),
      field<&ItemOption::score>("score", "分值").range(-1000, 1000),
      field<&ItemOption::text>("text", "内容").required().text_max(kWords),
  });
  return table;
}
const Table& Item::fields() {
  static const Table table("AssessmentItem", "评估项目", {
      field<&Item::code>("code", "编码").required().text_max(40),
      field<&Item::title>("title", "名称").required(),
      field<&Item::hint>("hint", "说明").text_max(kWords),
      field<&Item::kind>("kind", "类型").required(),
      field<&Item::required>("required", "必填"),
      field<&Item::options>("options", "选项").list_max(60),
  });
  return table;
}
const Table& Section::fields() {
  static const Table table("AssessmentSection", "评估部分", {
      field<&Section::code>("code", "编码").required().text_max(40),
      field<&Section::title>("title", "名称").required(),
      field<&Section::scale>("scale", "计分指标").text_max(40).describe("空：只采集信息，不计分"),
      field<&Section::items>("items", "项目").list_max(100),
  });
  return table;
}
const Table& Scale::fields() {
  static const Table table("AssessmentScale", "计分指标", {
      field<&Scale::code>("code", "编码").required().text_max(40),
      field<&Scale::title>("title", "名称").required(),
  });
  return table;
}
const Table& Band::fields() {
  static const Table table("AssessmentBand", "分级", {
      field<&Band::scale>("scale", "计分指标").required().text_max(40),
      field<&Band::grade>("grade", "级").range(0, 20),
      field<&Band::low>("low", "最低分").range(-100'000, 100'000),
      field<&Band::high>("high", "最高分").range(-100'000, 100'000),
  });
  return table;
}
const Table& MatrixRow::fields() {
  static const Table table("AssessmentMatrixRow", "组合法的一行", {field<&MatrixRow::levels>("levels", "等级").range(0, 20).list_max(20)});
  return table;
}
const Table& Level::fields() {
  static const Table table("AssessmentLevel", "等级", {
      field<&Level::level>("level", "等级").range(0, 20),
      field<&Level::name>("name", "名称").required(),
      field<&Level::ability>("ability", "写入老人能力等级").range(0, 4),
  });
  return table;
}
const Table& TriggerSource::fields() {
  static const Table table("AssessmentTriggerSource", "等级变更依据项目", {
      field<&TriggerSource::item>("item", "项目").required().text_max(40),
      field<&TriggerSource::option>("option", "选项").text_max(40),
  });
  return table;
}
const Table& Trigger::fields() {
  static const Table table("AssessmentTrigger", "等级变更条件", {
      field<&Trigger::code>("code", "编码").required().text_max(40),
      field<&Trigger::title>("title", "名称").required(),
      field<&Trigger::sources>("sources", "依据项目").list_max(60),
      field<&Trigger::gather>("gather", "合计方式").required(),
      field<&Trigger::threshold>("threshold", "达到").range(1, 1000),
      field<&Trigger::effect>("effect", "作用").required(),
      field<&Trigger::amount>("amount", "等级").range(0, 20),
      field<&Trigger::basis>("basis", "依据").text_max(kWords),
      field<&Trigger::confidence>("confidence", "可信度").text_max(kWords),
  });
  return table;
}
const Table& Questionnaire::fields() {
  static const Table table("Questionnaire", "评估量表", {
      field<&Questionnaire::code>("code", "编码").required().text_max(40),
      field<&Questionnaire::version>("version", "版本").required().text_max(40),
      field<&Questionnaire::title>("title", "名称").required(),
      field<&Questionnaire::standard>("standard", "标准"),
      field<&Questionnaire::current>("current", "现行").describe("否：仅用于读旧档案"),
      field<&Questionnaire::valid_from>("valid_from", "启用"),
      field<&Questionnaire::valid_to>("valid_to", "停用"),
      field<&Questionnaire::basis>("basis", "依据").text_max(kWords),
      field<&Questionnaire::confidence>("confidence", "可信度").text_max(kWords),
      field<&Questionnaire::sections>("sections", "部分").list_max(40),
      field<&Questionnaire::scales>("scales", "计分指标").list_max(20),
      field<&Questionnaire::lead_scale>("lead_scale", "主指标").text_max(40),
      field<&Questionnaire::bands>("bands", "分级").list_max(100),
      field<&Questionnaire::matrix>("matrix", "组合法").list_max(21),
      field<&Questionnaire::levels>("levels", "等级").list_max(21),
      field<&Questionnaire::triggers>("triggers", "等级变更条件").list_max(40),
      field<&Questionnaire::worsen_adds>("worsen_adds", "加重可累加"),
      field<&Questionnaire::worsen_note>("worsen_note", "累加说明").text_max(kWords),
  });
  return table;
}
const Table& Answer::fields() {
  static const Table table("AssessmentAnswer", "作答", {
      field<&Answer::item>("item", "项目").required().text_max(40),
      field<&Answer::options>("options", "选项").list_max(60),
      field<&Answer::text>("text", "填写内容").text_max(kWords),
      field<&Answer::note>("note", "观察记录").text_max(500),
  });
  return table;
}

}  // namespace yilin::assessment
