#pragma once
// The journal: append-only, one row per act, in the transaction of what it tells. It is at once the audit trail, the
// source of live updates and the proof that nobody edited the facts.
//
// Row (`journal`): who, for whom, when, where, which verb, about what; no text that a person typed and no name, so that it
// can stay for good. Chain: mac(n) = HMAC-SM3(key, mac(n−1) ‖ every column of n ‖ digest(n)), mac(0) = zeros, key outside
// the database. seq counts 1, 2, 3 … without gaps.
// Envelope (`journal_payload`, sealed): 16 random bytes of salt, the actor's name as it was then, the reason, the payload
// (before/after as JSON). digest(n) = SM3(envelope). Reason and name are personal data and therefore lie here: lawful
// erasure deletes envelopes, leaves a keyed row in `journal_erasure`, and verify reports "erased", not "tampered". Without
// the salt the digest that stays tells nothing.
//
// Checkpoints (seq, mac, time, their own chained MAC) are appended to a file outside the database every kCheckpointActs
// acts or kCheckpointMillis and at stop, so that a rewritten chain or a cut tail is found. Each row names the last
// checkpoint written before it, so that a shortened checkpoint file is found too. What lies behind the last checkpoint is
// the only tail whose loss cannot be proved; at most kUnprovedActsMax acts, then append() fails (audit fails closed).
//
// Database triggers refuse UPDATE and DELETE; whoever goes round them is found by verify().

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
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
inline constexpr std::int64_t kUnprovedActsMax = 10'000;     // the checkpoint file has not taken a line for so long
inline constexpr std::size_t kEnvelopeBytesMax = 4 << 20;    // larger is a bug of the caller: his input was not bounded
inline constexpr std::int64_t kErasedAtOnceMax = 400;        // payloads a command may erase (law 8)
inline constexpr int kEntriesMax = 200;                      // a page of entries()

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

// An act as it is read back.
struct Entry {
  enum class Envelope : std::uint8_t { open, erased, damaged };
  std::int64_t seq = 0;
  Instant at;
  UserId actor;
  ElderId on_behalf_of;
  OrganisationId organisation;
  std::string verb, subject_kind;
  std::int64_t subject = 0;
  RegionCode region;
  ElderId elder;
  Envelope envelope = Envelope::open;
  std::string actor_name, reason, payload;  // empty unless the envelope is open
};

// Which acts; what is left empty does not restrict. A subject, an elder or an actor is found by index. Region and time
// alone walk the rows of that time, newest first: give them a time span.
struct Filter {
  std::string_view verb, subject_kind;
  std::int64_t subject = 0;
  ElderId elder;
  UserId actor;
  Instant from, until;        // from ≤ at < until
  sql::Statement scope;       // " AND (…)" over the columns of `j`, from access::visible or access::in_region
  std::int64_t before = 0;    // only seq below it (the cursor)
  int limit = 50;             // 1 to kEntriesMax
};

struct Verdict {
  enum class Finding {
    changed_row,      // a column was edited, or the row was forged
    moved_row,        // a genuine row in the place of another
    missing_row,      // removed before the last row
    cut_tail,         // removed behind the last row: a checkpoint proves that they were there
    rewritten_chain,  // sound in itself, but not what a checkpoint saw
    payload_changed,  // the envelope was edited, or belongs to another row
    payload_missing,  // the envelope is gone without an erasure
    bad_checkpoint,   // the checkpoint file was edited, shortened or lost
    wrong_key,        // nothing fits: another key than the journal's
  };
  struct Problem {
    Finding finding;
    std::int64_t seq;       // the first act concerned (bad_checkpoint: the act of that line)
    std::int64_t last;      // the last one; a row right behind a break cannot be judged and counts to it
    std::string sentence;   // Chinese
  };
  static constexpr std::size_t kProblemsMax = 100;
  std::int64_t acts = 0, erased_payloads = 0, checkpoints = 0;
  std::vector<Problem> problems;  // by seq; at most kProblemsMax
  bool sound() const { return problems.empty(); }
};

class Journal : public sql::GroupHook {
 public:
  // Loads the head of the chain. `checkpoint_file` is created with an empty journal. Throws Failure (a Chinese sentence for
  // the operator) when the file is missing though there are acts, is damaged at its end, or its last checkpoint does not
  // lie on the chain: the database is older than the file, or was changed.
  Journal(const sealing::KeyProvider& keys, std::string checkpoint_file, sql::Connection& connection);
  ~Journal() override;  // writes a checkpoint; after the writer has stopped

  // On the writer's thread, inside a job. Returns the sequence number. About 15 µs.
  std::int64_t append(sql::Connection& db, Instant now, const Actor& actor, const Act& act);
  // Erases the envelopes of the acts about an elder so far, at most kErasedAtOnceMax a call; returns how many. Call again,
  // in commands of their own, until fewer are returned. The act of erasure itself is the caller's.
  std::int64_t erase_payloads(sql::Connection& db, ElderId elder);

  // Reading: any thread, any connection.
  std::optional<Entry> entry(sql::Connection& db, std::int64_t seq) const;
  // Newest first. A bound of time is looked up by seq: if the system's clock was once set back, the acts of the repeated
  // time are found by subject, elder or actor, and some not by time alone.
  std::vector<Entry> entries(sql::Connection& db, const Filter& filter) const;

  void job_rolled_back() override;
  void job_done() override;
  void after_commit() override;
  void group_rolled_back() override;

  // Now, for all that is durable; on the writer's thread or when it has stopped. A failure (disk full) is tried again
  // after the next commit.
  void write_checkpoint();
  std::int64_t last_checkpoint() const;  // its seq

  // Reads the whole journal in bounded memory, some 300,000 acts/s on two cores; goes on after a break. The server may be
  // running; `connection` must not have read in a transaction yet (its snapshot must be younger than the checkpoint file).
  static Verdict verify(const sealing::KeyProvider& keys, const std::string& checkpoint_file, sql::Connection& connection,
                        const std::function<void(std::int64_t done, std::int64_t total)>& progress = {});
  // Copies the checkpoints of the acts up to `up_to`: for a backup whose snapshot of the database ends there. Throws Failure.
  static void copy_checkpoints(const std::string& from, const std::string& to, std::int64_t up_to);
  // For the operator whose checkpoint file is lost or belongs to a newer copy, once he has decided to go on with this
  // database: keeps the old file as <file>.replaced-<seq> and begins a new one at the head. What was cut before stays
  // unproved. Not while a Journal is open.
  static void begin_checkpoints_anew(const sealing::KeyProvider& keys, const std::string& checkpoint_file,
                                     sql::Connection& connection);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

std::span<const sql::Migration> migrations();

}  // namespace yilin::journal
