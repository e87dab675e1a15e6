#pragma once
// One row of a file of each kind: read off the writer's thread, then entered inside a command through the façade of the
// module whose it is.

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "kernel/command/tx.h"
#include "modules/facilities/facilities.h"
#include "modules/imports/cells.h"
#include "modules/orders/orders.h"
#include "modules/providers/providers.h"
#include "modules/registry/registry.h"

namespace yilin::imports {

// ---- elders: entered by registry::BulkElders ----

// `official`: labels with evidence count as verified.
registry::NewElder elder_of(Cells& cells, Places& places, bool official);
// What makes a row without an ID number that row.
std::string identity_of(const registry::NewElder& elder);

// ---- the others ----

struct WorkerRow {
  std::string organisation;  // name or credit code; "": the importer's own
  providers::NewWorker worker;
  std::vector<providers::NewCertificate> certificates;
};
struct OrganisationRow {
  providers::NewOrganisation organisation;
  providers::OrganisationState state = providers::OrganisationState::applied;
};
struct FacilityRow {
  std::string operator_name;  // name or credit code; "": none
  facilities::NewFacility facility;
};
struct OrderRow {
  IdCard id_card;
  std::string elder_name;
  std::string item, organisation;
  IdCard worker;
  orders::PastOrder order;
};

struct ReadRow {
  std::size_t number = 0;
  std::string identity;                // what makes the row that row
  std::vector<FieldError> errors;      // when any: nothing else counts
  std::variant<std::monostate, WorkerRow, OrganisationRow, FacilityRow, OrderRow> what;
};
ReadRow read_row(Kind kind, const Sheet& sheet, Places& places, Kernel& kernel, Date today);

enum class Fate : std::uint8_t { added, known, wrong };
struct Entered {
  Fate fate = Fate::wrong;
  std::vector<FieldError> errors;
  Subject subject = Subject::worker;
  std::int64_t id = 0;
};
// Names that rows of this file have brought, for a check, which writes nothing: a later row may speak of them.
struct Brought {
  std::vector<std::string> organisations;  // sorted names and credit codes
  bool has(std::string_view name) const;
  void add(std::string name);
};
// In the caller's name and scope. A row that is wrong has written nothing. `brought` is null in a real run.
Entered enter(command::Tx& tx, const ReadRow& row, const Brought* brought);

}  // namespace yilin::imports
