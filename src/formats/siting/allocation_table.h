#pragma once
// CSV tables of the allocation commands: tiers of households, limits of counties, totals to be split. First row: names of columns in
// English or Chinese. Errors name the rows.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yilin::formats::siting {

inline constexpr ErrorKind bad_table{"siting.bad_table", 422, "分配数据有误。", "The allocation data are wrong."};
inline constexpr double kBenefitScale = 1000;   // benefits have three decimals at most

// household 户, tier 档, cost 费用 (yuan), benefit 效益; group 区县. Rows of one household may stand anywhere.
struct HouseholdTable {
  std::vector<std::string> household;
  std::vector<std::size_t> start{0};            // tiers of household h: start[h] … start[h+1]-1
  std::vector<std::string> tier;
  std::vector<std::int64_t> cost, benefit;      // fen; × kBenefitScale
  std::vector<std::int32_t> group;              // per household; empty: no such column
  std::vector<std::string> group_name;
  std::vector<std::string> warnings;
};
Result<HouseholdTable> read_households(std::string_view text, std::string_view name);

// group 区县, floor 下限, cap 上限 (yuan; empty: none), year 年 (from 1; empty: every year).
struct LimitTable {
  struct Limit {
    std::int32_t group, year;                   // year 0: every year
    std::int64_t floor, cap;                    // fen
  };
  std::vector<Limit> limit;
};
Result<LimitTable> read_limits(std::string_view text, std::string_view name, const HouseholdTable& households, std::int32_t years);

// id 名称, total 合计: whole numbers ≥ 0.
struct TotalTable {
  std::vector<std::string> id;
  std::vector<std::int64_t> total;
};
Result<TotalTable> read_totals(std::string_view text, std::string_view name);

}  // namespace yilin::formats::siting
