#pragma once
// The whole population at once. Equal bit for bit on every instruction set and number of threads, and equal to Evaluator.

#include <memory>

#include "engines/policy/evaluate.h"
#include "engines/policy/population.h"

namespace yilin::policy {

enum class Isa : std::uint8_t { scalar, avx2, avx512 };
std::vector<Isa> supported_isas();  // of this processor, best last
std::string_view to_string(Isa isa);

struct RunOptions {
  Isa isa = supported_isas().back();
  int threads = 1;             // 1 or 2 … 64
};

// One byte a person (or household) and benefit.
inline constexpr std::uint8_t kGranted = 0x80;   // surely entitled
inline constexpr std::uint8_t kUnknownBit = 0x40;  // entitlement or amount to be verified
inline constexpr std::uint8_t kReduced = 0x20;   // by a relation with another benefit
inline constexpr std::uint8_t kClauses = 0x1F;   // conditions surely not met: 1st … 4th, and any later one

// The decisions of a month: what is kept of a run. 1 byte and one amount lane a person and benefit.
struct MonthRun {
  Month month;
  Date known_at;
  std::vector<std::string> hashes;               // rule_hash, per stretch of the population
  struct Column {
    NameId benefit = kNone;
    std::string name;
    bool household = false;
    bool exists = false;
    Lane lane = Lane::i8;
    std::int64_t unit = 1;                       // base units in one of the lane's: a common divisor of all amounts
    Large<std::uint8_t> status;
    Large<std::byte> amount;                    // what is sure; 0 while to be verified, and for mere entitlements empty
    bool entitlement = false;
    std::vector<std::int64_t> lo, hi;            // base units, of the rows (household rows) in `uncertain`
  };
  std::vector<Column> columns;                   // by position in benefits(set)
  std::vector<std::uint32_t> uncertain_rows, uncertain_households;  // those with some unknown fact

  Verdict verdict(std::size_t column, std::uint32_t row) const;
  std::int64_t amount(std::size_t column, std::uint32_t row) const;        // base units; what would be paid
  Interval range(std::size_t column, std::uint32_t row) const;             // possible amounts
  std::size_t bytes() const;
};

// Programs for one month and known-at date, one for each stretch of the population; reusable while rules and schema live.
class Decider {
 public:
  Decider(const RuleSet& set, const Population& population, Month month, Date known_at = kAllKnown);
  ~Decider();
  // Fills `out`, reusing its memory when it comes from an earlier run of the same shape.
  void run(const Population& population, const RunOptions& options, MonthRun& out) const;
  // Decides one household again, inside a finished run, after Population::set. A household that has become unknown shows
  // no range of amounts until the next run.
  void update(const Population& population, std::uint32_t household_row, MonthRun& run) const;
  std::size_t instructions() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Sums for one stretch of the population and one benefit.
struct Tally {
  std::int64_t granted = 0, unknown = 0, amount = 0;
  friend bool operator==(const Tally&, const Tally&) = default;
};
// [stretch][column]
std::vector<std::vector<Tally>> tally(const MonthRun& run, const Population& population);

// ---- what-if and back-dated changes ------------------------------------------------------------------------------------------
struct Effect {
  std::int64_t winners = 0, losers = 0, gained = 0, lost = 0;  // persons or households; base units, both ≥ 0
  Effect& operator+=(const Effect& o);
  friend bool operator==(const Effect&, const Effect&) = default;
};
struct Difference {
  std::uint32_t row = 0;       // household row for benefits of households
  std::uint16_t column = 0;    // position in benefits(set)
  Month month;
  std::int64_t before = 0, after = 0;
  friend bool operator==(const Difference&, const Difference&) = default;
};
struct Comparison {
  std::vector<NameId> benefits;                  // those that the change can touch, as positions in benefits(set)
  std::vector<std::vector<Effect>> effects;      // [stretch][position in benefits(set)]
  std::vector<Difference> differences;           // all of them, or the first `samples` of each stretch and benefit
};
struct CompareOptions {
  RunOptions run;
  bool list = false;           // every difference
  std::size_t samples = 0;
};
// Pays under `before` against `after` (rule sets that share their benefits by name, in order) in one month; only what the change
// can touch is computed. To be verified counts as not paid.
Comparison compare(const RuleSet& before, Date before_known, const RuleSet& after, Date after_known, const Population& population, Month month,
                   const CompareOptions& options);

// Many tariffs of one parameter, each against the rules as they are: equal to add_parameter and `compare` for each value (in base
// units). Everybody is decided once; what each value would pay is then priced from the number of persons with the same answers to the
// questions that the amounts hang on. nullopt: an amount hangs on more than yes and no (an income that the value is taken off), or the
// value is no whole number; compare one by one then.
struct Tariff {
  std::string parameter;
  RegionCode region;           // where it is to hold
  std::vector<std::int64_t> values;
};
using TariffEffects = std::vector<std::vector<std::vector<Effect>>>;  // [value][stretch][position in benefits(set)]
std::optional<TariffEffects> compare_tariffs(const RuleSet& set, Date known_at, const Population& population, Month month, const Tariff& tariff, Isa isa = supported_isas().back());

// A back-dated change over several months: what each is to get or to give back. Equal to `compare` month by month.
struct Adjustment {
  std::uint32_t row = 0;       // household row for benefits of households
  std::uint16_t column = 0;    // position in benefits(set)
  std::uint16_t months = 0;    // how many in a row, with these two amounts in each
  Month first;
  std::int64_t before = 0, after = 0;
  friend bool operator==(const Adjustment&, const Adjustment&) = default;
};
struct Adjustments {
  std::vector<std::vector<Effect>> effects;      // [stretch][position in benefits(set)], a person and month counting as one
  std::vector<Adjustment> list;                  // by benefit, row, month
};
inline constexpr int kAdjustedMonthsMax = 120;
// `months` ≤ kAdjustedMonthsMax from `first` on. The first month is decided for everybody, a later one only where something that
// its answer depends on has changed: the rules, or for a household what the month makes of its facts.
Adjustments adjustments(const RuleSet& before, Date before_known, const RuleSet& after, Date after_known, const Population& population, Month first, int months,
                        const RunOptions& options);

}  // namespace yilin::policy
