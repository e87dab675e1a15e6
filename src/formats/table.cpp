#include "formats/table.h"

#include <algorithm>

#include "formats/csv.h"
#include "formats/xlsx.h"

namespace yilin::formats {
namespace {
enum class Content { text, zip };

Result<Content> sniff(std::string_view head) {
  if (head.empty()) return fail(table_broken, "文件是空的。");
  if (head.starts_with("PK\x03\x04")) return Content::zip;
  if (head.starts_with("\xD0\xCF\x11\xE0"))
    return fail(table_unsupported, "这是旧版 .xls 文件，或设置了打开密码。请另存为没有密码的 .xlsx 后再试。");
  // Many systems hand out web pages named .xls.
  const std::size_t first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first != std::string_view::npos && head[first] == '<')
    return fail(table_unsupported, "这是网页格式的表格。请用 Excel 或 WPS 打开，另存为 .xlsx 后再试。");
  if (head.starts_with("%PDF") || head.starts_with("\xFF\xD8\xFF") || head.starts_with("\x89PNG") ||
      head.starts_with("Rar!\x1A") || head.starts_with("7z\xBC\xAF") || head.starts_with("PK\x05\x06"))
    return fail(table_unsupported);
  return Content::text;
}
constexpr std::size_t kHead = 64;
}  // namespace

Result<std::unique_ptr<TableReader>> open_table(std::string bytes) {
  YILIN_TRY(const Content content, sniff(std::string_view(bytes).substr(0, kHead)));
  if (content == Content::text) return open_csv(memory_source(std::move(bytes)));
  YILIN_TRY(auto archive, ZipArchive::open(std::move(bytes)));
  return open_xlsx(std::move(archive));
}

Result<std::unique_ptr<TableReader>> open_table_file(const std::filesystem::path& path) {
  YILIN_TRY(auto source, file_source(path));
  std::string head(kHead, '\0');
  YILIN_TRY(const std::size_t got, source->read(head.data(), head.size()));
  head.resize(got);
  YILIN_TRY(const Content content, sniff(head));
  if (content == Content::zip) {
    YILIN_TRY(auto archive, ZipArchive::open_file(path));
    return open_xlsx(std::move(archive));
  }
  YILIN_TRY(auto again, file_source(path));
  return open_csv(std::move(again));
}

bool plain_number(std::string_view text) {
  const auto take_digits = [&] {
    const std::size_t n = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(n);
    return n > 0;
  };
  const auto take_sign = [&] {
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  };
  take_sign();
  if (!take_digits()) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!take_digits()) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    take_sign();
    if (!take_digits()) return false;
  }
  return text.empty();
}
}  // namespace yilin::formats
