#pragma once
// What every face shows without a login: the city, its hotline, and whether the data is a demonstration.

#include <string>

#include "base/region_code.h"
#include "kernel/command/tx.h"

namespace yilin::region {

struct Site {
  std::string city;      // "濮阳市"; empty before divisions are loaded
  RegionCode region;
  std::string hotline;   // setting `hotline`; 12349 is the national number of elder-care hotlines
  bool demo = false;
  static const entity::Table& fields();
};
Site site(command::Reader& reader);

}  // namespace yilin::region
