#pragma once
// Reading rows of elders: by ids, into briefs, with what memory knows of them.

#include <span>
#include <vector>

#include "kernel/command/tx.h"
#include "modules/registry/memory.h"
#include "modules/registry/views.h"

namespace yilin::registry::reading {

inline constexpr std::size_t kIdsMax = 512;

// In the order of `ids`; those that do not exist are left out. At most kIdsMax.
std::vector<Elder> rows(sql::Connection& db, const Kernel& kernel, std::span<const ElderId> ids);
std::vector<ElderBrief> briefs_of(const std::vector<Elder>& elders, Kernel& kernel, Date today);
std::vector<Label> labels_in(std::uint32_t mask);

Filter filter_of(const ElderQuery& in, const access::Caller& caller, Date today);
// One elder against a filter (its ranges too).
bool passes(const Filter& filter, const Facts& facts);

Result<ElderDetail> detail(command::Reader& reader, const ElderPath& in);
Result<Timeline> timeline(command::Reader& reader, const TimelineQuery& in);
Result<ViewerPage> viewers(command::Reader& reader, const TimelineQuery& in);
Result<LikelyDuplicates> likely(command::Reader& reader, const CheckDuplicates& in);

}  // namespace yilin::registry::reading
