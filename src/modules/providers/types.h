#pragma once
// Who serves: organisations, their facilities, their workers, and the workers' certificates.
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

enum class FacilityKind : std::uint8_t {
  street_centre = 1,     // 综合养老服务中心
  day_care = 2,          // 日间照料中心
  village_home = 3,      // 幸福院
  care_home = 4,         // 养老院·敬老院
  meal_point = 5,        // 助餐点
  home_care_station = 6, // 居家养老服务站
  bathing_point = 7,     // 助浴点
  nursing_station = 8,   // 护理站
  activity_centre = 9,   // 活动中心
};
enum class OperationMode : std::uint8_t {
  public_public = 1, public_private = 2, private_subsidised = 3, entrusted = 4, private_private = 5,
};
enum class FacilityState : std::uint8_t { open = 1, paused = 2, closed = 3 };

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

struct Facility {
  FacilityId id;
  OrganisationId organisation_id;     // operator; none: run by the community itself
  std::string name;
  FacilityKind kind = FacilityKind::day_care;
  OperationMode mode = OperationMode::public_public;
  RegionCode region;
  std::string address;
  std::int64_t lon_e6 = 0, lat_e6 = 0;  // degrees × 10⁶ in the datum of the city's data; 0/0 = not placed
  std::int32_t beds = 0;
  std::int32_t area_m2 = 0;
  std::string phone;
  FacilityState state = FacilityState::open;
  std::string state_reason;
  std::vector<std::string> services;
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
std::span<const entity::EnumName> enum_names(FacilityKind);
std::span<const entity::EnumName> enum_names(OperationMode);
std::span<const entity::EnumName> enum_names(FacilityState);
std::span<const entity::EnumName> enum_names(WorkerState);

}  // namespace yilin::providers
