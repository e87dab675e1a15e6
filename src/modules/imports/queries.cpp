#include "modules/imports/queries.h"

#include <fmt/format.h>

#include "base/text.h"
#include "http/listing.h"
#include "modules/facilities/facilities.h"
#include "modules/imports/imports.h"
#include "modules/imports/sheet.h"
#include "modules/providers/providers.h"
#include "modules/registry/registry.h"

namespace yilin::imports {
namespace {

constexpr std::size_t kPreviewRows = 10;
constexpr std::size_t kCellChars = 60;

std::string name_of(command::Reader& reader, Subject subject, std::int64_t id) {
  switch (subject) {
    case Subject::elder: {
      const auto brief = registry::brief(reader, ElderId{id});
      return brief ? brief->name : std::string();
    }
    case Subject::worker: {
      const auto worker = providers::worker(reader.kernel, WorkerId{id});
      return worker ? worker->name : std::string();
    }
    case Subject::organisation: return providers::organisation_name(reader.kernel, OrganisationId{id});
    case Subject::facility: return facilities::facility_name(reader.db, FacilityId{id});
    case Subject::order: return fmt::format("订单 {}", id);
  }
  return {};
}

std::int64_t cursor_of(const std::string& cursor) { return entity::parse_integer_text(cursor).value_or(0); }

}  // namespace

bool mine(const access::Caller& caller, const Job& job) {
  return caller.kind == access::CallerKind::system || (job.by_user && caller.user == job.by_user);
}

Result<http::Page<Job>> list_jobs(command::Reader& reader, const ImportQuery& in) {
  auto statement = entity::store::select<Job>("import_job", "j").add(" WHERE j.state <> ?", State::discarded);
  statement.add(seen(reader.caller, in.region));
  if (in.kind) statement.add(" AND j.kind = ?", *in.kind);
  if (in.state) statement.add(" AND j.state = ?", *in.state);
  if (in.cursor) statement.add(" AND j.id < ?", in.cursor);
  statement.add(" ORDER BY j.id DESC LIMIT ?", in.limit + 1);
  return http::page_of(http::rows_of<Job>(reader, "import_job", statement), in.limit);
}

JobView view_of(command::Reader reader, Job job) {
  JobView view;
  view.columns = columns_of(job);
  for (const Target& t : targets(job.kind)) view.targets.push_back({std::string(t.name), std::string(t.label), std::string(t.note), t.required});
  view.missing = missing(job.kind, view.columns);
  view.mine = mine(reader.caller, job);
  if (job.file_kept) view.file_until = job.updated_at + kFileKept;
  view.job = std::move(job);
  return view;
}

Result<JobView> show_job(command::Reader& reader, const ImportPath& in) {
  YILIN_TRY(Job job, visible_job(reader, in.id));
  return view_of(reader, std::move(job));
}

Result<Preview> preview(command::Reader& reader, const ImportPath& in) {
  YILIN_TRY(const Job job, visible_job(reader, in.id));
  if (!mine(reader.caller, job)) return fail(errors::not_yours);
  if (!job.file_kept) return fail(errors::file_gone);
  const std::vector<ColumnUse> columns = columns_of(job);
  Preview out;
  for (const ColumnUse& use : columns) out.headers.push_back(use.header);
  YILIN_TRY(Sheet sheet, Sheet::open(job, file_path(reader.kernel, job.id), columns));
  while (out.rows.size() < kPreviewRows) {
    YILIN_TRY(const bool found, sheet.next());
    if (!found) break;
    PreviewRow row{static_cast<std::int64_t>(sheet.number()), {}};
    for (std::size_t i = 0; i < columns.size() && i < sheet.cells().size(); ++i)
      row.cells.emplace_back(text::first(text::trim(sheet.cells()[i]), kCellChars));
    row.cells.resize(columns.size());
    out.rows.push_back(std::move(row));
  }
  return out;
}

Result<http::Page<RowError>> list_errors(command::Reader& reader, const RowsQuery& in) {
  YILIN_TRY(const Job job, visible_job(reader, in.id));
  // The cursor is the last row, of which all errors were given: a page may be longer than asked for by one row's errors.
  http::Page<RowError> page;
  auto rows = reader.db.rows(
      "SELECT row_number, field, label, message FROM import_row_error WHERE job_id = ? AND row_number > ? AND row_number <= COALESCE("
      "(SELECT MAX(n) FROM (SELECT DISTINCT row_number AS n FROM import_row_error WHERE job_id = ? AND row_number > ? ORDER BY n LIMIT ?) AS page), 0) "
      "ORDER BY row_number, ordinal",
      job.id, cursor_of(in.cursor), job.id, cursor_of(in.cursor), in.limit / 4 + 1);
  while (rows.next()) page.items.push_back({rows.integer(0), rows.str(1), rows.str(2), rows.str(3)});
  if (!page.items.empty() &&
      reader.db.rows("SELECT 1 FROM import_row_error WHERE job_id = ? AND row_number > ? LIMIT 1", job.id, page.items.back().row).next())
    page.next = std::to_string(page.items.back().row);
  page.total = job.wrong;
  return page;
}

Result<http::Page<KeptRow>> list_kept(command::Reader& reader, const RowsQuery& in) {
  YILIN_TRY(const Job job, visible_job(reader, in.id));
  http::Page<KeptRow> page;
  if (job.state != State::rolled_back) return page;
  page.total = job.kept;
  if (job.kind == Kind::elders) {
    for (const ElderId id : registry::brought_by(reader.db, run_name(job.id), ElderId{cursor_of(in.cursor)}, in.limit)) {
      page.items.push_back({0, Subject::elder, std::to_string(id.value), name_of(reader, Subject::elder, id.value)});
      page.next = std::to_string(id.value);
    }
  } else {
    std::vector<std::pair<Subject, std::int64_t>> subjects;
    auto rows = reader.db.rows("SELECT row_number, subject_kind, subject_id FROM import_touched WHERE job_id = ? AND kept = 1 AND row_number > ? "
                               "ORDER BY row_number LIMIT ?",
                               job.id, cursor_of(in.cursor), in.limit);
    while (rows.next()) {
      page.items.push_back({rows.integer(0), static_cast<Subject>(rows.integer(1)), std::to_string(rows.integer(2)), {}});
      subjects.emplace_back(static_cast<Subject>(rows.integer(1)), rows.integer(2));
      page.next = std::to_string(rows.integer(0));
    }
    for (std::size_t i = 0; i < subjects.size(); ++i) page.items[i].name = name_of(reader, subjects[i].first, subjects[i].second);
  }
  if (static_cast<std::int64_t>(page.items.size()) < in.limit) page.next.reset();
  return page;
}

}  // namespace yilin::imports
