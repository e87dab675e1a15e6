#pragma once
// Facts over HTTP, and the commands behind them. Internal to benefits.

#include "modules/benefits/benefits.h"

namespace yilin::benefits {

inline constexpr std::size_t kFactsAtOnce = 40;

// ---- what the rules know ----

struct Word {                      // a fact that the rules read
  std::string name, kind;          // kind: boolean, number, date, choice, region
  bool household = false;
  std::string unit;                // "元"; "" for others
  std::string least, most;         // of its range, as it is typed
  std::vector<std::string> choices;
  static const entity::Table& fields();
};
struct BenefitWord {
  std::string name, group, citation;
  bool household = false;
  Measure measure = Measure::entitlement;
  bool sample = false;             // 示例: not an official text
  Program program;
  static const entity::Table& fields();
};
struct Vocabulary {
  std::int64_t rule_number = 0;
  std::vector<Word> facts;
  std::vector<BenefitWord> benefits;
  static const entity::Table& fields();
};

// ---- facts of an elder ----

struct ElderMonth {
  ElderId id;
  Month month;                     // none: this month
  Instant known_at;                // none: now
  static const entity::Table& fields();
};
struct FactView {
  std::string fact;
  bool household = false;
  Knowledge knowledge = Knowledge::unknown;
  std::string value;               // that counts, or the claim
  std::string source;
  Date since;
  Instant recorded_at;
  std::string remark;              // why it is not known
  std::vector<FactRecord> records; // of herself or her household, newest first; replaced ones too
  static const entity::Table& fields();
};
struct ElderFacts {
  ElderId elder_id;
  std::string elder_name;
  Month month;
  Instant known_at;
  std::vector<ElderId> household;  // elders registered in it, herself first
  std::vector<FactView> facts;
  static const entity::Table& fields();
};

struct RecordFacts {
  ElderId id;
  std::vector<NewFact> facts;
  static const entity::Table& fields();
};
struct CorrectFact {
  FactRecordId id;
  std::string value;               // empty: taken back
  Date valid_from, valid_to;       // none: as before
  Confidence confidence = Confidence::verified;
  std::string evidence, reason;
  static const entity::Table& fields();
};
struct RegionFact {
  RegionCode region;
  std::string fact, value, source, evidence;
  Date valid_from, valid_to;
  static const entity::Table& fields();
};
struct DecisionChange {
  std::string benefit;
  Verdict before = Verdict::no, after = Verdict::no;
  std::string before_text, after_text;   // "50元"
  static const entity::Table& fields();
};
struct FactsWritten {
  ElderId elder_id;
  Month month;                     // of the decisions below
  std::vector<FactRecord> records;
  std::vector<DecisionChange> changes;   // of her decisions this month
  std::vector<TaskId> tasks;       // of verification that were opened
  static const entity::Table& fields();
};

Result<Vocabulary> vocabulary(command::Reader& reader);
Result<ElderFacts> elder_facts(command::Reader& reader, const ElderMonth& in);
Result<FactsWritten> record_facts(command::Tx& tx, const RecordFacts& in);
Result<FactsWritten> correct_fact(command::Tx& tx, const CorrectFact& in);
Result<FactRecord> record_region_fact(command::Tx& tx, const RegionFact& in);


// What the benefits' own record of the registry's word does when an elder changes (known_history.cpp).
void follow_registry(Kernel& kernel);

}  // namespace yilin::benefits
