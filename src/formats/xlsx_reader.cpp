#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "formats/xlsx.h"
#include "formats/xlsx_parts.h"
#include "formats/xml_reader.h"

namespace yilin::formats {
namespace {
using xlsx::NumberKind;

std::size_t number_of(std::string_view text, std::size_t otherwise) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : otherwise;
}

// Builds one row at a time out of <row><c r="A1" s="2" t="s"><v>…</v></c>…</row> and pauses the reader after each.
class SheetHandler : public XmlHandler {
 public:
  explicit SheetHandler(const xlsx::Workbook& book) : book_(book) {}

  std::size_t row_number() const { return row_; }
  // The cells of the row at which the reader was paused.
  std::span<const std::string_view> cells() {
    views_.assign(cells_.size(), {});
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const Cell& cell = cells_[i];
      views_[i] = cell.shared ? book_.strings.at(cell.at) : std::string_view(text_).substr(cell.at, cell.size);
    }
    return views_;
  }

  void open(XmlReader& reader, std::string_view name, const XmlAttributes& attributes) override {
    if (name == "c") {
      begin_cell(attributes);
    } else if (name == "v" || (name == "t" && !phonetic_)) {
      collecting_ = in_cell_;
    } else if (name == "rPh") {
      phonetic_ = true;
    } else if (name == "row") {
      begin_row(reader, attributes);
    }
  }
  void close(XmlReader& reader, std::string_view name) override {
    if (name == "v" || name == "t") {
      collecting_ = false;
    } else if (name == "rPh") {
      phonetic_ = false;
    } else if (name == "c") {
      end_cell(reader);
    } else if (name == "row" && !cells_.empty()) {
      reader.pause();
    }
  }
  void text(XmlReader& reader, std::string_view piece) override {
    if (!collecting_) return;
    value_ += piece;
    if (value_.size() > limits::kCellBytes) refuse(reader, "的内容过长（超过 64 KiB）。");
  }

 private:
  struct Cell {
    bool shared = false;
    std::size_t at = 0, size = 0;  // shared: the index of the string; else a place in text_
  };

  void begin_row(XmlReader& reader, const XmlAttributes& attributes) {
    const std::size_t number = number_of(attributes.get("r"), row_ + 1);
    if (number <= row_ || number > limits::kXlsxRows) reader.stop({table_broken, "工作表的行号不正确。"});
    row_ = number;
    column_ = -1;
    cells_.clear();
    text_.clear();
  }

  void begin_cell(const XmlAttributes& attributes) {
    const std::string_view reference = attributes.get("r");
    column_ = reference.empty() ? column_ + 1 : xlsx::column_of(reference);
    type_ = attributes.get("t");
    style_ = number_of(attributes.get("s"), 0);
    value_.clear();
    in_cell_ = true;
  }

  void end_cell(XmlReader& reader) {
    in_cell_ = false;
    if (value_.empty()) return;
    if (row_ == 0 || column_ < 0) return reader.stop({table_broken, "工作表的单元格编号不正确。"});
    if (column_ >= static_cast<int>(limits::kColumns))
      return reader.stop({table_too_large, fmt::format("第 {} 行超过 {} 列。", row_, limits::kColumns)});
    if (type_ == "s") {
      const std::size_t index = number_of(value_, book_.strings.size());
      if (index >= book_.strings.size()) return refuse(reader, "指向不存在的文字。");
      if (!book_.strings.at(index).empty()) cell() = {true, index, 0};
      return;
    }
    const std::string shown = value_as_text();
    if (shown.empty()) return;
    cell() = {false, text_.size(), shown.size()};
    text_ += shown;
    if (text_.size() > limits::kRowBytes)
      reader.stop({table_too_large, fmt::format("第 {} 行过长（超过 4 MiB）。", row_)});
  }

  Cell& cell() {
    const auto column = static_cast<std::size_t>(column_);
    if (cells_.size() <= column) cells_.resize(column + 1);
    return cells_[column];
  }

  std::string value_as_text() const {
    if (type_ == "b") return value_ == "1" || value_ == "true" ? "TRUE" : "FALSE";
    if (type_ == "d") return value_.ends_with("T00:00:00") ? value_.substr(0, value_.size() - 9) : value_;
    if (type_ == "inlineStr" || type_ == "str" || type_ == "e")
      return value_.find("_x") == std::string::npos ? value_ : xlsx::unescaped(value_);
    const NumberKind kind = style_ < book_.styles.size() ? book_.styles[style_] : NumberKind::number;
    return xlsx::number_text(value_, kind, book_.epoch_1904);
  }

  void refuse(XmlReader& reader, std::string_view what) {
    reader.stop({table_broken, fmt::format("第 {} 行第 {} 列{}", row_, column_ + 1, what)});
  }

  const xlsx::Workbook& book_;
  std::size_t row_ = 0, style_ = 0;
  int column_ = -1;
  std::string type_, value_;
  bool in_cell_ = false, collecting_ = false, phonetic_ = false;
  std::vector<Cell> cells_;
  std::string text_;
  std::vector<std::string_view> views_;
};

class XlsxReader : public TableReader {
 public:
  XlsxReader(std::unique_ptr<ZipArchive> archive, xlsx::Workbook book)
      : archive_(std::move(archive)), book_(std::move(book)), handler_(book_) {}

  Status start() {
    YILIN_TRY(ZipEntry entry, archive_->entry(book_.sheet_part));
    xml_.emplace(std::move(entry), handler_);
    return {};
  }

  Result<bool> next(Row& row) override {
    YILIN_TRY(const bool found, xml_->run());
    if (found) row = {handler_.row_number(), handler_.cells()};
    return found;
  }

 private:
  std::unique_ptr<ZipArchive> archive_;
  xlsx::Workbook book_;
  SheetHandler handler_;
  std::optional<XmlReader> xml_;
};
}  // namespace

Result<std::unique_ptr<TableReader>> open_xlsx(std::unique_ptr<ZipArchive> archive) {
  YILIN_TRY(xlsx::Workbook book, xlsx::read_workbook(*archive));
  auto reader = std::make_unique<XlsxReader>(std::move(archive), std::move(book));
  YILIN_CHECK(reader->start());
  return reader;
}
}  // namespace yilin::formats
