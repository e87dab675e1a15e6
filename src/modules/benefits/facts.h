#pragma once
// PURE: which of many records of one fact counts. Verified records come before claims; of those recorded on the latest day the one
// with the latest beginning counts; two of one day and one beginning that differ contradict each other, and nothing is known.

#include <span>
#include <string>

#include "engines/policy/rule_set.h"
#include "modules/benefits/types.h"
#include "modules/registry/registry.h"

namespace yilin::benefits {

struct Stand {
  Knowledge knowledge = Knowledge::unknown;
  const FactRecord* record = nullptr;  // that counts; a claim; one of those that disagree
  std::string remark;                  // why it is not known
};
// `records`: all of one subject and one fact. Valid on `day`, recorded by `known_at`. With `take_claims`, claims count like
// verified ones (告知承诺).
Stand stand(std::span<const FactRecord> records, Date day, Instant known_at, bool take_claims = false);

// The value in the rules' base units; none: does not read as a value of this fact, or lies outside its range, or (出生日期) after `day`.
std::optional<policy::Rational> base_value(const policy::RuleSet& rules, policy::NameId fact, std::string_view text, Date day);
// What people write without its unit ("2000", "2026/7/1", "Y") as an author of rules would type it; the text itself when it reads already or
// cannot be helped.
std::string with_unit(const policy::RuleSet& rules, policy::NameId fact, std::string_view text);

// What the registry says of an elder, as facts of the rules.
struct Said {
  std::string_view fact;
  std::string value;
  std::string_view source;
  bool household = false;
};
std::vector<Said> registry_says(const registry::Facts& facts, bool urban);
// The same as a record: since she was registered.
FactRecord record_of(const Said& said, const registry::Facts& facts, std::int64_t house);
Instant registered_at(ElderId elder);  // the beginning of the day; her id tells, and ids may run ahead of the clock

inline constexpr std::string_view kAlive = "在世", kBirth = "出生日期";

}  // namespace yilin::benefits
