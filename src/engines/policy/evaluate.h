#pragma once
// The reference semantics: one case, interpreted. Population runs (run.h) must agree with it to the fen; explanations are made
// from it. What is unknown spreads as intervals: an answer is 是 or 否 only when every possible value of the unknown facts that
// the intervals admit gives it, and the range of an amount holds every possible amount.

#include <string>
#include <vector>

#include "engines/policy/resolve.h"

namespace yilin::policy {

// Where a value comes from; shown in explanations.
struct Provenance {
  std::string source;     // "公安人口库", "家属申报"
  Date since;             // valid from
  Date recorded;          // known since
  std::string remark;     // why it is not known: "未登记", "两处记录不一致", "超出范围"
};

// One person with her household. Every fact is unknown until it is set.
class Case {
 public:
  Case(const RuleSet& set, RegionCode region);
  RegionCode region;
  std::size_t people() const { return people_.size(); }
  std::size_t add_member();                                  // another member of the household; at most kMembersMax in all
  // False: not a fact, or the value lies outside its declared range; the fact is then unknown, with a remark.
  bool set(NameId fact, Rational value, Provenance from = {}, std::size_t member = 0);
  void forget(NameId fact, std::string remark, std::size_t member = 0);
  void limit(NameId fact, Interval range, std::string remark, std::size_t member = 0);  // known to lie in `range`
  const Interval& fact(NameId id, std::size_t member) const;
  const Provenance& provenance(NameId id) const;             // of the person herself and her household

 private:
  const RuleSet* set_;
  std::vector<std::vector<Interval>> people_;                // [member][NameId]; household facts in [0]
  std::vector<Provenance> provenance_;
};

// Bitemporal records of one person → the case as it stood. Valid on the last day of `month`, recorded by `known_at`; the latest
// record wins; two records of one day that contradict each other make the fact unknown between them.
struct FactRecord {
  NameId fact = kNone;
  Rational value;
  Date from, to;          // valid from ≤ day < to; none: open
  Date recorded;
  std::string source;
  std::size_t member = 0;
};
Case case_as_of(const RuleSet& set, RegionCode region, const std::vector<FactRecord>& records, Month month, Date known_at);

enum class Verdict : std::uint8_t { refused, granted, unknown };
std::string_view to_zh(Verdict v);  // 否 是 待核实

// One benefit for one case.
struct Decision {
  NameId benefit = kNone;
  bool exists = false;         // false: no such rule for this region and month
  Interval granted{0, 0};
  Interval amount{0, 0};       // base units (fen); truth value of a mere entitlement
  Interval before{0, 0};       // amount before relations
  std::int32_t relation = kNone;  // that reduced it or took it away
  std::uint32_t failed = 0;    // clauses surely not met, by position
  std::uint32_t open = 0;      // clauses not decided
  // granted and amount both sure → 是 or 否; anything else 待核实
  Verdict verdict() const {
    return !granted.known() || !amount.known() ? Verdict::unknown : granted.surely() ? Verdict::granted : Verdict::refused;
  }
};

// Holds references: set, resolution and case must outlive it.
class Evaluator {
 public:
  Evaluator(const RuleSet& set, const Resolution& resolution, const Case& person);
  Interval value(ExprId id, std::size_t member = 0);
  Interval value_of(NameId id, std::size_t member = 0);      // parameter, definition, fact; benefit: amount before relations
  std::size_t row_weights(const Table& table, std::size_t member, std::vector<Interval>& hits);  // per row: is it the one that applies
  Decision before_relations(NameId benefit, std::size_t member = 0);
  const std::vector<Decision>& decisions();                  // every benefit, by position in benefits(), after relations
  Decision decision(NameId benefit);                         // the same for one of them
  void record_rows(std::vector<bool>* hit) { rows_hit_ = hit; }  // coverage: rows that surely applied

 private:
  Interval table(const Table& t, std::size_t member);
  Interval name(NameId id, std::size_t member);
  void relate(const Relation& r, std::vector<Decision>& all);

  const RuleSet& set_;
  const Resolution& resolution_;
  const Case& case_;
  struct Memo { Interval value; bool ready = false, busy = false; };
  std::vector<Memo> memo_;
  std::vector<Decision> before_, after_;
  std::vector<bool>* rows_hit_ = nullptr;
};

// In the order of declaration.
std::vector<NameId> benefits(const RuleSet& set);

// What a month can know of a fact of which `value` is told: a date behind its end, where the fact may not have one, may be any up to
// then.
Interval as_seen(const Name& fact, const Interval& value, Month month);

}  // namespace yilin::policy
