#pragma once
// Officials vet, suspend and remove; a provider's own users keep its workers, certificates and address up to date, never its services and areas. Each command records its act.

#include "kernel/command/tx.h"
#include "modules/providers/inputs.h"

namespace yilin::providers {

Result<OrganisationView> create_organisation(command::Tx& tx, const NewOrganisation& in);
Result<OrganisationView> change_organisation(command::Tx& tx, const ChangeOrganisation& in);
Result<OrganisationView> vet_organisation(command::Tx& tx, const Vet& in);
Result<OrganisationView> suspend_organisation(command::Tx& tx, const Move<OrganisationId>& in);
Result<OrganisationView> reinstate_organisation(command::Tx& tx, const Move<OrganisationId>& in);
Result<OrganisationView> remove_organisation(command::Tx& tx, const Move<OrganisationId>& in);

Result<WorkerView> create_worker(command::Tx& tx, const NewWorker& in);
Result<WorkerView> change_worker(command::Tx& tx, const ChangeWorker& in);
Result<WorkerView> suspend_worker(command::Tx& tx, const Move<WorkerId>& in);
Result<WorkerView> reinstate_worker(command::Tx& tx, const Move<WorkerId>& in);
Result<WorkerView> worker_leaves(command::Tx& tx, const Move<WorkerId>& in);
Result<WorkerView> worker_returns(command::Tx& tx, const Move<WorkerId>& in);
Result<WorkerSecret> reveal_worker(command::Tx& tx, const RevealWorker& in);

Result<Certificate> create_certificate(command::Tx& tx, const NewCertificate& in);
Result<Certificate> revoke_certificate(command::Tx& tx, const RevokeCertificate& in);

// Deadlines: 30 days before a certificate expires, and the day after its last.
inline constexpr std::string_view kCertificateWarning = "certificate.warning", kCertificateExpired = "certificate.expired";
void handle_deadlines(Kernel& kernel);

}  // namespace yilin::providers
