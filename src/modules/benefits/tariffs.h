#pragma once
// One parameter over a range of values, this month, whole city: what each value would change and cost. Internal to benefits.

#include "modules/benefits/scenarios.h"

namespace yilin::benefits {

inline constexpr std::int64_t kTariffValuesMax = 200, kTariffsOneByOneMax = 24;

struct TariffQuery {
  std::string parameter;
  RegionCode region;               // where the value is to hold; none: the city
  std::string lowest, highest, step;  // as an author types them: "40元"
  static const entity::Table& fields();
};
struct TariffRow {
  std::string value;
  bool present = false;            // the value in force
  std::vector<EffectRow> effects;  // of the benefits that some value moves, the same order in every row
  Fen cost_fen;
  static const entity::Table& fields();
};
struct TariffView {
  std::string parameter, present;  // the value in force; empty: none there
  RegionCode region;
  std::string region_name;
  Month month;
  Instant known_at;
  std::int64_t elders = 0;
  std::vector<TariffRow> items;
  static const entity::Table& fields();
};

// Only for who covers the whole city. Each value costs nothing but its arithmetic where the amounts hang on yes and no; where they hang on
// money (an income, a bill), values are decided one by one and at most kTariffsOneByOneMax of them.
Result<TariffView> compare_tariff(command::Reader& reader, const TariffQuery& in);

}  // namespace yilin::benefits
