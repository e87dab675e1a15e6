#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "formats/csv.h"
#include "formats/text_decoder.h"

namespace yilin::formats {
namespace {
struct Span {
  std::size_t begin, end;
  bool quoted, escaped;  // escaped: holds doubled quotes
};

enum class Scan { complete, need_more, row_too_long, cell_too_long, too_many_cells, stray_quote, open_quote };

class CsvReader : public TableReader {
 public:
  explicit CsvReader(std::unique_ptr<ByteSource> source) : decoder_(std::move(source)) {}

  Status start() {
    YILIN_CHECK(refill());
    separator_ = detect_separator(buffer_);
    stop_[static_cast<unsigned char>(separator_)] = stop_['\r'] = stop_['\n'] = true;
    return {};
  }

  Result<bool> next(Row& row) override {
    do {
      YILIN_TRY(const bool found, next_record());
      if (!found) return false;
    } while (blank());
    if (number_ > limits::kCsvRows) return fail(table_too_large, fmt::format("表格超过 {} 行，请拆分后再试。", limits::kCsvRows));
    views_.clear();
    for (const Span& span : spans_) views_.push_back(span.quoted ? unescaped(span) : view(span));
    row = {number_, views_};
    return true;
  }

 private:
  static char detect_separator(std::string_view text) {
    std::array<std::size_t, 3> counts{};
    constexpr std::string_view candidates = ",;\t";
    bool quoted = false;
    const std::size_t from = text.find_first_not_of("\r\n");
    for (std::size_t i = std::min(from, text.size()); i < text.size(); ++i) {
      if (text[i] == '"') quoted = !quoted;
      if (quoted) continue;
      if (text[i] == '\n' || text[i] == '\r') break;
      if (const auto at = candidates.find(text[i]); at != std::string_view::npos) ++counts[at];
    }
    return candidates[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
  }

  Status refill() {
    buffer_.erase(0, start_);
    start_ = 0;
    YILIN_TRY(const bool more, decoder_.more(buffer_));
    ended_ = !more;
    return {};
  }

  // Finds the next record, blank or not; its cells are in spans_.
  Result<bool> next_record() {
    start_ = next_start_;
    for (;;) {
      if (ended_ && start_ == buffer_.size()) return false;
      const Scan result = scan();
      if (result == Scan::complete) break;
      if (result != Scan::need_more) return fail(problem(result));
      YILIN_CHECK(refill());
    }
    ++number_;
    const std::string_view record = std::string_view(buffer_).substr(start_, next_start_ - start_);
    if (record.find('\0') != std::string_view::npos || !text::well_formed(record))
      return fail(table_broken, fmt::format("第 {} 行有无法识别的文字，请另存为 UTF-8 编码的 CSV 或 .xlsx 后再试。", number_));
    return true;
  }

  // Reads one record from start_; sets spans_ and next_start_ when it is complete. Moves nothing, so that it can be
  // done again when more bytes have come.
  Scan scan() {
    spans_.clear();
    const char* const data = buffer_.data();
    const std::size_t size = buffer_.size();
    std::size_t at = start_;
    for (;;) {
      if (at - start_ > limits::kRowBytes) return Scan::row_too_long;
      if (spans_.size() == limits::kColumns) return Scan::too_many_cells;
      Span cell{at, at, false, false};
      if (at < size && data[at] == '"') {
        if (const Scan result = scan_quoted(at, cell); result != Scan::complete) return result;
      } else {
        while (at < size && !stop_[static_cast<unsigned char>(data[at])]) ++at;
        cell.end = at;
      }
      if (cell.end - cell.begin > limits::kCellBytes) return Scan::cell_too_long;
      if (at == size && !ended_) return Scan::need_more;
      spans_.push_back(cell);
      if (at < size && data[at] == separator_) {
        ++at;
        continue;
      }
      if (at < size && data[at] == '\r') {
        if (at + 1 == size && !ended_) return Scan::need_more;
        if (at + 1 < size && data[at + 1] == '\n') ++at;
      }
      next_start_ = std::min(at + 1, size);
      return Scan::complete;
    }
  }

  // `at` stands on the opening quote; afterwards behind the closing one.
  Scan scan_quoted(std::size_t& at, Span& cell) {
    const char* const data = buffer_.data();
    const std::size_t size = buffer_.size();
    cell = {++at, at, true, false};
    for (;;) {
      const void* const quote = at < size ? std::memchr(data + at, '"', size - at) : nullptr;
      const std::size_t found = quote == nullptr ? size : static_cast<std::size_t>(static_cast<const char*>(quote) - data);
      if (found - cell.begin > limits::kCellBytes) return Scan::cell_too_long;
      if (quote == nullptr) return ended_ ? Scan::open_quote : Scan::need_more;
      at = found + 1;
      if (at == size && !ended_) return Scan::need_more;
      if (at < size && data[at] == '"') {
        ++at;
        cell.escaped = true;
        continue;
      }
      cell.end = found;
      return at == size || stop_[static_cast<unsigned char>(data[at])] ? Scan::complete : Scan::stray_quote;
    }
  }

  Error problem(Scan result) const {
    const std::size_t row = number_ + 1, column = spans_.size() + 1;
    switch (result) {
      case Scan::row_too_long: return {table_too_large, fmt::format("第 {} 行过长（超过 4 MiB）。", row)};
      case Scan::too_many_cells:
        return {table_too_large, fmt::format("第 {} 行超过 {} 列。", row, limits::kColumns)};
      case Scan::cell_too_long:
        return {table_too_large,
                fmt::format("第 {} 行第 {} 列的内容过长（超过 64 KiB），请检查是否有引号没有成对。", row, column)};
      case Scan::stray_quote: return {table_broken, fmt::format("第 {} 行第 {} 列的引号使用不正确。", row, column)};
      default: return {table_broken, fmt::format("第 {} 行第 {} 列的引号没有成对。", row, column)};
    }
  }

  bool blank() const {
    return std::all_of(spans_.begin(), spans_.end(), [](const Span& span) { return span.begin == span.end; });
  }
  std::string_view view(const Span& span) const {
    return std::string_view(buffer_).substr(span.begin, span.end - span.begin);
  }

  // Undoes doubled quotes and odd line breaks in place: the record will not be scanned again.
  std::string_view unescaped(const Span& span) {
    char* const cell = buffer_.data() + span.begin;
    const std::size_t size = span.end - span.begin;
    if (size == 0 || (!span.escaped && std::memchr(cell, '\r', size) == nullptr)) return view(span);
    std::size_t out = 0;
    for (std::size_t i = 0; i < size; ++i) {
      char c = cell[i];
      if (c == '"') ++i;
      if (c == '\r') {
        c = '\n';
        if (i + 1 < size && cell[i + 1] == '\n') ++i;
      }
      cell[out++] = c;
    }
    return {cell, out};
  }

  TextDecoder decoder_;
  std::string buffer_;
  std::size_t start_ = 0, next_start_ = 0;  // of the record at hand and of the one after it
  bool ended_ = false;                      // buffer_ holds all that is left
  char separator_ = ',';
  std::array<bool, 256> stop_{};
  std::size_t number_ = 0;
  std::vector<Span> spans_;
  std::vector<std::string_view> views_;
};
}  // namespace

Result<std::unique_ptr<TableReader>> open_csv(std::unique_ptr<ByteSource> source) {
  auto reader = std::make_unique<CsvReader>(std::move(source));
  YILIN_CHECK(reader->start());
  return reader;
}
}  // namespace yilin::formats
