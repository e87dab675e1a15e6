#pragma once
// Dated parameters of orders, by region (the deepest region with a valid row wins), in memory.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/region_code.h"
#include "base/time.h"
#include "kernel/command/kernel.h"

namespace yilin::orders {

class Parameters {
 public:
  void load(sql::Connection& db);
  // The value valid on `on` for `region`; every name has a row for the whole country (asserted).
  std::int64_t value(std::string_view name, RegionCode region, Date on) const;

 private:
  struct Row {
    RegionCode region;
    std::int32_t from;
    std::int64_t value;
  };
  std::map<std::string, std::vector<Row>, std::less<>> rows_;
};

const Parameters& parameters(const Kernel& kernel);

}  // namespace yilin::orders
