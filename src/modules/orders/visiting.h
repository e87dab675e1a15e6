#pragma once
// At the door and after; internal to orders (the façade's own functions are declared in orders.h).

#include "kernel/command/tx.h"
#include "modules/orders/orders.h"

namespace yilin::orders {

// Knocked, nobody: ends the visit with its reason.
Result<Assignment> no_show(command::Tx& tx, const StepInput& in);  // without a reason: nobody_home
// Of the deadline "visit.confirm".
Status confirm_by_itself(command::Tx& tx, VisitId id);
Result<Visit> dispute(command::Tx& tx, VisitId id, std::string_view reason);
// uphold: the record stands, the visit is confirmed. Else a signed correction beside the record; then confirmed.
Result<Visit> resolve(command::Tx& tx, VisitId id, bool uphold, std::string_view reason);
struct CorrectionInput {
  VisitId id;
  std::string what, after, reason;  // what: minutes or price_fen
  static const entity::Table& fields();
};
Result<Correction> correct(command::Tx& tx, const CorrectionInput& in);

}  // namespace yilin::orders
