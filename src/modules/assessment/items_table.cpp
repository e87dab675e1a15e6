// Item scores as a table, out and in.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "formats/table.h"
#include "http/download/download.h"
#include "modules/assessment/files.h"
#include "modules/assessment/rows.h"
#include "modules/registry/registry.h"

namespace yilin::assessment {
namespace {

constexpr std::size_t kErrorsShown = 100;
constexpr std::string_view kFixed[] = {"elder_id", "elder_name", "assessed_on", "organisation", "level"};

std::vector<const Item*> columns_of(const Questionnaire& q) {
  std::vector<const Item*> out;
  for (const Section& s : q.sections)
    for (const Item& i : s.items) out.push_back(&i);
  return out;
}

std::string cell_of(const Item& item, const std::vector<Answer>& answers) {
  for (const Answer& a : answers) {
    if (a.item != item.code) continue;
    if (item.kind == ItemKind::text) return a.text;
    std::string out;
    for (const std::string& code : a.options) out += (out.empty() ? "" : " ") + code;
    return out;
  }
  return {};
}

std::vector<std::string> words(std::string_view cell) {
  std::vector<std::string> out;
  for (cell = text::trim(cell); !cell.empty(); cell = text::trim(cell)) {
    const std::size_t blank = std::min(cell.find(' '), cell.size());
    out.emplace_back(cell.substr(0, blank));
    cell.remove_prefix(blank);
  }
  return out;
}

// The rows of a page, and from where to go on.
struct Page {
  std::vector<std::vector<std::string>> rows;
  AssessmentId last;
};
Page page_of(command::Reader& reader, const Questionnaire& q, RegionCode region, AssessmentId after) {
  auto statement = entity::store::select<Assessment>("assessment", "t");
  statement.add(" WHERE t.questionnaire = ? AND t.questionnaire_version = ? AND t.state <> ? AND t.state <> ? AND t.id > ?", q.code, q.version, State::draft,
                State::voided, after.value);
  const auto found = all<Assessment>(reader.db, reader.kernel.vault, "assessment",
                                     statement.add(visible(reader.caller, region)).add(" ORDER BY t.id LIMIT ?", http::download::kPageRows));
  std::vector<ElderId> elders;
  for (const Assessment& a : found) elders.push_back(a.elder_id);
  const registry::Briefs briefs(reader, elders);
  Page page;
  for (const Assessment& a : found) {
    const auto answers = read_answers(a.answers);
    std::vector<std::string> row{std::to_string(a.elder_id.value), briefs.name(a.elder_id), to_string(a.assessed_on), a.organisation,
                                 a.level ? std::to_string(*a.level) : std::string()};
    for (const Item* item : columns_of(q)) row.push_back(cell_of(*item, answers));
    page.rows.push_back(std::move(row));
    page.last = a.id;
  }
  return page;
}

// Where the table has what.
struct Header {
  int elder = -1, id_card = -1, assessed_on = -1, organisation = -1;
  std::vector<std::pair<int, const Item*>> items;
};
Result<Header> read_header(const formats::Row& row, const Questionnaire& q) {
  Header header;
  const auto items = columns_of(q);
  for (std::size_t n = 0; n < row.cells.size(); ++n) {
    const std::string_view name = text::trim(row.cells[n]);
    const int column = static_cast<int>(n);
    if (name == "elder_id") header.elder = column;
    else if (name == "id_card") header.id_card = column;
    else if (name == "assessed_on") header.assessed_on = column;
    else if (name == "organisation") header.organisation = column;
    for (const Item* item : items)
      if (item->code == name) header.items.emplace_back(column, item);
  }
  if ((header.elder < 0 && header.id_card < 0) || header.assessed_on < 0 || header.organisation < 0 || header.items.empty())
    return fail_field("file", "文件", "第一行应有 elder_id 或 id_card、assessed_on、organisation 和各项目编码。");
  return header;
}

Result<ImportedRow> read_row(command::Reader& reader, const formats::Row& row, const Header& header, const Questionnaire& q) {
  const auto cell = [&](int column) { return column < 0 ? std::string_view() : text::trim(row.cell(static_cast<std::size_t>(column))); };
  ImportedRow out;
  out.number = static_cast<std::int64_t>(row.number);
  out.questionnaire = q.code;
  out.version = q.version;
  if (header.elder >= 0) {
    const auto id = entity::parse_integer_text(cell(header.elder));
    if (id && *id > 0) out.elder = {*id};
  } else if (const auto card = IdCard::parse(cell(header.id_card), reader.today())) {
    if (const auto found = registry::by_id_card(reader, *card)) out.elder = *found;
  }
  const auto her = out.elder ? registry::brief(reader, out.elder) : Result<registry::ElderBrief>(fail(yilin::errors::not_found));
  if (!her) return fail(yilin::errors::not_found, "没有这位老人，或不在您的管辖范围内。");
  if (her->state != registry::ElderState::active) return fail(registry::errors::not_active);
  YILIN_TRY(out.assessed_on, Date::parse(cell(header.assessed_on)));
  if (out.assessed_on > reader.today()) return fail(yilin::errors::invalid, "评估日期不能晚于今天。");
  out.organisation = cell(header.organisation);
  if (out.organisation.empty() || text::length(out.organisation) > 60 || !text::valid(out.organisation)) return fail(yilin::errors::invalid, "评估机构应为 1 到 60 个字。");
  for (const auto& [column, item] : header.items) {
    if (cell(column).empty()) continue;
    Answer answer;
    answer.item = item->code;
    if (item->kind == ItemKind::text) answer.text = cell(column);
    else answer.options = words(cell(column));
    if (text::length(answer.text) > 1000 || !text::valid(answer.text)) return fail(yilin::errors::invalid, fmt::format("“{}”的内容过长，或含有不能使用的字符。", item->title));
    out.answers.push_back(std::move(answer));
  }
  const auto checked = check_answers(q, out.answers);
  if (!checked) return fail(yilin::errors::invalid, checked.error().fields.front().message);
  const Score result = score(q, out.answers);
  if (!result.complete) return fail(yilin::errors::invalid, fmt::format("还有 {} 项没有作答，第一项是“{}”。", result.missing.size(), q.item(result.missing.front())->title));
  return out;
}

Result<ImportReport> take(const http::Context& context, const http::Request& request) {
  Kernel& kernel = context.kernel;
  std::string code = "gbt42195", version;
  for (const auto& [key, value] : request.query) {
    if (key == "questionnaire") code = value;
    if (key == "version") version = value;
  }
  const auto q = questionnaire(kernel, code, version);
  if (!q) return fail_field("questionnaire", "量表", "没有这个量表。");
  const auto unreadable = [](const Error& error) { return fail_field("file", "文件", std::string(error.message())); };
  const auto opened = formats::open_table_file(request.body);
  if (!opened) return unreadable(opened.error());
  const auto& table = *opened;
  formats::Row row;
  const auto any = table->next(row);
  if (!any) return unreadable(any.error());
  if (!*any) return fail_field("file", "文件", "文件是空的。");
  YILIN_TRY(const Header header, read_header(row, *q));
  ImportReport report;
  std::vector<ImportedRow> good;
  const auto refuse = [&report](RowError error) {
    ++report.refused;
    if (report.errors.size() < kErrorsShown) report.errors.push_back(std::move(error));
  };
  {
    auto db = kernel.readers->borrow();
    command::Reader reader{*db, *context.session.caller, kernel.clock.now(), kernel};
    for (;;) {
      const auto more = table->next(row);
      if (!more) return unreadable(more.error());
      if (!*more) break;
      if (static_cast<std::size_t>(++report.rows) > kImportRowsMax) return fail(errors::file_rows);
      auto read = read_row(reader, row, header, *q);
      if (read) {
        good.push_back(std::move(*read));
        continue;
      }
      refuse({static_cast<std::int64_t>(row.number), std::string(read.error().message())});
    }
  }
  for (std::size_t at = 0; at < good.size(); at += kImportChunk) {
    const std::span<const ImportedRow> chunk = std::span(good).subspan(at, std::min(kImportChunk, good.size() - at));
    YILIN_TRY(const ImportedChunk done, command::run_for<ImportedChunk>(
                                            kernel, *context.session.caller, [&](command::Tx& tx) { return import_rows(tx, chunk); }, sql::Lane::bulk));
    report.added += done.added;
    report.known += done.known;
    for (const RowError& error : done.refused) refuse(error);
  }
  return report;
}

}  // namespace

void send_items(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  Kernel& kernel = context.kernel;
  const auto caller = context.session.caller;
  ItemsQuery in;
  auto ready = http::Router::read_input(ItemsQuery::fields(), &in, {&context.path, &request.query, nullptr}, civil_date(kernel.clock.now()));
  const auto q = questionnaire(kernel, in.questionnaire);
  if (ready && !q) ready = fail_field("questionnaire", "量表", "没有这个量表。");
  if (ready)
    ready = command::run(kernel, *caller, [&](command::Tx& tx) -> Status {
      tx.record({"assessment.export", "assessment_list", 0, in.region, {}, {}, R"({"format":"csv"})"});
      return {};
    });
  if (!ready) return responder->respond(http::Router::problem(ready.error()));
  http::download::Table table{"assessment-items", "评估明细", {}, {}};
  for (const std::string_view name : kFixed) table.columns.push_back({std::string(name)});
  for (const Item* item : columns_of(*q)) table.columns.push_back({item->code});
  table.next = [&kernel, caller, q, region = in.region, after = AssessmentId{}]() mutable -> Result<std::vector<std::vector<std::string>>> {
    auto lease = kernel.readers->borrow();
    command::Reader reader{*lease, *caller, kernel.clock.now(), kernel};
    Page page = page_of(reader, *q, region, after);
    if (page.last) after = page.last;
    return std::move(page.rows);
  };
  http::download::answer(kernel, responder, std::move(table), http::download::Format::csv);
}

void take_items(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const auto report = take(context, request);
  if (!report) return responder->respond(http::Router::problem(report.error()));
  http::Response response;
  response.body = entity::to_json(*report);
  responder->respond(std::move(response));
}

}  // namespace yilin::assessment
