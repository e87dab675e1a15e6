// The lists of organisations and workers as files.
#include "http/download/download.h"
#include "modules/providers/queries.h"
#include "modules/providers/routes.h"

namespace yilin::providers {

namespace {
constexpr access::Permission provider_export{"provider.export", "导出服务组织、设施和人员", {Role::official, Role::provider_manager}};
}  // namespace

void add_export_routes(http::Router& router) {
  using formats::XlsxKind;
  using http::download::add_list_routes;
  add_list_routes<OrganisationQuery, Organisation>(
      router, provider_export,
      {"GET /api/organisations/export.csv", "GET /api/organisations/export.xlsx", "导出服务组织", "organisations", "服务组织", "organisation.export",
       "organisation_list",
       {{"name", XlsxKind::text, 28}, {"credit_code", XlsxKind::text, 22}, {"kind"}, {"region"}, {"address", XlsxKind::text, 28}, {"phone"},
        {"legal_person"}, {"services", XlsxKind::text, 30}, {"state"}, {"id", XlsxKind::text, 22}}},
      list_organisations);
  add_list_routes<WorkerQuery, WorkerView>(
      router, provider_export,
      {"GET /api/workers/export.csv", "GET /api/workers/export.xlsx", "导出服务人员", "workers", "服务人员", "worker.export", "worker_list",
       {{"name"}, {"sex"}, {"phone"}, {"id_card", XlsxKind::text, 22}, {"organisation_name", XlsxKind::text, 24}, {"skills", XlsxKind::text, 30}, {"state"},
        {"rating_count", XlsxKind::integer, 10}, {"id", XlsxKind::text, 22}}},
      list_workers);
}

}  // namespace yilin::providers
