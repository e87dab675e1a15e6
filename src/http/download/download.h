#pragma once
// Tables handed out as files: CSV as a stream, XLSX from a temporary workbook that goes with the answer. The same for every
// module; who may, and the act in the journal, are the module's.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/xlsx.h"
#include "http/router.h"

namespace yilin::http::download {

inline constexpr std::int64_t kXlsxRowsMax = 200'000;  // more is what CSV is for
inline constexpr std::int64_t kPageRows = 200;         // read at a time

enum class Format { csv, xlsx };

struct Table {
  std::string_view file;                        // "elders"
  std::string_view sheet;                       // "老人名册"
  std::vector<formats::XlsxColumn> columns;
  // The next rows as cells; empty at the end. Error: the download breaks off (CSV) or is refused (XLSX).
  std::function<Result<std::vector<std::vector<std::string>>>()> next;
};
void answer(Kernel& kernel, const std::shared_ptr<Responder>& responder, Table table, Format format);

// A workbook written by `write` to the path it is given. Error: what write said; nothing has been answered then.
Status workbook(Kernel& kernel, const std::shared_ptr<Responder>& responder, std::string_view file_name,
                const std::function<Status(const std::string& path)>& write);

// Cells of a row by its fields(), as people read them: masked by right, money in yuan, times to the minute.
std::string cell_of(const entity::Table& table, const void* row, std::string_view field, const entity::Viewer& viewer);

// ---- what a list shows, page by page, to its end ----

struct ListColumn {
  std::string_view field;                       // of the list's row
  formats::XlsxKind kind = formats::XlsxKind::text;
  double width_chars = 16;
};
struct ListFile {
  std::string_view csv_route, xlsx_route;       // "GET /api/orders/export.csv"
  std::string_view summary;                     // "导出订单"
  std::string_view file, sheet;
  std::string_view verb, subject;               // of the act: "order.export", "order_list"
  std::vector<ListColumn> columns;
};
Status record(Kernel& kernel, const access::Caller& caller, const ListFile& file, Format format, RegionCode region);
std::vector<formats::XlsxColumn> columns_of(const entity::Table& row, const ListFile& file);

// `In` has region, limit and cursor; `list` is the query behind the list route, with the caller's scope inside.
template <class In, class Row, class List>
void add_list_routes(Router& router, const access::Permission& permission, const ListFile& file, List list) {
  for (const Format format : {Format::csv, Format::xlsx}) {
    const std::string_view route = format == Format::csv ? file.csv_route : file.xlsx_route;
    router.raw({route, file.summary, permission},
               [file, list, format](Context context, Request request, std::shared_ptr<Responder> responder) {
                 Kernel& kernel = context.kernel;
                 const auto caller = context.session.caller;
                 const auto in = std::make_shared<In>();
                 auto ready = Router::read_input(In::fields(), in.get(), {&context.path, &request.query, nullptr}, civil_date(kernel.clock.now()));
                 if (ready) ready = record(kernel, *caller, file, format, in->region);
                 if (!ready) return responder->respond(Router::problem(ready.error()));
                 in->limit = kPageRows;
                 in->cursor = {};
                 Table table{file.file, file.sheet, columns_of(Row::fields(), file), {}};
                 table.next = [&kernel, caller, in, list, file, over = false]() mutable -> Result<std::vector<std::vector<std::string>>> {
                   std::vector<std::vector<std::string>> out;
                   if (over) return out;
                   auto lease = kernel.readers->borrow();
                   command::Reader reader{*lease, *caller, kernel.clock.now(), kernel};
                   YILIN_TRY(const auto page, list(reader, *in));
                   for (const Row& row : page.items) {
                     out.emplace_back();
                     for (const ListColumn& c : file.columns) out.back().push_back(cell_of(Row::fields(), &row, c.field, caller->viewer));
                   }
                   over = !page.next;
                   if (page.next) in->cursor = {entity::parse_integer_text(*page.next).value_or(0)};
                   return out;
                 };
                 answer(kernel, responder, std::move(table), format);
               },
               &In::fields());
  }
}
}  // namespace yilin::http::download
