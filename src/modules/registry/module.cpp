#include "modules/registry/module.h"

#include "modules/accounts/accounts.h"
#include "modules/registry/bulk_runs.h"
#include "modules/registry/commands.h"
#include "modules/registry/elder_store.h"
#include "modules/registry/memory.h"
#include "modules/registry/reading.h"
#include "modules/registry/routes.h"
#include "modules/registry/search.h"

namespace yilin::registry {

std::span<const sql::Migration> migrations();

namespace {

// Who may sign in with a phone: the elder whose it is (not a shared one), and whoever may act for elders.
std::vector<accounts::HomeIdentity> homes_of(command::Reader& reader, const Phone& phone) {
  const command::Reader everywhere{reader.db, access::Caller::system(), reader.now, reader.kernel};
  std::vector<accounts::HomeIdentity> out;
  accounts::HomeIdentity family;
  const auto home_elder = [&](const ElderBrief& elder) {
    accounts::HomeElder found{elder.id, elder.name, ids_of(reader.kernel, elder.id)};
    found.earlier.erase(found.earlier.begin());
    return found;
  };
  for (const PhoneMatch& match : by_phone(everywhere, phone)) {
    if (match.elder.state != ElderState::active) continue;
    if (!match.contact) {
      if (match.elder.phone_use == PhoneUse::own) out.push_back({match.elder.name, true, {home_elder(match.elder)}});
    } else if (match.contact->acts_on(reader.today())) {
      family.name = match.contact->name;
      family.elders.push_back(home_elder(match.elder));
    }
  }
  if (!family.elders.empty()) out.push_back(std::move(family));
  return out;
}

void attach(Kernel& kernel, http::Router& router) {
  Memory& memory = kernel.parts.put<Memory>(*kernel.keys);
  load(kernel, memory);
  warn_of_unfinished_runs(kernel);
  accounts::set_home_resolver(kernel, homes_of);
  kernel.deadlines->handle("registry.label", commands::label_due);
  add_routes(router);
}

}  // namespace

Module module() {
  return {"registry",
          migrations(),
          attach,
          {&errors::already_registered, &errors::known_elsewhere, &errors::not_active, &errors::run_moved},
          {{"elder.register", "登记老人"},
           {"elder.update", "修改档案"},
           {"elder.reveal", "查看完整信息"},
           {"elder.death", "死亡登记"},
           {"elder.move", "辖区内迁移"},
           {"elder.leave", "迁出本市"},
           {"elder.restore", "更正误登记"},
           {"elder.label_add", "添加标签"},
           {"elder.label_end", "终止标签"},
           {"elder.label_verify", "核实标签"},
           {"elder.contact_add", "添加联系人"},
           {"elder.contact_update", "修改联系人"},
           {"elder.contact_end", "停用联系人"},
           {"elder.household", "登记同住关系"},
           {"elder.merge", "合并档案"},
           {"elder.unmerge", "撤销合并"},
           {"elder.distinct", "确认不是同一人"},
           {"elder.migration_ask", "申请迁入"},
           {"elder.migration_offer", "移交迁出"},
           {"elder.migration_accept", "接收迁移"},
           {"elder.migration_refuse", "退回迁移"},
           {"elder.migration_withdraw", "撤回迁移"},
           {"elder.export", "导出老人名册"},
           {"elder.import", "批量登记"}}};
}

}  // namespace yilin::registry
