#pragma once
// PURE: what a service costs and who pays.
//
// Rounding (四舍五入到分, cumulative within a benefit): of a benefit whose shares are r1, r2 …, payer i pays
// round(price × (r1+…+ri)) − round(price × (r1+…+r(i−1))), so that shares of 100 % cover the price exactly. Caps, what is
// left of the price and of the month's quota then cut it. What no payer covers is her own: price = Σ parts + self.

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "modules/catalogue/book.h"

namespace yilin::catalogue::rules {

enum class Truth : std::uint8_t { no, yes, unknown };
struct Applies {
  Truth truth = Truth::yes;
  std::vector<Fact> unknown;  // what must be verified to know; empty unless unknown
};
Applies applies(const Condition& condition, const ElderFacts& elder, Date on);

// Errors as catalogue::quote.
Result<Quote> quote(const Book& book, const ElderFacts& elder, const QuoteRequest& request);
MonthlyQuota monthly_quota(const Book& book, const ElderFacts& elder, RegionCode region, Month month);

// "特困、低保；中度失能至完全失能；80 岁以上" – "所有老人" without conditions.
std::string describe(const Condition& condition);

// Whether two validities of the same region have a day in common (withdrawn rows have none).
bool overlap(const Validity& a, const Validity& b);
// "2026-01-01 至 2026-12-31", "2026-01-01 起"
std::string describe(const Validity& validity);

// 422 when the dates are the wrong way round.
Status check_dates(const Validity& validity);
// The last day that a row in force may be given: today or later; one that has not begun may be withdrawn altogether by
// naming the day before it begins.
Result<Date> end_on(const Validity& row, Date last_day, Date today);

}  // namespace yilin::catalogue::rules
