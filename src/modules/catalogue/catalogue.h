#pragma once
// The façade of the catalogue. All answers come from an immutable snapshot in memory (some hundred rows), replaced after
// the commit of each edit: no query, any thread, microseconds.

#include <string>
#include <vector>

#include "base/result.h"
#include "kernel/command/kernel.h"
#include "kernel/command/tx.h"
#include "modules/catalogue/types.h"

namespace yilin::catalogue {

namespace errors {
inline constexpr ErrorKind item_inactive{"catalogue.item_inactive", 409, "这个服务项目已停用，不能再下单。", "The service item is no longer offered."};
inline constexpr ErrorKind no_price{"catalogue.no_price", 409, "当地当日没有这个服务项目的价格，请先由民政部门维护价格。", "The item has no price in this region on this day."};
inline constexpr ErrorKind code_taken{"catalogue.code_taken", 409, "这个编码已被使用。", "This code is already taken."};
inline constexpr ErrorKind dates_overlap{"catalogue.dates_overlap", 409, "同一地区的有效期与已有记录重叠。", "The validity overlaps an existing row of the same region."};
inline constexpr ErrorKind seed_broken{"catalogue.seed_broken", 422, "服务目录数据文件有误。", "A seed file of the catalogue is wrong."};
}  // namespace errors

// Inactive items too (old orders name them); unknown: not_found.
Result<ServiceItem> item(const Kernel& kernel, ServiceItemId id);
Result<ServiceItem> item_by_code(const Kernel& kernel, std::string_view code);
std::vector<ServiceItem> items(const Kernel& kernel);  // active, by category and code

// Price, payers in stated order and what she pays, for an active item. Errors: not_found, item_inactive, no_price, and a
// field error on `units` outside 1…units_max.
Result<Quote> quote(const Kernel& kernel, const ElderFacts& elder, const QuoteRequest& request);

// Her entitlement of that month (the rule valid on its first day; the highest that applies). Orders keeps what is left.
MonthlyQuota monthly_quota(const Kernel& kernel, const ElderFacts& elder, RegionCode region, Month month);

// Planned length of a visit: hours multiply, other units are one go.
std::int64_t planned_minutes(const ServiceItem& item, std::int64_t units);

// Loads items.csv, prices.csv, payer_rules.csv and quota_rules.csv of `folder` (data/catalogue) once the module is attached.
// Idempotent: what is there already (by code; prices by item, region and first day, rules by code, region and first day) is
// left as officials have it. Returns how many rows were added. Not on the writer's thread.
Result<std::int64_t> load_seed(Kernel& kernel, const std::string& folder);

}  // namespace yilin::catalogue
