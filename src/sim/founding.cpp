#include "sim/founding.h"

#include <unordered_map>

#include <fmt/format.h>

#include "modules/registry/registry.h"
#include "sim/hands.h"
#include "sim/people.h"

namespace yilin::sim {
namespace {
CallerPtr system_caller() { return {&access::Caller::system(), [](const access::Caller*) {}}; }
}  // namespace

Result<std::vector<Couple>> found_people(Kernel& kernel, const Places& places, std::int64_t elders, std::uint64_t seed, const DemoProgress& progress, int threads) {
  std::unordered_map<std::int64_t, ElderId> ids;  // by row, of those who may be half of a couple; the writer's thread
  registry::BulkElders::Options bulk_options;
  bulk_options.run = "demo";
  bulk_options.source = registry::Source::simulated;
  bulk_options.threads = threads;
  bulk_options.in_chunk = [&ids](command::Tx&, std::int64_t first, std::span<const registry::BulkRow> rows) -> Status {
    for (std::size_t i = 0; i < rows.size() && ids.size() < 10 * kCouplesMax; ++i) ids[first + static_cast<std::int64_t>(i)] = rows[i].elder;
    return {};
  };
  registry::BulkElders bulk(kernel, system_caller(), bulk_options);
  PeopleMaker people(places, seed, civil_date(kernel.clock.now()));
  const std::int64_t known = bulk.position();
  std::vector<std::int64_t> spouses;  // rows
  for (std::int64_t i = 0; i < elders; ++i) {
    registry::NewElder elder = people.next();
    if (i < known) continue;
    if (people.last_is_spouse() && spouses.size() < kCouplesMax) spouses.push_back(i);
    YILIN_CHECK(bulk.add(std::move(elder)));
    if (i % 500 == 0) progress("生成老人档案", i, elders);
  }
  YILIN_CHECK(bulk.finish());
  progress("生成老人档案", elders, elders);
  if (bulk.totals().refused > 0) return fail(yilin::errors::internal, fmt::format("{} 份模拟档案没有通过登记检查。", bulk.totals().refused));
  std::vector<Couple> couples;
  for (const std::int64_t row : spouses)
    if (ids.contains(row) && ids.contains(row - 1)) couples.push_back({ids[row - 1], ids[row]});
  return couples;
}

}  // namespace yilin::sim
