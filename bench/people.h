#pragma once
// A city's elders made up from a seed, for benches: surnames and given names as frequent as they are (公安部《二〇二〇年全国姓名
// 报告》 for surnames), ID numbers that check and never repeat, shared telephones, labels, families, and a few people who
// were written down twice.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/rng.h"
#include "modules/registry/types.h"

namespace yilin::bench {

class People {
 public:
  People(std::vector<RegionCode> communities, Date today, std::uint64_t seed);
  registry::NewElder next();

 private:
  std::string name(bool woman);
  IdCard card(RegionCode community, Date birth, bool woman);
  Phone phone();
  void add_around(registry::NewElder& e);

  std::vector<RegionCode> communities_;
  Date today_;
  Rng rng_;
  std::vector<std::uint16_t> serials_;  // next free one of (county, day of birth), women and men apart
  registry::NewElder last_;
  std::int64_t made_ = 0;
};

}  // namespace yilin::bench
