// The roll of elders as a spreadsheet: everybody who passes the list's filters, a block at a time, masked by the caller's
// right, journalled before the first byte. No reading transaction outlives a block.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "formats/csv.h"
#include "formats/xlsx.h"
#include "modules/registry/reading.h"
#include "modules/registry/routes.h"

namespace yilin::registry {
namespace {

constexpr std::int64_t kXlsxRowsMax = 200'000;  // more is what CSV is for
constexpr std::size_t kFileChunk = 256 * 1024;

struct ExportRow {
  std::string name;
  Sex sex = Sex::unknown;
  std::int32_t age = -1;
  Date birth;
  IdCard id_card;
  Phone phone;
  std::string region_name, address;
  std::vector<Label> labels;
  Living living = Living::unknown;
  Ability ability = Ability::unassessed;
  ElderState state = ElderState::active;
  ElderId id;
  static const entity::Table& fields();
};

const entity::Table& ExportRow::fields() {
  using entity::Pii;
  static const entity::Table table("ElderExportRow", "老人名册", {
      entity::field<&ExportRow::name>("name", "姓名").pii(Pii::name),
      entity::field<&ExportRow::sex>("sex", "性别"),
      entity::field<&ExportRow::age>("age", "年龄"),
      entity::field<&ExportRow::birth>("birth", "出生日期"),
      entity::field<&ExportRow::id_card>("id_card", "身份证号").pii(Pii::id_number),
      entity::field<&ExportRow::phone>("phone", "电话").pii(Pii::phone),
      entity::field<&ExportRow::region_name>("region_name", "社区"),
      entity::field<&ExportRow::address>("address", "住址").pii(Pii::address),
      entity::field<&ExportRow::labels>("labels", "标签"),
      entity::field<&ExportRow::living>("living", "居住情况"),
      entity::field<&ExportRow::ability>("ability", "能力等级").pii(Pii::health),
      entity::field<&ExportRow::state>("state", "状态"),
      entity::field<&ExportRow::id>("id", "档案编号"),
  });
  return table;
}

// The next block of texts, a row a vector; empty at the end.
class Roll {
 public:
  Roll(Kernel& kernel, std::shared_ptr<const access::Caller> caller, Filter filter)
      : kernel_(kernel), caller_(std::move(caller)), filter_(std::move(filter)), today_(civil_date(kernel.clock.now())) {}

  std::vector<std::vector<std::string>> next() {
    std::vector<std::vector<std::string>> out;
    const auto ids = page(kernel_, filter_, after_, reading::kIdsMax);
    if (ids.empty()) return out;
    after_ = ids.back();
    auto lease = kernel_.readers->borrow();
    const auto elders = reading::rows(*lease, kernel_, ids);
    const auto briefs = reading::briefs_of(elders, kernel_, today_);
    for (std::size_t i = 0; i < elders.size(); ++i) {
      const ElderBrief& b = briefs[i];
      const ExportRow row{b.name,   b.sex,     b.age,  b.birth,   elders[i].id_card, b.phone, b.region_name,
                          b.address, b.labels, b.living, b.ability, b.state,          b.id};
      std::vector<std::string> cells;
      for (const entity::Field& f : ExportRow::fields().fields()) cells.push_back(f.codec->to_text(f.get(&row), f, caller_->viewer));
      if (b.age < 0) cells[2].clear();
      out.push_back(std::move(cells));
    }
    return out;
  }

 private:
  Kernel& kernel_;
  std::shared_ptr<const access::Caller> caller_;
  Filter filter_;
  Date today_;
  ElderId after_;
};

std::vector<std::string_view> titles() {
  std::vector<std::string_view> out;
  for (const entity::Field& f : ExportRow::fields().fields()) out.push_back(f.label);
  return out;
}

std::vector<std::string_view> views(const std::vector<std::string>& cells) { return {cells.begin(), cells.end()}; }

struct Asked {
  Filter filter;
  std::int64_t rows = 0;
};

// Reads the filters and journals who takes how many.
Result<Asked> asked(http::Context& context, const http::Request& request, std::string_view format) {
  Kernel& kernel = context.kernel;
  const Date today = civil_date(kernel.clock.now());
  ElderQuery in;
  YILIN_CHECK(http::Router::read_input(ElderQuery::fields(), &in, {&context.path, &request.query, nullptr}, today));
  if (!in.q.empty()) return fail_field("q", "关键字", "导出按条件筛选，不支持关键字。");
  Asked out;
  out.filter = reading::filter_of(in, *context.session.caller, today);
  out.rows = count(kernel, out.filter);
  if (format == "xlsx" && out.rows > kXlsxRowsMax)
    return fail(yilin::errors::too_large, fmt::format("共 {} 人，超过 Excel 导出的 {} 人，请缩小范围或导出 CSV。", out.rows, kXlsxRowsMax));
  YILIN_CHECK(command::run(kernel, *context.session.caller, [&](command::Tx& tx) -> Status {
    tx.record({"elder.export", "elder_roll", 0, in.region, {}, {}, fmt::format("{{\"format\":\"{}\",\"rows\":{}}}", format, out.rows)});
    return {};
  }));
  return out;
}

http::Response download(std::string_view name, std::string_view type) {
  http::Response response;
  response.content_type = type;
  response.headers.emplace_back("content-disposition", fmt::format("attachment; filename=\"{}\"", name));
  response.headers.emplace_back("cache-control", "no-store");
  return response;
}

void export_csv(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  auto wanted = asked(context, request, "csv");
  if (!wanted) return responder->respond(http::Router::problem(wanted.error()));
  struct Job {
    Roll roll;
    std::string text;
    formats::CsvWriter writer{text};
    explicit Job(Roll r) : roll(std::move(r)) { writer.row(titles()); }
  };
  auto job = std::make_shared<Job>(Roll(context.kernel, context.session.caller, std::move(wanted->filter)));
  http::Response response = download("elders.csv", "text/csv; charset=utf-8");
  response.stream = [job](std::string& chunk) {
    const auto rows = job->roll.next();
    for (const auto& cells : rows) job->writer.row(views(cells));
    chunk += job->text;
    job->text.clear();
    return !rows.empty();
  };
  responder->respond(std::move(response));
}

// A file that goes with its owner.
struct Spool {
  std::filesystem::path path;
  std::ifstream in;
  ~Spool() {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
};

Status write_book(const std::filesystem::path& path, Roll& roll, Instant now) {
  YILIN_TRY(formats::XlsxWriter book, formats::XlsxWriter::create(path, now));
  std::vector<formats::XlsxColumn> columns;
  for (const std::string_view title : titles()) columns.push_back({std::string(title)});
  YILIN_CHECK(book.sheet("老人名册", std::move(columns)));
  for (auto rows = roll.next(); !rows.empty(); rows = roll.next())
    for (const auto& cells : rows) YILIN_CHECK(book.row(views(cells)));
  return book.finish();
}

void export_xlsx(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const auto refuse = [&](const Error& error) { responder->respond(http::Router::problem(error)); };
  auto wanted = asked(context, request, "xlsx");
  if (!wanted) return refuse(wanted.error());
  Kernel& kernel = context.kernel;
  auto spool = std::make_shared<Spool>();
  const std::filesystem::path folder = std::filesystem::path(kernel.data_folder) / "exports";
  std::filesystem::create_directories(folder);
  spool->path = folder / (sealing::random_token(12) + ".xlsx");
  Roll roll(kernel, context.session.caller, std::move(wanted->filter));
  if (const auto ok = write_book(spool->path, roll, kernel.clock.now()); !ok) return refuse(ok.error());
  spool->in.open(spool->path, std::ios::binary);
  http::Response response = download("elders.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  response.stream = [spool](std::string& chunk) {
    chunk.resize(kFileChunk);
    spool->in.read(chunk.data(), kFileChunk);
    chunk.resize(static_cast<std::size_t>(spool->in.gcount()));
    return spool->in.good();
  };
  responder->respond(std::move(response));
}

}  // namespace

void add_export_routes(http::Router& router) {
  router.raw({"GET /api/elders/export.csv", "导出老人名册（CSV）", elder_export}, export_csv, &ElderQuery::fields());
  router.raw({"GET /api/elders/export.xlsx", "导出老人名册（Excel）", elder_export}, export_xlsx, &ElderQuery::fields());
}

}  // namespace yilin::registry
