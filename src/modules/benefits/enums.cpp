#include "modules/benefits/types.h"

namespace yilin::benefits {

using entity::EnumName;
#define YILIN_NAMES(E, ...)                            \
  std::span<const EnumName> enum_names(E) {            \
    static constexpr EnumName names[] = {__VA_ARGS__}; \
    return names;                                      \
  }

YILIN_NAMES(SubjectKind, {1, "elder", "本人"}, {2, "household", "家庭"}, {3, "region", "地区"})
YILIN_NAMES(Origin, {1, "registry", "老人档案"}, {2, "desk", "窗口登记"}, {3, "declared", "申请人申报"}, {4, "list", "名单比对"}, {5, "assessment", "能力评估"},
            {6, "simulated", "模拟数据"})
YILIN_NAMES(Confidence, {1, "verified", "已核实"}, {2, "claimed", "待核实"})
YILIN_NAMES(Knowledge, {1, "known", "已核实"}, {2, "claimed", "申报待核实"}, {3, "contradictory", "两处不一致"}, {4, "out_of_range", "取值有误"},
            {5, "unknown", "未登记"})
YILIN_NAMES(Verdict, {0, "no", "否"}, {1, "yes", "是"}, {2, "to_verify", "待核实"})
YILIN_NAMES(Measure, {0, "entitlement", "资格"}, {1, "money", "金额"}, {2, "times", "次数"}, {3, "choice", "建议"}, {4, "other", "其他"})
YILIN_NAMES(RunState, {1, "computing", "计算中"}, {2, "frozen", "已冻结"}, {3, "failed", "未完成"})
YILIN_NAMES(CheckState, {0, "none", "未复算"}, {1, "checking", "复算中"}, {2, "equal", "复算一致"}, {3, "different", "复算不一致"},
            {4, "failed", "复算未完成"})
YILIN_NAMES(ApplicationState, {1, "applied", "已申请"}, {2, "checked", "初审通过"}, {3, "surveyed", "已调查"}, {4, "published", "公示中"},
            {5, "noticed", "公示期满"}, {6, "confirmed", "已确认"}, {7, "refused", "不予批准"}, {8, "withdrawn", "已撤回"})
YILIN_NAMES(Channel, {1, "desk", "窗口"}, {2, "home", "本人或家属"}, {3, "hotline", "热线"}, {4, "outreach", "主动发现"})
YILIN_NAMES(AwardState, {1, "active", "享受中"}, {2, "stopped", "已停发"})
YILIN_NAMES(ChangeKind, {1, "start", "开始发放"}, {2, "change", "调整"}, {3, "stop", "停发"}, {4, "resume", "恢复发放"})
YILIN_NAMES(StopReason, {0, "none", "无"}, {1, "died", "去世"}, {2, "moved", "迁出"}, {3, "not_eligible", "不再符合条件"}, {4, "asked", "本人申请"},
            {5, "other", "其他"}, {6, "paid_once", "一次性发放"}, {7, "duplicate", "重复发放"})
YILIN_NAMES(AdjustmentState, {1, "open", "待决定"}, {2, "approved", "已批准"}, {3, "dismissed", "不予追补"})
YILIN_NAMES(TaskKind, {1, "outreach", "主动发现"}, {2, "verify", "核实"})
YILIN_NAMES(TaskState, {1, "open", "待派发"}, {2, "handed_out", "办理中"}, {3, "done", "已办结"})
YILIN_NAMES(Outcome, {0, "none", "尚无"}, {1, "applied", "已申请"}, {2, "declined", "本人不申请"}, {3, "not_eligible", "核实后不符合"},
            {4, "not_reached", "未联系上"}, {5, "verified", "已核实"}, {6, "not_verifiable", "无法核实"})
YILIN_NAMES(ListState, {1, "matched", "已比对"}, {2, "closed", "已办结"})
YILIN_NAMES(RowResult, {1, "matched", "新信息"}, {2, "same", "与记录一致"}, {3, "conflict", "与记录不一致"}, {4, "not_found", "未找到此人"}, {5, "faulty", "行有误"})
YILIN_NAMES(RowState, {1, "open", "待决定"}, {2, "accepted", "已采用"}, {3, "rejected", "不采用"})
YILIN_NAMES(ScenarioState, {1, "computing", "测算中"}, {2, "done", "已测算"}, {3, "failed", "未完成"})
#undef YILIN_NAMES

}  // namespace yilin::benefits
