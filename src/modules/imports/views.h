#pragma once
// What the routes of imports take and give. Internal to imports.

#include <optional>

#include "http/page.h"
#include "modules/imports/types.h"

namespace yilin::imports {

struct ImportColumns {
  std::vector<ColumnUse> items;
  static const entity::Table& fields();
};

struct ImportPath {
  ImportId id;
  static const entity::Table& fields();
};
struct ImportQuery {
  std::optional<Kind> kind;
  std::optional<State> state;
  RegionCode region;
  std::int64_t limit = http::kPageDefault;
  ImportId cursor;
  static const entity::Table& fields();
};
struct RowsQuery {           // of one job, by row
  ImportId id;
  std::int64_t limit = http::kPageDefault;
  std::string cursor;
  static const entity::Table& fields();
};
struct MappingInput {
  ImportId id;
  std::int64_t version = 0;
  std::vector<ColumnUse> columns;
  static const entity::Table& fields();
};
struct RollbackInput {
  ImportId id;
  std::string reason;
  static const entity::Table& fields();
};
struct KindQuery {
  Kind kind = Kind::elders;
  static const entity::Table& fields();
};

// A field that a column may fill.
struct TargetField {
  std::string name, label, note;
  bool required = false;
  static const entity::Table& fields();
};
struct JobView {
  Job job;
  std::vector<ColumnUse> columns;
  std::vector<TargetField> targets;
  std::vector<std::string> missing;  // labels of required fields that no column fills
  bool mine = false;                 // who uploaded the file sees its rows
  Instant file_until;                // when the file will be erased; none: it has been
  static const entity::Table& fields();
};
struct PreviewRow {
  std::int64_t row = 0;
  std::vector<std::string> cells;
  static const entity::Table& fields();
};
struct Preview {
  std::vector<std::string> headers;
  std::vector<PreviewRow> rows;
  static const entity::Table& fields();
};
struct RowError {
  std::int64_t row = 0;
  std::string field, label, message;
  static const entity::Table& fields();
};
// What a roll-back had to leave, because somebody has used or changed it since.
struct KeptRow {
  std::int64_t row = 0;              // 0: not known
  Subject subject = Subject::elder;
  std::string subject_id;
  std::string name;
  static const entity::Table& fields();
};

}  // namespace yilin::imports
