#include "modules/figures/mirror.h"

#include <mutex>

namespace yilin::figures {

void Mirror::add(Days& days, std::uint32_t communities, std::uint32_t community, std::int32_t day, std::size_t metric, std::int64_t value) {
  Day& of_day = days[day];
  if (of_day.row_of.empty()) of_day.row_of.resize(communities);
  std::uint32_t& row = of_day.row_of[community];
  if (row == 0) {
    of_day.rows.emplace_back();
    row = static_cast<std::uint32_t>(of_day.rows.size());
  }
  of_day.rows[row - 1][metric] += value;
}

Mirror::Days Mirror::load(sql::Connection& db, const region::Divisions& tree) {
  Days days;
  auto rows = db.stream("SELECT region, day, metric, value FROM counter");
  while (rows.next()) {
    const auto community = tree.index_of({rows.integer(0)});
    const auto metric = static_cast<std::size_t>(rows.integer(2) - 1);
    if (community && metric < kMetrics)
      add(days, tree.community_count(), *community, static_cast<std::int32_t>(rows.integer(1)), metric, rows.integer(3));
  }
  return days;
}

void Mirror::replace(Days days) {
  const std::unique_lock lock(mutex_);
  days_.swap(days);
}

void Mirror::add(std::uint32_t community, Date day, Metric metric, std::int64_t value) {
  const std::unique_lock lock(mutex_);
  if (community < communities_) add(days_, communities_, community, day.days, index(metric), value);
}

std::vector<Values> Mirror::sums(std::span<const region::CommunityRange> ranges, Date from, Date to) const {
  std::vector<Values> out(ranges.size());
  std::int32_t next = from.days;
  for (;;) {
    const std::shared_lock lock(mutex_);
    const auto found = days_.lower_bound(next);
    if (found == days_.end() || found->first > to.days) return out;
    next = found->first + 1;
    const Day& day = found->second;
    for (std::size_t i = 0; i < ranges.size(); ++i)
      for (std::uint32_t c = ranges[i].first; c < ranges[i].last; ++c)
        if (const std::uint32_t row = day.row_of[c]; row != 0) figures::add(out[i], day.rows[row - 1]);
  }
}

}  // namespace yilin::figures
