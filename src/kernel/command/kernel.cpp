#include "kernel/command/kernel.h"

#include <charconv>
#include <filesystem>

#include "base/log.h"
#include "kernel/command/command.h"

namespace yilin {
namespace {

// Ids never go back: with each group that drew new ones, a mark ahead of them is stored, so that a restart begins above
// everything that was ever given out, whatever the clock says then.
class IdMark : public sql::GroupHook {
 public:
  static constexpr std::int64_t kAhead = 10'000LL << 22;  // ten seconds of ids
  IdMark(int cell, std::int64_t floor) : ids(cell, floor), stored_(floor) {}
  void before_commit(sql::Connection& db) override {
    if (ids.high_water() <= stored_) return;
    pending_ = ids.high_water() + kAhead;
    db.queue("INSERT INTO meta (key, value) VALUES ('id_mark', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
             std::to_string(pending_));
  }
  void after_commit() override { stored_ = std::max(stored_, pending_); }

  IdSource ids;

 private:
  std::int64_t stored_;
  std::int64_t pending_ = 0;
};

std::int64_t stored_mark(sql::Connection& db) {
  auto rows = db.rows("SELECT value FROM meta WHERE key = 'id_mark'");
  std::int64_t mark = 0;
  if (rows.next()) {
    const std::string_view text = rows.text(0);
    std::from_chars(text.data(), text.data() + text.size(), mark);
  }
  return mark;
}

}  // namespace

struct Kernel::Impl {
  std::unique_ptr<IdMark> mark;
  bool running = false;
  std::vector<std::function<void()>> each_minute;
  std::vector<std::function<void()>> at_start;
};

Kernel::Kernel(const KernelOptions& options, const Clock& c, std::span<const sql::Migration> module_migrations,
               const std::function<void(std::string_view)>& progress)
    : clock(c), data_folder(options.data_folder), impl_(std::make_unique<Impl>()) {
  sealing::initialise();
  std::filesystem::create_directories(data_folder);
  auto opened = sealing::open_key_file(data_folder + "/keys/master.key");
  if (!opened) throw sql::Failure(std::string(opened.error().message()));
  keys = std::move(*opened);
  sealer = std::make_unique<sealing::Sealer>(*keys, "rows");
  vault = {sealer.get()};

  auto connection = sql::open(options.database, sql::Role::writer);
  std::vector<sql::Migration> all;
  for (const auto list : {journal::migrations(), command::migrations(), module_migrations})
    all.insert(all.end(), list.begin(), list.end());
  sql::migrate(*connection, all, progress);

  journal = std::make_unique<journal::Journal>(*keys, data_folder + "/checkpoints.log", *connection);
  impl_->mark = std::make_unique<IdMark>(options.cell, stored_mark(*connection));
  writer = std::make_unique<sql::Writer>(std::move(connection));
  writer->add_hook(journal.get());
  writer->add_hook(impl_->mark.get());
  readers = std::make_unique<sql::ReadPool>(options.database, options.readers);
  deadlines = std::make_unique<command::Deadlines>(*this);
  writer->start();
  impl_->running = true;
}

Kernel::~Kernel() { stop(); }

void Kernel::start() {
  deadlines->start();
  for (const auto& work : impl_->at_start) work();
}

void Kernel::at_start(std::function<void()> work) { impl_->at_start.push_back(std::move(work)); }

void Kernel::stop() {
  if (!impl_->running) return;
  impl_->running = false;
  deadlines->stop();
  writer->stop();
  journal->write_checkpoint();
}

void Kernel::minute() {
  sql::Job job;  // writes nothing: what it is for happens behind the commit, on the writer's thread
  job.lane = sql::Lane::bulk;
  job.run = [](sql::Connection&) { return true; };
  job.done = [this](sql::Outcome outcome) {
    if (outcome == sql::Outcome::committed) journal->write_checkpoint();
  };
  writer->submit(std::move(job));
  for (const auto& work : impl_->each_minute) work();
}

void Kernel::each_minute(std::function<void()> work) { impl_->each_minute.push_back(std::move(work)); }

IdSource& Kernel::ids() { return impl_->mark->ids; }

}  // namespace yilin
