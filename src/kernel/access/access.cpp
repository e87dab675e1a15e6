#include "kernel/access/access.h"

#include <algorithm>

namespace yilin::access {

std::span<const entity::EnumName> enum_names(Role) {
  static constexpr entity::EnumName names[] = {
      {0, "system_admin", "系统管理员"},   {1, "security_admin", "安全管理员"}, {2, "auditor", "审计员"},
      {3, "official", "民政工作人员"},     {4, "community_worker", "社区工作者"}, {5, "hotline_operator", "热线坐席"},
      {6, "dispatcher", "调度员"},         {7, "provider_manager", "服务组织负责人"}, {8, "carer", "服务人员"},
      {9, "finance", "资金结算人员"},      {10, "elder", "老人"},               {11, "family", "家属"},
  };
  return names;
}

bool Caller::in_scope(RegionCode code) const {
  if (kind == CallerKind::system) return true;
  return std::any_of(scope.begin(), scope.end(), [&](const RegionRange& r) { return r.contains(code); });
}

bool Caller::acts_for(ElderId elder) const {
  return kind == CallerKind::home && std::find(elders.begin(), elders.end(), elder) != elders.end();
}

const Caller& Caller::system() {
  static const Caller caller = [] {
    Caller c;
    c.kind = CallerKind::system;
    c.name = "系统";
    c.viewer = entity::Viewer::all();
    return c;
  }();
  return caller;
}

std::vector<RegionRange> normalise(std::vector<RegionRange> ranges) {
  std::sort(ranges.begin(), ranges.end());
  std::vector<RegionRange> merged;
  for (const RegionRange& r : ranges) {
    if (r.empty()) continue;
    if (!merged.empty() && r.lo <= merged.back().hi) merged.back().hi = std::max(merged.back().hi, r.hi);
    else merged.push_back(r);
  }
  return merged;
}

entity::Viewer viewer_of(Roles roles) {
  using entity::Pii;
  const auto bits = [](std::initializer_list<Pii> classes) {
    std::uint32_t b = 0;
    for (const Pii c : classes) b |= 1u << static_cast<int>(c);
    return b;
  };
  entity::Viewer viewer;
  if (roles.any(kStaff)) viewer.clear |= bits({Pii::name, Pii::address, Pii::place});
  if (roles.any({Role::official, Role::community_worker, Role::hotline_operator})) viewer.clear |= bits({Pii::health});
  if (roles.any({Role::provider_manager, Role::carer})) viewer.clear |= bits({Pii::name, Pii::address, Pii::place});
  if (roles.any({Role::finance})) viewer.clear |= bits({Pii::name});
  if (roles.any(kHome)) viewer.clear |= bits({Pii::name, Pii::address, Pii::place, Pii::health});
  return viewer;
}

namespace {
const sql::Literal kNothing = " AND 1 = 0";

void add_ranges(sql::Statement& out, sql::Literal column, const std::vector<RegionRange>& ranges) {
  if (ranges.empty()) {
    out.add(kNothing);
    return;
  }
  out.add(" AND (");
  bool first = true;
  for (const RegionRange& r : ranges) {
    if (!first) out.add(" OR ");
    first = false;
    out.add("(").add(column).add(" >= ?", r.lo).add(" AND ").add(column).add(" < ?", r.hi).add(")");
  }
  out.add(")");
}
}  // namespace

sql::Statement in_region(sql::Literal column, const Caller& caller, RegionCode filter) {
  sql::Statement out;
  std::vector<RegionRange> ranges;
  const RegionRange wanted = filter.subtree();
  if (caller.kind == CallerKind::system) {
    if (filter.value == 0) return out;
    ranges.push_back(wanted);
  }
  for (const RegionRange& r : caller.scope) {
    const RegionRange cut{std::max(r.lo, wanted.lo), std::min(r.hi, wanted.hi)};
    if (!cut.empty()) ranges.push_back(cut);
  }
  add_ranges(out, column, ranges);
  return out;
}

sql::Statement visible(const OwnerColumns& columns, const Caller& caller, RegionCode filter) {
  sql::Statement out;
  if (caller.kind == CallerKind::system || caller.kind == CallerKind::staff)
    return columns.region.text.empty() ? (caller.kind == CallerKind::system ? out : out.add(kNothing))
                                       : in_region(columns.region, caller, filter);
  if (filter.value != 0 && !columns.region.text.empty()) add_ranges(out, columns.region, {filter.subtree()});
  switch (caller.kind) {
    case CallerKind::organisation:
      if (columns.organisation.text.empty()) return out.add(kNothing);
      return out.add(" AND ").add(columns.organisation).add(" = ?", caller.organisation.value);
    case CallerKind::worker:
      if (columns.worker.text.empty()) return out.add(kNothing);
      return out.add(" AND ").add(columns.worker).add(" = ?", caller.worker.value);
    default:
      if (columns.elder.text.empty() || caller.elders.empty()) return out.add(kNothing);
      out.add(" AND ").add(columns.elder).add(" IN (");
      for (std::size_t i = 0; i < caller.elders.size(); ++i) {
        if (i > 0) out.add(", ");
        out.add("?", caller.elders[i].value);
      }
      return out.add(")");
  }
}

}  // namespace yilin::access
