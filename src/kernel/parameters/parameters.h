#pragma once
// Numbers that a city sets (law 11): times, thresholds, speeds, points. A module keeps them in a table of its own with the
// columns name, region, valid_from, value, basis and confidence, and in memory as a part of its own type:
//
//   struct Parameters : DatedParameters {};
//   kernel.parts.put<Parameters>().load(db, "order_parameter");
//   const auto wait = hours(kernel.parts.get<Parameters>().value("confirm_after_hours", visit.region, today));

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/region_code.h"
#include "base/time.h"
#include "kernel/sql/connection.h"

namespace yilin {

class DatedParameters {
 public:
  // Replaces what was loaded. At start-up; reading is for any thread after it.
  void load(sql::Connection& db, sql::Literal table);
  // The value valid on `on` for `region`: of the deepest region with a valid row, the latest. Every name has a row for the
  // whole country from the beginning (asserted).
  std::int64_t value(std::string_view name, RegionCode region, Date on) const;

 private:
  struct Row {
    RegionCode region;
    std::int32_t from;
    std::int64_t value;
  };
  std::map<std::string, std::vector<Row>, std::less<>> rows_;
};

}  // namespace yilin
