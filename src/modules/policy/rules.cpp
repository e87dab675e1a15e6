#include "modules/policy/rules.h"

#include <algorithm>

#include "base/text.h"
#include "modules/policy/permissions.h"

namespace yilin::policies {

std::span<const entity::EnumName> enum_names(State) {
  static constexpr entity::EnumName names[] = {{1, "draft", "草拟"},     {2, "in_review", "待复核"}, {3, "reviewed", "待签发"},   {4, "signed", "已签发"},
                                               {5, "scheduled", "已排期"}, {6, "active", "施行中"},    {7, "superseded", "已停用"}, {8, "withdrawn", "已撤回"}};
  return names;
}

namespace rules {
namespace {

constexpr access::Roles kAuthors = rule_edit.roles, kReviewers = rule_review.roles, kSigners = rule_sign.roles;
constexpr lifecycle::Transition<State> kMoves[] = {
    {State::draft, "edit", State::draft, kAuthors},
    {State::draft, "merge", State::draft, kAuthors},
    {State::draft, "submit", State::in_review, kAuthors},
    {State::in_review, "approve", State::reviewed, kReviewers},
    {State::reviewed, "sign", State::signed_off, kSigners},
    {State::signed_off, "schedule", State::scheduled, kSigners},
    {State::scheduled, "schedule", State::scheduled, kSigners},
    {State::scheduled, "activate", State::active, {}},
    {State::active, "supersede", State::superseded, {}},
    {State::in_review, "return", State::draft, kReviewers, true},
    {State::reviewed, "return", State::draft, kReviewers, true},
    {State::signed_off, "return", State::draft, kReviewers, true},
    {State::draft, "withdraw", State::withdrawn, kAuthors, true},
    {State::in_review, "withdraw", State::withdrawn, kAuthors, true},
    {State::reviewed, "withdraw", State::withdrawn, kAuthors, true},
    {State::signed_off, "withdraw", State::withdrawn, kAuthors, true},
    {State::scheduled, "withdraw", State::withdrawn, kAuthors, true},
};

// Drafting harms nobody and is open to every level; what decides is the city's. An author may take back her own.
bool city_only(std::string_view verb, const RuleVersion& version, UserId who) {
  if (verb == "withdraw") return version.author != who || version.state == State::scheduled;
  return verb == "approve" || verb == "sign" || verb == "schedule" || verb == "return";
}

}  // namespace

std::span<const lifecycle::Transition<State>> moves() { return kMoves; }

Status another_person(std::string_view verb, const RuleVersion& version, UserId who) {
  if (verb != "approve" && verb != "sign") return {};
  if (!who) return fail(errors::same_person, "复核和签发须由具名的工作人员办理。");
  if (who == version.author) return fail(errors::same_person, "起草人不能复核、签发自己起草的规则。");
  if (verb == "sign" && who == version.reviewer) return fail(errors::same_person, "复核人不能签发，请由另一人签发。");
  return {};
}

Result<RuleVersion> moved(RuleVersion v, std::string_view verb, const access::Caller& caller, bool whole_city, Instant now, std::string_view reason) {
  YILIN_TRY(const State next, lifecycle::move(moves(), v.state, verb, caller, text::trim(reason)));
  if (city_only(verb, v, caller.user) && !whole_city) return fail(yilin::errors::forbidden, "这一步由管辖全市的工作人员办理。");
  YILIN_CHECK(another_person(verb, v, caller.user));
  v.state = next;
  if (verb == "submit") {
    v.submitted_at = now;
    v.reason.clear();
  } else if (verb == "approve") {
    v.reviewer = caller.user;
    v.reviewer_name = caller.name;
    v.reviewed_at = now;
  } else if (verb == "sign") {
    v.signer = caller.user;
    v.signer_name = caller.name;
    v.signed_at = now;
  } else if (verb == "activate") {
    v.activated_at = now;
  } else if (verb == "supersede") {
    v.ended_at = now;
  } else if (verb == "return") {
    v.reviewer = v.signer = {};
    v.reviewer_name.clear();
    v.signer_name.clear();
    v.submitted_at = v.reviewed_at = v.signed_at = {};
    v.reason = text::trim(reason);
  } else if (verb == "withdraw") {
    v.ended_at = now;
    v.activate_on = {};
    v.reason = text::trim(reason);
  }
  return v;
}

std::vector<std::string> possible(const RuleVersion& version, const access::Caller& caller, bool whole_city) {
  std::vector<std::string> out;
  for (const auto& move : moves())
    if (move.from == version.state && !(move.who.bits == 0) && moved(version, move.verb, caller, whole_city, Instant{1}, "原因")) out.emplace_back(move.verb);
  return out;
}

}  // namespace rules
}  // namespace yilin::policies
