#include "modules/imports/jobs.h"

#include <filesystem>

#include <fmt/format.h>

#include "base/text.h"
#include "kernel/entity/store.h"
#include "modules/imports/permissions.h"

namespace yilin::imports {
namespace {

constexpr access::Roles kAnybody{access::Role::official, access::Role::community_worker, access::Role::provider_manager};
constexpr lifecycle::Transition<State> kMoves[] = {
    {State::uploaded, "map", State::uploaded, kAnybody},
    {State::checked, "map", State::uploaded, kAnybody},
    {State::uploaded, "check", State::checking, kAnybody},
    {State::checked, "check", State::checking, kAnybody},
    {State::checking, "checked", State::checked, kAnybody},
    {State::checking, "give_up", State::uploaded, kAnybody},
    {State::checked, "run", State::running, kAnybody},
    {State::interrupted, "run", State::running, kAnybody},
    {State::running, "interrupt", State::interrupted, kAnybody},
    {State::running, "finish", State::done, kAnybody},
    {State::done, "roll_back", State::rolling_back, kAnybody},
    {State::interrupted, "roll_back", State::rolling_back, kAnybody},
    {State::rolling_back, "rolled_back", State::rolled_back, kAnybody},
    {State::rolling_back, "interrupt", State::interrupted, kAnybody},
    {State::uploaded, "discard", State::discarded, kAnybody},
    {State::checked, "discard", State::discarded, kAnybody},
};

constexpr std::int64_t kSlice = 500;

}  // namespace

std::span<const lifecycle::Transition<State>> moves() { return kMoves; }

const access::Permission& permission_of(Kind kind) {
  switch (kind) {
    case Kind::elders: return import_elders;
    case Kind::workers: return import_workers;
    case Kind::providers: return import_providers;
    case Kind::orders: return import_orders;
  }
  return import_providers;
}

std::string file_path(const Kernel& kernel, ImportId id) { return fmt::format("{}/imports/{}.upload", kernel.data_folder, id.value); }
std::string run_name(ImportId id) { return fmt::format("import|{}", id.value); }

std::optional<Job> load(sql::Connection& db, const Kernel& kernel, ImportId id) {
  auto rows = db.rows(entity::store::select<Job>("import_job", "j").add(" WHERE j.id = ?", id));
  if (!rows.next()) return std::nullopt;
  return entity::store::read<Job>(rows, kernel.vault, "import_job");
}

sql::Statement seen(const access::Caller& caller, RegionCode filter) {
  sql::Statement out;
  for (const Kind kind : {Kind::elders, Kind::workers, Kind::providers, Kind::orders})
    if (!caller.may(permission_of(kind))) out.add(" AND j.kind <> ?", kind);
  out.add(access::visible({.region = "j.region", .organisation = "j.organisation_id"}, caller, filter));
  return out;
}

Result<Job> visible_job(command::Reader reader, ImportId id) {
  auto rows = reader.db.rows(entity::store::select<Job>("import_job", "j").add(" WHERE j.id = ?", id).add(seen(reader.caller)));
  if (!rows.next()) return fail(yilin::errors::not_found);
  return entity::store::read<Job>(rows, reader.kernel.vault, "import_job");
}

std::vector<ColumnUse> columns_of(const Job& job) {
  auto columns = entity::from_json<ImportColumns>(job.columns, Date{});
  return columns ? std::move(columns->items) : std::vector<ColumnUse>{};
}

std::string columns_text(const std::vector<ColumnUse>& columns) { return entity::to_json(ImportColumns{columns}); }

void tell(command::Tx& tx, const Job& job) { tx.changed({"import_job", job.id.value, job.region, job.organisation_id, {}, {}}); }

void store(command::Tx& tx, Job& job) {
  ++job.version;
  job.updated_at = tx.now;
  entity::store::update(tx.db, tx.vault(), "import_job", job);
  tell(tx, job);
}

journal::Act act(std::string_view verb, const Job& job, std::string reason) {
  return {verb, "import_job", job.id.value, job.region, {}, std::move(reason), entity::to_json(job)};
}

Status move(const access::Caller& caller, Job& job, std::string_view verb) {
  YILIN_TRY(job.state, lifecycle::move(moves(), job.state, verb, caller));
  return {};
}

void add_errors(command::Tx& tx, ImportId job, std::int64_t row, std::span<const FieldError> errors) {
  std::int64_t ordinal = 0;
  for (const FieldError& e : errors)
    tx.db.queue(
        "INSERT INTO import_row_error (job_id, row_number, ordinal, field, label, message) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (job_id, row_number, ordinal) DO UPDATE SET field = excluded.field, label = excluded.label, message = excluded.message",
        job, row, ordinal++, e.field, e.label, text::first(e.message, 300));
}

Status clear_errors(Kernel& kernel, const access::Caller& caller, ImportId job) {
  for (std::int64_t gone = kSlice; gone > 0;)
    YILIN_CHECK(command::run(
        kernel, caller,
        [&](command::Tx& tx) -> Status {
          tx.nothing_to_do();
          gone = tx.db.exec(
              "DELETE FROM import_row_error WHERE job_id = ? AND row_number IN "
              "(SELECT row_number FROM import_row_error WHERE job_id = ? ORDER BY row_number LIMIT ?)",
              job, job, kSlice);
          return {};
        },
        sql::Lane::bulk));
  return {};
}

Status forget_file(command::Tx& tx, ImportId id) {
  auto job = load(tx.db, tx.kernel, id);
  if (!job || !job->file_kept || job->at_work()) {
    tx.nothing_to_do();
    if (job && job->file_kept) tx.set_deadline(kFileDeadline, id.value, tx.now + days(1));
    return {};
  }
  job->file_kept = false;
  store(tx, *job);
  tx.record(act("import.forget_file", *job));
  tx.after_commit([path = file_path(tx.kernel, id)] {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  });
  return {};
}

Status give_up(const access::Caller& caller, Job& job, std::string problem) {
  job.problem = std::move(problem);
  return move(caller, job, job.state == State::checking ? "give_up" : "interrupt");
}

}  // namespace yilin::imports
