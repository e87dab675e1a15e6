#pragma once
// Everybody, as columns: one array per fact in the narrowest lane its declared range needs, persons ordered by rule region, then
// household, so that a block of whole households runs under one program. Memory: the sum of the lanes, 2 bytes a person and
// 5 a household, and 4 of each when the caller's order is another. The lowest value of a lane marks an unknown fact.

#include <cstddef>
#include <span>

#include "engines/policy/graph.h"
#include "engines/policy/large.h"
#include "engines/policy/resolve.h"

namespace yilin::policy {

struct Schema {
  struct Column {
    std::string fact;
    bool household = false;
    Lane lane = Lane::i8;
    std::int64_t lo = 0, hi = 0;
    bool until_month = false;  // Name::until_month
  };
  std::vector<Column> columns;
  // Columns for the facts that any version of any rule reads; for all declared facts with `all`.
  explicit Schema(const RuleSet& set, bool all = false);
  int find(std::string_view fact) const;  // −1: none
};

inline constexpr std::int64_t kUnknownValue = INT64_MIN;

class Population {
 public:
  // `household_of[i]` of person i, `region_of[h]` of household h, in the caller's order; households hold 1–kMembersMax persons
  // and every household has one (asserted). Facts start unknown.
  Population(Schema schema, std::vector<RegionCode> rule_regions, const std::vector<std::uint32_t>& household_of, const std::vector<RegionCode>& region_of);

  const Schema& schema() const { return schema_; }
  std::size_t persons() const { return local_.size(); }
  std::size_t households() const { return known_.size(); }
  std::uint32_t row_of(std::uint32_t person) const { return row_of_.empty() ? person : row_of_[person]; }  // caller's index → row
  std::uint32_t household_row_of(std::uint32_t household) const { return household_row_of_.empty() ? household : household_row_of_[household]; }
  std::uint32_t household_at(std::uint32_t row) const;  // O(log households)
  std::uint32_t first_row(std::uint32_t household_row) const { return first_[household_row]; }   // households() + 1 of them

  // One fact of everybody, in the caller's order; kUnknownValue or a value outside the range: unknown. Returns how many lay
  // outside. Call finish() after the last column.
  std::int64_t fill(int column, std::span<const std::int64_t> values);
  void finish();
  // One fact of one row (or household row). O(members × columns).
  bool set(int column, std::uint32_t row, std::int64_t value);
  std::int64_t get(int column, std::uint32_t row) const;  // kUnknownValue when unknown

  struct Stretch {             // the households of one rule region
    RegionCode region;
    std::uint32_t households_from = 0, households_to = 0;
  };
  const std::vector<Stretch>& stretches() const { return stretches_; }
  const std::byte* data(int column) const { return columns_[static_cast<std::size_t>(column)].data(); }
  const std::uint16_t* local_households() const { return local_.data(); }
  bool household_known(std::uint32_t household_row) const { return known_[household_row] != 0; }
  std::vector<std::uint32_t> unknown_households() const;  // ascending
  // The same as `month` sees it: a date behind its end is not known, where the fact may not have one.
  bool household_known(std::uint32_t household_row, Month month) const { return household_known(household_row) && !awaited(household_row, month); }
  std::vector<std::uint32_t> unknown_households(Month month) const;
  std::size_t bytes() const;

  // Blocks of whole households of one region, at most kBlockRows persons.
  static constexpr std::uint32_t kBlockRows = 2048;  // a multiple of 64
  struct Block {
    std::uint32_t region = 0;  // index into stretches()
    std::uint32_t household_from = 0, household_to = 0, row_from = 0, row_to = 0;
  };
  const std::vector<Block>& blocks() const { return blocks_; }

 private:
  bool complete(std::uint32_t household_row) const;
  bool awaited(std::uint32_t household_row, Month month) const;
  void note(const Schema::Column& column, std::int64_t value) {
    if (column.until_month && value > latest_) latest_ = value;
  }
  Schema schema_;
  std::vector<std::uint32_t> row_of_, household_row_of_;  // empty: the caller's order is the order of rows
  Large<std::uint32_t> first_;
  Large<std::uint16_t> local_;  // household of a row, counted from the first of its block
  Large<std::uint8_t> known_;
  std::vector<Large<std::byte>> columns_;
  std::int64_t latest_ = 0;            // of all packed dates that no month may be ahead of: mostly all have come
  std::vector<Stretch> stretches_;
  std::vector<Block> blocks_;
};

}  // namespace yilin::policy
