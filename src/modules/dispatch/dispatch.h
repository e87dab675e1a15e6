#pragma once
// The façade of dispatch. It works by itself: it hears from orders that a visit waits, offers it to the best carer right after
// the order's own command, goes on to the next when the offer ends, and hands the visit to a human when nobody is left.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/geo.h"
#include "kernel/command/tx.h"
#include "modules/dispatch/types.h"
#include "modules/orders/types.h"

namespace yilin::registry {
struct ElderBrief;
}

namespace yilin::dispatch {

namespace errors {
inline constexpr ErrorKind refused_by_elder{"dispatch.refused_by_elder", 409, "老人不愿由这位服务人员上门。", "The elder does not want this worker."};
inline constexpr ErrorKind busy_then{"dispatch.busy_then", 409, "这位服务人员在这段时间已有其他服务。", "The worker has another visit at that time."};
inline constexpr ErrorKind other_organisation{"dispatch.other_organisation", 409, "同一次服务的人员须来自同一服务组织。", "All workers of a visit come from one organisation."};
inline constexpr ErrorKind not_waiting{"dispatch.not_waiting", 409, "这次服务已不在待派单状态。", "The visit does not wait for a carer."};
inline constexpr ErrorKind chosen_by_hand{"dispatch.chosen_by_hand", 409, "这次服务的人员由人工指派，排班不能改动。", "A human chose this worker; no plan undoes that."};
inline constexpr ErrorKind already_refused{"dispatch.already_refused", 409, "已登记过老人不愿由这位服务人员上门。", "This refusal is recorded already."};
}  // namespace errors

// None: nobody ever looked for a carer for it.
std::optional<Case> case_of(sql::Connection& db, const entity::Vault& vault, VisitId visit);
// A board's row of it; `elder`: null when unknown.
void describe(const Kernel& kernel, const orders::Visit& visit, const registry::ElderBrief* elder, BoardVisit& row);
// Escalated cases inside the region, for work lists.
std::int64_t escalated_count(const command::Reader& reader, RegionCode region);

// ---- for plans of whole days ----

// The way between two homes, as the ranking measures it: metres as the crow flies × detour, at this pace.
struct Ground {
  std::int64_t detour_permille = 1300, pace_m_min = 250;
};
Ground ground(const Kernel& kernel, RegionCode region, bool urban, Date on);

std::vector<Case> cases_of(sql::Connection& db, const entity::Vault& vault, std::span<const VisitId> visits);
std::vector<WorkerId> refused_by(sql::Connection& db, const Kernel& kernel, ElderId elder);

// When and where workers are taken in [from, to), in the whole city.
struct Taken {
  WorkerId worker;
  VisitId visit;
  Instant from, to;
  Place place;
};
std::vector<Taken> taken(const Kernel& kernel, Instant from, Instant to);

// A plan or a human decides: the visit begins then and these workers go (those who hold a place already keep it). Whoever
// else holds one gives it back; one that a human chose only with `over_manual` (chosen_by_hand). A refusal or a lapse of the
// new offers goes on to the machine, or to a human where `manual`. Errors: those of a dispatcher's own offer.
// Several visits may change places: those of `together` (this one among them, each with its start) are placed one after the
// other by one command, and each may take a time that another one gives up. Once one is refused, so must the command be.
struct Placement {
  VisitId visit;
  Instant start;
  std::vector<WorkerId> workers;    // none: nobody holds a place any more, the visit waits for a plan
  Instant expires;                  // of the new offers; none: they do not lapse
  Millis tolerance{0};              // how far a promised beginning may move outside the elder's window
  bool manual = false, over_manual = false;
  orders::Reason reason = orders::Reason::other;  // told to who gives back
  std::string reason_text;
  const std::vector<Placement>* together = nullptr;
};
Result<std::vector<orders::Assignment>> place(command::Tx& tx, const Placement& in);

// The machine looks for somebody now, with a new round; nothing when the visit does not wait. Inside another command.
Status look_for(command::Tx& tx, VisitId visit);

// Waits until nobody waits for a first look and no batch is being matched. For the simulator and tests; never on the writer's thread.
void wait_until_idle(Kernel& kernel);

}  // namespace yilin::dispatch
