// Checking and running files of workers, providers and past orders, a chunk a command. A check runs the very same commands
// and lets the writer take them back, so that it cannot judge otherwise than the run.
#include <unordered_set>

#include <fmt/format.h>

#include "modules/imports/imports.h"
#include "modules/imports/row_kinds.h"
#include "modules/imports/runner.h"

namespace yilin::imports {
namespace {

constexpr std::size_t kChunkRows = 40;   // some ten statements each
constexpr ErrorKind kTakenBack{"imports.taken_back", 409, "只检查，不写入。", "A check writes nothing."};

struct Numbered {
  ReadRow row;
  std::int64_t key = 0;
};

bool known_row(command::Tx& tx, Kind kind, std::int64_t key) {
  return tx.db.rows("SELECT 1 FROM import_touched WHERE kind = ? AND row_key = ?", kind, key).next();
}

// A file read forward in chunks.
class Reading {
 public:
  Reading(Pass& pass, Sheet sheet)
      : pass_(pass), sheet_(std::move(sheet)), places_(pass.kernel, *pass.caller, pass.job.region), index_(*pass.kernel.keys, "import.row"),
        today_(civil_date(pass.kernel.clock.now())) {}

  Status skip(std::int64_t rows) {
    for (; rows > 0 && !over_; --rows) {
      YILIN_TRY(const bool found, sheet_.next());
      over_ = !found;
    }
    return {};
  }
  // Empty at the end.
  Result<std::vector<Numbered>> chunk() {
    std::vector<Numbered> out;
    while (!over_ && out.size() < kChunkRows) {
      YILIN_TRY(const bool found, sheet_.next());
      over_ = !found;
      if (over_) break;
      Numbered n{read_row(pass_.job.kind, sheet_, places_, pass_.kernel, today_), 0};
      if (n.row.errors.empty()) n.key = index_.of(n.row.identity);
      out.push_back(std::move(n));
    }
    return out;
  }

 private:
  Pass& pass_;
  Sheet sheet_;
  Places places_;
  sealing::BlindIndex index_;
  Date today_;
  bool over_ = false;  // a reader is not asked again after its end
};

std::vector<Entered> enter_all(command::Tx& tx, Kind kind, std::span<const Numbered> rows, const Brought* brought) {
  std::vector<Entered> out;
  std::unordered_set<std::int64_t> here;
  for (const Numbered& n : rows) {
    if (n.row.errors.empty() && (!here.insert(n.key).second || known_row(tx, kind, n.key))) out.push_back(known(Subject::worker));
    else out.push_back(enter(tx, n.row, brought));
    if (out.back().fate == Fate::wrong) here.erase(n.key);
  }
  return out;
}

void count(Job& job, const Entered& entered) {
  ++job.position;
  job.added += entered.fate == Fate::added;
  job.known += entered.fate == Fate::known;
  job.wrong += entered.fate == Fate::wrong;
}

Status store_chunk(command::Tx& tx, ImportId id, std::int64_t first, std::span<const Numbered> rows, bool say) {
  auto job = load(tx.db, tx.kernel, id);
  if (!job || job->position != first) return fail(registry::errors::run_moved);
  const auto fates = enter_all(tx, job->kind, rows, nullptr);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Numbered& n = rows[i];
    const auto number = static_cast<std::int64_t>(n.row.number);
    count(*job, fates[i]);
    if (fates[i].fate == Fate::wrong && job->wrong <= static_cast<std::int64_t>(kErrorsMax)) add_errors(tx, id, number, fates[i].errors);
    if (fates[i].fate == Fate::added)
      tx.db.queue("INSERT INTO import_touched (kind, row_key, job_id, row_number, subject_kind, subject_id, kept) VALUES (?, ?, ?, ?, ?, ?, 0)", job->kind,
                  n.key, id, number, fates[i].subject, fates[i].id);
  }
  tx.db.queue("UPDATE import_job SET position = ?, added = ?, known = ?, wrong = ? WHERE id = ?", job->position, job->added, job->known, job->wrong, id);
  if (say) tell(tx, *job);
  journal::Act entry = act("import.rows", *job);
  entry.payload = fmt::format("{{\"first\":{},\"rows\":{}}}", first, rows.size());
  tx.record(std::move(entry), job->organisation_id);
  return {};
}

}  // namespace

Status check_rows(Pass& pass) {
  Job& job = pass.job;
  YILIN_CHECK(clear_errors(pass.kernel, *pass.caller, job.id));
  YILIN_TRY(Sheet sheet, Sheet::open(job, file_path(pass.kernel, job.id), columns_of(job)));
  Reading reading(pass, std::move(sheet));
  Progress progress(pass);
  Brought brought;
  std::unordered_set<std::int64_t> seen;
  std::vector<std::pair<std::int64_t, std::vector<FieldError>>> errors;
  job.position = job.added = job.known = job.wrong = job.pairs = 0;
  for (;;) {
    YILIN_TRY(const std::vector<Numbered> rows, reading.chunk());
    if (rows.empty()) break;
    if (pass.stopped()) return fail(errors::stopped, "检查已停止。");
    std::vector<Entered> fates;
    const Status tried = command::run(
        pass.kernel, *pass.caller,
        [&](command::Tx& tx) -> Status {
          fates = enter_all(tx, job.kind, rows, &brought);
          return fail(kTakenBack);
        },
        sql::Lane::bulk);
    if (tried || tried.error().kind != &kTakenBack) return tried;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Entered& fate = fates[i];
      if (fate.fate == Fate::added && !seen.insert(rows[i].key).second) fate.fate = Fate::known;
      if (const auto* o = std::get_if<OrganisationRow>(&rows[i].row.what); o != nullptr && fate.fate == Fate::added) {
        brought.add(o->organisation.name);
        if (!o->organisation.credit_code.empty()) brought.add(o->organisation.credit_code.text());
      }
      count(job, fate);
      if (fate.fate == Fate::wrong && job.wrong <= static_cast<std::int64_t>(kErrorsMax)) errors.emplace_back(rows[i].row.number, std::move(fate.errors));
    }
    if (errors.size() >= kCheckSlice || progress.due()) {
      YILIN_CHECK(progress.write(errors));
      errors.clear();
    }
  }
  YILIN_CHECK(progress.write(errors));
  return checked(pass);
}

Status run_rows(Pass& pass) {
  Job& job = pass.job;
  if (job.position == 0) YILIN_CHECK(clear_errors(pass.kernel, *pass.caller, job.id));
  YILIN_TRY(Sheet sheet, Sheet::open(job, file_path(pass.kernel, job.id), columns_of(job)));
  Reading reading(pass, std::move(sheet));
  YILIN_CHECK(reading.skip(job.position));
  Progress progress(pass);
  for (std::int64_t first = job.position;;) {
    YILIN_TRY(const std::vector<Numbered> rows, reading.chunk());
    if (rows.empty()) break;
    if (pass.stopped()) return fail(errors::stopped);
    const bool say = progress.due();
    YILIN_CHECK(command::run(
        pass.kernel, *pass.caller, [&](command::Tx& tx) { return store_chunk(tx, job.id, first, rows, say); }, sql::Lane::bulk));
    first += static_cast<std::int64_t>(rows.size());
  }
  return finished(pass);
}

}  // namespace yilin::imports
