// The fields() tables of work lists, of other offices' lists and of what-ifs.
#include "modules/benefits/lists.h"
#include "modules/benefits/scenarios.h"
#include "modules/benefits/tariffs.h"
#include "modules/benefits/tasks.h"

namespace yilin::benefits {
namespace {
using entity::field;
using entity::Field;
constexpr std::size_t kNameChars = 60, kNoteChars = 500, kRowsMax = 20'000;
Field fen(Field f) { return f.unit("分"); }
Field page(Field f) { return f.range(1, http::kPageMax); }
Field seen(Field f) { return f.range(0, INT64_MAX); }
}  // namespace

const entity::Table& GapSummaryQuery::fields() {
  static const entity::Table table("GapSummaryQuery", "应享未享汇总查询", {
      field<&GapSummaryQuery::region>("region", "地区"),
      field<&GapSummaryQuery::benefit>("benefit", "待遇").text_max(kNameChars),
  });
  return table;
}
const entity::Table& GapRow::fields() {
  static const entity::Table table("GapRow", "应享未享", {
      field<&GapRow::region>("region", "地区"),
      field<&GapRow::region_name>("region_name", "地区名称"),
      field<&GapRow::benefit>("benefit", "待遇"),
      field<&GapRow::eligible>("eligible", "符合而未享受"),
      field<&GapRow::to_verify>("to_verify", "待核实"),
      fen(field<&GapRow::amount_fen>("amount_fen", "月金额")),
  });
  return table;
}
const entity::Table& GapSummary::fields() {
  static const entity::Table table("GapSummary", "应享未享汇总", {
      field<&GapSummary::region>("region", "地区"),
      field<&GapSummary::month>("month", "月份"),
      field<&GapSummary::known_at>("known_at", "截至"),
      field<&GapSummary::totals>("totals", "合计").list_max(kRowsMax),
      field<&GapSummary::children>("children", "下级").list_max(kRowsMax),
  });
  return table;
}
const entity::Table& GapQuery::fields() {
  static const entity::Table table("GapQuery", "应享未享查询", {
      field<&GapQuery::region>("region", "地区"),
      field<&GapQuery::benefit>("benefit", "待遇").required().text_max(kNameChars),
      field<&GapQuery::kind>("kind", "种类"),
      page(field<&GapQuery::limit>("limit", "条数")),
      field<&GapQuery::cursor>("cursor", "下一页").text_max(30),
  });
  return table;
}
const entity::Table& Gap::fields() {
  static const entity::Table table("Gap", "应享未享的老人", {
      field<&Gap::elder_id>("elder_id", "老人"),
      field<&Gap::elder_name>("elder_name", "姓名").pii(entity::Pii::name),
      field<&Gap::region_name>("region_name", "地区"),
      field<&Gap::age>("age", "年龄"),
      field<&Gap::region>("region", "社区"),
      field<&Gap::benefit>("benefit", "待遇"),
      field<&Gap::verdict>("verdict", "结论"),
      fen(field<&Gap::amount_fen>("amount_fen", "月金额")),
      fen(field<&Gap::amount_max_fen>("amount_max_fen", "最高月金额")),
      field<&Gap::open_facts>("open_facts", "待核实的事实"),
      field<&Gap::task_id>("task_id", "任务"),
      field<&Gap::handed_out>("handed_out", "已派发"),
      field<&Gap::assigned_name>("assigned_name", "承办人"),
  });
  return table;
}
const entity::Table& HandOut::fields() {
  static const entity::Table table("HandOutTasks", "派发任务", {
      field<&HandOut::region>("region", "地区"),
      field<&HandOut::benefit>("benefit", "待遇").required().text_max(kNameChars),
      field<&HandOut::kind>("kind", "种类"),
      field<&HandOut::elders>("elders", "老人").list_max(50),
      field<&HandOut::count>("count", "人数").range(1, 50),
      field<&HandOut::assigned_to>("assigned_to", "承办人"),
  });
  return table;
}
const entity::Table& TaskQuery::fields() {
  static const entity::Table table("BenefitTaskQuery", "任务查询", {
      field<&TaskQuery::region>("region", "地区"),
      field<&TaskQuery::kind>("kind", "种类"),
      field<&TaskQuery::state>("state", "状态"),
      field<&TaskQuery::benefit>("benefit", "待遇").text_max(kNameChars),
      field<&TaskQuery::elder>("elder", "老人"),
      field<&TaskQuery::mine>("mine", "只看我的"),
      page(field<&TaskQuery::limit>("limit", "条数")),
      field<&TaskQuery::cursor>("cursor", "下一页"),
  });
  return table;
}
const entity::Table& TaskPath::fields() {
  static const entity::Table table("BenefitTaskPath", "任务编号", {field<&TaskPath::id>("id", "任务").required()});
  return table;
}
const entity::Table& TaskView::fields() {
  static const entity::Table table("BenefitTaskView", "任务情况", {
      field<&TaskView::task>("task", "任务"),
      field<&TaskView::elder_name>("elder_name", "姓名").pii(entity::Pii::name),
      field<&TaskView::region_name>("region_name", "地区"),
      field<&TaskView::age>("age", "年龄"),
  });
  return table;
}
const entity::Table& Handed::fields() {
  static const entity::Table table("TasksHanded", "派发结果", {
      field<&Handed::made>("made", "派发数"),
      field<&Handed::there_already>("there_already", "已有任务数"),
      field<&Handed::tasks>("tasks", "任务"),
  });
  return table;
}
const entity::Table& TaskResult::fields() {
  static const entity::Table table("FinishTask", "办结任务", {
      field<&TaskResult::id>("id", "任务").required(),
      seen(field<&TaskResult::version>("version", "版本")),
      field<&TaskResult::outcome>("outcome", "结果"),
      field<&TaskResult::note>("note", "说明").text_max(kNoteChars),
      field<&TaskResult::application_id>("application_id", "申请"),
  });
  return table;
}

const entity::Table& ListQuery::fields() {
  static const entity::Table table("MatchListQuery", "名单查询", {
      page(field<&ListQuery::limit>("limit", "条数")),
      field<&ListQuery::cursor>("cursor", "下一页"),
  });
  return table;
}
const entity::Table& ListPath::fields() {
  static const entity::Table table("MatchListPath", "名单编号", {field<&ListPath::id>("id", "名单").required()});
  return table;
}
const entity::Table& ListRowsQuery::fields() {
  static const entity::Table table("MatchRowsQuery", "比对结果查询", {
      field<&ListRowsQuery::id>("id", "名单").required(),
      field<&ListRowsQuery::result>("result", "比对结果"),
      field<&ListRowsQuery::state>("state", "处理"),
      page(field<&ListRowsQuery::limit>("limit", "条数")),
      field<&ListRowsQuery::cursor>("cursor", "下一页"),
  });
  return table;
}
const entity::Table& MatchRowView::fields() {
  static const entity::Table table("MatchRowView", "比对结果行", {
      field<&MatchRowView::row>("row", "结果"),
      field<&MatchRowView::elder_name>("elder_name", "档案姓名").pii(entity::Pii::name),
      field<&MatchRowView::region_name>("region_name", "地区"),
  });
  return table;
}
const entity::Table& DecideRows::fields() {
  static const entity::Table table("DecideRows", "处理比对结果", {
      field<&DecideRows::id>("id", "名单").required(),
      field<&DecideRows::rows>("rows", "行").list_max(kDecidedAtOnce),
      field<&DecideRows::result>("result", "比对结果").describe("没有指明行时：这种结果的下一批"),
      field<&DecideRows::after>("after", "在此之后").describe("没有指明行时：只取这一行之后的；上次没有处理成的行不再重取"),
      field<&DecideRows::accept>("accept", "采用"),
      field<&DecideRows::reason>("reason", "原因").text_max(kNoteChars),
  });
  return table;
}
const entity::Table& RowsDecided::fields() {
  static const entity::Table table("RowsDecided", "处理结果", {
      field<&RowsDecided::list>("list", "名单"),
      field<&RowsDecided::decided>("decided", "本次处理"),
      field<&RowsDecided::left>("left", "尚余"),
      field<&RowsDecided::last>("last", "本次最后一行"),
      field<&RowsDecided::problems>("problems", "没有处理成的行"),
  });
  return table;
}
const entity::Table& RowProblem::fields() {
  static const entity::Table table("MatchRowProblem", "没有处理成的行", {
      field<&RowProblem::row_id>("row_id", "编号"),
      field<&RowProblem::row_number>("row_number", "行号"),
      field<&RowProblem::message>("message", "原因"),
  });
  return table;
}

const entity::Table& NewScenario::fields() {
  static const entity::Table table("NewScenario", "新建测算方案", {
      field<&NewScenario::name>("name", "名称").required().text_max(60),
      field<&NewScenario::note>("note", "说明").text_max(kNoteChars),
      field<&NewScenario::base_version>("base_version", "所依据的规则版本"),
      field<&NewScenario::draft>("draft", "要测算的规则草案"),
      field<&NewScenario::from>("from", "起月"),
      field<&NewScenario::to>("to", "止月"),
      field<&NewScenario::parameters>("parameters", "标准的改动").list_max(50),
      field<&NewScenario::files>("files", "规则文件的改动").list_max(20),
      field<&NewScenario::region>("region", "范围"),
  });
  return table;
}
const entity::Table& ScenarioPath::fields() {
  static const entity::Table table("ScenarioPath", "方案编号", {field<&ScenarioPath::id>("id", "方案").required()});
  return table;
}
const entity::Table& PublishScenario::fields() {
  static const entity::Table table("PublishScenario", "写成规则草案", {field<&PublishScenario::id>("id", "方案").required()});
  return table;
}
const entity::Table& ScenarioQuery::fields() {
  static const entity::Table table("ScenarioQuery", "方案查询", {
      page(field<&ScenarioQuery::limit>("limit", "条数")),
      field<&ScenarioQuery::cursor>("cursor", "下一页"),
  });
  return table;
}
const entity::Table& EffectRow::fields() {
  static const entity::Table table("EffectRow", "影响", {
      field<&EffectRow::benefit>("benefit", "待遇"),
      field<&EffectRow::winners>("winners", "增加"),
      field<&EffectRow::losers>("losers", "减少"),
      fen(field<&EffectRow::gained_fen>("gained_fen", "增加金额")),
      fen(field<&EffectRow::lost_fen>("lost_fen", "减少金额")),
      fen(field<&EffectRow::cost_fen>("cost_fen", "净增支出")),
  });
  return table;
}
const entity::Table& RegionEffect::fields() {
  static const entity::Table table("RegionEffect", "各地影响", {
      field<&RegionEffect::region>("region", "地区"),
      field<&RegionEffect::region_name>("region_name", "地区名称"),
      field<&RegionEffect::effects>("effects", "影响").list_max(kRowsMax),
      field<&RegionEffect::winners>("winners", "增加"),
      field<&RegionEffect::losers>("losers", "减少"),
      fen(field<&RegionEffect::cost_fen>("cost_fen", "净增支出")),
  });
  return table;
}
const entity::Table& LabelEffect::fields() {
  static const entity::Table table("LabelEffect", "各类人员影响", {
      field<&LabelEffect::label>("label", "标签"),
      field<&LabelEffect::winners>("winners", "增加"),
      field<&LabelEffect::losers>("losers", "减少"),
      fen(field<&LabelEffect::cost_fen>("cost_fen", "净增支出")),
  });
  return table;
}
const entity::Table& MonthEffect::fields() {
  static const entity::Table table("MonthEffect", "各月影响", {
      field<&MonthEffect::month>("month", "月份"),
      field<&MonthEffect::effects>("effects", "影响").list_max(kRowsMax),
      field<&MonthEffect::winners>("winners", "增加"),
      field<&MonthEffect::losers>("losers", "减少"),
      fen(field<&MonthEffect::cost_fen>("cost_fen", "净增支出")),
  });
  return table;
}
const entity::Table& SamplePerson::fields() {
  static const entity::Table table("SamplePerson", "举例", {
      field<&SamplePerson::elder_id>("elder_id", "老人"),
      field<&SamplePerson::elder_name>("elder_name", "姓名").pii(entity::Pii::name),
      field<&SamplePerson::region_name>("region_name", "地区").text_max(500),
      field<&SamplePerson::month>("month", "月份"),
      field<&SamplePerson::benefit>("benefit", "待遇"),
      fen(field<&SamplePerson::before_fen>("before_fen", "原金额")),
      fen(field<&SamplePerson::after_fen>("after_fen", "新金额")),
      field<&SamplePerson::before>("before", "原说明"),
      field<&SamplePerson::after>("after", "新说明"),
  });
  return table;
}
const entity::Table& ScenarioChanges::fields() {
  static const entity::Table table("ScenarioChanges", "改动", {
      field<&ScenarioChanges::parameters>("parameters", "标准的改动"),
      field<&ScenarioChanges::files>("files", "规则文件的改动"),
  });
  return table;
}
const entity::Table& ScenarioResult::fields() {
  static const entity::Table table("ScenarioResult", "测算结果", {
      field<&ScenarioResult::totals>("totals", "合计").list_max(kRowsMax),
      field<&ScenarioResult::counties>("counties", "各县区").list_max(kRowsMax),
      field<&ScenarioResult::labels>("labels", "各类人员").list_max(kRowsMax),
      field<&ScenarioResult::months>("months", "各月").list_max(kRowsMax),
      field<&ScenarioResult::samples>("samples", "举例"),
      field<&ScenarioResult::elders>("elders", "测算人数"),
      field<&ScenarioResult::winners>("winners", "增加人数"),
      field<&ScenarioResult::losers>("losers", "减少人数"),
      fen(field<&ScenarioResult::cost_fen>("cost_fen", "净增支出")),
  });
  return table;
}
const entity::Table& ScenarioView::fields() {
  static const entity::Table table("ScenarioView", "方案情况", {
      field<&ScenarioView::scenario>("scenario", "方案"),
      field<&ScenarioView::region_name>("region_name", "范围"),
      field<&ScenarioView::parameters>("parameters", "标准的改动"),
      field<&ScenarioView::files>("files", "规则文件的改动"),
      field<&ScenarioView::result>("result", "结果"),
  });
  return table;
}
const entity::Table& CompareQuery::fields() {
  static const entity::Table table("ScenarioCompareQuery", "方案对比", {field<&CompareQuery::ids>("ids", "方案").required()});
  return table;
}
const entity::Table& ScenarioColumn::fields() {
  static const entity::Table table("ScenarioColumn", "对比列", {
      field<&ScenarioColumn::id>("id", "方案"),
      field<&ScenarioColumn::name>("name", "名称"),
      field<&ScenarioColumn::from>("from", "起月"),
      field<&ScenarioColumn::to>("to", "止月"),
      field<&ScenarioColumn::winners>("winners", "增加人数"),
      field<&ScenarioColumn::losers>("losers", "减少人数"),
      fen(field<&ScenarioColumn::cost_fen>("cost_fen", "净增支出")),
      field<&ScenarioColumn::effects>("effects", "各待遇").list_max(kRowsMax),
      field<&ScenarioColumn::counties>("counties", "各县区").list_max(kRowsMax),
  });
  return table;
}
const entity::Table& SideBySide::fields() {
  static const entity::Table table("ScenarioComparison", "方案对比表", {
      field<&SideBySide::benefits>("benefits", "待遇").list_max(kRowsMax),
      field<&SideBySide::scenarios>("scenarios", "方案"),
  });
  return table;
}
const entity::Table& Published::fields() {
  static const entity::Table table("ScenarioPublished", "写成的规则草案", {
      field<&Published::scenario_id>("scenario_id", "方案"),
      field<&Published::draft>("draft", "草案"),
  });
  return table;
}

const entity::Table& TariffQuery::fields() {
  static const entity::Table table("TariffQuery", "标准比选", {
      field<&TariffQuery::parameter>("parameter", "标准").required().text_max(kNameChars),
      field<&TariffQuery::region>("region", "地区"),
      field<&TariffQuery::lowest>("lowest", "最低").required().text_max(20),
      field<&TariffQuery::highest>("highest", "最高").required().text_max(20),
      field<&TariffQuery::step>("step", "间隔").required().text_max(20),
  });
  return table;
}
const entity::Table& TariffRow::fields() {
  static const entity::Table table("TariffRow", "一个取值", {
      field<&TariffRow::value>("value", "取值"),
      field<&TariffRow::present>("present", "现行"),
      field<&TariffRow::effects>("effects", "各项待遇").list_max(kRowsMax),
      fen(field<&TariffRow::cost_fen>("cost_fen", "每月净增支出")),
  });
  return table;
}
const entity::Table& TariffView::fields() {
  static const entity::Table table("TariffView", "标准的各种取值", {
      field<&TariffView::parameter>("parameter", "标准"),
      field<&TariffView::present>("present", "现行取值"),
      field<&TariffView::region>("region", "地区"),
      field<&TariffView::region_name>("region_name", "地区名称"),
      field<&TariffView::month>("month", "月份"),
      field<&TariffView::known_at>("known_at", "截至"),
      field<&TariffView::elders>("elders", "老人"),
      field<&TariffView::items>("items", "各种取值").list_max(kTariffValuesMax),
  });
  return table;
}

}  // namespace yilin::benefits
