#pragma once
// What every module stands on, in one object made by main (and by tests with a ManualClock and a temporary database).

#include <memory>
#include <string>

#include "base/id.h"
#include "base/time.h"
#include "kernel/command/deadlines.h"
#include "kernel/command/live.h"
#include "kernel/command/notifications.h"
#include "kernel/command/parts.h"
#include "kernel/entity/store.h"
#include "kernel/journal/journal.h"
#include "kernel/sealing/sealing.h"
#include "kernel/sql/read_pool.h"
#include "kernel/sql/writer.h"

namespace yilin {

struct KernelOptions {
  std::string database;         // "sqlite:<file>" or "postgresql://…"
  std::string data_folder;      // keys, checkpoints, uploads, attachments
  int cell = 0;                 // 0–1023
  std::size_t readers = 4;
};

class Kernel {
 public:
  // Opens the database as its writer, applies `migrations` (kernel's own first), opens the key file
  // (<data>/keys/master.key) and the journal, starts the writer. Throws sql::Failure with a Chinese sentence when it cannot.
  Kernel(const KernelOptions& options, const Clock& clock, std::span<const sql::Migration> migrations,
         const std::function<void(std::string_view)>& progress = {});
  ~Kernel();

  const Clock& clock;
  const std::string data_folder;
  std::unique_ptr<sealing::KeyProvider> keys;
  std::unique_ptr<sealing::Sealer> sealer;                     // of rows
  entity::Vault vault;
  std::unique_ptr<sql::ReadPool> readers;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<sql::Writer> writer;
  std::unique_ptr<command::Deadlines> deadlines;
  command::Notifications notifications;
  command::Live live;
  command::Parts parts;

  void start();  // once the modules are attached: deadlines run from here (the writer runs since construction)
  void stop();   // drains; called by the destructor
  void at_start(std::function<void()> work);  // at start-up only: what start() does last

  // What is to be done once a minute while the cell serves: by whoever runs it (serve; tests and the simulator when they
  // like). Writes a checkpoint of all that has been acknowledged, so that quiet hours leave no unproved tail, then runs
  // `work` of each module that asked for it.
  void minute();
  void each_minute(std::function<void()> work);  // at start-up only

  // Used on the writer's thread by Tx only.
  IdSource& ids();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yilin
