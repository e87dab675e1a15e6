// The fields() tables of what is stored.
#include "modules/benefits/types.h"

namespace yilin::benefits {
namespace {
using entity::Field;
using entity::field;
Field fen(Field f) { return f.unit("分"); }
}  // namespace

const entity::Table& FactRecord::fields() {
  static const entity::Table table("FactRecord", "事实记录", {
      field<&FactRecord::id>("id", "编号"),
      field<&FactRecord::subject_kind>("subject_kind", "主体"),
      field<&FactRecord::subject>("subject", "主体编号").hidden(),
      field<&FactRecord::region>("region", "地区"),
      field<&FactRecord::fact>("fact", "事实"),
      field<&FactRecord::value>("value", "值").describe("空：收回所替代的记录"),
      field<&FactRecord::valid_from>("valid_from", "自"),
      field<&FactRecord::valid_to>("valid_to", "至（不含）"),
      field<&FactRecord::recorded_at>("recorded_at", "记录时间"),
      field<&FactRecord::origin>("origin", "来自"),
      field<&FactRecord::source>("source", "来源"),
      field<&FactRecord::evidence>("evidence", "依据"),
      field<&FactRecord::confidence>("confidence", "可信度"),
      field<&FactRecord::replaces>("replaces", "替代"),
      field<&FactRecord::by_user>("by_user", "记录人"),
  });
  return table;
}

const entity::Table& Run::fields() {
  static const entity::Table table("BenefitRun", "月度核定", {
      field<&Run::id>("id", "编号"),
      field<&Run::month>("month", "月份"),
      field<&Run::known_at>("known_at", "截至").describe("此前记录的事实、公布的规则"),
      field<&Run::rule_version>("rule_version", "规则版本"),
      field<&Run::rule_hashes>("rule_hashes", "规则摘要").text_max(20'000).describe("JSON：规则地区到 SM3"),
      field<&Run::region>("region", "城市"),
      field<&Run::state>("state", "状态"),
      field<&Run::communities>("communities", "社区数"),
      field<&Run::done>("done", "已写入社区数"),
      field<&Run::elders>("elders", "老人数"),
      field<&Run::households>("households", "家庭数"),
      field<&Run::granted>("granted", "是"),
      field<&Run::to_verify>("to_verify", "待核实"),
      field<&Run::amount_fen>("amount_fen", "金额"),
      field<&Run::digest>("digest", "摘要"),
      field<&Run::problem>("problem", "问题").text_max(1'000),
      field<&Run::check>("check_state", "复算"),
      field<&Run::check_note>("check_note", "复算说明").text_max(2'000),
      field<&Run::started_at>("started_at", "开始时间"),
      field<&Run::frozen_at>("frozen_at", "冻结时间"),
      field<&Run::checked_at>("checked_at", "复算时间"),
      field<&Run::by_user>("by_user", "办理人"),
      field<&Run::version>("version", "版本"),
  });
  return table;
}

const entity::Table& Program::fields() {
  static const entity::Table table("BenefitProgram", "待遇办理方式", {
      field<&Program::id>("id", "编号").hidden(),
      field<&Program::benefit>("benefit", "待遇"),
      field<&Program::by_application>("by_application", "依申请"),
      field<&Program::one_off>("one_off", "一次性"),
      field<&Program::feeds_quota>("feeds_quota", "计入月度服务额度"),
      field<&Program::basis>("basis", "依据"),
      field<&Program::confidence>("confidence", "可信度"),
      field<&Program::version>("version", "版本"),
  });
  return table;
}

const entity::Table& Application::fields() {
  static const entity::Table table("BenefitApplication", "待遇申请", {
      field<&Application::id>("id", "编号"),
      field<&Application::elder_id>("elder_id", "老人"),
      field<&Application::subject>("subject", "主体编号").hidden(),
      field<&Application::region>("region", "社区"),
      field<&Application::benefit>("benefit", "待遇"),
      field<&Application::channel>("channel", "渠道"),
      field<&Application::by_promise>("by_promise", "告知承诺"),
      field<&Application::on_behalf>("on_behalf", "代办人"),
      field<&Application::statement>("statement", "申请说明").text_max(1'000),
      field<&Application::state>("state", "状态"),
      field<&Application::first_month>("first_month", "申请起月"),
      field<&Application::start_month>("start_month", "享受起月"),
      field<&Application::verdict>("verdict", "核定结论"),
      fen(field<&Application::amount>("amount_fen", "月金额")),
      fen(field<&Application::amount_max>("amount_max_fen", "最高月金额")),
      field<&Application::rule_hash>("rule_hash", "规则摘要"),
      field<&Application::explanation>("explanation", "决定说明").hidden(),
      field<&Application::applied_at>("applied_at", "申请时间"),
      field<&Application::due_at>("due_at", "下一步时限"),
      field<&Application::overdue>("overdue", "已超时"),
      field<&Application::notice_from>("notice_from", "公示自"),
      field<&Application::notice_to>("notice_to", "公示至"),
      field<&Application::applied_by>("applied_by", "受理人"),
      field<&Application::task_id>("task_id", "主动发现任务"),
      field<&Application::award_id>("award_id", "享受记录"),
      field<&Application::version>("version", "版本"),
  });
  return table;
}

const entity::Table& Step::fields() {
  static const entity::Table table("ApplicationStep", "办理步骤", {
      field<&Step::id>("id", "编号"),
      field<&Step::application_id>("application_id", "申请"),
      field<&Step::verb>("verb", "办理"),
      field<&Step::from>("state_from", "原状态"),
      field<&Step::to>("state_to", "新状态"),
      field<&Step::reason>("reason", "原因"),
      field<&Step::note>("note", "记录"),
      field<&Step::by_user>("by_user", "办理人编号"),
      field<&Step::by_name>("by_name", "办理人"),
      field<&Step::at>("at", "时间"),
      field<&Step::late>("late", "超时"),
  });
  return table;
}

const entity::Table& Award::fields() {
  static const entity::Table table("BenefitAward", "享受记录", {
      field<&Award::id>("id", "编号"),
      field<&Award::elder_id>("elder_id", "老人"),
      field<&Award::subject>("subject", "主体编号").hidden(),
      field<&Award::region>("region", "社区"),
      field<&Award::benefit>("benefit", "待遇"),
      field<&Award::application_id>("application_id", "申请"),
      field<&Award::from_month>("from_month", "起月"),
      field<&Award::to_month>("to_month", "止月"),
      fen(field<&Award::amount>("amount_fen", "月金额")),
      field<&Award::state>("state", "状态"),
      field<&Award::stop_reason>("stop_reason", "停发原因"),
      field<&Award::rule_hash>("rule_hash", "规则摘要"),
      field<&Award::created_at>("created_at", "建立时间"),
      field<&Award::updated_at>("updated_at", "更新时间"),
      field<&Award::version>("version", "版本"),
  });
  return table;
}

const entity::Table& AwardChange::fields() {
  static const entity::Table table("AwardChange", "享受变动", {
      field<&AwardChange::id>("id", "编号"),
      field<&AwardChange::award_id>("award_id", "享受记录"),
      field<&AwardChange::kind>("kind", "变动"),
      field<&AwardChange::month>("month", "起月"),
      fen(field<&AwardChange::before>("before_fen", "原金额")),
      fen(field<&AwardChange::after>("after_fen", "新金额")),
      field<&AwardChange::reason>("reason", "原因"),
      field<&AwardChange::by_user>("by_user", "办理人编号"),
      field<&AwardChange::by_name>("by_name", "办理人"),
      field<&AwardChange::at>("at", "时间"),
  });
  return table;
}

const entity::Table& Adjustment::fields() {
  static const entity::Table table("BenefitAdjustment", "追补清单", {
      field<&Adjustment::id>("id", "编号"),
      field<&Adjustment::elder_id>("elder_id", "老人"),
      field<&Adjustment::region>("region", "社区"),
      field<&Adjustment::cause>("cause", "起因"),
      field<&Adjustment::state>("state", "状态"),
      field<&Adjustment::from_month>("from_month", "自"),
      field<&Adjustment::to_month>("to_month", "至"),
      fen(field<&Adjustment::recover>("recover_fen", "应追回")),
      fen(field<&Adjustment::make_up>("make_up_fen", "应补发")),
      field<&Adjustment::opened_by>("opened_by", "发起人编号"),
      field<&Adjustment::decided_by>("decided_by", "决定人编号"),
      field<&Adjustment::decided_name>("decided_name", "决定人"),
      field<&Adjustment::reason>("reason", "决定理由"),
      field<&Adjustment::opened_at>("opened_at", "发起时间"),
      field<&Adjustment::decided_at>("decided_at", "决定时间"),
      field<&Adjustment::version>("version", "版本"),
  });
  return table;
}

const entity::Table& AdjustmentLine::fields() {
  static const entity::Table table("AdjustmentLine", "追补明细", {
      field<&AdjustmentLine::id>("id", "编号"),
      field<&AdjustmentLine::adjustment_id>("adjustment_id", "追补清单"),
      field<&AdjustmentLine::award_id>("award_id", "享受记录"),
      field<&AdjustmentLine::benefit>("benefit", "待遇"),
      field<&AdjustmentLine::month>("month", "月份"),
      fen(field<&AdjustmentLine::before>("before_fen", "已核定")),
      fen(field<&AdjustmentLine::after>("after_fen", "应为")),
      field<&AdjustmentLine::why>("why", "说明"),
  });
  return table;
}

const entity::Table& Task::fields() {
  static const entity::Table table("BenefitTask", "主动发现与核实任务", {
      field<&Task::id>("id", "编号"),
      field<&Task::kind>("kind", "种类"),
      field<&Task::elder_id>("elder_id", "老人"),
      field<&Task::region>("region", "社区"),
      field<&Task::benefit>("benefit", "待遇"),
      field<&Task::facts>("facts", "待核实的事实"),
      fen(field<&Task::amount>("amount_fen", "月金额")),
      fen(field<&Task::amount_max>("amount_max_fen", "最高月金额")),
      field<&Task::state>("state", "状态"),
      field<&Task::assigned_to>("assigned_to", "承办人编号"),
      field<&Task::assigned_name>("assigned_name", "承办人"),
      field<&Task::outcome>("outcome", "结果"),
      field<&Task::note>("note", "说明"),
      field<&Task::application_id>("application_id", "申请"),
      field<&Task::created_at>("created_at", "发起时间"),
      field<&Task::due_at>("due_at", "时限"),
      field<&Task::done_at>("done_at", "办结时间"),
      field<&Task::overdue>("overdue", "已超时"),
      field<&Task::created_by>("created_by", "发起人编号"),
      field<&Task::done_by>("done_by", "办结人编号"),
      field<&Task::version>("version", "版本"),
  });
  return table;
}

const entity::Table& MatchList::fields() {
  static const entity::Table table("MatchList", "比对名单", {
      field<&MatchList::id>("id", "编号"),
      field<&MatchList::file_name>("file_name", "文件"),
      field<&MatchList::digest>("digest", "文件摘要"),
      field<&MatchList::source>("source", "来源单位"),
      field<&MatchList::as_of>("as_of", "数据日期"),
      field<&MatchList::region>("region", "范围"),
      field<&MatchList::state>("state", "状态"),
      field<&MatchList::rows>("row_count", "项数"),
      field<&MatchList::matched>("matched", "新信息"),
      field<&MatchList::same>("same", "一致"),
      field<&MatchList::conflict>("conflict", "不一致"),
      field<&MatchList::not_found>("not_found", "未找到"),
      field<&MatchList::faulty>("faulty", "有误"),
      field<&MatchList::accepted>("accepted", "已采用"),
      field<&MatchList::rejected>("rejected", "不采用"),
      field<&MatchList::columns>("columns", "列的用途").text_max(5'000),
      field<&MatchList::by_user>("by_user", "上传人编号"),
      field<&MatchList::by_name>("by_name", "上传人"),
      field<&MatchList::created_at>("created_at", "上传时间"),
      field<&MatchList::version>("version", "版本"),
  });
  return table;
}

const entity::Table& MatchRow::fields() {
  static const entity::Table table("MatchRow", "比对结果", {
      field<&MatchRow::id>("id", "编号"),
      field<&MatchRow::list_id>("list_id", "名单"),
      field<&MatchRow::row_number>("row_number", "行号"),
      field<&MatchRow::elder_id>("elder_id", "老人"),
      field<&MatchRow::region>("region", "社区"),
      field<&MatchRow::id_card>("id_card", "身份证号"),
      field<&MatchRow::name>("name", "姓名").pii(entity::Pii::name),
      field<&MatchRow::fact>("fact", "事实"),
      field<&MatchRow::value>("value", "名单所载"),
      field<&MatchRow::valid_from>("valid_from", "自"),
      field<&MatchRow::result>("result", "比对结果"),
      field<&MatchRow::known_value>("known_value", "现有记录"),
      field<&MatchRow::problem>("problem", "问题"),
      field<&MatchRow::state>("state", "处理"),
      field<&MatchRow::record_id>("record_id", "事实记录"),
      field<&MatchRow::decided_by>("decided_by", "决定人编号"),
      field<&MatchRow::decided_at>("decided_at", "决定时间"),
  });
  return table;
}

const entity::Table& Scenario::fields() {
  static const entity::Table table("BenefitScenario", "测算方案", {
      field<&Scenario::id>("id", "编号"),
      field<&Scenario::name>("name", "名称"),
      field<&Scenario::note>("note", "说明"),
      field<&Scenario::region>("region", "范围"),
      field<&Scenario::base_version>("base_version", "所依据的规则版本"),
      field<&Scenario::changes>("changes", "改动").hidden(),
      field<&Scenario::result>("result", "结果").hidden(),
      field<&Scenario::from_month>("from_month", "自"),
      field<&Scenario::to_month>("to_month", "至"),
      field<&Scenario::state>("state", "状态"),
      field<&Scenario::problem>("problem", "问题").text_max(2'000),
      field<&Scenario::draft_id>("draft_id", "规则草案"),
      field<&Scenario::by_user>("by_user", "办理人编号"),
      field<&Scenario::by_name>("by_name", "办理人"),
      field<&Scenario::created_at>("created_at", "建立时间"),
      field<&Scenario::finished_at>("finished_at", "完成时间"),
      field<&Scenario::version>("version", "版本"),
  });
  return table;
}

}  // namespace yilin::benefits
