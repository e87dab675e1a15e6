// Checking and running a file of elders. Reading and mapping happen here, sealing in the threads of BulkElders, and only
// inserts on the writer's thread.
#include <algorithm>
#include <deque>
#include <thread>
#include <unordered_set>

#include <fmt/format.h>

#include "modules/imports/imports.h"
#include "modules/imports/rows.h"
#include "modules/imports/runner.h"

namespace yilin::imports {
namespace {

constexpr std::string_view kElsewhere = "该身份证号已在他处登记，请到“老人名册”发起迁移。";

bool official(const access::Caller& caller) {
  return caller.kind == access::CallerKind::system || caller.roles.has(access::Role::official);
}

std::vector<FieldError> elsewhere() { return {{"id_card", "身份证号", std::string(kElsewhere)}}; }

// Somebody whose number is registered: hers to see, or registered in another's region.
bool in_own_scope(const Pass& pass, ElderId elder) {
  if (pass.caller->kind == access::CallerKind::system) return true;
  const auto facts = registry::facts(pass.kernel, elder);
  return facts && pass.caller->in_scope(facts->region);
}

// Rows without an ID number are known by a blind index of what they say.
class Identities {
 public:
  explicit Identities(Kernel& kernel) : kernel_(kernel), index_(*kernel.keys, "import.row") {}
  std::int64_t of(const registry::NewElder& elder) const { return index_.of("elder|" + identity_of(elder)); }
  bool known(std::int64_t key) {
    auto lease = kernel_.readers->borrow();
    return lease->rows("SELECT 1 FROM import_touched WHERE kind = ? AND row_key = ?", Kind::elders, key).next();
  }

 private:
  Kernel& kernel_;
  sealing::BlindIndex index_;
};

// A row on its way through BulkElders.
struct Sent {
  std::int64_t number = 0;
  std::int64_t key = 0;              // of a row without ID number
  bool known = false;
  std::vector<FieldError> errors;
};

// The rows between reading and the disk, by position. Written by the job's thread, read by the writer's.
class InFlight {
 public:
  void push(std::int64_t position, Sent sent) {
    const std::lock_guard lock(mutex_);
    if (sent_.empty()) first_ = position;
    sent_.push_back(std::move(sent));
  }
  // Everything before `durable` is done with; a chunk may be tried again until then.
  void forget(std::int64_t durable) {
    const std::lock_guard lock(mutex_);
    for (; first_ < durable && !sent_.empty(); ++first_) sent_.pop_front();
  }
  Sent at(std::int64_t position) const {
    const std::lock_guard lock(mutex_);
    return sent_.at(static_cast<std::size_t>(position - first_));
  }
  bool holds(std::int64_t key) const {
    const std::lock_guard lock(mutex_);
    return std::any_of(sent_.begin(), sent_.end(), [&](const Sent& s) { return s.key == key && !s.known; });
  }

 private:
  mutable std::mutex mutex_;
  std::deque<Sent> sent_;
  std::int64_t first_ = 0;
};

struct Run {
  Pass& pass;
  InFlight in_flight;
  Progress progress;

  explicit Run(Pass& p) : pass(p), progress(p) {}

  // In the transaction of the chunk, perhaps more than once: counts start from the job's row each time.
  Status chunk(command::Tx& tx, std::int64_t first, std::span<const registry::BulkRow> rows) {
    auto job = load(tx.db, tx.kernel, pass.job.id);
    if (!job) return fail(yilin::errors::not_found);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Sent sent = in_flight.at(first + static_cast<std::int64_t>(i));
      const registry::BulkRow& row = rows[i];
      std::vector<FieldError> errors = sent.errors;
      if (errors.empty() && !sent.known && row.fate == registry::BulkRow::Fate::refused) {
        errors = row.error->fields;
        if (errors.empty()) errors.push_back({"", "整行", std::string(row.error->message())});
      }
      if (errors.empty() && row.fate == registry::BulkRow::Fate::known && !in_own_scope(pass, row.elder)) errors = elsewhere();
      if (!errors.empty()) {
        ++job->wrong;
        if (job->wrong <= static_cast<std::int64_t>(kErrorsMax)) add_errors(tx, job->id, sent.number, errors);
      } else if (sent.known || row.fate == registry::BulkRow::Fate::known) {
        ++job->known;
      } else {
        ++job->added;
        if (sent.key != 0)
          tx.db.queue("INSERT INTO import_touched (kind, row_key, job_id, row_number, subject_kind, subject_id, kept) VALUES (?, ?, ?, ?, ?, ?, 0)",
                      Kind::elders, sent.key, job->id, sent.number, Subject::elder, row.elder);
      }
      job->pairs += row.pairs;
    }
    job->position = first + static_cast<std::int64_t>(rows.size());
    tx.db.queue("UPDATE import_job SET position = ?, added = ?, known = ?, wrong = ?, pairs = ? WHERE id = ?", job->position, job->added, job->known,
                job->wrong, job->pairs, job->id);
    if (progress.due()) tell(tx, *job);
    return {};
  }
};

registry::BulkElders::Options options_of(Pass& pass, Run* run) {
  registry::BulkElders::Options options;
  options.run = run_name(pass.job.id);
  options.threads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 4u));
  if (run != nullptr)
    options.in_chunk = [run](command::Tx& tx, std::int64_t first, std::span<const registry::BulkRow> rows) { return run->chunk(tx, first, rows); };
  return options;
}

}  // namespace

Status check_elders(Pass& pass) {
  Job& job = pass.job;
  YILIN_CHECK(clear_errors(pass.kernel, *pass.caller, job.id));
  YILIN_TRY(Sheet sheet, Sheet::open(job, file_path(pass.kernel, job.id), columns_of(job)));
  const Date today = civil_date(pass.kernel.clock.now());
  Places places(pass.kernel, *pass.caller, job.region);
  Identities identities(pass.kernel);
  Progress progress(pass);
  std::unordered_set<std::int64_t> seen;  // blind indexes of this file's own rows: 40 bytes each
  std::vector<std::pair<std::int64_t, std::vector<FieldError>>> errors;
  job.position = job.added = job.known = job.wrong = job.pairs = 0;
  const sealing::BlindIndex cards(*pass.kernel.keys, "import.card");
  for (;;) {
    YILIN_TRY(const bool found, sheet.next());
    if (!found) break;
    if (pass.stopped()) return fail(errors::stopped, "检查已停止。");
    Cells cells(sheet, Kind::elders, today);
    const registry::NewElder elder = elder_of(cells, places, official(*pass.caller));
    if (cells.sound())
      if (const auto sound = registry::check(elder, pass.kernel, today); !sound) cells.take(sound.error());
    std::vector<FieldError> faults = cells.take_errors();
    bool known = false;
    if (faults.empty()) {
      const std::int64_t key = elder.id_card.empty() ? identities.of(elder) : cards.of(elder.id_card.reveal());
      known = !seen.insert(key).second;
      if (!known && elder.id_card.empty()) known = identities.known(key);
      if (!known && !elder.id_card.empty()) {
        auto lease = pass.kernel.readers->borrow();
        const command::Reader reader{*lease, *pass.caller, pass.kernel.clock.now(), pass.kernel};
        if (const auto holder = registry::by_id_card(reader, elder.id_card)) {
          known = in_own_scope(pass, *holder);
          if (!known) faults = elsewhere();
        }
      }
    }
    ++job.position;
    job.known += known;
    job.wrong += !faults.empty();
    job.added += !known && faults.empty();
    if (!faults.empty() && job.wrong <= static_cast<std::int64_t>(kErrorsMax)) errors.emplace_back(static_cast<std::int64_t>(sheet.number()), std::move(faults));
    if (errors.size() >= kCheckSlice || progress.due()) {
      YILIN_CHECK(progress.write(errors));
      errors.clear();
    }
  }
  YILIN_CHECK(progress.write(errors));
  return checked(pass);
}

Status run_elders(Pass& pass) {
  Job& job = pass.job;
  Run run(pass);
  if (job.position == 0) YILIN_CHECK(clear_errors(pass.kernel, *pass.caller, job.id));
  YILIN_TRY(Sheet sheet, Sheet::open(job, file_path(pass.kernel, job.id), columns_of(job)));
  const Date today = civil_date(pass.kernel.clock.now());
  Places places(pass.kernel, *pass.caller, job.region);
  Identities identities(pass.kernel);
  registry::BulkElders bulk(pass.kernel, pass.caller, options_of(pass, &run));
  for (std::int64_t position = 0, done = bulk.position();; ++position) {
    YILIN_TRY(const bool found, sheet.next());
    if (!found) break;
    if (position < done) continue;
    if (pass.stopped()) return fail(errors::stopped);
    Cells cells(sheet, Kind::elders, today);
    registry::NewElder elder = elder_of(cells, places, official(*pass.caller));
    Sent sent{static_cast<std::int64_t>(sheet.number()), 0, false, cells.take_errors()};
    if (sent.errors.empty() && elder.id_card.empty()) {
      sent.key = identities.of(elder);
      sent.known = run.in_flight.holds(sent.key) || identities.known(sent.key);
    }
    // What is wrong or known goes along as an empty row, so that positions stay those of the file.
    if (!sent.errors.empty() || sent.known) elder = {};
    run.in_flight.forget(bulk.position());
    run.in_flight.push(position, std::move(sent));
    YILIN_CHECK(bulk.add(std::move(elder)));
  }
  YILIN_CHECK(bulk.finish());
  return finished(pass);
}

}  // namespace yilin::imports
