#pragma once
// The façade of day plans. They work by themselves every evening (deadline "dayplan.nightly" of each county); a dispatcher
// accepts, moves and undoes. Plans are made on the cell's background solver; the writer only stores what came of them.

#include "kernel/command/tx.h"
#include "modules/dayplan/types.h"

namespace yilin::dayplan {

namespace errors {
inline constexpr ErrorKind being_solved{"dayplan.being_solved", 409, "这一天正在排班，请等它完成。", "This day is being planned."};
inline constexpr ErrorKind day_gone{"dayplan.day_gone", 409, "只能排今天和以后的班。", "Only today and later days can be planned."};
inline constexpr ErrorKind decided{"dayplan.decided", 409, "这项改动已经处理过，请刷新后再试。", "This change has been decided."};
inline constexpr ErrorKind moved_on{"dayplan.moved_on", 409, "这次服务此后又有变动，不能撤销。", "The visit has changed since; it cannot be undone."};
inline constexpr ErrorKind nothing_to_undo{"dayplan.nothing_to_undo", 409, "没有可以撤销的改动。", "Nothing to undo."};
inline constexpr ErrorKind too_many_visits{"dayplan.too_many_visits", 422, "这一天的服务超过一次排班的上限，请按区县排班。", "More visits than one plan holds."};
}  // namespace errors

inline constexpr std::size_t kVisitsMax = 2'000;  // of one plan
inline constexpr std::size_t kCarersMax = 1'000;
inline constexpr int kDaysAheadMax = 60;

// The latest plan of that day, whoever asks; none: there is none.
std::optional<Plan> latest(sql::Connection& db, const entity::Vault& vault, RegionCode region, Date day);

// Waits until no plan is being made. For the simulator and tests; never on the writer's thread.
void wait_until_idle(Kernel& kernel);
// From now on nothing is planned or carried out but by wait_until_idle(), on its caller's thread, and no search is cut short by
// a clock. For the simulator, before the first plan.
void plan_by_hand(Kernel& kernel);

}  // namespace yilin::dayplan
