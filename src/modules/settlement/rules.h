#pragma once
// PURE: how a price is split, and what a statement's digest is.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "modules/settlement/settlement.h"

namespace yilin::settlement::rules {

struct Correction {          // of the visit's record, in the order in which they were signed
  std::string field;         // "price_fen" or "minutes"
  std::int64_t after = 0;
};
struct Served {
  Fen quoted;                // the order's price
  std::int64_t planned_minutes = 0;
  bool by_time = false;      // sold by hour, night or day: fewer minutes cost less
  std::vector<Correction> corrections;
};
// Never more than quoted, never negative. The last word on the price counts; corrected minutes lower the price of a service
// that is sold by time, in proportion, rounded half up.
Fen price_of(const Served& served);
bool sold_by_time(catalogue::Unit unit);

struct Share {
  catalogue::Payer payer = catalogue::Payer::elder;
  Fen amount;
  std::string rule, name, basis;
  bool from_quota = false;
};
struct Split {
  std::vector<Share> shares;  // in stated order, none zero; the elder's own last
  Fen subsidy, from_quota, self;
};
// Shares of `price` ≤ `quoted` when `parts` (in stated order, caps and quota applied) were quoted for `quoted`. Each payer's
// share falls with the price, rounded cumulatively over all of them, so that nobody pays more than he was quoted and the
// shares sum to the price exactly. The elder pays the rest.
Split split(Fen price, Fen quoted, const std::vector<catalogue::QuotePart>& parts);

// The digest of a statement: d(0) = "", d(n) = hex SM3(d(n−1) ‖ line(n)).
std::string next_digest(const std::string& before, std::string_view line);
std::string line_of(ReceiptId receipt, VisitId visit, Date served_on, Fen amount);

// The first month from `month` on that is not in `closed`.
Month open_month(Month month, const std::vector<Month>& closed);

}  // namespace yilin::settlement::rules
