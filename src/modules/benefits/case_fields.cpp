// The fields() tables of runs, applications, awards and back-dated changes.
#include "modules/benefits/case_views.h"
#include "modules/benefits/run_views.h"

namespace yilin::benefits {
namespace {
using entity::field;
using entity::Field;
constexpr std::size_t kNameChars = 60, kNoteChars = 500, kRowsMax = 20'000, kDecisionChars = 200'000;
Field fen(Field f) { return f.unit("分"); }
Field page(Field f) { return f.range(1, http::kPageMax); }
Field seen(Field f) { return f.range(0, INT64_MAX); }
}  // namespace

const entity::Table& NewRun::fields() {
  static const entity::Table table("NewRun", "开始核定", {field<&NewRun::month>("month", "月份").required()});
  return table;
}
const entity::Table& RunPath::fields() {
  static const entity::Table table("RunPath", "核定编号", {field<&RunPath::id>("id", "核定").required()});
  return table;
}
const entity::Table& RunQuery::fields() {
  static const entity::Table table("RunQuery", "核定查询", {
      field<&RunQuery::month>("month", "月份"),
      page(field<&RunQuery::limit>("limit", "条数")),
      field<&RunQuery::cursor>("cursor", "下一页"),
  });
  return table;
}
const entity::Table& RunView::fields() {
  static const entity::Table table("BenefitRunView", "月度核定情况", {
      field<&RunView::run>("run", "核定"),
      field<&RunView::region_name>("region_name", "城市"),
      field<&RunView::by_name>("by_name", "办理人"),
      field<&RunView::latest>("latest", "当月最新"),
  });
  return table;
}
const entity::Table& TallyQuery::fields() {
  static const entity::Table table("RunTallyQuery", "汇总查询", {
      field<&TallyQuery::id>("id", "核定").required(),
      field<&TallyQuery::region>("region", "地区"),
      field<&TallyQuery::benefit>("benefit", "待遇").text_max(kNameChars),
  });
  return table;
}
const entity::Table& TallyRow::fields() {
  static const entity::Table table("RunTallyRow", "汇总行", {
      field<&TallyRow::region>("region", "地区"),
      field<&TallyRow::region_name>("region_name", "地区名称"),
      field<&TallyRow::benefit>("benefit", "待遇"),
      field<&TallyRow::measure>("measure", "种类"),
      field<&TallyRow::household>("household", "按家庭计"),
      field<&TallyRow::granted>("granted", "是"),
      field<&TallyRow::to_verify>("to_verify", "待核实"),
      fen(field<&TallyRow::amount_fen>("amount_fen", "金额")),
  });
  return table;
}
const entity::Table& TallyView::fields() {
  static const entity::Table table("RunTally", "核定汇总", {
      field<&TallyView::run_id>("run_id", "核定"),
      field<&TallyView::month>("month", "月份"),
      field<&TallyView::region>("region", "地区"),
      field<&TallyView::totals>("totals", "合计").list_max(kRowsMax),
      field<&TallyView::children>("children", "下级").list_max(kRowsMax),
  });
  return table;
}
const entity::Table& RunRowsQuery::fields() {
  static const entity::Table table("RunRowsQuery", "核定明细查询", {
      field<&RunRowsQuery::id>("id", "核定").required(),
      field<&RunRowsQuery::region>("region", "地区"),
      field<&RunRowsQuery::benefit>("benefit", "待遇").required().text_max(kNameChars),
      field<&RunRowsQuery::verdict>("verdict", "结论"),
      page(field<&RunRowsQuery::limit>("limit", "条数")),
      field<&RunRowsQuery::cursor>("cursor", "下一页").text_max(60),
  });
  return table;
}
const entity::Table& RunRow::fields() {
  static const entity::Table table("RunRow", "核定明细", {
      field<&RunRow::elder_id>("elder_id", "老人"),
      field<&RunRow::elder_name>("elder_name", "姓名").pii(entity::Pii::name),
      field<&RunRow::region_name>("region_name", "地区"),
      field<&RunRow::age>("age", "年龄"),
      field<&RunRow::benefit>("benefit", "待遇"),
      field<&RunRow::verdict>("verdict", "结论"),
      fen(field<&RunRow::amount_fen>("amount_fen", "金额")),
      fen(field<&RunRow::amount_max_fen>("amount_max_fen", "最高金额")),
      field<&RunRow::reduced>("reduced", "因与其他待遇的关系调整"),
  });
  return table;
}
const entity::Table& HistoryQuery::fields() {
  static const entity::Table table("BenefitHistoryQuery", "历月查询", {field<&HistoryQuery::id>("id", "老人").required()});
  return table;
}
const entity::Table& HistoryRow::fields() {
  static const entity::Table table("BenefitHistoryRow", "历月核定", {
      field<&HistoryRow::run_id>("run_id", "核定"),
      field<&HistoryRow::month>("month", "月份"),
      field<&HistoryRow::known_at>("known_at", "截至"),
      field<&HistoryRow::benefit>("benefit", "待遇"),
      field<&HistoryRow::verdict>("verdict", "结论"),
      fen(field<&HistoryRow::amount_fen>("amount_fen", "金额")),
  });
  return table;
}
const entity::Table& History::fields() {
  static const entity::Table table("BenefitHistory", "老人的历月核定", {
      field<&History::elder_id>("elder_id", "老人"),
      field<&History::rows>("rows", "各月").list_max(kRowsMax),
  });
  return table;
}

const entity::Table& Apply::fields() {
  static const entity::Table table("ApplyBenefit", "申请待遇", {
      field<&Apply::elder_id>("elder_id", "老人").required(),
      field<&Apply::benefit>("benefit", "待遇").required().text_max(kNameChars),
      field<&Apply::channel>("channel", "渠道"),
      field<&Apply::by_promise>("by_promise", "告知承诺"),
      field<&Apply::on_behalf>("on_behalf", "代办人").text_max(50),
      field<&Apply::statement>("statement", "申请说明").text_max(1'000),
      field<&Apply::first_month>("first_month", "申请起月"),
      field<&Apply::task_id>("task_id", "主动发现任务"),
      field<&Apply::facts>("facts", "随申请申报的事实").list_max(kFactsAtOnce),
  });
  return table;
}
const entity::Table& StepInput::fields() {
  static const entity::Table table("ApplicationStepInput", "办理一步", {
      field<&StepInput::id>("id", "申请").required(),
      seen(field<&StepInput::version>("version", "版本")),
      field<&StepInput::reason>("reason", "原因").text_max(kNoteChars),
      field<&StepInput::note>("note", "记录").text_max(kNoteChars),
  });
  return table;
}
const entity::Table& ApplicationPath::fields() {
  static const entity::Table table("ApplicationPath", "申请编号", {field<&ApplicationPath::id>("id", "申请").required()});
  return table;
}
const entity::Table& ApplicationQuery::fields() {
  static const entity::Table table("ApplicationQuery", "申请查询", {
      field<&ApplicationQuery::region>("region", "地区"),
      field<&ApplicationQuery::benefit>("benefit", "待遇").text_max(kNameChars),
      field<&ApplicationQuery::state>("state", "状态"),
      field<&ApplicationQuery::elder>("elder", "老人"),
      field<&ApplicationQuery::overdue>("overdue", "已超时"),
      page(field<&ApplicationQuery::limit>("limit", "条数")),
      field<&ApplicationQuery::cursor>("cursor", "下一页"),
  });
  return table;
}
const entity::Table& ApplicationView::fields() {
  static const entity::Table table("ApplicationView", "申请情况", {
      field<&ApplicationView::application>("application", "申请"),
      field<&ApplicationView::elder_name>("elder_name", "姓名").pii(entity::Pii::name),
      field<&ApplicationView::region_name>("region_name", "地区"),
      field<&ApplicationView::moves>("moves", "可办理"),
      field<&ApplicationView::steps>("steps", "步骤"),
      field<&ApplicationView::decision>("decision", "决定说明").text_max(kDecisionChars).describe("ExplanationView 的 JSON"),
  });
  return table;
}
const entity::Table& PublicNoticeQuery::fields() {
  static const entity::Table table("PublicNoticeQuery", "公示查询", {
      field<&PublicNoticeQuery::region>("region", "地区"),
      page(field<&PublicNoticeQuery::limit>("limit", "条数")),
      field<&PublicNoticeQuery::cursor>("cursor", "下一页"),
  });
  return table;
}
const entity::Table& PublicNotice::fields() {
  static const entity::Table table("PublicNotice", "公示", {
      field<&PublicNotice::id>("id", "申请"),
      field<&PublicNotice::masked_name>("masked_name", "姓名"),
      field<&PublicNotice::region_name>("region_name", "社区（村）"),
      field<&PublicNotice::benefit>("benefit", "待遇"),
      fen(field<&PublicNotice::amount_fen>("amount_fen", "月金额")),
      field<&PublicNotice::notice_from>("notice_from", "公示自"),
      field<&PublicNotice::notice_to>("notice_to", "公示至"),
      field<&PublicNotice::objections_to>("objections_to", "意见反映"),
  });
  return table;
}

const entity::Table& AwardQuery::fields() {
  static const entity::Table table("AwardQuery", "享受记录查询", {
      field<&AwardQuery::region>("region", "地区"),
      field<&AwardQuery::benefit>("benefit", "待遇").text_max(kNameChars),
      field<&AwardQuery::state>("state", "状态"),
      field<&AwardQuery::elder>("elder", "老人"),
      page(field<&AwardQuery::limit>("limit", "条数")),
      field<&AwardQuery::cursor>("cursor", "下一页"),
  });
  return table;
}
const entity::Table& AwardPath::fields() {
  static const entity::Table table("AwardPath", "享受记录编号", {field<&AwardPath::id>("id", "享受记录").required()});
  return table;
}
const entity::Table& AwardView::fields() {
  static const entity::Table table("AwardView", "享受情况", {
      field<&AwardView::award>("award", "享受记录"),
      field<&AwardView::elder_name>("elder_name", "姓名").pii(entity::Pii::name),
      field<&AwardView::region_name>("region_name", "地区"),
      field<&AwardView::changes>("changes", "变动"),
  });
  return table;
}
const entity::Table& StopAward::fields() {
  static const entity::Table table("StopAward", "停发", {
      field<&StopAward::id>("id", "享受记录").required(),
      seen(field<&StopAward::version>("version", "版本")),
      field<&StopAward::why>("why", "停发原因"),
      field<&StopAward::last_month>("last_month", "最后一月"),
      field<&StopAward::reason>("reason", "说明").required().text_max(kNoteChars),
  });
  return table;
}
const entity::Table& ChangeAward::fields() {
  static const entity::Table table("ChangeAward", "调整金额", {
      field<&ChangeAward::id>("id", "享受记录").required(),
      seen(field<&ChangeAward::version>("version", "版本")),
      field<&ChangeAward::from>("from", "起月"),
      field<&ChangeAward::reason>("reason", "说明").required().text_max(kNoteChars),
  });
  return table;
}

const entity::Table& OpenAdjustment::fields() {
  static const entity::Table table("OpenAdjustment", "发起追补", {
      field<&OpenAdjustment::elder_id>("elder_id", "老人").required(),
      field<&OpenAdjustment::from>("from", "起月").required(),
      field<&OpenAdjustment::cause>("cause", "起因").required().text_max(kNoteChars),
  });
  return table;
}
const entity::Table& SweepAdjustments::fields() {
  static const entity::Table table("SweepAdjustments", "全市追溯核对", {
      field<&SweepAdjustments::from>("from", "起月").required(),
      field<&SweepAdjustments::cause>("cause", "起因").required().text_max(kNoteChars),
  });
  return table;
}
const entity::Table& SweepStarted::fields() {
  static const entity::Table table("SweepStarted", "追溯核对已开始", {field<&SweepStarted::months>("months", "重新推导的月份数")});
  return table;
}
const entity::Table& AdjustmentQuery::fields() {
  static const entity::Table table("AdjustmentQuery", "追补查询", {
      field<&AdjustmentQuery::region>("region", "地区"),
      field<&AdjustmentQuery::state>("state", "状态"),
      field<&AdjustmentQuery::elder>("elder", "老人"),
      page(field<&AdjustmentQuery::limit>("limit", "条数")),
      field<&AdjustmentQuery::cursor>("cursor", "下一页"),
  });
  return table;
}
const entity::Table& AdjustmentPath::fields() {
  static const entity::Table table("AdjustmentPath", "追补编号", {field<&AdjustmentPath::id>("id", "追补清单").required()});
  return table;
}
const entity::Table& DecideAdjustment::fields() {
  static const entity::Table table("DecideAdjustment", "决定追补", {
      field<&DecideAdjustment::id>("id", "追补清单").required(),
      seen(field<&DecideAdjustment::version>("version", "版本")),
      field<&DecideAdjustment::approve>("approve", "批准"),
      field<&DecideAdjustment::reason>("reason", "理由").required().text_max(kNoteChars),
  });
  return table;
}
const entity::Table& AdjustmentView::fields() {
  static const entity::Table table("AdjustmentView", "追补情况", {
      field<&AdjustmentView::adjustment>("adjustment", "追补清单"),
      field<&AdjustmentView::elder_name>("elder_name", "姓名").pii(entity::Pii::name),
      field<&AdjustmentView::region_name>("region_name", "地区"),
      field<&AdjustmentView::opened_name>("opened_name", "发起人"),
      field<&AdjustmentView::lines>("lines", "明细").list_max(500),
  });
  return table;
}

}  // namespace yilin::benefits
