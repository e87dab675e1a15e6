#pragma once
// Frozen months over HTTP. Internal to benefits.

#include "http/page.h"
#include "modules/benefits/benefits.h"

namespace yilin::benefits {

struct NewRun {
  Month month;
  static const entity::Table& fields();
};
struct RunPath {
  RunId id;
  static const entity::Table& fields();
};
struct RunQuery {
  Month month;
  std::int64_t limit = http::kPageDefault;
  RunId cursor;
  static const entity::Table& fields();
};
struct RunView {
  Run run;
  std::string region_name, by_name;
  bool latest = false;             // of its month
  static const entity::Table& fields();
};

struct TallyQuery {
  RunId id;
  RegionCode region;               // none: the whole of the caller's scope
  std::string benefit;             // none: every one
  static const entity::Table& fields();
};
struct TallyRow {
  RegionCode region;               // a child of the region asked for, or it itself
  std::string region_name, benefit;
  Measure measure = Measure::entitlement;
  bool household = false;
  std::int64_t granted = 0, to_verify = 0;
  Fen amount_fen;
  static const entity::Table& fields();
};
// Σ children = total, always.
struct TallyView {
  RunId run_id;
  Month month;
  RegionCode region;
  std::vector<TallyRow> totals;    // one a benefit
  std::vector<TallyRow> children;
  static const entity::Table& fields();
};

struct RunRowsQuery {
  RunId id;
  RegionCode region;
  std::string benefit;
  Verdict verdict = Verdict::yes;
  std::int64_t limit = http::kPageDefault;
  std::string cursor;
  static const entity::Table& fields();
};
struct RunRow {
  ElderId elder_id;
  std::string elder_name, region_name;
  std::int32_t age = -1;
  std::string benefit;
  Verdict verdict = Verdict::no;
  Fen amount_fen, amount_max_fen;
  bool reduced = false;
  static const entity::Table& fields();
};
// Every frozen month of one elder.
struct HistoryQuery {
  ElderId id;
  static const entity::Table& fields();
};
struct HistoryRow {
  RunId run_id;
  Month month;
  Instant known_at;
  std::string benefit;
  Verdict verdict = Verdict::no;
  Fen amount_fen;
  static const entity::Table& fields();
};
struct History {
  ElderId elder_id;
  std::vector<HistoryRow> rows;    // newest month first, what was refused left out
  static const entity::Table& fields();
};

Result<RunView> begin_run(command::Tx& tx, const NewRun& in);
Result<RunView> check_run(command::Tx& tx, const RunPath& in);
Result<http::Page<RunView>> list_runs(command::Reader& reader, const RunQuery& in);
Result<RunView> show_run(command::Reader& reader, const RunPath& in);
Result<TallyView> run_tallies(command::Reader& reader, const TallyQuery& in);
Result<http::Page<RunRow>> run_rows(command::Reader& reader, const RunRowsQuery& in);
Result<History> history(command::Reader& reader, const HistoryQuery& in);

}  // namespace yilin::benefits
