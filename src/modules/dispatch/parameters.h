#pragma once
// Dated parameters of dispatch, by region (the deepest region with a valid row wins), in memory.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/command/kernel.h"
#include "modules/dispatch/rules.h"

namespace yilin::dispatch {

class Parameters {
 public:
  void load(sql::Connection& db);
  // The value valid on `on` for `region`; every name has a row for the whole country (asserted).
  std::int64_t value(std::string_view name, RegionCode region, Date on) const;
  // What the ranking of a visit there needs.
  rules::Terms terms(RegionCode region, bool urban, Date on) const;

 private:
  struct Row {
    RegionCode region;
    std::int32_t from;
    std::int64_t value;
  };
  std::map<std::string, std::vector<Row>, std::less<>> rows_;
};

const Parameters& parameters(const Kernel& kernel);

}  // namespace yilin::dispatch
