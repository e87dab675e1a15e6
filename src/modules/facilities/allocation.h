#pragma once
// Tasks parted over counties and years with exact margins, and tiers of home adaptation or family care beds for households within
// yearly budgets (engines/siting/allocation.h). Kept with inputs, digest and result. Internal to facilities.

#include <optional>
#include <string>
#include <vector>

#include "http/page.h"
#include "kernel/command/tx.h"
#include "modules/facilities/index.h"
#include "modules/registry/registry.h"

namespace yilin::facilities {

inline constexpr std::size_t kYearsMax = 10;

enum class AllocationKind : std::uint8_t { split = 1, adaptation = 2, family_bed = 3 };
enum class Weight : std::uint8_t { elders = 1, disabled = 2, poor = 3 };  // all; moderately disabled or worse; destitute, on relief or near it
std::span<const entity::EnumName> enum_names(AllocationKind);
std::span<const entity::EnumName> enum_names(Weight);

struct CountyLimit {
  RegionCode region;                     // a direct child of the region
  std::int64_t total = 0;                // split: its margin
  std::int32_t year = 0;                 // money: from 1; 0: every year
  Fen floor_fen, cap_fen;                // cap 0: none
  static const entity::Table& fields();
};
struct NewAllocation {
  std::string name;
  RegionCode region;
  AllocationKind kind = AllocationKind::split;
  std::string unit;                      // split: "张", "户"
  std::int64_t total = 0;                // split
  Weight weight = Weight::elders;        // split: of counties without margins of their own
  std::vector<std::int64_t> years;       // split: margins or weights of years; else budgets in fen
  std::vector<CountyLimit> counties;
  std::vector<registry::Label> labels;   // money: elders with any of these; empty: all
  std::optional<registry::Ability> ability_min;  // money: at least; none: mild
  std::string input_digest, result_json; // made before the writer's turn
  static const entity::Table& fields();
};

struct AllocationCell {
  RegionCode region;
  std::string region_name;
  std::int32_t year = 0;                 // 0: sum of the years
  std::int64_t amount = 0;               // split: pieces; else households
  Fen cost_fen;
  std::vector<std::int64_t> by_package;  // households, in the order of `packages`
  static const entity::Table& fields();
};
struct AllocationYear {
  std::int32_t year = 0;
  std::int64_t amount = 0, benefit = 0, bound = 0, largest_step = 0;
  Fen budget_fen, cost_fen;
  static const entity::Table& fields();
};
struct AllocationResult {
  std::string unit, method;
  std::int64_t total = 0, eligible = 0;  // households that could get one
  std::vector<std::string> packages;
  std::vector<AllocationYear> years;
  std::vector<AllocationCell> cells;     // county by county, years rising, each county's sum last
  std::vector<std::string> warnings;
  static const entity::Table& fields();
};

// Table plan_allocation.
struct Allocation {
  AllocationId id;
  std::string name;
  RegionCode region;
  AllocationKind kind = AllocationKind::split;
  std::string inputs_json, result_json;
  std::string input_digest;
  UserId created_by;
  Instant created_at;
  static const entity::Table& fields();
};
struct AllocationView : Allocation {
  std::string region_name;
  static const entity::Table& fields();
};
struct AllocationDetail : AllocationView {
  AllocationResult result;
  static const entity::Table& fields();
};
struct AllocationPath {
  AllocationId id;
  static const entity::Table& fields();
};
struct AllocationQuery {
  RegionCode region;
  std::optional<AllocationKind> kind;
  std::int64_t limit = http::kPageDefault;
  AllocationId cursor;
  static const entity::Table& fields();
};

// Solves, off the writer's thread, and leaves the result in `in`.
Status prepare_allocation(command::Reader& reader, NewAllocation& in);
Result<AllocationDetail> create_allocation(command::Tx& tx, const NewAllocation& in);
Result<http::Page<AllocationView>> list_allocations(command::Reader& reader, const AllocationQuery& in);
Result<AllocationDetail> show_allocation(command::Reader& reader, const AllocationPath& in);

}  // namespace yilin::facilities
