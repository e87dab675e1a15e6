#pragma once
// What the routes take and give.

#include "http/page.h"
#include "modules/policy/boundary.h"
#include "modules/policy/diff.h"
#include "modules/policy/grid.h"
#include "modules/policy/policy.h"

namespace yilin::policies {

// ---- versions and files ----

struct VersionPath {
  RuleVersionId id;
  static const entity::Table& fields();
};
struct FilePath {
  RuleFileId id;
  static const entity::Table& fields();
};
struct VersionQuery {
  std::optional<State> state;
  std::int64_t limit = http::kPageDefault;
  RuleVersionId cursor;
  static const entity::Table& fields();
};

enum class FileState : std::uint8_t { same = 1, changed = 2, added = 3 };  // against the version it is based on
std::span<const entity::EnumName> enum_names(FileState);
struct FileInfo {
  RuleFileId id;
  std::string name, digest;
  std::int64_t bytes = 0, version = 0;
  FileState state = FileState::same;
  std::string updated_name;
  Instant updated_at;
  static const entity::Table& fields();
};
struct VersionView {
  RuleVersion version;
  std::int64_t based_on_number = 0;
  bool base_in_force = false;               // else it must be merged before it can be scheduled
  std::vector<FileInfo> files;
  std::vector<std::string> removed_files;
  std::vector<std::string> may;             // verbs that the caller may say now
  static const entity::Table& fields();
};
struct HistoryRow {
  std::int64_t seq = 0;
  Instant at;
  std::string actor_name, verb, verb_label, reason, file;
  static const entity::Table& fields();
};
struct History {
  std::vector<HistoryRow> items;
  static const entity::Table& fields();
};

// ---- commands ----

struct BeginDraft {
  RuleVersionId based_on;                   // none: what is in force
  std::string note;
  PreparedDraft prepared;                   // off the writer's thread
  static const entity::Table& fields();
};
struct SaveFile {
  RuleFileId id;
  std::string text;
  std::int64_t version = 0;
  std::string digest;
  static const entity::Table& fields();
};
struct AddFile {
  RuleVersionId id;
  std::string name, text;
  std::string digest;
  static const entity::Table& fields();
};
struct RemoveFile {
  RuleFileId id;
  std::int64_t version = 0;
  static const entity::Table& fields();
};
struct EditRow {
  RuleFileId id;
  std::int64_t version = 0, line = 0;
  grid::Operation operation = grid::Operation::set;
  std::vector<std::string> cells;
  std::string text, digest;                 // the file with the row edited
  static const entity::Table& fields();
};
struct Step {
  RuleVersionId id;
  std::int64_t version = 0;
  std::string reason;
  std::string digest;                       // of what was checked
  book::Book merged;                        // of a merge
  RuleVersionId onto;
  static const entity::Table& fields();
};
struct Schedule {
  RuleVersionId id;
  std::int64_t version = 0;
  Date activate_on;
  std::string digest;
  Rules rules;
  static const entity::Table& fields();
};
struct ConfirmBoundary {
  RuleVersionId id;
  std::vector<std::string> keys;
  std::vector<BoundaryCase> cases;          // those keys
  static const entity::Table& fields();
};
inline constexpr std::size_t kConfirmedAtOnce = 400;
struct Confirmed {
  std::int64_t confirmed = 0, left = 0;
  static const entity::Table& fields();
};

// ---- checking as typed ----

struct CheckInput {
  RuleVersionId version_id;                 // none: what is in force
  std::vector<FileChange> files;            // over the stored ones
  static const entity::Table& fields();
};
struct Finding {
  std::string file;
  std::int64_t line = 0, column = 0;
  std::string message;
  static const entity::Table& fields();
};
enum class ExampleState : std::uint8_t { passed = 1, failed = 2, not_run = 3 };
std::span<const entity::EnumName> enum_names(ExampleState);
struct ExampleRow {
  std::string file;
  std::int64_t line = 0;
  std::string rule, text;
  ExampleState state = ExampleState::not_run;
  std::string message;
  static const entity::Table& fields();
};
struct CheckReport {
  bool ok = false;
  std::string digest;
  std::vector<Finding> errors;
  std::int64_t contexts = 0, tables = 0, examples = 0, rules = 0, benefits = 0;
  std::vector<ExampleRow> example_rows;
  static const entity::Table& fields();
};
inline constexpr std::size_t kExampleRowsMax = 3'000;

struct BoundaryView {
  std::string key, benefit, region_name, example, facts, outcome, before;
  Month month;
  bool differs = false;
  std::string confirmed_name;
  Instant confirmed_at;
  static const entity::Table& fields();
};
struct BoundaryReport {
  std::vector<BoundaryView> items;
  std::int64_t unconfirmed = 0;
  bool more = false;
  static const entity::Table& fields();
};

// ---- reading rules ----

struct DiffQuery {
  RuleVersionId from, to;
  static const entity::Table& fields();
};

struct GridRow {
  std::int64_t line = 0;
  std::vector<std::string> cells;
  static const entity::Table& fields();
};
struct GridView {
  grid::Kind kind = grid::Kind::parameters;
  std::string name;
  std::int64_t line = 0;
  std::vector<std::string> columns;
  std::vector<GridRow> rows;
  static const entity::Table& fields();
};
struct FileTables {
  RuleFileId file_id;
  std::int64_t version = 0;
  std::vector<GridView> tables;
  static const entity::Table& fields();
};
struct EditedFile {
  FileInfo file;
  std::string text;
  std::vector<GridView> tables;
  static const entity::Table& fields();
};
inline constexpr std::size_t kTablesMax = 2'000, kRowsMax = 20'000;

struct ParameterQuery {
  RuleVersionId version;
  RegionCode region;
  Month month;                              // none: every period
  std::string q;
  std::int64_t limit = http::kPageDefault;
  std::string cursor;
  static const entity::Table& fields();
};
struct ParameterRow {
  std::string item, region_name, value, unit, citation, replaces, confidence, file;
  RegionCode region;
  Month from, to;                           // last month; none: open
  Date published;
  std::int64_t line = 0;
  static const entity::Table& fields();
};

enum class RuleKind : std::uint8_t { fact = 1, parameter = 2, definition = 3, label = 4, table = 5, benefit = 6, relation = 7 };
std::span<const entity::EnumName> enum_names(RuleKind);
struct RulesQuery {
  RuleVersionId version;
  RegionCode region;
  Month month;                              // none: this month
  std::optional<RuleKind> kind;
  std::string q;
  static const entity::Table& fields();
};
struct RuleRow {
  RuleKind kind = RuleKind::benefit;
  std::string name, type, value, group, region_name, replaces, citation, confidence, remark, file;
  std::vector<std::string> conditions;      // of benefits; values of an enumerated fact
  bool household = false;
  Month from, to;
  Date published;
  std::int64_t line = 0;
  static const entity::Table& fields();
};
struct RuleList {
  std::int64_t number = 0;                  // of the version
  std::string region_name, digest;          // of all that holds here and now
  Month month;
  std::vector<RuleRow> items;
  static const entity::Table& fields();
};
inline constexpr std::size_t kRuleRowsMax = 20'000;

// ---- 试算 ----

struct TryInput {
  RuleVersionId version;
  RegionCode region;
  Month month;                              // none: this month
  Date known_at, opened;
  std::string facts, benefit;
  bool usual = false;
  static const entity::Table& fields();
};
enum class Outcome : std::uint8_t { refused = 0, granted = 1, unknown = 2 };
std::span<const entity::EnumName> enum_names(Outcome);
struct ReasonLine {
  std::int64_t depth = 0;
  std::string text, value;
  std::optional<Outcome> outcome;           // of conditions
  std::string source, citation, note;
  static const entity::Table& fields();
};
struct FlipView {
  std::string text, outcome;
  static const entity::Table& fields();
};
struct TriedBenefit {
  std::string benefit, group;
  Outcome outcome = Outcome::refused;
  std::string amount, summary;              // amount: "50元", "0元至50元"
  std::vector<ReasonLine> reasons;          // when one benefit is asked for
  std::vector<FlipView> flips;
  static const entity::Table& fields();
};
struct Tried {
  std::int64_t number = 0;
  Month month;
  std::string region_name, digest;
  std::vector<TriedBenefit> items;
  static const entity::Table& fields();
};

}  // namespace yilin::policies
