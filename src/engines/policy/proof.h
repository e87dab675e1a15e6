#pragma once
// Private to this room: what must hold for every region, date and person.

#include "engines/policy/compile.h"
#include "engines/policy/parser.h"
#include "engines/policy/resolve.h"

namespace yilin::policy {

void prove(const RuleSet& set, Reporter& out, ProofCount& count);
void run_examples(const RuleSet& set, Reporter& out, ProofCount& count);

// One column of a decision table as intervals on a line of cuts. A cut lies just before (side 0) or just after (side 1) a value;
// whole columns use integers and side 0 only, dates count days, so neighbours touch.
struct Cut {
  Rational value;
  int side = 0;
  friend auto operator<=>(const Cut&, const Cut&) = default;
};
struct Stretch {
  Cut from, to;  // from < to
};
struct TableShape {
  std::vector<Stretch> domain;                             // per column
  std::vector<std::vector<std::vector<Stretch>>> rows;     // [row][column]: union of stretches, inside the domain
};
struct TableFault {
  bool gap = false;            // else an overlap of `row` and `other`
  std::size_t row = 0, other = 0;
  std::vector<Rational> person;  // a value per column
  bool too_large = false;      // more than kTableWorkMax steps
};
inline constexpr std::int64_t kTableWorkMax = 4'000'000;
inline constexpr std::size_t kContextsMax = 200'000;  // region × first or last month of a period × publication
// nullopt: exactly one row for every person (or, with first_hit, at least one).
std::optional<TableFault> find_fault(const TableShape& shape, bool first_hit, bool otherwise);

}  // namespace yilin::policy
