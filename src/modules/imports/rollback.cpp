// Taking a batch back: what nobody has touched or uses since goes; what somebody has stays, and is told.
#include <fmt/format.h>

#include "modules/accounts/accounts.h"
#include "modules/imports/imports.h"
#include "modules/imports/rows.h"
#include "modules/imports/runner.h"

namespace yilin::imports {
namespace {

constexpr std::int64_t kSlice = 10;
constexpr std::int64_t kElderSlice = static_cast<std::int64_t>(registry::kWithdrawMax) / 2;

// One slice's command: `work` says how many went and how many stayed.
struct Slice {
  std::int64_t gone = 0, stayed = 0;
};
Status take_slice(Pass& pass, const std::function<Status(command::Tx&, Slice&)>& work, bool say) {
  return command::run(
      pass.kernel, *pass.caller,
      [&](command::Tx& tx) -> Status {
        auto job = load(tx.db, tx.kernel, pass.job.id);
        if (!job) return fail(yilin::errors::not_found);
        Slice slice;
        YILIN_CHECK(work(tx, slice));
        tx.db.queue("UPDATE import_job SET withdrawn = withdrawn + ?, kept = kept + ? WHERE id = ?", slice.gone, slice.stayed, job->id);
        if (say) tell(tx, *job);
        journal::Act entry = act("import.withdraw", *job, job->reason);
        entry.payload = fmt::format("{{\"withdrawn\":{},\"kept\":{}}}", slice.gone, slice.stayed);
        tx.record(std::move(entry), job->organisation_id);
        return {};
      },
      sql::Lane::bulk);
}

// Whoever is left of a run that never ended must be found by every key, as others are.
Status end_run(Pass& pass) {
  registry::BulkElders::Options options;
  options.run = run_name(pass.job.id);
  registry::BulkElders bulk(pass.kernel, pass.caller, std::move(options));
  return bulk.finish();
}

Status withdraw_elders(Pass& pass) {
  YILIN_CHECK(end_run(pass));
  Progress progress(pass);
  for (ElderId after;;) {
    if (pass.stopped()) return fail(errors::stopped, "撤回已暂停，可以再次撤回。");
    std::vector<ElderId> elders;
    {
      auto lease = pass.kernel.readers->borrow();
      elders = registry::brought_by(*lease, run_name(pass.job.id), after, kElderSlice);
    }
    if (elders.empty()) return {};
    after = elders.back();
    YILIN_CHECK(take_slice(
        pass,
        [&](command::Tx& tx, Slice& slice) -> Status {
          for (const ElderId elder : elders) {
            YILIN_TRY(const std::int64_t gone, registry::withdraw(tx, std::span(&elder, 1)));
            slice.gone += gone;
            slice.stayed += 1 - gone;
            if (gone == 1) tx.db.queue("DELETE FROM import_touched WHERE subject_id = ? AND kind = ?", elder, Kind::elders);
          }
          return {};
        },
        progress.due()));
  }
}

Result<bool> withdraw_one(command::Tx& tx, Subject subject, std::int64_t id) {
  switch (subject) {
    case Subject::worker:
      if (accounts::has_account(tx.db, WorkerId{id})) return false;
      return providers::withdraw_worker(tx, {id});
    case Subject::organisation:
      if (accounts::has_account(tx.db, OrganisationId{id})) return false;
      return providers::withdraw_organisation(tx, {id});
    case Subject::facility: return facilities::withdraw_facility(tx, {id});
    case Subject::order: return orders::withdraw_past(tx, {id});
    case Subject::elder: break;
  }
  return false;
}

struct Touched {
  std::int64_t row = 0, id = 0;
  Subject subject = Subject::worker;
};

Status withdraw_rows(Pass& pass) {
  Progress progress(pass);
  for (std::int64_t below = INT64_MAX;;) {
    if (pass.stopped()) return fail(errors::stopped, "撤回已暂停，可以再次撤回。");
    std::vector<Touched> touched;  // the last first: a facility goes before its organisation
    {
      auto lease = pass.kernel.readers->borrow();
      auto rows = lease->rows("SELECT row_number, subject_id, subject_kind FROM import_touched WHERE job_id = ? AND row_number < ? ORDER BY row_number DESC LIMIT ?",
                              pass.job.id, below, kSlice);
      while (rows.next()) touched.push_back({rows.integer(0), rows.integer(1), static_cast<Subject>(rows.integer(2))});
    }
    if (touched.empty()) return {};
    below = touched.back().row;
    YILIN_CHECK(take_slice(
        pass,
        [&](command::Tx& tx, Slice& slice) -> Status {
          for (const Touched& t : touched) {
            YILIN_TRY(const bool gone, withdraw_one(tx, t.subject, t.id));
            slice.gone += gone;
            slice.stayed += !gone;
            if (gone) tx.db.queue("DELETE FROM import_touched WHERE job_id = ? AND row_number = ?", pass.job.id, t.row);
            else tx.db.queue("UPDATE import_touched SET kept = 1 WHERE job_id = ? AND row_number = ?", pass.job.id, t.row);
          }
          return {};
        },
        progress.due()));
  }
}

}  // namespace

Status roll_back(Pass& pass) {
  YILIN_CHECK(pass.job.kind == Kind::elders ? withdraw_elders(pass) : withdraw_rows(pass));
  return command::run(pass.kernel, *pass.caller, [&](command::Tx& tx) -> Status {
    auto job = load(tx.db, tx.kernel, pass.job.id);
    if (!job) return fail(yilin::errors::not_found);
    job->problem.clear();
    YILIN_CHECK(move(tx.caller, *job, "rolled_back"));
    store(tx, *job);
    tx.record(act("import.rolled_back", *job, job->reason), job->organisation_id);
    return {};
  });
}

}  // namespace yilin::imports
