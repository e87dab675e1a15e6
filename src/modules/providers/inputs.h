#pragma once
// What the routes of the providers take and give beyond the stored rows.

#include <optional>
#include <string>
#include <vector>

#include "modules/providers/providers.h"

namespace yilin::providers {

template <class New, class RowId>
struct Changed : New {
  RowId id;
  std::int64_t version = 0;
  static const entity::Table& fields();
};
using ChangeOrganisation = Changed<NewOrganisation, OrganisationId>;
using ChangeWorker = Changed<NewWorker, WorkerId>;
template <>
const entity::Table& ChangeOrganisation::fields();
template <>
const entity::Table& ChangeWorker::fields();

// A move in a life cycle.
template <class RowId>
struct Move {
  RowId id;
  std::string reason;
  static const entity::Table& fields() {
    static const entity::Table table("StateMove", "状态变更", {
        entity::field<&Move::id>("id", "编号"),
        entity::field<&Move::reason>("reason", "原因").text_max(300),
    });
    return table;
  }
};

// 准入审核: what is decided on an application.
enum class VetDecision : std::uint8_t { approve = 1, refuse = 2, activate = 3, reapply = 4 };
std::span<const entity::EnumName> enum_names(VetDecision);
struct Vet {
  OrganisationId id;
  VetDecision decision = VetDecision::approve;
  std::string reason;
  static const entity::Table& fields();
};

template <class RowId>
struct Path {
  RowId id;
  static const entity::Table& fields() {
    static const entity::Table table("IdPath", "编号", {entity::field<&Path::id>("id", "编号").required()});
    return table;
  }
};

struct OrganisationQuery {
  std::string q;
  RegionCode region;
  std::optional<OrganisationState> state;
  std::optional<OrganisationKind> kind;
  std::string service;  // item code
  std::int64_t limit = 50;
  OrganisationId cursor;
  static const entity::Table& fields();
};
struct OrganisationView : Organisation {
  std::vector<RegionCode> areas;
  std::vector<std::string> area_names;
  std::string region_name;
  std::int64_t workers = 0;     // not counting those who left
  std::int64_t facilities = 0;  // not counting closed ones
  static const entity::Table& fields();
};

struct WorkerQuery {
  std::string q;  // part of the name; or a whole phone or ID number
  RegionCode region;
  OrganisationId organisation_id;
  std::optional<Skill> skill;
  std::optional<WorkerState> state;
  std::int64_t limit = 50;
  WorkerId cursor;
  static const entity::Table& fields();
};
struct WorkerView : Worker {
  std::string organisation_name;
  std::vector<Certificate> certificates;  // not revoked, latest expiry first
  static const entity::Table& fields();
};

// Whom somebody may be chosen for: of users' forms and of filters, for those too who see nothing else of providers.
struct OrganisationChoiceQuery {
  std::string q;       // part of the name, its pinyin or initials; or the credit code
  OrganisationId id;   // this one, to be named
  std::int64_t limit = 20;
  static const entity::Table& fields();
};
struct OrganisationChoice {
  OrganisationId id;
  std::string name, credit_code, region_name;
  OrganisationState state = OrganisationState::applied;
  static const entity::Table& fields();
};
struct WorkerChoiceQuery {
  std::string q;       // part of the name, its pinyin or initials
  OrganisationId organisation_id;
  WorkerId id;
  std::int64_t limit = 20;
  static const entity::Table& fields();
};
struct WorkerChoice {
  WorkerId id;
  OrganisationId organisation_id;
  std::string name, organisation_name;
  Phone phone;         // masked: two may have one name
  WorkerState state = WorkerState::active;
  static const entity::Table& fields();
};

struct RevokeCertificate {
  CertificateId id;
  std::string reason;
  static const entity::Table& fields();
};

struct ExpiringQuery {
  std::int64_t days = 30;
  RegionCode region;
  OrganisationId organisation_id;
  std::int64_t limit = 50;
  std::string cursor;
  static const entity::Table& fields();
};
struct ExpiringCertificate : Certificate {
  std::string worker_name, organisation_name;
  std::int64_t days_left = 0;  // negative: expired
  static const entity::Table& fields();
};

enum class WorkerSecretField : std::uint8_t { phone = 1, id_card = 2 };
std::span<const entity::EnumName> enum_names(WorkerSecretField);
struct RevealWorker {
  WorkerId id;
  WorkerSecretField field = WorkerSecretField::phone;
  std::string reason;
  static const entity::Table& fields();
};
struct WorkerSecret {
  std::string value;
  static const entity::Table& fields();
};

}  // namespace yilin::providers
