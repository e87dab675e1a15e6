#include "modules/policy/module.h"

#include "modules/policy/commands.h"
#include "modules/policy/routes.h"

namespace yilin::policy {
std::span<const sql::Migration> migrations();  // named after the room
}

namespace yilin::policies {

Module module() {
  return {"policy", policy::migrations(),
          [](Kernel& kernel, http::Router& router) {
            load(kernel);
            kernel.deadlines->handle(kActivation, [](command::Tx& tx, const command::Deadline& d) { return activate(tx, {d.subject}); });
            add_routes(router);
          },
          {&errors::broken, &errors::too_large, &errors::bad_parameter, &errors::same_person, &errors::base_moved, &errors::already_scheduled, &errors::unconfirmed,
           &errors::merge_conflict, &errors::no_changes, &errors::altered},
          {{"rules.seed", "装载随系统附带的规则"}, {"rules.begin", "起草规则"},       {"rules.edit", "修改规则文件"},
           {"rules.add_file", "新增规则文件"},      {"rules.remove_file", "删除规则文件"}, {"rules.merge", "合并到现行规则"},
           {"rules.confirm", "确认边界情形"},       {"rules.submit", "提交规则复核"},   {"rules.approve", "规则复核通过"},
           {"rules.return", "退回规则"},            {"rules.sign", "签发规则"},         {"rules.schedule", "排定规则施行日期"},
           {"rules.withdraw", "撤回规则"},          {"rules.activate", "规则施行"}}};
}

}  // namespace yilin::policies
