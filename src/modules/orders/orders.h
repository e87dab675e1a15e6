#pragma once
// The façade of orders: what dispatch, hotline, settlement, figures, imports and the simulator call and hear.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "kernel/command/kernel.h"
#include "kernel/command/tx.h"
#include "modules/catalogue/catalogue.h"
#include "modules/orders/types.h"

namespace yilin::orders {

// ---- events, announced inside the transaction ----

struct OrderPlaced {      // once for every order, its quota reserved; VisitWaits follows, at once or when it has been approved
  const Order& order;
  VisitId visit;          // none while in review
};
struct VisitWaits {       // a visit needs (another) carer: dispatch looks for one
  const Visit& visit;
  WorkerId wanted;        // by the plan or the elder; none: any
  PlanId plan{};          // of a recurring order that has just been placed
};
struct OfferMade {
  const Visit& visit;
  const Assignment& assignment;
};
struct OfferEnded {       // refused or expired; dispatch offers to the next
  const Visit& visit;
  const Assignment& assignment;
};
struct VisitStaffed {     // every worker it needs has accepted
  const Visit& visit;
};
struct VisitStarted {
  const Visit& visit;
};
struct VisitCompleted {   // every worker has checked out
  const Visit& visit;
};
struct VisitConfirmed {   // by the elder or by itself: settlement makes the receipt
  const Visit& visit;
  const Order& order;
};
struct VisitEnded {       // cancelled, no-show or failed
  const Visit& visit;
  Reason reason;
};
struct OrderCancelled {
  const Order& order;
};
struct VisitRated {
  const Visit& visit;
  const Rating& rating;
};
struct ComplaintMade {
  const Complaint& complaint;
};
struct PastOrderAdded {    // brought in from an earlier system: counted, never dispatched, never settled here
  const Order& order;
  const Visit* visit;     // null: it was cancelled
  const Rating* rating;
};
struct PastOrderWithdrawn {
  const Order& order;
  const Visit* visit;
  const Rating* rating;
};

// ---- reading ----

// Whoever asks; for other modules' commands. not_found when unknown.
Result<Order> order(sql::Connection& db, const entity::Vault& vault, OrderId id);
Result<Visit> visit(sql::Connection& db, const entity::Vault& vault, VisitId id);
std::vector<Assignment> assignments(sql::Connection& db, const entity::Vault& vault, VisitId visit);
// Signed corrections of a visit's record, in the order in which they were made.
std::vector<Correction> corrections(sql::Connection& db, const entity::Vault& vault, VisitId visit);
// What the elder has left of a month: her row, or what her entitlement would be.
Quota quota(sql::Connection& db, const Kernel& kernel, ElderId elder, Month month);

// A month's entitlement that stands beside the catalogue's rules (an award of benefits): the higher of the two counts, and the
// quota says why. By benefits, in its attach; asked at every order, so it answers from memory.
struct QuotaGrant {
  Fen amount;
  std::string rule, basis;
};
using QuotaSource = std::function<std::optional<QuotaGrant>(const Kernel&, ElderId, Month)>;
void set_quota_source(Kernel& kernel, QuotaSource source);

// Inside the caller's scope; an elder's rows under ids that were merged into hers count as hers.
std::vector<Order> last_orders(const command::Reader& reader, ElderId elder, int count);  // newest first
std::int64_t open_complaints(const command::Reader& reader, ElderId elder);
// Visits that have not ended (planned, staffed or in service) or are not confirmed yet, oldest first, at most `count`.
std::vector<Visit> open_visits(const command::Reader& reader, int count);
// What waits for somebody, for work lists.
struct Waiting {
  std::int64_t in_review = 0;                 // orders
  std::int64_t late = 0, disputed = 0;        // visits: that should have begun, that somebody does not accept
  std::int64_t complaints = 0, callbacks = 0;
  std::int64_t offers = 0;                    // a worker's
  std::int64_t to_confirm = 0;                // visits of an elder at home
};
Waiting waiting(const command::Reader& reader);

// ---- for dispatch and day plans ----

std::vector<Visit> visits(sql::Connection& db, const entity::Vault& vault, std::span<const VisitId> ids);  // by id; unknown ones left out
std::vector<Assignment> assignments(sql::Connection& db, const entity::Vault& vault, std::span<const VisitId> visits);  // by id
// Inside the caller's scope, else not_found; an organisation sees the visits that its people are asked for, too.
Result<Visit> visit_in_scope(const command::Reader& reader, VisitId id);

// Visits that are to begin in [from, to), by planned start, as the caller may see them.
struct DayQuery {
  RegionCode region;
  Instant from, to;
  std::vector<VisitState> states;   // empty: all
  Instant after_start;              // with after_id: the last row of the page before
  VisitId after_id;
  std::int64_t limit = 200;
};
std::vector<Visit> visits_of_day(const command::Reader& reader, const DayQuery& query);
std::int64_t count_of_day(const command::Reader& reader, const DayQuery& query);  // of all pages

// A visit with what was promised to the elder.
struct Promise {
  VisitId visit;
  Instant wanted_from, wanted_to;   // she was told that it begins within
  Channel channel = Channel::desk;
  PlanId plan;                      // of a recurring order
};
std::vector<Promise> promises_of_day(const command::Reader& reader, RegionCode region, Instant from, Instant to);
Result<Promise> promise(sql::Connection& db, VisitId visit);

// Workers who completed one of the elder's last visits, and how often.
std::vector<std::pair<WorkerId, std::int64_t>> familiar(sql::Connection& db, const Kernel& kernel, ElderId elder);
// What the worker is asked for or has promised and not ended, newest visits first.
struct Held {
  Visit visit;
  Assignment assignment;
};
std::vector<Held> held_by(sql::Connection& db, const entity::Vault& vault, WorkerId worker, int limit);
// Who is expected where, or was: every offer and promise that was not given back, of the visits that begin at `since` or later.
struct Hold {
  WorkerId worker;
  VisitId visit;
  ElderId elder;
  Instant from, to;
};
std::vector<Hold> holds_since(sql::Connection& db, Instant since);
// Visits that begin since then and are as they were made: nobody was ever asked.
std::vector<VisitId> untouched_since(sql::Connection& db, Instant since);
// Workers of the organisation who hold an offer or a promise that has not begun, at most 200.
std::vector<WorkerId> workers_holding(sql::Connection& db, OrganisationId organisation);

// Takes an offer or a promise back that has not led to a check-in: she did not decline, somebody else decided. Announces
// OfferEnded like a refusal. Inside another command.
Status withdraw(command::Tx& tx, AssignmentId id, Reason reason, std::string_view text);

// Moves the beginning of a visit that has not begun: within what was promised to the elder, or by at most `tolerance` from
// where it stands. Offers and promises stay as they are: whoever calls has seen to them. Inside another command.
Result<Visit> retime(command::Tx& tx, VisitId visit, Instant start, Millis tolerance);

// What happened, one row each, for figures: SELECT id, order_id, visit_id, elder_id, region, at, value, to be used as a
// table. `at`: the moment it is counted at; `value`: what it adds (1, minutes).
enum class Counted : std::uint8_t {
  placed, cancelled, visits_done, visit_minutes, visits_confirmed, ratings_bad, ratings_fair, ratings_good, complaints,
  staffed,                      // value: minutes from the order to every carer's yes, of the present staffing
};
sql::Statement counted(Counted what);

// ---- commands inside another command (which records the act) ----

struct NewOrder {
  ElderId elder_id;
  ServiceItemId item_id;
  std::int64_t units = 1;
  Instant wanted_from, wanted_to;  // to: none = from
  OrganisationId organisation_id;
  WorkerId worker_id;              // wanted carer
  Channel channel = Channel::desk;
  std::string on_behalf;
  std::string note;
  Fen expected_self_fen{-1};       // what the caller was quoted; −1: not said. Differs → conflict, the new quote is told
  static const entity::Table& fields();
};
// Quotes, reserves the quota, writes order and visit, announces. The caller must be entitled to act for the elder.
Result<Order> place(command::Tx& tx, const NewOrder& in, PlanId plan = {});
// Refused once a carer is at the door.
Status cancel(command::Tx& tx, OrderId id, Reason reason, std::string_view text, CancelledBy by);

// An order that an earlier system closed: its amounts stand as they were paid there, no quota, no receipt, no offers.
struct PastOrder {
  ElderId elder_id;
  RegionCode region;               // her community
  ServiceItemId item_id;
  OrganisationId organisation_id;
  WorkerId worker_id;
  std::int64_t units = 1;
  Instant placed_at, started_at, ended_at;  // rising, in the past
  bool cancelled = false;
  Fen price_fen, subsidy_fen, self_fen;     // price = subsidy + self
  std::optional<Face> face;
  std::string words, note;
};
// Inside the caller's command, who has made sure that the elder is in her scope. Error: field errors.
Result<OrderId> add_past(command::Tx& tx, const PastOrder& in);
// Takes it back if nobody has touched it since; false when somebody has (a complaint, a correction, a call-back).
Result<bool> withdraw_past(command::Tx& tx, OrderId id);

// Dispatch's side. The offer lapses at `expires` (deadline "order.offer").
struct NewOffer {
  VisitId visit;
  WorkerId worker;
  OrganisationId organisation;
  Instant expires;
  bool manual = false;
  std::int32_t score = 0;
  std::string explain;
};
Result<Assignment> offer(command::Tx& tx, const NewOffer& in);

// Settlement's side: confirmed → settled; consumes `from_quota` of what was reserved and releases the rest.
Status settle(command::Tx& tx, VisitId visit, Fen from_quota);
// When a receipt is taken back that had `before` from the quota: how much of it the right one may have; then what it has.
// The difference is the elder's again, or lapses where the month is over.
Result<Fen> correctable_quota(command::Tx& tx, OrderId order, Fen before);
Status correct_quota(command::Tx& tx, OrderId order, Fen before, Fen after);

// The carer's side, also used by the simulator. `at` may lie in the past for offline check-ins (then back-entered is
// flagged by its rule).
struct ProofInput {
  catalogue::Proof kind = catalogue::Proof::position;
  std::string value;               // tag id or spoken code
  std::int64_t lon_e6 = 0, lat_e6 = 0, accuracy_m = 0;
  std::string digest;
  FileId file_id;
  static const entity::Table& fields();
};
struct StepInput {                 // accept, depart, check-in, check-out, no-show of one assignment
  AssignmentId id;
  Instant device_at;
  std::vector<ProofInput> proofs;
  Reason reason = Reason::none;
  std::string reason_text;
  std::vector<std::string> tasks_done;
  static const entity::Table& fields();
};
Result<Assignment> accept(command::Tx& tx, const StepInput& in);
Result<Assignment> reject(command::Tx& tx, const StepInput& in);
Result<Assignment> depart(command::Tx& tx, const StepInput& in);
Result<Assignment> check_in(command::Tx& tx, const StepInput& in);
Result<Assignment> check_out(command::Tx& tx, const StepInput& in);
Status confirm(command::Tx& tx, VisitId visit);
Result<Rating> rate(command::Tx& tx, VisitId visit, Face face, std::string_view words);

}  // namespace yilin::orders
