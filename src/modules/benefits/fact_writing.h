#pragma once
// Facts inside another command, which records the act. Internal to benefits.

#include "modules/benefits/decide.h"

namespace yilin::benefits {

// Checked, with units, as the caller may say them: from home everything is a claim. Errors: fields "facts.N.…".
Result<std::vector<FactRecord>> make_records(command::Tx& tx, const policy::RuleSet& rules, const Dossier& dossier, std::span<const NewFact> facts);
// Stores them, adds them to the dossier, tells memory after the commit; the case as it then stands.
CaseFile write_records(command::Tx& tx, const policy::RuleSet& rules, Dossier& dossier, std::span<const FactRecord> records);

}  // namespace yilin::benefits
