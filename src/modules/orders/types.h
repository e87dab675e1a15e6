#pragma once
// Orders, visits, assignments and what belongs to them: the rows of the main job, from 点单 to 评单. Tables have the names in
// the comments. The life cycles are tables of transitions in lifecycle.h.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/money.h"
#include "base/region_code.h"
#include "base/time.h"
#include "kernel/entity/codec.h"
#include "modules/catalogue/types.h"

namespace yilin::orders {

using EvidenceId = Id<struct EvidenceTag>;
using PlanId = Id<struct OrderPlanTag>;
using ComplaintId = Id<struct ComplaintTag>;
using CallbackId = Id<struct CallbackTag>;
using CorrectionId = Id<struct CorrectionTag>;

enum class Channel : std::uint8_t { hotline = 1, desk = 2, elder = 3, family = 4, plan = 5, imported = 6 };
enum class OrderState : std::uint8_t { draft = 1, placed = 2, in_review = 3, scheduled = 4, done = 5, closed = 6, cancelled = 7 };
enum class VisitState : std::uint8_t {
  planned = 1, staffed = 2, in_service = 3, completed = 4, confirmed = 5, settled = 6,
  cancelled = 7, no_show = 8, failed = 9, disputed = 10, corrected = 11,
};
enum class AssignmentState : std::uint8_t {
  offered = 1, accepted = 2, en_route = 3, checked_in = 4, checked_out = 5,
  rejected = 6, expired = 7, cancelled = 8, no_show = 9,
};
enum class CancelledBy : std::uint8_t { nobody = 0, elder = 1, family = 2, staff = 3, provider = 4, system = 5 };
// Why something did not happen; the list a screen offers.
enum class Reason : std::uint8_t {
  none = 0, not_needed = 1, hospital = 2, away = 3, other_time = 4, price = 5, placed_in_error = 6,
  carer_ill = 7, carer_busy = 8, too_far = 9, skill_unfit = 10, nobody_home = 11, elder_refused = 12,
  elder_unwell = 13, weather = 14, no_carer = 15, elder_died = 16, elder_left = 17, other = 99,
};
// What looks wrong with a visit; bits of Visit::flags. Flagged, never silently mended.
enum class Flag : std::uint8_t {
  overlap = 0,            // the worker was checked in elsewhere at the same time
  impossible_travel = 1,  // faster between two visits than anybody travels
  shortened = 2,          // shorter than the item's floor
  back_entered = 3,       // reported long after it happened
  weak_proof = 4,         // proof score below the parameter
  far_from_home = 5,      // position of check-in far from the elder's place
  clock_drift = 6,        // the device's clock differed by more than 5 minutes
};
enum class QuotaMoveKind : std::uint8_t { grant = 1, reserve = 2, consume = 3, release = 4, expire = 5, correct = 6 };
enum class Face : std::uint8_t { bad = 1, fair = 2, good = 3 };  // 不满意 一般 满意
enum class ComplaintState : std::uint8_t { open = 1, handling = 2, closed = 3 };
enum class CallbackState : std::uint8_t { open = 1, answered = 2, unreachable = 3 };
enum class PlanState : std::uint8_t { active = 1, paused = 2, ended = 3 };

std::span<const entity::EnumName> enum_names(Channel);
std::span<const entity::EnumName> enum_names(OrderState);
std::span<const entity::EnumName> enum_names(VisitState);
std::span<const entity::EnumName> enum_names(AssignmentState);
std::span<const entity::EnumName> enum_names(CancelledBy);
std::span<const entity::EnumName> enum_names(Reason);
std::span<const entity::EnumName> enum_names(Flag);
std::span<const entity::EnumName> enum_names(QuotaMoveKind);
std::span<const entity::EnumName> enum_names(Face);
std::span<const entity::EnumName> enum_names(ComplaintState);
std::span<const entity::EnumName> enum_names(CallbackState);
std::span<const entity::EnumName> enum_names(PlanState);

// Table service_order.
struct Order {
  OrderId id;
  ElderId elder_id;
  ServiceItemId item_id;
  RegionCode region;               // the elder's community on the day it was placed
  OrganisationId organisation_id;  // asked for, or of the staffed visit; none: any
  std::int64_t units = 1;
  Channel channel = Channel::desk;
  UserId placed_by;
  std::string on_behalf;           // relation and name when somebody placed it for her; "" = herself
  Instant wanted_from, wanted_to;  // start of the visit lies within
  OrderState state = OrderState::placed;
  Fen price_fen, subsidy_fen, quota_fen, self_fen;  // as quoted when it was confirmed
  Month quota_month;
  std::string note;
  Reason reason = Reason::none;    // of a cancellation, or why nobody was served
  std::string reason_text;
  CancelledBy cancelled_by = CancelledBy::nobody;
  PlanId plan_id;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

// Table visit.
struct Visit {
  VisitId id;
  OrderId order_id;
  ElderId elder_id;
  ServiceItemId item_id;
  RegionCode region;
  OrganisationId organisation_id;
  Instant planned_start, planned_end;
  VisitState state = VisitState::planned;
  std::int32_t workers_needed = 1;
  Instant first_offer_at, staffed_at, started_at, ended_at, confirmed_at;
  std::int32_t minutes = 0;        // between check-in and check-out
  std::int32_t proof_score = 0;    // 0–100, proofs.h
  std::int64_t flags = 0;          // bits: Flag
  std::int32_t face = 0;           // 0: not rated
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

// Table assignment: a visit proposed to a worker, and what became of it.
struct Assignment {
  AssignmentId id;
  VisitId visit_id;
  OrderId order_id;
  ElderId elder_id;
  RegionCode region;
  WorkerId worker_id;
  OrganisationId organisation_id;
  AssignmentState state = AssignmentState::offered;
  Instant offered_at, expires_at, decided_at, departed_at, checked_in_at, checked_out_at;
  bool manual = false;             // a human chose: never undone by the machine
  std::int32_t score = 0;          // of the dispatcher's ranking, 0–1000
  std::string explain;             // JSON list of {label, points, sentence}
  Reason reason = Reason::none;    // of a refusal
  std::string reason_text;
  static const entity::Table& fields();
};

// Table evidence: one proof of presence or work. Immutable.
struct Evidence {
  EvidenceId id;
  VisitId visit_id;
  AssignmentId assignment_id;
  WorkerId worker_id;
  catalogue::Proof kind = catalogue::Proof::position;
  bool at_check_out = false;
  Instant at;                      // the server's clock
  Instant device_at;               // the device's clock; none: not said
  std::int64_t lon_e6 = 0, lat_e6 = 0, accuracy_m = 0;
  bool accepted = false;           // the tag or code was hers, the position near enough …
  std::int32_t points = 0;         // towards the visit's proof score
  std::string detail;              // "距老人家 45 米"
  std::string digest;              // SM3 of a photo or signature
  FileId file_id;
  static const entity::Table& fields();
};

// Table quota: an elder's entitlement of one month. left = amount − reserved − consumed − expired − elsewhere, never negative.
struct Quota {
  QuotaId id;
  ElderId elder_id;
  RegionCode region;
  Month month;
  Fen amount_fen, reserved_fen, consumed_fen, expired_fen;
  Fen elsewhere_fen;               // reserved and consumed under an id that was merged with hers: one person, one entitlement
  std::string rule, basis;
  static const entity::Table& fields();
  Fen left() const { return std::max(Fen{}, amount_fen - reserved_fen - consumed_fen - expired_fen - elsewhere_fen); }
};

// Table rating: beside the visit; payment never waits for it.
struct Rating {
  RatingId id;
  VisitId visit_id;
  ElderId elder_id;
  WorkerId worker_id;
  OrganisationId organisation_id;
  RegionCode region;
  Face face = Face::good;
  std::string words;
  UserId by_user;
  Instant at;
  static const entity::Table& fields();
};

// Table complaint.
struct Complaint {
  ComplaintId id;
  OrderId order_id;
  ElderId elder_id;
  OrganisationId organisation_id;
  RegionCode region;
  std::string text;
  ComplaintState state = ComplaintState::open;
  std::string handling;            // what was done
  UserId by_user, handled_by;
  Instant at, handled_at;
  std::int64_t version = 1;
  static const entity::Table& fields();
};

// Table callback: a visit drawn for a telephone check (回访核查).
struct Callback {
  CallbackId id;
  VisitId visit_id;
  ElderId elder_id;
  OrganisationId organisation_id;
  RegionCode region;
  std::string why;                 // flags, or the draw
  CallbackState state = CallbackState::open;
  std::int32_t tries = 0;
  std::string answers;             // JSON of the script's answers
  bool confirmed_service = false;
  UserId by_user;
  Instant at, answered_at;
  static const entity::Table& fields();
};

// Table correction: what was wrong with a visit's record and what is right, signed; the record itself stays.
struct Correction {
  CorrectionId id;
  VisitId visit_id;
  RegionCode region;
  std::string what, before, after;  // what: column `field`
  std::string reason;
  UserId by_user;
  std::string signature;           // HMAC-SM3 over the correction with the cell's key, hex
  Instant at;
  static const entity::Table& fields();
};

// Table order_plan: an order that comes again every week.
struct OrderPlan {
  PlanId id;
  ElderId elder_id;
  ServiceItemId item_id;
  RegionCode region;
  OrganisationId organisation_id;
  WorkerId worker_id;              // wanted carer; none: any
  std::int64_t units = 1;
  std::vector<std::int32_t> weekdays;  // 1 = Monday … 7
  std::int32_t start_min = 540;    // minute of the day
  std::int32_t window_min = 60;    // the visit may start that much later
  Date from_date, to_date;         // to: last day; none = open
  Date generated_to;               // orders exist up to and with this day
  PlanState state = PlanState::active;
  std::string note;
  UserId by_user;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

}  // namespace yilin::orders
