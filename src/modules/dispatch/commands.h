#pragma once
// What dispatch does by itself and what a dispatcher does. Internal to dispatch.

#include "modules/dispatch/dispatch.h"
#include "modules/orders/orders.h"

namespace yilin::dispatch {

void listen(Kernel& kernel);  // subscribes to orders, providers and the registry, and handles the deadlines "dispatch.*"

struct VisitPath {
  VisitId id;
  static const entity::Table& fields();
};
struct OfferByHand {
  VisitId id;
  WorkerId worker_id;
  static const entity::Table& fields();
};
struct NewRefusal {
  ElderId elder_id;
  WorkerId worker_id;
  std::string reason;
  static const entity::Table& fields();
};
struct RefusalPath {
  RefusalId id;
  static const entity::Table& fields();
};

// A human chooses: no deadline, and the machine keeps away from the visit from now on. An open offer of the machine is
// withdrawn where it stands in the way.
Result<orders::Assignment> offer_by_hand(command::Tx& tx, const OfferByHand& in);
// Back to the machine, with a new round; what a human offered stands.
Result<Case> give_back(command::Tx& tx, const VisitPath& in);
// From now on she is not offered to this elder; what she has accepted there goes to somebody else.
Result<Refusal> refuse(command::Tx& tx, const NewRefusal& in);
Result<Refusal> take_back_refusal(command::Tx& tx, const RefusalPath& in);

}  // namespace yilin::dispatch
