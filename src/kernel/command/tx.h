#pragma once
// The contexts that commands and queries run in.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "kernel/access/access.h"
#include "kernel/command/kernel.h"

namespace yilin::command {

// A query: any thread, one consistent snapshot.
struct Reader {
  sql::Connection& db;
  const access::Caller& caller;
  Instant now;
  Kernel& kernel;
  Date today() const { return civil_date(now); }
};

// A command: the writer's thread, inside the group's transaction (a refusal is undone). It must finish within kCommandMillis and
// touch at most kCommandRows rows: hashing, parsing and solving happen before it. Exactly one act is recorded per command.
class Tx {
 public:
  static constexpr std::int64_t kCommandMillis = 5;
  static constexpr int kCommandRows = 500;

  Tx(Kernel& k, sql::Connection& connection, const access::Caller& c, Instant at)
      : kernel(k), db(connection), caller(c), now(at) {}
  Kernel& kernel;
  sql::Connection& db;
  const access::Caller& caller;
  const Instant now;

  Date today() const { return civil_date(now); }
  const entity::Vault& vault() const { return kernel.vault; }
  Reader reader() { return {db, caller, now, kernel}; }
  template <class IdType>
  IdType new_id() { return kernel.ids().next<IdType>(now.ms); }

  // The act of this command, with what it says to browsers (a change of the act's subject, seen by region, organisation,
  // worker and elder given). Called exactly once by a command that succeeds.
  void record(journal::Act act, OrganisationId organisation = {}, WorkerId worker = {});
  void on_behalf_of(ElderId elder) { on_behalf_of_ = elder; }
  // Further subjects that changed with it.
  void changed(Change change);
  // Instead of record(): the command looked and found that nothing is to be done (a deadline already met, say).
  void nothing_to_do();

  void set_deadline(std::string_view kind, std::int64_t subject, Instant due);
  void cancel_deadline(std::string_view kind, std::int64_t subject);
  template <class Event>
  Status announce(const Event& event) { return kernel.notifications.announce(*this, event); }
  // Runs on the writer's thread once the group is durable (in-memory columns, caches). Quick; may not throw.
  void after_commit(std::function<void()> effect) { effects_.push_back(std::move(effect)); }

  // Once this command is durable: another one, of the machine, as soon as no command waits. Nobody waits for it. It is lost
  // with the process: who leaves such work finds it again at the start (Kernel::at_start).
  void soon(std::function<Status(Tx&)> work, std::function<Status(Tx&)> if_refused = {});

  bool recorded() const { return recorded_; }

 private:
  friend struct Execution;
  bool recorded_ = false;
  bool idle_ = false;
  journal::Act act_;
  ElderId on_behalf_of_;
  std::vector<Change> changes_;
  std::vector<std::function<void()>> effects_;
};

}  // namespace yilin::command
