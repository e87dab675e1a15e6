#pragma once
// Private to this room: names, types, units, versions. After `check` without a message every Op::word is resolved and every
// expression typed. Linear in the size of the rules.

#include "engines/policy/parser.h"

namespace yilin::policy {

void check(RuleSet& set, Reporter& out);

// For one expression that stands alone (a case typed at the command line): the facts of an example.
void check_facts(RuleSet& set, Example& example, Reporter& out);

}  // namespace yilin::policy
