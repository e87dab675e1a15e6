#pragma once
// Reads of the providers. Staff see what is registered in their regions and organisations that serve there; a provider's
// users see their own organisation, a worker herself.

#include "base/geo.h"
#include "http/page.h"
#include "kernel/command/tx.h"
#include "modules/providers/inputs.h"

namespace yilin::providers {

Result<http::Page<Organisation>> list_organisations(const command::Reader& reader, const OrganisationQuery& in);
Result<OrganisationView> show_organisation(const command::Reader& reader, const Path<OrganisationId>& in);
Result<http::Page<FacilityView>> list_facilities(const command::Reader& reader, const FacilityQuery& in);
Result<FacilityView> show_facility(const command::Reader& reader, const Path<FacilityId>& in);
Result<http::Page<PublicFacility>> public_facilities(const command::Reader& reader, const PublicFacilityQuery& in);
Result<http::Page<WorkerView>> list_workers(const command::Reader& reader, const WorkerQuery& in);
Result<WorkerView> show_worker(const command::Reader& reader, const Path<WorkerId>& in);
Result<http::Page<ExpiringCertificate>> expiring(const command::Reader& reader, const ExpiringQuery& in);

// Rows as the caller may change them: registered in her scope, or her own organisation's; not_found otherwise.
Result<Organisation> own_organisation(const command::Reader& reader, OrganisationId id);
Result<Facility> own_facility(const command::Reader& reader, FacilityId id);
Result<Worker> own_worker(const command::Reader& reader, WorkerId id);

OrganisationView view_of(const command::Reader& reader, Organisation organisation);
FacilityView view_of(const command::Reader& reader, Facility facility);
WorkerView view_of(const command::Reader& reader, Worker worker);

// "115.029,35.762" → degrees × 10⁶, without floats: at most 6 decimals are read.
Result<Place> parse_place(std::string_view text);

}  // namespace yilin::providers
