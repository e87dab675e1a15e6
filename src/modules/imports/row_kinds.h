#pragma once
// What rows.cpp puts together: reading and entering the rows of each kind. Internal to rows.

#include "modules/imports/rows.h"

namespace yilin::imports {

WorkerRow worker_of(Cells& cells);
OrganisationRow organisation_of(Cells& cells, Places& places, Kernel& kernel);
FacilityRow facility_of(Cells& cells, Places& places, Kernel& kernel);
OrderRow order_of(Cells& cells);

Entered enter_worker(command::Tx& tx, const WorkerRow& row);
Entered enter_organisation(command::Tx& tx, const OrganisationRow& row);
Entered enter_facility(command::Tx& tx, const FacilityRow& row, const Brought* brought);
Entered enter_order(command::Tx& tx, const OrderRow& row);

Entered added(Subject subject, std::int64_t id);
Entered known(Subject subject);
Entered wrong(Kind kind, std::string_view field, std::string message);
// A rule's own words; `fields` says which column the rule's field is when the names differ.
Entered wrong(Kind kind, const Error& error, std::initializer_list<std::pair<std::string_view, std::string_view>> fields = {});

// Code of a service item by its code or name.
std::optional<std::string> item_code(Kernel& kernel, std::string_view word);
// By credit code or full name. Error: a sentence for the column (none, or several).
Result<OrganisationId> organisation_called(command::Tx& tx, std::string_view name);

}  // namespace yilin::imports
