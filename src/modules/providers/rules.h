#pragma once
// PURE: life cycles, what may be entered, and whether a worker may be sent.

#include <array>
#include <span>
#include <string_view>

#include "base/pinyin.h"
#include "kernel/lifecycle/lifecycle.h"
#include "modules/providers/providers.h"

namespace yilin::providers {

namespace errors {
inline constexpr ErrorKind credit_code_taken{"providers.credit_code_taken", 409, "这个统一社会信用代码已登记过。", "An organisation with this credit code exists."};
inline constexpr ErrorKind worker_known{"providers.worker_known", 409, "该人员已在本组织登记。", "This person is already a worker of the organisation."};
inline constexpr ErrorKind organisation_removed{"providers.organisation_removed", 409, "该组织已清退，不能再办理。", "The organisation has been removed."};
inline constexpr ErrorKind worker_left{"providers.worker_left", 409, "该人员已离职，不能再办理。", "The worker has left."};
}  // namespace errors

namespace rules {

inline constexpr std::int32_t kWarnDays = 30;  // before a certificate expires

std::span<const lifecycle::Transition<OrganisationState>> organisation_moves();
std::span<const lifecycle::Transition<WorkerState>> worker_moves();

// 422 naming the field.
Status check_organisation(const NewOrganisation& in);
Status check_place(std::int64_t lon_e6, std::int64_t lat_e6);
Status check_certificate(const NewCertificate& in, Date today);

// Whether letters that somebody typed (lower case, no blanks) are the pinyin of a name from one of its syllables on, or stand
// among its initials.
bool sounds_like(const Pinyin& name, std::string_view letters);

// One worker as the index keeps her.
using Expiries = std::array<Date, 32>;  // by Licence: last valid day of her best certificate; none = she has none
inline constexpr Date kNeverExpires{INT32_MAX};
struct Entry {
  WorkerFacts facts;
  Expiries licences{};
};
// What the organisation brings to a query.
struct Employer {
  bool active = false, offers = false, serves = false;
};
// When the visit is, reckoned once for all workers.
struct When {
  bool asked = false;       // false: hours are not looked at
  int weekday = 0;          // of its first day, 0 = Monday
  int minute = 0;           // of that day, 0–1439
  std::int64_t length = 0;  // minutes
  Date last_day;            // licences must last through it
};
When when(const CandidateQuery& query, Instant now);
// A shift that ends before it begins runs over midnight and belongs to the day on which it began.
Candidate judge(const Entry& worker, const Employer& employer, const CandidateQuery& query, const When& when);
// judge(…).may_be_sent(), without making the candidate.
bool may_be_sent(const Entry& worker, const Employer& employer, const CandidateQuery& query, const When& when);

}  // namespace rules
}  // namespace yilin::providers
