#pragma once
// The façade: facts of elders, what they are entitled to, and what they receive.

#include <string>
#include <vector>

#include "base/result.h"
#include "kernel/command/kernel.h"
#include "kernel/command/tx.h"
#include "modules/benefits/types.h"

namespace yilin::benefits {

namespace errors {
inline constexpr ErrorKind unknown_fact{"benefits.unknown_fact", 422, "现行规则中没有这个事实。", "The rules in force know no such fact."};
inline constexpr ErrorKind unknown_benefit{"benefits.unknown_benefit", 422, "现行规则中没有这项待遇。", "The rules in force know no such benefit."};
inline constexpr ErrorKind not_applied_for{"benefits.not_applied_for", 409, "这项待遇不需要申请。", "This benefit is not applied for."};
inline constexpr ErrorKind already_open{"benefits.already_open", 409, "这项待遇已有一件申请正在办理。", "An application for this benefit is open."};
inline constexpr ErrorKind already_awarded{"benefits.already_awarded", 409, "这项待遇已在享受。", "The benefit is received already."};
inline constexpr ErrorKind same_person{"benefits.same_person", 409, "每一步须由不同的人办理，请由另一人办理这一步。", "Each step is taken by another person."};
inline constexpr ErrorKind not_county{"benefits.not_county", 403, "确认由县级民政部门办理。", "The county confirms."};
inline constexpr ErrorKind relative{"benefits.relative", 409, "申请人是您的近亲属，请由他人办理，并办理近亲属备案。", "The applicant is a relative of yours."};
inline constexpr ErrorKind not_eligible{"benefits.not_eligible", 409, "按现行规则不符合条件，请办理不予批准。", "Not eligible by the rules."};
inline constexpr ErrorKind still_open{"benefits.still_open", 409, "还有事实待核实，不能确认。", "Facts are still to be verified."};
inline constexpr ErrorKind not_decided{"benefits.not_decided", 409, "这件申请还没有作出决定。", "The application is not decided yet."};
inline constexpr ErrorKind already_replaced{"benefits.already_replaced", 409, "这条记录已被更正。", "The record has been replaced."};
inline constexpr ErrorKind from_registry{"benefits.from_registry", 409, "这条记录来自老人档案，请在档案中更正。", "Correct it in the registry."};
inline constexpr ErrorKind run_busy{"benefits.run_busy", 409, "这个月正在核定，请等它完成。", "The month is being computed."};
inline constexpr ErrorKind not_frozen{"benefits.not_frozen", 409, "这次核定还没有冻结。", "The run is not frozen."};
inline constexpr ErrorKind nothing_owed{"benefits.nothing_owed", 409, "没有需要追回或补发的月份。", "Nothing to recover or make up."};
inline constexpr ErrorKind nobody_there{"benefits.nobody_there", 409, "没有符合的老人。", "Nobody fits."};
inline constexpr ErrorKind bad_list{"benefits.bad_list", 422, "名单无法使用。", "The list cannot be used."};
inline constexpr ErrorKind not_computed{"benefits.not_computed", 409, "测算还没有完成。", "The scenario has not been computed."};
inline constexpr ErrorKind not_comparable{"benefits.not_comparable", 422, "测算方案不能既增加又删去事实，也不能改变事实的取值范围、待遇的单位或归属，请另外起草规则版本。", "The two rule sets cannot be held against each other."};
}  // namespace errors

// ---- facts ----

struct NewFact {
  std::string fact, value;         // value: empty = takes back (corrections only)
  Date valid_from, valid_to;
  std::string source, evidence;
  Confidence confidence = Confidence::verified;
  static const entity::Table& fields();
};
// Inside a command that records the act, for many elders at once (imports, the simulator): no checking beyond the value. Household facts are
// kept for the household. Decisions in memory follow at the next minute.
struct ElderFact {
  ElderId elder;
  std::string_view fact, value;
};
Status add_facts(command::Tx& tx, std::span<const ElderFact> facts, Origin origin, std::string_view source, Confidence confidence = Confidence::verified);
// What holds for everybody of a region of whom nothing else is known.
Status add_region_fact(command::Tx& tx, RegionCode region, std::string_view fact, std::string_view value, std::string_view source);

// ---- decisions ----

struct Decided {
  std::string benefit;
  Verdict verdict = Verdict::to_verify;
  Fen amount;                      // money benefits; the least that is possible while to be verified
  bool household = false;
};
// Of this month, as known now; those that exist in her region. Whoever asks. Error: not_found.
Result<std::vector<Decided>> decisions(const command::Reader& reader, ElderId elder);

// ---- runs and awards, for the simulator and others' screens ----

// Starts a run of `month`; it goes on in the background. Inside a command, which records the act.
Result<RunId> start_run(command::Tx& tx, Month month);
void wait_until_idle(Kernel& kernel);  // for tests, command lines and the simulator
// An award that an earlier system granted, inside a command that records the act. False: there is one already.
Result<bool> bring_award(command::Tx& tx, ElderId elder, std::string_view benefit, Month from, Fen amount);

}  // namespace yilin::benefits
