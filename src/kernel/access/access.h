#pragma once
// Who may do what, where: permission × region range × organisation × data class.
//
// A Permission is declared beside the routes that need it and names the roles that have it. A Caller is built once per
// session. Where a row is visible is compiled into each query (`visible`), never filtered after it: a row outside the
// scope does not exist for the caller (404).

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/region_code.h"
#include "base/result.h"
#include "kernel/entity/codec.h"
#include "kernel/sql/sql.h"

namespace yilin::access {

enum class Role : std::uint8_t {
  system_admin = 0,    // 系统管理员: accounts, settings, backups; sees no elder data
  security_admin = 1,  // 安全管理员: roles and scopes; sees no elder data
  auditor = 2,         // 审计员: the journal and every figure; changes nothing
  official = 3,        // 民政工作人员: a level of government
  community_worker = 4,// 社区工作者
  hotline_operator = 5,// 热线坐席
  dispatcher = 6,      // 调度员
  provider_manager = 7,// 服务组织负责人
  carer = 8,           // 服务人员
  finance = 9,         // 资金结算人员
  elder = 10,          // 老人本人
  family = 11,         // 家属·监护人
};
std::span<const entity::EnumName> enum_names(Role);

struct Roles {
  std::uint32_t bits = 0;
  constexpr Roles() = default;
  constexpr Roles(std::initializer_list<Role> list) {
    for (const Role r : list) bits |= 1u << static_cast<int>(r);
  }
  constexpr bool has(Role r) const { return (bits >> static_cast<int>(r) & 1) != 0; }
  constexpr bool any(Roles other) const { return (bits & other.bits) != 0; }
};
inline constexpr Roles kStaff{Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher};
inline constexpr Roles kHome{Role::elder, Role::family};

struct Permission {
  std::string_view code;   // "order.place"
  std::string_view label;  // Chinese
  Roles roles;
};

// How the caller's world is bounded. `system` is the process itself (deadlines, imports): unbounded.
enum class CallerKind : std::uint8_t { system, staff, organisation, worker, home };

struct Caller {
  CallerKind kind = CallerKind::home;
  UserId user;                          // none for system
  std::string name;                     // shown in the journal
  Roles roles;
  std::vector<RegionRange> scope;       // staff: sorted, disjoint
  OrganisationId organisation;          // organisation and worker
  WorkerId worker;                      // worker
  std::vector<ElderId> elders;          // home: herself, or those she acts for; at most 32
  entity::Viewer viewer;                // PII classes seen clear

  bool may(const Permission& p) const { return kind == CallerKind::system || roles.any(p.roles); }
  bool in_scope(RegionCode code) const;
  bool acts_for(ElderId elder) const;
  static const Caller& system();
};

// Merges overlapping ranges and sorts them.
std::vector<RegionRange> normalise(std::vector<RegionRange> ranges);
// The PII classes that these roles see clear.
entity::Viewer viewer_of(Roles roles);

// " AND (…)" for a region column, from the caller's scope cut by an optional filter. Only for staff, auditors and system;
// an empty scope gives " AND 1 = 0".
sql::Statement in_region(sql::Literal column, const Caller& caller, RegionCode filter = {});

// " AND (…)" for rows that belong to a region, an organisation, a worker and an elder: each kind of caller sees her own.
// A column that the table lacks is left empty: callers bounded by it then see nothing.
struct OwnerColumns {
  sql::Literal region = "";
  sql::Literal organisation = "";
  sql::Literal worker = "";
  sql::Literal elder = "";
};
sql::Statement visible(const OwnerColumns& columns, const Caller& caller, RegionCode filter = {});

}  // namespace yilin::access
