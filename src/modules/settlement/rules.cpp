#include "modules/settlement/rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/assert.h"
#include "kernel/sealing/sealing.h"

namespace yilin::settlement::rules {

bool sold_by_time(catalogue::Unit unit) {
  return unit == catalogue::Unit::hour || unit == catalogue::Unit::night || unit == catalogue::Unit::day;
}

Fen price_of(const Served& served) {
  Fen price = served.quoted;
  for (const Correction& c : served.corrections) {
    Fen said = served.quoted;
    if (c.field == "price_fen") {
      said = {c.after};
    } else if (c.field == "minutes" && served.by_time && served.planned_minutes > 0 && c.after < served.planned_minutes) {
      said = {(served.quoted.value * c.after * 2 + served.planned_minutes) / (served.planned_minutes * 2)};
    } else {
      continue;
    }
    price = std::clamp(said, Fen{0}, served.quoted);
  }
  return price;
}

Split split(Fen price, Fen quoted, const std::vector<catalogue::QuotePart>& parts) {
  YILIN_ASSERT(price.value >= 0 && price <= quoted);
  // amount × price / quoted without overflow: amounts are below 10^9 fen.
  const auto scaled = [&](Fen amount) { return quoted.value == 0 ? Fen{} : Fen{amount.value * price.value / quoted.value}; };
  Split out;
  Fen before;
  for (const catalogue::QuotePart& part : parts) {
    YILIN_ASSERT(part.amount_fen.value >= 0);
    const Fen until = before + part.amount_fen;
    const Fen share = scaled(until) - scaled(before);  // ≤ part.amount_fen, for price ≤ quoted
    before = until;
    if (share.value == 0) continue;
    out.shares.push_back({part.payer, share, part.rule, part.name, part.basis, part.from_quota});
    out.subsidy += share;
    if (part.from_quota) out.from_quota += share;
  }
  YILIN_ASSERT(out.subsidy <= price);
  out.self = price - out.subsidy;
  if (out.self.value > 0) out.shares.push_back({catalogue::Payer::elder, out.self, {}, "个人自付", {}, false});
  return out;
}

std::string line_of(ReceiptId receipt, VisitId visit, Date served_on, Fen amount) {
  return fmt::format("{}|{}|{}|{}", receipt.value, visit.value, to_string(served_on), amount.value);
}

std::string next_digest(const std::string& before, std::string_view line) {
  const auto digest = sealing::sm3(before + "\n" + std::string(line));
  std::string out;
  for (const std::uint8_t byte : digest) fmt::format_to(std::back_inserter(out), "{:02x}", byte);
  return out;
}

Month open_month(Month month, const std::vector<Month>& closed) {
  while (std::find(closed.begin(), closed.end(), month) != closed.end()) month = month + 1;
  return month;
}

}  // namespace yilin::settlement::rules
