#pragma once
// Reads of the providers. Staff see what is registered in their regions and organisations that serve there; a provider's
// users see their own organisation, a worker herself.

#include "http/page.h"
#include "kernel/command/tx.h"
#include "modules/providers/inputs.h"

namespace yilin::providers {

Result<http::Page<Organisation>> list_organisations(const command::Reader& reader, const OrganisationQuery& in);
Result<OrganisationView> show_organisation(const command::Reader& reader, const Path<OrganisationId>& in);
Result<http::Page<WorkerView>> list_workers(const command::Reader& reader, const WorkerQuery& in);
Result<WorkerView> show_worker(const command::Reader& reader, const Path<WorkerId>& in);
Result<http::Page<ExpiringCertificate>> expiring(const command::Reader& reader, const ExpiringQuery& in);

Result<http::Page<OrganisationChoice>> choose_organisation(const command::Reader& reader, const OrganisationChoiceQuery& in);
Result<http::Page<WorkerChoice>> choose_worker(const command::Reader& reader, const WorkerChoiceQuery& in);

// Rows as the caller may change them: registered in her scope, or her own organisation's; not_found otherwise.
Result<Organisation> own_organisation(const command::Reader& reader, OrganisationId id);
Result<Worker> own_worker(const command::Reader& reader, WorkerId id);

OrganisationView view_of(const command::Reader& reader, Organisation organisation);
WorkerView view_of(const command::Reader& reader, Worker worker);

}  // namespace yilin::providers
