// 上门: departure, check-in and check-out with their proofs, confirmation, settlement's mark, disputes and corrections.
#include "modules/orders/visiting.h"

#include <algorithm>

#include <fmt/format.h>

#include "modules/orders/lifecycle.h"
#include "modules/orders/parameters.h"
#include "modules/orders/rows.h"
#include "modules/orders/rules.h"
#include "modules/providers/providers.h"
#include "modules/registry/registry.h"

namespace yilin::orders {
namespace {

constexpr int kWrongCodesMax = 3;

std::vector<Evidence> evidence_of(command::Tx& tx, VisitId visit) {
  return all<Evidence>(tx.db, tx.vault(), "evidence",
                       entity::store::select<Evidence>("evidence", "t").add(" WHERE t.visit_id = ? ORDER BY t.id", visit));
}

ProofFacts proof_facts(command::Tx& tx, const Visit& visit, const ProofInput& proof) {
  ProofFacts facts;
  facts.near_m = parameters(tx.kernel).value("position_near_m", visit.region, tx.today());
  if (const auto elder = registry::facts(tx.kernel, visit.elder_id)) facts.home = {elder->lon_e6, elder->lat_e6};
  if (proof.kind == catalogue::Proof::code) facts.code_matches = proof.value == service_code(tx.kernel, visit.id);
  if (proof.kind == catalogue::Proof::tag) {
    sql::Statement hers("SELECT 1 FROM door_tag t WHERE t.tag_index = ?", tag_index(tx.kernel, proof.value));
    facts.tag_matches = tx.db.rows(hers.add(registry::of_elder("t.elder_id", tx.kernel, visit.elder_id))).next();
  }
  return facts;
}

// Stores what was shown at the door, accepted or not.
Status keep_evidence(command::Tx& tx, const Visit& visit, const Assignment& assignment, const StepInput& in, bool at_check_out) {
  const auto earlier = evidence_of(tx, visit.id);
  const auto wrong_codes = std::count_if(earlier.begin(), earlier.end(), [](const Evidence& e) {
    return e.kind == catalogue::Proof::code && !e.accepted;
  });
  for (const ProofInput& proof : in.proofs) {
    if (proof.kind == catalogue::Proof::code && wrong_codes >= kWrongCodesMax)
      return fail_field("proofs", "服务码", "服务码已连续错误 3 次，请用其他凭证或联系调度员。");
    const ProofVerdict verdict = judge(proof, proof_facts(tx, visit, proof));
    Evidence evidence;
    evidence.id = tx.new_id<EvidenceId>();
    evidence.visit_id = visit.id;
    evidence.assignment_id = assignment.id;
    evidence.worker_id = assignment.worker_id;
    evidence.kind = proof.kind;
    evidence.at_check_out = at_check_out;
    evidence.at = tx.now;
    evidence.device_at = in.device_at;
    evidence.lon_e6 = proof.lon_e6;
    evidence.lat_e6 = proof.lat_e6;
    evidence.accuracy_m = proof.accuracy_m;
    evidence.accepted = verdict.accepted;
    evidence.points = verdict.points;
    evidence.detail = verdict.detail;
    evidence.digest = proof.digest;
    evidence.file_id = proof.file_id;
    entity::store::insert(tx.db, tx.vault(), "evidence", evidence);
  }
  return {};
}

void store(command::Tx& tx, const Assignment& assignment) {
  entity::store::update(tx.db, tx.vault(), "assignment", assignment);
  tx.changed({"visit", assignment.visit_id.value, assignment.region, assignment.organisation_id, assignment.worker_id, assignment.elder_id});
}

// Where and when a worker was at her other visits around this one.
std::vector<Presence> other_presences(command::Tx& tx, const Assignment& own) {
  std::vector<Presence> out;
  auto rows = tx.db.rows(
      "SELECT a.checked_in_at, a.checked_out_at, e.lon_e6, e.lat_e6 FROM assignment a "
      "LEFT JOIN evidence e ON e.assignment_id = a.id AND e.kind = 3 AND e.at_check_out = 0 "
      "WHERE a.worker_id = ? AND a.id <> ? AND a.checked_in_at >= ? AND a.checked_in_at <= ? ORDER BY a.id LIMIT 50",
      own.worker_id, own.id, own.checked_in_at - hours(24), own.checked_out_at);
  while (rows.next()) {
    Presence p{{rows.integer(0)}, {rows.integer(1)}, {rows.integer(2), rows.integer(3)}};
    if (!p.to) p.to = own.checked_out_at;
    out.push_back(p);
  }
  return out;
}

VisitFacts facts_at_end(command::Tx& tx, const Visit& visit, const Assignment& own, const catalogue::ServiceItem& item) {
  const Parameters& set = parameters(tx.kernel);
  VisitFacts facts;
  facts.minutes = visit.minutes;
  facts.floor_minutes = item.duration_floor_min;
  facts.proof_score_min = static_cast<std::int32_t>(set.value("proof_score_min", visit.region, tx.today()));
  facts.back_entry = hours(set.value("back_entry_hours", visit.region, tx.today()));
  facts.near_m = set.value("position_near_m", visit.region, tx.today());
  facts.kmh_max = set.value("travel_speed_kmh_max", visit.region, tx.today());
  facts.others = other_presences(tx, own);
  facts.own = {own.checked_in_at, own.checked_out_at, {}};
  const auto elder = registry::facts(tx.kernel, visit.elder_id);
  std::vector<Evidence> evidence = evidence_of(tx, visit.id);
  for (const Evidence& e : evidence) {
    if (e.assignment_id != own.id || e.at_check_out) continue;
    if (e.device_at) facts.reported_late = e.at - e.device_at;
    const Place at{e.lon_e6, e.lat_e6};
    if (e.kind != catalogue::Proof::position || !at) continue;
    facts.own.place = at;
    if (const Place home = elder ? Place{elder->lon_e6, elder->lat_e6} : Place{}; home) facts.far_m = distance_m(at, home);
  }
  facts.proof_score = proof_score(evidence);
  return facts;
}

// What the carer reports happened when she says; the server's clock is kept beside it, and a late report is flagged.
Instant happened_at(const StepInput& in, Instant now) { return in.device_at && in.device_at < now ? in.device_at : now; }

Status draw_callback(command::Tx& tx, const Visit& visit) {
  const std::int64_t permille = parameters(tx.kernel).value("callback_draw_permille", visit.region, tx.today());
  // The draw cannot be foreseen by who does not hold the key, and can be repeated by who does.
  const auto digest = sealing::hmac_sm3(tx.kernel.keys->derive("callback-draw"), std::to_string(visit.id.value));
  const bool drawn = (digest[0] << 8 | digest[1]) % 1000 < permille;
  if (visit.flags == 0 && !drawn) return {};
  Callback callback;
  callback.id = tx.new_id<CallbackId>();
  callback.visit_id = visit.id;
  callback.elder_id = visit.elder_id;
  callback.organisation_id = visit.organisation_id;
  callback.region = visit.region;
  for (const Flag flag : flags_in(visit.flags))
    for (const entity::EnumName& name : enum_names(flag))
      if (name.value == static_cast<std::int64_t>(flag)) callback.why += (callback.why.empty() ? "" : "、") + std::string(name.label);
  if (callback.why.empty()) callback.why = "随机抽取";
  callback.at = tx.now;
  entity::store::insert(tx.db, tx.vault(), "callback", callback);
  return {};
}

Status confirm_visit(command::Tx& tx, Visit& row, const access::Caller& mover, std::string_view verb, std::string_view reason = {}) {
  YILIN_TRY(row.state, lifecycle::move(visit_moves(), row.state, verb, mover, reason));
  row.confirmed_at = tx.now;
  touch(tx, "visit", row);
  tx.cancel_deadline("visit.confirm", row.id.value);
  YILIN_TRY(const Order parent, order(tx.db, tx.vault(), row.order_id));
  return tx.announce(VisitConfirmed{row, parent});
}

}  // namespace

std::string service_code(const Kernel& kernel, VisitId visit) {
  const auto digest = sealing::hmac_sm3(kernel.keys->derive("service-code"), std::to_string(visit.value));
  const unsigned number = (digest[0] << 16 | digest[1] << 8 | digest[2]) % 10'000;
  return fmt::format("{:04}", number);
}

std::int64_t tag_index(const Kernel& kernel, std::string_view tag) { return sealing::BlindIndex(*kernel.keys, "door_tag").of(tag); }

Result<Assignment> depart(command::Tx& tx, const StepInput& in) {
  YILIN_TRY(Assignment assignment, my_assignment(tx, in.id));
  YILIN_TRY(assignment.state, lifecycle::move(assignment_moves(), assignment.state, "depart", tx.caller));
  assignment.departed_at = happened_at(in, tx.now);
  store(tx, assignment);
  return assignment;
}

Result<Assignment> check_in(command::Tx& tx, const StepInput& in) {
  YILIN_TRY(Assignment assignment, my_assignment(tx, in.id));
  YILIN_TRY(assignment.state, lifecycle::move(assignment_moves(), assignment.state, "check_in", tx.caller));
  YILIN_TRY(Visit row, visit(tx.db, tx.vault(), assignment.visit_id));
  if (row.state != VisitState::staffed && row.state != VisitState::in_service)
    return fail(lifecycle::errors::illegal_move, "还有同行的服务人员没有接单，暂不能签到。");
  assignment.checked_in_at = happened_at(in, tx.now);
  YILIN_CHECK(keep_evidence(tx, row, assignment, in, false));
  store(tx, assignment);
  if (row.state == VisitState::staffed) {
    YILIN_TRY(row.state, lifecycle::move(visit_moves(), row.state, "start", tx.caller));
    row.started_at = assignment.checked_in_at;
    touch(tx, "visit", row);
    YILIN_CHECK(tx.announce(VisitStarted{row}));
  }
  return assignment;
}

Result<Assignment> check_out(command::Tx& tx, const StepInput& in) {
  YILIN_TRY(Assignment assignment, my_assignment(tx, in.id));
  YILIN_TRY(assignment.state, lifecycle::move(assignment_moves(), assignment.state, "check_out", tx.caller));
  YILIN_TRY(Visit row, visit(tx.db, tx.vault(), assignment.visit_id));
  assignment.checked_out_at = std::max(happened_at(in, tx.now), assignment.checked_in_at);
  YILIN_CHECK(keep_evidence(tx, row, assignment, in, true));
  store(tx, assignment);

  YILIN_TRY(const catalogue::ServiceItem item, catalogue::item(tx.kernel, row.item_id));
  row.ended_at = std::max(row.ended_at, assignment.checked_out_at);
  row.minutes = static_cast<std::int32_t>((row.ended_at - row.started_at).value / 60'000);
  const VisitFacts facts = facts_at_end(tx, row, assignment, item);
  row.proof_score = facts.proof_score;
  row.flags |= flags_of(facts);
  const auto team = assignments(tx.db, tx.vault(), row.id);
  const bool all_out = std::none_of(team.begin(), team.end(), [](const Assignment& a) {
    return a.state == AssignmentState::accepted || a.state == AssignmentState::en_route || a.state == AssignmentState::checked_in;
  });
  if (!all_out) {
    touch(tx, "visit", row);
    return assignment;
  }
  YILIN_TRY(row.state, lifecycle::move(visit_moves(), row.state, "complete", tx.caller));
  touch(tx, "visit", row);
  YILIN_TRY(Order parent, order(tx.db, tx.vault(), row.order_id));
  YILIN_TRY(parent.state, lifecycle::move(order_moves(), parent.state, "finish", tx.caller));
  touch(tx, "service_order", parent);
  tx.set_deadline("visit.confirm", row.id.value,
                  tx.now + hours(parameters(tx.kernel).value("confirm_after_hours", row.region, tx.today())));
  YILIN_CHECK(draw_callback(tx, row));
  YILIN_CHECK(tx.announce(VisitCompleted{row}));
  return assignment;
}

Result<Assignment> no_show(command::Tx& tx, const StepInput& in) {
  YILIN_TRY(Assignment assignment, my_assignment(tx, in.id));
  const Reason reason = in.reason == Reason::none ? Reason::nobody_home : in.reason;
  const std::string said = spoken(reason, in.reason_text);
  YILIN_TRY(assignment.state, lifecycle::move(assignment_moves(), assignment.state, "no_show", tx.caller, said));
  YILIN_TRY(Visit row, visit(tx.db, tx.vault(), assignment.visit_id));
  assignment.decided_at = tx.now;
  assignment.reason = reason;
  assignment.reason_text = in.reason_text;
  YILIN_CHECK(keep_evidence(tx, row, assignment, in, false));
  store(tx, assignment);
  YILIN_CHECK(end_visit(tx, row, "no_show", reason, in.reason_text));
  YILIN_TRY(Order parent, order(tx.db, tx.vault(), row.order_id));
  YILIN_TRY(parent.state, lifecycle::move(order_moves(), parent.state, "fail", tx.caller));
  YILIN_CHECK(release_quota(tx, parent));
  parent.reason = reason;
  parent.reason_text = in.reason_text;
  touch(tx, "service_order", parent);
  return assignment;
}

Status confirm(command::Tx& tx, VisitId id) {
  YILIN_TRY(Visit row, mine<Visit>(tx, "visit", kVisitOwner, id));
  return confirm_visit(tx, row, tx.caller, "confirm");
}

Status confirm_by_itself(command::Tx& tx, VisitId id) {
  YILIN_TRY(Visit row, visit(tx.db, tx.vault(), id));
  if (row.state != VisitState::completed) {
    tx.nothing_to_do();
    return {};
  }
  YILIN_CHECK(confirm_visit(tx, row, tx.caller, "confirm"));
  tx.record({"visit.confirm", "visit", row.id.value, row.region, row.elder_id, {}, entity::to_json(row)}, row.organisation_id);
  return {};
}

Status settle(command::Tx& tx, VisitId id, Fen from_quota) {
  YILIN_TRY(Visit row, visit(tx.db, tx.vault(), id));
  YILIN_TRY(row.state, lifecycle::move(visit_moves(), row.state, "settle", access::Caller::system()));
  touch(tx, "visit", row);
  YILIN_TRY(Order parent, order(tx.db, tx.vault(), row.order_id));
  if (parent.quota_fen.value > 0) {
    Quota held = load_quota(tx.db, tx.kernel, parent.elder_id, parent.quota_month);
    held = consume(held, parent.quota_fen, from_quota);
    store_quota(tx, held, QuotaMoveKind::consume, from_quota, parent.id);
  }
  if (parent.state == OrderState::done) {
    YILIN_TRY(parent.state, lifecycle::move(order_moves(), parent.state, "close", access::Caller::system()));
    touch(tx, "service_order", parent);
  }
  return {};
}

Result<Fen> correctable_quota(command::Tx& tx, OrderId id, Fen before) {
  YILIN_TRY(const Order parent, order(tx.db, tx.vault(), id));
  return correctable(load_quota(tx.db, tx.kernel, parent.elder_id, parent.quota_month), parent.quota_fen, before);
}

Status correct_quota(command::Tx& tx, OrderId id, Fen before, Fen after) {
  if (before == after) return {};
  YILIN_TRY(const Order parent, order(tx.db, tx.vault(), id));
  Quota held = load_quota(tx.db, tx.kernel, parent.elder_id, parent.quota_month);
  held = correct(held, before, after, tx.now >= quota_lapses(held.month));
  store_quota(tx, held, QuotaMoveKind::correct, after - before, parent.id);
  return {};
}

Result<Visit> dispute(command::Tx& tx, VisitId id, std::string_view reason) {
  YILIN_TRY(Visit row, mine<Visit>(tx, "visit", kVisitOwner, id));
  YILIN_TRY(row.state, lifecycle::move(visit_moves(), row.state, "dispute", tx.caller, reason));
  tx.cancel_deadline("visit.confirm", row.id.value);
  touch(tx, "visit", row);
  return row;
}

Result<Visit> resolve(command::Tx& tx, VisitId id, bool uphold, std::string_view reason) {
  YILIN_TRY(Visit row, mine<Visit>(tx, "visit", kVisitOwner, id));
  if (uphold) {
    YILIN_CHECK(confirm_visit(tx, row, tx.caller, "uphold", reason));
    return row;
  }
  YILIN_CHECK(confirm_visit(tx, row, tx.caller, "confirm"));
  return row;
}

Result<Correction> correct(command::Tx& tx, const CorrectionInput& in) {
  YILIN_TRY(Visit row, mine<Visit>(tx, "visit", kVisitOwner, in.id));
  Correction correction;
  if (in.what == "minutes") {
    const auto minutes = entity::parse_integer_text(in.after);
    if (!minutes || *minutes < 0 || *minutes > 24 * 60) return fail_field("after", "更正为", "服务时长应为 0 到 1440 分钟。");
    correction.before = std::to_string(row.minutes);
  } else if (in.what == "price_fen") {
    YILIN_TRY(const Order parent, order(tx.db, tx.vault(), row.order_id));
    const auto price = entity::parse_integer_text(in.after);
    if (!price || *price < 0 || *price > parent.price_fen.value)
      return fail_field("after", "更正为", "更正后的金额应在 0 与原价之间。");
    correction.before = std::to_string(parent.price_fen.value);
  } else {
    return fail_field("field", "更正内容", "只能更正服务时长（minutes）或金额（price_fen）。");
  }
  YILIN_TRY(row.state, lifecycle::move(visit_moves(), row.state, "correct", tx.caller, in.reason));
  correction.id = tx.new_id<CorrectionId>();
  correction.visit_id = row.id;
  correction.region = row.region;
  correction.what = in.what;
  correction.after = in.after;
  correction.reason = in.reason;
  correction.by_user = tx.caller.user;
  correction.at = tx.now;
  const auto digest = sealing::hmac_sm3(tx.kernel.keys->derive("correction"), entity::to_json(correction));
  for (const std::uint8_t byte : digest) fmt::format_to(std::back_inserter(correction.signature), "{:02x}", byte);
  entity::store::insert(tx.db, tx.vault(), "correction", correction);
  touch(tx, "visit", row);
  return correction;
}

Result<Rating> rate(command::Tx& tx, VisitId id, Face face, std::string_view words) {
  YILIN_TRY(Visit row, mine<Visit>(tx, "visit", kVisitOwner, id));
  if (row.state < VisitState::completed || row.state == VisitState::cancelled || row.state == VisitState::no_show ||
      row.state == VisitState::failed)
    return fail(errors::not_served_yet);
  if (row.face != 0) return fail(errors::already_rated);
  Rating rating;
  rating.id = tx.new_id<RatingId>();
  rating.visit_id = row.id;
  rating.elder_id = row.elder_id;
  rating.organisation_id = row.organisation_id;
  rating.region = row.region;
  rating.face = face;
  rating.words = words;
  rating.by_user = tx.caller.user;
  rating.at = tx.now;
  for (const Assignment& a : assignments(tx.db, tx.vault(), row.id)) {
    if (a.state != AssignmentState::checked_out) continue;
    if (!rating.worker_id) rating.worker_id = a.worker_id;
    YILIN_CHECK(providers::rated(tx, a.worker_id, static_cast<std::int32_t>(face)));
  }
  entity::store::insert(tx.db, tx.vault(), "rating", rating);
  row.face = static_cast<std::int32_t>(face);
  touch(tx, "visit", row);
  YILIN_CHECK(tx.announce(VisitRated{row, rating}));
  return rating;
}

}  // namespace yilin::orders
