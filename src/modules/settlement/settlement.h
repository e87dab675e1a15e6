#pragma once
// The façade of settlement. It works by itself: a confirmed visit gets its receipt in the same transaction.

#include "kernel/command/tx.h"
#include "modules/settlement/types.h"

namespace yilin::settlement {

namespace errors {
inline constexpr ErrorKind already_reversed{"settlement.already_reversed", 409, "这张结算单已经冲销过。", "The receipt is reversed already."};
inline constexpr ErrorKind is_reversal{"settlement.is_reversal", 409, "冲销单不能再冲销。", "A reversal cannot be reversed."};
inline constexpr ErrorKind month_open{"settlement.month_open", 409, "这个月还没有结束，不能结账。", "The month has not ended."};
inline constexpr ErrorKind already_closed{"settlement.already_closed", 409, "这个月已经结账。", "Closed already."};
inline constexpr ErrorKind same_person{"settlement.same_person", 409, "结账人不能自己复核签字，请由另一人签字。", "Another person must sign."};
inline constexpr ErrorKind nothing_there{"settlement.nothing_there", 409, "这个月没有结算单，不需要结账。", "There are no receipts."};
}  // namespace errors

// Announced inside the transaction, for every receipt: figures add its amounts (negative ones of a reversal too).
struct ReceiptMade {
  const Receipt& receipt;
  const std::vector<ReceiptPart>& parts;
};

// Receipts of one visit, oldest first; whoever asks.
std::vector<Receipt> receipts_of(sql::Connection& db, const entity::Vault& vault, VisitId visit);

// What each fund paid for services of `where`, in the months in whose statements they stand; the elder's own share is left out. By month,
// county and fund.
struct FundPaid {
  Month month;
  RegionCode county;
  catalogue::Payer payer = catalogue::Payer::elder;
  Fen amount;
};
std::vector<FundPaid> paid_by_funds(sql::Connection& db, RegionRange where, Month from, Month until);

// What figures count, as orders::counted says it: one row a receipt, reversals with negative values.
enum class Amount : std::uint8_t { price, subsidy, self };
sql::Statement counted(Amount amount);

}  // namespace yilin::settlement
