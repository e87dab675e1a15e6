#pragma once
// Receipts and closings. Internal to settlement.

#include "modules/orders/orders.h"
#include "modules/settlement/rules.h"
#include "modules/settlement/settlement.h"

namespace yilin::settlement {

void listen(Kernel& kernel);  // orders::OrderPlaced and VisitConfirmed

struct Reverse {
  ReceiptId id;
  std::string reason;
  std::optional<Fen> correct_price_fen;  // none or 0: nothing is due
  static const entity::Table& fields();
};
// The opposite of a receipt, and the right one beside it. Answers the last one made.
Result<Receipt> reverse(command::Tx& tx, const Reverse& in);

struct CloseStatement {
  StatementKind kind = StatementKind::provider;
  Month month;
  RegionCode region;
  std::string subject;
  // Worked out before, on a reading connection: a month of the city may have 300,000 lines.
  std::int64_t subject_value = 0;
  std::vector<ElderId> files;            // of an elder: those that are not closed yet, the first is the subject
  Fen total_fen;
  std::int64_t receipts = 0;
  ReceiptId last;                        // the newest receipt that was counted
  std::string digest;
  static const entity::Table& fields();
};
Status prepare_close(command::Reader& reader, CloseStatement& in);
Result<Statement> close(command::Tx& tx, const CloseStatement& in);

struct StatementPath {
  StatementId id;
  static const entity::Table& fields();
};
Result<Statement> sign(command::Tx& tx, const StatementPath& in);

// What a statement is made of: " FROM … WHERE …" over receipt r (and receipt_part p for a fund).
struct Lines {
  StatementKind kind = StatementKind::provider;
  Month month;
  RegionCode region;
  std::int64_t subject = 0;
  std::vector<ElderId> files;            // of an elder, instead of the subject
};
sql::Statement lines_of(const Lines& lines);
// Of all files that lead to this elder, those whose month is in no statement of this region, of one around it or inside it.
std::vector<ElderId> open_files(const Kernel& kernel, sql::Connection& db, ElderId elder, Month month, RegionCode region);
// A receipt must not stand in two statements: neither may lie inside the other.
bool overlap(RegionCode a, RegionCode b);

// Who a statement is about, as the API says it: an id, or the code of a payer.
std::string subject_text(StatementKind kind, std::int64_t subject);
Result<std::int64_t> parse_subject(StatementKind kind, std::string_view text);

}  // namespace yilin::settlement
