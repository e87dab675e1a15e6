#pragma once
// Who may bring in what.

#include "kernel/access/access.h"

namespace yilin::imports {

inline constexpr access::Permission import_any{
    "import.read", "数据导入", {access::Role::official, access::Role::community_worker, access::Role::provider_manager}};
inline constexpr access::Permission import_elders{"import.elders", "导入老人名册", {access::Role::official, access::Role::community_worker}};
inline constexpr access::Permission import_workers{"import.workers", "导入服务人员", {access::Role::official, access::Role::provider_manager}};
inline constexpr access::Permission import_providers{"import.providers", "导入服务组织和设施", {access::Role::official}};
inline constexpr access::Permission import_orders{"import.orders", "导入往日订单", {access::Role::official}};

}  // namespace yilin::imports
