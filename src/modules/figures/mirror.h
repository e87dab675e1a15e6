#pragma once
// The counters in memory: day × community (the dense numbering of region) × metric. A day takes memory only for the
// communities where something happened. One writing thread, any number of readers; a reader holds the lock for one day.

#include <map>
#include <memory>
#include <shared_mutex>
#include <vector>

#include "base/time.h"
#include "kernel/sql/connection.h"
#include "modules/figures/types.h"
#include "modules/region/region.h"

namespace yilin::figures {

class Mirror {
 public:
  struct Day {
    std::vector<std::uint32_t> row_of;  // by community; 0: nothing happened, else its row + 1
    std::vector<Values> rows;
  };
  using Days = std::map<std::int32_t, Day>;

  explicit Mirror(std::uint32_t communities) : communities_(communities) {}

  // Of what is stored; inside a transaction.
  static Days load(sql::Connection& db, const region::Divisions& tree);
  void replace(Days days);
  void add(std::uint32_t community, Date day, Metric metric, std::int64_t value);
  // One sum for each range, over the days from … to.
  std::vector<Values> sums(std::span<const region::CommunityRange> ranges, Date from, Date to) const;

 private:
  static void add(Days& days, std::uint32_t communities, std::uint32_t community, std::int32_t day, std::size_t metric, std::int64_t value);
  const std::uint32_t communities_;
  mutable std::shared_mutex mutex_;
  Days days_;
};

}  // namespace yilin::figures
