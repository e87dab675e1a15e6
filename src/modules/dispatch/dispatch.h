#pragma once
// The façade of dispatch. It works by itself: it hears from orders that a visit waits, offers it to the best carer, goes on
// to the next when the offer ends, and hands the visit to a human when nobody is left.

#include <optional>

#include "kernel/command/tx.h"
#include "modules/dispatch/types.h"

namespace yilin::dispatch {

namespace errors {
inline constexpr ErrorKind refused_by_elder{"dispatch.refused_by_elder", 409, "老人不愿由这位服务人员上门。", "The elder does not want this worker."};
inline constexpr ErrorKind busy_then{"dispatch.busy_then", 409, "这位服务人员在这段时间已有其他服务。", "The worker has another visit at that time."};
inline constexpr ErrorKind other_organisation{"dispatch.other_organisation", 409, "同一次服务的人员须来自同一服务组织。", "All workers of a visit come from one organisation."};
inline constexpr ErrorKind not_waiting{"dispatch.not_waiting", 409, "这次服务已不在待派单状态。", "The visit does not wait for a carer."};
inline constexpr ErrorKind already_refused{"dispatch.already_refused", 409, "已登记过老人不愿由这位服务人员上门。", "This refusal is recorded already."};
}  // namespace errors

// None: nobody ever looked for a carer for it.
std::optional<Case> case_of(sql::Connection& db, const entity::Vault& vault, VisitId visit);
// Escalated cases inside the region, for work lists.
std::int64_t escalated_count(const command::Reader& reader, RegionCode region);

// Makes one worker's bookings (when she is taken) anew from the offers and promises that stand; returns how many. Inside a
// command, which records the act.
std::int64_t rebuild(command::Tx& tx, WorkerId worker);

}  // namespace yilin::dispatch
