#pragma once
// Who serves: organisations, their workers, and the workers' certificates.
// A day's hours are minutes from midnight; work_days are 1 = Monday … 7 = Sunday.

#include <string>
#include <vector>

#include "base/id.h"
#include "base/identity.h"
#include "base/region_code.h"
#include "base/time.h"
#include "kernel/entity/codec.h"
#include "modules/catalogue/types.h"

namespace yilin::providers {

using catalogue::Licence;
using catalogue::Skill;
using CertificateId = Id<struct CertificateTag>;

enum class OrganisationKind : std::uint8_t {
  company = 1, private_nonprofit = 2, public_institution = 3, social_group = 4, sole_trader = 5, collective = 6,
  volunteer_team = 7,
};
// 准入: applied → vetted → active ⇄ suspended → removed; an application may be refused and made again.
enum class OrganisationState : std::uint8_t { applied = 1, vetted = 2, active = 3, suspended = 4, removed = 5, refused = 6 };

enum class WorkerState : std::uint8_t { active = 1, suspended = 2, left = 3 };

struct Organisation {
  OrganisationId id;
  std::string name;
  CreditCode credit_code;
  OrganisationKind kind = OrganisationKind::company;
  RegionCode region;                  // where it is registered
  std::string address;
  std::string phone;                  // public service number
  std::string legal_person;
  OrganisationState state = OrganisationState::applied;
  std::string state_reason;
  std::vector<std::string> services;  // codes of service items
  std::vector<std::int32_t> work_days;
  std::int32_t opens_min = 480, closes_min = 1080;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

struct Worker {
  WorkerId id;
  OrganisationId organisation_id;
  RegionCode region;                  // of the organisation
  std::string name;
  Sex sex = Sex::unknown;
  Phone phone;
  std::int64_t phone_index = 0;
  IdCard id_card;
  std::int64_t id_card_index = 0;
  std::vector<Skill> skills;
  std::int64_t home_lon_e6 = 0, home_lat_e6 = 0;  // where the day starts; 0 = not known
  std::vector<std::int32_t> work_days;
  std::int32_t shift_from_min = 480, shift_to_min = 1080;
  WorkerState state = WorkerState::active;
  std::string state_reason;
  std::int32_t rating_x100 = 0;       // mean of faces 1–3, × 100; 0 = none yet
  std::int64_t rating_count = 0, rating_sum = 0;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

struct Certificate {
  CertificateId id;
  WorkerId worker_id;
  OrganisationId organisation_id;
  RegionCode region;
  Licence kind = Licence::health_certificate;
  std::string number;
  Date issued, expires;               // last valid day; none: does not expire
  bool revoked = false;
  std::string revoked_reason;
  Instant created_at;
  static const entity::Table& fields();
};

std::span<const entity::EnumName> enum_names(OrganisationKind);
std::span<const entity::EnumName> enum_names(OrganisationState);
std::span<const entity::EnumName> enum_names(WorkerState);

}  // namespace yilin::providers
