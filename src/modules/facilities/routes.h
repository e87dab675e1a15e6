#pragma once
#include "http/router.h"

namespace yilin::facilities {

using access::Role;
inline constexpr access::Permission facility_read{
    "facility.read", "查看养老服务设施",
    {Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher, Role::provider_manager, Role::carer, Role::finance, Role::auditor}};
inline constexpr access::Permission facility_edit{"facility.edit", "维护养老服务设施", {Role::official, Role::provider_manager}};
inline constexpr access::Permission facility_close{"facility.close", "关闭养老服务设施", {Role::official}};
inline constexpr access::Permission facility_export{"facility.export", "导出养老服务设施", {Role::official, Role::provider_manager}};
inline constexpr access::Permission occupancy_read{"occupancy.read", "查看入住和到站服务", {Role::official, Role::community_worker, Role::provider_manager, Role::auditor}};
inline constexpr access::Permission occupancy_edit{"occupancy.edit", "办理入住和登记到站服务", {Role::official, Role::community_worker, Role::provider_manager}};
inline constexpr access::Permission housing_read{"housing.read", "查看配建养老用房", {Role::official, Role::community_worker, Role::auditor}};
inline constexpr access::Permission housing_edit{"housing.edit", "维护配建养老用房", {Role::official}};
inline constexpr access::Permission coverage_read{"coverage.read", "查看服务圈覆盖", {Role::official, Role::community_worker, Role::dispatcher, Role::auditor}};
inline constexpr access::Permission coverage_list{"coverage.list", "查看未覆盖老人名单", {Role::official, Role::community_worker}};
inline constexpr access::Permission coverage_set{"coverage.set", "设定服务圈口径", {Role::official}};
inline constexpr access::Permission planning_read{"planning.read", "查看设施规划", {Role::official, Role::auditor}};
inline constexpr access::Permission planning_edit{"planning.edit", "编制设施规划", {Role::official}};

void add_register_routes(http::Router& router);
void add_export_routes(http::Router& router);
void add_coverage_routes(http::Router& router);
void add_planning_routes(Kernel& kernel, http::Router& router);

}  // namespace yilin::facilities
