#pragma once
// PURE: life cycles, what may be submitted, what raises a doubt, whose levels stand out.

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "kernel/lifecycle/lifecycle.h"
#include "modules/assessment/scoring.h"
#include "modules/assessment/types.h"

namespace yilin::assessment::rules {

std::span<const lifecycle::Transition<State>> moves();
std::span<const lifecycle::Transition<FlagState>> flag_moves();

// Fields of a plan: two different persons, qualified that day, and after a dispute others than before.
Status may_plan(const Assessor& first, const Assessor& second, const Assessment* disputed, Date on);

// What is signed: the answers and what was noted and photographed, and where, when, by whom and with whose consent they were given. A JSON
// list: no value can pass for another. SM3, hex, by the caller's `digest`.
std::string signed_text(const Assessment& assessment, std::span<const Photo> photos);

// Everything that must be there before a result may go to review; all that is missing in one error. `signatures` are those
// whose digest is that of what stands.
Status may_submit(const Assessment& assessment, const Score& score, const Questionnaire& questionnaire, const Assessor& first,
                  const Assessor& second, std::span<const Signature> signatures, Instant now);

// ---- doubts ----

struct SubsidyDay {
  RegionCode region;
  unsigned month = 1, day = 1;
  Date valid_from, valid_to;           // [from, to); none: open
  std::string name;
};
struct NextSubsidyDay {
  Date on;
  std::string name;
};
// The first on or after `on` of those of the deepest region that has any.
std::optional<NextSubsidyDay> next_subsidy_day(std::span<const SubsidyDay> days, RegionCode region, Date on);

struct Thresholds {
  std::int64_t fast_minutes = 0, same_assessor_times = 0, jump_levels = 0, jump_window_days = 0, outlier_min = 0;
};

// How one assessor's levels lie beside her peers': Pearson's chi-square test of homogeneity (K. Pearson, 1900) of two rows,
// neighbouring levels joined until each expected count is at least 5 (W. G. Cochran, Biometrics 10, 1954, 417–451), against
// the upper 0.1 % point of chi-square. Case mix is not adjusted for: it asks for an explanation, it proves nothing.
//   Σ (observed − expected)² / expected over both rows;  expected = row total × column total / grand total
inline constexpr std::size_t kLevelsMax = 21;
using Distribution = std::array<std::int64_t, kLevelsMax>;  // index = level
struct Deviation {
  double chi_square = 0, critical = 0;
  int degrees = 0;                     // 0: too few to compare
  double mean = 0, peers_mean = 0;     // of the levels
  bool outlier() const { return degrees > 0 && chi_square > critical; }
};
Deviation compare(const Distribution& own, const Distribution& peers, std::int64_t own_min);

struct OutlierOf {
  std::string assessor;
  std::int64_t assessments = 0;
  Deviation deviation;
};
struct FlagFacts {
  Instant started_at, ended_at;
  Date assessed_on;
  std::int32_t level = 0;
  std::optional<std::int32_t> previous_level;
  Date previous_on;
  std::optional<NextSubsidyDay> subsidy_day;
  std::vector<std::string> same_assessor;     // names of those who made the last same_assessor_times − 1 too
  std::vector<std::string> overlapping;       // "李评估 09:00–10:00 在另一处": other visits of theirs at that time
  std::vector<OutlierOf> outliers;
  std::optional<std::int32_t> stated_level;   // imported: what the other place says
};
struct RaisedFlag {
  FlagKind kind;
  std::string detail;
};
std::vector<RaisedFlag> raise_flags(const FlagFacts& facts, const Thresholds& thresholds);

// ---- dates ----

// The same day `months` later, or the last of that month.
Date months_after(Date on, std::int64_t months);

}  // namespace yilin::assessment::rules
