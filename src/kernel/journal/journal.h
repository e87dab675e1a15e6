#pragma once
// The journal: append-only, one row per act, in the transaction of what it tells. It is at once the audit trail, the
// source of live updates and the proof that nobody edited the facts.
//
// Chain: mac(n) = HMAC-SM3(key, mac(n−1) ‖ seq ‖ canonical row ‖ digest(n)), key outside the database; digest(n) =
// SM3(salt ‖ payload). Payloads (before/after as JSON) lie in `journal_payload`, sealed, with their salt: lawful erasure
// deletes payload rows by an act of its own, and verify reports "erased", not "tampered".
// Checkpoints (seq, mac, time, their own MAC) are appended to a file outside the database every kCheckpointActs acts or
// kCheckpointMillis and at stop, so that a rewritten chain or a cut tail is found. What lies behind the last checkpoint
// is the only tail whose loss cannot be proved.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/region_code.h"
#include "base/time.h"
#include "kernel/sealing/sealing.h"
#include "kernel/sql/connection.h"
#include "kernel/sql/migrations.h"
#include "kernel/sql/writer.h"

namespace yilin::journal {

inline constexpr std::int64_t kCheckpointActs = 1000;
inline constexpr std::int64_t kCheckpointMillis = 60'000;

struct Act {
  std::string_view verb;           // "order.place": a literal of the program
  std::string_view subject_kind;   // "order": a literal
  std::int64_t subject = 0;
  RegionCode region;               // where; 0 = not of a place
  ElderId elder;                   // about whom, if anybody
  std::string reason;
  std::string payload;             // JSON: what was asked and what changed; may hold personal data (it is sealed)
};

struct Actor {
  UserId user;
  std::string_view name;
  ElderId on_behalf_of;
  OrganisationId organisation;
};

struct Verdict {
  enum class Finding { sound, changed_row, missing_row, payload_changed, cut_tail, bad_checkpoint, wrong_key };
  struct Problem {
    Finding finding;
    std::int64_t seq;       // where the chain breaks
    std::string sentence;   // Chinese
  };
  std::int64_t acts = 0, erased_payloads = 0;
  std::vector<Problem> problems;  // at most 100
  bool sound() const { return problems.empty(); }
};

class Journal : public sql::GroupHook {
 public:
  // `checkpoint_file` is created when missing. Loads the head of the chain; refuses (Failure) when the last checkpoint
  // does not lie on the chain.
  Journal(const sealing::KeyProvider& keys, std::string checkpoint_file, sql::Connection& connection);
  ~Journal() override;

  // On the writer's thread, inside a job. Returns the sequence number.
  std::int64_t append(sql::Connection& db, Instant now, const Actor& actor, const Act& act);
  // Deletes the payloads about an elder (the act of erasure itself is the caller's). Returns how many.
  std::int64_t erase_payloads(sql::Connection& db, ElderId elder);
  // The clear payload of an act; none when erased.
  std::optional<std::string> payload(sql::Connection& db, std::int64_t seq) const;

  void job_rolled_back() override;
  void job_done() override;
  void after_commit() override;
  void group_rolled_back() override;

  void write_checkpoint();  // now; also called by after_commit and at destruction
  static Verdict verify(const sealing::KeyProvider& keys, const std::string& checkpoint_file, sql::Connection& connection,
                        const std::function<void(std::int64_t done, std::int64_t total)>& progress = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

std::span<const sql::Migration> migrations();

}  // namespace yilin::journal
