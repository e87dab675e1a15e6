#pragma once
// Everything that is known of an elder and her household in one month, as the rules want it. Unknown stays unknown.

#include <map>
#include <mutex>
#include <span>

#include "engines/policy/evaluate.h"
#include "kernel/command/tx.h"
#include "modules/benefits/facts.h"

namespace yilin::benefits {

struct AsOf {
  Month month;
  Instant known_at;
  bool take_claims = false;
  Date opened;                     // of a case in progress
};

// Elders of one household, herself first, each with the ids that lead to her; and all that is recorded of them.
struct Dossier {
  struct Member {
    registry::Facts facts;
    std::vector<ElderId> ids;
  };
  std::vector<Member> members;
  std::int64_t house = 0;          // household, or the elder who is alone in hers
  std::vector<FactRecord> records; // of members, household and the regions around, by id
};
// Two queries. Error: not_found.
Result<Dossier> load_dossier(sql::Connection& db, Kernel& kernel, ElderId elder);

struct KnownFact {
  policy::NameId fact = policy::kNone;
  Knowledge knowledge = Knowledge::unknown;
  std::optional<FactRecord> record;
  std::string remark;
};
struct CaseFile {
  policy::Case person;
  policy::Context context;
  std::vector<KnownFact> facts;    // every declared fact, of herself and her household
};
CaseFile build_case(const policy::RuleSet& rules, const Dossier& dossier, const AsOf& as_of, bool urban);

// Household members in memory, by household id; the registry has no such list.
class Households {
 public:
  std::vector<ElderId> members(HouseholdId household) const;  // by id
  bool put(ElderId elder, HouseholdId household);             // 0: none any more; false: it was so already
 private:
  mutable std::mutex mutex_;
  std::map<std::int64_t, std::vector<ElderId>> members_;
  std::map<std::int64_t, std::int64_t> of_;
};

}  // namespace yilin::benefits
