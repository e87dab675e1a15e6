#pragma once
// What screens see of settlement. Internal to settlement.

#include "http/page.h"
#include "modules/settlement/commands.h"

namespace yilin::settlement {

struct ReceiptView {
  Receipt receipt;
  std::string elder_name, organisation_name, item_name, region_name;
  std::vector<ReceiptPart> parts;   // of one receipt only, not in lists
  ReceiptId reversed_by;
  static const entity::Table& fields();
};
struct ReceiptPath {
  ReceiptId id;
  static const entity::Table& fields();
};
struct ReceiptQuery {
  RegionCode region;
  Month month;
  OrganisationId organisation;
  ElderId elder;
  OrderId order;
  VisitId visit;
  std::int64_t limit = http::kPageDefault;
  ReceiptId cursor;
  static const entity::Table& fields();
};

// A closed statement, told where its subject is spoken of.
struct StatementBrief {
  StatementId id;
  StatementState state = StatementState::closed;
  std::string region_name;
  std::int64_t receipts = 0;
  Fen total_fen;
  static const entity::Table& fields();
};
struct StatementRow {
  StatementKind kind = StatementKind::provider;
  Month month;
  std::string subject, subject_name;
  std::int64_t receipts = 0;
  Fen total_fen;                    // of a fund: what it pays; else price
  Fen subsidy_fen, self_fen;
  StatementState state = StatementState::open;  // open: some receipt is in no closed statement yet
  StatementId statement_id;         // none while open
  std::vector<StatementBrief> closed;
  std::int64_t files = 1;           // of an elder: under how many files these receipts were made
  static const entity::Table& fields();
};
struct StatementQuery {
  StatementKind kind = StatementKind::provider;
  Month month;                      // none: this month
  RegionCode region;
  std::string subject;
  std::int64_t limit = http::kPageDefault;
  std::optional<std::int64_t> cursor;
  static const entity::Table& fields();
};

struct ElderMonths {                // newest first
  ElderId id;
  std::int64_t limit = 12;
  std::optional<std::int64_t> cursor;
  static const entity::Table& fields();
};

struct StatementLine {
  ReceiptId receipt_id;
  ReceiptKind kind = ReceiptKind::normal;
  VisitId visit_id;
  ElderId elder_id;
  std::string elder_name, item_name, organisation_name;
  Date served_on;
  std::int32_t minutes = 0;
  Fen amount_fen;
  static const entity::Table& fields();
};
struct StatementView {
  Statement statement;
  std::string subject, subject_name, region_name, closed_by_name, signed_by_name;
  std::vector<StatementBrief> others;  // of this elder and month, closed under another of her files
  std::vector<StatementLine> lines;
  std::optional<std::string> next;
  static const entity::Table& fields();
};
struct StatementShow {
  StatementId id;
  std::int64_t limit = http::kPageMax;
  std::string cursor;
  static const entity::Table& fields();
};

std::string item_name(const Kernel& kernel, ServiceItemId id);

Result<http::Page<ReceiptView>> list_receipts(command::Reader& reader, const ReceiptQuery& in);
Result<ReceiptView> show_receipt(command::Reader& reader, const ReceiptPath& in);
Result<http::Page<StatementRow>> list_statements(command::Reader& reader, const StatementQuery& in);
Result<http::Page<StatementRow>> elder_months(command::Reader& reader, const ElderMonths& in);
Result<StatementView> show_statement(command::Reader& reader, const StatementShow& in);

}  // namespace yilin::settlement
