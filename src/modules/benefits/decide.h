#pragma once
// The decisions of one elder, by the reference semantics. Internal to benefits.

#include "engines/policy/explain.h"
#include "modules/benefits/benefits.h"
#include "modules/benefits/casefile.h"
#include "modules/benefits/live.h"
#include "modules/policy/policy.h"

namespace yilin::benefits {

struct Outcomes {
  policy::Resolution resolution;
  std::vector<policy::Decision> decisions;   // by position in benefits(rules)
};
Outcomes decide(const policy::RuleSet& rules, const CaseFile& file);

Verdict verdict_of(const policy::Decision& decision);
Measure measure_of(const policy::Name& benefit);
Fen least(const policy::RuleSet& rules, const policy::Decision& d);   // 0 unless money
Fen most(const policy::RuleSet& rules, const policy::Decision& d);
std::string amount_text(const policy::RuleSet& rules, const policy::Decision& d);  // "50元", "0元至50元", "" when refused
// Facts of herself and her household that the decision turns on and that are not known.
std::vector<std::string> open_facts(const policy::RuleSet& rules, const CaseFile& file, const Outcomes& outcomes, policy::NameId benefit);

AsOf now_of(const command::Reader& reader);
bool urban(Kernel& kernel, const Dossier& dossier);
// Everything behind a question about one elder.
struct Question {
  policies::Rules rules;
  Dossier dossier;
  CaseFile file;
  Outcomes outcomes;
};
Question ask(Kernel& kernel, policies::Rules rules, Dossier dossier, const AsOf& as_of);
// `fact` as Live wants it, from a case of this month.
Live::Change change_of(const policy::RuleSet& rules, const Dossier& dossier, const CaseFile& file, std::string_view fact);

// The whole subtree lies in the caller's scope: what a county or the city decides is decided at that level.
bool covers(const access::Caller& caller, RegionCode region);
Result<policy::NameId> benefit_named(const policy::RuleSet& rules, std::string_view name);

}  // namespace yilin::benefits
