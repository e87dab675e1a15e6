#pragma once
#include "http/router.h"

namespace yilin::registry {

void add_routes(http::Router& router);
// Streaming exports (export.cpp).
void add_export_routes(http::Router& router);

// Permissions of the registry; the home sees its own.
inline constexpr access::Roles kClerks{access::Role::official, access::Role::community_worker, access::Role::hotline_operator};
inline constexpr access::Permission elder_read{
    "elder.read", "查看老人档案",
    {access::Role::official, access::Role::community_worker, access::Role::hotline_operator, access::Role::dispatcher,
     access::Role::elder, access::Role::family}};
inline constexpr access::Permission elder_history{"elder.history", "查看档案历史", {access::Role::official, access::Role::community_worker}};
inline constexpr access::Permission elder_write{"elder.write", "登记和修改老人档案", kClerks};
inline constexpr access::Permission elder_reveal{"elder.reveal", "查看完整证件号和电话", kClerks};
inline constexpr access::Permission elder_decide{"elder.decide", "核对重复、办理死亡和迁移",
                                                 {access::Role::official, access::Role::community_worker}};
inline constexpr access::Permission elder_export{"elder.export", "导出老人名册", {access::Role::official}};

}  // namespace yilin::registry
