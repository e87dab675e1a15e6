#pragma once
// The façade of the providers. Dispatch reads the WorkerIndex: every worker with what decides whether she may be sent, in
// memory, following each commit.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "kernel/command/kernel.h"
#include "kernel/command/tx.h"
#include "modules/providers/types.h"

namespace yilin::providers {

// ---- events (announced inside the transaction) ----
struct WorkerSuspended {  // also when she has left
  WorkerId worker;
  OrganisationId organisation;
  std::string reason;
};
struct WorkerReinstated {
  WorkerId worker;
  OrganisationId organisation;
};
struct OrganisationSuspended {  // also when removed
  OrganisationId organisation;
  std::string reason;
};
struct OrganisationReinstated {
  OrganisationId organisation;
};
struct WorkerWithdrawing {  // an imported worker is about to be taken back: whoever has rows about her says so
  WorkerId worker;
  bool* in_use;
};
struct OrganisationWithdrawing {
  OrganisationId organisation;
  bool* in_use;
};

// ---- who may be sent ----

// Why a worker cannot be sent; values are bits of Candidate::blocks.
enum class Block : std::uint8_t {
  left = 0, worker_suspended = 1, organisation_inactive = 2, not_offered = 3, area = 4, skill = 5, licence_missing = 6,
  licence_expired = 7, day_off = 8, hours = 9,
};
std::span<const entity::EnumName> enum_names(Block);

struct WorkerFacts {
  WorkerId id;
  OrganisationId organisation;
  std::string name;
  Sex sex = Sex::unknown;
  std::uint32_t skills = 0;           // bit n: Skill n
  std::uint8_t days = 0;              // bit 0 = Monday
  std::int16_t shift_from_min = 0, shift_to_min = 0;
  std::int32_t lon_e6 = 0, lat_e6 = 0;  // home; 0 = not known
  std::int32_t rating_x100 = 0;
  WorkerState state = WorkerState::active;
};

struct CandidateQuery {
  std::string_view item_code;         // offered by the organisation; empty: any
  std::uint32_t skills = 0;           // all of them (catalogue::mask_of(item.skills))
  std::uint32_t licences = 0;
  RegionCode region;                  // of the visit
  Instant starts, ends;               // planned
  OrganisationId organisation;        // only hers; none: all
};

struct Candidate {
  WorkerFacts facts;
  std::uint16_t blocks = 0;           // bit n: Block n; 0 = may be sent
  std::uint32_t skills_lacking = 0, licences_lacking = 0, licences_expired = 0;
  bool may_be_sent() const { return blocks == 0; }
};

struct Candidates {
  std::vector<Candidate> free;     // may be sent, by id
  std::vector<Candidate> blocked;  // the others whose organisation serves the place, by id (for the explain panel)
};

// One pass over all workers: under 1 ms for 3,000. Reads what is committed. Any thread.
Candidates candidates(const Kernel& kernel, const CandidateQuery& query);
// Those who may be sent, by id, without copies: for whoever wants the nearest few of them. `visit` runs under the index's
// lock: it is quick and asks nothing of providers.
void for_each_free(const Kernel& kernel, const CandidateQuery& query, const std::function<void(const WorkerFacts&)>& visit);
// The same for one worker (manual assignment); none: unknown.
std::optional<Candidate> candidate(const Kernel& kernel, WorkerId worker, const CandidateQuery& query);
// "缺少技能：助浴；健康证已过期" – empty when she may be sent.
std::string explain(const Candidate& candidate);

// Committed facts, whoever asks. None: unknown.
std::optional<WorkerFacts> worker(const Kernel& kernel, WorkerId id);
std::string organisation_name(const Kernel& kernel, OrganisationId id);  // "" when unknown

// ---- for imports and the simulator: no act is recorded, the caller's command does that ----

struct NewOrganisation {
  std::string name;
  CreditCode credit_code;
  OrganisationKind kind = OrganisationKind::company;
  RegionCode region;
  std::string address, phone, legal_person;
  std::vector<std::string> services;
  std::vector<RegionCode> areas;
  std::vector<std::int32_t> work_days{1, 2, 3, 4, 5, 6, 7};
  std::int32_t opens_min = 480, closes_min = 1080;
  static const entity::Table& fields();
};
struct NewWorker {
  OrganisationId organisation_id;  // a provider's own user: always her own
  std::string name;
  Sex sex = Sex::unknown;          // from the ID card when unknown
  Phone phone;
  IdCard id_card;
  std::vector<Skill> skills;
  std::int64_t home_lon_e6 = 0, home_lat_e6 = 0;
  std::vector<std::int32_t> work_days{1, 2, 3, 4, 5};
  std::int32_t shift_from_min = 480, shift_to_min = 1080;
  static const entity::Table& fields();
};
struct NewCertificate {
  WorkerId worker_id;
  Licence kind = Licence::health_certificate;
  std::string number;
  Date issued, expires;
  static const entity::Table& fields();
};

// `state`: where the organisation starts (applied for a real one; the simulator says active).
Result<OrganisationId> add_organisation(command::Tx& tx, const NewOrganisation& in,
                                        OrganisationState state = OrganisationState::applied);
// 409 with the ID number already among the organisation's workers.
Result<WorkerId> add_worker(command::Tx& tx, const NewWorker& in);
Result<CertificateId> add_certificate(command::Tx& tx, const NewCertificate& in);
std::optional<OrganisationId> organisation_by_credit_code(sql::Connection& db, const CreditCode& code);
std::optional<WorkerId> worker_by_id_card(const Kernel& kernel, sql::Connection& db, const IdCard& card);
std::vector<OrganisationId> organisations_named(sql::Connection& db, std::string_view name);  // exactly so; not removed ones

// Takes back what an import entered, if nobody has changed or used it since; false when somebody has.
Result<bool> withdraw_worker(command::Tx& tx, WorkerId id);          // with the certificates that came with her
Result<bool> withdraw_organisation(command::Tx& tx, OrganisationId id);

// ---- for the modules beside it ----

// How many facilities an organisation runs: told by the module that keeps them. At start-up.
void count_facilities_with(Kernel& kernel, std::function<std::int64_t(sql::Connection&, OrganisationId)> count);
// Committed rows whoever asks; none: unknown.
std::optional<Organisation> organisation(sql::Connection& db, const entity::Vault& vault, OrganisationId id);

namespace rules {
// 422 naming the field: work_days, and closes_min (shift_to_min for hours that may run over midnight).
Status check_hours(const std::vector<std::int32_t>& days, std::int32_t from_min, std::int32_t to_min, bool over_midnight);
Status check_service_phone(std::string_view phone);
std::uint8_t day_mask(const std::vector<std::int32_t>& days);  // bit 0 = Monday
}  // namespace rules

// A rating of one of her visits (1–3): keeps her mean. Inside the caller's command.
Status rated(command::Tx& tx, WorkerId worker, std::int32_t face);

}  // namespace yilin::providers
