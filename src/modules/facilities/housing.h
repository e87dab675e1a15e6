#pragma once
// Housing quarters and the elder-care rooms that they owe. Internal to facilities.

#include "http/page.h"
#include "kernel/command/tx.h"
#include "modules/facilities/facilities.h"

namespace yilin::facilities {

enum class Part : std::uint8_t { housing = 1, care = 2 };
std::span<const entity::EnumName> enum_names(Part);

// Table quarter_step.
struct QuarterStep {
  Id<struct QuarterStepTag> id;
  QuarterId quarter_id;
  Part part = Part::housing;
  Stage stage = Stage::planned;
  Date on_day;
  std::string document;
  UserId by;
  Instant created_at;
  static const entity::Table& fields();
};

struct Owed {
  std::string code, name, basis, confidence;
  std::int64_t m2_per_100_households = 0, owed_m2 = 0, debt_m2 = 0;
  bool binding = false;                 // the debt is reckoned by this one
  static const entity::Table& fields();
};

struct ChangeQuarter : NewQuarter {
  QuarterId id;
  std::int64_t version = 0;
  static const entity::Table& fields();
};
struct QuarterPath {
  QuarterId id;
  static const entity::Table& fields();
};
struct TakeStep {
  QuarterId id;
  Part part = Part::housing;
  Stage stage = Stage::planned;
  Date on_day;
  std::string document;
  std::optional<std::int32_t> provided_m2;  // measured at acceptance
  std::string reason;                   // of a step back
  static const entity::Table& fields();
};
struct QuarterQuery {
  std::string q;
  RegionCode region;
  std::optional<QuarterKind> kind;
  bool in_debt = false, out_of_step = false;
  std::int64_t limit = http::kPageDefault;
  QuarterId cursor;
  static const entity::Table& fields();
};
struct QuarterView : Quarter {
  std::string region_name, facility_name;
  std::vector<Owed> owed;
  std::int64_t owed_m2 = 0, debt_m2 = 0;  // by the binding rule
  std::string rule_name;
  std::string step_problem;             // "" when in step
  static const entity::Table& fields();
};
struct QuarterDetail : QuarterView {
  std::vector<QuarterStep> steps;
  static const entity::Table& fields();
};
struct DebtQuery {
  RegionCode region;
  std::optional<QuarterKind> kind;
  static const entity::Table& fields();
};
struct DebtRow {
  RegionCode region;
  std::string region_name;
  std::int64_t quarters = 0, households = 0, owed_m2 = 0, provided_m2 = 0, debt_m2 = 0, in_debt = 0, out_of_step = 0, unruled = 0;
  static const entity::Table& fields();
};
struct DebtTable {
  DebtRow total;
  std::vector<DebtRow> children;        // sums to the total
  std::vector<QuarterView> largest;     // debts, at most 50
  static const entity::Table& fields();
};
struct HousingRules {
  std::vector<HousingTerms> items;
  static const entity::Table& fields();
};

Result<http::Page<QuarterView>> list_quarters(command::Reader& reader, const QuarterQuery& in);
Result<QuarterDetail> show_quarter(command::Reader& reader, const QuarterPath& in);
Result<DebtTable> debts(command::Reader& reader, const DebtQuery& in);
Result<HousingRules> housing_rules(command::Reader& reader, const DebtQuery& in);
Result<QuarterView> create_quarter(command::Tx& tx, const NewQuarter& in);
Result<QuarterView> change_quarter(command::Tx& tx, const ChangeQuarter& in);
Result<QuarterView> take_step(command::Tx& tx, const TakeStep& in);

}  // namespace yilin::facilities
