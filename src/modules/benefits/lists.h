#pragma once
// Lists of other offices against the elders: by ID number, reported row by row, taken over by a person. Internal to benefits.

#include "http/page.h"
#include "http/router.h"
#include "modules/benefits/benefits.h"

namespace yilin::benefits {

inline constexpr std::size_t kListRowsMax = 20'000;   // facts of one list
inline constexpr std::int64_t kDecidedAtOnce = 20;

struct ListQuery {
  std::int64_t limit = http::kPageDefault;
  ListId cursor;
  static const entity::Table& fields();
};
struct ListPath {
  ListId id;
  static const entity::Table& fields();
};
struct ListRowsQuery {
  ListId id;
  std::optional<RowResult> result;
  std::optional<RowState> state;
  std::int64_t limit = http::kPageDefault;
  ListRowId cursor;
  static const entity::Table& fields();
};
struct MatchRowView {
  MatchRow row;
  std::string elder_name, region_name;
  static const entity::Table& fields();
};
struct DecideRows {
  ListId id;
  std::vector<ListRowId> rows;     // none: the next 20 of `result` after `after`
  RowResult result = RowResult::matched;
  ListRowId after;
  bool accept = false;
  std::string reason;
  static const entity::Table& fields();
};
struct RowProblem {
  ListRowId row_id;
  std::int64_t row_number = 0;
  std::string message;
  static const entity::Table& fields();
};
struct RowsDecided {
  MatchList list;
  std::int64_t decided = 0, left = 0;  // open rows of that result
  ListRowId last;                  // that was looked at: where the next call goes on
  std::vector<RowProblem> problems;  // rows that stay open
  static const entity::Table& fields();
};

void add_list_routes(http::Router& router, const access::Permission& permission);
Result<http::Page<MatchList>> list_lists(command::Reader& reader, const ListQuery& in);
Result<MatchList> show_list(command::Reader& reader, const ListPath& in);
Result<http::Page<MatchRowView>> list_rows(command::Reader& reader, const ListRowsQuery& in);
Result<RowsDecided> decide_rows(command::Tx& tx, const DecideRows& in);

}  // namespace yilin::benefits
