#pragma once
// Money of a year by fund: what it has, what it pays for, and whether enough of the lottery's goes to elder care. A fund is a payer of the
// catalogue. Internal to benefits.

#include <map>
#include <optional>

#include "kernel/command/tx.h"
#include "modules/benefits/benefits.h"
#include "modules/catalogue/types.h"

namespace yilin::benefits {

using FundBudgetId = Id<struct FundBudgetTag>;
using catalogue::Payer;

// Table fund_budget: one row a region, year and fund. A county's row is what may be spent there, from above or its own; a city's row is
// what the city spends itself, so that the whole is the sum of the rows.
struct FundBudget {
  FundBudgetId id;
  RegionCode region;               // city or county
  std::int64_t year = 0;
  Payer payer = Payer::lottery;
  Fen amount_fen;
  Fen other_fen;                   // that it pays for elder care beside awards and services: building, running costs
  std::string basis;
  UserId by_user;
  std::string by_name;
  Instant at;
  std::int64_t version = 1;
  static const entity::Table& fields();
};
struct PutFundBudget {
  RegionCode region;
  std::int64_t year = 0;
  Payer payer = Payer::lottery;
  Fen amount_fen, other_fen;
  std::string basis;
  std::int64_t version = 0;        // 0: a new one
  static const entity::Table& fields();
};
struct FundQuery {
  RegionCode region;               // city or county; none: the caller's
  std::int64_t year = 0;           // 0: this one
  static const entity::Table& fields();
};
struct FundBudgetView {
  FundBudget budget;
  std::string region_name;
  static const entity::Table& fields();
};
struct FundBudgets {
  std::vector<FundBudgetView> items;
  static const entity::Table& fields();
};

// Who pays a benefit, from a month on. Table benefit_funding has a row a part.
struct FundPart {
  Payer payer = Payer::fiscal_county;
  BasisPoints share_bp;
  static const entity::Table& fields();
};
struct FundShares {
  std::string benefit;
  RegionCode region;               // 0: the whole country
  std::string region_name;
  Month from;                      // none: from the beginning
  std::vector<FundPart> parts;     // Σ = 10,000
  std::string basis, confidence;
  static const entity::Table& fields();
};
struct FundSharesQuery {
  std::string benefit;
  static const entity::Table& fields();
};
struct FundSharesList {
  std::vector<FundShares> items;
  static const entity::Table& fields();
};
struct PutFundShares {
  std::string benefit;
  RegionCode region;
  Month from;
  std::vector<FundPart> parts;
  std::string basis, confidence;
  static const entity::Table& fields();
};
// All rows, for splitting: of the deepest region around `county` that says something of the benefit in that month, the latest; null: nobody says.
class Funding {
 public:
  explicit Funding(sql::Connection& db, std::string_view benefit = {});
  const FundShares* of(std::string_view benefit, RegionCode county, Month month) const;
  const std::vector<FundShares>& all() const { return all_; }

 private:
  std::vector<FundShares> all_;    // by benefit, region, from
};

enum class ShareState : std::uint8_t { met = 1, short_of = 2, to_verify = 3 };
std::span<const entity::EnumName> enum_names(ShareState);

// How much of a lottery fund goes to elder care. `unfunded`: awards of which nobody says who pays them.
struct LotteryShare {
  RegionCode region;
  std::string region_name;
  std::optional<Fen> budget_fen;   // none: not entered
  Fen forecast_fen, unfunded_fen;
  std::optional<BasisPoints> share_bp;  // rounded down
  BasisPoints required_bp;
  std::optional<Fen> required_fen; // the least that keeps the share
  Fen missing_fen;
  ShareState state = ShareState::to_verify;
  std::string sentence;
  std::vector<std::string> without_budget;  // regions that have not entered theirs
  static const entity::Table& fields();
};
// PURE: fills share, required, missing, state and sentence from the others. Short only when it is so whoever pays the unfunded ones and
// whatever is still to be entered; met only when nothing is open.
void judge(LotteryShare& share);

struct FundRow {
  Payer payer = Payer::lottery;
  std::optional<Fen> budget_fen;
  Fen paid_fen, to_come_fen, other_fen, forecast_fen;
  std::optional<Fen> left_fen;
  static const entity::Table& fields();
};
struct FundLine {
  std::string benefit;             // "上门服务": what receipts say
  std::optional<Payer> payer;      // none: nobody says
  Fen paid_fen, to_come_fen;
  static const entity::Table& fields();
};
// Months before `from_month` are paid: what was granted when they were frozen and what lists of differences settled since; services as their
// receipts say. From it to December: what the awards that run will cost; those that are handed out as service quota are paid as services.
struct FundForecast {
  RegionCode region;
  std::string region_name;
  std::int64_t year = 0;
  Month from_month;
  std::vector<FundRow> funds;
  Fen unfunded_fen;
  std::vector<FundLine> benefits;
  LotteryShare lottery;
  std::string required_basis, required_confidence;
  std::vector<LotteryShare> children;  // of a city: its own row and every county; Σ = lottery
  static const entity::Table& fields();
};

Result<FundBudgets> list_fund_budgets(command::Reader& reader, const FundQuery& in);
Result<FundBudgetView> put_fund_budget(command::Tx& tx, const PutFundBudget& in);
Result<FundSharesList> list_fund_shares(command::Reader& reader, const FundSharesQuery& in);
Result<FundShares> put_fund_shares(command::Tx& tx, const PutFundShares& in);
Result<FundForecast> forecast_funds(command::Reader& reader, const FundQuery& in);

// City or county of the caller that a question is about, and the year. Error: field "region"; not_found outside the scope.
struct FundScope {
  RegionCode region;
  std::int64_t year = 0;
};
Result<FundScope> fund_scope(const command::Reader& reader, const FundQuery& in);
std::vector<FundBudget> budgets_of(const command::Reader& reader, const FundScope& scope);

}  // namespace yilin::benefits
