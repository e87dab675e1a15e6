// Any bytes as a CSV file: every cell that comes out is well-formed text within its limit, or there is an Error.
#include <cstdint>

#include "base/assert.h"
#include "base/text.h"
#include "formats/csv.h"

using namespace yilin;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  auto reader = formats::open_csv(formats::memory_source(bytes));
  if (!reader) return 0;
  std::size_t last = 0;
  for (formats::Row row;;) {
    const auto found = (*reader)->next(row);
    if (!found) YILIN_ASSERT(!found.error().message().empty());
    if (!found || !*found) return 0;
    YILIN_ASSERT(row.number > last && row.cells.size() <= formats::limits::kColumns);
    last = row.number;
    std::string again;
    formats::CsvWriter(again).row(row.cells);
    for (const auto cell : row.cells) {
      YILIN_ASSERT(text::well_formed(cell) && cell.size() <= formats::limits::kCellBytes);
      YILIN_ASSERT(cell.find('\r') == std::string_view::npos);
    }
  }
}
