#include <algorithm>
#include <charconv>
#include <cstdlib>

#include <xlsxwriter.h>

#include "base/assert.h"
#include "base/text.h"
#include "formats/xlsx.h"
#include "formats/xlsx_values.h"

namespace yilin::formats {
namespace {
constexpr lxw_color_t kWrongFill = 0xFFC7CE, kHeaderFill = 0xDDEBF7;
constexpr std::size_t kSheetNameMax = 31;

double to_double(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}
bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}
bool integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return all_digits(text) && text.size() <= 15 && (text == "0" || text[0] != '0');
}
bool yuan(std::string_view text) {
  const std::size_t dot = text.find('.');
  return dot != std::string_view::npos && text.size() == dot + 3 && integer(text.substr(0, dot)) &&
         all_digits(text.substr(dot + 1)) && text.size() <= 16;
}

std::string sheet_name(std::string_view wanted) {
  std::string name(text::first(text::trim(wanted), kSheetNameMax));
  for (char& c : name)
    if (std::string_view("[]:*?/\\'").find(c) != std::string_view::npos) c = '_';
  return name.empty() ? "Sheet" : name;
}

struct Formats {
  lxw_format *header, *text, *integer, *yuan, *date;
};
Formats make_formats(lxw_workbook* book, bool wrong) {
  const auto format = [&](const char* number) {
    lxw_format* made = workbook_add_format(book);
    format_set_num_format(made, number);
    if (wrong) format_set_bg_color(made, kWrongFill);
    return made;
  };
  Formats formats{format("@"), format("@"), format("0"), format("#,##0.00"), format("yyyy-mm-dd")};
  format_set_bold(formats.header);
  format_set_bg_color(formats.header, kHeaderFill);
  format_set_border(formats.header, LXW_BORDER_THIN);
  return formats;
}
}  // namespace

struct XlsxWriter::Book {
  std::string path;
  lxw_workbook* workbook = nullptr;
  lxw_worksheet* worksheet = nullptr;
  Formats plain{}, wrong{};
  std::vector<XlsxColumn> columns;
  lxw_row_t row = 0;
  std::size_t comments = 0;

  ~Book() {
    if (workbook == nullptr) return;
    // The library lets go of its temporary files only by closing.
    if (worksheet == nullptr) workbook_add_worksheet(workbook, nullptr);
    workbook_close(workbook);
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }

  void write(lxw_col_t column, const XlsxCell& cell) {
    const Formats& formats = cell.wrong ? wrong : plain;
    const XlsxKind kind = columns[column].kind;
    if (cell.text.empty()) {
      if (cell.wrong) worksheet_write_blank(worksheet, row, column, formats.text);
    } else if (kind == XlsxKind::integer && integer(cell.text)) {
      worksheet_write_number(worksheet, row, column, to_double(cell.text), formats.integer);
    } else if (kind == XlsxKind::yuan && yuan(cell.text)) {
      worksheet_write_number(worksheet, row, column, to_double(cell.text), formats.yuan);
    } else if (const auto date = Date::parse(cell.text); kind == XlsxKind::date && date && date->year() > 1900) {
      lxw_datetime when{date->year(), static_cast<int>(date->month()), static_cast<int>(date->day()), 0, 0, 0};
      worksheet_write_datetime(worksheet, row, column, &when, formats.date);
    } else {
      const std::string text = xlsx::escaped(text::first(cell.text, kTextMax));
      worksheet_write_string(worksheet, row, column, text.c_str(), formats.text);
    }
    if (!cell.comment.empty() && comments < kCommentsMax) {
      ++comments;
      worksheet_write_comment(worksheet, row, column, std::string(text::first(cell.comment, kTextMax)).c_str());
    }
  }

  Status full() const {
    if (row < limits::kXlsxRows) return {};
    return fail(table_too_large, "一张工作表最多 1048576 行，请缩小导出范围。");
  }
};

XlsxWriter::XlsxWriter(std::unique_ptr<Book> book) : book_(std::move(book)) {}
XlsxWriter::XlsxWriter(XlsxWriter&&) noexcept = default;
XlsxWriter& XlsxWriter::operator=(XlsxWriter&&) noexcept = default;
XlsxWriter::~XlsxWriter() = default;

Result<XlsxWriter> XlsxWriter::create(const std::filesystem::path& path, Instant created) {
  auto book = std::make_unique<Book>();
  book->path = path.string();
  std::string folder = path.has_parent_path() ? path.parent_path().string() : ".";
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = folder.data();
  book->workbook = workbook_new_opt(book->path.c_str(), &options);
  if (book->workbook == nullptr) return fail(errors::internal);
  lxw_doc_properties properties{};
  properties.created = static_cast<time_t>(created.ms / 1000);
  workbook_set_properties(book->workbook, &properties);
  book->plain = make_formats(book->workbook, false);
  book->wrong = make_formats(book->workbook, true);
  return XlsxWriter(std::move(book));
}

Status XlsxWriter::sheet(std::string_view name, std::vector<XlsxColumn> columns) {
  YILIN_ASSERT(book_->workbook != nullptr && !columns.empty() && columns.size() <= limits::kColumns);
  book_->worksheet = workbook_add_worksheet(book_->workbook, sheet_name(name).c_str());
  if (book_->worksheet == nullptr) return fail(errors::internal);
  book_->columns = std::move(columns);
  book_->row = 0;
  for (std::size_t i = 0; i < book_->columns.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    worksheet_set_column(book_->worksheet, column, column, book_->columns[i].width_chars, nullptr);
    worksheet_write_string(book_->worksheet, 0, column, book_->columns[i].title.c_str(), book_->plain.header);
  }
  worksheet_freeze_panes(book_->worksheet, 1, 0);
  book_->row = 1;
  return {};
}

Status XlsxWriter::row(std::span<const XlsxCell> cells) {
  YILIN_ASSERT(book_->worksheet != nullptr && cells.size() <= book_->columns.size());
  YILIN_CHECK(book_->full());
  for (std::size_t i = 0; i < cells.size(); ++i) book_->write(static_cast<lxw_col_t>(i), cells[i]);
  ++book_->row;
  return {};
}

Status XlsxWriter::row(std::span<const std::string_view> cells) {
  std::vector<XlsxCell> plain(cells.size());
  std::transform(cells.begin(), cells.end(), plain.begin(), [](std::string_view text) { return XlsxCell{text}; });
  return row(std::span<const XlsxCell>(plain));
}

Status XlsxWriter::finish() {
  YILIN_ASSERT(book_->worksheet != nullptr);
  const lxw_error error = workbook_close(std::exchange(book_->workbook, nullptr));
  book_->worksheet = nullptr;
  if (error != LXW_NO_ERROR) return fail(errors::internal);
  return {};
}
}  // namespace yilin::formats
