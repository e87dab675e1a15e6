#pragma once
// 结算单 and 月度结算表. Tables have the names in the comments. Amounts are fen.

#include <cstdint>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/money.h"
#include "base/region_code.h"
#include "base/time.h"
#include "kernel/entity/codec.h"
#include "modules/catalogue/types.h"

namespace yilin::settlement {

using ReceiptPartId = Id<struct ReceiptPartTag>;
using StatementId = Id<struct StatementTag>;

enum class ReceiptKind : std::uint8_t { normal = 1, reversal = 2, corrected = 3 };
enum class StatementKind : std::uint8_t { provider = 1, elder = 2, fund = 3 };
enum class StatementState : std::uint8_t { open = 0, closed = 1, signed_off = 2 };  // open ones have no row
std::span<const entity::EnumName> enum_names(ReceiptKind);
std::span<const entity::EnumName> enum_names(StatementKind);
std::span<const entity::EnumName> enum_names(StatementState);

// Table receipt: immutable. price = subsidy + self = Σ parts. A reversal has the opposite amounts of what it reverses.
struct Receipt {
  ReceiptId id;
  ReceiptKind kind = ReceiptKind::normal;
  VisitId visit_id;
  OrderId order_id;
  ElderId elder_id;
  ServiceItemId item_id;
  OrganisationId organisation_id;
  RegionCode region;
  Month month;                     // in whose statements it stands: of the service, or the next that is not closed
  Date served_on;
  std::int32_t minutes = 0;        // as recorded or corrected
  Fen quoted_fen;                  // the order's price
  Fen price_fen, subsidy_fen, quota_fen, self_fen;
  ReceiptId reverses;              // of a reversal, and of the corrected one after it
  std::string reason;
  UserId by_user;                  // none: made by the confirmation
  Instant created_at;
  static const entity::Table& fields();
};

// Table receipt_part: who pays how much, in the order in which they pay; the elder's own share is the last.
struct ReceiptPart {
  ReceiptPartId id;
  ReceiptId receipt_id;
  catalogue::Payer payer = catalogue::Payer::elder;
  Fen amount_fen;
  std::string rule, name, basis;
  bool from_quota = false;
  static const entity::Table& fields();
};

// Table statement: a month that is closed. Total, count and digest are frozen; a late receipt goes to the next month.
struct Statement {
  StatementId id;
  StatementKind kind = StatementKind::provider;
  Month month;
  RegionCode region;
  std::int64_t subject = 0;        // organisation, elder or payer
  OrganisationId organisation_id;
  ElderId elder_id;
  StatementState state = StatementState::closed;
  Fen total_fen;
  std::int64_t receipts = 0;
  std::string digest;              // SM3 chained over the lines, hex
  UserId closed_by;
  Instant closed_at;
  UserId signed_by;                // another user
  Instant signed_at;
  std::string signature;           // HMAC-SM3 of digest and signers under the cell's key, hex
  std::int64_t version = 1;
  static const entity::Table& fields();
};

}  // namespace yilin::settlement
