#pragma once
// PURE: which moves a version may make, and by whom.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/lifecycle/lifecycle.h"
#include "modules/policy/policy.h"

namespace yilin::policies::rules {

std::span<const lifecycle::Transition<State>> moves();

// Author, reviewer and signer are three persons with a name: `verb` by `who` is refused when she took an earlier step.
Status another_person(std::string_view verb, const RuleVersion& version, UserId who);

// The version after `verb`; who did it and when is written into it. `whole_city`: the caller's scope is the whole city.
// Errors: illegal_move, not_your_move, reason missing, forbidden, same_person.
Result<RuleVersion> moved(RuleVersion version, std::string_view verb, const access::Caller& caller, bool whole_city, Instant now, std::string_view reason = {});

// The verbs that this caller may say now, in the order of the table.
std::vector<std::string> possible(const RuleVersion& version, const access::Caller& caller, bool whole_city);

}  // namespace yilin::policies::rules
