#pragma once
// Who may read, write, check and sign the rules. Whoever checks or signs must besides have the whole city as her scope: a rule
// holds for all of it.

#include "kernel/access/access.h"

namespace yilin::policies {

inline constexpr access::Permission rule_read{
    "rule.read", "查看规则", {access::Role::official, access::Role::auditor, access::Role::finance, access::Role::community_worker, access::Role::hotline_operator}};
inline constexpr access::Permission rule_edit{"rule.edit", "起草规则", {access::Role::official}};
inline constexpr access::Permission rule_review{"rule.review", "复核规则", {access::Role::official, access::Role::finance}};
inline constexpr access::Permission rule_sign{"rule.sign", "签发规则", {access::Role::official}};

}  // namespace yilin::policies
