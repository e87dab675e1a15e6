#include "http/download/download.h"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "base/assert.h"
#include "base/log.h"
#include "formats/csv.h"
#include "kernel/command/command.h"

namespace yilin::http::download {
namespace {

namespace fs = std::filesystem;
using Cells = std::vector<std::vector<std::string>>;
constexpr std::size_t kFileChunk = 256 * 1024;

std::vector<std::string_view> views(const std::vector<std::string>& cells) { return {cells.begin(), cells.end()}; }

Response attachment(std::string_view name, std::string_view type) {
  Response response;
  response.content_type = type;
  response.headers.emplace_back("content-disposition", fmt::format("attachment; filename=\"{}\"", name));
  response.headers.emplace_back("cache-control", "no-store");
  return response;
}

void answer_csv(const std::shared_ptr<Responder>& responder, Table table) {
  struct Job {
    Table table;
    std::string text;
    formats::CsvWriter writer{text};
    explicit Job(Table t) : table(std::move(t)) {
      std::vector<std::string_view> titles;
      for (const formats::XlsxColumn& c : table.columns) titles.push_back(c.title);
      writer.row(titles);
    }
  };
  auto job = std::make_shared<Job>(std::move(table));
  Response response = attachment(fmt::format("{}.csv", job->table.file), "text/csv; charset=utf-8");
  response.stream = [job](std::string& chunk) {
    const Result<Cells> rows = job->table.next();
    if (!rows) throw std::runtime_error("a table broke off while it was downloaded");  // the client sees an incomplete file
    for (const auto& cells : *rows) job->writer.row(views(cells));
    chunk += job->text;
    job->text.clear();
    return !rows->empty();
  };
  responder->respond(std::move(response));
}

Status write_table(const std::string& path, Table& table, Instant now) {
  YILIN_TRY(formats::XlsxWriter book, formats::XlsxWriter::create(path, now));
  YILIN_CHECK(book.sheet(table.sheet, table.columns));
  for (std::int64_t written = 0;;) {
    YILIN_TRY(const Cells rows, table.next());
    if (rows.empty()) break;
    written += static_cast<std::int64_t>(rows.size());
    if (written > kXlsxRowsMax) return fail(errors::too_large, fmt::format("超过 Excel 导出的 {} 行，请缩小范围或导出 CSV。", kXlsxRowsMax));
    for (const auto& cells : rows) YILIN_CHECK(book.row(views(cells)));
  }
  return book.finish();
}

// A file that goes with its owner.
struct Spool {
  fs::path path;
  std::ifstream in;
  ~Spool() {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
};

}  // namespace

Status workbook(Kernel& kernel, const std::shared_ptr<Responder>& responder, std::string_view file_name,
                const std::function<Status(const std::string& path)>& write) {
  auto spool = std::make_shared<Spool>();
  const fs::path folder = fs::path(kernel.data_folder) / "exports";
  fs::create_directories(folder);
  spool->path = folder / (sealing::random_token(12) + ".xlsx");
  YILIN_CHECK(write(spool->path.string()));
  spool->in.open(spool->path, std::ios::binary);
  Response response = attachment(file_name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  response.stream = [spool](std::string& chunk) {
    chunk.resize(kFileChunk);
    spool->in.read(chunk.data(), kFileChunk);
    chunk.resize(static_cast<std::size_t>(spool->in.gcount()));
    return spool->in.good();
  };
  responder->respond(std::move(response));
  return {};
}

void answer(Kernel& kernel, const std::shared_ptr<Responder>& responder, Table table, Format format) {
  if (format == Format::csv) return answer_csv(responder, std::move(table));
  const std::string name = fmt::format("{}.xlsx", table.file);
  const Status sent = workbook(kernel, responder, name, [&](const std::string& path) { return write_table(path, table, kernel.clock.now()); });
  if (!sent) responder->respond(Router::problem(sent.error()));
}

std::string cell_of(const entity::Table& table, const void* row, std::string_view name, const entity::Viewer& viewer) {
  const entity::Field* field = table.find(name);
  YILIN_ASSERT(field != nullptr);
  const void* value = field->get(row);
  if (field->codec == entity::codec_of<Fen>()) return to_yuan(*static_cast<const Fen*>(value));
  if (field->codec == entity::codec_of<Instant>()) {
    const Instant at = *static_cast<const Instant*>(value);
    return at ? to_string(civil_date(at)) + " " + to_clock(at) : std::string();
  }
  return field->codec->to_text(value, *field, viewer);
}

Status record(Kernel& kernel, const access::Caller& caller, const ListFile& file, Format format, RegionCode region) {
  return command::run(kernel, caller, [&](command::Tx& tx) -> Status {
    tx.record({file.verb, file.subject, 0, region, {}, {}, fmt::format("{{\"format\":\"{}\"}}", format == Format::csv ? "csv" : "xlsx")});
    return {};
  });
}

std::vector<formats::XlsxColumn> columns_of(const entity::Table& row, const ListFile& file) {
  std::vector<formats::XlsxColumn> out;
  for (const ListColumn& c : file.columns) {
    const entity::Field* field = row.find(c.field);
    YILIN_ASSERT(field != nullptr);
    out.push_back({std::string(field->label) + (c.kind == formats::XlsxKind::yuan ? "（元）" : ""), c.width_chars, c.kind});
  }
  return out;
}

}  // namespace yilin::http::download
