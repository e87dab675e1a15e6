#include "modules/imports/books.h"

#include <algorithm>

#include <fmt/format.h>

#include "formats/xlsx.h"
#include "modules/imports/imports.h"
#include "modules/imports/sheet.h"
#include "modules/region/region.h"

namespace yilin::imports {
namespace {

// The template is one of a real city: its example names one of its own communities.
std::string example(const Target& target, Kernel& kernel) {
  if (target.name != "region" || !target.example.empty()) return std::string(target.example);
  const auto divisions = region::divisions(kernel);
  if (divisions->community_count() == 0) return {};
  return divisions->full_name(divisions->community_at(0));
}

std::vector<std::string_view> views(const std::vector<std::string>& cells) { return {cells.begin(), cells.end()}; }

std::vector<RowError> errors_above(command::Reader& reader, ImportId job, std::int64_t row, std::int64_t limit) {
  std::vector<RowError> out;
  auto rows = reader.db.rows(
      "SELECT row_number, field, label, message FROM import_row_error WHERE job_id = ? AND row_number > ? ORDER BY row_number, ordinal LIMIT ?", job, row, limit);
  while (rows.next()) out.push_back({rows.integer(0), rows.str(1), rows.str(2), rows.str(3)});
  return out;
}

}  // namespace

Status write_template(const std::string& path, Kind kind, Kernel& kernel) {
  YILIN_TRY(formats::XlsxWriter book, formats::XlsxWriter::create(path, kernel.clock.now()));
  std::vector<formats::XlsxColumn> columns;
  std::vector<std::string> examples;
  for (const Target& t : targets(kind)) {
    columns.push_back({t.required ? std::string(t.label) + "*" : std::string(t.label), 18});
    examples.push_back(example(t, kernel));
  }
  std::string_view title;
  for (const entity::EnumName& name : enum_names(kind))
    if (name.value == static_cast<std::int64_t>(kind)) title = name.label;
  YILIN_CHECK(book.sheet(title, std::move(columns)));
  YILIN_CHECK(book.row(views(examples)));
  YILIN_CHECK(book.sheet("填写说明", {{"列", 20}, {"必填", 8}, {"说明", 90}}));
  for (const Target& t : targets(kind))
    YILIN_CHECK(book.row(std::initializer_list<std::string_view>{t.label, t.required ? "是" : "", t.note}));
  return book.finish();
}

Status write_errors(const std::string& path, const Job& job, command::Reader& reader) {
  constexpr std::int64_t kSlice = 2'000;
  const std::vector<ColumnUse> uses = columns_of(job);
  YILIN_TRY(Sheet sheet, Sheet::open(job, file_path(reader.kernel, job.id), uses));
  YILIN_TRY(formats::XlsxWriter book, formats::XlsxWriter::create(path, reader.now));
  std::vector<formats::XlsxColumn> columns;
  for (const ColumnUse& use : uses) columns.push_back({use.header, 16});
  columns.push_back({"错误", 60});
  columns.push_back({"错误行号", 10, formats::XlsxKind::integer});
  YILIN_CHECK(book.sheet("错误", std::move(columns)));
  std::vector<RowError> errors = errors_above(reader, job.id, 0, kSlice);
  std::size_t at = 0;
  while (at < errors.size()) {
    YILIN_TRY(const bool found, sheet.next());
    if (!found) break;
    const auto number = static_cast<std::int64_t>(sheet.number());
    if (errors[at].row > number) continue;
    std::vector<RowError> here;
    for (; at < errors.size() && errors[at].row <= number; ++at) here.push_back(errors[at]);
    std::string said;
    for (const RowError& e : here) said += fmt::format("{}{}：{}", said.empty() ? "" : "\n", e.label, e.message);
    const std::string row_text = std::to_string(number);
    std::vector<formats::XlsxCell> cells(uses.size() + 2);
    for (std::size_t i = 0; i < uses.size(); ++i) {
      if (i < sheet.cells().size()) cells[i].text = sheet.cells()[i];
      for (const RowError& e : here)
        if (!uses[i].field.empty() && e.field == uses[i].field) {
          cells[i].wrong = true;
          cells[i].comment = e.message;
        }
    }
    cells[uses.size()].text = said;
    cells[uses.size() + 1].text = row_text;
    YILIN_CHECK(book.row(std::span<const formats::XlsxCell>(cells)));
    // A slice may end in the middle of a row's errors: the next one begins with that row's rest only when it is over.
    if (at + 50 >= errors.size() && errors.size() >= static_cast<std::size_t>(kSlice)) {
      errors = errors_above(reader, job.id, number, kSlice);
      at = 0;
    }
  }
  return book.finish();
}

}  // namespace yilin::imports
