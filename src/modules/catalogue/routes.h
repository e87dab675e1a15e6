#pragma once
#include "http/router.h"

namespace yilin::catalogue {

inline constexpr access::Permission catalogue_edit{"catalogue.edit", "维护服务目录、价格和补贴规则", {access::Role::official}};

void add_routes(http::Router& router);

}  // namespace yilin::catalogue
