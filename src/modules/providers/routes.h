#pragma once
#include "http/router.h"

namespace yilin::providers {

using access::Role;
inline constexpr access::Permission provider_read{
    "provider.read", "查看服务组织、设施和人员",
    {Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher, Role::provider_manager, Role::carer,
     Role::finance, Role::auditor}};
// Names only, for forms that say for whom somebody works.
inline constexpr access::Permission provider_choose{
    "provider.choose", "选择服务组织和人员",
    {Role::system_admin, Role::security_admin, Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher, Role::provider_manager,
     Role::finance, Role::auditor}};
inline constexpr access::Permission provider_vet{"provider.vet", "服务组织准入、暂停和清退", {Role::official}};
inline constexpr access::Permission provider_edit{"provider.edit", "维护服务组织、设施和人员", {Role::official, Role::provider_manager}};
inline constexpr access::Permission worker_reveal{"worker.reveal", "查看服务人员电话和证件号",
                                                  {Role::official, Role::dispatcher, Role::hotline_operator, Role::provider_manager}};

void add_routes(http::Router& router);
void add_export_routes(http::Router& router);  // exporting.cpp

}  // namespace yilin::providers
