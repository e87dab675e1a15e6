// The fields() tables of facts and decisions.
#include "modules/benefits/decision_views.h"
#include "modules/benefits/programs.h"

namespace yilin::benefits {
namespace {
using entity::field;
using entity::Field;
constexpr std::size_t kNameChars = 60, kValueChars = 100, kTextChars = 1'000, kFactsMax = 500, kRowsMax = 2'000;
Field fen(Field f) { return f.unit("分"); }
}  // namespace

const entity::Table& NewFact::fields() {
  static const entity::Table table("NewFact", "事实", {
      field<&NewFact::fact>("fact", "事实").required().text_max(kNameChars),
      field<&NewFact::value>("value", "值").required().text_max(kValueChars),
      field<&NewFact::valid_from>("valid_from", "自"),
      field<&NewFact::valid_to>("valid_to", "至（不含）"),
      field<&NewFact::source>("source", "来源").text_max(100),
      field<&NewFact::evidence>("evidence", "依据").text_max(200),
      field<&NewFact::confidence>("confidence", "可信度"),
  });
  return table;
}

const entity::Table& Word::fields() {
  static const entity::Table table("FactWord", "事实名称", {
      field<&Word::name>("name", "名称"),
      field<&Word::kind>("kind", "种类").describe("boolean、number、date、choice、region"),
      field<&Word::household>("household", "属于家庭"),
      field<&Word::unit>("unit", "单位"),
      field<&Word::least>("least", "最小"),
      field<&Word::most>("most", "最大"),
      field<&Word::choices>("choices", "可选值"),
  });
  return table;
}
const entity::Table& BenefitWord::fields() {
  static const entity::Table table("BenefitWord", "待遇名称", {
      field<&BenefitWord::name>("name", "名称"),
      field<&BenefitWord::group>("group", "分组"),
      field<&BenefitWord::citation>("citation", "依据").text_max(kTextChars),
      field<&BenefitWord::household>("household", "属于家庭"),
      field<&BenefitWord::measure>("measure", "种类"),
      field<&BenefitWord::sample>("sample", "示例"),
      field<&BenefitWord::program>("program", "办理方式"),
  });
  return table;
}
const entity::Table& Vocabulary::fields() {
  static const entity::Table table("BenefitVocabulary", "事实与待遇", {
      field<&Vocabulary::rule_number>("rule_number", "规则版本号"),
      field<&Vocabulary::facts>("facts", "事实").list_max(kFactsMax),
      field<&Vocabulary::benefits>("benefits", "待遇").list_max(kFactsMax),
  });
  return table;
}

const entity::Table& ElderMonth::fields() {
  static const entity::Table table("ElderMonth", "某月的老人", {
      field<&ElderMonth::id>("id", "老人").required(),
      field<&ElderMonth::month>("month", "月份"),
      field<&ElderMonth::known_at>("known_at", "截至"),
  });
  return table;
}
const entity::Table& FactView::fields() {
  static const entity::Table table("FactView", "事实情况", {
      field<&FactView::fact>("fact", "事实"),
      field<&FactView::household>("household", "属于家庭"),
      field<&FactView::knowledge>("knowledge", "掌握情况"),
      field<&FactView::value>("value", "值"),
      field<&FactView::source>("source", "来源"),
      field<&FactView::since>("since", "自"),
      field<&FactView::recorded_at>("recorded_at", "记录时间"),
      field<&FactView::remark>("remark", "说明"),
      field<&FactView::records>("records", "记录"),
  });
  return table;
}
const entity::Table& ElderFacts::fields() {
  static const entity::Table table("ElderFactsView", "老人的事实", {
      field<&ElderFacts::elder_id>("elder_id", "老人"),
      field<&ElderFacts::elder_name>("elder_name", "姓名").pii(entity::Pii::name),
      field<&ElderFacts::month>("month", "月份"),
      field<&ElderFacts::known_at>("known_at", "截至"),
      field<&ElderFacts::household>("household", "家庭中的老人"),
      field<&ElderFacts::facts>("facts", "事实").list_max(kFactsMax),
  });
  return table;
}
const entity::Table& RecordFacts::fields() {
  static const entity::Table table("RecordFacts", "登记事实", {
      field<&RecordFacts::id>("id", "老人").required(),
      field<&RecordFacts::facts>("facts", "事实").required().list_max(kFactsAtOnce),
  });
  return table;
}
const entity::Table& CorrectFact::fields() {
  static const entity::Table table("CorrectFact", "更正事实", {
      field<&CorrectFact::id>("id", "记录").required(),
      field<&CorrectFact::value>("value", "值").text_max(kValueChars).describe("空：收回"),
      field<&CorrectFact::valid_from>("valid_from", "自"),
      field<&CorrectFact::valid_to>("valid_to", "至（不含）"),
      field<&CorrectFact::confidence>("confidence", "可信度"),
      field<&CorrectFact::evidence>("evidence", "依据").text_max(200),
      field<&CorrectFact::reason>("reason", "原因").required().text_max(200),
  });
  return table;
}
const entity::Table& RegionFact::fields() {
  static const entity::Table table("RegionFact", "地区事实", {
      field<&RegionFact::region>("region", "地区").required(),
      field<&RegionFact::fact>("fact", "事实").required().text_max(kNameChars),
      field<&RegionFact::value>("value", "值").required().text_max(kValueChars),
      field<&RegionFact::source>("source", "来源").required().text_max(100),
      field<&RegionFact::evidence>("evidence", "依据").text_max(200),
      field<&RegionFact::valid_from>("valid_from", "自"),
      field<&RegionFact::valid_to>("valid_to", "至（不含）"),
  });
  return table;
}
const entity::Table& DecisionChange::fields() {
  static const entity::Table table("DecisionChange", "待遇变化", {
      field<&DecisionChange::benefit>("benefit", "待遇"),
      field<&DecisionChange::before>("before", "原结论"),
      field<&DecisionChange::after>("after", "新结论"),
      field<&DecisionChange::before_text>("before_text", "原数额"),
      field<&DecisionChange::after_text>("after_text", "新数额"),
  });
  return table;
}
const entity::Table& FactsWritten::fields() {
  static const entity::Table table("FactsWritten", "登记结果", {
      field<&FactsWritten::elder_id>("elder_id", "老人"),
      field<&FactsWritten::month>("month", "月份"),
      field<&FactsWritten::records>("records", "记录"),
      field<&FactsWritten::changes>("changes", "待遇变化"),
      field<&FactsWritten::tasks>("tasks", "发起的核实任务"),
  });
  return table;
}

const entity::Table& PutProgram::fields() {
  static const entity::Table table("PutProgram", "设定办理方式", {
      field<&PutProgram::benefit>("benefit", "待遇").required().text_max(kNameChars),
      field<&PutProgram::by_application>("by_application", "依申请"),
      field<&PutProgram::one_off>("one_off", "一次性"),
      field<&PutProgram::feeds_quota>("feeds_quota", "计入月度服务额度"),
      field<&PutProgram::basis>("basis", "依据").required(),
      field<&PutProgram::confidence>("confidence", "可信度").text_max(20),
      field<&PutProgram::version>("version", "版本").range(0, INT64_MAX),
  });
  return table;
}
const entity::Table& ProgramList::fields() {
  static const entity::Table table("BenefitProgramList", "待遇办理方式", {
      field<&ProgramList::items>("items", "各项").list_max(kFactsMax),
  });
  return table;
}

const entity::Table& DecisionRow::fields() {
  static const entity::Table table("DecisionRow", "待遇结论", {
      field<&DecisionRow::benefit>("benefit", "待遇"),
      field<&DecisionRow::group>("group", "分组"),
      field<&DecisionRow::household>("household", "属于家庭"),
      field<&DecisionRow::measure>("measure", "种类"),
      field<&DecisionRow::verdict>("verdict", "结论"),
      field<&DecisionRow::amount_text>("amount_text", "数额"),
      fen(field<&DecisionRow::amount_fen>("amount_fen", "金额")),
      fen(field<&DecisionRow::amount_max_fen>("amount_max_fen", "最高金额")),
      field<&DecisionRow::reduced>("reduced", "因与其他待遇的关系调整"),
      field<&DecisionRow::relation>("relation", "关系"),
      field<&DecisionRow::open_facts>("open_facts", "待核实的事实"),
      field<&DecisionRow::citation>("citation", "依据").text_max(kTextChars),
      field<&DecisionRow::sample>("sample", "示例"),
      field<&DecisionRow::by_application>("by_application", "依申请"),
      field<&DecisionRow::award_id>("award_id", "享受记录"),
      fen(field<&DecisionRow::award_fen>("award_fen", "享受金额")),
      field<&DecisionRow::application_id>("application_id", "办理中的申请"),
      field<&DecisionRow::application_state>("application_state", "申请状态"),
  });
  return table;
}
const entity::Table& ElderDecisions::fields() {
  static const entity::Table table("ElderDecisions", "老人的待遇", {
      field<&ElderDecisions::elder_id>("elder_id", "老人"),
      field<&ElderDecisions::elder_name>("elder_name", "姓名").pii(entity::Pii::name),
      field<&ElderDecisions::region_name>("region_name", "地区"),
      field<&ElderDecisions::month>("month", "月份"),
      field<&ElderDecisions::known_at>("known_at", "截至"),
      field<&ElderDecisions::rule_number>("rule_number", "规则版本号"),
      field<&ElderDecisions::rule_hash>("rule_hash", "规则摘要"),
      field<&ElderDecisions::benefits>("benefits", "待遇").list_max(kFactsMax),
  });
  return table;
}
const entity::Table& ExplainQuery::fields() {
  static const entity::Table table("ExplainQuery", "说明条件", {
      field<&ExplainQuery::id>("id", "老人").required(),
      field<&ExplainQuery::benefit>("benefit", "待遇").required().text_max(kNameChars),
      field<&ExplainQuery::month>("month", "月份"),
      field<&ExplainQuery::known_at>("known_at", "截至"),
      field<&ExplainQuery::take_claims>("take_claims", "按申报计算"),
  });
  return table;
}
const entity::Table& ReasonRow::fields() {
  static const entity::Table table("ReasonRow", "说明行", {
      field<&ReasonRow::depth>("depth", "层次"),
      field<&ReasonRow::condition>("condition", "是条件"),
      field<&ReasonRow::verdict>("verdict", "结论"),
      field<&ReasonRow::text>("text", "内容").text_max(kTextChars),
      field<&ReasonRow::value>("value", "值"),
      field<&ReasonRow::source>("source", "值的来源").text_max(kTextChars),
      field<&ReasonRow::citation>("citation", "依据").text_max(kTextChars),
      field<&ReasonRow::note>("note", "说明").text_max(kTextChars),
  });
  return table;
}
const entity::Table& FlipView::fields() {
  static const entity::Table table("FlipView", "怎样会不同", {
      field<&FlipView::change>("change", "变化").text_max(kTextChars),
      field<&FlipView::verdict>("verdict", "结论"),
      field<&FlipView::amount_text>("amount_text", "数额"),
  });
  return table;
}
const entity::Table& ExplanationView::fields() {
  static const entity::Table table("ExplanationView", "待遇说明", {
      field<&ExplanationView::elder_id>("elder_id", "老人"),
      field<&ExplanationView::benefit>("benefit", "待遇"),
      field<&ExplanationView::summary>("summary", "结论"),
      field<&ExplanationView::month>("month", "月份"),
      field<&ExplanationView::known_at>("known_at", "截至"),
      field<&ExplanationView::verdict>("verdict", "是否"),
      field<&ExplanationView::amount_text>("amount_text", "数额"),
      field<&ExplanationView::rows>("rows", "说明").list_max(kRowsMax),
      field<&ExplanationView::flips>("flips", "怎样会不同"),
      field<&ExplanationView::open_facts>("open_facts", "待核实的事实"),
      field<&ExplanationView::rule_number>("rule_number", "规则版本号"),
      field<&ExplanationView::rule_hash>("rule_hash", "规则摘要"),
  });
  return table;
}
const entity::Table& NoticeLine::fields() {
  static const entity::Table table("NoticeLine", "告知书条目", {
      field<&NoticeLine::verdict>("verdict", "是否"),
      field<&NoticeLine::text>("text", "内容").text_max(kTextChars),
      field<&NoticeLine::value>("value", "值"),
      field<&NoticeLine::source>("source", "值的来源").text_max(kTextChars),
      field<&NoticeLine::citation>("citation", "依据").text_max(kTextChars),
  });
  return table;
}
const entity::Table& NoticeView::fields() {
  static const entity::Table table("BenefitNotice", "待遇告知书", {
      field<&NoticeView::title>("title", "标题"),
      field<&NoticeView::elder_name>("elder_name", "姓名").pii(entity::Pii::name),
      field<&NoticeView::region_name>("region_name", "地区"),
      field<&NoticeView::benefit>("benefit", "待遇"),
      field<&NoticeView::month>("month", "月份"),
      field<&NoticeView::issued_on>("issued_on", "日期"),
      field<&NoticeView::verdict>("verdict", "是否"),
      field<&NoticeView::sentence>("sentence", "正文").text_max(kTextChars),
      field<&NoticeView::amount_text>("amount_text", "数额"),
      field<&NoticeView::lines>("lines", "条件").list_max(kRowsMax),
      field<&NoticeView::citations>("citations", "依据"),
      field<&NoticeView::would_change>("would_change", "怎样会不同"),
      field<&NoticeView::remedy>("remedy", "救济途径").text_max(kTextChars),
      field<&NoticeView::rule_hash>("rule_hash", "规则摘要"),
  });
  return table;
}

}  // namespace yilin::benefits
