// The counters in memory: sums of ranges, and that a whole city of two months is a matter of milliseconds.
#include "modules/figures/mirror.h"

#include <gtest/gtest.h>

namespace yilin::figures {
namespace {

constexpr std::uint32_t kCommunities = 5000;
constexpr std::int32_t kDays = 60;
const Date kFirst = Date::from_ymd(2026, 9, 24);

TEST(Mirror, SumsOfPartsAreTheSumOfTheWhole) {
  Mirror mirror(kCommunities);
  for (std::int32_t day = 0; day < kDays; ++day)
    for (std::uint32_t c = 0; c < kCommunities; ++c)
      for (std::size_t m = 1; m <= kMetrics; ++m) mirror.add(c, kFirst + day, static_cast<Metric>(m), 1 + (c + m) % 7);
  std::vector<region::CommunityRange> parts;
  for (std::uint32_t first = 0; first < kCommunities; first += 50) parts.push_back({first, first + 50});
  Values sum{};
  for (const Values& values : mirror.sums(parts, kFirst, kFirst + (kDays - 1))) add(sum, values);
  const std::vector<region::CommunityRange> whole{{0, kCommunities}};
  const auto start = system_clock().monotonic_us();
  const Values all = mirror.sums(whole, kFirst, kFirst + (kDays - 1))[0];
  RecordProperty("sum_us", std::to_string(system_clock().monotonic_us() - start));
  EXPECT_EQ(all, sum);
  EXPECT_GT(all[0], std::int64_t{kCommunities} * kDays);
}

TEST(Mirror, DaysOutsideAndEmptyRangesCountNothing) {
  Mirror mirror(3);
  mirror.add(1, kFirst, Metric::complaints, 2);
  mirror.add(1, kFirst + 2, Metric::complaints, 5);
  mirror.add(1, kFirst + 2, Metric::complaints, -1);
  mirror.add(9, kFirst, Metric::complaints, 7);  // no such community
  const std::vector<region::CommunityRange> ranges{{0, 1}, {1, 2}, {0, 3}, {2, 2}};
  const auto complaints = [&](Date from, Date to) {
    std::vector<std::int64_t> out;
    for (const Values& values : mirror.sums(ranges, from, to)) out.push_back(values[index(Metric::complaints)]);
    return out;
  };
  EXPECT_EQ(complaints(kFirst, kFirst + 2), (std::vector<std::int64_t>{0, 6, 6, 0}));
  EXPECT_EQ(complaints(kFirst, kFirst + 1), (std::vector<std::int64_t>{0, 2, 2, 0}));
  EXPECT_EQ(complaints(kFirst + 3, kFirst + 9), (std::vector<std::int64_t>{0, 0, 0, 0}));
  mirror.replace({});
  EXPECT_EQ(complaints(kFirst, kFirst + 2), (std::vector<std::int64_t>{0, 0, 0, 0}));
}

}  // namespace
}  // namespace yilin::figures
