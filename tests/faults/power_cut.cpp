#include "faults/power_cut.h"

#include <algorithm>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "faults/vfs.h"
#include "kernel/journal/journal.h"

namespace yilin::faults {
namespace {
namespace fs = std::filesystem;

constexpr int kAccounts = 12;
constexpr std::int64_t kEachFen = 1'000'000;
constexpr int kRoundsPerLife = 10;
constexpr std::size_t kFindingsMax = 10;

struct Transfer {
  std::int64_t key, from, to, amount_fen;
  bool refused;  // the rules say no, after rows were written
  bool spoils;   // a constraint of the database says no, and takes the group with it
};

fs::path scratch_folder() {
  const fs::path memory = "/dev/shm";
  std::string pattern = ((fs::exists(memory) ? memory : fs::temp_directory_path()) / "yilin-power-cut-XXXXXX").string();
  return ::mkdtemp(pattern.data());
}

class Life {
 public:
  Life(std::uint64_t seed, Durability durability, Tally& tally)
      : seed_(seed), rng_(seed), disk_(rng_.next()), vfs_(disk_), tally_(tally), folder_(scratch_folder()),
        url_(durability == Durability::synchronous_off ? "sqlite:/cell.db?vfs=power_cut&mmap_mb=0&synchronous=off"
                                                       : "sqlite:/cell.db?vfs=power_cut&mmap_mb=0") {
    if (durability == Durability::lying_disk) disk_.lie();
    found();
  }
  ~Life() { fs::remove_all(folder_); }

  void live(std::int64_t cuts_max) {
    const std::int64_t until = tally_.cuts + cuts_max;
    for (int round = 0; round < kRoundsPerLife && tally_.cuts < until && healthy_; ++round) {
      one_round();
      while (healthy_ && rng_.chance(0.3)) cut_while_opening();
      verify();
    }
  }

 private:
  void found();
  void one_round();
  void work();
  void batch(sql::Writer& writer, journal::Journal& journal);
  bool run(sql::Connection& db, journal::Journal& journal, const Transfer& transfer);
  void cut_while_opening();
  void verify();
  void count_what_is_missing(sql::Connection& db);
  void check_sums(sql::Connection& db);
  void check_journal(sql::Connection& db);

  void arm(std::int64_t operations) {
    disk_.arm(operations, [this] {
      ++tally_.cuts;
      checkpoints_at_cut_ = fs::exists(checkpoints()) ? static_cast<std::int64_t>(fs::file_size(checkpoints())) : 0;
    });
  }
  void power_off_and_on();
  std::string checkpoints() const { return (folder_ / "checkpoints.log").string(); }
  Transfer new_transfer();
  void finding(std::int64_t& counter, std::int64_t count, std::string_view what) {
    if (count == 0) return;
    counter += count;
    if (tally_.findings.size() < kFindingsMax) tally_.findings.push_back(fmt::format("life {}: {} ({})", seed_, what, count));
  }
  static std::int64_t number(sql::Connection& db, sql::Literal query) {
    sql::Rows rows = db.rows(query);
    return rows.next() ? rows.integer(0) : -1;
  }

  const std::uint64_t seed_;
  Rng rng_;
  Disk disk_;
  PowerCutVfs vfs_;
  Tally& tally_;
  const fs::path folder_;
  const std::string url_;
  const std::unique_ptr<sealing::KeyProvider> keys_ = sealing::key_provider_for_tests(3);
  Instant now_{1'790'000'000'000};
  std::int64_t next_key_ = 1;
  std::int64_t budget_ = 200;  // changes of the disk in a round
  std::int64_t checkpoints_at_cut_ = 0;
  std::vector<Transfer> unanswered_;
  std::set<std::int64_t> acknowledged_, refused_;  // keys
  bool healthy_ = true;
};

void Life::found() {
  const auto db = sql::open(url_, sql::Role::writer);
  sql::migrate(*db, journal::migrations());
  db->script("CREATE TABLE account (id INTEGER PRIMARY KEY, balance_fen INTEGER NOT NULL);"
             "CREATE TABLE transfer (id INTEGER PRIMARY KEY, key INTEGER NOT NULL, source INTEGER NOT NULL, target INTEGER NOT NULL, "
             "amount_fen INTEGER NOT NULL, act INTEGER NOT NULL); CREATE INDEX transfer_key ON transfer (key)");
  db->begin();
  for (int id = 1; id <= kAccounts; ++id) db->exec("INSERT INTO account (id, balance_fen) VALUES (?, ?)", id, kEachFen);
  db->commit();
  disk_.load(disk_.image());
}

Transfer Life::new_transfer() {
  const auto from = static_cast<std::int64_t>(rng_.below(kAccounts)) + 1;
  const auto to = static_cast<std::int64_t>(rng_.below(kAccounts - 1)) + 1;
  return {next_key_++, from, to >= from ? to + 1 : to, rng_.between(1, 500), rng_.chance(0.05), rng_.chance(0.02)};
}

void Life::one_round() {
  const std::int64_t before = disk_.operations();
  arm(rng_.between(1, budget_));
  try {
    work();
  } catch (const sql::Failure&) {
    // The power went while it opened.
  }
  if (disk_.powered()) budget_ = disk_.operations() - before;  // the round was shorter than that
  power_off_and_on();
}

void Life::work() {
  auto connection = sql::open(url_, sql::Role::writer);
  journal::Journal journal(*keys_, checkpoints(), *connection);
  sql::Writer writer(std::move(connection));
  writer.add_hook(&journal);
  writer.start();
  std::unique_ptr<sql::Connection> reader;  // whose snapshot sometimes hinders the checkpoint
  const int batches = static_cast<int>(rng_.between(2, 8));
  for (int i = 0; i < batches && disk_.powered(); ++i) {
    batch(writer, journal);
    if (reader && rng_.chance(0.5)) {
      reader.reset();
    } else if (!reader && rng_.chance(0.2)) {
      reader = sql::open(url_, sql::Role::reader);
      reader->begin();
      number(*reader, "SELECT COUNT(*) FROM transfer");
    }
  }
  if (rng_.chance(0.7)) disk_.cut_now();  // else it may go while everything closes
}

// Some transfers in one group: the first holds the writer until all are waiting.
void Life::batch(sql::Writer& writer, journal::Journal& journal) {
  std::vector<Transfer> transfers = std::move(unanswered_);
  unanswered_.clear();
  for (std::uint64_t n = rng_.below(8) + 1; n > 0; --n) transfers.push_back(new_transfer());
  std::vector<sql::Outcome> outcomes(transfers.size());
  std::promise<void> all_wait, all_told;
  const std::shared_future<void> waiting = all_wait.get_future().share();
  std::size_t told = 0;  // on the writer's thread, or on this one when the writer has stopped
  std::mutex mutex;
  for (std::size_t i = 0; i < transfers.size(); ++i) {
    writer.submit({sql::Lane::command,
                   [&, i](sql::Connection& db) {
                     waiting.wait();
                     return run(db, journal, transfers[i]);
                   },
                   [&, i](sql::Outcome outcome) {
                     std::lock_guard lock(mutex);
                     outcomes[i] = outcome;
                     if (++told == transfers.size()) all_told.set_value();
                   }});
  }
  all_wait.set_value();
  all_told.get_future().wait();
  std::lock_guard lock(mutex);
  for (std::size_t i = 0; i < transfers.size(); ++i) {
    if (outcomes[i] == sql::Outcome::committed) {
      acknowledged_.insert(transfers[i].key);
      ++tally_.acknowledged;
    } else if (outcomes[i] == sql::Outcome::rolled_back || (transfers[i].spoils && disk_.powered())) {
      refused_.insert(transfers[i].key);
    } else {
      unanswered_.push_back(transfers[i]);
    }
  }
}

bool Life::run(sql::Connection& db, journal::Journal& journal, const Transfer& transfer) {
  {
    sql::Rows before = db.rows("SELECT 1 FROM transfer WHERE key = ?", transfer.key);
    if (before.next()) return true;  // done before the cut, answered now
  }
  now_ = now_ + Millis{5000};
  db.queue("UPDATE account SET balance_fen = balance_fen - ? WHERE id = ?", transfer.amount_fen, transfer.from);
  db.queue("UPDATE account SET balance_fen = balance_fen + ? WHERE id = ?", transfer.amount_fen, transfer.to);
  const std::int64_t act = journal.append(db, now_, {UserId{1}, "王丽"},
                                          {"account.transfer", "transfer", transfer.key, {}, ElderId{transfer.from}, "", "{\"fen\":1}"});
  db.queue("INSERT INTO transfer (key, source, target, amount_fen, act) VALUES (?, ?, ?, ?, ?)", transfer.key, transfer.from,
           transfer.to, transfer.amount_fen, act);
  if (transfer.spoils) db.exec("INSERT INTO account (id, balance_fen) VALUES (1, 0)");
  return !transfer.refused;
}

void Life::cut_while_opening() {
  arm(rng_.between(1, 40));
  try {
    auto db = sql::open(url_, sql::Role::writer);
    const journal::Journal journal(*keys_, checkpoints(), *db);
    if (rng_.chance(0.5)) disk_.cut_now();
  } catch (const sql::Failure&) {
    // The power went meanwhile; what else may be wrong is found by verify().
  }
  power_off_and_on();
}

void Life::power_off_and_on() {
  disk_.cut_now();
  // The objects of the dead process wrote a last checkpoint while they were taken down: a real one would not have.
  if (fs::exists(checkpoints()) && static_cast<std::int64_t>(fs::file_size(checkpoints())) > checkpoints_at_cut_)
    fs::resize_file(checkpoints(), static_cast<std::uintmax_t>(checkpoints_at_cut_));
  disk_.power_on();
}

void Life::verify() {
  try {
    const auto db = sql::open(url_, sql::Role::writer);
    {
      sql::Rows rows = db->rows("PRAGMA integrity_check");
      healthy_ = rows.next() && rows.text(0) == "ok";
      finding(tally_.corrupt, !healthy_, "integrity_check");
    }
    count_what_is_missing(*db);
    check_sums(*db);
    check_journal(*db);
    if (rng_.chance(0.5)) {  // and goes down without closing
      arm(1'000'000);
      disk_.cut_now();
    }
  } catch (const sql::Failure& failure) {
    finding(tally_.corrupt, 1, failure.what());
    healthy_ = false;
  }
  if (!disk_.powered()) power_off_and_on();
}

void Life::count_what_is_missing(sql::Connection& db) {
  std::set<std::int64_t> there;
  std::int64_t twice = 0;
  for (sql::Rows rows = db.rows("SELECT key, COUNT(*) FROM transfer GROUP BY key"); rows.next();) {
    there.insert(rows.integer(0));
    twice += rows.integer(1) > 1;
  }
  finding(tally_.doubled, twice, "doubled");
  const auto absent = [&](std::int64_t key) { return !there.contains(key); };
  finding(tally_.lost, std::count_if(acknowledged_.begin(), acknowledged_.end(), absent), "acknowledged and lost");
  std::erase_if(acknowledged_, absent);  // counted once
  finding(tally_.half_written, std::count_if(refused_.begin(), refused_.end(), [&](auto key) { return !absent(key); }), "refused, yet there");
}

void Life::check_sums(sql::Connection& db) {
  finding(tally_.half_written,
          number(db, "SELECT COUNT(*) FROM account a WHERE balance_fen <> 1000000 "
                     "- (SELECT COALESCE(SUM(amount_fen), 0) FROM transfer t WHERE t.source = a.id) "
                     "+ (SELECT COALESCE(SUM(amount_fen), 0) FROM transfer t WHERE t.target = a.id)"),
          "balances that are not the sum of their transfers");
  finding(tally_.half_written, number(db, "SELECT COUNT(*) FROM account") != kAccounts, "accounts");
  finding(tally_.half_written,
          number(db, "SELECT COUNT(*) FROM transfer t LEFT JOIN journal j ON j.seq = t.act AND j.subject = t.key WHERE j.seq IS NULL"),
          "transfers without act");
  finding(tally_.half_written, number(db, "SELECT (SELECT COUNT(*) FROM journal) - (SELECT COUNT(*) FROM transfer)"), "acts without transfer");
}

void Life::check_journal(sql::Connection& db) {
  try {
    const journal::Journal journal(*keys_, checkpoints(), db);
    const journal::Verdict verdict = journal::Journal::verify(*keys_, checkpoints(), db);
    finding(tally_.broken_journals, !verdict.sound(), verdict.sound() ? "" : verdict.problems.front().sentence);
    healthy_ = healthy_ && verdict.sound();
  } catch (const sql::Failure& failure) {
    finding(tally_.broken_journals, 1, failure.what());
    healthy_ = false;
  }
}

}  // namespace

Tally cut_power(std::uint64_t seed, std::int64_t cuts, Durability durability) {
  Tally tally;
  for (std::uint64_t life = 0; tally.cuts < cuts; ++life) Life(seed * 1'000'000 + life, durability, tally).live(cuts - tally.cuts);
  return tally;
}

}  // namespace yilin::faults
