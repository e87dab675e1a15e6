#pragma once
// The pure decisions of orders: state in, verdict out. No I/O, no clock.

#include <optional>
#include <vector>

#include "base/geo.h"
#include "base/result.h"
#include "modules/orders/orders.h"

namespace yilin::orders {

namespace errors {
inline constexpr ErrorKind quote_changed{"orders.quote_changed", 409, "价格或补贴已变化，请按新的报价重新确认。", "The quote has changed."};
inline constexpr ErrorKind quota_spent{"orders.quota_spent", 409, "本月额度已不足，请按新的自付金额重新确认。", "The month's quota does not suffice any more."};
inline constexpr ErrorKind not_for_this_elder{"orders.not_for_this_elder", 403, "您不能替这位老人下单。", "You may not order for this elder."};
inline constexpr ErrorKind worker_blocked{"orders.worker_blocked", 409, "这位服务人员现在不能承接这次服务。", "This worker cannot take the visit."};
inline constexpr ErrorKind already_offered{"orders.already_offered", 409, "已向这位服务人员派过这次服务。", "Already offered to this worker."};
inline constexpr ErrorKind fully_staffed{"orders.fully_staffed", 409, "这次服务所需人员已满。", "The visit has all the workers it needs."};
inline constexpr ErrorKind offer_lapsed{"orders.offer_lapsed", 409, "应答已超时，这次服务已另派他人。", "The offer has lapsed."};
inline constexpr ErrorKind already_rated{"orders.already_rated", 409, "这次服务已经评价过。", "Rated already."};
inline constexpr ErrorKind outside_promise{"orders.outside_promise", 409, "这个时间超出了与老人约定的范围。", "The time lies outside what was promised to the elder."};
inline constexpr ErrorKind not_served_yet{"orders.not_served_yet", 409, "服务还没有完成，暂不能评价。", "Not served yet."};
}  // namespace errors

inline constexpr Millis kPastGrace = hours(1);         // a call is written down a little after it was made
inline constexpr Millis kWindowMax = hours(12);
inline constexpr Millis kClockDriftMax = minutes(5);

// The wanted window: not past, not further than `days_ahead`, at most 12 h wide.
Status check_window(Instant from, Instant to, Instant now, std::int64_t days_ahead);

// What the month's quota pays of an order: never more than is left.
Result<Quota> reserve(Quota quota, Fen amount);
Quota release(Quota quota, Fen amount);
// Of `reserved`, `used` was spent (≤ reserved); the rest is free again.
Quota consume(Quota quota, Fen reserved, Fen used);
Quota expire(Quota quota);
// A settled order is settled anew: of the `before` that it consumed, `after` stays consumed. What comes back is free again,
// or expires at once where the month's quota has `lapsed`. What is added (after > before) must be left over.
Quota correct(Quota quota, Fen before, Fen after, bool lapsed);
// When what is left of a month's quota expires: visits of its last days are settled by then.
Instant quota_lapses(Month month);
// What an order may consume when its receipt is corrected, having consumed `before`: never more than it had reserved.
Fen correctable(const Quota& quota, Fen reserved, Fen before);

// ---- proof of presence ----

struct ProofFacts {                 // what a proof is held against
  Place home;                       // the elder's; none: not known
  std::int64_t near_m = 200;
  bool tag_matches = false;         // looked up by the caller: blind index of the tag
  bool code_matches = false;
};
struct ProofVerdict {
  bool accepted = false;
  std::int32_t points = 0;
  std::string detail;
  std::int64_t distance_m = -1;     // −1: no position
};
// Independent kinds: door tag 45, spoken code 40, position near 25 (further: 0), photo 15, signature 15, call-back 40.
ProofVerdict judge(const ProofInput& proof, const ProofFacts& facts);
// Each kind counts once, with its best; at most 100.
std::int32_t proof_score(const std::vector<Evidence>& evidence);

// ---- what looks wrong ----

struct Presence {                   // of one worker, from check-in to check-out
  Instant from, to;
  Place place;
};
bool overlaps(const Presence& a, const Presence& b);
bool impossible_travel(const Presence& a, const Presence& b, std::int64_t kmh_max);

struct VisitFacts {
  std::int32_t minutes = 0, floor_minutes = 0;
  std::int32_t proof_score = 0, proof_score_min = 0;
  Millis reported_late{0};          // server's clock − device's clock at check-in
  Millis back_entry{0};             // more than this is back-entered
  std::int64_t far_m = -1, near_m = 0;
  std::vector<Presence> others;     // of the same worker, that day
  Presence own;
  std::int64_t kmh_max = 60;
};
std::int64_t flags_of(const VisitFacts& facts);
std::vector<Flag> flags_in(std::int64_t bits);

// ---- recurring ----

// The days in (after, until] on which the plan asks for a visit.
std::vector<Date> plan_days(const OrderPlan& plan, Date after, Date until);

}  // namespace yilin::orders
