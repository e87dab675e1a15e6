#pragma once
// The façade of the registry of elders. Two ways to ask about them:
//   facts, count, page, tally   memory (the population columns): no SQL, committed facts only, any thread;
//   brief, briefs, by_phone     rows: names, addresses, phones; the caller's scope inside (404 outside of it).
// An id that was merged away leads to the elder that was kept, everywhere.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "kernel/command/kernel.h"
#include "kernel/command/tx.h"
#include "modules/registry/types.h"

namespace yilin::registry {

namespace errors {
inline constexpr ErrorKind already_registered{"registry.already_registered", 409, "该身份证号已经登记过。",
                                              "This ID number is registered already."};
inline constexpr ErrorKind known_elsewhere{"registry.known_elsewhere", 409, "该身份证号已在他处登记，请发起迁移。",
                                           "Registered elsewhere; request a migration."};
inline constexpr ErrorKind not_active{"registry.not_active", 409, "这位老人的档案已停用，不能这样办理。",
                                      "The elder's record is not active."};
inline constexpr ErrorKind run_moved{"registry.run_moved", 409, "这一批导入的进度已改变，请从记录的位置继续。",
                                     "The position of this bulk run has changed."};
}  // namespace errors

// ---- events, announced inside the transaction ----

struct ElderRegistered {
  ElderId elder;
  RegionCode region;
};
// One chunk of a bulk run (≤ 500): no ElderRegistered for each.
struct EldersImported {
  std::span<const ElderId> elders;
};
struct ElderChanged {  // anything that lists and banners show; labels, contacts and ability too
  ElderId elder;
  RegionCode region;
};
struct ElderDied {
  ElderId elder;
  RegionCode region;
  Date on;
};
struct ElderMoved {  // to another community; `to` = 0: away from this city
  ElderId elder;
  RegionCode from, to;
};
struct ElderRestored {  // a death or a moving away was recorded in error
  ElderId elder;
  RegionCode region;
};
struct ElderWithdrawing {  // an imported elder is about to be taken back: whoever has rows about her says so
  ElderId elder;
  bool* in_use;
};
struct EldersMerged {  // `merged` now leads to `kept`
  ElderId kept, merged;
};
struct ElderUnmerged {
  ElderId kept, restored;
};

// ---- facts in memory ----

struct Facts {
  ElderId id;                       // after following merges
  RegionCode region;
  Date birth;
  Sex sex = Sex::unknown;
  Living living = Living::unknown;
  Ability ability = Ability::unassessed;
  ElderState state = ElderState::active;
  std::uint32_t labels = 0;         // bit n: Label n held today and verified
  std::uint32_t labels_pending = 0; // held but not verified
  HouseholdId household;
  std::int32_t lon_e6 = 0, lat_e6 = 0;
};
std::optional<Facts> facts(const Kernel& kernel, ElderId elder);
// Rows of other modules keep the id of their day. Whoever looks for all that is hers asks with every id that leads to her:
// the kept one first, then those merged into it.
std::vector<ElderId> ids_of(const Kernel& kernel, ElderId elder);
// " AND <column> IN (…)" with these ids.
sql::Statement of_elder(sql::Literal column, const Kernel& kernel, ElderId elder);

struct Filter {
  std::vector<RegionRange> ranges;  // empty: nobody
  std::uint32_t labels_any = 0;     // 0: not asked; else at least one of these
  std::optional<Living> living;
  std::optional<Ability> ability;
  std::optional<Sex> sex;
  std::optional<ElderState> state = ElderState::active;
  Date born_from, born_to;          // inclusive; none: open
};
// The caller's scope cut by `region`; empty for callers that are not staff, auditors or the system.
std::vector<RegionRange> scope_of(const access::Caller& caller, RegionCode region = {});
Filter filter_by_age(std::vector<RegionRange> ranges, std::optional<int> age_min, std::optional<int> age_max, Date today);

std::int64_t count(const Kernel& kernel, const Filter& filter);
// Ids above `after`, rising, at most `limit`.
std::vector<ElderId> page(const Kernel& kernel, const Filter& filter, ElderId after, std::size_t limit);
// Every elder that passes, in no order. `visit` must be quick: it runs under a lock of 16,384 elders.
void for_each(const Kernel& kernel, const Filter& filter, const std::function<void(const Facts&)>& visit);

// Counts of one division: of its elders that pass, by everything that figures show.
struct Tally {
  RegionCode region;
  std::int64_t elders = 0;
  std::int64_t by_label[32] = {};
  std::int64_t by_living[6] = {};    // index = Living
  std::int64_t by_ability[6] = {};   // index = Ability + 1
  std::int64_t by_sex[3] = {};
  std::int64_t by_age[6] = {};       // < 60, 60–69, 70–79, 80–89, 90–99, ≥ 100; unknown births count as < 60
  Tally& operator+=(const Tally& other);
};
// One tally for each division at `level` that has somebody, sorted by code. One pass over everybody.
std::vector<Tally> tally(const Kernel& kernel, const Filter& filter, RegionLevel level, Date today);

// ---- rows ----

Result<ElderBrief> brief(const command::Reader& reader, ElderId elder);
Result<ElderBrief> brief(command::Tx& tx, ElderId elder);
// What a command must know before it acts for her; nothing sealed is opened. Her row as it stands inside the transaction.
struct Standing {
  ElderId id;                       // after following merges
  RegionCode region;
  ElderState state = ElderState::active;
};
Result<Standing> standing(command::Tx& tx, ElderId elder);
// Whoever asks; those that do not exist are left out; in the order asked. At most 500.
std::vector<ElderBrief> briefs(sql::Connection& db, Kernel& kernel, std::span<const ElderId> elders, Date today);

// The same, found by the id that a row has: one that was merged away finds the brief of the elder that was kept.
class Briefs {
 public:
  Briefs(const command::Reader& reader, std::vector<ElderId> ids);  // any order, doubles and none allowed
  const ElderBrief* find(ElderId id) const;
  std::string name(ElderId id) const;                               // "" when unknown

 private:
  std::vector<std::pair<ElderId, ElderId>> asked_;                  // id → kept, sorted
  std::vector<ElderBrief> briefs_;                                  // sorted by id
};

// Who may be on the line: an elder with this number, or somebody who stands beside one.
struct PhoneMatch {
  ElderBrief elder;
  std::optional<Contact> contact;   // set when the number is the contact's
};
// At most 20, elders first. In the caller's scope.
std::vector<PhoneMatch> by_phone(const command::Reader& reader, const Phone& phone);
std::vector<Contact> contacts(sql::Connection& db, const Kernel& kernel, ElderId elder);  // not ended
// The elder with this ID number, in the whole cell.
std::optional<ElderId> by_id_card(const command::Reader& reader, const IdCard& card);

// ---- commands: each records its act ----

// Error: already_registered, known_elsewhere, field errors.
Result<ElderId> create_elder(command::Tx& tx, const NewElder& in, Source source = Source::desk);
// The level from an assessment, inside another command, which records the act.
Status set_ability(command::Tx& tx, ElderId elder, Ability ability);

// ---- many at once: imports and the simulator ----

struct BulkRow {
  enum class Fate : std::uint8_t { added, known, refused };
  Fate fate = Fate::added;
  ElderId elder;                    // added: the new one; known: the one with this ID number
  std::int32_t pairs = 0;           // likely duplicates that were stored for somebody to decide
  std::optional<Error> error;       // refused: what is wrong with the row
};

// Rows go through threads of its own (checking, sealing, pinyin, tokens), then in chunks of kChunkRows through the bulk
// lane; search tokens are spooled to sorted files and merged by finish(). Memory beside the
// population is bounded: 16 chunks on their way and one buffer of the spool (72 MB). Resumable: everything of a run is found under its name again after a kill. Idempotent: a row whose ID
// number is registered is `known` and changes nothing. From one thread only, never the writer's.
class BulkElders {
 public:
  static constexpr std::size_t kChunkRows = 64;  // some 4 ms of the writer

  struct Options {
    std::string run;                // names the run, for ever: "import|<job id>"
    Source source = Source::import;
    int threads = 1;                // that prepare rows
    // In the transaction of each chunk, with the rows' fates: for the caller's own rows (positions, touched ids).
    std::function<Status(command::Tx&, std::int64_t first, std::span<const BulkRow>)> in_chunk;
  };
  BulkElders(Kernel& kernel, std::shared_ptr<const access::Caller> caller, Options options);
  ~BulkElders();  // without finish(): what was added so far stays in flight, and the run can be resumed

  // How many rows of the input are durable. After a restart the caller leaves out as many.
  std::int64_t position() const;
  // The next row. Blocks while too much is in flight. Error: what a chunk failed with; the run can be resumed.
  Status add(NewElder row);
  // Waits for the rows, merges the tokens; then everybody of the run is found by every key. `progress` gets tokens.
  Status finish(const std::function<void(std::int64_t done, std::int64_t total)>& progress = {});

  struct Totals {
    std::int64_t added = 0, known = 0, refused = 0, pairs = 0;
  };
  Totals totals() const;            // of the whole run, earlier processes too

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Makes every search token again from the rows (they are derived); for the command line, on a running kernel.
Status rebuild_search(Kernel& kernel, std::shared_ptr<const access::Caller> caller,
                      const std::function<void(std::int64_t done, std::int64_t total)>& progress = {});

// What is wrong with a row, without writing anything: for dry runs. Any thread.
Status check(const NewElder& row, Kernel& kernel, Date today);
// Elders that a run brought, by id above `after`, at most `limit`. A scan of all elders from there on: for roll-backs.
std::vector<ElderId> brought_by(sql::Connection& db, std::string_view run, ElderId after, std::int64_t limit);
// Takes a run back: deletes those of `elders` that nobody has touched or uses since they came; returns how many. At most
// kWithdrawMax a call, inside a command, which records the act.
inline constexpr std::size_t kWithdrawMax = 25;
Result<std::int64_t> withdraw(command::Tx& tx, std::span<const ElderId> elders);

}  // namespace yilin::registry
