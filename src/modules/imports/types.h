#pragma once
// Jobs that bring a file of rows into the city, and what is told of them.

#include <cstdint>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/region_code.h"
#include "base/time.h"
#include "kernel/entity/codec.h"

namespace yilin::imports {

using ImportId = Id<struct ImportTag>;

enum class Kind : std::uint8_t { elders = 1, workers = 2, providers = 3, orders = 4 };
// uploaded → checking → checked → running → done → rolling_back → rolled_back. What a restart finds at work goes on by itself;
// what was paused or failed is interrupted and goes on from its position when somebody says so.
enum class State : std::uint8_t {
  uploaded = 1, checking = 2, checked = 3, running = 4, interrupted = 5, done = 6, rolling_back = 7, rolled_back = 8, discarded = 9,
};
enum class Subject : std::uint8_t { elder = 1, worker = 2, organisation = 3, facility = 4, order = 5 };

std::span<const entity::EnumName> enum_names(Kind);
std::span<const entity::EnumName> enum_names(State);
std::span<const entity::EnumName> enum_names(Subject);

// One column of the file and the field it fills; field "": left out.
struct ColumnUse {
  std::int32_t column = 0;   // from 0
  std::string header;
  std::string field;
  static const entity::Table& fields();
};

// Table import_job. Counts are those of the last check until a run begins, then those of the run.
struct Job {
  ImportId id;
  Kind kind = Kind::elders;
  State state = State::uploaded;
  std::string file_name;
  std::string digest;              // SM3 of the file, hex
  std::int64_t bytes = 0;
  std::int64_t header_row = 0;     // as the person counts: 1 is the first row of the sheet
  std::string columns;             // JSON of ImportColumns
  std::int64_t rows_total = 0;     // rows of data, known after the check
  std::int64_t position = 0;       // rows of data done
  std::int64_t added = 0;
  std::int64_t known = 0;          // there already: nothing was changed
  std::int64_t wrong = 0;
  std::int64_t pairs = 0;          // likely duplicates, stored for somebody to decide
  std::int64_t withdrawn = 0, kept = 0;  // of a roll-back
  std::string problem;             // why it stopped
  std::string reason;              // of the roll-back
  bool file_kept = true;           // false: the file has been erased
  ImportId same_as;                // an earlier import of the same file
  RegionCode region;               // the smallest division that holds the importer's scope
  OrganisationId organisation_id;  // of an importer who belongs to a provider
  UserId by_user;
  std::string by_name;
  UserId run_by;                   // who began what is at work; none: the machine's administrator
  std::int64_t resumed = 0;        // times that it went on by itself after a restart
  std::int64_t resumed_from = 0;   // progress() at the last of them
  Instant resumed_at;
  std::int64_t stalled = 0;        // of these the last in a row without progress
  std::int64_t version = 1;
  Instant created_at, updated_at;
  bool at_work() const { return state == State::checking || state == State::running || state == State::rolling_back; }
  std::int64_t progress() const { return position + withdrawn + kept; }
  static const entity::Table& fields();
};

}  // namespace yilin::imports
